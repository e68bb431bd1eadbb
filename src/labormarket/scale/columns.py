"""Conversion of cleaned frames to Arrow tables of a fixed schema, texts dictionary-encoded."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa


def to_table(frame: pd.DataFrame, schema: pa.Schema) -> pa.Table:
    """Put the columns of a frame into a schema; one that isn't there is missing throughout, an empty text is missing.

    >>> tier = pa.dictionary(pa.int32(), pa.string())
    >>> schema = pa.schema([("tier", tier), ("usd", pa.float64()), ("note", pa.string())])
    >>> frame = pd.DataFrame({"usd": [7.5, None], "tier": pd.Categorical(["low", ""], ["unused", "low", ""])})
    >>> to_table(frame, schema).to_pydict()
    {'tier': ['low', None], 'usd': [7.5, None], 'note': [None, None]}
    """
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
