"""The sheet that a chart is drawn on: title, subtitle, body and notes, measured in points from the top left corner."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from labormarket.charts.style import Style, balance, font, text_width, wrap

LEADING = 1.22
"""Line height as a multiple of the type size."""
NOTE_GAP = 3.0
"""Space between two notes, in points: what was assumed and where it is from are read apart."""


class Page:
    """A figure with its header and its notes set; `left`, `right`, `top` and `bottom` bound the body, in points.

    `body` is the height that the body wants; a square and a story have a fixed height, so their body gets what the
    header and the notes leave.
    """

    def __init__(self, style: Style, *, title: str, subtitle: str, notes: Sequence[str], body: float = 0.0) -> None:
        self.style, self.size, self.palette = style, style.size, style.palette
        size = self.size
        inner = size.points - 2 * size.margin
        title_lines = balance(title, inner, "Bold", size.title)
        subtitle_lines = balance(subtitle, inner, "Regular", size.subtitle)
        paragraphs = [wrap(note, inner, "Regular", size.small) for note in notes if note]
        note_height = sum(map(len, paragraphs)) * size.small * LEADING + NOTE_GAP * max(len(paragraphs) - 1, 0)
        head = size.margin + 11 + (len(title_lines) * size.title + len(subtitle_lines) * size.subtitle) * LEADING + 5
        foot = 8 + note_height + size.margin * 0.8
        self.height = size.height or head + body + foot
        self.left, self.right, self.top, self.bottom = size.margin, size.points - size.margin, head, self.height - foot
        if size.height and self.bottom - self.top < 60:
            raise ValueError(f"the words leave no room for a chart on a {size.name}: shorten the title")
        self.figure = Figure(figsize=(size.points / 72, self.height / 72), facecolor=self.palette.ground)
        self.paper = self.figure.add_axes((0, 0, 1, 1), xlim=(0, size.points), ylim=(self.height, 0))
        self.paper.set_axis_off()
        self._tinted: list[tuple[float, float, float, float, str]] = []
        self.bar(self.left, size.margin, 34, 4, self.palette.steps[0 if style.dark else -1])
        y = size.margin + 11
        for line in title_lines:
            y += size.title * LEADING
            self.text(self.left, y - size.title * 0.3, line, weight="Bold", size=size.title)
        y += 3
        for line in subtitle_lines:
            y += size.subtitle * LEADING
            self.text(self.left, y - size.subtitle * 0.3, line, size=size.subtitle, color=self.palette.muted)
        y = self.bottom + 8
        for lines in paragraphs:
            for line in lines:
                y += size.small * LEADING
                self.text(self.left, y - size.small * 0.3, line, size=size.small, color=self.palette.muted)
            y += NOTE_GAP

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        weight: str = "Regular",
        size: float = 0.0,
        color: str = "",
        align: str = "left",
        halo: bool = False,
    ) -> None:
        """Set one line of text on the baseline `y`, from, to or around `x`; `halo` clears the grid behind it."""
        if not text:
            return
        size = size or self.size.label
        if halo:
            wide = text_width(text, weight, size)
            left = {"left": x, "right": x - wide, "center": x - wide / 2}[align]
            self._clear(left - 1.5, y - size * 0.82, wide + 3, size * 1.12)
        self.paper.text(
            *(x, y, text),
            ha=align,
            va="baseline",
            color=color or self.palette.ink,
            fontproperties=font(weight, size),
            parse_math=False,
            zorder=6,
        )

    def tint(self, x: float, y: float, width: float, height: float, color: str) -> None:
        """Colour a part of the ground: what is cleared there later is cleared in this colour."""
        self._tinted.append((x, y, x + width, y + height, color))
        self.bar(x, y, width, height, color, z=0.2)

    def _clear(self, x: float, y: float, width: float, height: float) -> None:
        self.bar(x, y, width, height, self.palette.ground, z=2.5)
        for left, top, right, bottom, color in self._tinted:
            start, stop, upper, lower = max(x, left), min(x + width, right), max(y, top), min(y + height, bottom)
            if start < stop and upper < lower:
                self.bar(start, upper, stop - start, lower - upper, color, z=2.6)

    def bar(self, x: float, y: float, width: float, height: float, color: str, *, z: float = 2, edge: str = "") -> None:
        """Draw a rectangle from its top left corner."""
        self.paper.add_patch(
            Rectangle((x, y), width, height, facecolor=color, edgecolor=edge or "none", linewidth=1.1, zorder=z)
        )

    def line(
        self, x0: float, y0: float, x1: float, y1: float, *, color: str = "", width: float = 0.7, z: float = 1
    ) -> None:
        """Draw a straight line."""
        self.paper.plot(
            (x0, x1), (y0, y1), color=color or self.palette.grid, linewidth=width, zorder=z, solid_capstyle="butt"
        )

    def polygon(self, points: Sequence[tuple[float, float]], color: str, *, z: float = 3) -> None:
        """Fill a polygon."""
        self.paper.add_patch(Polygon(points, closed=True, facecolor=color, edgecolor="none", zorder=z))

    def dot(self, x: float, y: float, color: str, *, radius: float = 3.4, hollow: bool = False, z: float = 4) -> None:
        """Draw a dot, or a ring."""
        self.paper.plot(
            [x],
            [y],
            marker="o",
            markersize=2 * radius,
            color=self.palette.ground if hollow else color,
            markeredgecolor=color,
            markeredgewidth=1.3 if hollow else 0,
            linestyle="none",
            zorder=z,
        )

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Add matplotlib axes at a place on the sheet, in the house style."""
        page_width, page_height = self.size.points, self.height
        axes = self.figure.add_axes(
            (x / page_width, 1 - (y + height) / page_height, width / page_width, height / page_height),
            facecolor="none",
        )
        for side in ("top", "right", "left", "bottom"):
            axes.spines[side].set_visible(side == "bottom")
            axes.spines[side].set_color(self.palette.rule)
        axes.tick_params(colors=self.palette.muted, labelsize=self.size.small, length=0, pad=4)
        axes.grid(True, color=self.palette.grid, linewidth=0.7)
        axes.set_axisbelow(True)
        return axes
