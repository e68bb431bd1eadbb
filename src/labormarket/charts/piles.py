"""Charts of dots: one dot per amount, piled up along the scale where amounts fall together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from labormarket.charts.marks import Scale
from labormarket.charts.page import Page
from labormarket.charts.rows import Row, RowChart, Section, row_pitch
from labormarket.charts.style import Style
from labormarket.charts.words import Words

GAP = 0.3
"""Space between two dots, in points."""
RADII = {"column": 2.0, "page": 2.6, "square": 2.0, "story": 2.8}
HIGHEST_ROW = {"column": 2.9, "page": 3.4, "square": 1.35, "story": 2.4}
"""How many plain rows high a pile may be; a higher one is pressed together until its dots overlap."""
UNDER_DOTS = 8.0
"""Room for the line that a pile stands on and for what lies below it, in points."""


@dataclass(frozen=True)
class Pile:
    """One row of dots: its amounts with a colour each, and `middle`, the ends of the bar below them, if any."""

    label: str
    value: str
    count: str
    amounts: Sequence[float]
    colors: Sequence[str]
    middle: tuple[float, float] | None = None
    strong: bool = False


def make_pile_chart(
    style: Style, words: Words, piles: Sequence[Pile], *, low: float, high: float, origin: float = 0.0, **axis: Any
) -> RowChart:
    """Return a chart with a row per pile, each as high as its dots need.

    No dot crosses `origin`, an amount of the scale: what is under it stays left of it. `axis` are the other fields of
    `RowChart`.
    """
    flat = RowChart(
        style,
        words,
        [Section(rows=[Row(pile.label, _draw_nothing, value=pile.value, count=pile.count) for pile in piles])],
        low=low,
        high=high,
        **axis,
    )
    radius = RADII[style.width]
    # Labels and values set the scale, not the heights of the rows: it can be asked before they are known.
    highest = [
        max(map(len, pile_up(flat.scale(), pile.amounts, pile.colors, radius, origin).values())) for pile in piles
    ]
    pairs = zip(piles, highest, strict=True)
    return replace(flat, sections=[Section(rows=[_make_row(style, *pair, origin) for pair in pairs])])


def pile_up(
    scale: Scale, amounts: Sequence[float], colors: Sequence[str], radius: float, origin: float = 0.0
) -> dict[float, list[str]]:
    """Return the colours of the dots of each column, from the bottom up, by the column's place in points.

    Columns are one dot wide and laid out from `origin`, an amount of the scale (0: its left end).

    >>> pile_up(Scale(0.1, 10, 0, 100), [0.99, 1, 1.001], ["a", "b", "c"], radius=4.85, origin=1)
    {45.0: ['a'], 55.0: ['b', 'c']}
    """
    width = 2 * radius + GAP
    start = scale(origin) if origin else scale.left
    columns: dict[float, list[str]] = {}
    for amount, color in sorted(zip(amounts, colors, strict=True)):
        place = start + (math.floor((scale.clip(amount) - start) / width) + 0.5) * width
        columns.setdefault(place, []).append(color)
    return columns


def _draw_nothing(page: Page, scale: Scale, y: float, color: str) -> None:
    return None


def _make_row(style: Style, pile: Pile, highest: int, origin: float) -> Row:
    radius, size = RADII[style.width], style.size
    under = UNDER_DOTS + (size.label * 1.2 if size.stacked else 0)
    wanted = (highest * (2 * radius + GAP) + under) / row_pitch(style)
    lines = min(max(wanted, 1.0), HIGHEST_ROW[style.width])
    # A sheet of fixed height may press its rows together by a little.
    room = row_pitch(style) * lines * (0.9 if size.height else 1) - under
    return Row(
        label=pile.label,
        value=pile.value,
        count=pile.count,
        strong=pile.strong,
        lines=lines,
        stands=True,
        draw=partial(_draw_pile, pile=pile, room=room, origin=origin),
    )


def _draw_pile(page: Page, scale: Scale, y: float, color: str, *, pile: Pile, room: float, origin: float) -> None:
    page.line(scale.left, y, scale.right, y, color=page.palette.rule, width=0.6)
    if pile.middle:
        left, right = (
            scale.clip(end) if not math.isnan(end) else edge
            for end, edge in zip(pile.middle, (scale.left, scale.right), strict=True)
        )
        page.bar(left, y + 0.4, max(right - left, 2.5), 2.6, page.palette.ink, z=3)
    radius = RADII[page.size.name]
    columns = pile_up(scale, pile.amounts, pile.colors, radius, origin)
    highest = max(map(len, columns.values()))
    step = min(2 * radius + GAP, (room - 2 * radius) / max(highest - 1, 1))
    for x, column in columns.items():
        for place, shade in enumerate(column):
            page.dot(x, y - radius - 1 - place * step, shade, radius=radius)
