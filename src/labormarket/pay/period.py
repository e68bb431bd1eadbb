"""Find the period of an amount: by it, behind it, before it in the clause, or in its magnitude."""

from __future__ import annotations

from labormarket.pay import grammar
from labormarket.pay.candidate import YEARLY, Candidate, Span, StatedPeriod, period_of
from labormarket.pay.kinds import Kind
from labormarket.pay.tokenizer import Tokens

TIMES = frozenset(("hour", "day", "week", "month", "year"))
_CLOSES = frozenset(("", Kind.STOP, Kind.WALL, Kind.COMMA, Kind.CLOSE, Kind.LINE))


def find_period(candidate: Candidate) -> StatedPeriod:
    """Look for the period in the order in which a person would: beside, behind, before, in the magnitude."""
    tokens, per, first, last = candidate.tokens, candidate.per, candidate.first, candidate.last
    kinds, values, _ = tokens
    opens = False
    if per is None and candidate.low.currencies and (twin := grammar.TWIN.match(kinds, last)):
        opens = bool(twin["bound"])
        per = next((twin.span(name) for name in ("inside", "after") if twin[name]), None)
    label = values[first - 1] if candidate.lead.endswith(Kind.PAY) else None
    if per and label and kinds[per[0]] == Kind.COMMA:  # "时薪25元，日结": paid by the hour, and each day
        return StatedPeriod(label, (first - 1, first), is_beside=True, is_carried=True, opens=opens)
    named = period_of(tokens, per) if per else None
    if named is None and _is_bare_time(tokens, last) and candidate.currencies:
        per, named = (last, last + 1), values[last]
    if named is not None:
        return StatedPeriod(named, per, is_beside=True, opens=opens)
    is_carried = False
    if far := grammar.FAR_PERIOD.match(kinds, last) or grammar.SHARED_PERIOD.match(kinds, last):
        per = far.span("per")
        named = period_of(tokens, per)
    if named is None and (before := _period_before(tokens, candidate.lead, candidate.lead_at)):
        per, named, is_carried = before, period_of(tokens, before), True
    if named is None and kinds[last : last + 1] == Kind.PAY and values[last]:  # "13,90 € Stundenlohn"
        per, named = (last, last + 1), values[last]
    if named is None and (piece := one_piece_before(candidate)):
        at, end = piece
        if tokens.is_near(first) and values[at].meaning == "one":
            return StatedPeriod(values[end - 1], (end - 1, end), is_beside=True, is_carried=is_carried, opens=opens)
    if named is None and any(amount.magnitude in YEARLY for amount in candidate.amounts):
        at = next(at for at in range(first, last) if kinds[at] == Kind.MAGNITUDE and values[at] in YEARLY)
        per, named = (at, at + 1), "year"
    return StatedPeriod(named, per, is_carried=is_carried, opens=opens)


def one_piece_before(candidate: Candidate) -> Span | None:
    """The tokens of a one and its unit right before the amount: "1件50円"."""
    first = candidate.first
    found = grammar.LEAD_ONE.search(candidate.tokens.kinds, max(0, first - 3), first)
    return None if found is None else (found.start("number"), found.end("unit"))


def _is_bare_time(tokens: Tokens, at: int) -> bool:
    """Whether a unit of time alone closes the clause: "EUR 3000 - 4500 MONTH"."""
    kinds = tokens.kinds
    return kinds[at : at + 1] == Kind.UNIT and tokens.values[at] in TIMES and kinds[at + 1 : at + 2] in _CLOSES


def _period_before(tokens: Tokens, lead: str, lead_at: int) -> Span | None:
    """The nearest period that the clause states before the amount."""
    for at in range(len(lead) - 1, -1, -1):
        kind = lead[at]
        if kind == Kind.PAY and tokens.values[lead_at + at]:
            return lead_at + at, lead_at + at + 1
        if kind in (Kind.RATE, Kind.UNIT):
            # "per image" and "per labelled image" begin one and two tokens earlier
            for start in (at,) if kind == Kind.RATE else range(at - 1, max(at - 3, -1), -1):
                match = grammar.LEAD_RATE.match(lead, start)
                if match and match.end() == at + 1:
                    return lead_at + start, lead_at + at + 1
    return None
