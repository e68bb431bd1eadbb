"""Names of payers that no list holds: an amount beside one is nobody else's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from labormarket.intake.amounts import Amount
from labormarket.intake.platform_mentions import Mention
from labormarket.intake.vocabulary import is_degree, is_person, word_lists
from labormarket.professions.normalise import key_of
from labormarket.professions.spelling import known_words

NAME = r"[A-Z][\w&’'-]*(?:\.[a-z]{2,4})?(?:\s+[A-Z][\w&-]*){0,2}"
WHERE = re.compile(rf"\b(?:at|via|through)\s+(?P<name>{NAME})")
PAID_BY = re.compile(rf"[^.;$€£]{{0,30}}\bby\s+(?P<name>{NAME})")
SUBJECT = re.compile(
    rf"(?:^|[,;:]\s+|\b(?:and|but|while|whereas)\s+)(?P<name>{NAME})(?:,[^,.;]{{0,60}},)?\s+"
    r"(?:now\s+|also\s+|still\s+|typically\s+|reportedly\s+)?(?:pays?|paid|offers?|offered|advertises?|quotes?|promises?)\b"
)
# "professors at Stanford": where somebody studies or teaches.
ACADEMIC = re.compile(
    r"\b(?:professors?|lecturers?|students?|graduates?|alumni|scholars?|postdocs?|fellows?|faculty|phds?|candidates?)\s+$",
    re.IGNORECASE,
)
# Places to be paid at, through or by that hire nobody for this work.
NO_PAYER = frozenset(
    "paypal wise stripe payoneer linkedin reddit glassdoor indeed discord slack zoom whatsapp telegram upwork fiverr"
    " university college school institute hospital first least most best present night home work noon".split()
)


def unknown_payer(sentence: str, mentions: Sequence[Mention], amount: Amount) -> str:
    """Return the unknown name that pays an amount ("translators at Gengo start at | $0.03 a word"), or nothing.

    A name is a payer behind "at" or before "pays"; between it and the amount no platform of the lists is named.

    >>> from labormarket.intake.amounts import find_amounts
    >>> text = "Rev pays typists $20 an hour, and translators at Gengo start at $25 an hour."
    >>> [unknown_payer(text, [Mention("Rev", 0, 3)], amount) for amount in find_amounts(text)[0]]
    ['', 'Gengo']
    """
    known_at = [(m.start, m.end) for m in mentions]
    since = max([m.end for m in mentions if m.end <= amount.start], default=0)
    named = [*WHERE.finditer(sentence, since, amount.start), *SUBJECT.finditer(sentence, since, amount.start)]
    behind = WHERE.match(sentence, amount.end + len(sentence[amount.end :]) - len(sentence[amount.end :].lstrip()))
    named = [match for match in named if not ACADEMIC.search(sentence[: match.start()])]
    if re.search(r"\bpaid\b[^.;]*$", sentence[since : amount.start]):
        behind = behind or PAID_BY.match(sentence, amount.end)
    for match in [*named, *([behind] if behind else [])]:
        start, end = match.span("name")
        if not any(a < end and start < b for a, b in known_at) and is_name(match["name"]):
            return match["name"]
    return ""


def is_name(name: str) -> bool:
    """Tell whether capitalised words are a name and not a trade, a field or a word that opens a sentence."""
    words = key_of(name).split()
    lists = word_lists()
    ordinary = lists["stop"] | lists["work"] | lists["fields"] | lists["anyone"] | known_words()
    if not NO_PAYER.isdisjoint(words) or (words and (is_person(words[-1]) or is_degree(words[-1]))):
        return False
    return not ordinary.issuperset(words) or (len(words) == 1 and not name[1:].islower() and not name.isupper())
