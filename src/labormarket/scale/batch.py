"""One split of a dump: read by the front door, cleaned, written as two part files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from labormarket.clean import AS_STATED, clean
from labormarket.files.storage import Location
from labormarket.hourly import ExchangeRates
from labormarket.readers import BATCH_FIELDS, Batch, ReadOptions, Split, read_split
from labormarket.readers.documents import left_out_batch
from labormarket.readers.front_door import joined
from labormarket.readers.model import ENCODED
from labormarket.scale.parts import Part, to_table, write_part
from labormarket.tables import TABLES

PAY, REFUSED = "pay", "refused"
INPUT_ROW = "input_row"
PLAIN = frozenset({"statement_id", "where"})  # distinct on every row: encoding would only cost
NEVER_MISSING = frozenset({"source_id", "pay_as_stated", "bound", "approximate", INPUT_ROW})
"""What every read row has, whatever the dump lacks: Parquet then keeps no account of missing values."""
ROWS_AT_ONCE = 200_000
"""Rows cleaned at once: enough to outweigh the fixed cost, few enough to hold several times over."""
PROSE = "running text: `labormarket add` shows the pay in it for a person to confirm"
NUMBERED = frozenset({"csv", "jsonl", "parquet", "excel"})
"""Formats in which `input_row` has a number of its own for each record."""


class Planned(NamedTuple):
    """A split of a file of the dump, and its number in the run."""

    number: int
    file: str
    split: Split


class Done(NamedTuple):
    """What became of a split.

    `records` were seen in the file; a listing with several rates makes several rows of `read`, and `missing` records
    are in neither part, which no reader may let happen.
    """

    number: int
    file: str
    records: int
    read: int
    refused: int
    missing: int
    listings: int
    listings_with_pay: int
    parts: tuple[Part, ...]


def text_type(field: str) -> pa.DataType:
    """Return how the texts of a field are held."""
    return pa.string() if field in PLAIN else ENCODED


def pay_schema() -> pa.Schema:
    """Columns of the read rows: those of the pay table, and the number of the record in its file."""
    types = {"number": pa.float64(), "boolean": pa.bool_()}
    columns = [(spec.name, types.get(spec.type) or text_type(spec.name)) for spec in TABLES["pay"].columns]
    every = [*columns, (INPUT_ROW, pa.int64())]
    return pa.schema([pa.field(name, kind, nullable=name not in NEVER_MISSING) for name, kind in every])


def refused_schema() -> pa.Schema:
    """Columns of the refused rows: every raw column, the place in the file, the reason, a broken record's text."""
    fields = [(name, text_type(name)) for name in ("source_id", *BATCH_FIELDS)]
    return pa.schema([*fields, (INPUT_ROW, pa.int64()), ("reason", pa.string()), ("text", pa.string())])


def clean_split(planned: Planned, options: ReadOptions, out: Location, rates: ExchangeRates) -> Done:
    """Clean one split and write its parts under names that only its number decides; doing it again changes nothing."""
    pay: list[pa.Table] = []
    refused: list[pa.Table] = []
    records = missing = listings = with_pay = 0
    for batch in gather(read_whole_split(planned.split, options)):
        read, unread = clean_batch(batch, planned.file, rates)
        pay.append(read)
        refused.append(unread)
        records += batch.records + len(pages_of_text(batch))
        if batch.format in NUMBERED:
            rows = pa.chunked_array([*read[INPUT_ROW].chunks, *unread[INPUT_ROW].chunks], pa.int64())
            missing += batch.records - len(pc.unique(rows))
        listings += batch.listings
        with_pay += sum(part.with_pay for part in batch.coverage.values())
    parts = (
        write_part(out, f"{PAY}/part-{planned.number:06d}.parquet", pay, pay_schema()),
        write_part(out, f"{REFUSED}/part-{planned.number:06d}.parquet", refused, refused_schema()),
    )
    return Done(planned.number, planned.file, records, parts[0].rows, parts[1].rows, missing, listings, with_pay, parts)


def clean_batch(batch: Batch, file: str, rates: ExchangeRates) -> tuple[pa.Table, pa.Table]:
    """Clean the statements of a batch; return the rows that state pay, and all others with the reason."""
    frame = batch.statements.drop_columns(
        "where"
    ).to_pandas()  # each row's place is a text of its own: taken when refused
    source_id = pd.Categorical.from_codes(np.zeros(len(frame), np.int8), pd.Index([file]))
    cleaned = clean(frame.assign(source_id=source_id, text=""), rates)
    is_read = cleaned["bound"].notna()
    unread = cleaned[~is_read].assign(reason=lambda rows: rows["refusal"])
    unread["where"] = batch.statements["where"].filter(pa.array(~is_read)).to_pandas().array
    left_out = batch.left_out.to_pandas().assign(source_id=file)
    prose = pd.DataFrame({"source_url": pages_of_text(batch), "source_id": file, "reason": PROSE, INPUT_ROW: 1})
    others = [to_table(rows, refused_schema()) for rows in (unread, left_out, prose)]
    refused = pa.concat_tables(others).unify_dictionaries().combine_chunks().sort_by(INPUT_ROW)
    return to_table(cleaned[is_read].rename(columns=AS_STATED), pay_schema()), refused


def gather(batches: Iterator[Batch]) -> Iterator[Batch]:
    """Join batches until they are worth cleaning at once: each distinct text of them is read once."""
    held: list[Batch] = []
    for batch in batches:
        held.append(batch)
        if sum(len(one.statements) for one in held) >= ROWS_AT_ONCE:
            yield joined(held, batch.format)
            held = []
    if held:
        yield joined(held, held[0].format)


def pages_of_text(batch: Batch) -> list[str]:
    """Return the addresses of the pages (or articles) that were only running text, each once."""
    return list(dict.fromkeys(passage.context.source_url for passage in batch.passages))


def read_whole_split(split: Split, options: ReadOptions) -> Iterator[Batch]:
    """Read a split; one that stops its reader becomes one refused record with the reason, and costs no other split.

    What the system refuses (a network that is gone, a file that may not be read) is raised: the run goes on later.
    """
    try:
        yield from read_split(split, options)
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        reason = f"can't be read: {str(error) or type(error).__name__}"
        yield left_out_batch(f"the part from row {split.first_row:,} on", reason, split.format, split.first_row)
