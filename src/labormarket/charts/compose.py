"""From a finding and its rows to a finished chart: sheet, notes, alt text and assumptions in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from labormarket.charts.chart import Chart
from labormarket.charts.headline import Headline
from labormarket.charts.notes import list_assumptions, write_notes
from labormarket.charts.page import Page
from labormarket.charts.style import Style
from labormarket.charts.words import Words


@dataclass(frozen=True)
class Telling:
    """What a chart says in words: `headline` is the finding, `note` the caveats under the picture."""

    headline: Headline
    subtitle: str
    note: str
    alt_text: str


def compose(
    tables: Mapping[str, pd.DataFrame],
    style: Style,
    *,
    name: str,
    telling: Telling,
    data: pd.DataFrame,
    source_ids: Iterable[str],
    bases: Iterable[object],
    body: float,
    draw: Callable[[Page], object],
) -> Chart:
    """Set the sheet, let `draw` fill its body of `body` points, and return the chart with all that goes beside it.

    `bases` are the `hourly_basis` of the rows, from which the assumptions are stated; `tables` holds `sources`.
    """
    words, ids, bases = Words(style.lang), tuple(sorted(set(source_ids))), tuple(bases)
    subtitle = f"{style.selected}. {telling.subtitle}" if style.selected else telling.subtitle
    notes = write_notes(words, tables, note=telling.note, bases=bases, source_ids=ids)
    page = Page(style, title=telling.headline.title, subtitle=subtitle, notes=notes, body=body)
    draw(page)
    return Chart(
        name=name,
        figure=page.figure,
        data=data.reset_index(drop=True),
        title=telling.headline.title,
        subtitle=subtitle,
        alt_text=telling.alt_text,
        source_ids=ids,
        note=telling.note,
        assumptions=list_assumptions(words, bases),
        fallen=telling.headline.fallen,
    )
