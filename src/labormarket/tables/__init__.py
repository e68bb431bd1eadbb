"""The processed tables: defined, checked, saved, loaded, described."""

from labormarket.tables.definitions import TABLES
from labormarket.tables.describe import data_package, dictionary_page
from labormarket.tables.one_writer import one_writer
from labormarket.tables.schemas import TableError, TableSpec, check_table
from labormarket.tables.spreadsheet import guard_cells, guard_text, unguard_cells, unguard_text
from labormarket.tables.store import PROCESSED, as_csv, as_parquet, load_table, read_csv_twin, save_tables
from labormarket.tables.whole_file import write_whole

__all__ = [
    "PROCESSED",
    "TABLES",
    "TableError",
    "TableSpec",
    "as_csv",
    "as_parquet",
    "check_table",
    "data_package",
    "dictionary_page",
    "guard_cells",
    "guard_text",
    "load_table",
    "one_writer",
    "read_csv_twin",
    "save_tables",
    "unguard_cells",
    "unguard_text",
    "write_whole",
]
