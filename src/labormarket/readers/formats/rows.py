"""What every table format hands on: rows under a column map, with their places in the file, and broken records.

A grid of cells (a sheet, a table of a page) finds its header among its first rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import pyarrow as pa

from labormarket.readers.column_map import ColumnMap, choose_columns, map_columns, states_pay
from labormarket.readers.model import ReadOptions, UnreadableError

HEADER_WITHIN = 15  # rows of titles, notes and blank lines that may stand above a header
SAMPLE_ROWS = 200
T = TypeVar("T")


class BadRecord(NamedTuple):
    """A record that can't be read: its number in the file, counted from 1, why, its whole text, and its place."""

    number: int
    reason: str
    text: str
    where: str = ""


class Rows(NamedTuple):
    """Rows as read: the mapped columns (texts encoded, numbers as numbers), the number of each row, the broken."""

    columns: ColumnMap
    table: pa.Table
    numbers: np.ndarray
    bad: tuple[BadRecord, ...] = ()


def read_each(
    records: Iterable[tuple[int, T]], columns: ColumnMap, cells_of: Callable[[T], Sequence[str]],
    text_of: Callable[[T], str] = str,
) -> Rows:  # fmt: skip
    """Read numbered records one by one; one whose cells can't be read becomes a broken record.

    >>> columns = ColumnMap(("role",), {"profession_raw": ("role",)})
    >>> rows = read_each([(1, "tutor"), (2, "tutor")], columns, lambda role: [role])
    >>> rows.table["role"].combine_chunks().dictionary.to_pylist(), rows.numbers.tolist()
    (['tutor'], [1, 2])
    """
    good: list[Sequence[str]] = []
    numbers: list[int] = []
    bad: list[BadRecord] = []
    for number, record in records:
        try:
            good.append(cells_of(record))
            numbers.append(number)
        except UnreadableError as error:
            bad.append(BadRecord(number, str(error), text_of(record)))
    titles = columns.wanted
    table = pa.table([encode_texts([row[at] for row in good]) for at in range(len(titles))], names=titles)
    return Rows(columns, table, np.array(numbers, np.int64), tuple(bad))


def bad_rows(columns: ColumnMap, bad: Sequence[BadRecord]) -> Rows:
    """Give broken records, and no rows."""
    return read_each((), columns, list)._replace(bad=tuple(bad))


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
    made: dict[str, int] = {}  # each name -> how many titles were like it
    for number, title in enumerate(titles, start=1):
        plain = name = " ".join(title.split()) or f"column {number}"
        while name in made:
            made[plain] += 1
            name = f"{plain} ({made[plain]})"
        made[name] = 1
    return tuple(made)


def pay_header(grid: Sequence[Sequence[str]], options: ReadOptions) -> int | None:
    """Return the first row whose titles are those asked for, else those of a table of pay.

    >>> pay_header([["Rates 2026"], [], ["Role", "Pay"], ["tutor", "$20"]], ReadOptions())
    2
    """
    told = set(options.columns.values())
    for at, row in enumerate(grid[:HEADER_WITHIN]):
        titles = unique_titles(row)
        if told <= set(titles) if told else states_pay(map_columns(titles)):
            return at
    return None


def columns_under(titles: Sequence[str], body: Sequence[Sequence[str]], options: ReadOptions) -> ColumnMap:
    """Choose the columns of a table by its titles and its first rows; raises UnreadableError where none states pay."""
    sample = {title: [row[at] for row in body if at < len(row)] for at, title in enumerate(titles)}
    return choose_columns(titles, options.columns, sample=sample)


def columns_of_grid(grid: Sequence[Sequence[str]], options: ReadOptions) -> tuple[int, ColumnMap]:
    """Choose the header and the columns of a grid; raises UnreadableError where none states pay."""
    at = pay_header(grid, options)
    if at is None:
        at = next((at for at, row in enumerate(grid[:HEADER_WITHIN]) if sum(map(bool, row)) > 1), 0)
    titles = unique_titles(grid[at] if grid else [])
    return at, columns_under(titles, grid[at + 1 : at + 1 + SAMPLE_ROWS], options)


def rows_of_grid(grid: Sequence[Sequence[str]], columns: ColumnMap, first_row: int) -> Rows:
    """Put the rows of a grid under its columns; blank rows are no records."""
    places = [columns.titles.index(title) for title in columns.wanted]
    filled = ((number, row) for number, row in enumerate(grid, first_row) if any(row))
    return read_each(filled, columns, lambda row: [row[place] if place < len(row) else "" for place in places])
