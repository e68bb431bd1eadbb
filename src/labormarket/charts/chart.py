"""From a claim and its rows to a drawn chart, with everything that has to leave the house beside the picture."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import matplotlib
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from labormarket.charts.canvas import Body, Canvas
from labormarket.charts.footnotes import list_assumptions, write_footnotes
from labormarket.charts.i18n import Words
from labormarket.charts.style import DPI_1X, PIXEL_RATIO, RC, Style


class Inputs(NamedTuple):
    """All that the drawing function of a chart gets."""

    tables: Mapping[str, pd.DataFrame]
    style: Style
    words: Words


class NothingToDrawError(ValueError):
    """The rows at hand, all of them or a reader's selection, hold nothing that this chart shows."""


@dataclass(frozen=True, eq=False, repr=False)
class Chart:
    """A figure with its plotted rows (`data`), its words and the ids of the sources behind it."""

    name: str
    figure: Figure
    data: pd.DataFrame
    title: str
    subtitle: str
    alt_text: str
    source_ids: tuple[str, ...]
    note: str
    assumptions: tuple[str, ...] = ()
    fallen: str = ""
    """The claim that the whole table no longer bears out, where the title had to become a plain one."""

    def __repr__(self) -> str:
        return f"<Chart {self.name}: {self.title}>"

    def _repr_png_(self) -> bytes:
        # What a notebook shows. A Figure shows itself only where a plotting backend was switched on.
        picture = io.BytesIO()
        with matplotlib.rc_context(RC):
            FigureCanvasAgg(self.figure)
            self.figure.savefig(picture, format="png", dpi=DPI_1X * PIXEL_RATIO, metadata={"Software": None})
        return picture.getvalue()


def compose(
    inputs: Inputs,
    body: Body,
    *,
    holds: bool,
    values: Mapping[str, object],
    data: pd.DataFrame,
    statements: pd.DataFrame,
    references: Sequence[str] = (),
    title: str = "",
    plain: str = "",
) -> Chart:
    """State the finding, set the sheet, draw its body, and return the chart with all that goes beside it.

    Takes whether the finding `holds`, the plotted rows (`data`), the statements behind them (source_id, hourly_basis,
    publisher) and the ids of the reference tables. The chart's catalogue gives `title`, `plain`, `subtitle`, `note` and
    `alt`, filled with `values`; a title that depends on a count is given.
    """
    tables, style, words = inputs
    title, fallen = state_finding(
        style, holds=holds, claim=title or words("title", **values), plain=plain or words("plain", **values)
    )
    subtitle = ". ".join(filter(None, (style.selected, words("subtitle", **values))))
    note = words("note", **values).strip()
    source_ids = tuple(sorted({*statements["source_id"].dropna(), *references}))
    notes = write_footnotes(words, tables, note, statements, source_ids, references)
    canvas = Canvas(style, title=title, subtitle=subtitle, notes=notes, body=body.height)
    body.draw(canvas)
    return Chart(
        name=words.chart,
        figure=canvas.figure,
        data=data.reset_index(drop=True),
        title=title,
        subtitle=subtitle,
        alt_text=words("alt", **{**values, "title": title, "rows": "; ".join(body.rows)}),
        source_ids=source_ids,
        note=f"{words('notes.caveat')} {note}",
        assumptions=list_assumptions(words, statements.get("hourly_basis", ())),
        fallen=fallen,
    )


def state_finding(style: Style, *, holds: bool, claim: str, plain: str) -> tuple[str, str]:
    """Return the title, and the claim that fell: the reader's own title, or the claim where it holds, or the plain one.

    A claim that falls on a reader's own selection of rows is no news; one that falls on the whole table is returned, so
    that the build can say so.

    >>> state_finding(Style(), holds=False, claim="A beats B", plain="A and B")
    ('A and B', 'A beats B')
    >>> state_finding(Style(selected="Mercor"), holds=False, claim="A beats B", plain="A and B")
    ('A and B', '')
    """
    if style.title or holds:
        return style.title or claim, ""
    return plain, "" if style.selected else claim


def leave_each_out(
    rows: pd.DataFrame, measure: Callable[[pd.DataFrame], float], column: str = "platform"
) -> tuple[float, float]:
    """Return the lowest and the highest that a measure becomes with any one platform's rows left out.

    >>> rows = pd.DataFrame({"platform": ["A", "B", "B"], "ratio": [2.0, 4.0, 8.0]})
    >>> leave_each_out(rows, lambda kept: kept["ratio"].max())
    (2.0, 8.0)
    """
    found = [float(measure(rows[rows[column] != name])) for name in rows[column].unique()]
    return min(found, default=float("nan")), max(found, default=float("nan"))
