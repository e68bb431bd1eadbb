"""Who stands behind the names: owners of several platforms, and what each of their names states."""

from __future__ import annotations

from functools import partial

import pandas as pd

from labormarket.charts.chart import Chart, Inputs, NothingToDrawError, compose
from labormarket.charts.marks import draw_ticks
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.statements import keep_stated, one_per_price, select_stated

OWNERS = {"column": 5, "page": 7, "square": 3, "story": 4}
PLATFORMS = {"column": 4, "page": 5, "square": 3, "story": 3}
"""How many owners are shown, and of each how many platforms: those with most prices."""
LEAST_RATIO = 10
"""The title is about an owner whose highest amount is so many times the lowest, or about none."""
LOWEST, HIGHEST = "usd_per_hour_lowest", "usd_per_hour_highest"


def find_owners(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the platforms of every owner of at least two with hourly pay, the owner with the widest pay first.

    A statement counts for the owner of its date. Columns: owner, platform, prices, publishers (0 where unknown),
    usd_per_hour_lowest, usd_per_hour_highest, ratio (of the owner's highest stated amount to its lowest).
    """
    owned = statements[statements["owner"].notna() & statements["platform"].ne("")]
    if "publisher" not in owned:
        owned = owned.assign(publisher=pd.Series(pd.NA, index=owned.index, dtype="str"))
    platforms = owned.groupby(["owner", "platform"], as_index=False).agg(
        prices=("price", "nunique"),
        publishers=("publisher", "nunique"),
        **{LOWEST: ("lowest", "min"), HIGHEST: ("highest", "max")},
    )
    by_owner = platforms.groupby("owner")
    ratio = by_owner[HIGHEST].transform("max") / by_owner[LOWEST].transform("min")
    several = platforms.assign(ratio=ratio)[by_owner["platform"].transform("size").ge(2)]
    order = ["ratio", "owner", LOWEST, "platform"]
    return several.sort_values(order, ascending=[False, True, True, True], ignore_index=True)


def draw(inputs: Inputs) -> Chart:
    """Draw one section per owner of several platforms: each platform's prices as ticks. Reads `pay` and `sources`."""
    tables, style, words = inputs
    statements = select_stated(tables["pay"])
    owners = find_owners(statements)
    if owners.empty:
        raise NothingToDrawError("no owner of two platforms with hourly pay in this selection")
    shown = owners[owners["owner"].isin(owners["owner"].unique()[: OWNERS[style.width]])]
    most = shown.groupby("owner")["prices"].rank(method="first", ascending=False) <= PLATFORMS[style.width]
    widest, shown = shown[shown["owner"].eq(shown["owner"].iloc[0])], shown[most]
    prices = one_per_price(statements, ["owner", "platform"])
    prices = prices.merge(shown, on=["owner", "platform"], suffixes=("", "_of_platform"))
    sections = []
    for number, (owner, group) in enumerate(shown.groupby("owner", sort=False)):
        rows = []
        for row in group.to_dict("records"):
            ticks = prices.loc[prices["owner"].eq(owner) & prices["platform"].eq(row["platform"]), "midpoint"]
            span, count = words.dollar_range(row[LOWEST], row[HIGHEST]), words.number(row["prices"])
            alt = words("row", owner=owner, platform=row["platform"], n=count, span=span)
            rows.append(Row(row["platform"], [partial(draw_ticks, amounts=ticks)], value=span, count=count, alt=alt))
        detail = words.counted("notes.platforms", int(owners["owner"].eq(owner).sum()))
        color = style.palette.steps[-1 - number % len(style.palette.steps)]
        sections.append(Section(rows, str(owner), detail, color))
    low, high = prices["lowest"].min() * 0.8, prices["highest"].max() * 1.2
    order = ["ratio", "owner", "platform", "midpoint", "statement_id"]
    prices = prices.sort_values(order, ascending=[False, True, True, True, True])
    return compose(
        inputs,
        RowChart(inputs, sections, low=low, high=high, values=words("span")).body(),
        holds=widest["ratio"].iloc[0] >= LEAST_RATIO,
        plain=words.counted("plain", shown["owner"].nunique()),
        values={
            "owner": widest["owner"].iloc[0],
            "platforms": words.number(len(widest)),
            "low": words.dollars(widest[LOWEST].min()),
            "high": words.dollars(widest[HIGHEST].max()),
        },
        data=keep_stated(prices, "midpoint", "prices", "publishers", LOWEST, HIGHEST, "ratio"),
        statements=statements[statements["owner"].isin(shown["owner"])],
    )
