"""Layout of charts made of rows: labels, one log scale, one mark per row, in sections."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from matplotlib.axes import Axes

from labormarket.charts.canvas import Canvas
from labormarket.charts.i18n import Words
from labormarket.charts.marks import draw_ticks, mix
from labormarket.charts.style import Style, text_width, wrap

AMOUNTS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3000)
"""The amounts that a scale may label, each about three times the last."""
NEAR = 1.6
"""An amount within this factor of a labelled one is near: the scale reaches on to it."""
LABEL_LEADING = 1.15
"""Height of a line of label, as a multiple of its size."""
RUN_GAP, AMOUNT_GAP, HEADING_GAP = 6.0, 4.0, 7.0
"""Space between two pieces of a line, two amounts of the scale, the scale and the heading beside it, in points."""
BAND_TINT = 0.08
"""How much of its colour the band behind a section has: its heading still has to be read on it."""
LEAST_STRETCH, MOST_STRETCH = 0.8, 1.9
"""How far a sheet of fixed height may press its rows together, and draw them apart."""

Draw = Callable[[Axes, float, str], tuple[float, float] | None]
"""Draws the mark of one row around a line y in a colour; returns where it starts and stops if it wants a label."""


@dataclass(frozen=True)
class Row:
    """One row: its label, what stands beside it in grey, its mark and the mark's label, its value, its n."""

    label: str
    draw: Draw
    beside: str = ""
    amount: str = ""
    """Set beside the mark, on the side that has room, with `aside` in grey after it."""
    aside: str = ""
    value: str = ""
    count: str = ""
    color: str = ""
    strong: bool = False
    """Whether its label is set bold: the rows that the title names."""


@dataclass(frozen=True)
class Section:
    """Rows under one heading; `band` (two amounts) is shaded behind them, `ticks` (amounts) stand in the heading."""

    rows: Sequence[Row]
    heading: str = ""
    detail: str = ""
    color: str = ""
    band: tuple[float, float] | None = None
    ticks: Sequence[float] = ()


def reach_amounts(low: float, high: float) -> tuple[float, float]:
    """Return the ends of a scale that takes in these amounts, and the labelled amount beyond an end where it is near.

    >>> reach_amounts(6.4, 840), reach_amounts(0.35, 12)
    ((6.4, 1000), (0.3, 12))
    """
    below = max((amount for amount in AMOUNTS if amount <= low), default=low)
    above = min((amount for amount in AMOUNTS if amount >= high), default=high)
    return (below if low / below <= NEAR else low), (above if above / high <= NEAR else high)


