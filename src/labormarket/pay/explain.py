"""Explanation of a reading: the words that set each field, and why each other number was refused."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from labormarket.pay.candidate import CURRENCIES, Candidate, Span
from labormarket.pay.kinds import KIND_NAMES
from labormarket.pay.model import PayRange
from labormarket.pay.normalise import normalise
from labormarket.pay.parser import MOST_NUMBERS, MOST_TOKENS, candidates, choose, join_levels, parse_pay
from labormarket.pay.tokenizer import tokenize
from labormarket.pay.tokens import Scan


@dataclass(frozen=True)
class Considered:
    """One number that was looked at: what it would have been read as, or why it was refused."""

    text: str
    chosen: bool
    refused: str  # the reason, "" if it wasn't
    cues: dict[str, str]  # field -> the words that set it


@dataclass(frozen=True)
class Explanation:
    """How a text was read: its tokens with the names of their kinds, and every number that was considered."""

    tokens: list[tuple[str, str]]
    considered: list[Considered]
    pay: PayRange | None


def describe(pay: PayRange | None) -> str:
    """A reading in one line.

    >>> describe(parse_pay("$41+/hr")), describe(parse_pay("24/7"))
    ('from 41 USD / hour', 'no pay')
    """
    return "no pay" if pay is None else str(pay)


def explain_pay(text: str, *, country: str | None = None) -> Explanation:
    """Show how `parse_pay` reads a text: its tokens, the cue that set each field, what was refused and why.

    >>> [(number.text, number.refused) for number in explain_pay("401(k), $20 an hour").considered]
    [('401', 'a pension plan'), ('$20 an hour', '')]
    >>> explain_pay("$25 plus benefits").considered[0].cues
    {'currency': '$'}
    """
    scan = tokenize(normalise(text)[0], most=MOST_TOKENS)
    found = list(join_levels(islice(candidates(scan.tokens, country, is_prose=False), MOST_NUMBERS)))
    chosen = choose(found)
    considered = [
        Considered(scan.words(*one.shown), one is chosen and one.strength > 0, one.reason, _cues(one, scan))
        for one in found
    ]
    named = [(scan.words(at, at + 1), KIND_NAMES[kind].replace("_", " ")) for at, kind in enumerate(scan.tokens.kinds)]
    return Explanation(named, considered, parse_pay(text, country=country))


def _cues(one: Candidate, scan: Scan) -> dict[str, str]:
    """The words that set each field of a candidate."""
    spans: dict[str, Span | None] = {"bound": one.bound.cue, "period": one.period.span if one.period.name else None}
    if one.period.name and spans["period"] is None:  # the bound names it: "Mindeststundenlohn"
        spans["period"] = one.bound.cue
    if one.currency:
        first, last = one.shown
        signs = [at for at in range(first, last) if one.tokens.kinds[at] in CURRENCIES]
        signs += [] if one.currency_before is None else [one.currency_before]
        spans["currency"] = (signs[0], signs[0] + 1) if signs else None
    # two columns are joined by no word: "$98,500 $131,000"
    return {name: words for name, span in spans.items() if span is not None and (words := scan.words(*span))}
