"""One block of text to a table of the wanted columns, every cell as written, with the lines that can't be read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.json as pa_json

from labormarket.scale.columns import ENCODED
from labormarket.scale.records import MAX_RECORD_BYTES, TOO_LONG, Block, record_ends, scan_records

KEPT_OF_A_BAD_LINE = 2000  # characters: enough to find and mend it


class TextFormat(NamedTuple):
    """What a text file looks like: its column titles and delimiter, or neither for JSON Lines."""

    header: tuple[str, ...] = ()
    delimiter: str | None = None


class BadLine(NamedTuple):
    """A line that can't be read: its number, counted from 1, why, and how it begins."""

    line: int
    reason: str
    text: str


class Lines(NamedTuple):
    """A block, read: the wanted fields as text, the number of each row's first line, and the bad lines."""

    table: pa.Table
    line_numbers: np.ndarray
    bad: tuple[BadLine, ...]


def read_block(block: Block, form: TextFormat, fields: Mapping[str, str]) -> Lines:
    r"""Read the wanted fields of a block: `fields` maps a field's name to the file's column (or key).

    The quick reader takes blocks in which everything is regular; any other block is read record by record, so that a
    bad line costs that line.

    >>> csv_file = TextFormat(("id", "pay"), ",")
    >>> lines = read_block(Block(b'1,"$20/hr"\n2,$30,\n', first_line=2), csv_file, {"pay_text": "pay"})
    >>> lines.table["pay_text"].to_pylist(), lines.bad
    (['$20/hr'], (BadLine(line=3, reason='3 cells where the header has 2', text='2,$30,'),))
    """
    if block.cut_short:
        return assemble([], [BadLine(block.first_line, TOO_LONG, shorten(block.content))], fields)
    quick = quick_csv if form.delimiter else quick_json
    return quick(block, form, fields) or assemble(*read_one_by_one(block, form, fields), fields)


