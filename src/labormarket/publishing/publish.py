"""The one way out for a chart: picture, drawing, plotted rows and description, written together or not at all."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import matplotlib
import pandas as pd
from matplotlib.colors import to_hex
from matplotlib.text import Text
from PIL import Image

from labormarket.charts import Chart
from labormarket.charts.style import DPI_1X, LIGHT, PIXEL_RATIO, RC, Style
from labormarket.files.atomic_write import write_whole
from labormarket.files.errors import SourceError, UserError
from labormarket.files.safe_csv import guard_text, unguard_text
from labormarket.files.safe_text import as_json, show_hidden
from labormarket.publishing.svg_attributes import set_attributes
from labormarket.publishing.svg_dark_mode import add_dark_paper
from labormarket.sources import Card, find_project_root, read_register

if TYPE_CHECKING:
    from matplotlib.figure import Figure

CHART_FOLDER = "charts"
FORMS = ("png", "svg", "csv", "json")
LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
PUBLISHER = "labormarket"
SOURCE_FIELDS = ("source_id", "title", "url", "collected_on", "licence")
"""What leaves with a chart of a source's line in the register."""
LONGEST_SELECTION = 80
NAME = re.compile(r"[a-z][a-z0-9_]*")


class PublishError(UserError, ValueError):
    """A chart that may not leave the house as it is."""


def publish_chart(
    fig: Figure,
    name: str,
    *,
    data: pd.DataFrame,
    title: str,
    alt_text: str,
    source_ids: Collection[str],
    note: str = "",
    subtitle: str = "",
    assumptions: Sequence[str] = (),
    folder: Path | None = None,
    register: Iterable[Card] | None = None,
) -> Mapping[str, Path]:
    """Write `<name>.png` (2x), `.svg` (see `add_dark_paper`), `.csv` and `.json`; return their paths.

    `data` holds exactly the plotted rows; `folder` is the checkout's charts/ (outside one the working directory) unless
    given, `register` its SOURCES.csv.
    Two runs write the same bytes. Raises PublishError for an empty title, alt text or table, a name that is no file
    name, or a source that the register doesn't hold; nothing is written then.
    """
    chart = Chart(name, fig, data, title, subtitle, alt_text, tuple(source_ids), note, tuple(assumptions))
    if isinstance(source_ids, str):
        raise PublishError(f"chart {name} names no sources: give source_ids as a list")
    return publish(chart, folder=folder, register=register)


def publish(
    chart: Chart, *, name: str = "", folder: Path | None = None, register: Iterable[Card] | None = None
) -> Mapping[str, Path]:
    """Publish a drawn chart with everything it brings along, as `name` if given; see `publish_chart`."""
    folder = folder if folder is not None else default_folder()
    files = describe_files(chart, name=name, register=register if register is not None else read_register())
    write_whole({folder / file: content for file, content in files.items()})
    return {file.rpartition(".")[2]: folder / file for file in files}


def default_folder() -> Path:
    """Return the checkout's charts/, or the working directory outside one."""
    try:
        return find_project_root() / CHART_FOLDER
    except SourceError:
        return Path()


def describe_files(chart: Chart, *, register: Iterable[Card], name: str = "") -> dict[str, bytes]:
    """Return the four files of a chart (name -> content); raise PublishError where it may not leave the house."""
    name, cards = name or chart.name, {card.source_id: card for card in register}
    _refuse_unfit(name, chart, cards)
    title, alt_text, subtitle, note = map(show_hidden, (chart.title, chart.alt_text, chart.subtitle, chart.note))
    for words in chart.figure.findobj(Text):
        words.set_text(show_hidden(words.get_text()))
    used = [cards[source_id] for source_id in sorted(set(chart.source_ids))]
    sources = [{field: getattr(card, field) for field in SOURCE_FIELDS} for card in used]
    collected = max(source["collected_on"] for source in sources)
    description = {
        "name": name,
        "title": title,
        "subtitle": subtitle,
        "alt_text": alt_text,
        "note": note,
        "assumptions": list(chart.assumptions),
        "sources": sources,
        "licence": LICENCE,
        "citation": f"{PUBLISHER} ({collected[:4]}). “{title}.” Data as of {collected}. {LICENCE['name']}.",
        "files": {form: f"{name}.{form}" for form in ("png", "svg", "csv")},
        "columns": [str(column) for column in chart.data.columns],
        "rows": len(chart.data),
    }
    svg = _add_description(_render(chart.figure, "svg"), name=name, title=title, alt_text=alt_text)
    # A drawing on light paper turns dark by its address; one that was drawn dark stays so.
    svg = add_dark_paper(svg) if to_hex(chart.figure.get_facecolor()) == LIGHT.ground else svg
    return {
        f"{name}.png": _use_palette(_render(chart.figure, "png")),
        f"{name}.svg": svg,
        f"{name}.csv": write_rows(chart.data).encode("utf-8"),
        f"{name}.json": (as_json(description, indent=2) + "\n").encode("utf-8"),
    }


