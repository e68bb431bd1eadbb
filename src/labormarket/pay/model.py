"""Model of a pay statement: PayRange, and the words that its fields may hold."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Period(StrEnum):
    """The time or the piece of work that an amount is for."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    MINUTE = "minute"
    TASK = "task"
    WORD = "word"
    PAGE = "page"
    PROJECT = "project"
    AUDIO_HOUR = "audio_hour"
    AUDIO_MINUTE = "audio_minute"
    OTHER = "other"


class Bound(StrEnum):
    """Which ends of the range the text states."""

    RANGE = "range"
    EXACT = "exact"
    UPPER = "upper"
    LOWER = "lower"
    VAGUE = "vague"


RANGE, EXACT, UPPER, LOWER, VAGUE = Bound  # looking up a member takes as long as three comparisons


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


class PayRange(NamedTuple):
    """One pay statement as stated: nothing annualised, converted or averaged.

    `low` and `high` are in units of `currency` (ISO 4217, a stablecoin as written, or None) per `period`; an end that
    the text doesn't state is None. `span` holds the offsets of `text` in the text that was read. `minutes_low` and
    `minutes_high` are the time that the statement itself gives for its piece of work, None where it gives none.

    >>> from labormarket.pay import parse_pay
    >>> print(parse_pay("£42-48,000")), print(parse_pay("about $41+/hr")), print(parse_pay("a few cents each"))
    42000 to 48000 GBP
    about from 41 USD / hour
    vague USD / task
    (None, None, None)
    """

    low: Decimal | None
    high: Decimal | None
    currency: str | None
    period: Period | None
    bound: Bound
    approximate: bool
    text: str
    span: tuple[int, int]
    minutes_low: Decimal | None = None
    minutes_high: Decimal | None = None

    def __str__(self) -> str:
        """The reading in one line: bound, amounts, currency, period and the time stated."""
        amount = {
            Bound.RANGE: f"{_plain(self.low)} to {_plain(self.high)}",
            Bound.EXACT: _plain(self.low),
            Bound.UPPER: f"up to {_plain(self.high)}",
            Bound.LOWER: f"from {_plain(self.low)}",
            Bound.VAGUE: "vague",
        }[self.bound]
        about = "about " if self.approximate else ""
        currency = f" {self.currency}" if self.currency else ""
        period = f" / {self.period.value}" if self.period else ""
        shortest, longest = _plain(self.minutes_low), _plain(self.minutes_high)
        minutes = shortest if shortest == longest else f"{shortest} to {longest}"
        return f"{about}{amount}{currency}{period}{f' of {minutes} minutes' if minutes else ''}"

    def _repr_html_(self) -> str:
        """The reading and its words, for a notebook."""
        import html

        return f"<b>{html.escape(str(self))}</b> <q>{html.escape(self.text)}</q>"
