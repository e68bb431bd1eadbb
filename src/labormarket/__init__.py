"""What AI training pays: pay statements into sourced tables, tables into a ladder of wage tiers.

The public names load their room on first use, so that `import labormarket` stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labormarket.pay import Bound, PayRange, Period, find_pay, parse_pay, parse_pay_column

__all__ = ["Bound", "PayRange", "Period", "find_pay", "parse_pay", "parse_pay_column"]

__version__ = "0.1.0"

# public name -> the room that defines it
HOME: dict[str, str] = {
    "Bound": "labormarket.pay",
    "PayRange": "labormarket.pay",
    "Period": "labormarket.pay",
    "find_pay": "labormarket.pay",
    "parse_pay": "labormarket.pay",
    "parse_pay_column": "labormarket.pay",
    "PlatformMatch": "labormarket.platforms",
    "ProfessionMatch": "labormarket.professions",
    "match_platform": "labormarket.platforms",
    "match_platform_column": "labormarket.platforms",
    "match_profession": "labormarket.professions",
    "match_profession_column": "labormarket.professions",
    "draw_chart": "labormarket.charts",
    "house_style": "labormarket.charts",
}


def __getattr__(name: str) -> object:
    if name in HOME:
        return getattr(import_module(HOME[name]), name)
    raise AttributeError(f"module 'labormarket' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *HOME])
