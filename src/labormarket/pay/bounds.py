"""Which end of a statement is open: what the words before it, and the marks behind it, say."""

from __future__ import annotations

from typing import NamedTuple

from labormarket.pay import grammar
from labormarket.pay.draft import Draft
from labormarket.pay.ranges import Bound
from labormarket.pay.scan import Tokens


class StatedBound(NamedTuple):
    """The bound of a statement, and what decided it."""

    bound: Bound
    at: int | None  # the token that decided
    opening: int  # the first token of the words that bound the amount, or call it approximate
    called: str | None  # the period, or "pay", that the word before it names: "Mindeststundenlohn"
    approximate: bool


def find_bound(draft: Draft, *, opens: bool, extras: bool) -> StatedBound:
    """The bound of a draft; `opens`: its twin in another currency has no upper end; `extras`: its plus adds some."""
    kinds, lead, lead_at = draft.tokens.kinds, draft.lead, draft.lead_at
    mark_at = _mark(draft)
    mark = "" if mark_at is None else kinds[mark_at]
    plus = "+" in draft.match["low"] or (draft.high is not None and "+" in draft.match["high"])
    plus = plus or (mark == "+" and not extras)
    cue = about = None
    if lead:
        cue = grammar.LEAD_BOUND.search(lead) or grammar.LEAD_TO.search(lead) or grammar.LEAD_MINIMUM.search(lead)
        if cue is None and (least := grammar.LEAD_MINIMUM_PAY.search(lead)):
            cue = least if draft.tokens.values[lead_at + least.start()] else None
        about = grammar.LEAD_ABOUT.search(lead)
    sense = cue["cue"] if cue else ""
    if draft.high is not None:
        over = ">" in draft.match["more"] or plus or mark in ("]", ">")
        bound = Bound.LOWER if over and sense not in ("<", "T") else Bound.RANGE
    elif sense:
        bound = Bound.UPPER if sense in "<Tt" else Bound.LOWER
    elif mark in ("[", "<"):
        bound = Bound.UPPER
    elif plus or mark in ("]", ">") or opens or draft.open_high:
        bound = Bound.LOWER
    else:
        bound = Bound.EXACT
    cue_at = lead_at + cue.start("cue") if cue else None
    opening = draft.first if cue_at is None else cue_at
    if about:
        opening = min(opening, lead_at + about.start())
    called = None if cue_at is None else draft.tokens.values[cue_at]
    approximate = bool(about) or "~" in kinds[draft.first : draft.last] or _is_followed_by_about(kinds, draft.last)
    return StatedBound(bound, mark_at if cue_at is None else cue_at, opening, called, approximate)


def opens_extras(draft: Draft) -> bool:
    """Whether a plus behind the amounts is that of "+ bonus", not that of "or more"."""
    return _is_plus_of_extras(draft.tokens, _mark(draft)) or (
        draft.after["bound"] == "+" and _is_plus_of_extras(draft.tokens, draft.after.start("bound"))
    )


def _mark(draft: Draft) -> int | None:
    """The token behind the amounts that says "or more" or "at most"."""
    match, after = draft.match, draft.after
    opened = draft.high is None and match["open"]
    if opened == "]":  # "28万円以上＋賞与": the plus is of extras
        return match.start("open")
    if after["bound"]:
        return after.start("bound")
    if after["bound_after_per"]:
        return after.start("bound_after_per")
    return match.start("open") if opened else None


def _is_plus_of_extras(tokens: Tokens, at: int | None) -> bool:
    kinds, _, starts, ends = tokens
    if at is None or kinds[at] != "+":
        return False
    if starts[at] != ends[at - 1]:
        return True
    following = kinds[at + 1 : at + 2]
    touching = at + 1 < len(kinds) and starts[at + 1] == ends[at]
    return following in ("x", "X") or (following == "W" and touching)


def _is_followed_by_about(kinds: str, last: int) -> bool:
    return kinds[last : last + 1] == "~" or kinds[last : last + 3] == "(~)"
