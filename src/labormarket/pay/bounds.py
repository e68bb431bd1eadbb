"""Find which end of an amount is open: what the words before it, and the marks behind it, say."""

from __future__ import annotations

import re

from labormarket.pay import grammar
from labormarket.pay.candidate import Candidate, Span, StatedBound
from labormarket.pay.kinds import Kind
from labormarket.pay.model import EXACT, LOWER, RANGE, UPPER
from labormarket.pay.tokens import Tokens

_UPPER_CUES = frozenset((Kind.AT_MOST, Kind.UP_TO, Kind.TO, Kind.OR_LESS))
_LOWER_MARKS = frozenset((Kind.OR_MORE, Kind.AT_LEAST))
_UPPER_MARKS = frozenset((Kind.OR_LESS, Kind.AT_MOST))


def find_bound(candidate: Candidate) -> StatedBound:
    """The bound of a candidate, and the tokens that decided it."""
    tokens, lead, lead_at = candidate.tokens, candidate.lead, candidate.lead_at
    kinds = tokens.kinds
    cue = _cue_before(candidate) if lead else None
    about = grammar.LEAD_ABOUT.search(lead) if lead else None
    sense = cue["cue"] if cue else ""
    cue_at = None if cue is None else lead_at + cue.start("cue")
    led = None if cue_at is None else (cue_at, cue_at + 1)
    mark = _mark(candidate)
    sign = "" if mark is None else kinds[mark]
    open_plus = _plus_of_amounts(candidate)
    if open_plus is None and sign == Kind.PLUS and not _is_plus_of_extras(tokens, mark):
        open_plus = mark
    decided: Span | None
    if candidate.high is not None:
        over = mark if sign in _LOWER_MARKS else open_plus
        if Kind.AT_LEAST in candidate.match["more"]:
            over = kinds.index(Kind.AT_LEAST, candidate.match.start("more"))
        if over is not None and sense not in (Kind.AT_MOST, Kind.UP_TO):
            bound, decided = LOWER, (over, over + 1)
        else:
            bound, decided = RANGE, candidate.match.span("join")
    elif sense and not (sense in _UPPER_CUES and sign == Kind.OR_MORE):  # "可达15,000元以上"
        bound, decided = (UPPER if sense in _UPPER_CUES else LOWER), led
    elif sign in _UPPER_MARKS and mark is not None:
        bound, decided = UPPER, (mark, mark + 1)
    elif sign in _LOWER_MARKS and mark is not None:
        bound, decided = LOWER, (mark, mark + 1)
    elif open_plus is not None:
        bound, decided = LOWER, (open_plus, open_plus + 1)
    elif candidate.period.opens or candidate.open_high:
        bound, decided = LOWER, candidate.open_high.span() if candidate.open_high else None
    else:
        bound, decided = EXACT, None
    opening = candidate.first if cue_at is None else cue_at
    if about:
        opening = min(opening, lead_at + about.start())
    called = None if cue_at is None else tokens.values[cue_at]
    last = candidate.last
    is_about = Kind.ABOUT in kinds[candidate.first : last] or kinds.startswith(Kind.ABOUT, last)
    is_about = is_about or kinds.startswith(Kind.OPEN + Kind.ABOUT + Kind.CLOSE, last)
    return StatedBound(bound, decided, opening, called, is_approximate=bool(about) or is_about)


def opens_extras(candidate: Candidate) -> bool:
    """Whether a plus behind the amounts is that of "+ bonus", not that of "or more"."""
    tokens, after = candidate.tokens, candidate.after
    return _is_plus_of_extras(tokens, _mark(candidate)) or any(
        after[name] == Kind.PLUS and _is_plus_of_extras(tokens, after.start(name))
        for name in ("bound", "bound_after_per")
    )


def _cue_before(candidate: Candidate) -> re.Match[str] | None:
    """The word in the clause that bounds the amount."""
    lead = candidate.lead
    cue = grammar.LEAD_BOUND.search(lead) or grammar.LEAD_TO.search(lead) or grammar.LEAD_MINIMUM.search(lead)
    if cue and one_sided(cue["cue"]) and candidate.in_change:  # "rose to", "fell from"
        return None
    if cue is None and (least := grammar.LEAD_MINIMUM_PAY.search(lead)):
        return least if candidate.tokens.values[candidate.lead_at + least.start()] else None
    return cue


def one_sided(kind: str) -> bool:
    """Whether a cue bounds an amount only where nothing changes: "from", "to"."""
    return kind in (Kind.FROM, Kind.TO, Kind.UP_TO)


def _plus_of_amounts(candidate: Candidate) -> int | None:
    """The token inside one of the amounts that says "or more": "25+ dollars", "1000多元"."""
    match = candidate.match
    for name in ("low", "high") if candidate.high is not None else ("low",):
        for kind in (Kind.PLUS, Kind.OR_MORE):
            if kind in match[name]:
                return candidate.tokens.kinds.index(kind, match.start(name))
    return None


def _mark(candidate: Candidate) -> int | None:
    """The token behind the amounts that says "or more" or "at most"."""
    match, after = candidate.match, candidate.after
    opened = candidate.high is None and match["open"]
    if opened and not _is_plus_of_extras(candidate.tokens, match.start("open")):
        return match.start("open")  # "28万円以上＋賞与", "$20+ an hour based on skill": a later plus is of extras
    if after["bound"]:
        return after.start("bound")
    if after["bound_after_per"]:
        return after.start("bound_after_per")
    return match.start("open") if opened else None


def _is_plus_of_extras(tokens: Tokens, at: int | None) -> bool:
    kinds = tokens.kinds
    if at is None or kinds[at] != Kind.PLUS:
        return False
    if not tokens.touches(at):
        return True
    following = kinds[at + 1 : at + 2]
    if following == Kind.WORD or (following == Kind.UNIT and tokens.is_unspaced(at + 1)):  # "＋日直手当"
        return tokens.touches(at + 1)
    return following in (Kind.OTHER_MONEY, Kind.OTHER_OR_TITLE)
