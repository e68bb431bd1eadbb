"""Parquet part files: the results of one split as Arrow tables of a fixed schema, written with their digest."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
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


def to_table(frame: pd.DataFrame, schema: pa.Schema) -> pa.Table:
    """Put the columns of a frame into a schema; one that isn't there is missing throughout, an empty text is missing.

    >>> tier = pa.dictionary(pa.int32(), pa.string())
    >>> schema = pa.schema([("tier", tier), ("usd", pa.float64()), ("note", pa.string())])
    >>> frame = pd.DataFrame({"usd": [7.5, None], "tier": pd.Categorical(["low", ""], ["unused", "low", ""])})
    >>> to_table(frame, schema).to_pydict()
    {'tier': ['low', None], 'usd': [7.5, None], 'note': [None, None]}
    """
    if frame.empty:
        return schema.empty_table()
    columns = [
        to_arrow(frame[field.name], field.type) if field.name in frame else pa.nulls(len(frame), field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def to_arrow(column: pd.Series, wanted: pa.DataType) -> pa.Array:
    """Turn a column into an Arrow array of the wanted type; texts that no row has are left out.

    >>> to_arrow(pd.Series(["b", "", "b"], dtype="str"), pa.string()).to_pylist()
    ['b', None, 'b']
    """
    if pa.types.is_string(wanted):
        texts = column.astype("str")
        return pa.array(texts.where(texts.ne("")), wanted, from_pandas=True)
    if not pa.types.is_dictionary(wanted):
        return pa.array(column, wanted, from_pandas=True)
    encoded = column.astype("category").cat.remove_unused_categories()
    if "" in encoded.cat.categories:
        encoded = encoded.cat.remove_categories([""])
    codes = encoded.cat.codes.to_numpy().astype(np.int32)
    texts = pa.array(encoded.cat.categories.to_list(), wanted.value_type)
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), texts)


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
