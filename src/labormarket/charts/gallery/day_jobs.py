"""AI-training pay against the day job: a stated range on the span that the same occupation earns without AI."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.compose import compose
from labormarket.charts.headline import state_finding
from labormarket.charts.i18n import Words
from labormarket.charts.marks import draw_range, draw_reference
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.style import Style
from labormarket.tables.allowed_values import VERDICTS

WAGE_SOURCE = "reference_oews"
ROWS_PER_VERDICT = {"column": (7, 5, 5), "page": (10, 7, 7), "square": (4, 2, 2), "story": (4, 3, 3)}
STEP_OF_VERDICT = {"more": 6, "either": 3, "less": 0}
PAIR = ["platform", "profession"]


def pick_shown(pairs: pd.DataFrame, limits: tuple[int, ...]) -> pd.DataFrame:
    """Return the best witnessed pairs of each verdict, highest first; a profession twice only if no other is left."""
    ratio = pairs["ratio_high"].fillna(pairs["ratio_low"])
    table = pairs.assign(ratio=ratio, is_open=pairs[["usd_per_hour_low", "usd_per_hour_high"]].isna().any(axis=1))
    table = table.sort_values(["statements", "is_open", "ratio", *PAIR], ascending=[False, True, False, True, True])
    again = table.groupby(["verdict", "profession"]).cumcount()
    table = table.iloc[again.argsort(kind="stable")]
    picked = pd.concat(
        [table[table["verdict"].eq(verdict)].head(most) for verdict, most in zip(VERDICTS, limits, strict=True)]
    )
    return picked.sort_values(["ratio", *PAIR], ascending=[False, True, True], ignore_index=True)


def draw(tables: Mapping[str, pd.DataFrame], style: Style, words: Words) -> Chart:
    """Draw a section per verdict: AI pay as a bar over the day job's p10 to p90. Reads `day_jobs`, `pay`, `sources`."""
    pay = tables["pay"]
    pairs = tables["day_jobs"].merge(pay[PAIR].dropna().drop_duplicates(), on=PAIR, how="inner")
    if pairs.empty:
        raise NothingToDrawError(f"chart {words.chart}: no profession with a SOC code and hourly pay in this selection")
    counts = {verdict: int(pairs["verdict"].eq(verdict).sum()) for verdict in VERDICTS}
    values = {
        "more": words.number(counts["more"]),
        "less": words.number(counts["less"]),
        "pairs": words.number(len(pairs)),
    }
    headline = state_finding(
        style,
        holds=counts["more"] > counts["less"],
        claim=words("title", **values),
        plain=words("plain", **values),
    )
    shown = pick_shown(pairs, ROWS_PER_VERDICT[style.width])
    sections = [
        Section(
            rows=[_make_row(style, words, row) for row in shown[shown["verdict"].eq(verdict)].to_dict("records")],
            heading=words(verdict),
            detail=words.counted("count", counts[verdict]),
            color=style.palette.steps[STEP_OF_VERDICT[verdict]],
        )
        for verdict in ("more", "either", "less")
        if shown["verdict"].eq(verdict).any()
    ]
    ends = shown[["usd_per_hour_low", "usd_per_hour_high", "day_job_p10", "day_job_p90"]]
    chart = RowChart(
        style, words, sections, low=ends.min().min() * 0.85, high=ends.max().max() * 1.25, value_heading=words("ratio")
    )
    is_shown = pairs.set_index(PAIR).index.isin(shown.set_index(PAIR).index)
    return compose(
        tables,
        style,
        words,
        headline=headline,
        data=pairs.assign(is_shown=is_shown).sort_values(PAIR),
        statements=pay.merge(pairs[PAIR], on=PAIR).drop(columns="hourly_basis", errors="ignore"),
        references=[WAGE_SOURCE],
        rows=[
            words(
                "row",
                profession=words.profession(row["profession"]),
                platform=row["platform"],
                ratio=write_ratio(words, row),
            )
            for row in shown.to_dict("records")
        ],
        body=chart.height(),
        draw=chart.draw,
        shown=words.number(len(shown)),
        pairs=words.number(len(pairs)),
    )


def write_ratio(words: Words, row: Mapping[Hashable, Any]) -> str:
    """Write pay as multiples of the day job's median."""
    low, high = row["ratio_low"], row["ratio_high"]
    if pd.isna(low):
        return words("pay.up_to", amount=words.times(high))
    if pd.isna(high):
        return words("pay.from", amount=words.times(low))
    return words.times(low) if low == high else f"{words.times(low).removesuffix('×')}–{words.times(high)}"


def _make_row(style: Style, words: Words, row: Mapping[Hashable, Any]) -> Row:
    highest = row["day_job_p90"] if pd.notna(row["day_job_p90"]) else math.inf
    palette = style.palette

    def draw_row(axes: Axes, y: float, color: str) -> None:
        span = max(row["day_job_p10"], axes.get_xlim()[0]), min(highest, axes.get_xlim()[1])
        draw_reference(axes, y, *span, row["day_job_median"], color=palette.rule, ink=palette.ink)
        draw_range(axes, y, float(row["usd_per_hour_low"]), float(row["usd_per_hour_high"]), color)

    return Row(
        label=words.sentence_case(words.profession(row["profession"])),
        beside=str(row["platform"]),
        value=write_ratio(words, row),
        count=words.number(row["statements"]),
        draw=draw_row,
    )
