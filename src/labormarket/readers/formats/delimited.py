"""CSV, TSV, semicolon and pipe files: header, dialect, and blocks of records as rows of text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from labormarket.readers.budget import Budget
from labormarket.readers.formats.record_splitter import Block, record_ends, scan_records, too_long_line, with_line_feeds
from labormarket.readers.formats.rows import BadRecord, Rows, text_table, unique_titles
from labormarket.readers.model import ENCODED, UnreadableError

DELIMITERS = (",", ";", "\t", "|")
HEADER_WITHIN = 15  # rows of titles, notes and blank lines that may stand above a header
csv.field_size_limit(2**31 - 1)  # the budget bounds a record; the module's own bound would cost a file its rows


class Dialect(NamedTuple):
    """What a delimited file looks like: its column titles, its delimiter, and where its first record begins."""

    titles: tuple[str, ...]
    delimiter: str
    start: int = 0
    first_line: int = 1


def heads_of(sample: bytes, longest: int) -> Iterator[tuple[str, int, list[str], int, int]]:
    """Give the first rows under each delimiter: delimiter, row number, cells, where the next record begins, its line.

    `sample` is the beginning of the text, without its mark.
    """
    sample = with_line_feeds(sample)
    for delimiter in DELIMITERS:
        line, found = 1, 0
        for record in scan_records(sample, delimiter, longest):
            text = sample[record.start : record.end].decode("utf-8", errors="replace").rstrip("\r\n")
            line += sample.count(b"\n", record.start, record.end)
            if not text.strip() or record.fault or re.fullmatch(r"sep=.", text):
                continue
            yield delimiter, found, next(csv.reader([text], delimiter=delimiter), []), record.end, line
            found += 1
            if found == HEADER_WITHIN:
                break


def plain_dialect(sample: bytes, longest: int) -> Dialect:
    """The dialect of a file none of whose rows names a field: the first row is the header, its commonest mark divides.

    >>> plain_dialect(b"x;y;z, w\\n1;2;3\\n", 99).titles
    ('x', 'y', 'z, w')
    """
    rows = [row for row in heads_of(sample, longest) if row[1] == 0]
    if not rows:
        raise UnreadableError("the file is empty")
    delimiter, _, cells, end, line = max(rows, key=lambda row: len(row[2]))
    return Dialect(unique_titles(cells), delimiter, end, line)


def read_block(block: Block, dialect: Dialect, wanted: Sequence[str], budget: Budget) -> Rows:
    r"""Read the wanted columns of a block of records.

    Arrow's reader takes blocks in which everything is regular; any other block is read record by record, so that a
    bad record costs that record. A record that lacks its last cells has them empty.

    >>> block = Block(b'1,"$20/hr"\n2,$30,$40\n', first_line=2)
    >>> rows = read_block(block, Dialect(("id", "pay"), ","), ["pay"], Budget())
    >>> rows.table["pay"].to_pylist(), rows.bad
    (['$20/hr'], (BadRecord(number=3, reason='3 cells where the header has 2', text='2,$30,$40', where=''),))
    """
    if block.cut_short:
        text = block.content.decode("utf-8", errors="replace")
        bad = BadRecord(block.first_line, too_long_line(budget.record_bytes), text)
        return Rows(text_table(tuple(wanted), []), np.zeros(0, np.int64), (bad,))
    return quick(block, dialect, wanted, budget) or record_by_record(block, dialect, wanted, budget)


def quick(block: Block, dialect: Dialect, wanted: Sequence[str], budget: Budget) -> Rows | None:
    """Read a block of regular CSV all at once, None where anything in it is irregular."""
    ends = record_ends(block.content, dialect.delimiter, budget.record_bytes)
    if ends is None:
        return None
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(block.content),
            read_options=pa_csv.ReadOptions(
                column_names=list(dialect.titles), use_threads=False, block_size=len(block.content) + 1
            ),
            parse_options=pa_csv.ParseOptions(delimiter=dialect.delimiter, newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(
                include_columns=list(wanted), column_types=dict.fromkeys(wanted, ENCODED), strings_can_be_null=False
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


def record_by_record(block: Block, dialect: Dialect, wanted: Sequence[str], budget: Budget) -> Rows:
    """Read a block one record after the other; blank lines are no records."""
    at = [dialect.titles.index(title) for title in wanted]
    good: list[list[str]] = []
    numbers: list[int] = []
    bad: list[BadRecord] = []
    line = block.first_line
    for record in scan_records(block.content, dialect.delimiter, budget.record_bytes):
        content = block.content[record.start : record.end]
        number, line = line, line + content.count(b"\n")
        if not content.strip(b"\r\n") and not record.fault:
            continue
        try:
            if record.fault:
                raise ValueError(record.fault)
            cells = cells_of(content, dialect)
        except ValueError as error:
            bad.append(BadRecord(number, str(error), content.decode("utf-8", errors="replace").rstrip("\r\n")))
            continue
        good.append([cells[place] for place in at])
        numbers.append(number)
    return Rows(text_table(tuple(wanted), good), np.array(numbers, dtype=np.int64), tuple(bad))


def cells_of(content: bytes, dialect: Dialect) -> list[str]:
    """Read the cells of a record, ValueError where it is broken or has more than the header."""
    try:
        text = content.decode("utf-8").rstrip("\r\n")
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter, strict=True))
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 text at byte {error.start + 1}") from None
    except csv.Error as error:
        raise ValueError(f"broken CSV: {error}") from None
    width = len(dialect.titles)
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        raise ValueError(f"{len(cells)} cells where the header has {width}")
    return cells[:width] + [""] * (width - len(cells))
