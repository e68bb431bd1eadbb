"""Say in words what was read, and show why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from labormarket.pay.guards import Guards
from labormarket.pay.normalise import normalise
from labormarket.pay.ranges import Bound, PayRange
from labormarket.pay.read import MOST_NUMBERS, MOST_TOKENS, parse_pay
from labormarket.pay.scan import scan
from labormarket.pay.statements import statements


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def describe(pay: PayRange | None) -> str:
    """A reading in one line: bound, amounts, currency and period.

    >>> from labormarket.pay import parse_pay
    >>> describe(parse_pay("£42-48,000")), describe(parse_pay("$41+/hr")), describe(parse_pay("24/7"))
    ('42000 to 48000 GBP', 'from 41 USD / hour', 'no pay')
    """
    if pay is None:
        return "no pay"
    amount = {
        Bound.RANGE: f"{_plain(pay.low)} to {_plain(pay.high)}",
        Bound.EXACT: _plain(pay.low),
        Bound.UPPER: f"up to {_plain(pay.high)}",
        Bound.LOWER: f"from {_plain(pay.low)}",
        Bound.VAGUE: "vague",
    }[pay.bound]
    about = "about " if pay.approximate else ""
    period = f" / {pay.period.value}" if pay.period else ""
    return f"{about}{amount}{f' {pay.currency}' if pay.currency else ''}{period}"


@dataclass(frozen=True)
class Considered:
    """One number that was looked at: what it would have been read as, or why it was refused."""

    text: str
    chosen: bool
    refused: str  # the reason, "" if it wasn't
    cues: dict[str, str]  # field -> the words that set it


@dataclass(frozen=True)
class Explanation:
    """How a text was read: its tokens with their kinds, and every number that was considered."""

    tokens: list[tuple[str, str]]
    considered: list[Considered]
    pay: PayRange | None


def explain_pay(text: str, *, country: str | None = None) -> Explanation:
    """Show how `parse_pay` reads a text: its tokens, the cue that set each field, what was refused and why.

    >>> [(number.text, number.refused) for number in explain_pay("401(k), $20 an hour").considered]
    [('401', 'a pension plan'), ('$20 an hour', '')]
    """
    meant, _ = normalise(text)
    guards = Guards()
    tokens = scan(meant, guards, most=MOST_TOKENS)
    pay = parse_pay(text, country=country)

    def words(first: int, last: int) -> str:
        return meant[tokens.starts[first] : tokens.ends[last - 1]]

    found = list(islice(statements(meant, tokens, country, guards, prose=False), MOST_NUMBERS))
    best = max((statement.strength for statement in found), default=0)
    chosen = next((statement for statement in found if statement.strength == best > 0), None)
    considered = []
    for statement in found:
        cues = {}
        if statement.bound_cue is not None:
            cues["bound"] = words(statement.bound_cue, statement.bound_cue + 1)
        if statement.period_cue is not None:
            cues["period"] = words(*statement.period_cue)
        named = [at for at in range(statement.first, statement.last) if tokens.kinds[at] in "$€dc"]
        if named and statement.currency:
            cues["currency"] = words(named[0], named[0] + 1)
        considered.append(
            Considered(words(statement.first, statement.last), statement is chosen, statement.reason, cues)
        )
    names = [
        (meant[start:end], kind) for kind, start, end in zip(tokens.kinds, tokens.starts, tokens.ends, strict=True)
    ]
    return Explanation(names, considered, pay)
