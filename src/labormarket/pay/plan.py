"""A way of reading a text, ready to be used for every text of the same shape."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from decimal import Decimal

from labormarket.pay.amounts import Amount
from labormarket.pay.numbers import CLEANERS
from labormarket.pay.ranges import Bound, PayRange, Period
from labormarket.pay.scan import Tokens
from labormarket.pay.statement import Statement

THOUSAND = 1000
MOST_REVERSED = 10  # "45-25K" is reversed, "500-1k" is not
CENT = Decimal("0.01")


def _tidy(number: Decimal) -> Decimal:
    """15000 rather than 15000.0, which multiplication leaves."""
    whole = number.to_integral_value()
    return whole if whole == number else number


class Slot:
    """Where one number stands, and what is to be done with its digits."""

    __slots__ = ("cleaner", "constant", "end", "factor", "rest", "start", "subunit")

    def __init__(self, amount: Amount) -> None:
        self.start, self.end = amount.start, amount.end
        self.constant = amount.number
        self.factor = amount.factor
        self.subunit = amount.subunit
        self.cleaner = CLEANERS[amount.mark]
        self.rest = None if amount.rest is None else Slot(amount.rest)

    def moved(self, place: Callable[[int], int]) -> Slot:
        """The same, where its text has moved."""
        slot = copy(self)
        slot.start, slot.end = place(self.start), place(self.end)
        slot.rest = None if self.rest is None else self.rest.moved(place)
        return slot

    def number(self, text: str) -> Decimal:
        """The number as written, before its magnitude."""
        if self.constant is not None:
            return self.constant
        digits = text[self.start : self.end]
        number = Decimal(digits if digits.isdigit() else digits.translate(self.cleaner))
        if self.rest is None or self.factor is None:
            return number
        return number + self.rest.scaled(self.rest.number(text)) / self.factor

    def scaled(self, number: Decimal) -> Decimal:
        """The number in units of the currency."""
        if self.factor:
            return _tidy(number * self.factor)
        return _tidy(number * CENT) if self.subunit else number


class VaguePlan:
    """Pay in words that aren't numbers, which other digits elsewhere in the text don't change."""

    __slots__ = ("pay",)

    def __init__(self, pay: PayRange) -> None:
        self.pay = pay

    def moved(self, place: Callable[[int], int]) -> VaguePlan:
        """The same, where its text has moved."""
        start, end = self.pay.span
        return VaguePlan(self.pay._replace(span=(place(start), place(end))))

    def read(self, text: str) -> PayRange:
        """The statement in the words of a text of the same shape."""
        start, end = self.pay.span
        return self.pay._replace(text=text[start:end])


class Plan:
    """One statement without its digits: `read` puts the digits of a text in."""

    __slots__ = (
        *("approximate", "bound", "currency", "high", "lift_high"),
        *("lift_low", "low", "period", "span", "thousands"),
    )

    def __init__(self, found: Statement, tokens: Tokens) -> None:
        low, high = found.low, found.high
        self.low = Slot(low)
        self.high = None if high is None else Slot(high)
        self.lift_low = self.lift_high = 0  # the magnitude of the other end
        self.thousands = False
        if high is not None:
            if high.factor and not low.factor:
                self.lift_low = high.factor
            elif low.factor and not high.factor and high.digits <= 3:
                self.lift_high = low.factor
            elif not low.factor and not high.factor and not low.mark and low.number is None:
                self.thousands = low.digits <= 3 and high.digits == low.digits + 3
            if high.subunit and not low.subunit and not low.currencies:
                self.low.subunit = True
        self.currency = found.currency
        self.period = Period(found.period) if found.period else None
        self.bound = found.bound
        self.approximate = found.approximate
        self.span = (tokens.starts[found.first], tokens.ends[found.last - 1])

    def moved(self, place: Callable[[int], int]) -> Plan:
        """The same, where its text has moved."""
        plan = copy(self)
        plan.low = self.low.moved(place)
        plan.high = None if self.high is None else self.high.moved(place)
        plan.span = (place(self.span[0]), place(self.span[1]))
        return plan

    def read(self, text: str) -> PayRange:
        """The statement with the digits of a text of the same shape."""
        slot = self.low
        number = slot.number(text)
        bound, span = self.bound, self.span
        if self.high is None:
            one = slot.scaled(number) if slot.factor or slot.subunit else number
            low, high = (None if bound is Bound.UPPER else one), (None if bound is Bound.LOWER else one)
        else:
            low, high, bound = self._ends(text, number)
        return PayRange(low, high, self.currency, self.period, bound, self.approximate, text[span[0] : span[1]], span)

    def _ends(self, text: str, first: Decimal) -> tuple[Decimal | None, Decimal | None, Bound]:
        """Both ends of a range: a magnitude reaches the end that lacks it, reversed ends are put in order."""
        assert self.high is not None
        second = self.high.number(text)
        one, two = self.low.scaled(first), self.high.scaled(second)
        if self.lift_low and first <= second * MOST_REVERSED:
            one = _tidy(one * self.lift_low)
        elif self.lift_high and first <= second:
            two = _tidy(two * self.lift_high)
        elif self.thousands and first * THOUSAND <= second:
            one *= THOUSAND
        if one > two:
            one, two = two, one
        if self.bound is Bound.LOWER:
            return one, None, Bound.LOWER
        return one, two, (Bound.EXACT if one == two else self.bound)
