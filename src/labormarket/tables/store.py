"""Processed tables on disk: each as CSV for people and as Parquet for programs, the same rows in both."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from labormarket.files.atomic_write import write_whole
from labormarket.files.safe_csv import guard_cells, unguard_cells
from labormarket.sources import find_edition, find_project_root
from labormarket.tables.columns import BOOLEAN, INTEGER, NUMBER, TEXT
from labormarket.tables.definitions import TABLES
from labormarket.tables.schemas import TableError, TableSpec, check_table, settle_table

PROCESSED = Path("data", "processed")
ARROW_TYPE = {TEXT: "string", NUMBER: "float64", INTEGER: "int64", BOOLEAN: "bool"}


def write_number(value: float) -> str:
    """Write a number in full, without an exponent or a needless ".0".

    >>> write_number(20.0), write_number(1 / 81), write_number(1e-06), write_number(float("nan"))
    ('20', '0.0123456790123457', '0.000001', '')
    """
    if pd.isna(value):
        return ""
    return f"{value:.15f}".rstrip("0").rstrip(".") if abs(value) < 1e-4 else f"{value:.15g}"


def as_csv(spec: TableSpec, table: pd.DataFrame) -> bytes:
    """Return the table as UTF-8 CSV: missing is empty, texts cannot be run by a spreadsheet, lines end in a newline."""
    cells = {}
    for column in spec.columns:
        values = table[column.name]
        if column.type == TEXT:
            cells[column.name] = guard_cells(values)
        elif column.type == BOOLEAN:
            cells[column.name] = values.map({True: "true", False: "false"})
        else:
            cells[column.name] = values.map(write_number)
    text = pd.DataFrame(cells, columns=spec.column_names).to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8")


def as_parquet(spec: TableSpec, table: pd.DataFrame) -> bytes:
    """Return the table as Parquet, without the metadata that would change with the version of pandas."""
    import pyarrow as pa  # a tenth of a second and 170 MB that reading a table can do without
    import pyarrow.parquet as pq

    schema = pa.schema([(column.name, ARROW_TYPE[column.type]) for column in spec.columns])
    arrow = pa.Table.from_pandas(table[spec.column_names], schema=schema)
    sink = io.BytesIO()
    pq.write_table(arrow.replace_schema_metadata(None), sink, compression="zstd")
    return sink.getvalue()


def save_tables(tables: Mapping[str, pd.DataFrame], root: Path | None = None) -> dict[str, pd.DataFrame]:
    """Check every table, then write all of them whole; return the tables as checked.

    Raises TableError before anything is written where one of them breaks its definition, so that the last good build
    stays as it was.
    """
    checked = check_tables(tables)
    write_whole(table_files(checked, root or find_project_root()))
    return checked


def check_tables(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables with the column types of their definitions; raise TableError where one breaks its own."""
    return {name: check_table(TABLES[name], frame) for name, frame in tables.items()}


def table_files(tables: Mapping[str, pd.DataFrame], root: Path) -> dict[Path, bytes]:
    """Return the content of both files of each checked table, by path."""
    folder = root / PROCESSED
    return {
        folder / f"{name}.{form}": write(TABLES[name], table)
        for name, table in tables.items()
        for form, write in (("csv", as_csv), ("parquet", as_parquet))
    }


def load_table(name: str, root: Path | None = None) -> pd.DataFrame:
    """Load a processed table from its CSV file, with the column types of its definition.

    A column that the edition which built the file didn't have yet is missing throughout, where it may be missing.
    Raises TableError for a file that is damaged or breaks its definition.
    """
    if name not in TABLES:
        raise KeyError(f"no table {name!r}; there are {', '.join(TABLES)}")
    path = (root or find_edition()) / PROCESSED / f"{name}.csv"
    if not path.is_file():
        raise FileNotFoundError(f"{PROCESSED.as_posix()}/{name}.csv isn't there: run `labormarket build` first")
    return read_csv_twin(name, path.read_bytes())


def read_csv_twin(name: str, content: bytes) -> pd.DataFrame:
    """Read a processed CSV back into the very table that was saved, apostrophes taken off again.

    Raises TableError for a file that is damaged.
    """
    spec = TABLES[name]
    try:
        table = pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False, na_values=[""])
        for column in spec.columns:
            if column.name not in table:
                if column.type in (TEXT, NUMBER) and not column.required:
                    table[column.name] = None
            elif column.type == TEXT:
                table[column.name] = unguard_cells(table[column.name])
            elif column.type == BOOLEAN:
                table[column.name] = table[column.name].eq("true")
            else:
                table[column.name] = pd.to_numeric(table[column.name])
    except (ValueError, pd.errors.ParserError) as error:
        raise TableError(f"{name}.csv is damaged ({error}): run `labormarket build` again") from None
    return settle_table(spec, table)
