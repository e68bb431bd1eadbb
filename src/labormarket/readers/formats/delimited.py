"""CSV, TSV, semicolon and pipe files: header and delimiter, splits of whole records, rows of text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from labormarket.readers.column_map import ColumnMap
from labormarket.readers.formats.rows import (
    HEADER_WITHIN,
    SAMPLE_ROWS,
    Rows,
    columns_under,
    pay_header,
    read_each,
    unique_titles,
)
from labormarket.readers.model import ENCODED, Budget, ReadOptions, UnreadableError
from labormarket.readers.source import Source
from labormarket.readers.splits import Record, Split, cut_records, record_ends, sample_of, scan_records

DELIMITERS = (",", ";", "\t", "|")
csv.field_size_limit(2**31 - 1)  # the budget bounds a record; the module's own bound would cost a file its rows


class Head(NamedTuple):
    """The header of a delimited file: its titles, its delimiter, and where the first record behind it begins."""

    titles: tuple[str, ...]
    delimiter: str
    start: int
    first_line: int


def plan_csv(source: Source, options: ReadOptions) -> Iterator[Split]:
    """Cut a delimited file into splits; raises UnreadableError where no column states pay."""
    text, mark = sample_of(source, options.budget)
    head = pay_head(text, options) or plain_head(text, options.budget)
    under = records_under(text[head.start :], head.delimiter, options.budget)
    columns = columns_under(head.titles, [row for row, _, _ in islice(under, SAMPLE_ROWS)], options)
    yield from cut_records(
        Split(source, "csv", start=mark + head.start, first_row=head.first_line, columns=columns,
              delimiter=head.delimiter), options.budget
    )  # fmt: skip


def records_under(text: bytes, delimiter: str, budget: Budget) -> Iterator[tuple[list[str], int, int]]:
    """Give the rows of a text under a delimiter: cells, where the next record begins, its line.

    Blank and broken ones are passed over, and the line in which Excel names its delimiter.
    """
    for record in scan_records(text, delimiter, budget.record_bytes):
        row = shown(record)
        if row.strip() and not record.fault and not re.fullmatch(r"sep=.", row):
            cells = next(csv.reader(io.StringIO(row, newline=""), delimiter=delimiter), [])
            yield cells, record.end, record.line + record.content.count(b"\n")


def pay_head(text: bytes, options: ReadOptions) -> Head | None:
    """Return the header that names the columns asked for, else pay, under the first delimiter that has one."""
    for delimiter in DELIMITERS:
        first = islice(records_under(text, delimiter, options.budget), HEADER_WITHIN)
        heads = [row for row in first if len(row[0]) <= options.budget.columns]
        at = pay_header([cells for cells, _, _ in heads], options)
        if at is not None:
            return Head(unique_titles(heads[at][0]), delimiter, *heads[at][1:])
    return None


def plain_head(text: bytes, budget: Budget) -> Head:
    """The header of a file none of whose rows names a field: its first row, which its commonest mark divides.

    >>> plain_head(b"x;y;z, w\\n1;2;3\\n", Budget()).titles
    ('x', 'y', 'z, w')
    """
    firsts = [(next(records_under(text, delimiter, budget), None), delimiter) for delimiter in DELIMITERS]
    found = [(row, delimiter) for row, delimiter in firsts if row]
    if not found:
        raise UnreadableError("the file is empty")
    (cells, start, line), delimiter = max(found, key=lambda one: len(one[0][0]))
    if len(cells) > budget.columns:
        raise UnreadableError(f"more than {budget.columns:,} columns: save the columns of its listings alone")
    return Head(unique_titles(cells), delimiter, start, line)


def read_csv_split(split: Split, options: ReadOptions) -> Iterator[Rows]:
    r"""Read the wanted columns of one split.

    Arrow's reader takes blocks in which everything is regular; any other block is read record by record, so that a
    bad record costs that record. A record that lacks its last cells has them empty.

    >>> columns = ColumnMap(("id", "pay"), {"pay_text": ("pay",)})
    >>> split = Split(Source(), "csv", 0, 0, 0, 2, b'1,"$20/hr"\n2,$30,$40\n', columns=columns, delimiter=",")
    >>> [rows] = read_csv_split(split, ReadOptions())
    >>> rows.table["pay"].to_pylist(), rows.bad
    (['$20/hr'], (BadRecord(number=3, reason='3 cells where the header has 2', text='2,$30,$40', where=''),))
    """
    assert split.columns is not None
    content, longest = split.text(), options.budget.record_bytes
    rows = quick(split, split.columns, content, longest)
    if rows is None:
        width = len(split.columns.titles)
        places = [split.columns.titles.index(title) for title in split.columns.wanted]

        def cells(record: Record) -> list[str]:
            row = cells_of(record, width, split.delimiter)
            return [row[place] for place in places]

        scanned = scan_records(content, split.delimiter, longest, split.first_row)
        records = ((record.line, record) for record in scanned if record.fault or record.content.strip(b"\r\n"))
        rows = read_each(records, split.columns, cells, shown)
    yield rows


def quick(split: Split, columns: ColumnMap, content: bytes, longest: int) -> Rows | None:
    """Read a block of regular CSV all at once, None where anything in it is irregular."""
    ends = record_ends(content, split.delimiter, longest)
    if ends is None:
        return None
    wanted = columns.wanted
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(content),
            read_options=pa_csv.ReadOptions(
                column_names=list(columns.titles), use_threads=False, block_size=len(content) + 1
            ),
            parse_options=pa_csv.ParseOptions(delimiter=split.delimiter, newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(
                include_columns=wanted, column_types=dict.fromkeys(wanted, ENCODED), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    starts = np.concatenate([[0], ends])
    starts = starts[starts < len(content)]
    if table.num_rows != len(starts):  # blank lines
        return None
    newlines = np.flatnonzero(np.frombuffer(content, dtype=np.uint8) == ord("\n"))
    return Rows(columns, table, split.first_row + np.searchsorted(newlines, starts))


def shown(record: Record) -> str:
    """Write a record that can't be read as text."""
    return record.content.decode("utf-8", errors="replace").rstrip("\r\n")


def cells_of(record: Record, width: int, delimiter: str) -> list[str]:
    """Read the cells of a record, UnreadableError where it is broken or has more than the header."""
    if record.fault:
        raise UnreadableError(record.fault)
    try:
        text = record.content.decode("utf-8").rstrip("\r\n")
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except UnicodeDecodeError as error:
        raise UnreadableError(f"not UTF-8 text at byte {error.start + 1}") from None
    except csv.Error as error:
        raise UnreadableError(f"broken CSV: {error}") from None
    if any(cell.strip() for cell in cells[width:]):
        raise UnreadableError(f"{len(cells)} cells where the header has {width}")
    return cells[:width] + [""] * (width - len(cells))
