"""Find the period of an amount: by it, behind it, before it in the clause, or in its magnitude."""

from __future__ import annotations

import re

from labormarket.pay import grammar
from labormarket.pay.candidate import (
    YEARLY,
    Candidate,
    Span,
    StatedPeriod,
    StatedTime,
    names_period,
    period_of,
    read_amount,
)
from labormarket.pay.kinds import Kind
from labormarket.pay.tokens import Tokens

MINUTES = {"hour": 60, "minute": 1}
TIMES = frozenset(("hour", "day", "week", "month", "year"))
TIME_REACH = 16  # tokens from an amount to the end of a time that is stated for its piece of work
_CLOSES = frozenset(("", Kind.STOP, Kind.WALL, Kind.COMMA, Kind.CLOSE, Kind.LINE))


def find_period(candidate: Candidate) -> StatedPeriod:
    """The period of a candidate, and the time that it states for a piece of work."""
    period = _period(candidate)
    if period.name in _TIMES_OF_THEIR_OWN or not candidate.currencies:
        return period
    time = _time_after(candidate) or (None if period.name else _time_before(candidate))
    if time is None:
        return period
    at = time.end
    if period.name is None and candidate.tokens.kinds.startswith(Kind.UNIT, at):  # "a 1-hour session"
        period = period._replace(name=candidate.tokens.values[at], span=(at, at + 1))
    return period._replace(name=period.name or "other", is_beside=True, time=time if time.minutes else None)


_TIMES_OF_THEIR_OWN = frozenset(("hour", "minute", "day", "week", "month", "year", "audio_hour", "audio_minute"))


def _time_after(candidate: Candidate) -> StatedTime | None:
    """The time stated after an amount: "$45 in 2 hours", "for a 3-hour session", "(each takes about 2 hours)"."""
    kinds = candidate.tokens.kinds
    start = candidate.match.end("low" if candidate.high is None else "high")
    match = grammar.TIME_AFTER.match(kinds[start : start + TIME_REACH])
    if match is None:
        return None
    is_each = kinds.startswith(Kind.EACH, start + match.end())  # "$2 a task, about 10 minutes each"
    if not (is_each or grammar.GIVES_TIME.search(match["by"])):
        return None
    time = _stated_time(candidate.tokens, match, start)
    # "$400 in two weeks", but not "a 30-day trial" or "(36 months)"
    is_long = time is not None and not time.minutes
    plain = Kind.DASH not in match.group() and grammar.GIVES_LONG_TIME.search(match["by"])
    return None if is_long and not plain else time


def _time_before(candidate: Candidate) -> StatedTime | None:
    """The time stated before an amount: "For a 6-hour shift she earns 8 euros"."""
    first = candidate.first
    start = max(0, first - TIME_REACH)
    match = grammar.TIME_BEFORE.search(candidate.tokens.kinds[start:first])
    time = _stated_time(candidate.tokens, match, start) if match else None
    return time if time and time.minutes else None


def _stated_time(tokens: Tokens, match: re.Match[str], start: int) -> StatedTime | None:
    unit = start + match.start("unit")
    minutes = 1 if tokens.kinds[unit] == Kind.MINUTES else MINUTES.get(tokens.values[unit])
    if minutes is None and tokens.values[unit] not in TIMES:
        return None
    ends = ("low", "high" if match["high"] else "low")
    low, high = (read_amount(tokens, *(start + at for at in match.span(end))) for end in ends)
    return StatedTime(low, high, minutes or 0, unit + 1)


