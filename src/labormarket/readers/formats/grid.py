"""Grids of cells (a sheet, a table of a page): the header found among the first rows, the rest as rows of text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from labormarket.readers.column_map import ColumnMap, choose_columns, map_columns, states_pay
from labormarket.readers.formats.rows import Rows, text_table, unique_titles
from labormarket.readers.model import ReadOptions

HEADER_WITHIN = 15  # rows of titles, notes and blank lines that may stand above a header
SAMPLE_ROWS = 200


def pay_header(grid: Sequence[Sequence[str]], options: ReadOptions) -> int | None:
    """Return the first row whose titles are those asked for, else those of a table of pay.

    >>> pay_header([["Rates 2026"], [], ["Role", "Pay"], ["tutor", "$20"]], ReadOptions())
    2
    """
    told = set(options.columns.values())
    for at, row in enumerate(grid[:HEADER_WITHIN]):
        titles = unique_titles(row)
        if told <= set(titles) if told else len(row) > 1 and states_pay(map_columns(titles)):
            return at
    return None


def columns_of_grid(grid: Sequence[Sequence[str]], options: ReadOptions) -> tuple[int, ColumnMap]:
    """Choose the header and the columns of a grid; raises UnreadableError where none states pay."""
    at = pay_header(grid, options)
    if at is None:
        at = next((at for at, row in enumerate(grid[:HEADER_WITHIN]) if sum(map(bool, row)) > 1), 0)
    titles = unique_titles(grid[at] if grid else [])
    body = grid[at + 1 : at + 1 + SAMPLE_ROWS]
    sample = {title: [row[place] for row in body if place < len(row)] for place, title in enumerate(titles)}
    return at, choose_columns(titles, options.columns, sample=sample)


def rows_of_grid(grid: Sequence[Sequence[str]], columns: ColumnMap, first_row: int) -> Rows:
    """Put the rows of a grid under its columns; blank rows are no records."""
    wanted = columns.wanted
    places = [columns.titles.index(title) for title in wanted]
    filled = [(number, row) for number, row in enumerate(grid, first_row) if any(row)]
    cells = [[row[place] if place < len(row) else "" for place in places] for _, row in filled]
    return Rows(text_table(wanted, cells), np.array([number for number, _ in filled], dtype=np.int64))
