"""Excel workbooks (.xlsx): each sheet with a table of pay, read row by row whatever size the sheet claims."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO, cast

from labormarket.readers.column_map import ColumnMap
from labormarket.readers.formats.rows import (
    HEADER_WITHIN,
    SAMPLE_ROWS,
    BadRecord,
    Rows,
    bad_rows,
    columns_of_grid,
    rows_of_grid,
)
from labormarket.readers.model import Budget, ReadOptions, UnreadableError
from labormarket.readers.source import Source
from labormarket.readers.splits import Split

ROWS_AT_ONCE = 20_000
MOST_ROWS = 1_048_576
"""Of a sheet: no spreadsheet writes more, and one that names row 2,000,000,000 would be walked through to it."""


def plan_excel(source: Source, options: ReadOptions) -> Iterator[Split]:
    """Give one split for each sheet."""
    for number, sheet in enumerate(open_book(source, options.budget).worksheets):
        yield Split(source, "excel", number, part=sheet.title)


def open_book(source: Source, budget: Budget) -> Any:
    """Open a workbook, UnreadableError where it is none, unpacks to more than the budget, or declares entities."""
    import openpyxl  # slow to import

    file = cast(BinaryIO, source.open())
    try:
        with zipfile.ZipFile(file) as parts:
            if budget.unpacked_bytes and sum(part.file_size for part in parts.infolist()) > budget.unpacked_bytes:
                raise UnreadableError(f"unpacks to more than {budget.unpacked_bytes // 1024**2} MB; save it as CSV")
            if any(b"<!DOCTYPE" in parts.open(part).read(4096) for part in parts.infolist() if part.file_size):
                raise UnreadableError("its XML declares entities")
        return openpyxl.load_workbook(file, read_only=True, data_only=True)
    except UnreadableError:
        raise
    except Exception as error:  # openpyxl lets through whatever zipfile, its XML parser or its own code raised
        raise UnreadableError(f"no readable Excel file: {type(error).__name__}; save it again, or as CSV") from None


def read_excel_split(split: Split, options: ReadOptions) -> Iterator[Rows]:
    """Read the rows of one sheet; one without a table of pay, or the rest of a broken one, is a bad record."""
    sheet = open_book(split.source, options.budget)[split.part]
    sheet.reset_dimensions()  # what the sheet says of its own size is not believed
    grids = cells_of(sheet, options.budget)
    place = f"sheet {split.part!r}"
    head, fault = take_rows(grids, HEADER_WITHIN + SAMPLE_ROWS)
    if fault and not head:
        raise UnreadableError(f"{place}: {fault}")
    try:
        at, columns = columns_of_grid(head, options)
    except UnreadableError as error:
        yield bad_rows(ColumnMap((), {}), [BadRecord(1, fault or str(error), "", place)])
        return
    yield rows_of_grid(head[at + 1 :], columns, at + 2)
    first = len(head) + 1
    while not fault:
        grid, fault = take_rows(grids, ROWS_AT_ONCE)
        if not grid:
            break
        yield rows_of_grid(grid, columns, first)
        first += len(grid)
    if fault:
        yield bad_rows(columns, [BadRecord(first, fault, "", f"{place} from row {first} on")])


def take_rows(grids: Iterator[list[str]], most: int) -> tuple[list[list[str]], str]:
    """Take some rows of a sheet, and say what ended them before, "" for nothing: the rows up to there stand."""
    taken: list[list[str]] = []
    try:
        for row in islice(grids, most):
            taken.append(row)
    except UnreadableError as error:
        return taken, str(error)
    except Exception as error:  # openpyxl lets through what its XML parser or its own code raised
        return taken, f"broken: {type(error).__name__}; save it again, or as CSV"
    return taken, ""


def cells_of(sheet: Any, budget: Budget) -> Iterator[list[str]]:
    """Give the rows of a sheet as texts, within the budget of cells, columns and characters."""
    seen = 0
    clipped: dict[str, str] = {}
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > MOST_ROWS:
            raise UnreadableError(f"more than {MOST_ROWS:,} rows; save it as CSV")
        seen += len(row) + 1
        if seen > budget.cells:
            raise UnreadableError(f"more than {budget.cells:,} cells, empty ones among them; save it as CSV")
        if any(cell is not None for cell in row[budget.columns :]):
            raise UnreadableError(f"more than {budget.columns:,} columns; save the table as CSV")
        yield [cell_text(cell, budget.cell_chars, clipped) for cell in row[: budget.columns]]


def cell_text(cell: object, longest: int, clipped: dict[str, str]) -> str:
    """Return a cell as text; a whole number that a spreadsheet made a float is whole again.

    >>> [cell_text(cell, 99, {}) for cell in (40.0, None, " a ", datetime.date(2026, 1, 2))]
    ['40', '', 'a', '2026-01-02']
    """
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, str):  # a shared text of 100 MB may stand in thousands of cells
        return clipped.setdefault(cell, cell[:longest]) if len(cell) > longest else cell.strip()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat()[:19]
    return str(cell)[:longest].strip()
