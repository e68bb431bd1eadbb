"""House style: sizes, colours and type of every chart, for light and dark paper and four widths."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import matplotlib
from cycler import cycler
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags

FONT_FOLDER = resources.files("labormarket.charts") / "fonts"
FONT_FILES = {weight: str(FONT_FOLDER / f"SourceSans3-{weight}.ttf") for weight in ("Regular", "Semibold", "Bold")}
FAMILY = "Source Sans 3"
for _file in FONT_FILES.values():
    font_manager.fontManager.addfont(_file)

DPI_1X = 96
PIXEL_RATIO = 2
SMALLEST_POINTS = 8.0

# Text leaves as outlines: a chart looks the same in a browser, a layout program and a phone without our font, and
# each glyph is stored once. What it says stays readable to machines through the title, the description and the JSON.
RC: dict[Any, Any] = {
    "svg.fonttype": "path",
    "svg.hashsalt": "labormarket",
    "text.parse_math": False,
    "text.hinting": "no_hinting",
    "font.family": [FAMILY],
    "axes.unicode_minus": False,
    "savefig.bbox": None,
    "path.simplify": False,
}


@dataclass(frozen=True)
class Palette:
    """Colours of one paper: `steps` is the one ordered hue, one step per tier, lowest tier first."""

    ground: str
    ink: str
    muted: str
    rule: str
    grid: str
    steps: tuple[str, ...]


# Every step has at least 4.5:1 contrast on its ground and on a band of its own tint, and the steps are evenly spaced
# in lightness, so their order also reads in greyscale and for colour-blind eyes. Tests hold all of it.
LIGHT = Palette(
    ground="#ffffff",
    ink="#14181d",
    muted="#565d66",
    rule="#8a9199",
    grid="#dfe3e7",
    steps=("#1c7b75", "#086b77", "#055b76", "#0b4c6f", "#0f3e65", "#0d3059", "#0b234c"),
)
DARK = Palette(
    ground="#11161c",
    ink="#f1f4f7",
    muted="#a9b2bc",
    rule="#66707b",
    grid="#2a323b",
    steps=("#3e948e", "#49a3a9", "#5cb1c0", "#74bfd7", "#92ccea", "#b4d9f6", "#d6e6fb"),
)


@dataclass(frozen=True)
class Width:
    """One format: how wide, how high (None: as high as its rows need) and how large its type, all in points."""

    name: str
    points: float
    height: float | None
    title: float
    subtitle: float
    label: float
    small: float
    margin: float
    stacked: bool
    """Labels stand above their bars instead of beside them."""


WIDTHS = {
    width.name: width
    for width in (
        Width("column", 270, None, title=14, subtitle=9.5, label=9, small=8, margin=11, stacked=True),
        Width("page", 540, None, title=18, subtitle=11, label=9.5, small=8.5, margin=18, stacked=False),
        Width("square", 450, 450, title=16, subtitle=9.5, label=9.5, small=8.5, margin=16, stacked=False),
        Width("story", 405, 720, title=22, subtitle=12.5, label=11.5, small=9.5, margin=20, stacked=True),
    )
}
LANGUAGES = ("en", "de", "fr", "es")


@dataclass(frozen=True)
class Style:
    """How a chart is to look: format, language, paper, and what its reader chose.

    `title` replaces the computed finding with the reader's own words; `selected` names the reader's own selection of
    rows, in words, and is empty for the whole table.

    >>> Style(width="column").size.points, Style(dark=True).palette.ground
    (270, '#11161c')
    >>> Style(lang="it")
    Traceback (most recent call last):
    ValueError: no language 'it': one of en, de, fr, es
    """

    width: str = "page"
    lang: str = "en"
    dark: bool = False
    title: str = ""
    selected: str = ""

    def __post_init__(self) -> None:
        if self.width not in WIDTHS:
            raise ValueError(f"no width {self.width!r}: one of {', '.join(WIDTHS)}")
        if self.lang not in LANGUAGES:
            raise ValueError(f"no language {self.lang!r}: one of {', '.join(LANGUAGES)}")

    @property
    def palette(self) -> Palette:
        """The colours of this style's paper."""
        return DARK if self.dark else LIGHT

    @property
    def size(self) -> Width:
        """The measures of this style's format."""
        return WIDTHS[self.width]


