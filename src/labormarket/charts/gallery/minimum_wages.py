"""Stated pay as a multiple of the legal minimum wage where the worker is."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.compose import compose
from labormarket.charts.headline import state_finding
from labormarket.charts.i18n import Words
from labormarket.charts.marks import draw_ticks
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.style import Style
from labormarket.tiers import representative_usd_per_hour

REFERENCE = "reference_minimum_wages"
LEAST = 5
"""A country with fewer statements is counted in the title and has no row."""
ROWS = {"column": 12, "page": 20, "square": 10, "story": 11}
UNDER_STEP, OVER_STEP = -1, 0
"""Steps of the hue: the darkest for what is under the minimum wage, the palest for what isn't."""


def count_under(gaps: pd.DataFrame) -> pd.DataFrame:
    """Count, per country, the statements that lie under its minimum wage for sure and those that may.

    Takes `minimum_wage_gaps`. Returns country, statements, platforms, under (the high end is below it) and maybe_under
    (the low end is below it, or open), the country with most statements first.

    >>> gaps = pd.DataFrame({"country": "KE", "platform": ["X", "Y"], "ratio_low": [None, 0.5], "ratio_high": [0.9, 2]})
    >>> count_under(gaps).to_dict("records")
    [{'country': 'KE', 'statements': 2, 'platforms': 2, 'under': 1, 'maybe_under': 2}]
    """
    judged = gaps.assign(
        under=gaps["ratio_high"].astype("float64").lt(1),
        maybe_under=~gaps["ratio_low"].astype("float64").ge(1),
    )
    counts = judged.groupby("country", as_index=False).agg(
        statements=("under", "size"),
        platforms=("platform", "nunique"),
        under=("under", "sum"),
        maybe_under=("maybe_under", "sum"),
    )
    return counts.sort_values(["statements", "country"], ascending=[False, True], ignore_index=True)


def draw(tables: Mapping[str, pd.DataFrame], style: Style, words: Words) -> Chart:
    """Draw a row per country, a tick per statement, on a scale of multiples of its minimum wage.

    Reads `minimum_wage_gaps`, `pay` (its publishers) and `sources`.
    """
    gaps = tables["minimum_wage_gaps"]
    if gaps.empty:
        raise NothingToDrawError(f"chart {words.chart}: no statement of a country with a known minimum wage")
    placed = gaps.assign(multiple=representative_usd_per_hour(gaps["ratio_low"], gaps["ratio_high"]))
    data = placed.sort_values(["country", "multiple", "statement_id"], ignore_index=True)
    counts = count_under(data)
    total, under, maybe = (int(counts[column].sum()) for column in ("statements", "under", "maybe_under"))
    values = {
        "total": words.number(total),
        "under": words.number(under),
        "maybe": words.number(maybe),
        "countries": words.counted("countries", len(counts)),
    }
    headline = state_finding(
        style,
        holds=0 < under < maybe,
        claim=words.counted("title", under, **values),
        plain=words.counted("plain", total, **values),
    )
    enough = counts[counts["statements"] >= LEAST]
    shown = (enough if len(enough) else counts).head(ROWS[style.width])
    rows = []
    for row in shown.to_dict("records"):
        ticks = data.loc[data["country"].eq(row["country"]), "multiple"]

        def draw_row(axes: Axes, y: float, color: str, ticks: pd.Series = ticks) -> None:
            draw_ticks(axes, y, ticks[ticks < 1], style.palette.steps[UNDER_STEP])
            draw_ticks(axes, y, ticks[ticks >= 1], style.palette.steps[OVER_STEP])

        value = "–".join(words.number(end) for end in sorted({row["under"], row["maybe_under"]}))
        rows.append(
            Row(
                label=words.country(row["country"]),
                beside=words.counted("notes.platforms", row["platforms"]),
                value=value,
                count=words.number(row["statements"]),
                draw=draw_row,
            )
        )
    chart = RowChart(
        style,
        words,
        [Section(rows)],
        low=min(data["multiple"].min(), 0.9) * 0.8,
        high=max(data["multiple"].max(), 3.0) * 1.25,
        value_heading=words("under"),
        lines=[(1.0, words("line"))],
        as_multiples=True,
    )
    plotted = data.merge(counts, on="country", suffixes=("", "_of_country"))
    return compose(
        tables,
        style,
        words,
        headline=headline,
        data=plotted.assign(is_shown=plotted["country"].isin(shown["country"])),
        statements=_add_publishers(data, tables["pay"]),
        references=[REFERENCE],
        rows=[words("row", country=row.label, under=row.value, n=row.count) for row in rows],
        body=chart.height(),
        draw=chart.draw,
        least=words.number(LEAST),
        shown=words.number(len(shown)),
        countries=words.counted("countries", len(counts)),
    )


def _add_publishers(gaps: pd.DataFrame, pay: pd.DataFrame) -> pd.DataFrame:
    """Return the compared statements with who published them; what the minimum wage assumes is their basis."""
    based = gaps.rename(columns={"minimum_basis": "hourly_basis"})
    if "publisher" not in pay:
        return based
    publisher = pay.set_index("statement_id")["publisher"]
    return based.assign(publisher=based["statement_id"].map(publisher))