@dataclass
class RowChart:
    """The measures of a chart of rows, found once from its words: ask `height`, make the canvas, then `draw`.

    The scale is one of dollars, or of multiples; `lines` are labelled upright lines at an amount.
    """

    style: Style
    words: Words
    sections: Sequence[Section]
    low: float
    high: float
    value_heading: str = ""
    lines: Sequence[tuple[float, str]] = ()
    as_multiples: bool = False
    label_width: float = field(init=False, default=0.0)
    beside_width: float = field(init=False, default=0.0)
    value_width: float = field(init=False, default=0.0)
    count_width: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        size = self.style.size
        self.low, self.high = reach_amounts(self.low, self.high)
        self.count_heading = self.words("notes.n")
        rows = [row for section in self.sections for row in section.rows]
        inner = size.points - 2 * size.margin
        if any(row.count for row in rows):
            counts = [self.count_heading, *(row.count for row in rows)]
            self.count_width = max(self._small(count) for count in counts) + 8
        if not size.stacked:
            if any(row.value for row in rows):
                values = (text_width(row.value, "Semibold", size.label) for row in rows)
                self.value_width = max(self._small(self.value_heading), *values) + 10
            widest = max((text_width(row.label, self._weight(row), size.label) for row in rows), default=0)
            self.label_width = min(widest, inner * 0.3) + 8
            beside = max((self._small(row.beside) for row in rows), default=0)
            self.beside_width = min(beside, inner * 0.22) + 8 if beside else 0.0
        self.amounts = [amount for amount in AMOUNTS if self.low <= amount <= self.high]
        self.left, self.right = self._place_scale()

    def _write(self, amount: float) -> str:
        return self.words.times(amount) if self.as_multiples else self.words.dollars(amount)

    def _small(self, text: str) -> float:
        return text_width(text, "Regular", self.style.size.small)

    def _weight(self, row: Row) -> str:
        return "Bold" if row.strong else "Regular"

    def _place(self, amount: float) -> float:
        share = math.log(amount / self.low) / math.log(self.high / self.low)
        return self.left + share * (self.right - self.left)

    def _place_scale(self) -> tuple[float, float]:
        """Return the ends of the scale in points: as wide as the labels leave it, its outer amounts written in full."""
        size = self.style.size
        left = size.margin + self.label_width + self.beside_width + (4 if size.stacked else 0)
        right = size.points - size.margin - self.count_width - self.value_width - 2
        if len(self.amounts) > 1:
            ends = (self.amounts[0], self.amounts[-1])
            first, last = (math.log(end / self.low) / math.log(self.high / self.low) for end in ends)
            from_edge, to_edge = (self._small(self._write(end)) / 2 for end in ends)
            # Each end moves the label at the other a little: two more rounds settle both.
            for _ in range(3):
                left = max(left, (size.margin + from_edge - first * right) / (1 - first))
                right = min(right, left + (self._free_until() - to_edge - left) / last)
        return left, right

    def _free_until(self) -> float:
        """Return where the headings of the columns right of the scale begin, in points."""
        heading = self.value_heading if self.value_width else self.count_heading if self.count_width else ""
        after = self.count_width if self.value_width else 0.0
        return self.style.size.points - self.style.size.margin - after - self._small(heading) - HEADING_GAP

    @property
    def _pitch(self) -> float:
        return self.style.size.label * (2.75 if self.style.size.stacked else 1.66)

    @property
    def _heading_height(self) -> float:
        return self.style.size.label * (2.6 if self.style.size.stacked else 1.95)

    @property
    def _axis_height(self) -> float:
        return self.style.size.small * (1.9 + (1.3 if self.lines else 0))

    def _label_lines(self, row: Row) -> list[list[tuple[str, str, float, str]]]:
        """Return the lines of a row's label; on a narrow sheet its value and what stands beside it follow it."""
        size, palette, weight = self.style.size, self.style.palette, self._weight(row)
        inner = size.points - 2 * size.margin if size.stacked else self.label_width - 8
        lines = [[(line, weight, size.label, palette.ink)] for line in wrap(row.label, inner, weight, size.label)]
        if size.stacked:
            for run in (
                (row.value, "Semibold", size.label, palette.ink),
                (row.beside, "Regular", size.small, palette.muted),
            ):
                used = sum(text_width(*one[:3]) + RUN_GAP for one in lines[-1])
                if run[0] and used + text_width(*run[:3]) > inner:
                    lines.append([run])
                elif run[0]:
                    lines[-1].append(run)
        return lines

    def _row_height(self, row: Row) -> float:
        return self._pitch + (len(self._label_lines(row)) - 1) * self.style.size.label * LABEL_LEADING

    def height(self) -> float:
        """Return the height that the rows want, in points."""
        return self._axis_height + sum(
            (self._heading_height if section.heading else 0) + sum(map(self._row_height, section.rows)) + 6
            for section in self.sections
        )

    def draw(self, canvas: Canvas) -> None:
        """Draw scale, sections and rows; a canvas of fixed height shares out what room it has."""
        size = canvas.size
        stretch = min((canvas.bottom - canvas.top) / self.height(), MOST_STRETCH)
        if stretch < LEAST_STRETCH:
            raise ValueError(
                f"the words leave the rows {stretch:.0%} of the room they need on a {size.name}: "
                "shorten the title or choose another width"
            )
        y = canvas.top + self._axis_height * min(stretch, 1)
        bottom = y + (self.height() - self._axis_height) * stretch
        axes = canvas.log_axes(self.left, self.right, y, bottom, self.low, self.high)
        self._draw_scale(canvas, axes, y, bottom)
        for number, section in enumerate(self.sections):
            if number > 0 or section.heading:
                canvas.rule(y)
            y = self._draw_section(canvas, axes, section, y, stretch)

    def _draw_scale(self, canvas: Canvas, axes: Axes, top: float, bottom: float) -> None:
        small, muted = canvas.size.small, canvas.palette.muted
        axes.vlines(self.amounts, top, bottom, color=canvas.palette.grid, linewidth=0.7, zorder=0.5)
        for amount in self._labelled_amounts():
            canvas.text(self._place(amount), top - 5, self._write(amount), color=muted, align="center", size=small)
        if self.count_width:
            canvas.text(canvas.right, top - 5, self.count_heading, color=muted, align="right", size=small)
        if self.value_width:
            x = canvas.right - self.count_width
            canvas.text(x, top - 5, self.value_heading, color=muted, align="right", size=small)
        for amount, label in self.lines:
            if not canvas.size.stacked:
                axes.vlines(amount, top - 2, bottom, color=muted, linewidth=0.9, zorder=1.5, clip_on=False)
            half = self._small(label) / 2
            x = min(max(self._place(amount), canvas.left + half), canvas.right - half)
            canvas.text(x, top - canvas.size.small * 1.9, label, color=muted, align="center", size=small)

    def _labelled_amounts(self) -> list[float]:
        """Return the amounts that have room for their label: all, or the powers of ten where neighbours would touch."""
        amounts = self.amounts
        halves = {amount: self._small(self._write(amount)) / 2 for amount in amounts}
        pairs = itertools.pairwise(amounts)
        if any(self._place(two) - halves[two] < self._place(one) + halves[one] + AMOUNT_GAP for one, two in pairs):
            amounts = [amount for amount in amounts if math.log10(amount).is_integer()]
        first, last = self.style.size.margin - 0.1, self._free_until() + 0.1
        return [
            amount
            for amount in amounts
            if first <= self._place(amount) - halves[amount] and self._place(amount) + halves[amount] <= last
        ]

    def _draw_section(self, canvas: Canvas, axes: Axes, section: Section, y: float, stretch: float) -> float:
        size, palette = canvas.size, canvas.palette
        color = section.color or palette.ink
        heading = self._heading_height * stretch if section.heading else 0.0
        heights = [self._row_height(row) * stretch for row in section.rows]
        bottom = y + heading + sum(heights) + 6 * stretch
        if section.band:
            low, high = max(section.band[0], self.low), min(section.band[1], self.high)
            axes.barh(
                (y + bottom) / 2,
                high - low,
                left=low,
                height=bottom - y,
                color=mix(color, palette.ground, BAND_TINT),
                zorder=0.2,
            )
        if section.heading:
            base = y + size.label * 1.35 if size.stacked else y + heading / 2 + size.label * 0.36
            canvas.text(canvas.left, base, section.heading, weight="Bold", color=color)
            after = canvas.left + text_width(section.heading, "Bold", size.label) + RUN_GAP
            ends = after + self._small(section.detail)
            # Beside its ticks a heading may run short of room: what it adds gives way.
            if size.stacked or ends + 4 < min(
                (self._place(max(one, self.low)) for one in section.ticks), default=math.inf
            ):
                canvas.text(after, base, section.detail, size=size.small, color=palette.muted)
            draw_ticks(axes, y + heading - 5.5 if size.stacked else y + heading / 2, section.ticks, color)
        y += heading
        for row, height in zip(section.rows, heights, strict=True):
            self._draw_row(canvas, axes, row, y, height, row.color or color)
            y += height
        return bottom

    def _draw_row(self, canvas: Canvas, axes: Axes, row: Row, y: float, height: float, color: str) -> None:
        size, muted = canvas.size, canvas.palette.muted
        lines = self._label_lines(row)
        if size.stacked:
            base = y + size.label + max((height - self._row_height(row)) / 2, 0)
            middle = base + (len(lines) - 1) * size.label * LABEL_LEADING + size.label * 0.9
        else:
            middle = y + height / 2
            base = middle + size.label * 0.34 - (len(lines) - 1) * size.label * LABEL_LEADING / 2
        for number, runs in enumerate(lines):
            x = canvas.left
            for text, weight, of_size, shade in runs:
                line = base + number * size.label * LABEL_LEADING
                canvas.text(x, line, text, weight=weight, size=of_size, color=shade)
                x += text_width(text, weight, of_size) + RUN_GAP
        if not size.stacked:
            right = canvas.left + self.label_width + self.beside_width - 8
            canvas.text(right, middle + size.small * 0.34, row.beside, size=size.small, color=muted, align="right")
            x = canvas.right - self.count_width
            canvas.text(x, middle + size.label * 0.34, row.value, weight="Semibold", align="right")
        canvas.text(canvas.right, middle + size.small * 0.34, row.count, size=size.small, color=muted, align="right")
        if size.stacked:  # beside the marks alone: across the labels a line would strike them through
            pitch = size.label * 0.7
            for amount, _ in self.lines:
                axes.vlines(amount, middle - pitch, middle + pitch, color=muted, linewidth=0.9, zorder=1.5)
        reach = row.draw(axes, middle, color)
        if reach and row.amount:
            self._label_mark(canvas, row, reach, middle)

    def _label_mark(self, canvas: Canvas, row: Row, reach: tuple[float, float], y: float) -> None:
        """Set an amount beside its mark: right of it, else left of it, else without what stands in grey after it."""
        start, stop = reach
        size = canvas.size
        alone = text_width(row.amount, "Semibold", size.label)
        both = alone + (4 + self._small(row.aside) if row.aside else 0)
        for wide in (both, alone):
            if stop + 5 + wide <= self.right + 3:
                x = stop + 5
                break
            if start - 5 - wide >= self.left - 3:
                x = start - 5 - wide
                break
        else:  # A mark that fills the scale has no room beside it: its label stands at the right edge.
            x, wide = canvas.right - self.count_width - self.value_width - alone, alone
        canvas.text(x, y + size.label * 0.34, row.amount, weight="Semibold")
        if row.aside and wide == both:
            canvas.text(x + alone + 4, y + size.small * 0.34, row.aside, size=size.small, color=canvas.palette.muted)
