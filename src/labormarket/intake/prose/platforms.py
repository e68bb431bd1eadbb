"""Named-entity matching of platforms in running text, against the names and aliases of the platforms room."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from labormarket.intake.prose.words import context_words
from labormarket.platforms import match_platform, names_in_prose, owners, platforms

DOMAIN = r"(?:\.(?:ai|com|tech|io|org))?"
# Names that are everyday words, where a fixed phrase follows: "Turing test", "the invisible hand".
PHRASES = re.compile(r"\s+(?:test|tests|machine|award|hand|complete|up|law|ventures)\b", re.IGNORECASE)
EVERYDAY = re.compile(
    r"\s+(?:Jobs?|Work|Tasks?|Industry|Services?|Platforms?|Companies|Market|Gigs?|Careers?|Specialists?|AI)\b"
)
WORKER = re.compile(
    r"\b(?:der|die|den|dem|als|eine?[nms]?|viele|verdienen|arbeiten|bekommen|erhalten)\s+\Z", re.IGNORECASE
)
BETWEEN = re.compile(r"[\s,、，;/&()（）\-–—·\"“”'’]*")
LEAD = 24  # characters before a name in which it may be put beside the one that pays
NAME = r"[A-Z][\w&’'-]*(?:\.[a-z]{2,4})?(?:\s+[A-Z][\w&-]*){0,2}"
# What joins a name to a list, behind a platform and before one.
LISTED = re.compile(rf"\s*(?:,|&|/|\+|(?i:and|und|et|y|e|o))\s+{NAME}")
LISTED_BEFORE = re.compile(rf"{NAME}\s*(?:,|&|/|\+|(?i:and|und|et|y|e|o))\s+\Z")


@dataclass(frozen=True)
class Mention:
    """One naming of a platform, with its place in the text."""

    platform: str
    start: int
    end: int


@cache
def name_pattern() -> re.Pattern[str]:
    """Return the pattern of every name and alias that running text may hold, the longest first, as it is written.

    A letter of another script may stand beside a name ("Mercor平台"), a Latin one may not.
    """
    names = {name for name in names_in_prose() if len(name) > 2}
    names |= {name[0].upper() + name[1:] for name in names}  # "Micro1" where a sentence begins
    # no word has a capital inside: such a name is one however it is written ("OpenAi", "dataannotation")
    parts = [rf"(?i:{part})" if re.search(r"[a-z][A-Z]", part) else part for part in map(re.escape, names)]
    parts.sort(key=len, reverse=True)
    either = "|".join(parts).replace(r"\ ", r"[ \u00a0]")
    return re.compile(rf"(?<![A-Za-zÀ-ÿ0-9_@/.-])(?:{either}){DOMAIN}(?![A-Za-zÀ-ÿ0-9_@])")


@cache
def labs() -> frozenset[str]:
    """Return the platforms that build models themselves: beside a go-between they are its clients."""
    table = platforms()
    return frozenset(table.loc[table["kind"].eq("in-house"), "platform"])


@cache
def payers() -> frozenset[str]:
    """Return the platforms that hire for AI training: job boards, marketplaces, payrolls and unions have no kind."""
    table = platforms()
    return frozenset(table.loc[table["kind"].notna(), "platform"])


@cache
def owned_by() -> frozenset[tuple[str, str]]:
    """Return every (owner, platform) of the owners' list, whenever it was so."""
    table = owners()
    return frozenset(zip(table["owner"], table["platform"], strict=True))


def find_platforms(text: str) -> list[Mention]:
    """Find every platform that the text names, in order.

    >>> [m.platform for m in find_platforms("Mercor平台上，律师达105美元；Scale AI’s Outlier, the Turing test")]
    ['Mercor', 'Scale AI', 'Outlier']
    """
    found: list[Mention] = []
    for match in name_pattern().finditer(text):
        bare = re.sub(rf"{DOMAIN}$", "", match[0])
        platform = match_platform(bare).platform or match_platform(match[0]).platform
        if platform and not PHRASES.match(text, match.end()) and not is_everyday(text, match):
            found.append(Mention(platform, match.start(), match.end()))
    return found


def is_everyday(text: str, match: re.Match[str]) -> bool:
    """Tell whether a name is only the field's own term: "Training Data Annotation Jobs", "verdienen Clickworker"."""
    if match[0] == "Clickworker":  # German for any such worker
        return bool(WORKER.search(text, max(0, match.start() - LEAD), match.start()))
    return match[0] == "Data Annotation" and bool(EVERYDAY.match(text, match.end()))


