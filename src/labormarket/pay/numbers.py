"""Number formats: which marks group the digits, which one is the decimal mark, and what class of number it is."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

SPACES = " \u00a0\u202f\u2009"
# A run of digits and marks. "12 000" needs groups of three; "90, 000" and "10, 68 euro" are slips that adverts make;
# "2:50 kr" is Swedish.
NUMBER = (
    r"(?<![^$£€ –-])\.\d{1,4}"
    r"|\d{1,3}(?:, |:)\d\d(?= ?(?:(?:[eE]uro|EUR|kr)\b|€))"
    rf"|\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?!\d)(?:[.,]\d{{1,2}}(?!\d))?"
    r"|\d{1,3}(?:, 000)+(?!\d)|\d+(?:[.,'’]\d+)*"
)

_GROUPED = re.compile(rf"[1-9]\d{{0,2}}(?:([.,'’{SPACES}]) ?\d{{3}})(?:\1\d{{3}})*(?:([.,])\d+)?")
_INDIAN = re.compile(r"[1-9]\d?(?:,\d\d)+,\d{3}(?:(\.)\d+)?")
_SIMPLE = re.compile(r"(?:0|[1-9]\d*)?([.,:]) ?\d+")
LONGEST = 18  # digits and marks: longer runs are serial numbers, not money

_DROP = str.maketrans("", "", ".,'’" + SPACES)
_KEEP_POINT = str.maketrans("", "", ",'’" + SPACES)
_KEEP_COMMA = str.maketrans(",", ".", ".'’" + SPACES)
CLEANERS = {"": _DROP, ".": _KEEP_POINT, ",": _KEEP_COMMA, ":": str.maketrans(":", ".", " ")}
PENSION_PLANS = frozenset({"401", "403", "457"})  # 401(k), 403(b), 457(b): savings plans of US tax law


class NumberClass(NamedTuple):
    """All that the grammar may know of a number; its digits enter only where the pay range is filled in."""

    digits: int  # before the decimal mark
    mark: str  # its decimal mark
    is_grouped: bool  # it holds marks or decimals
    meaning: str  # "year", "plan" (401), "one", "hundreds" (it ends in 00), "fraction" (under one), or nothing


@lru_cache(maxsize=4096)
def decimal_mark(shape: str) -> str | None:
    """The decimal mark of a number ("" for none), or None where the run of digits isn't a number.

    >>> [decimal_mark(text) for text in ("1.234,56", "1,20,000", "12,5", "25.000", "0.049", "1.2.3", "007")]
    [',', '', ',', '', '.', None, None]
    """
    if len(shape) > LONGEST:
        return None
    if shape.isdigit():
        return None if shape[0] == "0" and len(shape) > 1 else ""
    if match := _GROUPED.fullmatch(shape):
        return match[2] if match[2] and match[2] != match[1] else ("" if not match[2] else None)
    if match := _INDIAN.fullmatch(shape):
        return match[1] or ""
    match = _SIMPLE.fullmatch(shape)
    return match[1] if match else None


@lru_cache(maxsize=4096)
def class_of(digits: str) -> NumberClass | None:
    """The class of a number, or None where the run of digits isn't a number.

    >>> class_of("2026"), class_of("1.234,5"), class_of("00.5")
    (NumberClass(digits=4, mark='', is_grouped=False, meaning='year'), \
NumberClass(digits=4, mark=',', is_grouped=True, meaning=''), None)
    """
    mark = decimal_mark(digits)
    if mark is None:
        return None
    whole = digits.rpartition(mark)[0] if mark else digits
    count = len(whole) if whole.isdigit() else sum(map(str.isdigit, whole))
    meaning = (
        "year"
        if count == len(digits) == 4 and digits[:2] in ("19", "20")
        else "plan"
        if digits in PENSION_PLANS
        else "one"
        if digits == "1"
        else "hundreds"
        if digits[-2:] == "00"
        else "fraction"
        if mark and digits[0] == "0"
        else ""
    )
    return NumberClass(count, mark, len(digits) > count, meaning)


def to_decimal(text: str, mark: str) -> Decimal:
    """The value of a number whose decimal mark is known.

    >>> to_decimal("12 000,50", ",")
    Decimal('12000.50')
    """
    return Decimal(text if text.isdigit() else text.translate(CLEANERS[mark]))
