"""Find the statements of a text: amounts joined into ranges, each with its currency, period and bound."""

from __future__ import annotations

import re
from collections.abc import Iterator

from labormarket.pay import grammar
from labormarket.pay.amounts import INDIAN, read_amount
from labormarket.pay.bounds import find_bound, opens_extras
from labormarket.pay.draft import CLAUSE_REACH, Draft, currency_of, draft_of
from labormarket.pay.evidence import weigh
from labormarket.pay.guards import Guards
from labormarket.pay.periods import period_of
from labormarket.pay.ranges import Bound
from labormarket.pay.repeats import REPEATING, Repeats
from labormarket.pay.scan import Tokens
from labormarket.pay.seen import REACH, Seen
from labormarket.pay.stated_periods import find_period, one_piece_before
from labormarket.pay.statement import Statement


def statements(text: str, tokens: Tokens, country: str | None, guards: Guards, *, prose: bool) -> Iterator[Statement]:
    """Every statement of the text in order, refused ones too."""
    kinds = tokens.kinds
    at = floor = walked = 0
    series = False  # a statement stands before in the sentence
    repeats = Repeats(text, tokens) if prose and len(kinds) >= REPEATING else None
    while True:
        match = grammar.STATEMENT.search(kinds, at)
        if match is None:
            return
        first, last = match.span()
        if prose and not grammar.CALLS_PAY.search(kinds, max(0, first - CLAUSE_REACH), last + REACH):
            at = max(match.end("low"), first + 1)  # a count, a date, a number of anything
            continue
        series = series and not grammar.SENTENCE_WALL.search(kinds, walked, first)
        walked = first
        found = repeats.find(first, last, floor, series=series) if repeats else None
        if found is None:
            if row := grammar.TABLE_ROW.match(kinds, first):
                found = _table_row(text, tokens, row)
            else:
                draft = draft_of(text, tokens, match, floor, country)
                found = _statement(text, draft, country, guards, series=series, prose=prose)
            if repeats:
                repeats.keep(first, found)
        yield found
        at = found.next
        if found.strength:
            floor = walked = at
            series = True
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


def _statement(text: str, draft: Draft, country: str | None, guards: Guards, *, series: bool, prose: bool) -> Statement:
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
        series=series, extras=extras, exact=bounded.bound is Bound.EXACT,
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
