"""A table told by its distinct rows, so that each distinct text is read once however often it stands there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd


class Cases(NamedTuple):
    """The distinct rows of some columns: their texts, and for each row of the table the number of its distinct row.

    `places` says for each column which of its distinct texts the distinct rows hold.
    """

    distinct: pd.DataFrame
    which: np.ndarray
    places: dict[str, np.ndarray]


def encode(column: pd.Series) -> tuple[pd.Series, np.ndarray]:
    """Return the distinct texts of a column and each row's place among them; missing is the empty text.

    A categorical column is taken as it is encoded, less the categories that no row has.

    >>> texts, codes = encode(pd.Series(["a", None, "a", ""]))
    >>> texts.to_list(), codes.tolist()
    (['a', ''], [0, 1, 0, 1])
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, categories = column.cat.codes.to_numpy(), column.cat.categories
    else:
        codes, categories = pd.factorize(column.astype("str").fillna(""))
        return pd.Series(categories, dtype="str"), codes
    counts = np.bincount(codes[codes >= 0] if (codes < 0).any() else codes, minlength=len(categories))
    used = np.flatnonzero(counts)
    texts = pd.Series(categories.take(used), dtype="str")
    # One place more than there are categories: code -1, a missing value, reads the last.
    place = np.full(len(categories) + 1, -1, dtype=np.int64)
    place[used] = np.arange(len(used))
    if (codes < 0).any():
        empty = np.flatnonzero(texts.eq(""))
        place[-1] = empty[0] if len(empty) else len(texts)
        texts = texts if len(empty) else pd.concat([texts, pd.Series([""], dtype="str")], ignore_index=True)
    return texts, place[codes]


def merge_equal(texts: pd.Series, codes: np.ndarray) -> tuple[pd.Series, np.ndarray]:
    """Merge places whose texts have become equal (dates cut down to their years)."""
    places, categories = pd.factorize(texts)
    return pd.Series(categories, dtype="str"), places[codes]


def combine(columns: dict[str, tuple[pd.Series, np.ndarray]], rows: int) -> Cases:
    """Find the distinct combinations of encoded columns, in the order of their first rows.

    >>> letters, digits = encode(pd.Series(["a", "b", "a"])), encode(pd.Series(["1", "1", "1"]))
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
        which, found = pd.factorize(which * len(texts) + codes)
        before, here = np.divmod(found, len(texts))
        places = [*(place[before] for place in places), here]
    place_of = dict(zip(columns, places[1:], strict=True))
    distinct = {name: columns[name][0].take(place).reset_index(drop=True) for name, place in place_of.items()}
    return Cases(pd.DataFrame(distinct), which, place_of)


def spread(distinct: pd.DataFrame, which: np.ndarray, names: Sequence[str]) -> dict[str, np.ndarray | pd.Categorical]:
    """Return the named columns with a row for each of `which`: texts as categories, the rest as they are.

    >>> table = pd.DataFrame({"tier": ["low", None], "usd": [1.0, 2.0]})
    >>> columns = spread(table, np.array([0, 1, 0]), ["tier", "usd"])
    >>> columns["tier"].tolist(), columns["usd"].tolist()
    (['low', nan, 'low'], [1.0, 2.0, 1.0])
    """
    columns: dict[str, np.ndarray | pd.Categorical] = {}
    for name in names:
        column = distinct[name]
        if pd.api.types.is_numeric_dtype(column.dtype):
            columns[name] = column.to_numpy()[which]
        else:
            codes, categories = pd.factorize(column.astype("str"))
            columns[name] = pd.Categorical.from_codes(codes.astype(np.int32)[which], pd.Index(categories, dtype="str"))
    return columns
