"""The sheet of a chart: title, subtitle and notes set in points from the top left corner, and log axes between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from labormarket.charts.style import Style, balance, font, text_width, wrap

LEADING = 1.22
"""Line height as a multiple of the type size."""
NOTE_GAP = 3.0
"""Space between two notes, in points: what was assumed and where it is from are read apart."""


class Canvas:
    """A figure with its header and its notes set; `left`, `right`, `top` and `bottom` bound the body, in points.

    `body` is the height that the body wants; a square and a story have a fixed height, so their body gets what the
    header and the notes leave. `paper` is an axes over the whole figure, in points from the top left corner.
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
        strongest = self.palette.steps[0 if style.dark else -1]
        self.paper.add_patch(Rectangle((self.left, size.margin), 34, 4, facecolor=strongest))
        y = self._set_lines(size.margin + 11, title_lines, size.title, weight="Bold")
        self._set_lines(y + 3, subtitle_lines, size.subtitle, color=self.palette.muted)
        y = self.bottom + 8
        for lines in paragraphs:
            y = self._set_lines(y, lines, size.small, color=self.palette.muted) + NOTE_GAP

    def _set_lines(self, y: float, lines: Sequence[str], size: float, *, weight: str = "", color: str = "") -> float:
        for line in lines:
            y += size * LEADING
            self.text(self.left, y - size * 0.3, line, weight=weight or "Regular", size=size, color=color)
        return y

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
    ) -> None:
        """Set one line of text on the baseline `y`, from, to or around `x`."""
        if text:
            looks = font(weight, size or self.size.label)
            color = color or self.palette.ink
            self.paper.text(x, y, text, ha=align, va="baseline", color=color, fontproperties=looks, parse_math=False)

    def wrap_labels(self, labels: Iterable[str], share: float) -> tuple[list[list[str]], float]:
        """Return the lines of labels that may take a share of the body's width, and the width of the longest line."""
        limit = (self.right - self.left) * share
        wrapped = [wrap(label, limit, "Regular", self.size.label) for label in labels]
        return wrapped, max(text_width(line, "Regular", self.size.label) for lines in wrapped for line in lines)

    def label(self, y: float, lines: Sequence[str], color: str = "") -> None:
        """Set the lines of a label at the left edge, centred on the line `y`."""
        for number, line in enumerate(lines):
            shift = (number - (len(lines) - 1) / 2) * self.size.label * 1.05
            self.text(self.left, y + self.size.label * 0.34 + shift, line, color=color)

    def disc(self, x: float, y: float, radius: float, color: str) -> None:
        """Draw a disc: its area, not its radius, is a number."""
        self.paper.scatter([x], [y], s=(2 * radius) ** 2, color=color, linewidths=0, zorder=2)

    def rule(self, y: float) -> None:
        """Draw a line over the whole width of the body."""
        self.paper.plot((self.left, self.right), (y, y), color=self.palette.rule, linewidth=0.8, zorder=1)

    def log_axes(self, left: float, right: float, top: float, bottom: float, low: float, high: float) -> Axes:
        """Add axes whose x is an amount on a log scale from `low` to `high`, and whose y is in points of the sheet."""
        width, height = self.size.points, self.height
        axes = self.figure.add_axes(
            (left / width, 1 - bottom / height, (right - left) / width, (bottom - top) / height)
        )
        axes.set(xscale="log", xlim=(low, high), ylim=(bottom, top))
        axes.set_axis_off()
        # Below the paper: no mark covers a word.
        axes.set_zorder(-1)
        return axes


class Body(NamedTuple):
    """What stands between header and notes: the height it wants, how it is drawn, its rows in words."""

    height: float
    draw: Callable[[Canvas], object]
    rows: Sequence[str]
