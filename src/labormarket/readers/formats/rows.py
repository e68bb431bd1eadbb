"""What every table format hands on: rows of named columns, their places in the file, and records that are broken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa


class BadRecord(NamedTuple):
    """A record that can't be read: its number in the file, counted from 1, why, its whole text, and its place."""

    number: int
    reason: str
    text: str
    where: str = ""


class Rows(NamedTuple):
    """Rows as read: columns by their titles (texts encoded, numbers as numbers), the number of each row, the broken."""

    table: pa.Table
    numbers: np.ndarray
    bad: tuple[BadRecord, ...] = ()


def text_table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> pa.Table:
    """Put rows of texts into a table with encoded columns.

    >>> text_table(("a", "b"), [["1", "x"], ["2", "x"]])["b"].combine_chunks().dictionary.to_pylist()
    ['x']
    """
    return pa.table([encode_texts([row[at] for row in rows]) for at in range(len(titles))], names=list(titles))


def bad_rows(titles: Sequence[str], bad: Sequence[BadRecord]) -> Rows:
    """Give broken records, and no rows."""
    return Rows(text_table(titles, []), np.zeros(0, np.int64), tuple(bad))


def encode_texts(texts: Sequence[str]) -> pa.DictionaryArray:
    """Encode texts before Arrow copies them: one text in many cells costs its bytes once."""
    places: dict[str, int] = {}
    codes = [places.setdefault(text, len(places)) for text in texts]
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(list(places), pa.string()))


def unique_titles(titles: Sequence[str]) -> tuple[str, ...]:
    """Make column titles of a header: trimmed, one for each column, numbered where a title stands twice.

    >>> unique_titles(["pay", " pay ", ""])
    ('pay', 'pay (2)', 'column 3')
    """
    made: list[str] = []
    for number, title in enumerate(titles, start=1):
        plain = " ".join(title.split()) or f"column {number}"
        name, copy = plain, 1
        while name in made:
            copy += 1
            name = f"{plain} ({copy})"
        made.append(name)
    return tuple(made)
