"""The period that a statement is paid for: what a run of tokens names, and where it may stand."""

from __future__ import annotations

from labormarket.pay import grammar
from labormarket.pay.scan import Tokens


def period_of(tokens: Tokens, span: tuple[int, int]) -> str | None:
    """The period that a run of tokens names; of several units at once ("per 1,000 words") it is "other"."""
    kinds, values = tokens.kinds, tokens.values
    named = None
    first, last = span
    if kinds[last - 2 : last] in ("uu", "mu"):  # "per 1,000-word article" is a piece of work
        first = last - 1
    for at in range(first, last):
        kind = kinds[at]
        if kind in "NJ" or (kind == "n" and values[at] != "1"):
            return "other"
        if kind in "upz" or (kind == "y" and values[at]):
            named = values[at]
        elif kind == "m":
            named = "minute"
        elif kind == "E" and named is None:
            named = "task"
    return named


def period_before(tokens: Tokens, lead: str, lead_at: int) -> tuple[int, int] | None:
    """The nearest period that the clause states before the amount."""
    for at in range(len(lead) - 1, -1, -1):
        kind = lead[at]
        if kind == "y" and tokens.values[lead_at + at]:
            return lead_at + at, lead_at + at + 1
        if kind in "pu":
            # "per image" and "per labelled image" begin one and two tokens earlier
            for start in (at,) if kind == "p" else range(at - 1, max(at - 3, -1), -1):
                match = grammar.LEAD_RATE.match(lead, start)
                if match and match.end() == at + 1:
                    return lead_at + start, lead_at + at + 1
    return None
