"""How far the median of each group is known: what its ranges allow, how it is best read, what other sources change."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from labormarket.charts.chart import Chart
from labormarket.charts.compose import Telling, compose
from labormarket.charts.findings import state_finding
from labormarket.charts.marks import Scale, mix
from labormarket.charts.notes import collect_source_ids
from labormarket.charts.page import Page
from labormarket.charts.premiums import name_level
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.style import Style
from labormarket.charts.words import Words
from labormarket.estimates import MIN_CELLS, with_hourly_pay

NAME = "certainty"
ALL, CREDENTIAL, FIELD, PLATFORM_KIND = "all", "credential", "field", "platform_kind"
GROUPINGS = {
    "column": (ALL, CREDENTIAL, FIELD),
    "page": (ALL, CREDENTIAL, FIELD, PLATFORM_KIND),
    "square": (ALL, CREDENTIAL, PLATFORM_KIND),
    "story": (ALL, CREDENTIAL, PLATFORM_KIND),
}
STEPS = {ALL: 5, CREDENTIAL: 4, FIELD: 6, PLATFORM_KIND: 1}
BOX_TINT = 0.28
"""How much of its colour the box has: the mark within it still has to show."""
ALLOWED, POINT, CI95 = "usd_per_hour_allowed", "usd_per_hour_point", "usd_per_hour_ci95"
COLUMNS = (
    *("group_by", "group", "statements", "witnesses", "cells"),
    *(f"{reading}_{end}" for reading in (ALLOWED, POINT, CI95) for end in ("low", "high")),
)


def pick_medians(estimates: pd.DataFrame, pay: pd.DataFrame, groupings: tuple[str, ...]) -> pd.DataFrame:
    """Pick the medians that have an interval, one vote per cell, grouping by grouping, the highest first.

    Adds `reach_low` and `reach_high` in US dollars per hour: all that ranges and other sources leave possible, infinity
    where it has no end. Raises ValueError where the pay table holds fewer statements than the estimates rest on.
    """
    medians = estimates[estimates["statistic"].eq("median") & estimates["weighting"].eq("cell")]
    if medians[medians["group_by"].eq(ALL)]["statements"].sum() > len(pay):
        raise ValueError(f"chart {NAME}: the medians are of all statements; it can't be drawn for a selection")
    told = medians[medians[f"{CI95}_low"].notna() & medians["group_by"].isin(groupings)]
    lows, highs = ([f"{reading}_{end}" for reading in (ALLOWED, POINT, CI95)] for end in ("low", "high"))
    told = told[list(COLUMNS)].assign(
        reach_low=told[lows].min(axis=1),
        # A missing high end is an open one: the lows of all three are there.
        reach_high=told[highs].fillna(math.inf).max(axis=1),
        order=told["group_by"].map({grouping: place for place, grouping in enumerate(groupings)}),
    )
    by = ["order", f"{POINT}_low", f"{POINT}_high", "group"]
    return told.sort_values(by, ascending=[True, False, False, True]).drop(columns="order")


def draw_certainty(tables: Mapping[str, pd.DataFrame], style: Style) -> Chart:
    """Draw a row per group: a box for what ranges allow, a mark for the best reading, a line for other sources.

    Reads `estimates`, `pay` and `sources`.
    """
    words = Words(style.lang)
    groupings = GROUPINGS[style.width]
    shown = pick_medians(tables["estimates"], tables["pay"], groupings)
    if shown.empty:
        raise ValueError(f"chart {NAME}: no group has the {MIN_CELLS} pairs and the sources that an interval needs")
    reach = {(row["group_by"], row["group"]): row for row in shown.to_dict("records")}
    licence, none = reach.get((CREDENTIAL, "licence")), reach.get((CREDENTIAL, "none"))
    values = {
        "licence": write_reach(words, licence) if licence else "–",
        "none": write_reach(words, none) if none else "–",
    }
    title = state_finding(
        style,
        name=NAME,
        holds=bool(licence and none and licence["reach_low"] > none["reach_high"]),
        claim=words("certainty.title", **values),
        plain=words("certainty.plain"),
    )
    left_out = count_left_out(tables["estimates"], shown, groupings)
    amounts = shown[[f"{reading}_{end}" for reading in (ALLOWED, POINT, CI95) for end in ("low", "high")]]
    rows = RowChart(
        style,
        words,
        [_make_section(style, words, shown[shown["group_by"].eq(grouping)], grouping) for grouping in groupings],
        low=float(amounts.where(amounts.gt(0)).min().min()) * 0.85,
        high=float(amounts.max().max()) * 1.15,
        count_heading=words("groups.n"),
        value_heading=words("certainty.heading"),
    )
    described = [
        words.counted(
            "certainty.alt_row", int(row["cells"]), label=name_group(words, row), reach=write_reach(words, row)
        )
        for row in shown.to_dict("records")
    ]
    return compose(
        tables,
        style,
        name=NAME,
        telling=Telling(
            title=title,
            subtitle=words("certainty.subtitle"),
            note=" ".join(
                [
                    words("notes.caveat"),
                    words("certainty.note"),
                    words.counted("certainty.left_out", left_out, least=MIN_CELLS),
                ]
            ),
            alt_text=words("certainty.alt", title=title, rows="; ".join(described)),
        ),
        data=shown[list(COLUMNS)],
        source_ids=collect_source_ids(with_hourly_pay(tables["pay"])),
        bases=(),
        body=rows.height(),
        draw=rows.draw,
    )


def count_left_out(estimates: pd.DataFrame, shown: pd.DataFrame, groupings: tuple[str, ...]) -> int:
    """Return how many groups of these groupings have no interval."""
    medians = estimates[estimates["statistic"].eq("median") & estimates["weighting"].eq("cell")]
    return int(medians["group_by"].isin(groupings).sum()) - len(shown)


def name_group(words: Words, row: Mapping[Hashable, Any]) -> str:
    """Name a group in this language."""
    if row["group_by"] == ALL:
        return words("certainty.everything")
    return name_level(words, {"factor": row["group_by"], "level": row["group"]})


def write_reach(words: Words, row: Mapping[Hashable, Any]) -> str:
    """Write all that is possible for a group's median."""
    if math.isinf(row["reach_high"]):
        return words("pay.from", amount=words.dollars(row["reach_low"]))
    if row["reach_low"] <= 0:
        return words("pay.up_to", amount=words.dollars(row["reach_high"]))
    return words.dollar_range(row["reach_low"], row["reach_high"])


