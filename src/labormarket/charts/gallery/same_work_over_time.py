"""The same work over time: how one platform's rate for one job moved from a date to a later one."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.compose import compose
from labormarket.charts.headline import leave_each_out, state_finding
from labormarket.charts.i18n import Words
from labormarket.charts.marks import draw_step
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.statements import find_behind, keep_behind
from labormarket.charts.style import Style
from labormarket.tables.allowed_values import CUT, DIRECTIONS, MIXED, RISE, SAME

ROWS = {"column": 12, "page": 24, "square": 9, "story": 11}
COLORS = {RISE: 2, CUT: 6, MIXED: 4, SAME: 0}


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
    order = {direction: place for place, direction in enumerate((CUT, RISE, MIXED, SAME))}
    placed = placed.assign(place=placed["direction"].map(order), size=(placed["ratio"] - 1).abs())
    keys = ["place", "size", "platform", "job", "to_date"]
    return placed.sort_values(keys, ascending=[True, False, True, True, True], ignore_index=True)


def draw(tables: Mapping[str, pd.DataFrame], style: Style, words: Words) -> Chart:
    """Draw a section per direction, a row per step: an arrow from the earlier rate (1×) to the later.

    Reads `same_work_over_time`, `pay` and `sources`. Ratios, so that no currency, period or exchange rate plays a part.
    """
    steps = place_steps(keep_behind(tables["same_work_over_time"], tables["pay"]))
    if steps.empty:
        raise NothingToDrawError(f"chart {words.chart}: no rate of one job is known at two dates")
    counts = {direction: int(steps["direction"].eq(direction).sum()) for direction in DIRECTIONS}
    left_low, left_high = leave_each_out(steps, lambda kept: float(kept["direction"].eq(CUT).mean()))
    values = {
        "steps": words.counted("steps", len(steps)),
        "count": words.counted("count", len(steps)),
        "platforms": words.counted("notes.platforms", steps["platform"].nunique()),
        **{direction: words.number(count) for direction, count in counts.items()},
        "left_low": words.percent(left_low),
        "left_high": words.percent(left_high),
    }
    headline = state_finding(
        style,
        holds=counts[CUT] > 0 and counts[RISE] > 0,
        claim=words("title", **values),
        plain=words("plain", **values),
    )
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
    rows = RowChart(
        style,
        words,
        sections,
        low=min(shown["ratio"].min(), 1) * 0.8,
        high=max(shown["ratio"].max() * 1.25, 4),
        value_heading=words("rates"),
        lines=[(1.0, words("line"))],
        as_multiples=True,
    )
    return compose(
        tables,
        style,
        words,
        headline=headline,
        data=shown.drop(columns=["place", "size"]),
        statements=find_behind(tables["pay"], shown).drop(columns="hourly_basis", errors="ignore"),
        rows=[
            words("row", job=row["job"], platform=row["platform"], amount=_write(words, row), dates=_dates(row))
            for row in shown.to_dict("records")
        ],
        body=rows.height(),
        draw=rows.draw,
        **values,
    )


def _dates(row: Mapping[Hashable, Any]) -> str:
    """Return the two dates; a report that tells both rates has one."""
    return str(row["to_date"]) if row["evidence"] != "advertised" else f"{row['from_date']} → {row['to_date']}"


def _write(words: Words, row: Mapping[Hashable, Any]) -> str:
    rates = [
        words.dollars(rate) if row["currency"] == "USD" else f"{words.number(rate)} {row['currency']}"
        for rate in dict.fromkeys((row["from_rate"], row["to_rate"]))
    ]
    is_upper = pd.isna(row["from_low"]) and pd.isna(row["to_low"])
    amount = " → ".join(rates)
    return words("pay.up_to", amount=amount) if is_upper else amount


def _make_row(words: Words, row: Mapping[Hashable, Any]) -> Row:
    def draw_row(axes: Axes, y: float, color: str) -> tuple[float, float]:
        return draw_step(axes, y, 1.0, row["ratio"], color)

    place = [words.country(row["country"]) if pd.notna(row["country"]) else "", row["language"]]
    where = ", ".join(str(part) for part in place if pd.notna(part) and part)
    change = row["ratio"] - 1
    return Row(
        label=f"{row['platform']}: {row['job']}" + (f" ({where})" if where else ""),
        beside=_dates(row),
        amount=f"{'+' if change > 0 else '−' if change < 0 else ''}{words.percent(abs(change))}",
        aside=words(f"kinds.{row['evidence']}"),
        value=_write(words, row),
        count=words.number(row["statements"]),
        draw=draw_row,
    )
