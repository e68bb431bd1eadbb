"""Pay text -> PayRange: nothing invented, nothing converted, never an exception."""

from __future__ import annotations

from labormarket.pay.column import parse_pay_column
from labormarket.pay.model import Bound, PayRange, Period
from labormarket.pay.parser import find_pay, parse_pay

__all__ = ["Bound", "PayRange", "Period", "find_pay", "parse_pay", "parse_pay_column"]
