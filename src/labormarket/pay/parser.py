"""Parser of pay text: the first statement of a field, or every statement of running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from labormarket.pay import grammar
from labormarket.pay.bounds import find_bound, opens_extras
from labormarket.pay.candidate import (
    CLAUSE_REACH,
    CURRENCIES,
    INDIAN,
    REACH,
    THOUSAND,
    Candidate,
    StatedBound,
    StatedPeriod,
    match_candidate,
    names_period,
    period_of,
    read_amount,
)
from labormarket.pay.kinds import Kind
from labormarket.pay.lexicon import currency_of
from labormarket.pay.model import EXACT, LOWER, RANGE, VAGUE, PayRange
from labormarket.pay.normalise import Origins, normalise
from labormarket.pay.passages import most_amounts, passages
from labormarket.pay.period import find_period, one_piece_before
from labormarket.pay.refusals import STRONG, is_supposed, weigh
from labormarket.pay.resolve import Plan, plan_of, resolve
from labormarket.pay.tokenizer import tokenize
from labormarket.pay.tokens import Tokens

SHORT_FIELD = 5  # tokens: in a field of this size "competitive" can only be about pay
# Of a field or a posting: its pay stands in the first 30 KB, if anywhere.
MOST_CHARACTERS, MOST_TOKENS, MOST_NUMBERS = 60_000, 6_000, 300
NO_AMOUNT = "the text names no amount"
MOST_PLANS = 20_000  # kept, some 20 MB; and as many short texts
SHORT_TEXT, SHORT_PASSAGE = 200, 400  # characters


def parse_pay(text: str, *, country: str | None = None) -> PayRange | None:
    """The pay that a pay field or a posting states, or None.

    A bare range of the size of pay is pay here. `country` (ISO 3166) says what an ambiguous sign means. A field or a
    posting is read to its 6,000th token (some 30 KB); `find_pay` reads any text to its end. Never raises on text.

    >>> print(parse_pay("up to 90 to $200 per hour"))
    90 to 200 USD / hour
    >>> parse_pay("401(k) match, 10-15 hours a week") is None
    True
    """
    return read_field(text, country)[0]


def read_field(text: str, country: str | None = None) -> tuple[PayRange | None, str]:
    """The pay that a field states, or None and the reason why there is none.

    >>> read_field("403(b) plan")
    (None, 'a pension plan')
    """
    return (_read_short if len(text) <= SHORT_TEXT else _read)(text, country)


def _read(text: str, country: str | None) -> tuple[PayRange | None, str]:
    meant, origins = normalise(text[:MOST_CHARACTERS])
    scan = tokenize(meant, most=MOST_TOKENS)
    plan, refusal = plan_of_field(scan.tokens, country)
    if plan is None:
        return None, refusal
    return _placed(resolve(plan, scan), text, origins), ""


def find_pay(text: str, *, country: str | None = None) -> list[PayRange]:
    """Every pay statement in prose, each with its span, in the order of the text.

    A number counts only beside a sign, a unit or a pay word. A period stated before the first of several statements of
    one sentence holds for all of them. Only the passages in which pay can stand are read (passages.py); of a passage
    with more amounts than one in 80 characters (a table of prices), the first 300 and one more in 80 characters.

    >>> [str(pay) for pay in find_pay("We raised $50M and pay $20-25/hr, or $40 for experts.")]
    ['20 to 25 USD / hour', '40 USD']
    """
    meant, origins = normalise(text)
    found: list[PayRange] = []
    for start, end in passages(meant):
        read = _read_short_passage if end - start <= SHORT_PASSAGE else _read_passage
        found += [_placed(pay, text, origins, start) for pay in read(meant[start:end], country)]
    return found


def _read_passage(passage: str, country: str | None) -> list[PayRange]:
    scan = tokenize(passage)
    return [resolve(plan, scan) for plan in plans_of_prose(scan.tokens, country, most_amounts(len(passage)))]


_read_short_passage = lru_cache(maxsize=MOST_PLANS)(_read_passage)  # the adverts of a firm end alike


def _placed(pay: PayRange, text: str, origins: Origins | None, passage: int = 0) -> PayRange:
    """The same statement of a passage, with its span in the text as it was given."""
    start, end = passage + pay.span[0], passage + pay.span[1]
    if origins is not None:
        start, end = origins[start], origins[end]
    return PayRange(*pay[:6], text[start:end], (start, end), *pay[8:])


_read_short = lru_cache(maxsize=MOST_PLANS)(_read)  # boards repeat a field word for word


@lru_cache(maxsize=MOST_PLANS)
def plan_of_field(tokens: Tokens, country: str | None) -> tuple[Plan | None, str]:
    """How a field is read, or why it isn't. Kept by its tokens, which hold no digits: equal tokens are read alike."""
    chosen = choose(join_levels(islice(candidates(tokens, country, is_prose=False), MOST_NUMBERS)))
    if chosen is not None and chosen.strength:
        return plan_of(chosen), ""
    plan = find_vague_pay(tokens, country)
    return plan, "" if plan else chosen.reason if chosen else NO_AMOUNT


