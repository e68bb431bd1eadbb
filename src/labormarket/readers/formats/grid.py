"""Grids of cells (a sheet, a table of a page): the header found among the first rows, the rest as rows of text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from labormarket.readers.column_map import ColumnMap, choose_columns, map_columns, states_pay
from labormarket.readers.formats.delimited import HEADER_WITHIN
from labormarket.readers.formats.rows import Rows, text_table, unique_titles
from labormarket.readers.model import ReadOptions

SAMPLE_ROWS = 200


def header_of(grid: Sequence[Sequence[str]], options: ReadOptions) -> int:
    """Return the row of the header: the first whose titles make a table of pay, else the first that is filled.

    >>> header_of([["Rates 2026"], [], ["Role", "Pay"], ["tutor", "$20"]], ReadOptions())
    2
    """
    told = set(options.columns.values())
    for at, row in enumerate(grid[:HEADER_WITHIN]):
        if told <= set(row) if told else len(row) > 1 and states_pay(map_columns(unique_titles(list(row)))):
            return at
    return next((at for at, row in enumerate(grid[:HEADER_WITHIN]) if sum(map(bool, row)) > 1), 0)


def columns_of_grid(grid: Sequence[Sequence[str]], options: ReadOptions) -> tuple[int, ColumnMap]:
    """Choose the columns of a grid; raises UnreadableError where none states pay."""
    at = header_of(grid, options)
    titles = unique_titles(list(grid[at]) if grid else [])
    body = grid[at + 1 : at + 1 + SAMPLE_ROWS]
    sample = {title: [row[place] for row in body if place < len(row)] for place, title in enumerate(titles)}
    return at, choose_columns(titles, options.columns, sample=sample)


def rows_of_grid(grid: Sequence[Sequence[str]], columns: ColumnMap, first_row: int) -> Rows:
    """Put the rows of a grid under its columns; blank rows are no records."""
    wanted = columns.wanted
    places = [columns.titles.index(title) for title in wanted]
    filled = [(number, row) for number, row in enumerate(grid, first_row) if any(row)]
    cells = [[row[place] if place < len(row) else "" for place in places] for _, row in filled]
    return Rows(text_table(tuple(wanted), cells), np.array([number for number, _ in filled], dtype=np.int64))
