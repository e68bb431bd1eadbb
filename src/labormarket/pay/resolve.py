"""Resolve a plan into a pay range: fill in the digits, let a magnitude reach across a range, order its ends."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from labormarket.pay.candidate import THOUSAND, Amount, Candidate, StatedTime
from labormarket.pay.model import EXACT, LOWER, UPPER, Bound, PayRange, Period
from labormarket.pay.numbers import to_decimal
from labormarket.pay.tokens import Scan

MOST_REVERSED = 10  # "45-25K" is reversed, "500-1k" is not
CENT = Decimal("0.01")


class Plan(NamedTuple):
    """What a text states, with the places of its numbers instead of their digits."""

    low: Amount | None  # None: pay in words that aren't numbers
    high: Amount | None
    currency: str | None
    period: str | None
    bound: Bound
    is_approximate: bool
    time: StatedTime | None
    span: tuple[int, int]  # its tokens


def plan_of(one: Candidate) -> Plan:
    """The plan of a candidate that was found to be pay."""
    stated, period = one.bound, one.period
    return Plan(
        *(one.low, one.high, one.currency, period.name, stated.bound, stated.is_approximate, period.time, one.shown)
    )


def resolve(plan: Plan, scan: Scan) -> PayRange:
    """The pay range of a plan, with the digits of the text that was scanned."""
    low = high = None
    bound = plan.bound
    if plan.low is not None and plan.high is not None:
        low, high = _ends(plan.low, plan.high, plan.period, scan)
        if bound is LOWER:
            high = None
        elif low == high:
            bound = EXACT
    elif plan.low is not None:
        value = _scaled(plan.low, _written(plan.low, scan))
        low = None if bound is UPPER else value
        high = None if bound is LOWER else value
    first, last = plan.span
    start, end = scan.starts[first], scan.ends[last - 1]
    period = _PERIODS[plan.period] if plan.period else None
    shortest = longest = None
    if plan.time is not None:
        times = (_written(time, scan) * plan.time.minutes for time in (plan.time.low, plan.time.high))
        shortest, longest = sorted(map(_tidy, times))
    return PayRange(
        *(low, high, plan.currency, period, bound, plan.is_approximate, scan.text[start:end], (start, end)),
        *(shortest, longest),
    )


_PERIODS = {period.value: period for period in Period}


def _written(amount: Amount, scan: Scan) -> Decimal:
    """The number of an amount as written, before its magnitude."""
    if amount.numeral is not None:
        return Decimal(amount.numeral)
    at = amount.number
    assert at is not None  # an amount has figures or words
    number = to_decimal(scan.text[scan.starts[at] : scan.ends[at]], amount.figures.mark)
    if amount.rest is None or amount.factor is None:
        return number
    return number + _scaled(amount.rest, _written(amount.rest, scan)) / amount.factor


def _scaled(amount: Amount, number: Decimal) -> Decimal:
    """A number in units of the currency."""
    if amount.factor:
        return _tidy(number * amount.factor)
    return _tidy(number * CENT) if amount.in_cents else number


def _tidy(number: Decimal) -> Decimal:
    """15000 rather than 15000.0, which multiplication leaves."""
    whole = number.to_integral_value()
    return whole if whole == number else number


def _ends(low: Amount, high: Amount, period: str | None, scan: Scan) -> tuple[Decimal, Decimal]:
    """Both ends of a range: a magnitude reaches the end that lacks it, reversed ends are put in order."""
    more_digits = (3, 4) if period == "year" else (3,)  # "$80-$120,000 a year", but "$5-$10,000 per project"
    first, second = _written(low, scan), _written(high, scan)
    one, two = _scaled(low, first), _scaled(high, second)
    if low.in_cents and not high.currencies and not high.factor:  # "a penny or two"
        two = _tidy(second * CENT)
    if high.in_cents and not low.in_cents and not low.currencies and not low.factor:
        one = _tidy(first * CENT)
    if high.factor and not low.factor:
        if first < second * MOST_REVERSED:
            one = _tidy(one * high.factor)
    elif low.factor and not high.factor:
        if high.digits <= 3 and first <= second:
            two = _tidy(two * low.factor)
    elif (
        not (low.factor or low.figures.mark or low.numeral)
        and high.digits - low.digits in more_digits
        and low.digits <= 3
    ):
        one *= THOUSAND if first * THOUSAND <= second else 1
    return (two, one) if one > two else (one, two)
