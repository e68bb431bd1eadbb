"""What each processed table must look like: its key, its columns, its order and the checks that every save runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from labormarket.files.errors import UserError
from labormarket.tables.columns import BOOLEAN, INTEGER, NUMBER, TEXT, ColumnSpec

if TYPE_CHECKING:
    import pandera.pandas as pa

PANDAS_TYPE = {TEXT: "str", NUMBER: "float64", INTEGER: "int64", BOOLEAN: "bool"}


class TableSpec(NamedTuple):
    """One processed table: what one row is, what makes it unique, its columns, and checks across columns."""

    name: str
    title: str
    one_row_is: str
    key: tuple[str, ...]
    columns: tuple[ColumnSpec, ...]
    checks: tuple[tuple[str, Callable[[pd.DataFrame], pd.Series]], ...] = ()
    keeps_order: bool = False
    """True where the rows have an order of their own (tiers from low to high); otherwise rows are sorted by the key."""

    @property
    def column_names(self) -> list[str]:
        """Names of the columns, in the order of the file."""
        return [column.name for column in self.columns]


class TableError(UserError, ValueError):
    """A processed table that breaks its own definition: says which table, which rows and which check."""


def schema_of(spec: TableSpec) -> pa.DataFrameSchema:
    """Turn a table's definition into its pandera schema."""
    import pandera.pandas as pa  # takes a second to load, and only a save or a load needs it

    columns = {}
    for column in spec.columns:
        checks = []
        if column.allowed:
            checks.append(pa.Check.isin(column.allowed))
        if column.minimum is not None:
            checks.append(pa.Check.ge(column.minimum))
        if column.type == NUMBER:
            checks.append(pa.Check(lambda values: ~np.isinf(values), name="finite"))
        if column.type == TEXT:
            checks.append(pa.Check(lambda values: values.ne(""), name="missing is empty, never an empty text"))
        columns[column.name] = pa.Column(
            PANDAS_TYPE[column.type],
            checks,
            nullable=not column.required,
            description=column.description,
            metadata={"unit": column.unit},
        )
    across = [pa.Check(check, name=name) for name, check in spec.checks]
    return pa.DataFrameSchema(columns, across, unique=list(spec.key), name=spec.name, title=spec.title)


def settle_table(spec: TableSpec, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table with its columns, types and row order settled; raise TableError where a column is missing.

    Row order is that of the key, unless the table keeps an order of its own.
    """
    missing = [name for name in spec.column_names if name not in frame.columns]
    if missing:
        raise TableError(f"{spec.name}: no column {', '.join(missing)}")
    try:
        table = frame[spec.column_names].astype({column.name: PANDAS_TYPE[column.type] for column in spec.columns})
    except (ValueError, TypeError, OverflowError) as error:
        raise TableError(f"{spec.name}: {error}") from None
    if not spec.keeps_order:
        table = table.sort_values(list(spec.key), kind="stable")
    return table.reset_index(drop=True)


def check_table(spec: TableSpec, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the settled table; raise TableError, which names the rows, where it breaks its definition."""
    from pandera.errors import SchemaErrors

    table = settle_table(spec, frame)
    try:
        return schema_of(spec).validate(table, lazy=True)
    except SchemaErrors as broken:
        raise TableError(f"{spec.name}: {say_what_broke(broken.failure_cases, table[list(spec.key)])}") from None


def say_what_broke(cases: pd.DataFrame, keys: pd.DataFrame, most: int = 5) -> str:
    """Put the first broken checks into words: the column, the check, the key of the row and what was found there."""
    across = cases["schema_context"].eq("DataFrameSchema")  # pandera lists such a row once for each of its columns
    cases = cases.assign(
        column=cases["column"].mask(across, "row"), failure_case=cases["failure_case"].mask(across, None)
    ).drop_duplicates(["column", "check", "index"])
    lines = [f"{len(cases)} broken checks"]
    for case in cases.head(most).to_dict("records"):
        row = f", row {list(keys.iloc[int(case['index'])])}" if pd.notna(case["index"]) else ""
        found = f", found {case['failure_case']!r}" if case["column"] != "row" else ""
        lines.append(f"  {case['column']}: {case['check']}{row}{found}")
    return "\n".join(lines)
