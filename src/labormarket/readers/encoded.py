"""Dictionary-encoded columns of text: each distinct text once, and its code in every row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from labormarket.readers.model import ENCODED


class Encoded(NamedTuple):
    """A column: its distinct values and, for each row, the place of its value among them."""

    values: Sequence[Any]
    codes: np.ndarray

    @classmethod
    def of(cls, column: pa.ChunkedArray | pa.Array) -> Encoded:
        """Encode an Arrow column of texts or numbers; missing is None, and only values in use are kept.

        >>> Encoded.of(pa.array(["b", None, "b"])).values
        ['b', None]
        """
        if isinstance(column, pa.ChunkedArray):
            if pa.types.is_dictionary(column.type) and column.num_chunks > 1:
                column = column.unify_dictionaries()
            column = column.combine_chunks()
            if isinstance(column, pa.ChunkedArray):  # no chunk at all
                column = column.chunk(0) if column.num_chunks else pa.array([], column.type)
        if not pa.types.is_dictionary(column.type):
            column = column.dictionary_encode()
        codes = pc.fill_null(column.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
        values = column.dictionary.to_pylist()
        places, used = pd.factorize(codes)
        return cls([values[code] if code >= 0 else None for code in used], places)

    @classmethod
    def constant(cls, value: Any, rows: int) -> Encoded:
        """A column with one value in every row."""
        return cls([value], np.zeros(rows, dtype=np.int64))

    def map(self, read: Callable[[Any], Any]) -> Encoded:
        """Apply a function, whose answers can be hashed, to each distinct value; equal answers become one.

        >>> Encoded(["a", "A"], np.array([0, 1, 0])).map(str.lower)
        Encoded(values=['a'], codes=array([0, 0, 0]))
        """
        places: dict[Any, int] = {}
        moved = np.array([places.setdefault(read(value), len(places)) for value in self.values], dtype=np.int64)
        return Encoded(list(places), moved[self.codes])

    def take(self, rows: np.ndarray) -> Encoded:
        """The column for some rows, in their order."""
        return Encoded(self.values, self.codes[rows])

    def to_arrow(self) -> pa.DictionaryArray:
        """The column as Arrow holds it; None becomes the empty text."""
        texts = pa.array(["" if value is None else value for value in self.values], pa.string())
        encoded = texts.dictionary_encode()
        codes = encoded.indices.to_numpy()[self.codes]
        return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), encoded.dictionary).cast(ENCODED)


def combine(columns: Sequence[Encoded]) -> Encoded:
    """Encode several columns as one whose values are tuples.

    >>> a, b = Encoded(["x", "y"], np.array([0, 1, 0])), Encoded(["z"], np.array([0, 0, 0]))
    >>> combine([a, b])
    Encoded(values=[('x', 'z'), ('y', 'z')], codes=array([0, 1, 0]))
    """
    first, *others = columns
    codes, used = pd.factorize(first.codes)
    values: list[tuple[Any, ...]] = [(first.values[code],) for code in used]
    for column in others:
        if len(column.values) == 1:
            values = [(*value, column.values[0]) for value in values]
            continue
        width = len(column.values)
        codes, used = pd.factorize(codes * width + column.codes)
        values = [(*values[code // width], column.values[code % width]) for code in used.tolist()]
    return Encoded(values, codes)
