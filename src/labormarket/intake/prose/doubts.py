"""Cue words that make an amount doubtful as pay: a client's price, a minimum wage, a demand, a hypothetical."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from labormarket.intake.prose.people import find_people
from labormarket.intake.prose.platforms import Mention, labs
from labormarket.intake.prose.words import doubts
from labormarket.pay import PayRange, Period

CLIENT_PRICE = "a client's price"  # also the name of a section of context_words.toml
BEFORE, BEHIND = 60, 34  # characters around an amount in which a cue word speaks of it
CLAUSE = re.compile(
    r"[;。；]|:\s|\s[–—-]\s|—|[,，]?\s*\b(?:and|while|but|whereas|although|und|während|mais|pero|mas|aber)\b",
    re.IGNORECASE,
)
FIGURES = re.compile(
    r"[$€£¥₹₽]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[$€£¥₹₽元円원]|USD|EUR|GBP)"
)  # a cue before them speaks of them
DIFFERENCE = re.compile(r"\s*(?:(?:an|per)\s+\w+\s+)?(?:less|more|lower|higher|extra|apart)\b", re.IGNORECASE)
QUESTION = re.compile(r"[?？][\"'”’)]*\s*$")
SAME_PAY = re.compile(
    r"[\s,(–—=≈~-]*(?:or\s+|about\s+|roughly\s+|around\s+|approximately\s+|equivalent\s+to\s+|an?\s+annual\s+salary\s+of\s+"
    r"|i\.e\.,?\s+|which\s+is\s+|env(?:iron)?\.?\s+|etwa\s+|rund\s+|unos\s+|cerca\s+de\s+|约|約)*",
    re.IGNORECASE,
)
MOST_PAY = {Period.HOUR: Decimal(5_000), Period.TASK: Decimal(5_000), Period.DAY: Decimal(50_000)}
MOST = Decimal(10_000_000)  # a sum above it is a company's


def doubt_about(sentence: str, pay: PayRange, span: tuple[int, int], others: Sequence[tuple[int, int]]) -> str:
    """Say what else than pay an amount of a sentence may be, or return "".

    `others` are the spans of the sentence's other amounts: a cue word beyond one of them speaks of that one.

    >>> from labormarket.pay import find_pay
    >>> text = "Could tutors get $20 an hour?"
    >>> [doubt_about(text, pay, pay.span, [p.span for p in find_pay(text)]) for pay in find_pay(text)]
    ['a question']
    """
    if QUESTION.search(sentence):
        return "a question"
    if DIFFERENCE.match(sentence, span[1]):
        return "a difference"
    amount = max(filter(None, (pay.low, pay.high)), default=Decimal(0))
    if amount >= MOST or (
        pay.period in MOST_PAY and amount > MOST_PAY[pay.period] and pay.currency in ("USD", "EUR", "GBP")
    ):
        return "a company's money"
    start, stop = window(sentence, span, others)
    near = sentence[start:stop]
    return next((name for name, pattern in doubts() if pattern.search(near)), "")


def window(sentence: str, span: tuple[int, int], others: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the stretch of a sentence whose cue words speak of one amount: its clause, up to the other amounts."""
    start = max([0, span[0] - BEFORE, *(end for _, end in others if end <= span[0])])
    stop = min([len(sentence), span[1] + BEHIND, *(begin for begin, _ in others if begin >= span[1])])
    start = max([start, *(mark.end() for mark in CLAUSE.finditer(sentence, start, span[0]))])
    for figures in FIGURES.finditer(sentence, start, span[0]):  # "valued at $1 billion this year, | it pays"
        comma = re.compile("[,，]").search(sentence, figures.end(), span[0])
        start = comma.end() if comma else figures.end()
    behind = CLAUSE.search(sentence, span[1], stop)
    return start, behind.start() if behind else stop


def is_paid_to_platform(
    sentence: str, span: tuple[int, int], mentions: Sequence[Mention], *, hires: frozenset[str]
) -> bool:
    """Tell whether a lab pays the amount to its supplier: "OpenAI pays Sama $12.50".

    `hires` are the go-betweens that the text speaks of; with one of them, a lab right before an amount is its client.
    """
    start, _ = span
    last = max((m for m in mentions if m.end <= start), key=lambda m: m.end, default=None)
    if last is None or find_people(sentence[last.end : start]) or start - last.end > 30:
        return False
    if last.platform in labs():
        return bool(hires - labs())
    return any(m.platform in labs() for m in mentions if m.end <= last.start and last.start - m.end < 40)


def repeats(
    sentence: str, before: tuple[int, int] | None, span: tuple[int, int], pays: tuple[PayRange, PayRange]
) -> bool:
    """Tell whether an amount only says the one before it again, in another currency or for another time."""
    if before is None or not SAME_PAY.fullmatch(sentence[before[1] : span[0]].lower()):
        return False
    one, two = pays
    bracketed = sentence[before[1] : span[0]].rstrip().endswith(("(", "（")) or bool(
        re.search(r"equivalent|—|–", sentence[before[1] : span[0]])
    )
    return bracketed and (one.currency != two.currency or one.period != two.period)
