"""JSON Lines: blocks of lines as rows, each line an object."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.json as pa_json

from labormarket.readers.budget import Budget
from labormarket.readers.column_map import ColumnMap, choose_columns
from labormarket.readers.formats.json_text import depth
from labormarket.readers.formats.record_splitter import Block, cut_blocks, too_long_line, with_line_feeds
from labormarket.readers.formats.records import rows_of, titles_of
from labormarket.readers.formats.rows import BadRecord, Rows
from labormarket.readers.model import ReadOptions
from labormarket.readers.source import SAMPLE_BYTES, Source, open_text, read_fully
from labormarket.readers.splits import Split, bytes_of

SAMPLE_LINES = 500


def plan_json_lines(source: Source, options: ReadOptions) -> Iterator[Split]:
    """Cut a file of JSON lines into splits; raises UnreadableError where no key states pay."""
    budget = options.budget
    stream, in_place = open_text(source, budget)
    with stream:
        sample = read_fully(stream, SAMPLE_BYTES)
    mark = 3 if sample.startswith(b"\xef\xbb\xbf") else 0
    lines = islice(with_line_feeds(sample[mark:]).split(b"\n"), SAMPLE_LINES)
    titles, cells = titles_of((held for line in lines for held in (object_of(line, budget),) if held), budget.columns)
    columns = choose_columns(titles, options.columns, sample=cells)
    stream, _ = open_text(source, budget)
    with stream:
        read_fully(stream, mark)
        blocks = cut_blocks(stream, None, longest=budget.record_bytes, start=mark, block_bytes=budget.split_bytes)
        for number, block in enumerate(blocks):
            yield Split(
                source,
                "jsonl",
                number,
                start=block.start,
                end=block.start + len(block.content),
                first_row=block.first_line,
                content=None if in_place and not block.cut_short else block.content,
                cut_short=block.cut_short,
                columns=columns,
            )


def object_of(line: bytes, budget: Budget) -> Any:
    """Read one line, None where it is no JSON."""
    try:
        return parse_line(line, budget)
    except ValueError:
        return None


def parse_line(line: bytes, budget: Budget) -> Any:
    """Read one line of JSON, ValueError where it is broken."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 text at byte {error.start + 1}") from None
    if line.count(b"[") + line.count(b"{") > budget.depth and depth(text) > budget.depth:
        raise ValueError(f"nested deeper than {budget.depth} levels")
    try:
        return json.loads(text, strict=False, parse_float=Decimal, parse_int=Decimal, parse_constant=str)
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise ValueError(f"broken JSON: {error}") from None


def read_json_lines_split(split: Split, options: ReadOptions) -> Iterator[tuple[Rows, ColumnMap]]:
    """Read the rows of one split."""
    assert split.columns is not None
    block = Block(bytes_of(split), split.first_row, split.start, split.cut_short)
    yield read_lines(block, split.columns.wanted, options.budget), split.columns


def read_lines(block: Block, wanted: Sequence[str], budget: Budget) -> Rows:
    r"""Read the wanted keys of a block of lines; a broken line costs itself.

    >>> rows = read_lines(Block(b'{"pay": {"min": 20.50}}\n[1]\n', 1), ["pay.min"], Budget())
    >>> rows.table["pay.min"].to_pylist(), rows.bad
    (['20.50'], (BadRecord(number=2, reason='no JSON object', text='[1]', where=''),))
    """
    if block.cut_short:
        bad = BadRecord(block.first_line, too_long_line(budget.record_bytes), block.content.decode("utf-8", "replace"))
        return rows_of([], wanted)._replace(bad=(bad,))
    return quick(block, wanted, budget) or line_by_line(block, wanted, budget)


def quick(block: Block, wanted: Sequence[str], budget: Budget) -> Rows | None:
    """Read a block of flat objects of texts all at once, None where one is broken or a wanted value is no text."""
    if any("." in key for key in wanted):
        return None
    ends = np.flatnonzero(np.frombuffer(block.content, dtype=np.uint8) == ord("\n")) + 1
    lines = len(ends) + (not block.content.endswith(b"\n"))
    if np.diff(ends, prepend=0, append=len(block.content)).max() > budget.record_bytes:
        return None
    schema = pa.schema([(key, pa.string()) for key in wanted])
    try:
        table = pa_json.read_json(
            pa.BufferReader(block.content),
            read_options=pa_json.ReadOptions(use_threads=False, block_size=len(block.content) + 1),
            parse_options=pa_json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore"),
        )
        table.validate(full=True)
    except pa.ArrowInvalid:
        return None
    if table.num_rows != lines:
        return None
    columns = [table[key].fill_null("").dictionary_encode() for key in wanted]
    return Rows(pa.table(columns, names=list(wanted)), block.first_line + np.arange(lines))


def line_by_line(block: Block, wanted: Sequence[str], budget: Budget) -> Rows:
    """Read a block one line after the other; blank lines are no records."""
    good: list[tuple[int, Any]] = []
    bad: list[BadRecord] = []
    for number, line in enumerate(block.content.split(b"\n"), block.first_line):
        if not line.strip():
            continue
        try:
            if len(line) > budget.record_bytes:
                raise ValueError(too_long_line(budget.record_bytes))
            held = parse_line(line, budget)
            if not isinstance(held, dict):
                raise ValueError("no JSON object")
            good.append((number, held))
        except ValueError as error:
            bad.append(BadRecord(number, str(error), line.decode("utf-8", errors="replace").rstrip("\r")))
    return rows_of(good, wanted)._replace(bad=tuple(bad))