def _make_section(style: Style, words: Words, groups: pd.DataFrame, grouping: str) -> Section:
    return Section(
        rows=[_make_row(words, row) for row in groups.to_dict("records")],
        heading=words(f"certainty.{grouping}") if grouping != ALL and len(groups) else "",
        color=style.palette.steps[STEPS[grouping]],
    )


def _make_row(words: Words, row: Mapping[Hashable, Any]) -> Row:
    def draw(page: Page, scale: Scale, y: float, color: str) -> None:
        _draw_line(page, scale, y, row[f"{CI95}_low"], row[f"{CI95}_high"], color)
        start, stop = _place(scale, row[f"{ALLOWED}_low"], row[f"{ALLOWED}_high"])
        page.bar(start, y - 4, stop - start, 8, mix(color, page.palette.ground, BOX_TINT), edge=color)
        start, stop = _place(scale, row[f"{POINT}_low"], row[f"{POINT}_high"])
        page.bar(start, y - 4, stop - start, 8, color, z=3)

    return Row(
        label=words.sentence_case(name_group(words, row)),
        value=write_reach(words, row),
        count=words.number(row["cells"]),
        draw=draw,
        strong=row["group_by"] == CREDENTIAL and row["group"] in ("licence", "none"),
    )


def _place(scale: Scale, low: float, high: float) -> tuple[float, float]:
    """Return where a range starts and stops on the sheet, wide enough to be seen; an open end reaches the edge."""
    start, stop = scale.clip(low), scale.right if math.isnan(high) else scale.clip(high)
    return (start, stop) if stop - start >= 3.6 else ((start + stop) / 2 - 1.8, (start + stop) / 2 + 1.8)


def _draw_line(page: Page, scale: Scale, y: float, low: float, high: float, color: str) -> None:
    """Draw an interval over its box: a stop at each end, an arrowhead where it runs off a scale that has no 0."""
    start, stop = scale.clip(low), scale.right if math.isnan(high) else scale.clip(high)
    page.line(start, y, stop, y, color=color, width=1.3, z=2.6)
    for end, open_end, inward in ((start, low <= 0, 1), (stop, math.isnan(high), -1)):
        if open_end:
            page.polygon([(end, y), (end + inward * 5, y - 2.8), (end + inward * 5, y + 2.8)], color)
        else:
            page.line(end, y - 3, end, y + 3, color=color, width=1.3, z=2.6)
