"""Charts made of rows: labels, a log scale of US dollars per hour, one mark per row, in sections."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from matplotlib.figure import Figure

from labormarket.charts.marks import Scale, draw_rug, mix, reach_ticks
from labormarket.charts.page import Page
from labormarket.charts.style import Style, text_width, wrap
from labormarket.charts.words import Words

LABEL_LEADING = 1.15
"""Height of a line of label, as a multiple of its size."""
RUN_GAP = 6.0
TICK_GAP = 4.0
HEADING_GAP = 7.0
"""Space between two pieces of a line, two labels of the scale, the scale and the heading beside it, in points."""
BAND_TINT = 0.08
"""How much of its colour the band of a tier has: its heading still has to be read on it."""
LEAST_STRETCH, MOST_STRETCH = 0.8, 1.9
"""How far a sheet of fixed height may press its rows together, and draw them apart."""

Draw = Callable[[Page, Scale, float, str], None]
"""Draws the mark of one row: on a page, with a scale, around a line y, in the section's colour."""


@dataclass(frozen=True)
class Row:
    """One row: its label, what stands beside it in grey, its value where the mark carries none, its n, its mark."""

    label: str
    draw: Draw
    beside: str = ""
    value: str = ""
    count: str = ""
    color: str = ""
    strong: bool = False
    """Whether its label is set bold: the rows that the title names."""
    lines: float = 1.0
    """How many plain rows high it is."""
    stands: bool = False
    """Whether its mark stands on its foot instead of lying in its middle."""


@dataclass(frozen=True)
class Run:
    """A piece of a line of text: its words, weight, size in points and colour."""

    text: str
    weight: str
    size: float
    color: str

    @property
    def width(self) -> float:
        """The width of the piece, in points."""
        return text_width(self.text, self.weight, self.size)


@dataclass(frozen=True)
class Section:
    """Rows under one heading; `band` (USD per hour) is shaded behind them, `ticks` (USD per hour) are a fine rug."""

    rows: Sequence[Row]
    heading: str = ""
    detail: str = ""
    color: str = ""
    band: tuple[float, float] | None = None
    ticks: Sequence[float] = ()


@dataclass(frozen=True)
class Line:
    """A labelled upright line at an amount (USD per hour), such as a minimum wage."""

    usd: float
    label: str


def row_pitch(style: Style) -> float:
    """Return the height of a row with one line of label, in points."""
    return style.size.label * (2.75 if style.size.stacked else 1.66)


