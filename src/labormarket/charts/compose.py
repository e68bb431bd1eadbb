"""From a headline and its rows to a finished chart: canvas, footnotes, alt text and assumptions in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from labormarket.charts.canvas import Canvas
from labormarket.charts.chart import Chart
from labormarket.charts.footnotes import list_assumptions, write_footnotes
from labormarket.charts.headline import Headline
from labormarket.charts.i18n import Words
from labormarket.charts.style import Style


def compose(
    tables: Mapping[str, pd.DataFrame],
    style: Style,
    words: Words,
    *,
    headline: Headline,
    data: pd.DataFrame,
    statements: pd.DataFrame,
    rows: Sequence[str],
    body: float,
    draw: Callable[[Canvas], object],
    references: Sequence[str] = (),
    **values: object,
) -> Chart:
    """Set the sheet, let `draw` fill its body of `body` points, and return the chart with all that goes beside it.

    Takes the plotted rows (`data`), the statements behind them (source_id, hourly_basis, publisher), each row in words
    for the alt text, and the ids of the reference tables. The chart's catalogue gives `subtitle`, `note` and `alt`,
    filled with `values`.
    """
    subtitle = words("subtitle", **values)
    subtitle = f"{style.selected}. {subtitle}" if style.selected else subtitle
    note = words("note", **values).strip()
    source_ids = tuple(sorted({*statements["source_id"].dropna(), *references}))
    notes = write_footnotes(
        words, tables, note=note, statements=statements, source_ids=source_ids, references=references
    )
    canvas = Canvas(style, title=headline.title, subtitle=subtitle, notes=notes, body=body)
    draw(canvas)
    return Chart(
        name=words.chart,
        figure=canvas.figure,
        data=data.reset_index(drop=True),
        title=headline.title,
        subtitle=subtitle,
        alt_text=words("alt", title=headline.title, rows="; ".join(rows), **values),
        source_ids=source_ids,
        note=f"{words('notes.caveat')} {note}",
        assumptions=list_assumptions(words, statements.get("hourly_basis", ())),
        fallen=headline.fallen,
    )
