"""Pay by platform and by profession: the middle of each group, over a fine rug of its cells."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from labormarket.charts.cells import make_cells, priced
from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.compose import Telling, compose
from labormarket.charts.headline import state_finding
from labormarket.charts.marks import Pay, Scale, describe_pay, draw_mark, draw_rug
from labormarket.charts.notes import collect_source_ids
from labormarket.charts.page import Page
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.style import Style
from labormarket.charts.words import Words
from labormarket.estimates import MIN_PRICES, bound, weigh_by_platform
from labormarket.tiers import TIER_NAMES, representative_usd_per_hour, tier_of_midpoint

LOW, HIGH = "usd_per_hour_middle_low", "usd_per_hour_middle_high"
ROWS = {"column": 12, "page": 22, "square": 11, "story": 11}


@dataclass(frozen=True)
class Grouping:
    """What a chart of groups is grouped by: its name, the column of `pay`, and how many cells a group needs."""

    name: str
    column: str
    least: int = MIN_PRICES


BY_PLATFORM = Grouping("pay_by_platform", "platform")
BY_PROFESSION = Grouping("pay_by_profession", "profession", least=3)


def find_middles(pay: pd.DataFrame, column: str, least: int) -> pd.DataFrame:
    """Return the middle of each group of `pay` with at least `least` cells, lowest first.

    Columns: the group's own, `cells`, `statements`, `usd_per_hour_middle_low` and `usd_per_hour_middle_high` (the
    bounds of the median with one vote per cell; NaN where open). A cell whose other name is missing has its vote.
    """
    rows = []
    for label, group in pay.groupby(column, sort=True):
        cells = group[["platform", "profession"]].drop_duplicates()
        if len(cells) >= least:
            middle = bound(group["usd_per_hour_low"], group["usd_per_hour_high"], weigh_by_platform(group))
            rows.append((label, len(cells), len(group), middle.low, middle.high))
    table = pd.DataFrame(rows, columns=[column, "cells", "statements", LOW, HIGH])
    # No bound below zero or above infinity is a bound: that end is open.
    table = table.astype({LOW: "float64", HIGH: "float64"}).replace({LOW: {0.0: np.nan}, HIGH: {math.inf: np.nan}})
    table = table[table[LOW].notna() | table[HIGH].notna()]
    order = representative_usd_per_hour(table[LOW], table[HIGH])
    return table.assign(order=order).sort_values(["order", column], ignore_index=True).drop(columns="order")


def find_apart(groups: pd.DataFrame) -> tuple[dict[Hashable, Any], dict[Hashable, Any], bool]:
    """Return the lowest and the highest group, and whether they certainly lie apart.

    The lowest is the one with the lowest top, the highest the one with the highest bottom: if any two do, they do.
    """
    rows = groups.to_dict("records")
    # Of two with the same top the one that starts lower is the lowest; of two with the same bottom likewise.
    low, high = groups[LOW].fillna(0.0), groups[HIGH].fillna(math.inf)
    lowest = rows[min(range(len(rows)), key=lambda row: (high.iloc[row], low.iloc[row]))]
    highest = rows[max(range(len(rows)), key=lambda row: (low.iloc[row], high.iloc[row]))]
    return lowest, highest, bool(lowest[HIGH] < highest[LOW])


def _spread_out(groups: pd.DataFrame, count: int) -> pd.DataFrame:
    """Keep the groups with most cells, but always the lowest and the highest; in the order of their middles."""
    ends = groups.index[[0, -1]]
    rest = groups.drop(ends).sort_values("cells", ascending=False, kind="stable").index[: count - 2]
    return groups.loc[sorted({*ends, *rest})]


def draw_groups(tables: Mapping[str, pd.DataFrame], style: Style, grouping: Grouping) -> Chart:
    """Draw one row per group: its middle as a bar, its cells as ticks. Reads `pay` and `sources`."""
    words, name, column = Words(style.lang), grouping.name, grouping.column
    pay = priced(tables["pay"])
    pay = pay[~pay["assumed_hours"]]
    cells = make_cells(pay)
    groups = find_middles(pay, column, grouping.least)
    if groups.empty:
        raise NothingToDrawError(
            f"chart {name}: no {column} has {grouping.least} cells with hourly pay in this selection"
        )
    shown = _spread_out(groups, ROWS[style.width])
    left_out = cells.loc[cells[column].ne(""), column].nunique() - len(shown)
    data = cells.merge(shown, on=column, suffixes=("", "_of_group")).sort_values(
        [LOW, column, "midpoint"], kind="stable", ignore_index=True
    )
    middles = [describe_middle(words, row) for row in shown.to_dict("records")]
    lowest, highest, apart = find_apart(shown)
    values = {
        "low": describe_middle(words, lowest),
        "high": describe_middle(words, highest),
        "low_label": name_group(words, column, lowest[column]),
        "high_label": name_group(words, column, highest[column]),
    }
    headline = state_finding(
        style,
        holds=apart,
        claim=words(f"{name}.title", **values),
        plain=words(f"{name}.plain", **values),
    )
    ends = {lowest[column], highest[column]} if apart else set()
    rows = RowChart(
        style,
        words,
        [Section(rows=[_make_row(style, words, column, row, data, ends) for row in shown.to_dict("records")])],
        low=data["midpoint"].min() * 0.85,
        high=data["midpoint"].max() * 1.12,
        count_heading=words("groups.n"),
        value_heading=words("groups.middle"),
    )
    described = [
        words(
            "groups.alt_row", label=name_group(words, column, row[column]), middle=middle, n=words.number(row["cells"])
        )
        for row, middle in zip(shown.to_dict("records"), middles, strict=True)
    ]
    counts = {"least": words.number(grouping.least), "left_out": words.number(left_out)}
    return compose(
        tables,
        style,
        name=name,
        telling=Telling(
            headline=headline,
            subtitle=words(f"{name}.subtitle"),
            note=f"{words('notes.caveat')} {words('groups.note', **counts)}",
            alt_text=words("groups.alt", title=headline.title, rows="; ".join(described)),
        ),
        data=data.drop(columns=["assumed_hours"]),
        source_ids=collect_source_ids(data),
        bases=data["hourly_basis"],
        body=rows.height(),
        draw=rows.draw,
    )


def name_group(words: Words, column: str, name: Hashable) -> str:
    """Name a group in this language: a platform has one name everywhere."""
    return words.profession(str(name)) if column == "profession" else str(name)


def describe_middle(words: Words, row: Mapping[Hashable, Any]) -> str:
    """Return the middle of a group in words."""
    amount, _ = describe_pay(words, Pay(_round_half_up(row[LOW]), _round_half_up(row[HIGH])))
    return amount


def _round_half_up(usd: float) -> float:
    # Nobody states a median: from ten dollars on its cents would only feign precision.
    return math.floor(usd + 0.5) if usd >= 10 else usd


def _make_row(
    style: Style,
    words: Words,
    column: str,
    group: dict[Hashable, Any],
    cells: pd.DataFrame,
    ends: Collection[str],
) -> Row:
    members = cells[cells[column].eq(group[column])]
    pay = Pay(group[LOW], group[HIGH])
    tier = tier_of_midpoint(pd.Series([pay.low]), pd.Series([pay.high])).iloc[0]

    def draw(page: Page, scale: Scale, y: float, color: str) -> None:
        # Taller than the bar, so that a cell in the middle of its group still shows.
        draw_rug(page, scale, y, members["midpoint"], color, height=12)
        draw_mark(page, scale, y, pay, color, height=7)

    label = name_group(words, column, group[column])
    return Row(
        label=label if column == "platform" else words.sentence_case(label),
        value=describe_middle(words, group),
        count=words.number(group["cells"]),
        color=style.palette.steps[TIER_NAMES.index(tier)],
        strong=group[column] in ends,
        draw=draw,
    )


def draw_pay_by_platform(tables: Mapping[str, pd.DataFrame], style: Style) -> Chart:
    """Draw the middle of each platform's pay over its professions."""
    return draw_groups(tables, style, BY_PLATFORM)


def draw_pay_by_profession(tables: Mapping[str, pd.DataFrame], style: Style) -> Chart:
    """Draw the middle of each profession's pay over the platforms that hire it."""
    return draw_groups(tables, style, BY_PROFESSION)
