"""Marks on log axes, each with one meaning: bar, two dots, tick, step, diamond.

A solid bar is the range that is stated (outlined where workers or the press report it), a pale end with an arrow an end
that nobody stated, two dots the bounds of a median, a tick one price, a thin arrow between two ticks the way from one
price to another, a diamond what a price buys where the worker is, a grey tick what is compared with.
Each function takes axes of `Canvas.log_axes` (x: an amount, y: points), the line y, a colour, and its amounts (NaN for
an open end); those with a place beside them for a label return where they start and stop, in points.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb

Reach = tuple[float, float]
Mark = Callable[[Axes, float, str], Reach | None]
"""A mark whose amounts are given: `partial(draw_range, low=20, high=40)`."""

BAR, TICK, DOT = 7.0, 8.0, 5.6
"""Height of a bar and of a tick, width of a dot, in points."""
LEAST_WIDTH = 3.6
"""So wide, in points, is a bar of one exact amount."""
OPEN_LENGTH = 24.0
"""How far a range with an open end is drawn beyond the stated one, in points."""
PALE = 0.45
"""How much of its colour a row keeps that rests on fewer than five prices."""


def mix(color: str, ground: str, share: float) -> str:
    """Return `share` of a colour laid over a ground, as an opaque colour: it prints and converts the same anywhere.

    >>> mix("#000000", "#ffffff", 0.5), mix("#123456", "#ffffff", 1)
    ('#808080', '#123456')
    """
    red, green, blue = (
        share * one + (1 - share) * other for one, other in zip(to_rgb(color), to_rgb(ground), strict=True)
    )
    return to_hex((red, green, blue))


def to_points(axes: Axes, amount: float) -> float:
    """Return the place of an amount on the sheet, in points from the left; that of the nearer end if it lies beyond."""
    low, high = axes.get_xlim()
    share = math.log(min(max(amount, low), high) / low) / math.log(high / low)
    return float(axes.get_position().x0 * _sheet(axes) + share * _width(axes))


def _sheet(axes: Axes) -> float:
    """The width of the whole sheet, in points."""
    figure = axes.get_figure(root=True)
    return float(figure.get_figwidth()) * 72 if figure else 0.0


def _width(axes: Axes) -> float:
    """The width of the axes, in points."""
    return axes.get_position().width * _sheet(axes)


def _ground(axes: Axes) -> str:
    return to_hex(axes.figure.get_facecolor())


def widen(axes: Axes, low: float, high: float) -> tuple[float, float]:
    """Return a range within the axes that is at least LEAST_WIDTH wide on the sheet."""
    first, last = axes.get_xlim()
    half = (last / first) ** (LEAST_WIDTH / 2 / _width(axes))
    middle = math.sqrt(low * high)
    return max(min(low, middle / half), first / half), min(max(high, middle * half), last * half)


def draw_range(axes: Axes, y: float, color: str, low: float, high: float, *, outlined: bool = False) -> Reach:
    """Draw a stated range as a bar."""
    if math.isnan(low) or math.isnan(high):
        return _draw_open(axes, y, color, low, high)
    low, high = widen(axes, low, high)
    face = _ground(axes) if outlined else color
    axes.barh(
        y, high - low, left=low, height=BAR, facecolor=face, edgecolor=color, linewidth=1.1 if outlined else 0, zorder=3
    )
    return to_points(axes, low), to_points(axes, high)


def draw_median(axes: Axes, y: float, color: str, low: float, high: float) -> None:
    """Draw the bounds of a median: two dots on a pale line, or one dot and an arrow where a bound is open."""
    if math.isnan(low) or math.isnan(high):
        _draw_arrow(axes, y, color, low, high)
    else:
        axes.plot((low, high), (y, y), color=mix(color, _ground(axes), 0.4), linewidth=2.4, zorder=2.5)
    axes.plot(
        (low, high), (y, y), marker="o", markersize=DOT, color=color, linestyle="none", markeredgewidth=0, zorder=4
    )


def draw_ticks(axes: Axes, y: float, color: str, amounts: Iterable[float], *, height: float = TICK) -> None:
    """Draw a tick for each amount around the line `y`."""
    shade = mix(color, _ground(axes), 0.75)
    axes.vlines(list(amounts), y - height / 2, y + height / 2, color=shade, linewidth=0.8, zorder=2)


def draw_step(axes: Axes, y: float, color: str, start: float, stop: float) -> Reach:
    """Draw the way from one price to another as an arrow between two ticks."""
    draw_ticks(axes, y, color, [start, stop], height=BAR)
    arrow = {"arrowstyle": "-|>", "color": color, "linewidth": 1.3, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 8}
    if start != stop:
        axes.annotate("", (stop, y), (start, y), arrowprops=arrow, annotation_clip=False, zorder=3)
    places = to_points(axes, start), to_points(axes, stop)
    return min(places), max(places)


def draw_buying_power(axes: Axes, y: float, color: str, amount: float) -> None:
    """Draw what a price buys in its place, in international dollars, as a diamond; nothing where that is unknown."""
    if not math.isnan(amount):
        face = _ground(axes)
        axes.plot(
            amount, y, marker="D", markersize=4.6, color=face, markeredgecolor=color, markeredgewidth=1.2, zorder=4
        )


def draw_compared(axes: Axes, y: float, color: str, amount: float) -> None:
    """Draw an amount that is compared with as a strong tick on a halo of the ground; nothing where it is unknown."""
    if not math.isnan(amount):
        for width, shade in ((3.6, _ground(axes)), (1.4, color)):
            axes.plot(amount, y, marker="|", markersize=12, markeredgewidth=width, color=shade, zorder=5)


def _draw_open(axes: Axes, y: float, color: str, low: float, high: float) -> Reach:
    stated, sign = (low, 1) if math.isnan(high) else (high, -1)
    first, last = axes.get_xlim()
    far = stated * (last / first) ** (sign * (OPEN_LENGTH - 5) / _width(axes))
    axes.barh(
        y, far - stated, left=stated, height=BAR, facecolor=mix(color, _ground(axes), 0.28), linewidth=0, zorder=2
    )
    axes.plot(stated, y, marker="|", markersize=BAR + 2, markeredgewidth=2.2, color=color, zorder=3.5)
    _draw_arrow(axes, y, color, low, high)
    start = to_points(axes, stated)
    return min(start, start + sign * OPEN_LENGTH), max(start, start + sign * OPEN_LENGTH)


def _draw_arrow(axes: Axes, y: float, color: str, low: float, high: float) -> None:
    stated, sign = (low, 1) if math.isnan(high) else (high, -1)
    arrow = {"arrowstyle": "<|-", "color": color, "linewidth": 1.0, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 7}
    offset = (sign * OPEN_LENGTH, 0)
    axes.annotate(
        "", (stated, y), offset, textcoords="offset points", arrowprops=arrow, annotation_clip=False, zorder=3
    )