def who_hires(text: str, mentions: Sequence[Mention], known: Iterable[str] = ()) -> list[list[Mention]]:
    """Group the mentions that a list joins, leaving out owners, rivals and clients beside the one who hires.

    `known` are the platforms that the text speaks of already: beside them their owner says nothing new.

    >>> def read(text): return [[m.platform for m in group] for group in who_hires(text, find_platforms(text))]
    >>> read("Outlier, owned by Scale AI, pays more than Mercor.")
    [['Outlier']]
    >>> read("Surge AI, which owns DataAnnotation, pays well.")
    [['Surge AI']]
    >>> read("Remotasks, Appen (an Australian firm) and Clickworker hire for OpenAI.")
    [['Remotasks', 'Appen', 'Clickworker']]
    """
    led = {mention for mention in mentions if is_led_beside(text, mention)}
    beside, known = set(led), set(known)
    # "Surge AI pays $85; its subsidiary DataAnnotation pays $22"
    ends = [match.end() for match in re.finditer(";", text)]
    clauses = [bisect_right(ends, mention.start) for mention in mentions]
    here: dict[int, set[str]] = defaultdict(set)
    for mention, clause in zip(mentions, clauses, strict=True):
        here[clause] |= set() if mention in led else {mention.platform}
    for mention, clause in zip(mentions, clauses, strict=True):
        if is_owner_or_client(mention.platform, here[clause], known):
            beside.add(mention)
    lists: list[list[Mention]] = []
    for mention in mentions:
        if lists and joins(text[lists[-1][-1].end : mention.start]):
            lists[-1].append(mention)
        else:
            lists.append([mention])
    groups: list[list[Mention]] = []
    for members in lists:
        kept = [mention for mention in members if mention not in beside]
        if kept and not is_of_all_sorts(text, members):
            groups.append(kept)
    return groups


def is_of_all_sorts(text: str, members: Sequence[Mention]) -> bool:
    """Tell whether a list names labs and go-betweens together: companies of the field, none of which pays this."""
    in_house = sum(mention.platform in labs() for mention in members)
    listed = text[members[0].end : members[-1].start]
    return 0 < in_house < len(members) and (len(members) > 2 or bool(re.search(NAME, listed)))


def is_led_beside(text: str, mention: Mention) -> bool:
    """Tell whether the words before a name put it beside the one who hires: "owned by", "unlike", "which owns"."""
    if context_words("owns_behind").match(text, mention.end):
        return True
    lead = text[max(0, mention.start - LEAD) : mention.start].rstrip(" \u00a0\"“‘'(")
    return any(
        match.end() == len(lead) for section in ("aside", "owns") for match in context_words(section).finditer(lead)
    )


def is_owner_or_client(platform: str, here: set[str], known: set[str]) -> bool:
    """Tell whether a platform is the owner of another that is spoken of, or a lab beside a go-between."""
    owned = any((platform, other) in owned_by() for other in here | known if other != platform)
    return owned or (platform in labs() and bool(here & payers() - labs()))


def joins(between: str) -> bool:
    """Tell whether what stands between two names only joins them in a list; brackets count as nothing."""
    bare = re.sub(r"[(（][^()（）]{0,60}[)）]", " ", between)
    if "," in bare:
        bare = re.sub(NAME, " ", bare)  # names that no list holds, among those of the list
    return bool(BETWEEN.fullmatch(context_words("joins").sub(" ", bare)))


def lists_others(heading: str) -> bool:
    """Tell whether a heading names its platform in a list with names that no list holds: whose section it is, is open.

    >>> [lists_others(text) for text in ("Acme Data, Clickworker & Co.", "Mercor and the new gig", "Appen and Mercor")]
    [True, False, False]
    """
    mentions = find_platforms(heading)
    others = without(heading, [(m.start, m.end) for m in mentions])
    return any(LISTED.match(others, m.end) or LISTED_BEFORE.search(others, 0, m.start) for m in mentions)


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text with some stretches blank."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def unknown_employer(text: str, start: int, stop: int, known: Sequence[Mention]) -> str:
    """Return an employer that no list holds, named before an amount as its payer or behind a preposition, or "".

    A platform named nearer to the amount is the payer.

    >>> unknown_employer("Acme Data pays nurses $40 an hour.", 15, 32, [])
    'Acme Data'
    >>> unknown_employer("Nurses earn $40 an hour.", 12, 23, [])
    ''
    """
    nearest = max((m.end for m in known if m.end <= start), default=0)
    verbs, ways, places, joints = (context_words(name).pattern for name in ("pays", "by_way_of", "works_at", "clause"))
    subject = re.compile(rf"(?:^|[.!?:;,]\s+|(?i:{joints})\s+)(?P<name>{NAME})\s+(?i:{verbs})")
    behind = re.compile(rf"\s*,?\s*(?i:{ways})\s+(?P<name>{NAME})")
    inside = re.compile(rf"(?i:{places})\s+(?P<name>{NAME})")
    before = [*subject.finditer(text, max(nearest, start - 120), start), *inside.finditer(text, nearest, start)]
    for match in [*before, *filter(None, [behind.match(text, stop)])]:
        a, b = match.span("name")
        is_known = any(m.start < b and a < m.end for m in known)
        if not is_known and is_name(match["name"], is_placed=match.re is inside):
            return match["name"]
    return ""


def is_name(name: str, *, is_placed: bool = False) -> bool:
    """Tell whether capitalised words may be an employer's name: two words, or one with a capital inside or a domain.

    Behind a word that leads to a place of work (`is_placed`) one word is enough.
    """
    words = name.split()
    if any(context_words(section).match(name) for section in ("determiners", "not_employers")):
        return False
    return len(words) > 1 or is_placed or bool(re.search(r"[a-z][A-Z]|\.[a-z]{2,4}$", name))