def _period(candidate: Candidate) -> StatedPeriod:
    """Look for the period in the order in which a person would: beside, behind, before, in the magnitude."""
    tokens, per, first, last = candidate.tokens, candidate.per, candidate.first, candidate.last
    kinds, values, *_ = tokens
    opens = False
    before = _period_before(tokens, candidate.lead, candidate.lead_at)
    # "210 euros, $240 a month", but not "210 dollars monthly, 7 dollars daily"
    twin = grammar.TWIN.match(kinds, last) if per is None and candidate.currencies else None
    if twin and not (before and kinds[last] == Kind.COMMA):
        opens = bool(twin["bound"])
        per = next((twin.span(name) for name in ("inside", "after") if twin[name]), None)
    if per and kinds[per[0]] == Kind.COMMA:  # "hourly $22, paid weekly", "时薪25元，日结"
        per = before or per
    named = period_of(tokens, per) if per else None
    if named is None and _is_bare_time(tokens, last) and candidate.currencies:
        per, named = (last, last + 1), values[last]
    if named is not None:
        return StatedPeriod(named, per, is_beside=True, opens=opens)
    if any(amount.magnitude in YEARLY for amount in candidate.amounts):
        at = next(at for at in range(first, last) if values[at] in YEARLY)
        return StatedPeriod("year", (at, at + 1), opens=opens)
    if candidate.has_pay_word and candidate.currencies and _is_unknown_piece(tokens, last):
        return StatedPeriod("task", (last, last + 2), is_beside=True, opens=opens)
    is_carried = False
    far = grammar.FAR_PERIOD.match(kinds, last) or (before is None and grammar.SHARED_PERIOD.match(kinds, last))
    if far:
        per = far.span("per")
        named = period_of(tokens, per)
    if named is None and before:
        per, named, is_carried = before, period_of(tokens, before), True
    if named is None and kinds.startswith(Kind.PAY, last) and names_period(tokens, last):  # "13,90 € Stundenlohn"
        per, named = (last, last + 1), values[last]
    if named is None and (piece := one_piece_before(candidate)):
        at, end = piece
        if tokens.is_near(first) and values[at].meaning == "one":
            return StatedPeriod(values[end - 1], (end - 1, end), is_beside=True, is_carried=is_carried, opens=opens)
    if named is None and _is_unspaced_time(candidate):  # "月5万円"
        return StatedPeriod(values[first - 1], (first - 1, first), is_beside=True, is_carried=True, opens=opens)
    return StatedPeriod(named, per, is_carried=is_carried, opens=opens)


def _is_unknown_piece(tokens: Tokens, at: int) -> bool:
    """Whether an amount is for one of something that the lexicon doesn't know: "earn £2 per parcel", "Rp 60rb/dus"."""
    kinds = tokens.kinds
    if not kinds.startswith(Kind.WORD, at + 1) or not tokens.is_small(at + 1):
        return False
    is_per = kinds[at] == Kind.PER and tokens.values[at] == "piece"
    return is_per or (kinds[at] == Kind.SLASH and tokens.touches(at + 1))


def one_piece_before(candidate: Candidate) -> Span | None:
    """The tokens of a one and its unit right before the amount: "1件50円", but not "up to a 1 year: $50"."""
    tokens, first = candidate.tokens, candidate.first
    found = grammar.LEAD_ONE.search(tokens.kinds, max(0, first - 3), first)
    if found is None:
        return None
    at, end = found.start("number"), found.end("unit")
    is_counted = tokens.kinds[:at][-1:] in (Kind.WORD, Kind.ARTICLE) and not tokens.is_unspaced(end - 1)
    return None if is_counted else (at, end)


def _is_unspaced_time(candidate: Candidate) -> bool:
    """Whether a time stands right before a sum in a script without spaces."""
    tokens, at = candidate.tokens, candidate.first - 1
    if at < 0 or tokens.kinds[at] != Kind.UNIT or not tokens.is_unspaced(at) or not candidate.currencies:
        return False
    return tokens.values[at] in TIMES and tokens.kinds[:at][-1:] != Kind.NUMBER


def _is_bare_time(tokens: Tokens, at: int) -> bool:
    """Whether a unit of time alone closes the clause, or touches the amount: "EUR 3000 - 4500 MONTH", "$22hr"."""
    kinds = tokens.kinds
    if not kinds.startswith(Kind.UNIT, at) or tokens.values[at] not in TIMES:
        return False
    return kinds[at + 1 : at + 2] in _CLOSES or (tokens.touches(at) and not tokens.is_unspaced(at))


def _period_before(tokens: Tokens, lead: str, lead_at: int) -> Span | None:
    """The nearest period that the clause states before the amount."""
    for at in range(len(lead) - 1, -1, -1):
        kind = lead[at]
        if kind == Kind.PAY and names_period(tokens, lead_at + at):
            return lead_at + at, lead_at + at + 1
        if kind in (Kind.RATE, Kind.UNIT):
            # "per image" and "per labelled image" begin one and two tokens earlier
            for start in (at,) if kind == Kind.RATE else (at - 1, at - 2):
                match = grammar.LEAD_RATE.match(lead, start)
                if match and match.end() == at + 1:
                    return lead_at + start, lead_at + at + 1
    return None
