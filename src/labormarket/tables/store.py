"""Processed tables on disk: each as CSV for people and as Parquet for programs, the same rows in both."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from labormarket.files.atomic_write import write_whole
from labormarket.files.safe_csv import guard_cells, unguard_cells
from labormarket.sources import find_project_root
from labormarket.tables.columns import BOOLEAN, INTEGER, NUMBER, TEXT
from labormarket.tables.definitions import TABLES
from labormarket.tables.schemas import TableSpec, check_table

PROCESSED = Path("data", "processed")
ARROW_TYPE = {TEXT: pa.string(), NUMBER: pa.float64(), INTEGER: pa.int64(), BOOLEAN: pa.bool_()}


def write_number(value: float) -> str:
    """Write a number in full, without an exponent or a needless ".0".

    >>> write_number(20.0), write_number(0.049), write_number(1e-06), write_number(float("nan"))
    ('20', '0.049', '0.000001', '')
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
    schema = pa.schema([pa.field(column.name, ARROW_TYPE[column.type]) for column in spec.columns])
    arrow = pa.Table.from_pandas(table[spec.column_names], schema=schema, preserve_index=False)
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
    """Load a processed table from its Parquet file, with the column types of its definition.

    A column that the edition which built the file didn't have yet is missing throughout, where it may be missing.
    """
    if name not in TABLES:
        raise KeyError(f"no table {name!r}; there are {', '.join(TABLES)}")
    path = (root or find_project_root()) / PROCESSED / f"{name}.parquet"
    if not path.is_file():
        raise FileNotFoundError(f"{PROCESSED.as_posix()}/{name}.parquet isn't there: run `labormarket build` first")
    table = pq.read_table(path).to_pandas()
    newer = [column.name for column in TABLES[name].columns if column.type in (TEXT, NUMBER) and not column.required]
    return check_table(TABLES[name], table.assign(**{column: None for column in newer if column not in table}))


def read_csv_twin(name: str, content: bytes) -> pd.DataFrame:
    """Read a processed CSV back into the very table that was saved, apostrophes taken off again."""
    spec = TABLES[name]
    text = pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False, na_values=[""])
    for column in spec.columns:
        if column.type == TEXT:
            text[column.name] = unguard_cells(text[column.name])
        elif column.type == BOOLEAN:
            text[column.name] = text[column.name].eq("true")
        else:
            text[column.name] = pd.to_numeric(text[column.name])
    return check_table(spec, text)
