"""What a degree adds within one title: one platform's adverts of one day for one job, by the degree they ask for."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from labormarket.charts.chart import Chart, Inputs, NothingToDrawError, compose
from labormarket.charts.marks import draw_step
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.statements import find_behind, keep_behind

PRICES = [f"usd_per_hour_{side}_{end}" for side in ("lower", "higher") for end in ("low", "high")]
BOARD = ["platform", "seen_on"]
STEP = [*BOARD, "degree_lower", "degree_higher", *PRICES]
ROWS = {"column": 12, "page": 20, "square": 10, "story": 11}


def find_price_steps(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return one row per step between two prices: a platform that pays many jobs the same two prices states one step.

    Takes `degree_pairs`. Adds `usd_per_hour_from` and `_to` (the stated high ends, the low ends where one has none),
    `ratio` and `jobs` (commas between); the latest day first, then by ratio.
    """
    both_high = pairs["ratio_high"].notna()
    placed = pairs.assign(
        usd_per_hour_from=pairs["usd_per_hour_lower_high"].where(both_high, pairs["usd_per_hour_lower_low"]),
        usd_per_hour_to=pairs["usd_per_hour_higher_high"].where(both_high, pairs["usd_per_hour_higher_low"]),
        ratio=pairs["ratio_high"].fillna(pairs["ratio_low"]),
    ).dropna(subset="ratio")
    steps = placed.groupby(STEP, as_index=False, dropna=False).agg(
        usd_per_hour_from=("usd_per_hour_from", "first"),
        usd_per_hour_to=("usd_per_hour_to", "first"),
        ratio=("ratio", "first"),
        jobs=("job", lambda jobs: ", ".join(sorted(jobs))),
        pairs=("job", "size"),
        statement_ids=("statement_ids", ";".join),
    )
    order = ["seen_on", "platform", "ratio", "usd_per_hour_from", "jobs"]
    return steps.sort_values(order, ascending=[False, True, False, True, True], ignore_index=True)


def draw(inputs: Inputs) -> Chart:
    """Draw a section per board and day, a row per step between two prices: an arrow from the lower degree's price.

    Reads `degree_pairs`, `pay` and `sources`.
    """
    tables, style, words = inputs
    steps = find_price_steps(keep_behind(tables["degree_pairs"], tables["pay"]))
    if steps.empty:
        raise NothingToDrawError("no two adverts of one job and day ask for different degrees")
    more = int(steps["ratio"].gt(1).sum())
    shown = steps.head(ROWS[style.width])
    sections = [
        Section([_make_row(inputs, row) for row in group.to_dict("records")], str(platform), str(day))
        for (platform, day), group in shown.groupby(BOARD, sort=False)
    ]
    prices = shown[["usd_per_hour_from", "usd_per_hour_to"]].to_numpy()
    return compose(
        inputs,
        RowChart(inputs, sections, low=prices.min() * 0.8, high=prices.max() * 1.2, values=words("ratio")).body(),
        holds=more > len(steps) / 2 and steps["ratio"].median() > 1,
        values={
            "more": words.number(more),
            "steps": words.counted("steps", len(steps)),
            "count": words.counted("count", len(steps)),
            "times": words.times(steps["ratio"].median()),
            "boards": words.listed(sorted(steps["platform"].unique())),
            "pairs": words.number(int(steps["pairs"].sum())),
        },
        data=shown,
        statements=find_behind(tables["pay"], shown),
    )


def _make_row(inputs: Inputs, row: Mapping[Hashable, Any]) -> Row:
    _, style, words = inputs
    start, stop = row["usd_per_hour_from"], row["usd_per_hour_to"]
    low, high = words.dollars(start), words.dollars(stop)
    degrees = f"{words(row['degree_lower'])} → {words(row['degree_higher'])}"
    return Row(
        label=words.sentence_case(row["jobs"]),
        marks=[partial(draw_step, start=start, stop=stop)],
        beside=degrees,
        amount=f"{low} → {high}",
        value=words.times(row["ratio"]),
        count=words.number(row["pairs"]),
        color=style.palette.steps[3],
        alt=words("row", jobs=row["jobs"], degrees=degrees, low=low, high=high),
    )
