"""Layout of charts made of rows: labels, one log scale, one row of marks for each, in sections."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from labormarket.charts.canvas import Body, Canvas
from labormarket.charts.chart import Inputs
from labormarket.charts.marks import Mark, Reach, draw_ticks, mix
from labormarket.charts.style import text_width, wrap

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
LEAST_STRETCH, MOST_STRETCH = 0.74, 1.9
"""How far a sheet of fixed height may press its rows together, and draw them apart."""


@dataclass(frozen=True)
class Row:
    """One row: its label, its marks, what stands beside it in grey, the marks' label, its value, its n.

    `amount` is set beside the marks, on the side that has room, with `aside` in grey after it; `strong` sets the label
    of a row bold that the title names; `alt` is the row in words.
    """

    label: str
    marks: Sequence[Mark]
    beside: str = ""
    amount: str = ""
    aside: str = ""
    value: str = ""
    count: str = ""
    color: str = ""
    strong: bool = False
    alt: str = ""


@dataclass(frozen=True)
class Section:
    """Rows under one heading; `band` (two amounts) is shaded behind them, `ticks` (amounts) stand in the heading."""

    rows: Sequence[Row]
    heading: str = ""
    detail: str = ""
    color: str = ""
    band: tuple[float, float] | None = None
    ticks: Sequence[float] = ()
    alt: str = ""


def reach_amounts(low: float, high: float) -> tuple[float, float]:
    """Return the ends of a scale that takes in these amounts, and the labelled amount beyond an end where it is near.

    >>> reach_amounts(6.4, 840), reach_amounts(0.35, 12)
    ((6.4, 1000), (0.3, 12))
    """
    below = max((amount for amount in AMOUNTS if amount <= low), default=low)
    above = min((amount for amount in AMOUNTS if amount >= high), default=high)
    return (below if low / below <= NEAR else low), (above if above / high <= NEAR else high)


class RowChart:
    """The measures of a chart of rows, found once from its words: `body` is what `compose` takes.

    The scale is one of dollars, or, where `one` names its line at 1, of multiples.
    """

    def __init__(
        self, inputs: Inputs, sections: Sequence[Section], *, low: float, high: float, values: str = "", one: str = ""
    ) -> None:
        _, style, self.words = inputs
        self.size, self.palette = style.size, style.palette
        self.sections, self.one = sections, one
        self.low, self.high = reach_amounts(low, high)
        self.amounts = [amount for amount in AMOUNTS if self.low <= amount <= self.high]
        self.value_heading, self.count_heading = values, self.words("notes.n")
        label, small, stacked = self.size.label, self.size.small, self.size.stacked
        self.pitch = label * (2.75 if stacked else 1.66)
        self.heading_height = label * (2.6 if stacked else 1.95)
        self.axis_height = small * (1.9 + (1.3 if one else 0))
        rows = [row for section in sections for row in section.rows]
        inner = self.size.points - 2 * self.size.margin
        self.label_width = self.beside_width = self.value_width = self.count_width = 0.0
        if any(row.count for row in rows):
            self.count_width = max(map(self._small, (self.count_heading, *(row.count for row in rows)))) + 8
        if not stacked:
            if any(row.value for row in rows):
                widest = max(text_width(row.value, "Semibold", label) for row in rows)
                self.value_width = max(self._small(values), widest) + 10
            widest = max((text_width(row.label, _weight(row), label) for row in rows), default=0)
            self.label_width = min(widest, inner * 0.3) + 8
            beside = max((self._small(row.beside) for row in rows), default=0)
            self.beside_width = min(beside, inner * 0.22) + 8 if beside else 0.0
            least = max((self._line_width(row) for row in rows if row.beside), default=0)
            self.beside_width = max(self.beside_width, least + 8 - self.label_width)
        self.left, self.right = self._place_scale()

    def _write(self, amount: float) -> str:
        return self.words.times(amount) if self.one else self.words.dollars(amount)

    def _small(self, text: str) -> float:
        return text_width(text, "Regular", self.size.small)

    def _share(self, amount: float) -> float:
        return math.log(amount / self.low) / math.log(self.high / self.low)

    def _place(self, amount: float) -> float:
        return self.left + self._share(amount) * (self.right - self.left)

    def _place_scale(self) -> tuple[float, float]:
        """Return the ends of the scale in points: as wide as the labels leave it, its outer amounts written in full."""
        size = self.size
        left = size.margin + self.label_width + self.beside_width + (4 if size.stacked else 0)
        right = size.points - size.margin - self.count_width - self.value_width - 2
        if len(self.amounts) > 1:
            ends = (self.amounts[0], self.amounts[-1])
            first, last = map(self._share, ends)
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
        return self.size.points - self.size.margin - after - self._small(heading) - HEADING_GAP

    def _line_width(self, row: Row) -> float:
        """Return the width of a row's label and of what stands beside it, with the space between them."""
        lines = self._label_lines(row)
        return max(text_width(*line[0][:3]) for line in lines) + RUN_GAP + self._small(row.beside)

    def _label_lines(self, row: Row) -> list[list[tuple[str, str, float, str]]]:
        """Return the lines of a row's label; on a narrow sheet its value and what stands beside it follow it."""
        size, palette, weight = self.size, self.palette, _weight(row)
        inner = size.points - 2 * size.margin if size.stacked else self.label_width - 8
        lines = [[(line, weight, size.label, palette.ink)] for line in wrap(row.label, inner, weight, size.label)]
        value, beside = (
            (row.value, "Semibold", size.label, palette.ink),
            (row.beside, "Regular", size.small, palette.muted),
        )
        for run in (value, beside) if size.stacked else ():
            used = sum(text_width(*one[:3]) + RUN_GAP for one in lines[-1])
            if run[0] and used + text_width(*run[:3]) > inner:
                lines.append([run])
            elif run[0]:
                lines[-1].append(run)
        return lines

    def _row_height(self, row: Row, stretch: float = 1.0) -> float:
        """Return the height of a row; the further lines of its label can be drawn apart, and not pressed together."""
        further = (len(self._label_lines(row)) - 1) * self.size.label * LABEL_LEADING
        return self.pitch * stretch + further * max(stretch, 1)

    def _section_height(self, section: Section, stretch: float = 1.0) -> float:
        heading = self.heading_height if section.heading else 0
        return (heading + 6) * stretch + sum(self._row_height(row, stretch) for row in section.rows)

    def height(self) -> float:
        """Return the height that the rows want, in points."""
        return self.axis_height + sum(map(self._section_height, self.sections))

    def body(self) -> Body:
        """Return what stands between header and footnotes; in words are the sections and rows that have any."""
        alts = [alt for section in self.sections for alt in (section.alt, *(row.alt for row in section.rows))]
        return Body(self.height(), self.draw, list(filter(None, alts)))

    def draw(self, canvas: Canvas) -> None:
        """Draw scale, sections and rows; a canvas of fixed height shares out what room it has."""
        room, wanted = canvas.bottom - canvas.top, self.height()
        rigid = sum(self._section_height(section, 0) for section in self.sections) if room < wanted else 0
        stretch = min((room - rigid) / (wanted - rigid), MOST_STRETCH)
        if stretch < LEAST_STRETCH:
            raise ValueError(
                f"the words leave the rows {stretch:.0%} of the room they need on a {self.size.name}: "
                "shorten the title or choose another width"
            )
        y = canvas.top + self.axis_height * min(stretch, 1)
        bottom = y + sum(self._section_height(section, stretch) for section in self.sections)
        axes = canvas.log_axes(self.left, self.right, y, bottom, self.low, self.high)
        self._draw_scale(canvas, axes, y, bottom)
        for number, section in enumerate(self.sections):
            if number > 0 or section.heading:
                canvas.rule(y)
            y = self._draw_section(canvas, axes, section, y, stretch)

    def _draw_scale(self, canvas: Canvas, axes: Axes, top: float, bottom: float) -> None:
        small, muted = self.size.small, self.palette.muted
        axes.vlines(self.amounts, top, bottom, color=self.palette.grid, linewidth=0.7, zorder=0.5)
        headings = [(self._place(amount), self._write(amount), "center") for amount in self._labelled_amounts()]
        headings += [(canvas.right, self.count_heading, "right")] if self.count_width else []
        headings += [(canvas.right - self.count_width, self.value_heading, "right")] if self.value_width else []
        for x, heading, align in headings:
            canvas.text(x, top - 5, heading, color=muted, align=align, size=small)
        if self.one:
            if not self.size.stacked:
                axes.vlines(1.0, top - 2, bottom, color=muted, linewidth=0.9, zorder=1.5, clip_on=False)
            half = self._small(self.one) / 2
            x = min(max(self._place(1.0), canvas.left + half), canvas.right - half)
            canvas.text(x, top - small * 1.9, self.one, color=muted, align="center", size=small)

    def _labelled_amounts(self) -> list[float]:
        """Return the amounts that have room for their label: all, the powers of ten, or from the last every other."""
        spans = {}
        for amount in self.amounts:
            place, half = self._place(amount), self._small(self._write(amount)) / 2
            spans[amount] = (place - half, place + half)
        tens = [amount for amount in self.amounts if math.log10(amount).is_integer()]
        for amounts in (self.amounts, tens, tens[::-2][::-1]):
            if all(spans[one][1] + AMOUNT_GAP <= spans[two][0] for one, two in itertools.pairwise(amounts)):
                break
        first, last = self.size.margin - 0.1, self._free_until() + 0.1
        return [amount for amount in amounts if first <= spans[amount][0] and spans[amount][1] <= last]

    def _draw_section(self, canvas: Canvas, axes: Axes, section: Section, y: float, stretch: float) -> float:
        size, palette = self.size, self.palette
        color = section.color or palette.ink
        heading = self.heading_height * stretch if section.heading else 0.0
        heights = [self._row_height(row, stretch) for row in section.rows]
        bottom = y + self._section_height(section, stretch)
        if section.band:
            low, high = max(section.band[0], self.low), min(section.band[1], self.high)
            tint = mix(color, palette.ground, BAND_TINT)
            axes.barh((y + bottom) / 2, high - low, left=low, height=bottom - y, color=tint, zorder=0.2)
        if section.heading:
            base = y + size.label * 1.35 if size.stacked else y + heading / 2 + size.label * 0.36
            canvas.text(canvas.left, base, section.heading, weight="Bold", color=color)
            after = canvas.left + text_width(section.heading, "Bold", size.label) + RUN_GAP
            ticks_from = min((self._place(max(tick, self.low)) for tick in section.ticks), default=math.inf)
            # Beside its ticks a heading may run short of room: what it adds gives way.
            if size.stacked or after + self._small(section.detail) + 4 < ticks_from:
                canvas.text(after, base, section.detail, size=size.small, color=palette.muted)
            draw_ticks(axes, y + heading - 5.5 if size.stacked else y + heading / 2, color, section.ticks)
        y += heading
        for row, height in zip(section.rows, heights, strict=True):
            self._draw_row(canvas, axes, row, y, height, row.color or color)
            y += height
        return bottom

    def _draw_row(self, canvas: Canvas, axes: Axes, row: Row, y: float, height: float, color: str) -> None:
        size, muted = self.size, self.palette.muted
        lines = self._label_lines(row)
        leading = size.label * LABEL_LEADING
        if size.stacked:
            base = y + size.label + max((height - self._row_height(row)) / 2, 0)
            middle = base + (len(lines) - 1) * leading + size.label * 0.9
        else:
            middle = y + height / 2
            base = middle + size.label * 0.34 - (len(lines) - 1) * leading / 2
        for number, runs in enumerate(lines):
            x = canvas.left
            for text, weight, of_size, shade in runs:
                canvas.text(x, base + number * leading, text, weight=weight, size=of_size, color=shade)
                x += text_width(text, weight, of_size) + RUN_GAP
        small_base, label_base = middle + size.small * 0.34, middle + size.label * 0.34
        if not size.stacked:
            right = canvas.left + self.label_width + self.beside_width - 8
            canvas.text(right, small_base, row.beside, size=size.small, color=muted, align="right")
            canvas.text(canvas.right - self.count_width, label_base, row.value, weight="Semibold", align="right")
        canvas.text(canvas.right, small_base, row.count, size=size.small, color=muted, align="right")
        if size.stacked and self.one:  # beside the marks alone: across the labels a line would strike them through
            half = size.label * 0.7
            axes.vlines(1.0, middle - half, middle + half, color=muted, linewidth=0.9, zorder=1.5)
        for mark in row.marks:
            reach = mark(axes, middle, color)
            if reach and row.amount:
                self._label_mark(canvas, row, reach, middle)

    def _label_mark(self, canvas: Canvas, row: Row, reach: Reach, y: float) -> None:
        """Set an amount beside its mark: right of it, else left of it, else without what stands in grey after it."""
        start, stop = reach
        size = self.size
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
            canvas.text(x + alone + 4, y + size.small * 0.34, row.aside, size=size.small, color=self.palette.muted)


def _weight(row: Row) -> str:
    return "Bold" if row.strong else "Regular"
