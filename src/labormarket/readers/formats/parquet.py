"""Parquet files: row groups as splits, record batches as rows; numbers stay numbers, nested values become JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from labormarket.readers.column_map import choose_columns
from labormarket.readers.formats.rows import BadRecord, Rows, bad_rows, encode_texts
from labormarket.readers.model import ENCODED, Budget, ReadOptions, UnreadableError
from labormarket.readers.source import Source
from labormarket.readers.splits import Split

ROWS_AT_ONCE = 65_536
ROWS_OF_A_SPLIT = 262_144
SAMPLE_ROWS = 200
PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
YEAR_2100 = 4_102_444_800
BROKEN = (pa.ArrowException, OSError, ValueError, OverflowError)


def plan_parquet(source: Source, options: ReadOptions) -> Iterator[Split]:
    """Give splits of whole row groups; raises UnreadableError where no column states pay."""
    try:
        with source.open() as opened:
            file = pq.ParquetFile(opened)
            names = list(file.schema_arrow.names)
            if len(names) > options.budget.columns:
                raise UnreadableError(f"more than {options.budget.columns:,} columns")
            head = next(file.iter_batches(SAMPLE_ROWS, row_groups=[0]), None) if file.num_row_groups else None
            sizes = [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)]
    except BROKEN as error:
        raise UnreadableError(f"no readable Parquet file: {type(error).__name__}; collect it again") from None
    flat = flattened(pa.table(head)) if head is not None else pa.table({name: [] for name in names})
    cells = {name: texts_of(flat[name], options.budget).to_pylist() for name in flat.column_names}
    sample = {name: [str(cell) for cell in held if cell is not None] for name, held in cells.items()}
    columns = choose_columns(tuple(flat.column_names), options.columns, sample=sample)
    start, row, number = 0, 1, 0
    for end in range(1, len(sizes) + 1):
        rows = sum(sizes[start:end])
        if rows >= ROWS_OF_A_SPLIT or end == len(sizes):
            yield Split(source, "parquet", number, start=start, end=end, first_row=row, columns=columns)
            start, row, number = end, row + rows, number + 1


def read_parquet_split(split: Split, options: ReadOptions) -> Iterator[Rows]:
    """Read the rows of some row groups; a group that is damaged costs its rows, and says how many."""
    assert split.columns is not None
    wanted = split.columns.wanted
    with split.source.open() as opened:
        schema = pq.read_schema(opened)
        texts = (pa.string(), pa.large_string())
        file = pq.ParquetFile(opened, read_dictionary=[field.name for field in schema if field.type in texts])
        names = list(schema.names)
        read = [name for name in names if any(title == name or title.startswith(f"{name}.") for title in wanted)]
        row = split.first_row
        for group in range(split.start, split.end):
            rows, done = file.metadata.row_group(group).num_rows, 0
            try:
                size = file.metadata.row_group(group).total_byte_size
                at_once = max(1, min(ROWS_AT_ONCE, rows * options.budget.split_bytes // max(size, 1)))
                for batch in file.iter_batches(at_once, row_groups=[group], columns=read):
                    table = flattened(pa.table(batch))
                    columns = {title: texts_of(table[title], options.budget) for title in wanted}
                    numbers = np.arange(row + done, row + done + batch.num_rows)
                    yield Rows(split.columns, pa.table(columns), numbers)
                    done += batch.num_rows
            except BROKEN as error:
                why = f"a damaged page: {type(error).__name__}"
                lost = [BadRecord(number, why, "") for number in range(row + done, row + rows)]
                yield bad_rows(split.columns, lost)
            row += rows


def flattened(table: pa.Table) -> pa.Table:
    """Part structures into columns of dotted names; of columns of one name the first is kept."""
    for _ in range(4):
        if any(pa.types.is_struct(kind) for kind in table.schema.types):
            table = table.flatten()
    firsts = {name: at for at, name in reversed([*enumerate(table.column_names)])}
    return table.select(sorted(firsts.values()))


def texts_of(column: pa.ChunkedArray | pa.Array, budget: Budget) -> pa.ChunkedArray | pa.Array:
    """Return a column as texts, or as numbers where it holds numbers; what can't be written is missing."""
    kind = column.type
    if pa.types.is_dictionary(kind):  # each text once, however many rows it stands in
        held = [(chunk.indices, texts_of(chunk.dictionary, budget)) for chunk in column.chunks]
        if all(pa.types.is_string(values.type) for _, values in held):
            return pa.chunked_array([pa.DictionaryArray.from_arrays(*parts) for parts in held], ENCODED)
        column, kind = column.cast(kind.value_type), kind.value_type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return column
    if kind in (pa.string(), pa.large_string(), pa.string_view()):
        return readable(column, budget.cell_chars)
    if pa.types.is_timestamp(kind):  # as seconds: a moment out of the calendar's range is then no date, and no error
        return plausible(pc.divide(column.cast(pa.int64()), PER_SECOND[kind.unit]))
    if pa.types.is_date32(kind):
        return plausible(pc.multiply(column.cast(pa.int32()).cast(pa.int64()), 86_400))
    if pa.types.is_boolean(kind) or pa.types.is_null(kind) or pa.types.is_decimal(kind):
        return column.cast(pa.string())
    return encode_texts([written(scalar)[: budget.cell_chars] for scalar in column])


def plausible(seconds: pa.ChunkedArray) -> pa.ChunkedArray:
    """Leave moments outside 1970 to 2100 missing."""
    return pc.if_else(pc.and_(pc.greater(seconds, 0), pc.less(seconds, YEAR_2100)), seconds, None)


def readable(column: pa.ChunkedArray | pa.Array, longest: int) -> pa.ChunkedArray | pa.Array:
    """Return a column of texts, cut where they are too long, those that are no UTF-8 with their stray bytes marked."""
    try:
        column.validate(full=True)
        texts = column.cast(pa.string())
    except pa.ArrowInvalid:
        held = column.cast(pa.binary())
        return encode_texts(
            ["" if v is None else v[:longest].decode("utf-8", errors="replace") for v in held.to_pylist()]
        )
    is_long = (pc.max(pc.binary_length(texts)).as_py() or 0) > longest
    return pc.utf8_slice_codeunits(texts, 0, longest) if is_long else texts


def written(scalar: pa.Scalar) -> str:
    """Write any other value: binary as text, lists and maps as JSON; "" for what Python can't hold."""
    try:
        value: Any = scalar.as_py()
    except (ValueError, OverflowError, UnicodeDecodeError, pa.ArrowException):
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, list) and all(isinstance(part, str | int | float | None) for part in value):
        return "; ".join(str(part) for part in value if part is not None)
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, default=str)
    return "" if value is None else str(value)
