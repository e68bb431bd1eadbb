"""Charts made of rows: labels, a log scale of US dollars per hour, one mark per row, in sections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from matplotlib.figure import Figure

from labormarket.charts.marks import Scale, draw_rug, mix
from labormarket.charts.page import LEADING, Page
from labormarket.charts.style import Style, text_width, wrap
from labormarket.charts.words import Words

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
    lines: float = 1.0
    """How many rows high it is; the mark of a high row stands on its foot."""


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
        rows = [row for section in self.sections for row in section.rows]
        inner = size.points - 2 * size.margin
        if any(row.count for row in rows):
            counts = [self.count_heading, *(row.count for row in rows)]
            self.count_width = max(text_width(count, "Regular", size.small) for count in counts) + 8
        if not size.stacked:
            if any(row.value for row in rows):
                headed = text_width(self.value_heading, "Regular", size.small)
                self.value_width = max(headed, *(text_width(row.value, "Semibold", size.label) for row in rows)) + 10
            widest = max((text_width(row.label, "Regular", size.label) for row in rows), default=0)
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

    def _label_lines(self, row: Row) -> list[str]:
        size = self.style.size
        if size.stacked:
            return [row.label]
        return wrap(row.label, self.label_width - 8, "Regular", size.label)

    def _row_height(self, row: Row) -> float:
        return self.pitch * row.lines + (len(self._label_lines(row)) - 1) * self.style.size.label * 1.1

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
        size = page.size
        scale = Scale(
            self.low,
            self.high,
            page.left + self.label_width + self.beside_width + (4 if size.stacked else 0),
            page.right - self.count_width - self.value_width - 2,
        )
        stretch = min((page.bottom - page.top) / self.height(), 1.6)
        if stretch < 0.88:
            raise ValueError(f"too many rows for a {size.name}: {stretch:.0%} of the room they need")
        y = page.top + self._axis_height() * min(stretch, 1)
        self._draw_axis(page, scale, y, y + (self.height() - self._axis_height()) * stretch - 6)
        for number, section in enumerate(self.sections):
            y = self._draw_section(page, scale, section, y, stretch, ruled=number > 0 or bool(section.heading))
        return page.figure

    def _draw_axis(self, page: Page, scale: Scale, top: float, bottom: float) -> None:
        size = page.size
        free_from = page.left - 4
        heading = self.value_heading if self.value_width else self.count_heading
        after = self.count_width if self.value_width else 0.0
        free_until = page.right - after - text_width(heading, "Regular", size.small) - 4
        for tick in scale.ticks():
            x = scale(tick)
            page.line(x, top, x, bottom, z=0.5)
            label = (self.tick_text or self.words.dollars)(tick)
            half = text_width(label, "Regular", size.small) / 2
            # On a narrow page the labels of neighbouring ticks would touch: the later one stays unlabelled.
            if x - half > free_from + 4 and x + half <= free_until:
                page.text(x, top - 5, label, size=size.small, color=page.palette.muted, align="center")
                free_from = x + half
        if self.count_width:
            page.text(page.right, top - 5, self.count_heading, size=size.small, color=page.palette.muted, align="right")
        if self.value_width:
            x = page.right - self.count_width
            page.text(x, top - 5, self.value_heading, size=size.small, color=page.palette.muted, align="right")
        for line in self.lines:
            x = scale(line.usd)
            page.line(x, top - 2, x, bottom, color=page.palette.muted, width=0.9, z=1.5)
            page.text(x, top - size.small * 1.9, line.label, size=size.small, color=page.palette.muted, align="center")

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
            page.bar(left, y, right - left, bottom - y, mix(color, palette.ground, 0.1), z=0.2)
        if section.heading:
            base = y + size.label * 1.35 if size.stacked else y + heading / 2 + size.label * 0.36
            page.text(page.left, base, section.heading, weight="Bold", color=color)
            after = page.left + text_width(section.heading, "Bold", size.label) + 6
            page.text(after, base, section.detail, size=size.small, color=palette.muted)
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
        if size.stacked:
            base = y + size.label * 1.0
            page.text(page.left, base, row.label)
            after = page.left + text_width(row.label, "Regular", size.label) + 6
            page.text(after, base, row.value, weight="Semibold")
            after += text_width(row.value, "Semibold", size.label) + 6 if row.value else 0
            page.text(after, base, row.beside, size=size.small, color=muted)
            middle = y + size.label * 1.9 if row.lines == 1 else y + height - 5
        else:
            middle = y + height / 2 if row.lines == 1 else y + height - 5
            lines = self._label_lines(row)
            base = middle + size.label * 0.34 - (len(lines) - 1) * size.label * LEADING / 2
            for number, line in enumerate(lines):
                page.text(page.left, base + number * size.label * LEADING, line)
            right = page.left + self.label_width + self.beside_width - 8
            page.text(right, middle + size.label * 0.34, row.beside, size=size.small, color=muted, align="right")
            x = page.right - self.count_width
            page.text(x, middle + size.label * 0.34, row.value, weight="Semibold", align="right")
        row.draw(page, scale, middle, color)
        page.text(page.right, middle + size.small * 0.34, row.count, size=size.small, color=muted, align="right")
