"""Medians by group: two dots for their bounds, over a tick for each price. Platforms, professions, fields."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.compose import compose
from labormarket.charts.headline import state_finding
from labormarket.charts.i18n import Words
from labormarket.charts.marks import PALE, draw_median, draw_ticks, mix
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.statements import HIGH, LOW, keep_stated, one_per_price, select_stated
from labormarket.charts.style import Style
from labormarket.estimates import bound
from labormarket.estimates.votes import MIN_PRICES, count_evidence, weigh_by_platform
from labormarket.tiers import TIERS, representative_usd_per_hour

MEDIAN_LOW, MEDIAN_HIGH = "usd_per_hour_median_low", "usd_per_hour_median_high"
LEAST_DRAWN = 3
"""A group of fewer prices has no row; one under MIN_PRICES is pale, and no title names it."""
ROWS = {"column": 12, "page": 22, "square": 11, "story": 11}


@dataclass(frozen=True)
class Grouping:
    """By which column of the statements to group, how to name a group, and what to count beside it."""

    column: str
    name: Callable[[Words, str], str]
    beside: str = "platforms"


def find_medians(statements: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the bounds of each group's median, lowest first, for groups of at least LEAST_DRAWN prices.

    Takes what `select_stated` returns. Columns: the group's own; statements, prices, witnesses, publishers, platforms;
    `usd_per_hour_median_low` if everyone got the low end of what is stated, `…_high` if everyone the high end (NaN
    where that end is open). Each platform has one vote, shared by its prices.
    """
    found = []
    for label, group in statements[statements[column].ne("")].groupby(column, sort=True):
        evidence = count_evidence(group)
        if evidence["prices"] >= LEAST_DRAWN:
            median = bound(group[LOW], group[HIGH], weigh_by_platform(group))
            found.append({column: label, **evidence, MEDIAN_LOW: median.low, MEDIAN_HIGH: median.high})
    counts = ["statements", "prices", "witnesses", "publishers", "platforms"]
    table = pd.DataFrame(found, columns=[column, *counts, MEDIAN_LOW, MEDIAN_HIGH])
    # No bound below zero or above infinity is a bound: that end is open.
    table = table.astype({MEDIAN_LOW: "float64", MEDIAN_HIGH: "float64"})
    table = table.replace({MEDIAN_LOW: {0.0: np.nan}, MEDIAN_HIGH: {math.inf: np.nan}})
    table = table[table[MEDIAN_LOW].notna() | table[MEDIAN_HIGH].notna()]
    order = representative_usd_per_hour(table[MEDIAN_LOW], table[MEDIAN_HIGH])
    return table.assign(order=order).sort_values(["order", column], ignore_index=True).drop(columns="order")


def find_apart(groups: pd.DataFrame) -> tuple[dict[Hashable, Any], dict[Hashable, Any], bool]:
    """Return the lowest and the highest group, and whether all that is possible for their medians lies apart.

    The lowest is the one with the lowest top, the highest the one with the highest bottom: if any two do, they do.
    """
    rows = groups.to_dict("records")
    low, high = groups[MEDIAN_LOW].fillna(0.0), groups[MEDIAN_HIGH].fillna(math.inf)
    lowest = rows[min(range(len(rows)), key=lambda row: (high.iloc[row], low.iloc[row]))]
    highest = rows[max(range(len(rows)), key=lambda row: (low.iloc[row], high.iloc[row]))]
    return lowest, highest, bool(lowest[MEDIAN_HIGH] < highest[MEDIAN_LOW])


def find_needed(statements: pd.DataFrame, column: str, low: Hashable, high: Hashable) -> list[str]:
    """Return the platforms without any one of which two groups' medians no longer lie apart, or rest on too little."""
    used = statements[["platform", "price", LOW, HIGH]]
    sides = [used[statements[column].eq(str(label))] for label in (low, high)]
    needed = []
    for name in sorted({*sides[0]["platform"], *sides[1]["platform"]}):
        without = [side[side["platform"].ne(name)] for side in sides]
        medians = [bound(side[LOW], side[HIGH], weigh_by_platform(side)) for side in without if len(side)]
        enough = all(side.groupby(["platform", "price"]).ngroups >= MIN_PRICES for side in without)
        if not (enough and medians[0].high < medians[-1].low):
            needed.append(name)
    return needed


