"""Columns as Arrow holds them: to distinct texts and places for the readers, and from their answers back."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from labormarket.clean import Told
from labormarket.distinct import Encoded, keep_used

ENCODED = pa.dictionary(pa.int32(), pa.string())
"""How texts that repeat are held: each once, and its number in every row."""


def encode_texts(column: pa.ChunkedArray) -> Encoded:
    """Return the distinct texts of an encoded column and each row's place among them; missing is the empty text.

    >>> texts, places = encode_texts(pa.chunked_array([pa.array(["b", None, "b"]).dictionary_encode()]))
    >>> texts.to_list(), places.tolist()
    (['b', ''], [0, 1, 0])
    """
    whole = as_one(column)
    codes = pc.fill_null(whole.indices, -1).to_numpy(zero_copy_only=False)
    return keep_used(pd.Series(whole.dictionary.to_pandas(), dtype="str"), codes)


def as_one(column: pa.ChunkedArray) -> pa.Array:
    """Return a column as one array, whose texts are encoded alike throughout."""
    if column.num_chunks == 1:
        return column.chunk(0)
    return (column.unify_dictionaries() if pa.types.is_dictionary(column.type) else column).combine_chunks()


def spread_told(told: Told, name: str, wanted: pa.DataType) -> pa.Array:
    """Return one of the columns that were told, a value for each row, in the wanted type.

    >>> said = Told(pd.DataFrame({"tier": ["low", None], "usd": [1.0, None]}), np.array([1, 0]), ("tier", "usd"))
    >>> spread_told(said, "tier", ENCODED).to_pylist(), spread_told(said, "usd", pa.float64()).to_pylist()
    ([None, 'low'], [None, 1.0])
    """
    distinct = told.table[name]
    if pa.types.is_dictionary(wanted):
        encoded = to_arrow(distinct).cast(wanted.value_type).dictionary_encode()
        codes = encoded.indices.fill_null(-1).to_numpy()[told.which]
        return pa.DictionaryArray.from_arrays(missing_where(codes, codes < 0), encoded.dictionary, safe=False)
    values = distinct.to_numpy()[told.which]
    return missing_where(values, np.isnan(values)) if values.dtype == np.float64 else pa.array(values, wanted)


def to_arrow(column: pd.Series) -> pa.Array:
    """Hand a column to Arrow as one array: pandas holds texts in as many pieces as they were put together from."""
    values = pa.array(column.array, from_pandas=True)
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values


def missing_where(values: np.ndarray, missing: np.ndarray) -> pa.Array:
    """Hand numbers to Arrow as they lie in memory, some of them missing: five times as fast as having them copied.

    >>> missing_where(np.array([1.5, 2.5]), np.array([True, False])).to_pylist()
    [None, 2.5]
    """
    valid = np.packbits(~missing, bitorder="little")
    kind = pa.from_numpy_dtype(values.dtype)
    return pa.Array.from_buffers(kind, len(values), [pa.py_buffer(valid), pa.py_buffer(values)])


def blank_to_null(column: pa.Array) -> pa.Array:
    """Turn empty texts into missing values.

    >>> blank_to_null(pa.array(["", "tutor"]).dictionary_encode()).to_pylist()
    [None, 'tutor']
    """
    if not pa.types.is_dictionary(column.type):
        return pc.if_else(pc.equal(column, ""), None, column)
    blank = pc.index(column.dictionary, "").as_py()
    if blank < 0:
        return column
    return pa.DictionaryArray.from_arrays(
        pc.if_else(pc.equal(column.indices, blank), None, column.indices), column.dictionary
    )
