"""JSON Lines: blocks of lines as rows, each line an object."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.json as pa_json

from labormarket.readers.budget import Budget
from labormarket.readers.column_map import ColumnMap, choose_columns
from labormarket.readers.formats.json_text import parse_json
from labormarket.readers.formats.record_splitter import Block, too_long_line
from labormarket.readers.formats.records import rows_of, titles_of
from labormarket.readers.formats.rows import BadRecord, Rows, bad_rows
from labormarket.readers.model import ReadOptions, UnreadableError
from labormarket.readers.source import Source
from labormarket.readers.splits import Split, sample_of, text_splits

SAMPLE_LINES = 500


def plan_json_lines(source: Source, options: ReadOptions) -> Iterator[Split]:
    """Cut a file of JSON lines into splits; raises UnreadableError where no key states pay."""
    budget = options.budget
    text, mark = sample_of(source, budget)
    titles, cells = titles_of(objects_of(text, budget), budget.columns)
    columns = choose_columns(titles, options.columns, sample=cells)
    yield from text_splits(source, "jsonl", columns, budget, start=mark)


def objects_of(text: bytes, budget: Budget) -> Iterator[Any]:
    """Give what the first lines hold, those that are JSON."""
    for line in text.split(b"\n", SAMPLE_LINES)[:SAMPLE_LINES]:
        with suppress(UnreadableError):
            yield parse_line(line, budget)


def parse_line(line: bytes, budget: Budget) -> Any:
    """Read one line of JSON; raises UnreadableError where it is broken."""
    try:
        return parse_json(line.decode("utf-8"), budget.depth)
    except UnicodeDecodeError as error:
        raise UnreadableError(f"not UTF-8 text at byte {error.start + 1}") from None


def read_json_lines_split(split: Split, options: ReadOptions) -> Iterator[tuple[Rows, ColumnMap]]:
    """Read the rows of one split."""
    assert split.columns is not None
    yield read_lines(split.block(), split.columns.wanted, options.budget), split.columns


def read_lines(block: Block, wanted: Sequence[str], budget: Budget) -> Rows:
    r"""Read the wanted keys of a block of lines; a broken line costs itself.

    >>> rows = read_lines(Block(b'{"pay": {"min": 20.50}}\n[1]\n', 1), ["pay.min"], Budget())
    >>> rows.table["pay.min"].to_pylist(), rows.bad
    (['20.50'], (BadRecord(number=2, reason='no JSON object', text='[1]', where=''),))
    """
    if block.cut_short:
        text = block.content.decode("utf-8", "replace")
        return bad_rows(wanted, [BadRecord(block.first_line, too_long_line(budget.record_bytes), text)])
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
                raise UnreadableError(too_long_line(budget.record_bytes))
            held = parse_line(line, budget)
            if not isinstance(held, dict):
                raise UnreadableError("no JSON object")
            good.append((number, held))
        except UnreadableError as error:
            bad.append(BadRecord(number, str(error), line.decode("utf-8", errors="replace").rstrip("\r")))
    return rows_of(good, wanted)._replace(bad=tuple(bad))
