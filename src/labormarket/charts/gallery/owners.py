"""Who stands behind the names: owners of several platforms, and what each of their names states."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.compose import compose
from labormarket.charts.headline import state_finding
from labormarket.charts.i18n import Words
from labormarket.charts.marks import draw_ticks
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.statements import keep_stated, one_per_price, select_stated
from labormarket.charts.style import Style

OWNERS = {"column": 5, "page": 7, "square": 3, "story": 4}
PLATFORMS = {"column": 4, "page": 5, "square": 3, "story": 3}
"""How many owners are shown, and of each how many platforms: those with most prices."""
LEAST_RATIO = 10
"""The title is about an owner whose highest amount is so many times the lowest, or about none."""


def find_owners(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the platforms of every owner of at least two with hourly pay, the owner with the widest pay first.

    A statement counts for the owner of its date. Columns: owner, platform, prices, publishers (0 where unknown),
    usd_per_hour_lowest, usd_per_hour_highest, ratio (of the owner's highest stated amount to its lowest).
    """
    owned = statements[statements["owner"].notna() & statements["platform"].ne("")]
    publisher = owned["publisher"] if "publisher" in owned else pd.Series(pd.NA, index=owned.index, dtype="str")
    platforms = (
        owned.assign(publisher=publisher)
        .groupby(["owner", "platform"], as_index=False)
        .agg(
            prices=("price", "nunique"),
            publishers=("publisher", "nunique"),
            usd_per_hour_lowest=("lowest", "min"),
            usd_per_hour_highest=("highest", "max"),
        )
    )
    by_owner = platforms.groupby("owner")
    ratio = by_owner["usd_per_hour_highest"].transform("max") / by_owner["usd_per_hour_lowest"].transform("min")
    several = platforms.assign(ratio=ratio)[by_owner["platform"].transform("size").ge(2)]
    order = ["ratio", "owner", "usd_per_hour_lowest", "platform"]
    return several.sort_values(order, ascending=[False, True, True, True], ignore_index=True)


def draw(tables: Mapping[str, pd.DataFrame], style: Style, words: Words) -> Chart:
    """Draw one section per owner of several platforms: each platform's prices as ticks. Reads `pay` and `sources`."""
    statements = select_stated(tables["pay"])
    owners = find_owners(statements)
    if owners.empty:
        raise NothingToDrawError(f"chart {words.chart}: no owner of two platforms with hourly pay in this selection")
    shown = owners[owners["owner"].isin(owners["owner"].unique()[: OWNERS[style.width]])]
    most = shown.groupby("owner")["prices"].rank(method="first", ascending=False) <= PLATFORMS[style.width]
    widest, shown = shown[shown["owner"].eq(shown["owner"].iloc[0])], shown[most]
    values = {
        "owner": widest["owner"].iloc[0],
        "platforms": words.number(len(widest)),
        "low": words.dollars(widest["usd_per_hour_lowest"].min()),
        "high": words.dollars(widest["usd_per_hour_highest"].max()),
    }
    headline = state_finding(
        style,
        holds=widest["ratio"].iloc[0] >= LEAST_RATIO,
        claim=words("title", **values),
        plain=words.counted("plain", shown["owner"].nunique()),
    )
    prices = one_per_price(statements, ["owner", "platform"])
    prices = prices.merge(shown, on=["owner", "platform"], suffixes=("", "_of_platform"))
    sections = []
    for number, (owner, group) in enumerate(shown.groupby("owner", sort=False)):
        rows = []
        for row in group.to_dict("records"):
            ticks = prices.loc[prices["owner"].eq(owner) & prices["platform"].eq(row["platform"]), "midpoint"]

            def draw_row(axes: Axes, y: float, color: str, ticks: pd.Series = ticks) -> None:
                draw_ticks(axes, y, ticks, color)

            span = words.dollar_range(row["usd_per_hour_lowest"], row["usd_per_hour_highest"])
            count = words.number(row["prices"])
            rows.append(Row(str(row["platform"]), draw_row, value=span, count=count))
        of_owner = int(owners["owner"].eq(owner).sum())
        color = style.palette.steps[-1 - number % len(style.palette.steps)]
        sections.append(
            Section(rows, heading=str(owner), detail=words.counted("notes.platforms", of_owner), color=color)
        )
    chart = RowChart(
        style,
        words,
        sections,
        low=prices["lowest"].min() * 0.8,
        high=prices["highest"].max() * 1.2,
        value_heading=words("span"),
    )
    return compose(
        tables,
        style,
        words,
        headline=headline,
        data=keep_stated(
            prices.sort_values(
                ["ratio", "owner", "platform", "midpoint", "statement_id"], ascending=[False, True, True, True, True]
            ),
            "midpoint",
            "prices",
            "publishers",
            "usd_per_hour_lowest",
            "usd_per_hour_highest",
            "ratio",
        ),
        statements=statements[statements["owner"].isin(shown["owner"])],
        rows=[
            words(
                "row",
                owner=row["owner"],
                platform=row["platform"],
                n=words.number(row["prices"]),
                span=words.dollar_range(row["usd_per_hour_lowest"], row["usd_per_hour_highest"]),
            )
            for row in shown.to_dict("records")
        ],
        body=chart.height(),
        draw=chart.draw,
    )
