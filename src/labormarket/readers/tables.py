"""Tables of pay in files: CSV and its cousins, Excel, Parquet, JSON records."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from labormarket.readers.columns import map_columns, read_rows, states_pay
from labormarket.readers.json_text import load_json, parse_json, words
from labormarket.readers.markup import decode_page
from labormarket.readers.model import MAX_PASSAGE, MAX_ROWS, Reading, Skipped, UnreadableError, check_size

MAX_UNPACKED = 200 * 1024 * 1024  # bytes of an Excel file once unpacked: a zip bomb stops here
HEADER_WITHIN = 15  # rows of titles, notes and blank lines that may stand above a spreadsheet's header


def read_delimited(content: bytes, *, name: str = "", url: str = "") -> Reading:
    """Read a CSV, TSV or semicolon file with a header, every cell as text.

    >>> [s.pay_text for s in read_delimited(b"role;pay\\ntutor;$20/hr\\n").statements]
    ['$20/hr']
    """
    text = decode_page(content)
    lines = text.lstrip("\ufeff\r\n")
    delimiter = delimiter_of(lines)
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter)
    try:
        return from_grid([row for _, row in zip(range(MAX_ROWS + HEADER_WITHIN + 2), reader, strict=False)], name, url)
    except csv.Error as error:
        raise UnreadableError(f"broken CSV at line {reader.line_num}: {error}") from None


def delimiter_of(text: str) -> str:
    """Return the delimiter under which one of the first lines makes a header of pay, or that occurs most in the first.

    Above a header may stand a title, a comment, or what spreadsheets write for each other.

    >>> delimiter_of("sep=;\\nRole;Pay\\ntutor;$20\\n"), delimiter_of("# exported, 2026\\nRole\\tPay\\n")
    (';', '\\t')
    """
    # an old Mac ends its lines with \r alone
    heads = re.split(r"[\r\n]", text[:MAX_PASSAGE], maxsplit=HEADER_WITHIN)[:HEADER_WITHIN]
    for head in heads:
        for delimiter in (",", ";", "\t", "|"):
            if states_pay(map_columns(next(csv.reader([head], delimiter=delimiter), []))):
                return delimiter
    return max((",", ";", "\t", "|"), key=heads[0].count)


def read_excel(content: bytes, *, name: str = "", url: str = "") -> Reading:
    """Read every sheet of an .xlsx file that has a table of pay; the others are named as skipped."""
    check_size(content)
    import openpyxl  # slow to import

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                raise UnreadableError(f"unpacks to more than {MAX_UNPACKED // 1024**2} MB")
            if any(b"<!DOCTYPE" in parts.open(part).read(4096) for part in parts.infolist() if part.file_size):
                raise UnreadableError("its XML declares entities")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except UnreadableError:
        raise
    except Exception as error:  # openpyxl lets through whatever zipfile, its XML parser or its own code raised
        raise UnreadableError(f"no readable Excel file: {type(error).__name__}") from None
    readings = []
    for sheet in book.worksheets:
        try:
            rows = sheet.iter_rows(values_only=True, max_row=MAX_ROWS + HEADER_WITHIN)
            grid = [["" if cell is None else cell_text(cell) for cell in row] for row in rows]
            readings.append(from_grid(grid, f"sheet {sheet.title!r}", url))
        except UnreadableError as error:
            readings.append(Reading(skipped=(Skipped(f"sheet {sheet.title!r}", str(error)),)))
        except Exception as error:
            raise UnreadableError(f"sheet {sheet.title!r} is broken: {type(error).__name__}") from None
    return joined(readings)


def read_parquet(content: bytes, *, name: str = "", url: str = "") -> Reading:
    """Read a Parquet file, every cell as text."""
    check_size(content)
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(io.BytesIO(content))
        if file.metadata.num_rows > MAX_ROWS:
            raise UnreadableError(f"more than {MAX_ROWS:,} rows: stream it")
        names = file.schema_arrow.names
        wanted = sorted(set(map_columns(names).values()))
        table = file.read(columns=[names[at] for at in wanted])
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UnreadableError(f"no readable Parquet file: {type(error).__name__}") from None
    grid = [[cell_text(cell) for cell in row.values()] for row in table.to_pylist()]
    return from_grid([list(table.column_names), *grid], name, url)


def read_records(content: bytes, *, name: str = "", url: str = "") -> Reading:
    """Read JSON records (a list of flat objects) or JSON Lines, numbers as written."""
    try:
        data = load_json(content)
    except UnreadableError:
        lines = decode_page(content).splitlines()
        data = [parse_json(line) for line in lines[: MAX_ROWS + 1] if line.strip()]
    records = records_of(data)
    if not records:
        raise UnreadableError("no list of records")
    header = list(dict.fromkeys(key for record in records for key in record))
    return from_grid([header, *([words(record.get(key)) for key in header] for record in records)], name, url)


def records_of(data: Any) -> list[dict[str, Any]]:
    """Return the records of a JSON file: the list that it is, or the one list of objects that it holds."""
    if isinstance(data, dict):
        lists = [value for value in data.values() if isinstance(value, list) and value]
        data = lists[0] if len(lists) == 1 else [data]
    return [record for record in data if isinstance(record, dict)] if isinstance(data, list) else []


def from_grid(grid: list[list[str]], place: str, url: str) -> Reading:
    """Read a grid of cells whose header is the first of its rows that names pay; raises UnreadableError for none."""
    for at, row in enumerate(grid[:HEADER_WITHIN]):
        if states_pay(map_columns(row)):
            return read_rows(row, grid[at + 1 :], place=place or "table", url=url)
    raise UnreadableError("no header with a pay column beside a platform or a profession")


def cell_text(cell: object) -> str:
    """Return a cell as text; a whole number that a spreadsheet made a float is whole again.

    >>> cell_text(40.0), cell_text(17.5), cell_text(None), cell_text(" a ")
    ('40', '17.5', '', 'a')
    """
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()


def joined(readings: list[Reading]) -> Reading:
    """Put the readings of several sheets together."""

    def all_of(part: str) -> Iterator[Any]:
        return (item for reading in readings for item in getattr(reading, part))

    return Reading(tuple(all_of("statements")), tuple(all_of("passages")), tuple(all_of("skipped")))
