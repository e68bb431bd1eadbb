"""Where the marks of a drawn chart are, and which statement each stands for, read off the figure itself.

A chart draws each statement at the amount of its plotted row (`midpoint`; `multiple` on a scale of multiples). The
ticks of one line of the chart belong to the group of plotted rows that has exactly these amounts.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

AMOUNTS = ("midpoint", "multiple")
GROUPINGS = (["tier"], ["owner", "platform"], ["platform"], ["profession"], ["field"], ["country"])
TICKS_FROM, BAR = 2, 3
"""How far up a chart its ticks begin (lines of the scale lie below) and its bars stand."""

Place = tuple[float, float]


class Mark(NamedTuple):
    """A mark's place, in per cent of the picture from its left and its top, and its statement."""

    left: float
    top: float
    statement_id: str


def find_marks(figure: Figure, rows: pd.DataFrame) -> tuple[Mark, ...]:
    """Return the marks of a figure from top to bottom, each with the statement that it stands for.

    Takes the plotted rows of the chart; where they name no statements, or a line's amounts belong to no group of them,
    nothing is found.
    """
    column = next((name for name in AMOUNTS if name in rows), None)
    if column is None or "statement_id" not in rows:
        return ()
    drawn_as = rows["drawn_as"] if "drawn_as" in rows else pd.Series("tick", index=rows.index)
    found: list[Mark] = []
    for axes in figure.axes:
        found += _find_ticks(axes, rows[drawn_as.eq("tick")], column)
        found += _find_bars(axes, rows[drawn_as.eq("row")], column)
    return tuple(sorted(set(found), key=lambda mark: (mark.top, mark.left, mark.statement_id)))


def _find_ticks(axes: Axes, rows: pd.DataFrame, column: str) -> Iterator[Mark]:
    groups = defaultdict(list)
    for names in GROUPINGS:
        if set(names) <= set(rows.columns):
            for _, group in rows.groupby(names, sort=False):
                ordered = group.sort_values([column, "statement_id"])
                groups[tuple(map(_key, ordered[column]))].append(ordered["statement_id"].tolist())
    lines = defaultdict(list)
    for collection in axes.collections:
        if isinstance(collection, LineCollection) and collection.get_zorder() >= TICKS_FROM:
            for (amount, top), (_, bottom) in (segment[:2] for segment in collection.get_segments()):
                lines[round((top + bottom) / 2, 2)].append(float(amount))
    for y, amounts in lines.items():
        amounts.sort()
        for amount, statement_id in zip(amounts, (groups.get(tuple(map(_key, amounts))) or [[]])[0], strict=False):
            yield Mark(*_place(axes, amount, y), statement_id)


def _find_bars(axes: Axes, rows: pd.DataFrame, column: str) -> Iterator[Mark]:
    by_amount = defaultdict(list)
    for amount, statement_id in zip(rows[column], rows["statement_id"], strict=True):
        by_amount[_key(amount)].append(str(statement_id))
    drawn = [
        (math.sqrt(patch.get_x() * (patch.get_x() + patch.get_width())), patch.get_y() + patch.get_height() / 2)
        for patch in axes.patches
        if isinstance(patch, Rectangle) and patch.get_zorder() == BAR
    ]
    # An open end: a single strong stroke at the end that is stated.
    strokes = [(np.asarray(line.get_xdata()), np.asarray(line.get_ydata())) for line in axes.lines]
    drawn += [(float(x[0]), float(y[0])) for x, y in strokes if len(x) == 1]
    for amount, y in sorted(drawn, key=lambda bar: bar[1]):
        if by_amount[_key(amount)]:
            yield Mark(*_place(axes, amount, y), by_amount[_key(amount)].pop(0))


def _key(amount: float) -> float:
    return float(f"{amount:.4g}")


def _place(axes: Axes, amount: float, y: float) -> Place:
    left, down = axes.figure.transFigure.inverted().transform(axes.transData.transform((amount, y)))
    return round(100 * float(left), 2), round(100 * (1 - float(down)), 2)