def choose(found: Iterable[Candidate]) -> Candidate | None:
    """The candidate that a field states: the first strong one, else the first weak one, else the first of all."""
    best = None
    for one in found:
        if best is not None and best.strength == STRONG:
            if not (one.is_newer and one.strength):
                return best
            best = newer(best, one)  # after a change of pay, what is paid now
        elif best is None or one.strength > best.strength:
            best = one
    return best


def newer(old: Candidate, new: Candidate) -> Candidate:
    """What is paid after a change, with the period of what was paid before where it names none."""
    if new.period.name is None:
        new.period = old.period
    return new


@lru_cache(maxsize=MOST_PLANS)
def plans_of_prose(tokens: Tokens, country: str | None, most: int) -> tuple[Plan, ...]:
    """How each statement of running text is read, of so many amounts at most. Kept by its tokens, as of a field."""
    plans: list[Plan] = []
    period, until = None, 0  # a period stated for the rest of its sentence
    for one in join_levels(islice(candidates(tokens, country, is_prose=True), most)):
        if not one.strength:
            continue
        plan = plan_of(one)
        last = plan.span[1]
        if one.period.is_carried:
            period = plan.period
            until = until if last <= until else _sentence_end(tokens.kinds, last)
        elif plan.period is None and plan.span[0] < until:
            plan = plan._replace(period=period)
        plans.append(plan)
    return tuple(plans)


def _sentence_end(kinds: str, at: int) -> int:
    """The token that closes the sentence."""
    wall = grammar.FIELD_WALL.search(kinds, at)
    return wall.start() if wall else len(kinds)


def candidates(tokens: Tokens, country: str | None, *, is_prose: bool) -> Iterator[Candidate]:
    """Every candidate of the text in order, with its verdict; refused ones too."""
    kinds = tokens.kinds
    at = floor = walked = 0
    in_series = False  # a statement stands before in the sentence
    previous: Candidate | None = None
    while match := grammar.STATEMENT.search(kinds, at):
        first, last = match.span()
        if is_prose and not grammar.CALLS_PAY.search(kinds, max(0, first - CLAUSE_REACH), last + REACH):
            at = match.end("low")  # a count, a date, a number of anything
            continue
        in_series = in_series and not grammar.SENTENCE_WALL.search(kinds, walked, first)
        walked = first
        one = match_candidate(tokens, match, floor, country=country, is_prose=is_prose, in_series=in_series)
        one.is_supposed = is_supposed(one) or (
            previous is not None
            and previous.is_supposed
            and grammar.SENTENCE_WALL.search(kinds, previous.last, first) is None
        )
        one.is_newer = previous is not None and is_after_change(previous, one)
        if row := grammar.TABLE_ROW.match(kinds, first):
            take_table_row(one, row)
        else:
            judge(one)
        yield one
        previous, at = one, one.next
        if one.strength:
            floor = walked = at
            in_series = True
        elif twin := grammar.TWIN_IN_BRACKETS.match(kinds, one.last):  # "threshold: £5 (~$6)"
            at = twin.end()


def is_after_change(old: Candidate, new: Candidate) -> bool:
    """Whether pay changed from one amount to the next: "cut from $50 to $22 an hour"."""
    between = new.tokens.kinds[old.last : new.first]
    if grammar.SENTENCE_WALL.search(between):
        return False
    return Kind.CHANGE in between or (old.in_change and grammar.CHANGES_TO.match(between) is not None)


def join_levels(found: Iterable[Candidate]) -> Iterator[Candidate]:
    """Join the lowest and the highest level of one range: "from $15 an hour for these to $95 for those"."""
    level = None
    for one in found:
        if level is not None and are_levels(level, one):
            level.high, level.bound = (
                one.high or one.low,
                StatedBound(
                    LOWER if one.bound.bound is LOWER else RANGE,
                    (one.first - 1, one.first),
                    *level.bound[2:],
                ),
            )
            level.last, level.has_extras = one.last, one.has_extras
            continue
        if level is not None:
            yield level
        level = one
    if level is not None:
        yield level


