"""Where a statement's period stands: by its amount, behind it, before it in the clause, or in its magnitude."""

from __future__ import annotations

from typing import NamedTuple

from labormarket.pay import grammar
from labormarket.pay.amounts import FACTORS
from labormarket.pay.draft import Draft
from labormarket.pay.guards import Guards, is_one
from labormarket.pay.periods import period_before, period_of
from labormarket.pay.scan import Tokens

TIMES = frozenset(("hour", "day", "week", "month", "year"))


class StatedPeriod(NamedTuple):
    """The period of a statement, and how it was found."""

    name: str | None
    span: tuple[int, int] | None  # its tokens
    beside: bool  # it stands by the amount
    carried: bool  # it was stated before the amount, so it may hold for the statements after it
    opens: bool  # the same amount in another currency, which carries it, has no upper end


def one_piece_before(draft: Draft) -> tuple[int, int] | None:
    """The tokens of a one and its unit right before the amount: "1件50円"."""
    kinds = draft.tokens.kinds
    found = grammar.LEAD_ONE.search(kinds, max(0, draft.first - 3), draft.first)
    return None if found is None else (found.start("number"), found.end("unit"))


def _is_bare_time(tokens: Tokens, at: int) -> bool:
    """Whether a unit of time alone closes the clause: "EUR 3000 - 4500 MONTH"."""
    closed = tokens.kinds[at + 1 : at + 2] in ("", *".;,)^")
    return tokens.kinds[at : at + 1] == "u" and tokens.values[at] in TIMES and closed


def find_period(text: str, draft: Draft, guards: Guards) -> StatedPeriod:
    """Look for the period in the order in which a reader would: beside, behind, before, in the magnitude."""
    tokens, per, last = draft.tokens, draft.per, draft.last
    opens = False
    if per is None and draft.low.currencies and (twin := grammar.TWIN.match(tokens.kinds, last)):
        opens = bool(twin["bound"])
        per = next((twin.span(name) for name in ("inside", "after") if twin[name]), None)
    label = tokens.values[draft.first - 1] if draft.lead.endswith("y") else None
    if per and label and tokens.kinds[per[0]] == ",":  # "时薪25元，日结": paid by the hour, and each day
        return StatedPeriod(label, (draft.first - 1, draft.first), beside=True, carried=True, opens=opens)
    named = period_of(tokens, per) if per else None
    if named is None and _is_bare_time(tokens, last) and draft.currencies:
        per, named = (last, last + 1), tokens.values[last]
    if named is not None:
        return StatedPeriod(named, per, beside=True, carried=False, opens=opens)
    carried = False
    if far := grammar.FAR_PERIOD.match(tokens.kinds, last) or grammar.SHARED_PERIOD.match(tokens.kinds, last):
        per = far.span("per")
        named = period_of(tokens, per)
    if named is None and (before := period_before(tokens, draft.lead, draft.lead_at)):
        per, named, carried = before, period_of(tokens, before), True
    if named is None and tokens.kinds[last : last + 1] == "y" and tokens.values[last]:  # "13,90 € Stundenlohn"
        per, named = (last, last + 1), tokens.values[last]
    if named is None and (piece := one_piece_before(draft)):
        at, end = piece
        near = tokens.starts[draft.first] - tokens.ends[end - 1] <= 1
        if near and guards.ask(is_one, text, tokens.starts[at], tokens.ends[at]):
            return StatedPeriod(tokens.values[end - 1], (end - 1, end), beside=True, carried=carried, opens=opens)
    if named is None and any(amount.magnitude in FACTORS for amount in draft.amounts):
        named = "year"
    return StatedPeriod(named, per, beside=False, carried=carried, opens=opens)
