"""Find the statements of a text: amounts joined into ranges, each with its currency, period and bound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from labormarket.pay import grammar
from labormarket.pay.amounts import FACTORS, Amount, read_amount
from labormarket.pay.cues import lexicon
from labormarket.pay.evidence import weigh
from labormarket.pay.guards import Guards, is_one
from labormarket.pay.ranges import Bound
from labormarket.pay.scan import Tokens
from labormarket.pay.seen import REACH, Seen

THOUSAND = 1000
MOST_SHORTER = 4  # digits: no range is as uneven as an id and a rate
CLAUSE_REACH = 24  # tokens before an amount that may speak for it

PER_YEAR = frozenset(FACTORS)
INDIAN = frozenset({"1e5", "1e7", *FACTORS})


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
            else _statement(text, tokens, match, floor, country, guards, prose=prose)
        )
        yield found
        at = found.next
        if found.strength:
            floor = at
        elif twin := grammar.TWIN_IN_BRACKETS.match(kinds, found.last):  # "threshold: £5 (~$6)"
            at = twin.end()


def currency_of(names: list[str], country: str | None) -> str | None:
    """The first currency named without doubt, else what the ambiguous sign means in the country."""
    ambiguous = lexicon().ambiguous
    doubtful = None
    for name in names:
        if name not in ambiguous:
            return name
        doubtful = doubtful or name
    if doubtful is None:
        return None
    meanings = ambiguous[doubtful]
    return meanings.get(country or "", meanings[""]) or None


def _clash(low: list[str], high: list[str], country: str | None) -> bool:
    """Whether two amounts are in different currencies ("£6 / $8"); "$5 to 10 CAD" are not."""
    one, two = currency_of(low, country), currency_of(high, country)
    if not one or not two or one == two:
        return False
    dollars = lexicon().ambiguous["dollar"].values()
    return not (("dollar" in low or "dollar" in high) and one in dollars and two in dollars)


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


def _table_row(text: str, tokens: Tokens, row: re.Match[str]) -> Statement:
    low, high = (read_amount(text, tokens, *row.span(name)) for name in ("low", "high"))
    names = [tokens.values[row.start("currency")]] if row["currency"] else []
    first, last = row.span()
    per = row.span("per") if row["per"] else None
    return Statement(
        low, high, Bound.RANGE, period_of(tokens, per) if per else None, currency_of(names, None), False, 2, "",
        first, last, last, False, None, per,
    )  # fmt: skip


def _joined(tokens: Tokens, match: re.Match[str], low: Amount, high: Amount, lead: str, country: str | None) -> bool:
    """Whether two amounts with something between them are the two ends of one range."""
    join = match["join"]
    if high.digits <= low.digits - MOST_SHORTER and not (high.factor or low.currencies):  # "37187384 - 41.50/hr"
        return False
    if _clash(low.currencies, high.currencies, country):
        return False
    if join == "/":  # "$550/600", "550/600 per day", "40/50k", but not "24/7" or "2/3 days"
        both_thousands = high.factor == THOUSAND and low.digits == high.digits > 1
        return bool(low.currencies) or bool(match["per_high"]) or both_thousands
    if "&" in join:
        if "<" in join:  # "a minimum of $50 and a maximum of $80"
            return bool(grammar.LEAD_BOUND.search(lead))
        return bool(grammar.LEAD_BETWEEN.search(lead))
    if join == "|":
        return bool(match["list"])
    if "-" in join and match["per_low"] and not match["per_high"]:  # "$16 an hour — $5 less than ..."
        return False
    if match["per_low"] and match["per_high"]:
        return period_of(tokens, match.span("per_low")) == period_of(tokens, match.span("per_high"))
    return bool(low.number is None or low.currencies or high.number is not None)


def _statement(
    text: str, tokens: Tokens, match: re.Match[str], floor: int, country: str | None, guards: Guards, *, prose: bool
) -> Statement:
    kinds, values, starts, ends = tokens
    first = match.start()
    window = max(floor, first - CLAUSE_REACH)
    clause = grammar.CLAUSE.search(kinds[window:first])
    lead = clause.group() if clause else ""
    lead_at = first - len(lead)

    # the ends of the range
    low = read_amount(text, tokens, *match.span("low"))
    high = read_amount(text, tokens, *match.span("high")) if match["high"] else None
    alone = high is not None and not _joined(tokens, match, low, high, lead, country)
    if alone:
        high = None
    if high is None:
        per = match.span("per_low") if match["per_low"] else None
        end = match.end("per_low") if per else match.end("open") if match["open"] else match.end("low")
    else:
        per = match.span("per_high") if match["per_high"] else match.span("per_low") if match["per_low"] else None
        end = match.end()
    after = grammar.AFTER.match(kinds, end)
    assert after is not None  # every part of it may be empty
    if per is None and after["per"]:
        per = after.span("per")
    last = after.end()

    open_high = grammar.OPEN_HIGH.match(kinds, last)
    if per is None and open_high and open_high["per"]:
        per = open_high.span("per")

    mark_at = _bound_mark(match, after, alone_end=high is None)
    extras = _opens_extras(tokens, mark_at) or (bool(after["bound"]) and _opens_extras(tokens, after.start("bound")))
    going_on = max(end, first + 1) if alone or extras else last
    before = grammar.LEAD_CURRENCY.search(lead)
    if before and kinds[lead_at + before.start("cue") - 1 : lead_at + before.start("cue")] in ("N", "k"):
        before = None  # "10 Euro (1.000 coins)": it belongs to the number before
    signed = bool(before or after["currency"] or low.currencies or (high is not None and high.currencies))
    one = grammar.LEAD_ONE.search(kinds, max(0, first - 3), first)
    if prose and not (signed or per or one or "y" in lead or "V" in lead):  # most numbers of a text
        reason = "no sign, unit or pay word"
        return Statement(low, high, Bound.EXACT, None, None, False, 0, reason, first, last, going_on, False, None, None)

    # the same amount in another currency may carry the period
    twin = grammar.TWIN.match(kinds, last) if per is None and low.currencies else None
    twin_bound = False
    if twin:
        twin_bound = bool(twin["bound"])
        per = next((twin.span(name) for name in ("inside", "after") if twin[name]), None)

    # the period
    period = period_of(tokens, per) if per else None
    beside = period is not None
    carried = False
    if period is None and (far := grammar.FAR_PERIOD.match(kinds, last) or grammar.SHARED_PERIOD.match(kinds, last)):
        per = far.span("per")
        period = period_of(tokens, per)
    if period is None:
        per = _lead_period(tokens, lead, lead_at)
        if per:
            period, carried = period_of(tokens, per), True
    if period is None and kinds[last : last + 1] == "y" and values[last]:  # "13,90 € Stundenlohn"
        per = (last, last + 1)
        period = values[last]
    if period is None and one:
        at = one.start("number")
        if starts[first] - ends[at + 1] <= 1 and guards.ask(is_one, text, starts[at], ends[at]):
            per = (at + 1, at + 2)
            period, beside = values[at + 1], True
    amounts = (low,) if high is None else (low, high)
    magnitudes = {amount.magnitude for amount in amounts}
    if period is None and magnitudes & PER_YEAR:
        period = "year"

    # the currency
    names = [name for amount in amounts for name in amount.currencies]
    if after["currency"]:
        names.append(values[kinds.index("d", after.start("currency"))])
    if before:
        names.append(values[lead_at + before.start("cue")])
    if not names and magnitudes & INDIAN:
        names.append("INR")

    # the bound
    plus = "+" in match["low"] or (high is not None and "+" in match["high"])
    plus = plus or (mark_at is not None and kinds[mark_at] == "+" and not extras)
    mark = "" if mark_at is None else kinds[mark_at]
    cue = grammar.LEAD_BOUND.search(lead) or grammar.LEAD_TO.search(lead) or grammar.LEAD_MINIMUM.search(lead)
    sense = cue["cue"] if cue else ""
    bound_cue = lead_at + cue.start("cue") if cue else mark_at
    if high is not None:
        over = ">" in match["more"] or plus or mark in ("]", ">")
        bound = Bound.LOWER if over and sense not in ("<", "T") else Bound.RANGE
    elif sense and sense in "<Tt":
        bound = Bound.UPPER
    elif sense:
        bound = Bound.LOWER
    elif mark in ("[", "<"):
        bound = Bound.UPPER
    elif plus or mark in ("]", ">") or twin_bound or open_high:
        bound = Bound.LOWER
    else:
        bound = Bound.EXACT
    called = values[lead_at + cue.start("cue")] if cue else None  # "Mindeststundenlohn"
    if period is None and called != "pay":
        period = called

    about = grammar.LEAD_ABOUT.search(lead)
    approximate = (
        bool(about) or "~" in kinds[first:last] or kinds[last : last + 1] == "~" or kinds[last : last + 3] == "(~)"
    )
    opening = lead_at + cue.start("cue") if cue else first
    if about and lead_at + about.start() < opening:
        opening = lead_at + about.start()
    series = floor > 0 and not grammar.SENTENCE_WALL.search(kinds, floor, first)
    led_by_rate = carried and per is not None and "W" not in kinds[per[1] : first]
    seen = Seen(
        text, tokens, amounts, first, last, opening, lead,
        signed=signed, beside=beside, period=period, led_by_rate=led_by_rate,
        series=series, extras=extras, exact=bound is Bound.EXACT,
        slash=match["join"] == "/" and alone and not low.currencies and not match["per_low"],
        clock=per is not None and "z" in kinds[per[0] : per[1]] and not signed and low.digits <= 2,
        currency=currency_of(names, country), prose=prose, guards=guards,
    )  # fmt: skip
    strength, reason = weigh(seen)
    if kinds[last - 1] == ")" and "(" not in kinds[opening:last]:
        last -= 1
    return Statement(
        low, high, bound, period, currency_of(names, country), approximate, strength, reason,
        opening, last, going_on, carried, bound_cue, per,
    )  # fmt: skip


def _bound_mark(match: re.Match[str], after: re.Match[str], *, alone_end: bool) -> int | None:
    """The token after the amount that says "or more" or "at most"."""
    if alone_end and match["open"] == "]":  # "28万円以上＋賞与": the plus is of extras
        return match.start("open")
    if after["bound"]:
        return after.start("bound")
    if after["bound_after_per"]:
        return after.start("bound_after_per")
    return match.start("open") if alone_end and match["open"] else None


def _opens_extras(tokens: Tokens, mark_at: int | None) -> bool:
    """Whether the mark after an amount is the plus of "+ bonus", not that of "or more"."""
    kinds, _, starts, ends = tokens
    if mark_at is None or kinds[mark_at] != "+":
        return False
    if starts[mark_at] != ends[mark_at - 1]:
        return True
    following = kinds[mark_at + 1 : mark_at + 2]
    touching = mark_at + 1 < len(kinds) and starts[mark_at + 1] == ends[mark_at]
    return following in ("x", "X") or (following == "W" and touching)


def _lead_period(tokens: Tokens, lead: str, lead_at: int) -> tuple[int, int] | None:
    """The nearest period that the clause states before the amount."""
    for at in range(len(lead) - 1, -1, -1):
        kind = lead[at]
        if kind == "y" and tokens.values[lead_at + at]:
            return lead_at + at, lead_at + at + 1
        if kind in "pu":
            for start in (
                (at,) if kind == "p" else range(at - 1, max(at - 3, -1), -1)
            ):  # "per image", "per labelled image"
                match = grammar.LEAD_RATE.match(lead, start)
                if match and match.end() == at + 1:
                    return lead_at + start, lead_at + at + 1
    return None
