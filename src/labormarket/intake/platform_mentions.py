"""Find the platforms that a text names and the part each plays: who pays, or an owner, rival or client beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from labormarket.intake.vocabulary import is_person
from labormarket.platforms import match_platform, names_in_prose, platforms

# Names that are everyday words: they count only with their capital, and not where a fixed phrase follows.
PHRASES = re.compile(r"\s+(?:test|machine|award|hand|complete)\b")
SHORT_NAMES = re.compile(r"[A-Z][a-z]+|[a-z]+\d*[A-Z]?\w*")
OWNER_WORD = (
    r"(?:subsidiary|arm|unit|division|platform|marketplace|site|service|brand|network|spin-?off|offshoot|product)"
)
# What stands between an owner and its platform: the owner is passed over.
OWNER_BEFORE = re.compile(
    rf"^(?:['’]s?|-owned|[- ]backed|[- ]run)\s*(?:[\w-]+\s+){{0,4}}?(?:{OWNER_WORD}s?)?\s*[,(:]?\s*$"
    rf"|^\s+(?:{OWNER_WORD})\s*,?\s*$"
    rf"|^,?\s+(?:through|via)\s+(?:its|their|the)\s+(?:[\w-]+\s+){{0,4}}$"
    r"|^,?\s+(?:which\s+)?(?:owns|runs|operates|launched|acquired|bought|created|built|introduced)\s+(?:[\w-]+\s+){0,4}$",
    re.IGNORECASE,
)
# What stands before a platform that is named for comparison or as a client, an owner, a backer.
ASIDE_WORDS = (
    *("unlike", "unlike at", "against", "than", "including", "such as", "labs? like", "labs? such as", "known as"),
    *("rivals? (?:to|of)", "(?:rivals|competitors) (?:like|such as)", "competitor (?:to|of)", "compete[sd]? with"),
    *("clients?", "customers?", "backers?", "owner", "parent(?: company)?", "formerly", "ex", "behind"),
    *("owned by", "acquired by", "bought by", "belongs to", "run by", "operated by", "backed by", "founded by"),
    *("before that(?: as)?", "previously(?: as)?", "originally(?: as)?"),
    *("subsidiary of", "part of", "arm of", "unit of", "division of", "spun (?:out of|off from)", "sold to"),
    *("contract(?:s|ed)? with", "partner(?:s|ed)? with", "work(?:s|ed)? for", "models? (?:for|at|from)"),
)
ASIDE_BEFORE = re.compile(
    rf"(?:\b(?:{'|'.join(ASIDE_WORDS)})\s+(?:like\s+|company\s+|by\s+|is\s+|was\s+|,\s*)?|\bfor\s+)$", re.IGNORECASE
)
GROUP_LEADS = re.compile(
    r"\b(?:platforms?|sites?|companies|marketplaces|firms|services|startups|vendors|outfits|intermediaries|apps)\s+"
    r"(?:such as|like|including)\s+$",
    re.IGNORECASE,
)
# What opens an aside after a name: ", which is owned by", ", a", "(part of".
RELATIVE = re.compile(
    r"^\s*(?:[,(–—]|\s-\s)\s*(?:which|that|who|whose|owned|part|run|operated|formerly|now|itself|a|an|the|one|another|also"
    r"|founded|based|backed|previously|born|created|launched|acquired|bought|known|best|home|maker|\()\b",
    re.IGNORECASE,
)
# What stands behind an owner whose platform isn't named here: "the Scale AI subsidiary", "a Toloka-owned marketplace".
OWNED_UNNAMED = re.compile(
    rf"^(?:['’]s?)?(?:\s+|-)(?:(?:own|back|run)\w*\s+{OWNER_WORD}|(?:[\w-]+\s+)?"
    r"(?:subsidiary|arm|unit|division|offshoot|spin-?off))\b"
    r"|^['’]s?\s+(?:[\w-]+\s+)?(?:partner|client|customer|supplier|vendor|rival|competitor|investor)s?\b",
    re.IGNORECASE,
)
# "Its DataAnnotation arm": the arm is named itself.
POSSESSED = re.compile(r"(?:\b(?:its|their|whose)|['’]s)\s+(?:own\s+)?$", re.IGNORECASE)
# "The channel belongs to Mercor": what follows is about Mercor; "Gengo, which belongs to ..., pays" is about Gengo.
BELONGS = re.compile(r"^[^,;]*\bbelong(?:s|ed)?\s+to\s+$", re.IGNORECASE)
# "I work for OneForma, which pays me"
WHICH_PAYS = re.compile(r",?\s+(?:which|who)\s+(?:(?:now|still|only|also)\s+)?(?:pays?|paid)\b")
# "Its owner Toloka pays": the owner speaks for itself.
RELATED_SUBJECT = re.compile(
    r"(?:^|[.;!?]\s+|,\s+(?:and|but|while)\s+)(?:Its|Their)\s+(?:\w+\s+)?(?:owner|parent(?:\s+company)?|rival|competitor|backer)\s*,?\s*$",
    re.IGNORECASE,
)
# A verb in the singular behind a name: it alone is the subject ("... on Mercor, and SuperAnnotate | pays ...").
ALONE = re.compile(
    r"\s+(?:(?:\w+ly|now|also|still|itself)\s+)?(?:pays|offers|gives|lists|has|quotes|wants|hires|charges|starts|advertises"
    r"|promises|is|was|puts|says|employs|recruits|lets|posts)\b"
)
BY_WAY_OF = re.compile(r"\b(?:on|at|via|through|with|for|from|by)\s+$", re.IGNORECASE)
APPOSITION = re.compile(
    r"^\s*[,(–—]\s*(?:a|an|the|one of|part of|owned by|run by|which is)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE
)
# A comma that closes an aside, with the verb of the name before it behind: "Invisible, known for Meridial, pays".
VERB_BEHIND = re.compile(
    r"^[^,.;()]{0,80},\s+(?:\w+ly\s+|also\s+|now\s+|for example,\s+)*(?:has|is|can|will|says|[a-z]+(?:s|ed))\s",
    re.IGNORECASE,
)


# A stretch after a name, one comma and some words, up to the next name: "Invisible, known for its | Meridial".
INSIDE = re.compile(r"\s*,\s+(?!through\b|via\b)[^\s,.;]+\s[^,.;]*")
PAYS = re.compile(r"\b(?:pays?|paid|paying|offers?|offered|earn\w*|makes?|while|and|but|or)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Mention:
    """One naming of a platform; `aside` where it is an owner, a rival or a client of the one that is spoken of."""

    platform: str
    start: int
    end: int
    aside: bool = False


@cache
def name_pattern() -> re.Pattern[str]:
    """Return the pattern of every name and alias of the lists, the longest first, each as it is written there."""
    lead = {name for name in names_in_prose() if len(name) > 2}
    # an alias in lower case or of everyday words would match ordinary text: only written with capitals it is a name
    lead |= {name[0].upper() + name[1:] for name in lead}  # "Micro1" where a sentence begins
    parts = sorted((re.escape(name).replace(r"\ ", r"[ \u00a0]") for name in lead), key=len, reverse=True)
    return re.compile(rf"(?<![\w@/.-])(?:{'|'.join(parts)})(?:\.(?:ai|com|tech|io))?(?![\w@])")


def find_platforms(text: str) -> list[Mention]:
    """Find every platform that the text names, in order, each with its part.

    >>> [(m.platform, m.aside) for m in find_platforms("Outlier, which is owned by Scale AI, pays $15.")]
    [('Outlier', False), ('Scale AI', True)]
    >>> [(m.platform, m.aside) for m in find_platforms("Scale AI's Outlier and Labelbox-owned Alignerr hire.")]
    [('Scale AI', True), ('Outlier', False), ('Labelbox', True), ('Alignerr', False)]
    >>> [(m.platform, m.aside) for m in find_platforms("Surge AI, which owns DataAnnotation, pays more than Mercor.")]
    [('Surge AI', False), ('DataAnnotation', True), ('Mercor', True)]
    """
    found: list[Mention] = []
    for match in name_pattern().finditer(text):
        platform = match_platform(re.sub(r"\.(?:ai|com|tech|io)$", "", match[0])).platform
        platform = platform or match_platform(match[0]).platform
        if platform is None or PHRASES.match(text, match.end()) or is_everyday(text, match):
            continue
        found.append(Mention(platform, match.start(), match.end()))
    return [Mention(m.platform, m.start, m.end, is_aside(text, found, at)) for at, m in enumerate(found)]


@cache
def labs() -> frozenset[str]:
    """The platforms that build models themselves: work "for OpenAI" is as often done by way of a go-between."""
    table = platforms()
    return frozenset(table.loc[table["kind"].eq("in-house"), "platform"])


def is_everyday(text: str, match: re.Match[str]) -> bool:
    """Tell whether the name is only a word of the sentence: "an Outlier", "Rev up", "the Invisible hand"."""
    behind = re.match(r"(?:\s+[a-z-]+){1,3}", text[match.end() : match.end() + 60])
    if behind and any(map(is_person, behind[0].split())):
        return False  # "an Outlier biology tutor"
    before = text[max(0, match.start() - 4) : match.start()].lower()
    return before.endswith((" an ",)) and match[0] in ("Outlier", "Invisible") and text[match.end() :][:1] not in "'’,"


def is_aside(text: str, found: Sequence[Mention], at: int) -> bool:
    """Decide whether the mention at `at` stands beside the one who pays."""
    mention = found[at]
    before = text[: mention.start]
    lead = GROUP_LEADS.search(before)
    client = ASIDE_BEFORE.search(before)
    if (
        not lead
        and client
        and not RELATED_SUBJECT.search(before)
        and not (len(found) == 1 and BELONGS.search(before))
        and not WHICH_PAYS.match(text, mention.end)
        and not opens(before)
        and not (client[0].lower() == "for " and mention.platform not in labs())
    ):
        return True
    if OWNED_UNNAMED.match(text[mention.end :]) and not POSSESSED.search(before):
        return True
    if at + 1 < len(found):
        between = text[mention.end : found[at + 1].start]
        own = re.match(r"^\s*,\s+which\s+(?:also\s+)?(?:owns|runs|operates)\b", between)
        if OWNER_BEFORE.match(between) and not own:
            return not (re.match(r"^,?\s+(?:owns|runs|operates)", between) and closes_before_verb(text, found[at + 1]))
    if at:
        previous = next((m for m in reversed(found[:at]) if m.end <= mention.start), None)
        if previous is not None:
            between = text[previous.end : mention.start]
            if APPOSITION.match(between):
                return True
            if INSIDE.fullmatch(between) and not PAYS.search(between) and VERB_BEHIND.match(text[mention.end :]):
                return True
            if RELATIVE.match(between) and "," not in between.strip(" ,(–—-") and not re.search(r"[.;]", between):
                return bool(re.match(r"^.{0,40}?(?:[,)–—-]|$)", text[mention.end :]))
            if re.match(r"^\s*\((?:[^)]{0,40})$", between):
                return True
            if re.fullmatch(r"\s*[,(–—]\s*(?:the\s+)?", between):  # "Mindrift, Toloka's expert arm, pays"
                return bool(re.match(r"^(?:['’]s?|-owned|[- ]backed)\s[^,.;]{1,50}[,)–—]", text[mention.end :]))
    return False


def opens(before: str) -> bool:
    """Tell whether "for" leads to the one who pays, as in "For Mercor, lawyers earn ..." at the start of a sentence."""
    return bool(re.search(r"(?:^|[.!?]\s+)(?:For|At|On)\s+$", before)) or bool(
        re.search(
            r"\b(?:working|work|works|gigs?|projects?|jobs?|tasks?|annotat\w+|label\w+|freelanc\w+) for\s+$", before
        )
        and not re.search(r"\bmodels?\b", before[-60:])
    )


def closes_before_verb(text: str, mention: Mention) -> bool:
    """Tell whether a comma closes the clause after a mention ("Surge AI owns DataAnnotation, pays")."""
    return text[mention.end : mention.end + 1] == ","


def groups(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Put mentions that a list joins together: "Remotasks (owned by Scale AI), Appen and Clickworker" is one group.

    Mentions aside are left out, and what stands around them counts as nothing.
    """
    result: list[list[Mention]] = []
    asides = [m for m in mentions if m.aside]
    for mention in (m for m in mentions if not m.aside):
        if result:
            between = text[result[-1][-1].end : mention.start]
            inner = [m for m in asides if result[-1][-1].end <= m.start < mention.start]
            between = (
                re.sub(r"\s*\((?:owned|run|operated|part|backed|an?|the)\s[^()]*\)", "", between)
                if not inner
                else between
            )
            if inner:
                for owner in reversed(inner):  # "Amazon's Mechanical Turk, Scale AI's Remotasks": owners say nothing
                    past = re.match(r"['’]s?\s|-owned\s|-backed\s", text[owner.end :])
                    if past:
                        cut = owner.start - result[-1][-1].end
                        between = between[:cut] + between[cut + owner.end - owner.start + past.end() :]
                between = re.sub(r"\([^)]*\)", "", between)
                between = re.sub(r"^\s*,\s*(?:which|that|who|owned|a|an|part|run|now)\b[^,]*,", ",", between)
                between = re.sub(r"^\s*,\s*(?:which|owned|a|an|part|run|now)\b.*?(?=\s+(?:and|or)\s*$)", "", between)
            if re.fullmatch(
                r"\s*(?:,|and|or|&|,\s*and|,\s*or|as well as|,\s*as well as|,\s*like|,)?\s*(?:on|at|from|via)?\s*",
                between,
            ) and not (BY_WAY_OF.search(text[: result[-1][0].start]) and ALONE.match(text, mention.end)):
                result[-1].append(mention)
                continue
        result.append([mention])
    return result
