"""Which amounts of a sentence are somebody else's than the platform's that is spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from labormarket.intake.amounts import Amount
from labormarket.intake.pairing import CLAUSE, Pair
from labormarket.intake.platform_mentions import Mention
from labormarket.intake.vocabulary import word_lists
from labormarket.pay import Period

WHO = re.compile(r",\s+who(?:se)?\s[^,$£€]*$")
QUESTION = re.compile(r"\?[\"'”’)]*\s*$")
IF_YOU = re.compile(
    r"\bif\s+(?:you|one|someone|an?)\b[^.]*\b(?:you|one|they|he|she)(?:['’]d|\s+would)\b", re.IGNORECASE
)
CONTRACT = re.compile(
    r"^(?:[^,.;]*\s)?contracts?\s+(?:with|between)\s[^,.;]*\b(?:was|were|is|put|set|valued)\b", re.IGNORECASE
)
UNSAID = (
    (QUESTION, "a question states nothing"),
    (IF_YOU, "an amount supposed, not paid"),
    (CONTRACT, "what a client pays a company"),
)
SETS_OFF = re.compile(
    r"\b(?:beats?|tops|exceeds|dwarfs|trails|double|twice|triple|half|against|above|below|more\s+than|less\s+than|higher\s+than|lower\s+than|compared\s+(?:with|to)|versus)\s+(?:the|an?|what)\s"
)
COMPARED = "set beside pay for comparison"
REACH = 30  # characters behind an amount in which "at Outlier" may stand
# "The lab paid Sama | $12.50 an hour": the one that is paid is the company.
PAID = re.compile(r"\b(?:pa(?:y|ys|id|ying)|giv(?:es?|ing)|gave|owe[sd]?)\s+$", re.IGNORECASE)
BARE_LEAD = re.compile(
    r"\s*(?:(?:about|around|roughly|nearly|some|just|only|over|up\s+to|more\s+than|between|an?)\s+)*"
)
# Where people work otherwise: "an analyst at one of those banks", "her clinic pays her".
HOUSE = (
    r"(?:bank|hospital|clinic|school|university|college|newspaper|magazine|newsroom|studio|factory|warehouse|restaurant|caf[eé]|bar"
    r"|law\s+firm|call\s+cent(?:er|re)|classroom|practice|pharmacy|district|day\s+job|regular\s+job|full-time\s+job|old\s+job)s?"
)
AT_A_HOUSE = re.compile(
    rf"\b(?:at|in|for|with)\s+(?:one\s+of\s+)?(?:an?|the|those|these|his|her|their|my|your|local|public|private|big)\s+"
    rf"(?:[\w-]+\s+){{0,2}}{HOUSE}\b"
    r"|\b(?:whose|his|her|my|our)\s+(?:[\w-]+\s+){1,2}(?:pays|paid)\b"
    r"|\bin\s+(?:our|my|his|her|your)\s+(?:town|city|village|county|state|area|neighbou?rhood|country)\b"
    rf"|\b(?:his|her|their|my|your|a|the)\s+(?:[\w-]+\s+){{0,2}}(?:{HOUSE}|employer|salary|paycheck)\s+(?:pays|paid|is|was)\b",
    re.IGNORECASE,
)
# What one person earns or earned otherwise: "who used to make $3,500 a week", "she bills $90".
FORMER_WORK = re.compile(
    r"\b(?:who|he|she|I)\s+(?:(?:normally|usually|otherwise|also|now)\s+)?(?:bills?|billed|charges?|charged)\b"
    r"|\b(?:who|he|she|I)\s+once\s+(?:made|earned|brought)\b|(?<!they )\bused\s+to\s+(?:make|earn|bring)\b"
    r"|\bbefore\s+(?:joining|signing\s+up|that,?\s+(?:he|she|I))\b",
    re.IGNORECASE,
)

# "A lecturer here makes $1,500 a month": an ordinary wage, where the sentence points to no platform.
SOMEBODY = re.compile(
    r"""^["'“‘]?(?:(?:But|And|Yet|Still|Here|Today|In\s[^,]{3,30}),?\s+)?(?:An?|The\s+(?:average|typical))\s"""
    r"(?!.*\b(?:its?|their|they|there|platform|site|company|firm|start-?up|marketplace)\b)",
    re.IGNORECASE,
)
SALARIED = (Period.WEEK, Period.MONTH, Period.YEAR)


def reason_apart(sentence: str, last: Pair | None, made: Pair, mentions: Sequence[Mention]) -> str:
    """Say why an amount that a sentence states is no pay of its people, or return nothing."""
    if is_compared(sentence, last, made, mentions):
        return COMPARED
    return "what a client pays a company" if is_paid_to_platform(sentence, made.amount, mentions) else ""


def is_compared(sentence: str, last: Pair | None, made: Pair, mentions: Sequence[Mention]) -> bool:
    """Tell whether an amount only sets off the one before it: "$80 an hour, far above a stipend of $35,000 a year"."""
    if last is None:
        return False
    since = last.amount.end
    if any(since <= mention.start < made.amount.end + REACH for mention in mentions):
        return False
    return bool(SETS_OFF.search(sentence[since : made.amount.figures]))


def is_paid_to_platform(sentence: str, amount: Amount, mentions: Sequence[Mention]) -> bool:
    """Tell whether the one right before an amount, to whom it is paid, is a platform."""
    return any(
        mention.end <= amount.figures
        and PAID.search(sentence[: mention.start])
        and BARE_LEAD.fullmatch(sentence[mention.end : amount.figures])
        for mention in mentions
    )


def is_elsewhere(sentence: str, made: Pair, named: Sequence[Sequence[Mention]]) -> bool:
    """Tell whether an amount is said beside the platforms of its sentence, not of them.

    So is what people earn elsewhere ("Teachers, who earn $32 in a classroom, are offered $28 by micro1") and what is
    paid at large in a clause of its own ("on Remotasks ..., and in poorer countries annotators make $1").
    """
    start, end = made.amount.start, made.amount.end
    if WHO.search(sentence[:start]) and "," in sentence[end:] and not any(group[0].start < start for group in named):
        return True
    if not named and made.amount.pay.period in SALARIED and SOMEBODY.match(sentence):
        return True
    since, stop = clause_of(sentence, made.amount)
    spoken = any(since <= mention.start < stop for group in named for mention in group)
    if not spoken and (AT_A_HOUSE.search(sentence, since, stop) or FORMER_WORK.search(sentence, since, stop)):
        return True
    if any(since <= mention.start < end for group in named for mention in group):
        return False
    return bool(since and market_pattern().search(sentence, since, end))


def clause_of(sentence: str, amount: Amount) -> tuple[int, int]:
    """Return where the clause of an amount begins and ends."""
    since = max([m.end() for m in CLAUSE.finditer(sentence, 0, amount.start)], default=0)
    after = CLAUSE.search(sentence, amount.end)
    return since, after.start() if after else len(sentence)


def is_at_large(sentence: str, amount: Amount) -> bool:
    """Tell whether an amount is the market's at large: a phrase that says so stands before it or in its own clause."""
    return bool(market_pattern().search(sentence, 0, clause_of(sentence, amount)[1]))


@cache
def market_pattern() -> re.Pattern[str]:
    """Return the pattern of the phrases that speak of the market at large."""
    phrases = sorted(word_lists()["market"], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)