@dataclass
class RowChart:
    """The measures of a chart of rows, found once from its words: ask `height`, make the page, then `draw`."""

    style: Style
    words: Words
    sections: Sequence[Section]
    low: float
    high: float
    count_heading: str = ""
    lines: Sequence[Line] = ()
    tick_text: Callable[[float], str] | None = None
    """Writes the amounts along the scale; dollars unless given."""
    value_heading: str = ""
    value_width: float = field(init=False, default=0.0)
    label_width: float = field(init=False, default=0.0)
    beside_width: float = field(init=False, default=0.0)
    count_width: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        size = self.style.size
        self.low, self.high = reach_ticks(self.low, self.high)
        rows = [row for section in self.sections for row in section.rows]
        inner = size.points - 2 * size.margin
        if any(row.count for row in rows):
            counts = [self.count_heading, *(row.count for row in rows)]
            self.count_width = max(text_width(count, "Regular", size.small) for count in counts) + 8
        if not size.stacked:
            if any(row.value for row in rows):
                headed = text_width(self.value_heading, "Regular", size.small)
                self.value_width = max(headed, *(text_width(row.value, "Semibold", size.label) for row in rows)) + 10
            widest = max((text_width(row.label, self._weight(row), size.label) for row in rows), default=0)
            self.label_width = min(widest, inner * 0.3) + 8
            beside = max((text_width(row.beside, "Regular", size.small) for row in rows), default=0)
            self.beside_width = min(beside, inner * 0.2) + 8 if beside else 0.0

    @property
    def pitch(self) -> float:
        """The height of a row with one line of label."""
        return row_pitch(self.style)

    @property
    def heading_height(self) -> float:
        """The height of a section's heading."""
        return self.style.size.label * (2.6 if self.style.size.stacked else 1.95)

    def scale(self) -> Scale:
        """Return the scale of the chart: as wide as the labels leave it, and its first and last amounts in full."""
        size = self.style.size
        left = size.margin + self.label_width + self.beside_width + (4 if size.stacked else 0)
        right = size.points - size.margin - self.count_width - self.value_width - 2
        share, ticks = Scale(self.low, self.high, 0, 1), Scale(self.low, self.high, 0, 1).ticks()
        if len(ticks) > 1:
            first, last = share(ticks[0]), share(ticks[-1])
            from_edge, to_edge = (
                text_width(self._write_tick(tick), "Regular", size.small) / 2 for tick in ticks[:: len(ticks) - 1]
            )
            # Each end moves the label at the other a little: two more rounds settle both.
            for _ in range(3):
                left = max(left, (size.margin + from_edge - first * right) / (1 - first))
                right = min(right, left + (self._free_until() - to_edge - left) / last)
        return Scale(self.low, self.high, left, right)

    def _write_tick(self, tick: float) -> str:
        return (self.tick_text or self.words.dollars)(tick)

    def _free_until(self) -> float:
        """Return where the headings of the columns right of the scale begin, in points."""
        heading = self.value_heading if self.value_width else self.count_heading
        after = self.count_width if self.value_width else 0.0
        size = self.style.size
        return size.points - size.margin - after - text_width(heading, "Regular", size.small) - HEADING_GAP

    def _weight(self, row: Row) -> str:
        return "Bold" if row.strong else "Regular"

    def _label_lines(self, row: Row) -> list[list[Run]]:
        """Return the lines of a row's label; on a narrow sheet its value and what stands beside it follow it."""
        size, palette = self.style.size, self.style.palette
        weight = self._weight(row)
        if not size.stacked:
            lines = wrap(row.label, self.label_width - 8, weight, size.label)
            return [[Run(line, weight, size.label, palette.ink)] for line in lines]
        inner = size.points - 2 * size.margin
        set_lines = [
            [Run(line, weight, size.label, palette.ink)] for line in wrap(row.label, inner, weight, size.label)
        ]
        for run in (
            Run(row.value, "Semibold", size.label, palette.ink),
            Run(row.beside, "Regular", size.small, palette.muted),
        ):
            if run.text and sum(one.width + RUN_GAP for one in set_lines[-1]) + run.width > inner:
                set_lines.append([run])
            elif run.text:
                set_lines[-1].append(run)
        return set_lines

    def _row_height(self, row: Row) -> float:
        return self.pitch * row.lines + (len(self._label_lines(row)) - 1) * self.style.size.label * LABEL_LEADING

    def height(self) -> float:
        """Return the height that the rows want, in points."""
        return self._axis_height() + sum(
            (self.heading_height if section.heading else 0) + sum(map(self._row_height, section.rows)) + 6
            for section in self.sections
        )

    def _axis_height(self) -> float:
        return self.style.size.small * (1.9 + (1.3 if self.lines else 0))

    def draw(self, page: Page) -> Figure:
        """Draw axis, sections and rows on the page; a page of fixed height shares out what room it has."""
        size, scale = page.size, self.scale()
        stretch = min((page.bottom - page.top) / self.height(), MOST_STRETCH)
        if stretch < LEAST_STRETCH:
            raise ValueError(
                f"the words leave the rows {stretch:.0%} of the room they need on a {size.name}: "
                "shorten the title or choose another width"
            )
        y = page.top + self._axis_height() * min(stretch, 1)
        self._draw_axis(page, scale, y, y + (self.height() - self._axis_height()) * stretch)
        for number, section in enumerate(self.sections):
            y = self._draw_section(page, scale, section, y, stretch, ruled=number > 0 or bool(section.heading))
        return page.figure

    def _draw_axis(self, page: Page, scale: Scale, top: float, bottom: float) -> None:
        size = page.size
        for tick in scale.ticks():
            page.line(scale(tick), top, scale(tick), bottom, z=0.5)
        for tick in self._labelled_ticks(scale):
            label = self._write_tick(tick)
            page.text(scale(tick), top - 5, label, size=size.small, color=page.palette.muted, align="center")
        if self.count_width:
            page.text(page.right, top - 5, self.count_heading, size=size.small, color=page.palette.muted, align="right")
        if self.value_width:
            x = page.right - self.count_width
            page.text(x, top - 5, self.value_heading, size=size.small, color=page.palette.muted, align="right")
        for line in self.lines:
            x = scale(line.usd)
            page.line(x, top - 2, x, bottom, color=page.palette.muted, width=0.9, z=1.5)
            page.text(x, top - size.small * 1.9, line.label, size=size.small, color=page.palette.muted, align="center")

    def _labelled_ticks(self, scale: Scale) -> list[float]:
        """Return the ticks that have room for their label: all, or the powers of ten where neighbours would touch."""
        size = self.style.size
        ticks = scale.ticks()
        halves = {tick: text_width(self._write_tick(tick), "Regular", size.small) / 2 for tick in ticks}
        pairs = itertools.pairwise(ticks)
        if any(scale(two) - halves[two] < scale(one) + halves[one] + TICK_GAP for one, two in pairs):
            ticks = [tick for tick in ticks if math.log10(tick).is_integer()]
        first, last = size.margin - 0.1, self._free_until() + 0.1
        return [tick for tick in ticks if first <= scale(tick) - halves[tick] and scale(tick) + halves[tick] <= last]

    def _draw_section(
        self, page: Page, scale: Scale, section: Section, y: float, stretch: float, *, ruled: bool
    ) -> float:
        size, palette = page.size, page.palette
        color = section.color or palette.ink
        heading = self.heading_height * stretch if section.heading else 0.0
        heights = [self._row_height(row) * stretch for row in section.rows]
        bottom = y + heading + sum(heights) + 6 * stretch
        if ruled:
            page.line(page.left, y, page.right, y, color=palette.rule, width=0.8, z=1.2)
        if section.band:
            left, right = scale.clip(section.band[0]), scale.clip(section.band[1])
            page.tint(left, y, right - left, bottom - y, mix(color, palette.ground, BAND_TINT))
        if section.heading:
            base = y + size.label * 1.35 if size.stacked else y + heading / 2 + size.label * 0.36
            page.text(page.left, base, section.heading, weight="Bold", color=color, halo=True)
            after = page.left + text_width(section.heading, "Bold", size.label) + RUN_GAP
            ends = after + text_width(section.detail, "Regular", size.small)
            # Beside the rug of its ticks a heading may run short of room: what it adds gives way.
            if size.stacked or ends + 4 < min(map(scale.clip, section.ticks), default=math.inf):
                page.text(after, base, section.detail, size=size.small, color=palette.muted, halo=True)
            middle = y + heading - 5.5 if size.stacked else y + heading / 2
            draw_rug(page, scale, middle, section.ticks, color)
        y += heading
        for row, height in zip(section.rows, heights, strict=True):
            self._draw_row(page, scale, row, y, height, row.color or color)
            y += height
        return bottom

    def _draw_row(self, page: Page, scale: Scale, row: Row, y: float, height: float, color: str) -> None:
        size = page.size
        muted = page.palette.muted
        lines = self._label_lines(row)
        foot = y + height - 5
        if size.stacked:
            spare = 0.0 if row.stands else (height - self._row_height(row)) / 2
            base = y + size.label + max(spare, 0)
            last = base + (len(lines) - 1) * size.label * LABEL_LEADING
            middle = foot if row.stands else last + size.label * 0.9
        else:
            middle = foot if row.stands else y + height / 2
            base = middle + size.label * 0.34 - (len(lines) - 1) * size.label * LABEL_LEADING / 2
        for number, runs in enumerate(lines):
            x = page.left
            for run in runs:
                line = base + number * size.label * LABEL_LEADING
                page.text(x, line, run.text, weight=run.weight, size=run.size, color=run.color, halo=size.stacked)
                x += run.width + RUN_GAP
        if not size.stacked:
            right = page.left + self.label_width + self.beside_width - 8
            page.text(right, middle + size.label * 0.34, row.beside, size=size.small, color=muted, align="right")
            x = page.right - self.count_width
            page.text(x, middle + size.label * 0.34, row.value, weight="Semibold", align="right")
        row.draw(page, scale, middle, color)
        page.text(page.right, middle + size.small * 0.34, row.count, size=size.small, color=muted, align="right")
