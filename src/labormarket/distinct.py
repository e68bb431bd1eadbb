"""A table told by its distinct rows, so that each distinct text is read once however often it stands there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

Encoded = tuple[pd.Series, np.ndarray]
"""The distinct texts of a column, and for each row the place of its text among them."""


class Cases(NamedTuple):
    """The distinct rows of some columns: their texts, and for each row of the table the number of its distinct row.

    `places` says for each column which of its distinct texts the distinct rows hold.
    """

    distinct: pd.DataFrame
    which: np.ndarray
    places: dict[str, np.ndarray]


def number_values(column: pd.Series) -> Encoded:
    """Return the distinct values of a column of any type, missing among them, and each row's place among them.

    >>> values, places = number_values(pd.Series([7.5, None, 7.5]))
    >>> values.to_list(), places.tolist()
    ([7.5, nan], [0, 1, 0])
    """
    places, values = pd.factorize(column, use_na_sentinel=False)
    return pd.Series(values), places


def combine(columns: Mapping[str, Encoded], rows: int) -> Cases:
    """Find the distinct combinations of encoded columns, whose every text stands in some row.

    >>> letters, digits = number_values(pd.Series(["a", "b", "a"])), number_values(pd.Series(["1", "1", "1"]))
    >>> cases = combine({"letter": letters, "digit": digits}, rows=3)
    >>> cases.distinct.values.tolist(), cases.which.tolist()
    ([['a', '1'], ['b', '1']], [0, 1, 0])
    """
    which = np.zeros(rows, dtype=np.int64)
    places: list[np.ndarray] = [np.zeros(min(rows, 1), dtype=np.int64)]
    for texts, codes in columns.values():
        if len(texts) <= 1:
            places.append(np.zeros(len(places[0]), dtype=np.int64))
            continue
        # The texts of the first column that has several are the combinations so far.
        which, found = number(which * len(texts) + codes) if len(places[0]) > 1 else (codes, np.arange(len(texts)))
        before, here = np.divmod(found, len(texts))
        places = [*(place[before] for place in places), here]
    place_of = dict(zip(columns, places[1:], strict=True))
    distinct = {name: columns[name][0].take(place).reset_index(drop=True) for name, place in place_of.items()}
    return Cases(pd.DataFrame(distinct), which, place_of)


def number(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Number equal keys alike, in the order of their first rows: Arrow does it in a quarter of the time of pandas.

    >>> places, keys = number(np.array([7, 5, 7]))
    >>> places.tolist(), keys.tolist()
    ([0, 1, 0], [7, 5])
    """
    encoded = pa.array(keys).dictionary_encode()
    return encoded.indices.to_numpy().astype(np.int64), encoded.dictionary.to_numpy()


def pick(texts: Sequence[str], places: np.ndarray, index: pd.Index) -> pd.Series:
    """Return for each row the text at its place; place -1 is a missing value.

    >>> pick(["low", "high"], np.array([1, -1]), pd.Index(["x", "y"])).to_dict()
    {'x': 'high', 'y': nan}
    """
    return pd.Series(pd.array(texts, dtype="str").take(places, allow_fill=True), index=index)
