"""Numbers as the world writes them: which marks group the digits, and which one is the decimal mark."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

SPACES = " \u00a0\u202f\u2009"
# A run of digits and marks. "12 000" needs groups of three; "90, 000" is a slip that adverts make.
NUMBER = (
    rf"(?<=[$£€ ])\.\d{{1,4}}|\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?!\d)(?:[.,]\d{{1,2}}(?!\d))?"
    r"|\d{1,3}, 000(?!\d)|\d+(?:[.,'’]\d+)*"
)

_GROUPED = re.compile(rf"[1-9]\d{{0,2}}(?:([.,'’{SPACES}]) ?\d{{3}})(?:\1\d{{3}})*(?:([.,])\d+)?")
_INDIAN = re.compile(r"[1-9]\d?(?:,\d\d)+,\d{3}(?:(\.)\d+)?")
_SIMPLE = re.compile(r"(?:0|[1-9]\d*)?([.,])\d+")
LONGEST = 18  # digits and marks: longer runs are serial numbers, not money

_DROP = str.maketrans("", "", ".,'’" + SPACES)
_KEEP_POINT = str.maketrans("", "", ",'’" + SPACES)
_KEEP_COMMA = str.maketrans(",", ".", ".'’" + SPACES)
CLEANERS = {"": _DROP, ".": _KEEP_POINT, ",": _KEEP_COMMA}


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


def to_decimal(text: str, mark: str) -> Decimal:
    """The value of a number whose decimal mark is known.

    >>> to_decimal("12 000,50", ",")
    Decimal('12000.50')
    """
    return Decimal(text.translate(CLEANERS[mark]))
