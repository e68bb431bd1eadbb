"""Dates as boards write them, to ISO 8601."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from functools import cache

from babel.dates import get_month_names

from labormarket.readers.listing.structured_pay import amount_of

ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)")
NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")
NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|\.|er"
    r"|º)?[\s,-]+(?:de\s+)?)?([^\W\d_]{3,12})\.?[\s,-]*(?:de\s+)?(?:(\d{1,2})(?:st|nd|rd"
    r"|th)?,?\s+)?[\s,-]*(\d{4})(?!\d)"
)
AGO = re.compile(
    r"(\d+)(\+)?\s*(minute|min|hour|hr|h|day|d|week|w|month|mo)s?\b.{0,6}\bago\b|\b(today|just\s+(?:now|posted)"
    r"|yesterday)\b",
    re.IGNORECASE,
)
DAYS = {"minute": 0, "min": 0, "hour": 0, "hr": 0, "h": 0, "day": 1, "d": 1, "week": 7, "w": 7, "month": 30, "mo": 30}
EPOCHS = {8: 1, 9: 1, 11: 1000, 12: 1000, 14: 1_000_000, 15: 1_000_000}
"""Of a moment since 1970: the power of ten of its first digit -> its units in a second."""
FIRST_YEAR = 1990  # before it, nobody posted a job on the web: a smaller number is no date
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl")


@cache
def months() -> dict[str, int]:
    """The names of the months, whole and short, in the languages of boards -> their number."""
    return {
        name.casefold().rstrip("."): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    } | {"sept": 9}


def date_of(value: object, *, day_first: bool | None = None, today: str = "") -> str:
    """Return the date of a cell as 2026-11-23, or 2026-11 where it names no day; empty where it is none.

    Reads ISO 8601, names of months, numbers (day first or month first where a number over 12 or the column says so,
    else the year alone), seconds or milliseconds since 1970, and "3 days ago" where `today` is known.

    >>> date_of("2026-01-14T10:55:28-05:00"), date_of(1700000000000), date_of("Apr 10, 2025"), date_of("10. März 2025")
    ('2026-01-14', '2023-11-14', '2025-04-10', '2025-03-10')
    >>> date_of("25/03/2025"), date_of("04/05/2025"), date_of("4/5/2025", day_first=False), date_of("last week")
    ('2025-03-25', '2025', '2025-04-05', '')
    >>> date_of("Posted 3 Days Ago", today="2026-11-23"), date_of("30+ days ago", today="2026-11-23")
    ('2026-11-20', '')
    """
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return from_epoch(Decimal(str(value)))
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    text = value.strip()[:80] if isinstance(value, str) else ""
    if not text or not text.isprintable():
        return ""
    if match := ISO.match(text):
        return iso(match[1], match[2], match[3])
    if re.fullmatch(r"\d{8}", text):
        return iso(text[:4], text[4:6], text[6:])
    if re.fullmatch(r"[\d.]+(?:[eE]\+?\d{1,2})?", text):
        return from_epoch(amount_of(text) or Decimal(0))
    if match := NUMBERS.match(text):
        return from_numbers(*match.groups(), day_first=day_first)
    for match in NAMED.finditer(text):
        if month := months().get(match[2].casefold()):
            return iso(match[4], str(month), match[1] or match[3])
    if today and (match := AGO.search(text)):
        return before(today, match)
    return ""


def iso(year: str, month: str, day: str | None) -> str:
    """Write a date, empty where the calendar has none such."""
    try:
        whole = datetime.date(int(year), int(month), int(day or 1))
    except ValueError:
        return ""
    return whole.isoformat()[: 10 if day else 7] if FIRST_YEAR <= whole.year < 2100 else ""


def from_epoch(number: Decimal) -> str:
    """Read seconds, milliseconds, or microseconds since 1970."""
    units = EPOCHS.get(number.adjusted()) if number.is_finite() and number > 0 else None
    if units is None:
        return ""
    moment = datetime.datetime.fromtimestamp(float(number / units), tz=datetime.UTC)
    return moment.date().isoformat() if FIRST_YEAR <= moment.year < 2100 else ""


def from_numbers(first: str, second: str, year: str, *, day_first: bool | None) -> str:
    """Read 25/03/2025 and 3/25/2025; where both may be the month, the year alone is sure."""
    year = year if len(year) == 4 else f"20{year}"
    if int(first) > 12:
        day_first = True
    elif int(second) > 12 or first == second:
        day_first = False
    if day_first is None:
        return year if FIRST_YEAR <= int(year) < 2100 else ""
    return iso(year, second, first) if day_first else iso(year, first, second)


def before(today: str, match: re.Match[str]) -> str:
    """Count back from the day of collection; "30+ days ago" may be any day."""
    if match[2]:
        return ""
    days = int(match[1]) * DAYS[match[3].lower()] if match[1] else int(match[4].lower() == "yesterday")
    try:
        day = datetime.date.fromisoformat(today) - datetime.timedelta(days=days)
    except (ValueError, OverflowError):
        return ""
    return day.isoformat() if day.year >= FIRST_YEAR else ""


def is_day_first(cells: list[str]) -> bool | None:
    """Tell from a column's cells whether its numbers begin with the day; None where nothing says so.

    >>> is_day_first(["04/05/2025", "25/05/2025"]), is_day_first(["04/05/2025"])
    (True, None)
    """
    pairs = [(int(m[1]), int(m[2])) for cell in cells if isinstance(cell, str) and (m := NUMBERS.match(cell.strip()))]
    first, second = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    return None if first == second else first
