"""Stated pay as a multiple of the legal minimum wage where the worker is."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.compose import Telling, compose
from labormarket.charts.headline import state_finding
from labormarket.charts.notes import collect_source_ids
from labormarket.charts.piles import Pile, make_pile_chart
from labormarket.charts.rows import Line
from labormarket.charts.style import Style
from labormarket.charts.words import Words
from labormarket.tiers import representative_usd_per_hour

NAME = "minimum_wages"
REFERENCE = "reference_minimum_wages"
STEP_ABOVE = 1
"""Which step of the hue colours what is not under the minimum wage; what is under it is ink."""


def count_under(gaps: pd.DataFrame) -> pd.DataFrame:
    """Count, per country, the statements that lie under its minimum wage for sure and those that may.

    Takes `minimum_wage_gaps`. Returns country, statements, under (the high end is below it) and maybe_under (the low
    end is below it, or open), the country with most statements first.

    >>> gaps = pd.DataFrame({"country": ["KE", "KE"], "ratio_low": [None, 0.5], "ratio_high": [0.9, 2.0]}, dtype=object)
    >>> count_under(gaps).to_dict("records")
    [{'country': 'KE', 'statements': 2, 'under': 1, 'maybe_under': 2}]
    """
    judged = gaps.assign(
        under=gaps["ratio_high"].astype("float64").lt(1),
        maybe_under=~gaps["ratio_low"].astype("float64").ge(1),
    )
    counts = judged.groupby("country", as_index=False).agg(
        statements=("under", "size"), under=("under", "sum"), maybe_under=("maybe_under", "sum")
    )
    return counts.sort_values(["statements", "country"], ascending=[False, True], ignore_index=True)


def draw_minimum_wages(tables: Mapping[str, pd.DataFrame], style: Style) -> Chart:
    """Draw a pile of dots per country, one dot per statement, on a scale of multiples of its minimum wage.

    Reads `minimum_wage_gaps` and `sources`.
    """
    words = Words(style.lang)
    gaps = tables["minimum_wage_gaps"]
    if gaps.empty:
        raise NothingToDrawError(f"chart {NAME}: no statement of a country with a known minimum wage in this selection")
    # What reaches down to nothing is placed by the end that is stated, as on the ladder.
    placed = gaps.assign(multiple=representative_usd_per_hour(gaps["ratio_low"], gaps["ratio_high"]))
    data = placed.sort_values(["country", "multiple", "statement_id"], ignore_index=True)
    counts = count_under(data)
    total, under, maybe = (int(counts[column].sum()) for column in ("statements", "under", "maybe_under"))
    values = {
        "total": words.number(total),
        "under": words.number(under),
        "maybe": words.number(maybe),
        "countries": words.counted("minimum_wages.countries", len(counts)),
    }
    headline = state_finding(
        style,
        holds=0 < under < maybe,
        claim=words.counted("minimum_wages.title", under, **values),
        plain=words.counted("minimum_wages.plain", total, **values),
    )
    rows = make_pile_chart(
        style,
        words,
        [_make_pile(style, words, row, data) for row in counts.to_dict("records")],
        origin=1.0,
        low=min(data["multiple"].min(), 0.9) * 0.8,
        high=max(data["multiple"].max(), 3.0) * 1.25,
        count_heading=words("groups.n"),
        value_heading=words("minimum_wages.under"),
        lines=[Line(1.0, words("minimum_wages.line"))],
        tick_text=words.times,
    )
    described = [
        words(
            "minimum_wages.alt_row",
            country=words.country(row["country"]),
            under=_under(words, row),
            n=row["statements"],
        )
        for row in counts.to_dict("records")
    ]
    return compose(
        tables,
        style,
        name=NAME,
        telling=Telling(
            headline=headline,
            subtitle=words("minimum_wages.subtitle"),
            note=f"{words('notes.caveat')} {words('minimum_wages.note')}",
            alt_text=words("minimum_wages.alt", title=headline.title, rows="; ".join(described)),
        ),
        data=data,
        source_ids=[*collect_source_ids(data), REFERENCE],
        bases=data["minimum_basis"],
        body=rows.height(),
        draw=rows.draw,
    )


def _under(words: Words, row: Mapping[Hashable, Any]) -> str:
    ends = sorted({row["under"], row["maybe_under"]})
    return "–".join(words.number(end) for end in ends)


def _make_pile(style: Style, words: Words, row: Mapping[Hashable, Any], data: pd.DataFrame) -> Pile:
    members = data[data["country"].eq(row["country"])]
    below, above = style.palette.ink, style.palette.steps[STEP_ABOVE]
    return Pile(
        label=words.country(row["country"]),
        value=_under(words, row),
        count=words.number(row["statements"]),
        amounts=members["multiple"].tolist(),
        colors=[below if multiple < 1 else above for multiple in members["multiple"]],
    )
