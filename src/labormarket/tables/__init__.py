"""The processed tables: defined, checked, saved, loaded, described."""

from labormarket.tables.definitions import TABLES
from labormarket.tables.describe import data_package, dictionary_page
from labormarket.tables.schemas import TableError, TableSpec, check_table
from labormarket.tables.store import (
    PROCESSED,
    as_csv,
    as_parquet,
    check_tables,
    load_table,
    read_csv_twin,
    save_tables,
    table_files,
)
from labormarket.tables.typed import load, name_edition, tables, with_plain_types

__all__ = [
    "PROCESSED",
    "TABLES",
    "TableError",
    "TableSpec",
    "as_csv",
    "as_parquet",
    "check_table",
    "check_tables",
    "data_package",
    "dictionary_page",
    "load",
    "load_table",
    "name_edition",
    "read_csv_twin",
    "save_tables",
    "table_files",
    "tables",
    "with_plain_types",
]
