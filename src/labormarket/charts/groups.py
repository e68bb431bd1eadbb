"""Medians by group: two dots for their bounds, over a tick for each price. Platforms, professions, fields."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from labormarket.charts.chart import Chart, Inputs, NothingToDrawError, compose
from labormarket.charts.i18n import Words
from labormarket.charts.marks import PALE, draw_median, draw_ticks, mix
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.statements import HIGH, LOW, keep_stated, one_per_price, select_stated
from labormarket.estimates import bound
from labormarket.estimates.votes import MIN_PRICES, count_evidence, weigh_by_platform
from labormarket.tiers import TIER_NAMES, representative_usd_per_hour, tier_of_midpoint

MEDIAN_LOW, MEDIAN_HIGH = "usd_per_hour_median_low", "usd_per_hour_median_high"
LEAST_DRAWN = 3
"""A group of fewer prices has no row; one under MIN_PRICES is pale, and no title names it."""
ROWS = {"column": 12, "page": 22, "square": 11, "story": 11}
NAMES: Mapping[str, Callable[[Words, str], str]] = {"profession": Words.profession, "field": Words.field}
"""How a group of a column is named in the chart's language; those of other columns are names already."""


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
            # No bound below zero or above infinity is a bound: that end is open.
            low, high = median.low or math.nan, median.high if math.isfinite(median.high) else math.nan
            found.append({column: label, **evidence, MEDIAN_LOW: low, MEDIAN_HIGH: high})
    counts = ["statements", "prices", "witnesses", "publishers", "platforms"]
    table = pd.DataFrame(found, columns=[column, *counts, MEDIAN_LOW, MEDIAN_HIGH])
    table = table.astype({MEDIAN_LOW: "float64", MEDIAN_HIGH: "float64"})
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


def draw_groups(inputs: Inputs, pay: pd.DataFrame, column: str) -> Chart:
    """Draw one row per group of `pay`: its median's bounds as two dots, its prices as ticks.

    Grouped is by a column of the pay table, or by one of the table of professions. Reads also `sources`.
    """
    tables, style, words = inputs
    if column not in pay:
        of_profession = tables["professions"].set_index("profession")[column]
        pay = pay.assign(**{column: pay["profession"].map(of_profession).fillna("")})
    statements = select_stated(pay)
    groups = find_medians(statements, column)
    if groups.empty:
        raise NothingToDrawError(f"no {column} has {LEAST_DRAWN} prices per hour in this selection")
    named = groups[groups["prices"] >= MIN_PRICES]
    lowest, highest, apart = find_apart(named if len(named) else groups)
    ends = [lowest[column], highest[column]]
    # A figure of one platform is that platform's: only across platforms can it hold without one.
    across = apart and column != "platform"
    needed = find_needed(statements, column, *ends) if across else []
    shown = _keep(groups, ROWS[style.width], ends, column)
    drawn = statements[statements[column].isin(shown[column])]
    prices = one_per_price(drawn, ["platform", column])
    rows = []
    for group in shown.to_dict("records"):
        ticks = prices.loc[prices[column].eq(group[column]), "midpoint"]
        rows.append(_make_row(inputs, column, group, ticks, strong=apart and group[column] in ends))
    low, high = prices["midpoint"].min() * 0.85, prices["midpoint"].max() * 1.12
    left_out = words("notes.falls_without", platforms=words.listed(needed)) if needed else words("notes.holds_without")
    return compose(
        inputs,
        RowChart(inputs, [Section(rows)], low=low, high=high, values=words("notes.median")).body(),
        holds=apart and len(named) > 1 and not needed,
        values={
            "low": words.dollar_range(lowest[MEDIAN_LOW], lowest[MEDIAN_HIGH]),
            "high": words.dollar_range(highest[MEDIAN_LOW], highest[MEDIAN_HIGH]),
            "low_label": _name(words, column, lowest),
            "high_label": _name(words, column, highest),
            "left_out": words.number(statements.loc[statements[column].ne(""), column].nunique() - len(shown)),
            "robust": left_out if across else "",
        },
        data=keep_stated(prices, column, "midpoint").merge(shown, on=column, suffixes=("", "_of_group")),
        statements=drawn,
    )


def _keep(groups: pd.DataFrame, count: int, ends: list[Hashable], column: str) -> pd.DataFrame:
    """Keep the groups with most prices, but always those that the title names; in the order of their medians."""
    is_end = groups[column].isin(ends)
    rest = groups[~is_end].sort_values("prices", ascending=False, kind="stable").index[: count - int(is_end.sum())]
    return groups.loc[sorted({*groups.index[is_end], *rest})]


def _name(words: Words, column: str, group: Mapping[Hashable, Any]) -> str:
    return NAMES[column](words, group[column]) if column in NAMES else str(group[column])


def _make_row(inputs: Inputs, column: str, group: dict[Hashable, Any], ticks: pd.Series, *, strong: bool) -> Row:
    _, style, words = inputs
    low, high = group[MEDIAN_LOW], group[MEDIAN_HIGH]
    band = tier_of_midpoint(pd.Series([low]), pd.Series([high])).iloc[0]
    color = style.palette.steps[TIER_NAMES.index(band)]
    label, median, n = _name(words, column, group), words.dollar_range(low, high), words.number(group["prices"])
    counts = {name: words.counted(f"notes.{name}", group[name]) for name in ("platforms", "publishers")}
    beside = "publishers" if column == "platform" else "platforms"
    return Row(
        label=label if column == "platform" else words.sentence_case(label),
        marks=[partial(draw_ticks, amounts=ticks), partial(draw_median, low=low, high=high)],
        beside=counts[beside] if group[beside] else "",
        value=median,
        count=n,
        color=mix(color, style.palette.ground, PALE) if group["prices"] < MIN_PRICES else color,
        strong=strong,
        alt=words("notes.median_row", label=label, median=median, n=n, **counts),
    )