def name_variant(name: str, style: Style) -> str:
    """Return the name of a chart in a style: its own for the house style, else followed by what differs.

    >>> name_variant("wage_ladder", Style()), name_variant("wage_ladder", Style("column", "de", True))
    ('wage_ladder', 'wage_ladder_column_de_dark')
    >>> name_variant("wage_ladder", Style(selected="Surge AI, since 2025-06"))
    'wage_ladder_surge_ai_since_2025_06'
    """
    plain = unicodedata.normalize("NFKD", style.selected).encode("ascii", "ignore").decode().casefold()
    selected = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_SELECTION].strip("_")
    form = [getattr(style, name) for name in ("width", "lang") if getattr(style, name) != getattr(Style, name)]
    return "_".join(filter(None, [name, selected, *form, "dark" if style.dark else ""]))


def write_rows(data: pd.DataFrame) -> str:
    """Return a table as CSV text that no spreadsheet runs as a formula; missing is empty.

    >>> print(write_rows(pd.DataFrame({"pay": ["=1+1", "'til 5", None], "usd": [-1.5, 20.0, None]})), end="")
    "pay","usd"
    "'=1+1",-1.5
    "''til 5",20.0
    "",""
    """
    safe = data.rename(columns=_guard)
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = safe[column].map(_guard, na_action="ignore")
    return str(safe.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC))


def read_rows(path: Path) -> pd.DataFrame:
    """Read the plotted rows of a published chart: text as it was before it was made safe, numbers as numbers.

    A column is a column of numbers only if all that it holds are written as numbers are: "007" stays text. Missing
    is NaN.
    """
    table = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8")
    table = table.rename(columns=unguard_text)
    for column in table.columns:
        numbers = pd.to_numeric(table[column], errors="coerce")
        stated = table[column].notna()
        if stated.any() and _as_written(numbers[stated]).eq(table.loc[stated, column]).all():
            table[column] = numbers
        else:
            table[column] = table[column].map(unguard_text, na_action="ignore")
    return table


def _as_written(numbers: pd.Series) -> pd.Series:
    return pd.Series([repr(number) for number in numbers.tolist()], index=numbers.index, dtype="str")


def _guard(value: Any) -> Any:
    return guard_text(value) if isinstance(value, str) else value


def _refuse_unfit(name: str, chart: Chart, cards: Mapping[str, Card]) -> None:
    if not NAME.fullmatch(name):
        raise PublishError(f"chart name {name!r}: small letters, digits and underscores, a letter first")
    for field, text in (("title", chart.title), ("alt text", chart.alt_text)):
        if not text.strip():
            raise PublishError(f"chart {name} has no {field}")
    if chart.data.empty:
        raise PublishError(f"chart {name} has no plotted rows")
    if not chart.source_ids:
        raise PublishError(f"chart {name} names no sources: give source_ids as a list")
    unknown = sorted(set(chart.source_ids) - set(cards))
    if unknown:
        raise PublishError(f"chart {name}: no source {', '.join(unknown)} in the register of sources")


def _render(fig: Figure, form: str) -> bytes:
    # A date, a version or a random id in the file would make two runs differ.
    options: dict[str, Any] = {"metadata": {"Date": None, "Creator": None}}
    if form == "png":  # `_use_palette` compresses the picture anew, so it isn't compressed here
        options = {"metadata": {"Software": None}, "pil_kwargs": {"compress_level": 0}}
    content = io.BytesIO()
    with matplotlib.rc_context(RC):
        fig.savefig(content, format=form, dpi=DPI_1X * PIXEL_RATIO, facecolor=fig.get_facecolor(), **options)
    return set_attributes(content.getvalue()) if form == "svg" else content.getvalue()


def _use_palette(png: bytes) -> bytes:
    """Return a picture on a palette of 256 colours: a third of the bytes, and no difference that an eye sees."""
    content = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        reduced = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        reduced.save(content, "png", optimize=True, dpi=picture.info["dpi"])
    return content.getvalue()


def _add_description(svg: bytes, *, name: str, title: str, alt_text: str) -> bytes:
    """Give a drawing its role, its title and its description, which matplotlib leaves out."""
    text = svg.decode("utf-8")
    start = text.index("<svg")
    end = text.index(">", start)
    attributes = f' role="img" aria-labelledby="{name}-title {name}-desc"'
    words = f'\n <title id="{name}-title">{escape(title)}</title>\n <desc id="{name}-desc">{escape(alt_text)}</desc>'
    return (text[:end] + attributes + ">" + words + text[end + 1 :]).encode("utf-8")
