"""Charts drawn for the site: as its pages show them, with text in the reader's own font, and in other languages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import joblib
import matplotlib
from lxml import etree
from matplotlib.figure import Figure
from matplotlib.text import Text

from labormarket.charts import Style, Tables, draw_chart
from labormarket.charts.style import DPI_1X, FONT_FILES, RC, text_width
from labormarket.files.safe_text import show_hidden
from labormarket.publishing.publish import describe_files, name_variant
from labormarket.publishing.svg_attributes import PARSER, SVG, set_attributes
from labormarket.publishing.svg_dark_mode import add_dark_paper
from labormarket.site.marks import Mark, find_marks
from labormarket.sources import read_register

FAMILY = "'Source Sans 3', -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif"
CSS_WEIGHT = {"Regular": "400", "Semibold": "600", "Bold": "700"}
WEIGHT_OF_FILE = {Path(file).name: weight for weight, file in FONT_FILES.items()}
FITTED_TEXTS = b'<!DOCTYPE svg [<!ATTLIST text lengthAdjust CDATA "spacingAndGlyphs">]>\n'
"""Says once of all texts that their letters are fitted, not only the spaces between them."""
LANGUAGE_NAMES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español"}
WIDTHS_OF_PAGE = ("page", "column")
"""The widths at which a page shows a chart."""
HERO = "wage_ladder"
"""The chart of the first view: as a square too, so that it fits on a laptop's first screen whole."""


@dataclass(frozen=True)
class Picture:
    """A chart at one width: its SVG, its `width` and `height` in CSS pixels, where its marks are."""

    svg: bytes
    width: int
    height: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Drawn:
    """A chart as the pages show it: its finding, and its pictures by width ("page", "column", the hero's "square")."""

    title: str
    pictures: Mapping[str, Picture]


def draw_pictures(names: Iterable[str], root: Path) -> dict[str, Drawn]:
    """Draw these charts from the built tables at every width of the pages; return them by name."""
    tables = Tables(root=root)
    return {name: draw_widths(name, tables) for name in names}


def draw_widths(name: str, tables: Tables) -> Drawn:
    """Draw one chart as SVG with text instead of outlines and short paths: less than half the size."""
    pictures, title = {}, ""
    for width in (*WIDTHS_OF_PAGE, *(["square"] if name == HERO else [])):
        chart = draw_chart(name, tables, Style(width=width))
        title = chart.title
        across, down = (round(inches * DPI_1X) for inches in chart.figure.get_size_inches())
        marks = find_marks(chart.figure, chart.data)
        pictures[width] = Picture(set_as_text(chart.figure), across, down, marks)
    return Drawn(title, pictures)


def translate_charts(
    names: Sequence[str], root: Path, languages: Iterable[str]
) -> dict[str, dict[str, Mapping[str, bytes]]]:
    """Draw these charts in these languages, on every core; return by name and language the files, by their names."""
    pairs = list(product(names, languages))
    found: dict[str, dict[str, Mapping[str, bytes]]] = {name: {} for name in names}
    drawn = joblib.Parallel(n_jobs=-1 if len(pairs) > 1 else 1)(
        joblib.delayed(translate_chart)(name, language, root) for name, language in pairs
    )
    for (name, language), files in zip(pairs, drawn, strict=True):
        found[name][language] = files
    return found


def translate_chart(name: str, language: str, root: Path) -> Mapping[str, bytes]:
    """Return the four files of one chart in one language."""
    style = Style(lang=language)
    chart = draw_chart(name, Tables(root=root), style)
    return describe_files(chart, name=name_variant(name, style), register=read_register(root))


def set_as_text(figure: Figure) -> bytes:
    """Return a figure of the house style as SVG whose lines of text keep their weight and their length.

    The house font isn't shipped with the page, and another font is wider or narrower: its letters are fitted, so
    that no label runs into a bar.
    """
    lines: dict[str, Text] = {}
    for number, line in enumerate(figure.findobj(Text)):
        line.set_text(show_hidden(line.get_text()))
        line.set_gid(f"line{number}")
        lines[f"line{number}"] = line
    content = io.BytesIO()
    with matplotlib.rc_context({**RC, "svg.fonttype": "none"}):
        figure.savefig(content, format="svg", metadata={"Date": None, "Creator": None})
    root = etree.fromstring(set_attributes(content.getvalue()), PARSER)
    root.set("font-family", FAMILY)
    for path in root.iter(f"{{{SVG}}}path"):
        path.set("d", shorten_path(path.get("d", "")))
    for group in root.iter(f"{{{SVG}}}g"):
        if group.get("id") in lines:
            for element in group.findall(f"{{{SVG}}}text"):
                _fit(element, lines[group.get("id", "")])
    return FITTED_TEXTS + add_dark_paper(etree.tostring(root))


def shorten_path(path: str) -> str:
    """Round the places of a path to a hundredth of a point, finer than any phone shows: there are hundreds of marks.

    >>> shorten_path("M 141.608989 282.83  L 141.608989 290.998  ")
    'M141.61 282.83L141.61 291'
    """
    short = re.sub(r"-?\d+\.\d+", lambda number: f"{round(float(number[0]), 2) + 0.0:g}", path)
    return re.sub(r"\s*([A-Za-z])\s*", r"\1", " ".join(short.split()))


def _fit(element: etree._Element, line: Text) -> None:
    weight = WEIGHT_OF_FILE[Path(str(line.get_fontproperties().get_file())).name]
    element.set("font-weight", CSS_WEIGHT[weight])
    element.set("textLength", f"{text_width(line.get_text(), weight, float(line.get_fontsize())):.2f}")
