"""The dictionary of columns: one home for each column's type, unit and meaning, shared by every table that has it."""

from __future__ import annotations

from typing import NamedTuple

TEXT, NUMBER, INTEGER, BOOLEAN = "string", "number", "integer", "boolean"
USD_PER_HOUR = "US dollars per hour"
INTL_PER_HOUR = "international dollars per hour"
AS_STATED = "currency per period"


class ColumnSpec(NamedTuple):
    """One column: its name, its Frictionless type, what it means, its unit, whether it may be empty, what it allows."""

    name: str
    type: str
    description: str
    unit: str = ""
    required: bool = False
    allowed: tuple[str, ...] = ()
    minimum: float | None = None


def text(name: str, description: str, *, required: bool = False, allowed: tuple[str, ...] = ()) -> ColumnSpec:
    """Describe a column of text."""
    return ColumnSpec(name, TEXT, description, required=required, allowed=allowed)


def flag(name: str, description: str) -> ColumnSpec:
    """Describe a column of true and false, never empty.

    >>> flag("annual_only", "Published per year only.").required
    True
    """
    return ColumnSpec(name, BOOLEAN, description, required=True)


def number(
    name: str, description: str, unit: str, *, required: bool = False, minimum: float | None = 0.0
) -> ColumnSpec:
    """Describe a column of numbers with their unit."""
    return ColumnSpec(name, NUMBER, description, unit, required, minimum=minimum)


def ends(
    prefix: str, description: str, unit: str, words: tuple[str, str] = ("Lower", "Upper")
) -> tuple[ColumnSpec, ColumnSpec]:
    """Describe the columns of the low and the high end of a range; {} in the description is the end's word.

    >>> [(column.name, column.description) for column in ends("usd_", "{} end of the pay.", "dollars")]
    [('usd_low', 'Lower end of the pay.'), ('usd_high', 'Upper end of the pay.')]
    """
    low, high = words
    return number(f"{prefix}low", description.format(low), unit), number(
        f"{prefix}high", description.format(high), unit
    )


def count(name: str, description: str, unit: str, *, required: bool = True) -> ColumnSpec:
    """Describe a column of whole numbers, 0 or more.

    >>> count("rows", "Data rows in the file.", "rows").minimum
    0.0
    """
    return ColumnSpec(name, INTEGER, description, unit, required, minimum=0.0)