def are_levels(low: Candidate, high: Candidate) -> bool:
    """Whether two statements are the lowest and the highest level of one range."""
    if not (low.strength and high.strength) or low.high is not None or high.is_newer or low.in_change:
        return False
    between = grammar.NEXT_LEVEL.match(low.tokens.kinds[low.last : high.first])
    if between is None or high.period.name not in (None, low.period.name) or low.currency != high.currency:
        return False
    is_from = low.bound.bound is LOWER and low.bound.cue is not None and low.bound.cue[0] < low.first
    return is_from or (low.bound.bound is EXACT and between["cue"] in (Kind.AT_MOST, Kind.UP_TO))


def judge(one: Candidate) -> None:
    """Find the context of a candidate, and weigh whether it is pay."""
    names = one.currencies
    one.has_extras = opens_extras(one)
    if one.is_prose and not (names or one.per or one.has_pay_word or one_piece_before(one)):  # most numbers of a text
        one.reason = "no sign, unit or pay word"
        return
    one.period = find_period(one)
    one.bound = find_bound(one)
    if one.period.name is None and one.bound.called not in ("pay", "salary"):
        one.period = one.period._replace(name=one.bound.called)
    one.is_signed = bool(names)
    if not names and any(amount.magnitude in INDIAN for amount in one.amounts):
        names = ["INR"]
    one.currency = currency_of(names, one.country)
    if one.period.name is None and is_yearly_salary(one):
        one.period = one.period._replace(name="year")
    one.strength, one.reason = weigh(one)


# Currencies of which nobody is paid ten thousand a month and calls it a salary without saying so.
LARGE_CURRENCIES = frozenset(("USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "SGD"))
DIGITS_OF_A_YEAR = 5


def is_yearly_salary(one: Candidate) -> bool:
    """Whether an amount is called a salary, and is one that only a year can hold: "a salary of $84,000"."""
    tokens, first, last = one.tokens, one.first, one.last
    if "salary" not in tokens.named:  # most texts
        return False
    start = 1 + max(tokens.kinds.rfind(wall, max(0, first - CLAUSE_REACH), first) for wall in (Kind.STOP, Kind.WALL))
    if "salary" not in tokens.values[start:first] + tokens.values[last : last + 4]:
        return False
    digits = max(amount.digits + (THOUSANDS if amount.factor == THOUSAND else 0) for amount in one.amounts)
    return one.currency in LARGE_CURRENCIES and digits >= DIGITS_OF_A_YEAR and one.largest_factor <= THOUSAND


THOUSANDS = 3  # digits that a thousand adds


def take_table_row(one: Candidate, row: re.Match[str]) -> None:
    """Take the two columns of a row of a table for a range: "100.0,120.0,USD,hourly"."""
    tokens, (first, end) = one.tokens, row.span()
    one.low, one.high = (read_amount(tokens, *row.span(name)) for name in ("low", "high"))
    one.end = one.last = end
    per = row.span("per") if row["per"] else None
    one.period = StatedPeriod(period_of(tokens, per) if per else None, per)
    one.bound = StatedBound(RANGE, None, first, None, is_approximate=False)
    one.currency = currency_of([tokens.values[row.start("currency")]], None) if row["currency"] else None
    one.strength = STRONG


def find_vague_pay(tokens: Tokens, country: str | None) -> Plan | None:
    """Pay in words that aren't numbers: "a few dollars an hour", "competitive"."""
    kinds, values, *_ = tokens
    period = None
    if match := grammar.VAGUE_AMOUNT.search(kinds):
        first, last = match.span()
        names = [values[at] for at in range(first, last) if kinds[at] in CURRENCIES]
        after = grammar.AFTER.match(kinds, last)
        if after and after["per"]:
            period, last = period_of(tokens, after.span("per")), after.end("per")
        else:
            before = grammar.CLAUSE.search(kinds[max(0, first - CLAUSE_REACH) : first])
            start = first - len(before.group()) if before else first
            rates = [
                values[at]
                for at in range(start, first)
                if kinds[at] == Kind.RATE or (kinds[at] == Kind.PAY and names_period(tokens, at))
            ]
            period = rates[-1] if rates else None
    else:
        pattern = grammar.VAGUE_PAY if len(kinds) <= SHORT_FIELD else grammar.VAGUE_PAY_IN_PROSE
        match = pattern.search(kinds)
        if match is None:
            return None
        first, last = match.span()
        names = [value for kind, value in zip(kinds, values, strict=True) if kind in CURRENCIES]
    return Plan(None, None, currency_of(names, country), period, VAGUE, False, None, (first, last))