def quick_csv(block: Block, form: TextFormat, fields: Mapping[str, str]) -> Lines | None:
    """Read a block of regular CSV all at once, None where anything in it is irregular."""
    assert form.delimiter is not None
    ends = record_ends(block.content, form.delimiter)
    if ends is None:
        return None
    wanted = list(dict.fromkeys(fields.values()))
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(block.content),
            read_options=pa_csv.ReadOptions(
                column_names=form.header, use_threads=False, block_size=len(block.content) + 1
            ),
            parse_options=pa_csv.ParseOptions(delimiter=form.delimiter, newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(
                include_columns=wanted, column_types=dict.fromkeys(wanted, ENCODED), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    starts = np.concatenate([[0], ends])
    starts = starts[starts < len(block.content)]
    if table.num_rows != len(starts):  # blank lines, or carriage returns alone
        return None
    table = table.select([fields[name] for name in fields]).rename_columns(list(fields))
    return Lines(table, block.first_line + lines_before(block.content, starts), ())


def quick_json(block: Block, form: TextFormat, fields: Mapping[str, str]) -> Lines | None:
    """Read a block of JSON lines all at once, None where one is broken or a wanted value is no string."""
    ends = line_ends(block.content)
    rows = len(ends) + (not block.content.endswith(b"\n"))
    if np.diff(ends, prepend=0, append=len(block.content)).max() > MAX_RECORD_BYTES:
        return None
    schema = pa.schema([(key, pa.string()) for key in dict.fromkeys(fields.values())])
    try:
        table = pa_json.read_json(
            pa.BufferReader(block.content),
            read_options=pa_json.ReadOptions(use_threads=False, block_size=len(block.content) + 1),
            parse_options=pa_json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore"),
        )
        table.validate(full=True)
    except pa.ArrowInvalid:
        return None
    if table.num_rows != rows:
        return None
    columns = [table[fields[name]].fill_null("").dictionary_encode() for name in fields]
    return Lines(pa.table(columns, names=list(fields)), block.first_line + np.arange(rows), ())


def line_ends(content: bytes) -> np.ndarray:
    """Return the places just behind the newlines."""
    return np.flatnonzero(np.frombuffer(content, dtype=np.uint8) == ord("\n")) + 1


def lines_before(content: bytes, starts: np.ndarray) -> np.ndarray:
    """Count the line ends before each place."""
    return np.searchsorted(line_ends(content), starts, side="right")


def read_one_by_one(
    block: Block, form: TextFormat, fields: Mapping[str, str]
) -> tuple[list[tuple[int, list[str]]], list[BadLine]]:
    """Read a block record by record: the good rows with their lines, and the bad lines."""
    good: list[tuple[int, list[str]]] = []
    bad: list[BadLine] = []
    for line, content, fault in records_of(block, form):
        if not content.strip(b"\r\n") and not fault:
            continue
        try:
            if fault:
                raise ValueError(fault)
            text = decode(content)
            good.append((line, cells_of(text, form, fields) if form.delimiter else values_of(text, fields)))
        except ValueError as error:
            bad.append(BadLine(line, str(error), shorten(content)))
    return good, bad


def records_of(block: Block, form: TextFormat) -> Iterator[tuple[int, bytes, str]]:
    """Walk through the records of a block: line number, bytes, fault."""
    line = block.first_line
    if form.delimiter:
        for record in scan_records(block.content, form.delimiter):
            yield line, block.content[record.start : record.end], record.fault
            line += block.content.count(b"\n", record.start, record.end)
    else:
        for content in io.BytesIO(block.content):
            yield line, content, TOO_LONG if len(content) > MAX_RECORD_BYTES else ""
            line += 1


def decode(content: bytes) -> str:
    """Decode a record, ValueError where it is no UTF-8."""
    try:
        return content.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 text at byte {error.start + 1}") from None


def cells_of(text: str, form: TextFormat, fields: Mapping[str, str]) -> list[str]:
    """Read the wanted cells of a CSV record, ValueError where it is broken or ragged."""
    assert form.delimiter is not None
    try:
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=form.delimiter, strict=True))
    except csv.Error as error:
        raise ValueError(f"broken CSV: {error}") from None
    if len(cells) != len(form.header):
        raise ValueError(f"{len(cells)} cells where the header has {len(form.header)}")
    by_title = dict(zip(form.header, cells, strict=True))
    return [by_title[column] for column in fields.values()]


def values_of(text: str, fields: Mapping[str, str]) -> list[str]:
    """Read the wanted values of a JSON line, ValueError where it is broken or no object."""
    try:
        record = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"broken JSON: {error}") from None
    if not isinstance(record, dict):
        raise ValueError("no JSON object")
    values = [as_written(record.get(key)) for key in fields.values()]
    if any(not value.isascii() and has_half_a_letter(value) for value in values):
        raise ValueError("half of a surrogate pair")
    return values


def as_written(value: Any) -> str:
    """Return a JSON value as text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def has_half_a_letter(text: str) -> bool:
    """Tell whether the text holds half of a surrogate pair, which no file can store."""
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def shorten(content: bytes) -> str:
    """Return the beginning of a bad line, readable whatever its bytes."""
    return content[: 4 * KEPT_OF_A_BAD_LINE].decode("utf-8", errors="replace").rstrip("\r\n")[:KEPT_OF_A_BAD_LINE]


def assemble(good: list[tuple[int, list[str]]], bad: list[BadLine], fields: Mapping[str, str]) -> Lines:
    """Put rows and bad lines into the form that the quick readers return."""
    columns = list(zip(*(cells for _, cells in good), strict=True)) or [()] * len(fields)
    table = pa.table(
        [pa.array(column, pa.string()).dictionary_encode() for column in columns], schema=schema_of(fields)
    )
    return Lines(table, np.array([line for line, _ in good], dtype=np.int64), tuple(bad))


def schema_of(fields: Mapping[str, str]) -> pa.Schema:
    """Return the schema of the wanted fields."""
    return pa.schema([(name, ENCODED) for name in fields])
