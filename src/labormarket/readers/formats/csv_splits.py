"""Splits of delimited text: the header found among the first rows, then ranges of whole records."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from labormarket.readers.column_map import ColumnMap, choose_columns, map_columns, states_pay
from labormarket.readers.formats.delimited import Dialect, heads_of, plain_dialect, read_block
from labormarket.readers.formats.record_splitter import Block, cut_blocks, scan_records, with_line_feeds
from labormarket.readers.formats.rows import Rows, unique_titles
from labormarket.readers.model import ReadOptions, UnreadableError
from labormarket.readers.source import SAMPLE_BYTES, Source, open_text, read_fully
from labormarket.readers.splits import Split, bytes_of

SAMPLE_ROWS = 200
MARK = b"\xef\xbb\xbf"


def plan_csv(source: Source, options: ReadOptions) -> Iterator[Split]:
    """Cut a delimited file into splits; raises UnreadableError where no column states pay."""
    budget = options.budget
    stream, in_place = open_text(source, budget)
    with stream:
        sample = read_fully(stream, SAMPLE_BYTES)
    mark = len(MARK) if sample.startswith(MARK) else 0
    text = with_line_feeds(sample[mark:])
    dialect = find_dialect(text, options)
    if len(dialect.titles) > budget.columns:
        raise UnreadableError(f"more than {budget.columns:,} columns: name the file's table, or cut it down")
    columns = choose_columns(dialect.titles, options.columns, sample=sample_cells(text, dialect, budget.record_bytes))
    start = mark + dialect.start
    stream, _ = open_text(source, budget)
    with stream:
        read_fully(stream, start)
        blocks = cut_blocks(
            stream,
            dialect.delimiter,
            longest=budget.record_bytes,
            first_line=dialect.first_line,
            start=start,
            block_bytes=budget.split_bytes,
        )
        for number, block in enumerate(blocks):
            yield Split(
                source,
                "csv",
                number,
                start=block.start,
                end=block.start + len(block.content),
                first_row=block.first_line,
                content=None if in_place and not block.cut_short else block.content,
                cut_short=block.cut_short,
                columns=columns,
                dialect=dialect,
            )


def find_dialect(text: bytes, options: ReadOptions) -> Dialect:
    """Return the header that names the columns asked for, else pay, else the first row."""
    told = set(options.columns.values())
    best: Dialect | None = None
    for delimiter, _, cells, end, line in heads_of(text, options.budget.record_bytes):
        titles = unique_titles(cells)
        made = Dialect(titles, delimiter, end, line)
        if told and told <= set(titles):
            return made
        if not told and best is None and len(titles) > 1 and states_pay(map_columns(titles)):
            best = made
    return best or plain_dialect(text, options.budget.record_bytes)


def sample_cells(text: bytes, dialect: Dialect, longest: int) -> dict[str, list[str]]:
    """Return some cells of each column."""
    rows: list[list[str]] = []
    for record in scan_records(text[dialect.start :], dialect.delimiter, longest):
        if len(rows) == SAMPLE_ROWS or (not record.whole and rows):
            break
        content = text[dialect.start + record.start : dialect.start + record.end].decode("utf-8", errors="replace")
        cells = next(csv.reader(io.StringIO(content, newline=""), delimiter=dialect.delimiter), [])
        if not record.fault and any(cells):
            rows.append(cells)
    return {title: [row[at] for row in rows if at < len(row)] for at, title in enumerate(dialect.titles)}


def read_csv_split(split: Split, options: ReadOptions) -> Iterator[tuple[Rows, ColumnMap]]:
    """Read the rows of one split."""
    assert split.dialect is not None
    assert split.columns is not None
    block = Block(bytes_of(split), split.first_row, split.start, split.cut_short)
    yield read_block(block, split.dialect, split.columns.wanted, options.budget), split.columns
