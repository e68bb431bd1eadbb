"""Find the statements of a text: amounts joined into ranges, each with its currency, period and bound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from labormarket.pay import grammar
from labormarket.pay.amounts import INDIAN, Amount, read_amount
from labormarket.pay.bounds import find_bound, opens_extras
from labormarket.pay.draft import CLAUSE_REACH, Draft, currency_of, draft_of
from labormarket.pay.evidence import weigh
from labormarket.pay.guards import Guards
from labormarket.pay.periods import period_of
from labormarket.pay.ranges import Bound
from labormarket.pay.scan import Tokens
from labormarket.pay.seen import REACH, Seen
from labormarket.pay.stated_periods import find_period, one_piece_before


@dataclass(slots=True)
class Statement:
    """A statement that the grammar found, with what is for and against it."""

    low: Amount
    high: Amount | None
    bound: Bound
    period: str | None
    currency: str | None
    approximate: bool
    strength: int  # 2: a sign, a unit or a magnitude; 1: a pay word, or a bare number of the size of pay; 0: refused
    reason: str  # why it was refused
    first: int  # tokens of the statement: first, and one past the last
    last: int
    next: int  # the token where the search goes on
    carried: bool  # the period was stated before the amount, so it may hold for the statements after it
    bound_cue: int | None  # the tokens that decided
    period_cue: tuple[int, int] | None


def statements(text: str, tokens: Tokens, country: str | None, guards: Guards, *, prose: bool) -> Iterator[Statement]:
    """Every statement of the text in order, refused ones too."""
    kinds = tokens.kinds
    at = floor = 0
    while True:
        match = grammar.STATEMENT.search(kinds, at)
        if match is None:
            return
        first, last = match.span()
        if prose and not grammar.CALLS_PAY.search(kinds, max(0, first - CLAUSE_REACH), last + REACH):
            at = max(match.end("low"), first + 1)  # a count, a date, a number of anything
            continue
        row = grammar.TABLE_ROW.match(kinds, match.start())
        found = (
            _table_row(text, tokens, row)
            if row
            else _statement(text, draft_of(text, tokens, match, floor, country), floor, country, guards, prose=prose)
        )
        yield found
        at = found.next
        if found.strength:
            floor = at
        elif twin := grammar.TWIN_IN_BRACKETS.match(kinds, found.last):  # "threshold: £5 (~$6)"
            at = twin.end()


def _table_row(text: str, tokens: Tokens, row: re.Match[str]) -> Statement:
    low, high = (read_amount(text, tokens, *row.span(name)) for name in ("low", "high"))
    names = [tokens.values[row.start("currency")]] if row["currency"] else []
    first, last = row.span()
    per = row.span("per") if row["per"] else None
    return Statement(
        low, high, Bound.RANGE, period_of(tokens, per) if per else None, currency_of(names, None), False, 2, "",
        first, last, last, False, None, per,
    )  # fmt: skip


def _statement(text: str, draft: Draft, floor: int, country: str | None, guards: Guards, *, prose: bool) -> Statement:
    kinds, first, last = draft.tokens.kinds, draft.first, draft.last
    names = draft.currencies
    extras = opens_extras(draft)
    going_on = max(draft.end, first + 1) if draft.alone or extras else last
    called_pay = "y" in draft.lead or "V" in draft.lead
    if prose and not (names or draft.per or called_pay or one_piece_before(draft)):  # most numbers of a text
        reason = "no sign, unit or pay word"
        return Statement(
            draft.low, draft.high, Bound.EXACT, None, None, False, 0, reason, first, last, going_on, False, None, None
        )
    stated = find_period(text, draft, guards)
    bounded = find_bound(draft, opens=stated.opens, extras=extras)
    period = stated.name
    if period is None and bounded.called != "pay":
        period = bounded.called
    signed = bool(names)
    if not names and any(amount.magnitude in INDIAN for amount in draft.amounts):
        names.append("INR")
    per = stated.span
    seen = Seen(
        text, draft.tokens, draft.amounts, first, last, bounded.opening, draft.lead,
        signed=signed, beside=stated.beside, period=period,
        led_by_rate=stated.carried and per is not None and "W" not in kinds[per[1] : first],
        series=floor > 0 and not grammar.SENTENCE_WALL.search(kinds, floor, first),
        extras=extras, exact=bounded.bound is Bound.EXACT,
        slash=draft.match["join"] == "/" and draft.alone and not draft.low.currencies and not draft.match["per_low"],
        clock=per is not None and "z" in kinds[per[0] : per[1]] and not signed and draft.low.digits <= 2,
        currency=currency_of(names, country), prose=prose, guards=guards,
    )  # fmt: skip
    strength, reason = weigh(seen)
    if extras and kinds[last - 1] == "+":  # the plus of "+ bonus" is no part of it
        last -= 1
    if kinds[last - 1] == ")" and "(" not in kinds[bounded.opening : last]:
        last -= 1
    return Statement(
        draft.low, draft.high, bounded.bound, period, seen.currency, bounded.approximate, strength, reason,
        bounded.opening, last, going_on, stated.carried, bounded.at, per,
    )  # fmt: skip
