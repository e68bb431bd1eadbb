"""One batch of a dump: read, cleaned, written as two part files, the read rows and the refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from labormarket.clean import AS_STATED, READ_COLUMNS, clean
from labormarket.hourly import ExchangeRates
from labormarket.scale.columns import ENCODED, to_arrow, to_table
from labormarket.scale.lines import BadLine, TextFormat, read_block
from labormarket.scale.places import Part, Place, write_part
from labormarket.scale.records import Block
from labormarket.tables import TABLES

PAY, REFUSED = "pay", "refused"
ROWS_AT_ONCE = 262_144
"""Rows cleaned at once: enough to outweigh the fixed cost of a batch, few enough to hold several times over."""
PLAIN = frozenset({"statement_id"})  # distinct on every row: encoding would only cost
HANDED_ON = ("statement_id", *AS_STATED, "kind", "country", "published_on", "origin", "confidence")
READ_FIELDS = tuple(dict.fromkeys((*HANDED_ON, *READ_COLUMNS)))
INPUT_ROW = "input_row"
NEVER_MISSING = frozenset({"source_id", "pay_as_stated", "bound", "approximate", INPUT_ROW})
"""What every read row has, whatever the dump lacks: Parquet then keeps no account of missing values."""


def text_type(field: str) -> pa.DataType:
    """Return how the texts of a field are held."""
    return pa.string() if field in PLAIN else ENCODED


def pay_schema() -> pa.Schema:
    """Columns of the read rows: those of the pay table, and the row's place in its file."""
    types = {"number": pa.float64(), "boolean": pa.bool_()}
    columns = [(spec.name, types.get(spec.type) or text_type(spec.name)) for spec in TABLES["pay"].columns]
    every = [*columns, (INPUT_ROW, pa.int64())]
    return pa.schema([pa.field(name, kind, nullable=name not in NEVER_MISSING) for name, kind in every])


def refused_schema() -> pa.Schema:
    """Columns of the refused rows: every field that was read, the place, the reason, and a bad line as it stands."""
    return pa.schema(
        [
            ("source_id", pa.string()),
            (INPUT_ROW, pa.int64()),
            *((name, pa.string()) for name in READ_FIELDS),
            ("raw_line", pa.string()),
            ("reason", pa.string()),
        ]
    )


class RowGroups(NamedTuple):
    """Row groups of a Parquet file, read in turn; `first_row` is the number of their first row, counted from 1."""

    address: str
    numbers: tuple[int, ...]
    first_row: int


class Batch(NamedTuple):
    """A piece of the dump that is cleaned in one go: its number, its file, its rows, how it is read."""

    number: int
    source_id: str
    rows: Block | RowGroups
    form: TextFormat
    fields: Mapping[str, str]


class Done(NamedTuple):
    """What became of a batch."""

    number: int
    file: str
    rows: int
    read: int
    refused: int
    parts: tuple[Part, ...]


class Piece(NamedTuple):
    """Rows as read: the fields as text, each row's place in its file, and what could not be read at all."""

    table: pa.Table
    places: np.ndarray
    bad: tuple[BadLine, ...] = ()


def clean_batch(batch: Batch, out: Place, rates: ExchangeRates) -> Done:
    """Clean one batch and write its parts under names that only its number decides; doing it again changes nothing."""
    rows = read = refused = 0
    pay_part = write_part(out, f"{PAY}/part-{batch.number:06d}.parquet", pay_schema())
    refused_part = write_part(out, f"{REFUSED}/part-{batch.number:06d}.parquet", refused_schema())
    with pay_part as write_pay, refused_part as write_refused:
        for piece in read_pieces(batch):
            pay, unread = clean_piece(piece, batch.source_id, rates)
            write_pay.table(pay)
            write_refused.table(unread)
            rows += piece.table.num_rows + len(piece.bad)
            read, refused = read + pay.num_rows, refused + unread.num_rows
    return Done(batch.number, batch.source_id, rows, read, refused, (write_pay.part, write_refused.part))


def read_pieces(batch: Batch) -> Iterator[Piece]:
    """Read a batch piece by piece, each small enough to be cleaned at once."""
    if isinstance(batch.rows, Block):
        yield Piece(*read_block(batch.rows, batch.form, batch.fields))
        return
    groups, first = batch.rows, batch.rows.first_row
    wanted = list(dict.fromkeys(batch.fields.values()))
    with Place.of(groups.address).open() as source:
        file = pq.ParquetFile(source, read_dictionary=[name for name in wanted if name not in PLAIN])
        for part in file.iter_batches(ROWS_AT_ONCE, row_groups=list(groups.numbers), columns=wanted):
            columns = {field: as_text(part[name], field) for field, name in batch.fields.items()}
            yield Piece(pa.table(columns), first + np.arange(part.num_rows))
            first += part.num_rows


def as_text(column: pa.Array, field: str) -> pa.Array:
    """Turn a column of any simple type into text, encoded where texts repeat."""
    wanted = text_type(field)
    if column.type == wanted:
        return column
    text = column.cast(pa.string())
    return text if wanted == pa.string() else text.dictionary_encode()


def clean_piece(piece: Piece, source_id: str, rates: ExchangeRates) -> tuple[pa.Table, pa.Table]:
    """Clean some rows; return the read rows in the columns of the pay table, and the refused."""
    cleaned = clean(piece.table.to_pandas().assign(source_id=source_id, input_row=piece.places), rates)
    is_read = cleaned["bound"].notna()
    refused = np.flatnonzero(~is_read)
    reasons = to_arrow(cleaned.loc[~is_read, "refusal"], pa.string())
    unread = refuse(piece.table.take(pa.array(refused)), reasons, piece.places[refused], source_id, piece.bad)
    return to_table(cleaned[is_read].rename(columns=AS_STATED), pay_schema()), unread


def refuse(
    table: pa.Table, reasons: pa.Array, places: np.ndarray, source_id: str, bad: tuple[BadLine, ...]
) -> pa.Table:
    """Put the rows that state no pay and the lines that can't be read into one table, in the order of the file."""
    rows, schema = table.num_rows, refused_schema()
    texts = {
        name: table[name].cast(pa.string()) if name in table.column_names else pa.nulls(rows, pa.string())
        for name in READ_FIELDS
    }
    unread = pa.table(
        {
            "source_id": pa.repeat(source_id, rows),
            INPUT_ROW: pa.array(places),
            **texts,
            "raw_line": pa.nulls(rows, pa.string()),
            "reason": reasons,
        },
        schema=schema,
    )
    if not bad:
        return unread
    lines = [
        {"source_id": source_id, INPUT_ROW: line.line, "raw_line": line.text, "reason": line.reason} for line in bad
    ]
    return pa.concat_tables([unread, pa.Table.from_pylist(lines, schema=schema)]).sort_by(INPUT_ROW)