def draw_groups(
    tables: Mapping[str, pd.DataFrame], style: Style, words: Words, grouping: Grouping, pay: pd.DataFrame
) -> Chart:
    """Draw one row per group of `pay`: its median's bounds as two dots, its prices as ticks."""
    column = grouping.column
    statements = select_stated(pay)
    groups = find_medians(statements, column)
    if groups.empty:
        raise NothingToDrawError(
            f"chart {words.chart}: no {column} has {LEAST_DRAWN} prices per hour in this selection"
        )
    named = groups[groups["prices"] >= MIN_PRICES]
    lowest, highest, apart = find_apart(named if len(named) else groups)
    # A figure of one platform is that platform's: only across platforms can it hold without one.
    across = column != "platform"
    needed = find_needed(statements, column, lowest[column], highest[column]) if across and apart else []
    shown = _keep(groups, ROWS[style.width], [lowest[column], highest[column]], column)
    prices = one_per_price(statements[statements[column].isin(shown[column])], ["platform", column])
    values = {
        "low": words.dollar_range(lowest[MEDIAN_LOW], lowest[MEDIAN_HIGH]),
        "high": words.dollar_range(highest[MEDIAN_LOW], highest[MEDIAN_HIGH]),
        "low_label": grouping.name(words, lowest[column]),
        "high_label": grouping.name(words, highest[column]),
    }
    headline = state_finding(
        style,
        holds=apart and len(named) > 1 and not needed,
        claim=words("title", **values),
        plain=words("plain", **values),
    )
    ends = {lowest[column], highest[column]} if apart else set()
    left_out = words("notes.falls_without", platforms=words.listed(needed)) if needed else words("notes.holds_without")
    rows = RowChart(
        style,
        words,
        [Section([_make_row(style, words, grouping, group, prices, ends) for group in shown.to_dict("records")])],
        low=prices["midpoint"].min() * 0.85,
        high=prices["midpoint"].max() * 1.12,
        value_heading=words("notes.median"),
    )
    described = [
        words(
            "notes.median_row",
            label=grouping.name(words, group[column]),
            median=words.dollar_range(group[MEDIAN_LOW], group[MEDIAN_HIGH]),
            n=words.number(group["prices"]),
            platforms=words.counted("notes.platforms", group["platforms"]),
            publishers=words.counted("notes.publishers", group["publishers"]),
        )
        for group in shown.to_dict("records")
    ]
    others = int(statements.loc[statements[column].ne(""), column].nunique()) - len(shown)
    return compose(
        tables,
        style,
        words,
        headline=headline,
        data=keep_stated(prices, column, "midpoint").merge(shown, on=column, suffixes=("", "_of_group")),
        statements=statements[statements[column].isin(shown[column])],
        rows=described,
        body=rows.height(),
        draw=rows.draw,
        left_out=words.number(others),
        robust=left_out if across and apart else "",
    )


def _keep(groups: pd.DataFrame, count: int, ends: list[Hashable], column: str) -> pd.DataFrame:
    """Keep the groups with most prices, but always those that the title names; in the order of their medians."""
    is_end = groups[column].isin(ends)
    rest = groups[~is_end].sort_values("prices", ascending=False, kind="stable").index[: count - int(is_end.sum())]
    return groups.loc[sorted({*groups.index[is_end], *rest})]


def _make_row(
    style: Style,
    words: Words,
    grouping: Grouping,
    group: dict[Hashable, Any],
    prices: pd.DataFrame,
    ends: set[Hashable],
) -> Row:
    low, high = group[MEDIAN_LOW], group[MEDIAN_HIGH]
    place = representative_usd_per_hour(pd.Series([low]), pd.Series([high])).iloc[0]
    band = max(number for number, tier in enumerate(TIERS) if tier.usd_per_hour_from <= place)
    color = style.palette.steps[band]
    if group["prices"] < MIN_PRICES:
        color = mix(color, style.palette.ground, PALE)

    label = grouping.name(words, str(group[grouping.column]))

    def draw(axes: Axes, y: float, color: str) -> None:
        draw_ticks(axes, y, prices.loc[prices[grouping.column].eq(group[grouping.column]), "midpoint"], color)
        draw_median(axes, y, low, high, color)

    return Row(
        label=label if grouping.column == "platform" else words.sentence_case(label),
        beside=words.counted(f"notes.{grouping.beside}", count) if (count := group[grouping.beside]) else "",
        value=words.dollar_range(low, high),
        count=words.number(group["prices"]),
        color=color,
        strong=group[grouping.column] in ends,
        draw=draw,
    )