CATEGORIES = ("#0b2a5b", "#b35900", "#0f766e", "#9b2d6f", "#5f6b78")
"""Colours of categories without an order, each with 4.5:1 contrast on white; the one ordered hue is for pay bands."""
CATEGORIES_ON_DARK = ("#8fc1ff", "#ffb366", "#5fd0c0", "#f29ac9", "#aeb8c2")


@contextmanager
def house_style(style: Style | None = None) -> Iterator[Style]:
    """Draw with matplotlib or seaborn in the house style: type, colours, a bare frame, figures that come out the same.

    >>> with house_style() as style:
    ...     matplotlib.rcParams["font.family"], style.palette.ground
    (['Source Sans 3'], '#ffffff')
    """
    style = style or Style()
    size, palette = style.size, style.palette
    looks: dict[Any, Any] = {
        "figure.facecolor": palette.ground,
        "figure.dpi": DPI_1X,
        "figure.figsize": (size.points / 72, (size.height or size.points * 0.62) / 72),
        "font.size": size.label,
        "text.color": palette.ink,
        "axes.facecolor": palette.ground,
        "axes.titlesize": size.title,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.labelcolor": palette.muted,
        "axes.edgecolor": palette.rule,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "axes.prop_cycle": cycler(color=CATEGORIES_ON_DARK if style.dark else CATEGORIES),
        "grid.color": palette.grid,
        "xtick.color": palette.muted,
        "ytick.color": palette.muted,
    }
    with matplotlib.rc_context(RC | looks):
        yield style
        write_out_log_axes()


def write_out_log_axes() -> None:
    """Label the log axes of open figures 1, 10, 100: powers would be mathematics, which the house style never reads."""
    from matplotlib import pyplot
    from matplotlib.ticker import LogFormatter, LogLocator, NullFormatter, StrMethodFormatter

    for axes in (axes for number in pyplot.get_fignums() for axes in pyplot.figure(number).axes):
        for axis in (axes.xaxis, axes.yaxis):
            if isinstance(axis.get_major_formatter(), LogFormatter):
                axis.set_major_locator(LogLocator(subs=(1.0, 3.0)))
                axis.set_major_formatter(StrMethodFormatter("{x:,g}"))
                axis.set_minor_formatter(NullFormatter())


def font(weight: str, size: float) -> FontProperties:
    """Return the house family at a weight (Regular, Semibold, Bold) and a size in points, from its own file."""
    return FontProperties(fname=FONT_FILES[weight], size=size)


@lru_cache(maxsize=8)
def _face(weight: str) -> FT2Font:
    face = FT2Font(FONT_FILES[weight])
    face.set_size(100, 72)
    return face


@lru_cache(maxsize=20_000)
def text_width(text: str, weight: str, size: float) -> float:
    """Return the width of a line of text in points.

    >>> text_width("", "Regular", 10), 0 < text_width("il", "Bold", 10) < text_width("WM", "Bold", 10)
    (0.0, True)
    """
    face = _face(weight)
    face.set_text(text, 0, flags=LoadFlags.NO_HINTING)
    return float(face.get_width_height()[0]) / 64 * size / 100


def wrap(text: str, width: float, weight: str, size: float) -> list[str]:
    """Break a text into lines no wider than `width` points, at spaces; a single longer word keeps its own line.

    >>> wrap("one two three", 1, "Regular", 10)
    ['one', 'two', 'three']
    """
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, weight, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balance(text: str, width: float, weight: str, size: float) -> list[str]:
    """Break a text into as few lines as `wrap`, of lengths as even as they come."""
    lines = wrap(text, width, weight, size)
    narrow, wide = width / 2, width
    while len(lines) > 1 and wide - narrow > 2:
        middle = (narrow + wide) / 2
        tried = wrap(text, middle, weight, size)
        fits = len(tried) == len(lines) and all(text_width(line, weight, size) <= middle for line in tried)
        narrow, wide = (narrow, middle) if fits else (middle, wide)
        lines = tried if fits else lines
    return lines
