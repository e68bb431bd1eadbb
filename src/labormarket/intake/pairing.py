"""Within one sentence: which amount is paid to whom, by which platform."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from labormarket.intake.amounts import Amount
from labormarket.intake.platform_mentions import Mention
from labormarket.intake.titles import Title
from labormarket.intake.vocabulary import word_lists

# What may stand between an amount and the people it is paid to.
TO_WHOM = re.compile(
    r"^\s*(?:(?:an|per|a)\s+hour\b|hourly\b|/\s*h(?:ou)?r\b)?\s*(?:or\s+(?:more|higher)|and\s+up|on\s+average|each|apiece)?\s*"
    r"(?:,?\s*(?:to|for|as|before|in\s+front\s+of|goes\s+to|going\s+to)\s+|\(\s*(?:for\s+)?|\s[–—-]\s|\s*:\s*)",
    re.IGNORECASE,
)
FILLER = re.compile(
    r"^(?:(?:an?|the|its|their|top|most|many|some|other|such|all|any|those|someone|somebody|people|anyone|workers?|contractors?|individuals|"
    r"with|who|have|has|having|holding|hold|holds|do|doing|complete|completing|perform|performing|work|works|working|in|on|like|"
    r"simple|general|more|highly|as|both|jobs|roles|tasks|projects|of|hire|hiring)\b[\s,]*)*$",
    re.IGNORECASE,
)
JOIN = re.compile(
    r"^(?:\s+(?:from|at)\s+(?:the\s+)?[a-z][\w -]{2,30}?)?\s*"  # "consultants from the big firms and bankers"
    r"(?:,\s*(?:and|or|as\s+well\s+as|plus)?|and|or|&|/|as\s+well\s+as|plus|,?\s*(?:and|or)\s+(?:for|to))\s*"
    r"(?:an?\s+|the\s+|even\s+|also\s+|to\s+|for\s+|other\s+|some\s+|those\s+with\s+|people\s+with\s+)*$",
    re.IGNORECASE,
)
EARNS = re.compile(
    r"^\s*(?:(?:who|that|can|could|may|might|will|would|often|typically|usually|now|also|currently|generally|reportedly)\s+)*"
    r"(?:can|could|may|might|will|earn|make|get|receive|start|begin|command|fetch|charge|are|is|was|were|bring|take|pull|collect|expect|see|go|top"
    r"|reach|stand|land|draw)(?:s|es|ed|ing)?\b|^\s*[:(–—]|^\s*,?\s*(?:at(?!\s[^,.;]+\s(?:and|or|but|while)\s)|from|up|between|starting|with)\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(r";|,?\s+(?:while|whereas|but|although|though)\s|,\s+and\s|\.\s")
# "Chemists earn $60 to $80, the same as photographers": the people on both sides.
SAME_AS = re.compile(
    r",?\s+(?:(?:exactly\s+|just\s+)?the\s+same\s+as|on\s+(?:a\s+)?par\s+with)\s+(?:for\s+)?(?:the\s+|its\s+)?",
    re.IGNORECASE,
)
# "the £9 that it recommends for | ordinary participants"
THAT_FOR = re.compile(r"\s+(?:that|which)\s+[^,.;:$€£]{0,40}\b(?:for|to)\s+(?:\w+\s+){0,2}", re.IGNORECASE)
# Between two amounts of the same people, whom no title names anew.
STEP = re.compile(
    r"\b(?:report|reports|now|later|today|and|but|while|whereas|versus|vs|to|them|they|or)\b|,|^\s+at\s+$",
    re.IGNORECASE,
)
STEP_ENDS = re.compile(
    r"[.;:?!]|\b(?:those(?!\s+in\s+(?-i:[A-Z]))|who|people|workers|some|others?|everyone|anyone|rest|another|newcomers?|else"
    r"|(?:for|as)\s+an?)\b",
    re.IGNORECASE,
)
# "...; the same job done from Germany pays | $24"
SAME_WORK = re.compile(
    r"[;,:]\s+(?:and\s+|but\s+)?(?:for\s+)?the\s+same\s+(?:job|work|role|task|project)s?\b[^,.;:]*", re.IGNORECASE
)
# "$25 for writing and $40 or more | for code": the second is for something else, whatever it is.
FOR_WORK = re.compile(
    r"\s*(?:(?:an|per)\s+\w+\s*)?(?:or\s+more\s*)?\bfor\s+"
    r"(?!(?:the|now|up|one|two|three|an?|this|that|it|each|every|those|doing|about|over|most|all|years?|months?|weeks?)\b)[a-z]"
)
LONGEST_STEP = 60
AT = re.compile(r"\b(?:at|on|with|from|via|through|by|working for|work for)\s+$", re.IGNORECASE)


@dataclass(frozen=True)
class Pair:
    """One amount with the titles it is paid to and the platforms that pay it; either may be empty."""

    amount: Amount
    titles: tuple[Title, ...]
    platforms: tuple[Mention, ...]


def pair(
    text: str, amounts: Sequence[Amount], titles: Sequence[Title], groups: Sequence[Sequence[Mention]]
) -> list[Pair]:
    """Pair every amount of a sentence with its titles and its platforms."""
    whom = titles_of(text, amounts, titles, [mention.end for group in groups for mention in group])
    return [
        Pair(amount, tuple(whom[at]), tuple(platforms_of(text, amounts, at, groups)))
        for at, amount in enumerate(amounts)
    ]


def titles_of(
    text: str, amounts: Sequence[Amount], titles: Sequence[Title], named: Sequence[int] = ()
) -> list[list[Title]]:
    """Return the titles of each amount: those it is said to go to, else those just before it.

    `named` are the places where the name of a platform ends: "Prolific studies" are no people of the amount before.
    """
    result: list[list[Title]] = [[] for _ in amounts]
    free_from = 0  # where the words begin that may still name the next amount's people
    for at, amount in enumerate(amounts):
        stop = amounts[at + 1].start if at + 1 < len(amounts) else len(text)
        behind = [title for title in titles if amount.end <= title.start < stop]
        result[at] = behind_amount(text, amount, behind, stop, last=at + 1 == len(amounts))
        if not result[at] and behind and SAME_AS.fullmatch(text[amount.end : behind[0].start]):
            before = [title for title in titles if free_from <= title.start and title.end <= amount.figures]
            result[at] = [*before_amount(text, before, amount.figures), *run_from(text, behind, 0)]
        if not result[at] and behind and THAT_FOR.fullmatch(text[amount.end : behind[0].start]):
            result[at] = run_from(text, behind, 0)
        if result[at]:
            free_from = result[at][-1].end
            continue
        before = [title for title in titles if free_from <= title.start and title.end <= amount.figures]
        result[at] = before_amount(text, before, amount.figures)
        free_from = amount.end
        if not result[at] and at + 1 == len(amounts):
            said = [title for title in behind if title.strength > 1]
            result[at] = run_from(text, said, 0) if said and not CLAUSE.search(text[amount.end : said[0].start]) else []
        if (
            not result[at]
            and at
            and not FOR_WORK.match(text, amount.end)
            and goes_on(text, amounts[at - 1].end, amount.figures, named)
        ):
            result[at] = result[at - 1]
    return result


def goes_on(text: str, start: int, stop: int, named: Sequence[int]) -> bool:
    """Tell whether the people of the amount before are still spoken of: "$45 at Outlier and $70 at Mercor"."""
    between = text[start:stop]
    for end in named:
        own = re.match(r"\s+([a-z]+)", text[end:stop]) if start < end < stop else None
        if own and own[1] not in word_lists()["stop"]:
            return False
    if SAME_WORK.fullmatch(re.sub(r"^\s+(?:an|per)\s+\w+", "", between)):
        return True
    return len(between) < LONGEST_STEP and bool(STEP.search(between)) and not STEP_ENDS.search(between)


def behind_amount(text: str, amount: Amount, behind: Sequence[Title], stop: int, *, last: bool) -> list[Title]:
    """Return the titles that an amount is said to go to ("$40 an hour to lawyers and doctors")."""
    lead = TO_WHOM.match(text[amount.end : stop])
    if lead is None or not behind:
        return []
    first = behind[0]
    if first.start < amount.end + lead.end() - 1 or not FILLER.match(text[amount.end + lead.end() : first.start]):
        return []
    run = run_from(text, behind, 0)
    if last or len(run) < len(behind) or not EARNS.match(text[run[-1].end : stop]):
        return run
    # the last of the run is the subject of the next amount: "$20 for generalists, and lawyers start at $40"
    for cut in range(len(run) - 1, 0, -1):
        if (
            re.search(r"\b(?:and|while|but)\b", text[run[cut - 1].end : run[cut].start])
            and run[cut - 1].end <= run[cut].start
        ):
            return run[:cut]
    return run if len(run) > 1 else []


def before_amount(text: str, before: Sequence[Title], start: int) -> list[Title]:
    """Return the run of titles nearest before an amount; words of a "who" clause are passed over for their subject."""
    if not before:
        return []
    beside = re.fullmatch(
        r"\s*(?:can\s+|may\s+|are\s+|were\s+)?(?:averag(?:e[ds]?|ing)\s+|earn(?:s|ed)?\s+|makes?\s+|made\s+|gets?\s+|paid\s+)?(?:at\s+least|up\s+to|about|around|roughly|nearly|some)?\s*",
        text[before[-1].end : start],
    )
    said = [
        title
        for title in before
        if title.strength > 1 or (beside and title is before[-1] and title.raw not in word_lists()["anybody"])
    ] or list(before)
    who = [m.start() for title in said for m in re.finditer(r"\b(?:who|whose)\b", text[title.end : start])][:1]
    if who:
        first = next((t for t in said if re.match(r"\s*,?\s*(?:who|whose)\b", text[t.end : start])), None)
        if first is not None:
            said = [title for title in said if title.start <= first.start]
    last = len(said) - 1
    at = last
    while at and joined(text, said[at - 1], said[at]):
        at -= 1
    return list(said[at : last + 1])


def run_from(text: str, titles: Sequence[Title], at: int) -> list[Title]:
    """Return the titles from one on that a list joins together."""
    run = [titles[at]]
    for title in titles[at + 1 :]:
        if not joined(text, run[-1], title):
            break
        run.append(title)
    return run


def joined(text: str, one: Title, other: Title) -> bool:
    """Tell whether two titles stand in one list; two of one phrase ("experts in law and medicine") do."""
    return one.start == other.start or other.start < one.end or bool(JOIN.match(text[one.end : other.start]))


def platforms_of(
    text: str, amounts: Sequence[Amount], at: int, groups: Sequence[Sequence[Mention]]
) -> Sequence[Mention]:
    """Return an amount's platforms: named behind it ("at Outlier"), else the nearest before, else those to come."""
    amount = amounts[at]
    stop = amounts[at + 1].start if at + 1 < len(amounts) else len(text)
    for group in groups:
        first = group[0]
        if amount.end <= first.start < stop:
            between = text[amount.end : first.start]
            if AT.search(between) and not CLAUSE.search(between):
                return group
            break
    before = [group for group in groups if group[-1].end <= amount.start]
    if before:
        return before[-1]
    later = [group for group in groups if group[0].start >= amount.end]
    if later and AT.search(text[: later[0][0].start]):
        return later[0]
    return ()
