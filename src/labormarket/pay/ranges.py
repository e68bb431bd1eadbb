"""What a pay statement says: the PayRange and the words that its fields may hold."""

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


class PayRange(NamedTuple):
    """One pay statement as stated: nothing annualised, converted or averaged.

    `low` and `high` are in units of `currency` (ISO 4217, a stablecoin as written, or None) per `period`; an end that
    the text doesn't state is None. `span` holds the offsets of `text` in the text that was read.
    """

    low: Decimal | None
    high: Decimal | None
    currency: str | None
    period: Period | None
    bound: Bound
    approximate: bool
    text: str
    span: tuple[int, int]
