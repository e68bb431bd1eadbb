"""The dictionary of columns: one home for each column's type, unit and meaning, shared by every table that has it."""

from __future__ import annotations

from typing import NamedTuple

TEXT, NUMBER, INTEGER, BOOLEAN = "string", "number", "integer", "boolean"


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


def number(
    name: str, description: str, unit: str, *, required: bool = False, minimum: float | None = 0.0
) -> ColumnSpec:
    """Describe a column of numbers with their unit."""
    return ColumnSpec(name, NUMBER, description, unit, required, minimum=minimum)


def count(name: str, description: str, unit: str, *, required: bool = True) -> ColumnSpec:
    """Describe a column of whole numbers, 0 or more."""
    return ColumnSpec(name, INTEGER, description, unit, required, minimum=0.0)
