"""The same work over time: how one platform's rate for one job moved from a date to a later one."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from labormarket.charts.chart import Chart, Inputs, NothingToDrawError, compose, leave_each_out
from labormarket.charts.i18n import Words
from labormarket.charts.marks import draw_step
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.statements import find_behind, keep_behind
from labormarket.tables.allowed_values import CUT, MIXED, RISE, SAME

ROWS = {"column": 12, "page": 24, "square": 9, "story": 11}
COLORS = {CUT: 6, RISE: 2, MIXED: 4, SAME: 0}
"""The step of the hue of each direction, in the order of the sections."""


def place_steps(steps: pd.DataFrame) -> pd.DataFrame:
    """Return each step with the ends that are compared: `from_rate` and `to_rate`, those that both dates state.

    Takes `same_work_over_time`. High ends, or the low ends where those are not stated or alike. Cuts come first, then
    rises, then what stayed; the largest change first.
    """
    high_moves = steps["ratio_high"].notna() & (steps["ratio_high"].ne(1) | steps["ratio_low"].isna())
    placed = steps.assign(
        **{f"{when}_rate": steps[f"{when}_high"].where(high_moves, steps[f"{when}_low"]) for when in ("from", "to")},
        ratio=steps["ratio_high"].where(high_moves, steps["ratio_low"]),
    )
    place, size = placed["direction"].map(list(COLORS).index), (placed["ratio"] - 1).abs()
    keys = ["place", "size", "platform", "job", "to_date"]
    placed = placed.assign(place=place, size=size).sort_values(keys, ascending=[True, False, True, True, True])
    return placed.drop(columns=["place", "size"]).reset_index(drop=True)


def draw(inputs: Inputs) -> Chart:
    """Draw a section per direction, a row per step: an arrow from the earlier rate (1×) to the later.

    Reads `same_work_over_time`, `pay` and `sources`. Ratios, so that no currency, period or exchange rate plays a part.
    """
    tables, style, words = inputs
    steps = place_steps(keep_behind(tables["same_work_over_time"], tables["pay"]))
    if steps.empty:
        raise NothingToDrawError("no rate of one job is known at two dates")
    counts = {direction: int(steps["direction"].eq(direction).sum()) for direction in COLORS}
    left_low, left_high = leave_each_out(steps, lambda kept: float(kept["direction"].eq(CUT).mean()))
    shown = steps.head(ROWS[style.width])
    sections = [
        Section(
            [_make_row(words, row) for row in group.to_dict("records")],
            words(f"{direction}_heading"),
            words.counted("count", counts[str(direction)]),
            style.palette.steps[COLORS[str(direction)]],
        )
        for direction, group in shown.groupby("direction", sort=False)
    ]
    low, high = min(shown["ratio"].min(), 1) * 0.8, max(shown["ratio"].max() * 1.25, 4)
    return compose(
        inputs,
        RowChart(inputs, sections, low=low, high=high, values=words("rates"), one=words("line")).body(),
        holds=counts[CUT] > 0 and counts[RISE] > 0,
        values={
            "steps": words.counted("steps", len(steps)),
            "count": words.counted("count", len(steps)),
            "platforms": words.counted("notes.platforms", steps["platform"].nunique()),
            **{direction: words.number(count) for direction, count in counts.items()},
            "left_low": words.percent(left_low),
            "left_high": words.percent(left_high),
        },
        data=shown,
        statements=find_behind(tables["pay"], shown).drop(columns="hourly_basis", errors="ignore"),
    )


def _make_row(words: Words, row: Mapping[Hashable, Any]) -> Row:
    places = [words.country(row["country"]) if pd.notna(row["country"]) else "", row["language"]]
    where = ", ".join(str(place) for place in places if pd.notna(place) and place)
    # A report that tells both rates has one date.
    dates = str(row["to_date"]) if row["evidence"] != "advertised" else f"{row['from_date']} → {row['to_date']}"
    amount, change = _write_rates(words, row), row["ratio"] - 1
    return Row(
        label=f"{row['platform']}: {row['job']}" + (f" ({where})" if where else ""),
        marks=[partial(draw_step, start=1.0, stop=row["ratio"])],
        beside=dates,
        amount=f"{'+' if change > 0 else '−' if change < 0 else ''}{words.percent(abs(change))}",
        aside=words(f"kinds.{row['evidence']}"),
        value=amount,
        count=words.number(row["statements"]),
        alt=words("row", job=row["job"], platform=row["platform"], amount=amount, dates=dates),
    )


def _write_rates(words: Words, row: Mapping[Hashable, Any]) -> str:
    rates = [
        words.dollars(rate) if row["currency"] == "USD" else f"{words.number(rate)} {row['currency']}"
        for rate in dict.fromkeys((row["from_rate"], row["to_rate"]))
    ]
    is_upper = pd.isna(row["from_low"]) and pd.isna(row["to_low"])
    amount = " → ".join(rates)
    return words("pay.up_to", amount=amount) if is_upper else amount
