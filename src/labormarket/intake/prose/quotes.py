"""Quotations of pay: the shortest words of a sentence that read alone as they read in the sentence."""

from __future__ import annotations

import re

from labormarket.pay import PayRange, Period, parse_pay
from labormarket.pay.kinds import Kind
from labormarket.pay.tokenizer import tokenize

MOST_LEFT, MOST_RIGHT = 8, 4  # words added to the figures
WORD = re.compile(r"[^\W\d_]+|\d[\d.,]*|[^\w\s]")
NAMES_A_UNIT = {Kind.RATE, Kind.PAY, Kind.PM}
UNITS = frozenset(map(str, Period))


def quote(text: str, pay: PayRange, place: tuple[int, int]) -> tuple[int, int] | None:
    """Return the span of the shortest words that state an amount as it was read; None where no words do.

    `place` is the sentence. Ends and bound must be the same; unit and currency may be missing, never different.

    >>> from labormarket.pay import find_pay
    >>> text = "Annotators earn between $10 and $25 per hour, or so."
    >>> start, end = quote(text, find_pay(text)[0], (0, len(text)))
    >>> text[start:end]
    'between $10 and $25 per hour'
    """
    start, end = pay.span
    lefts = [start, *(m.start() for m in list(WORD.finditer(text, place[0], start))[::-1][:MOST_LEFT])]
    rights = [end, *(m.end() for m in list(WORD.finditer(text, end, place[1]))[:MOST_RIGHT])]
    tries = sorted((a + b, a, b) for a in range(len(lefts)) for b in range(len(rights)))
    for _, left, right in tries:
        span = lefts[left], rights[right]
        again = parse_pay(text[slice(*span)])
        if again and states_the_same(again, pay):
            return span
    return None


def states_the_same(again: PayRange, pay: PayRange) -> bool:
    """Tell whether a second reading has the same ends and bound, and no other unit or currency."""
    return (again.low, again.high, again.bound) == (pay.low, pay.high, pay.bound) and (
        again.period in (None, pay.period) and again.currency in (None, pay.currency)
    )


def unit_named(text: str) -> str:
    """Return the last unit of pay that a text names without an amount: "hourly rates", "pro Aufgabe", "时薪", or "".

    >>> [unit_named(text) for text in ("Hourly rates are highest at Mercor", "时薪的现状", "for the first time")]
    ['hour', 'hour', '']
    >>> unit_named("un ingreso mensual medio")  # a word of pay that holds a rate
    'month'
    """
    scan = tokenize(text)
    kinds, values = scan.tokens.kinds, scan.tokens.values
    found = ""
    for at, (kind, value) in enumerate(zip(kinds, values, strict=True)):
        words = scan.words(at, at + 1)
        after_per = kind == Kind.UNIT and at and kinds[at - 1] in (Kind.PER, Kind.EACH)
        if (kind in NAMES_A_UNIT or after_per) and value in UNITS:
            found = value
        elif kind == Kind.PAY and " " in words:
            found = next(filter(None, map(unit_named, words.split())), found)
    return found


def says_pay(text: str) -> bool:
    """Tell whether a text holds a word of pay, as the pay reader's lexicon knows them.

    >>> says_pay("Workers earn little"), says_pay("Die Vergütung ist gering"), says_pay("It was founded in 2019")
    (True, True, False)
    """
    return Kind.PAY in tokenize(text).tokens.kinds
