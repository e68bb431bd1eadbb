"""What a degree adds within one title: one platform's adverts of one day for one job, by the degree they ask for."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.compose import compose
from labormarket.charts.headline import state_finding
from labormarket.charts.i18n import Words
from labormarket.charts.marks import draw_step
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.statements import find_behind, keep_behind
from labormarket.charts.style import Style

PRICES = [f"usd_per_hour_{side}_{end}" for side in ("lower", "higher") for end in ("low", "high")]
BOARD = ["platform", "seen_on"]
STEP = [*BOARD, "degree_lower", "degree_higher", *PRICES]
ROWS = {"column": 12, "page": 20, "square": 10, "story": 11}


def find_price_steps(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return one row per step between two prices: a platform that pays many jobs the same two prices states one step.

    Takes `degree_pairs`. Adds `from_price`, `to_price` (the stated high ends, the low ends where one has none), `ratio`
    and `jobs` (commas between); the latest day first, then by ratio.
    """
    both_high = pairs["ratio_high"].notna()
    placed = pairs.assign(
        from_price=pairs["usd_per_hour_lower_high"].where(both_high, pairs["usd_per_hour_lower_low"]),
        to_price=pairs["usd_per_hour_higher_high"].where(both_high, pairs["usd_per_hour_higher_low"]),
        ratio=pairs["ratio_high"].fillna(pairs["ratio_low"]),
    ).dropna(subset="ratio")
    steps = placed.groupby(STEP, as_index=False, dropna=False).agg(
        from_price=("from_price", "first"),
        to_price=("to_price", "first"),
        ratio=("ratio", "first"),
        jobs=("job", lambda jobs: ", ".join(sorted(jobs))),
        pairs=("job", "size"),
        statement_ids=("statement_ids", ";".join),
    )
    order = ["seen_on", "platform", "ratio", "from_price", "jobs"]
    return steps.sort_values(order, ascending=[False, True, False, True, True], ignore_index=True)


def draw(tables: Mapping[str, pd.DataFrame], style: Style, words: Words) -> Chart:
    """Draw a section per board and day, a row per step between two prices: an arrow from the lower degree's price.

    Reads `degree_pairs`, `pay` and `sources`.
    """
    steps = find_price_steps(keep_behind(tables["degree_pairs"], tables["pay"]))
    if steps.empty:
        raise NothingToDrawError(f"chart {words.chart}: no two adverts of one job and day ask for different degrees")
    more, boards = int(steps["ratio"].gt(1).sum()), sorted(steps["platform"].unique())
    values = {
        "more": words.number(more),
        "steps": words.counted("steps", len(steps)),
        "count": words.counted("count", len(steps)),
        "times": words.times(steps["ratio"].median()),
        "boards": words.listed(boards),
        "pairs": words.number(int(steps["pairs"].sum())),
    }
    headline = state_finding(
        style,
        holds=more > len(steps) / 2 and steps["ratio"].median() > 1,
        claim=words("title", **values),
        plain=words("plain", **values),
    )
    shown = steps.head(ROWS[style.width])
    sections = [
        Section([_make_row(style, words, row) for row in group.to_dict("records")], str(platform), str(day))
        for (platform, day), group in shown.groupby(BOARD, sort=False)
    ]
    rows = RowChart(
        style,
        words,
        sections,
        low=shown[["from_price", "to_price"]].min().min() * 0.8,
        high=shown[["from_price", "to_price"]].max().max() * 1.2,
        value_heading=words("ratio"),
    )
    described = [
        words(
            "row",
            jobs=row["jobs"],
            degrees=_name_degrees(words, row),
            low=words.dollars(row["from_price"]),
            high=words.dollars(row["to_price"]),
        )
        for row in shown.to_dict("records")
    ]
    return compose(
        tables,
        style,
        words,
        headline=headline,
        data=shown.rename(columns={"from_price": "usd_per_hour_from", "to_price": "usd_per_hour_to"}),
        statements=find_behind(tables["pay"], shown),
        rows=described,
        body=rows.height(),
        draw=rows.draw,
        **values,
    )


def _name_degrees(words: Words, row: Mapping[Hashable, Any]) -> str:
    return f"{words(str(row['degree_lower']))} → {words(str(row['degree_higher']))}"


def _make_row(style: Style, words: Words, row: Mapping[Hashable, Any]) -> Row:
    def draw_row(axes: Axes, y: float, color: str) -> tuple[float, float]:
        return draw_step(axes, y, row["from_price"], row["to_price"], color)

    return Row(
        label=words.sentence_case(row["jobs"]),
        beside=_name_degrees(words, row),
        amount=f"{words.dollars(row['from_price'])} → {words.dollars(row['to_price'])}",
        value=words.times(row["ratio"]),
        count=words.number(row["pairs"]),
        color=style.palette.steps[3],
        draw=draw_row,
    )
