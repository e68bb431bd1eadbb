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

from labormarket.readers.budget import Budget
from labormarket.readers.column_map import ColumnMap, choose_columns
from labormarket.readers.formats.grid import HEADER_WITHIN, SAMPLE_ROWS, pay_header
from labormarket.readers.formats.record_splitter import Block, record_ends, scan_records, too_long_line
from labormarket.readers.formats.rows import BadRecord, Rows, bad_rows, text_table, unique_titles
from labormarket.readers.model import ENCODED, ReadOptions, UnreadableError
from labormarket.readers.source import Source
from labormarket.readers.splits import Split, sample_of, text_splits

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
    budget = options.budget
    text, mark = sample_of(source, budget)
    head = pay_head(text, options) or plain_head(text, budget)
    rows = [row for row, _, _ in islice(records_under(text[head.start :], head.delimiter, budget), SAMPLE_ROWS)]
    cells = {title: [row[at] for row in rows if at < len(row)] for at, title in enumerate(head.titles)}
    columns = choose_columns(head.titles, options.columns, sample=cells)
    start = mark + head.start
    yield from text_splits(
        source, "csv", columns, budget, start=start, first_line=head.first_line, delimiter=head.delimiter
    )


def records_under(text: bytes, delimiter: str, budget: Budget) -> Iterator[tuple[list[str], int, int]]:
    """Give the rows of a text under a delimiter: cells, where the next record begins, its line.

    Blank and broken ones are passed over, and the line in which Excel names its delimiter.
    """
    line = 1
    for record in scan_records(text, delimiter, budget.record_bytes):
        content = text[record.start : record.end]
        line += content.count(b"\n")
        shown = content.decode("utf-8", errors="replace").rstrip("\r\n")
        if shown.strip() and not record.fault and not re.fullmatch(r"sep=.", shown):
            yield next(csv.reader(io.StringIO(shown, newline=""), delimiter=delimiter), []), record.end, line


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


def read_csv_split(split: Split, options: ReadOptions) -> Iterator[tuple[Rows, ColumnMap]]:
    """Read the rows of one split."""
    assert split.columns is not None
    yield read_block(split.block(), split.columns, split.delimiter, options.budget), split.columns


def read_block(block: Block, columns: ColumnMap, delimiter: str, budget: Budget) -> Rows:
    r"""Read the wanted columns of a block of records.

    Arrow's reader takes blocks in which everything is regular; any other block is read record by record, so that a
    bad record costs that record. A record that lacks its last cells has them empty.

    >>> block = Block(b'1,"$20/hr"\n2,$30,$40\n', first_line=2)
    >>> rows = read_block(block, ColumnMap(("id", "pay"), {"pay_text": ("pay",)}), ",", Budget())
    >>> rows.table["pay"].to_pylist(), rows.bad
    (['$20/hr'], (BadRecord(number=3, reason='3 cells where the header has 2', text='2,$30,$40', where=''),))
    """
    if block.cut_short:
        text = block.content.decode("utf-8", errors="replace")
        return bad_rows(columns.wanted, [BadRecord(block.first_line, too_long_line(budget.record_bytes), text)])
    return quick(block, columns, delimiter, budget) or record_by_record(block, columns, delimiter, budget)


def quick(block: Block, columns: ColumnMap, delimiter: str, budget: Budget) -> Rows | None:
    """Read a block of regular CSV all at once, None where anything in it is irregular."""
    ends = record_ends(block.content, delimiter, budget.record_bytes)
    if ends is None:
        return None
    wanted = columns.wanted
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(block.content),
            read_options=pa_csv.ReadOptions(
                column_names=list(columns.titles), use_threads=False, block_size=len(block.content) + 1
            ),
            parse_options=pa_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(
                include_columns=wanted, column_types=dict.fromkeys(wanted, ENCODED), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    starts = np.concatenate([[0], ends])
    starts = starts[starts < len(block.content)]
    if table.num_rows != len(starts):  # blank lines
        return None
    newlines = np.flatnonzero(np.frombuffer(block.content, dtype=np.uint8) == ord("\n"))
    return Rows(table, block.first_line + np.searchsorted(newlines, starts))


def record_by_record(block: Block, columns: ColumnMap, delimiter: str, budget: Budget) -> Rows:
    """Read a block one record after the other; blank lines are no records."""
    at = [columns.titles.index(title) for title in columns.wanted]
    good: list[list[str]] = []
    numbers: list[int] = []
    bad: list[BadRecord] = []
    line = block.first_line
    for record in scan_records(block.content, delimiter, budget.record_bytes):
        content = block.content[record.start : record.end]
        number, line = line, line + content.count(b"\n")
        if not content.strip(b"\r\n") and not record.fault:
            continue
        try:
            if record.fault:
                raise ValueError(record.fault)
            cells = cells_of(content, len(columns.titles), delimiter)
        except ValueError as error:
            bad.append(BadRecord(number, str(error), content.decode("utf-8", errors="replace").rstrip("\r\n")))
            continue
        good.append([cells[place] for place in at])
        numbers.append(number)
    return Rows(text_table(columns.wanted, good), np.array(numbers, dtype=np.int64), tuple(bad))


def cells_of(content: bytes, width: int, delimiter: str) -> list[str]:
    """Read the cells of a record, ValueError where it is broken or has more than the header."""
    try:
        text = content.decode("utf-8").rstrip("\r\n")
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 text at byte {error.start + 1}") from None
    except csv.Error as error:
        raise ValueError(f"broken CSV: {error}") from None
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        raise ValueError(f"{len(cells)} cells where the header has {width}")
    return cells[:width] + [""] * (width - len(cells))
