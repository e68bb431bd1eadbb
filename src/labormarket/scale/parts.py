"""Parquet part files: the results of one split, with their digest."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from labormarket.files.storage import Location

# Texts that repeat are encoded already, and amounts repeat with them; a dictionary of ids would only cost.
COMPRESSION, COMPRESSION_LEVEL = "zstd", 1


class Part(NamedTuple):
    """One written file: its name below the output folder, its rows, its size and its SHA-256."""

    name: str
    rows: int
    bytes: int
    sha256: str


def write_part(out: Location, name: str, tables: Sequence[pa.Table], schema: pa.Schema) -> Part:
    """Write tables of one schema to one Parquet file below `out`, whole or not at all.

    The file is made in memory first: compressed, the rows of a split are a few megabytes.
    """
    encoded = [field.name for field in schema if pa.types.is_dictionary(field.type)]
    repeated = [field.name for field in schema if pa.types.is_floating(field.type)]
    rising = [field.name for field in schema if pa.types.is_integer(field.type)]  # numbers of rows: each the next
    buffer = pa.BufferOutputStream()
    with pq.ParquetWriter(
        buffer,
        schema,
        compression=COMPRESSION,
        compression_level=COMPRESSION_LEVEL,
        use_dictionary=encoded + repeated,
        column_encoding=dict.fromkeys(rising, "DELTA_BINARY_PACKED"),
        # The least and the greatest of a batch help a reader to skip batches only where order means something.
        write_statistics=[field.name for field in schema if not pa.types.is_dictionary(field.type)],
    ) as writer:
        for table in tables:
            if table.num_rows:
                writer.write_table(table)
    content = buffer.getvalue()
    (out / name).write(content)
    return Part(name, sum(table.num_rows for table in tables), len(content), hashlib.sha256(content).hexdigest())


def is_intact(out: Location, part: Part) -> bool:
    """Tell whether a part is there as it was written."""
    content = (out / part.name).read()
    return content is not None and hashlib.sha256(content).hexdigest() == part.sha256
