"""Who stands behind the names: owners of several platforms, and what each of their names pays."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from labormarket.charts.cells import make_cells, priced
from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.compose import Telling, compose
from labormarket.charts.headline import state_finding
from labormarket.charts.marks import Scale, draw_rug
from labormarket.charts.notes import collect_source_ids
from labormarket.charts.page import Page
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.style import Style
from labormarket.charts.words import Words
from labormarket.tiers import TIER_NAMES

NAME = "owners"
OWNERS = {"column": 6, "page": 8, "square": 4, "story": 4}


def find_owners(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the platforms of every owner of at least two priced platforms, the owner with the widest pay first.

    Columns: owner, platform, cells, usd_per_hour_lowest, usd_per_hour_highest, ratio (of the owner's highest stated
    amount to its lowest).
    """
    owned = cells[cells["owner"].notna() & cells["platform"].ne("")]
    platforms = owned.groupby(["owner", "platform"], as_index=False).agg(
        cells=("statement_id", "size"),
        usd_per_hour_lowest=("usd_per_hour_lowest", "min"),
        usd_per_hour_highest=("usd_per_hour_highest", "max"),
    )
    by_owner = platforms.groupby("owner")
    ratio = by_owner["usd_per_hour_highest"].transform("max") / by_owner["usd_per_hour_lowest"].transform("min")
    several = platforms.assign(ratio=ratio)[by_owner["platform"].transform("size").ge(2)]
    order = ["ratio", "owner", "usd_per_hour_lowest", "platform"]
    return several.sort_values(order, ascending=[False, True, True, True], ignore_index=True)


def draw_owners(tables: Mapping[str, pd.DataFrame], style: Style) -> Chart:
    """Draw one section per owner of several platforms: the span of each platform over its cells. Reads `pay`."""
    words = Words(style.lang)
    pay = priced(tables["pay"])
    cells = make_cells(pay[~pay["assumed_hours"]])
    owners = find_owners(cells)
    if owners.empty:
        raise NothingToDrawError(f"chart {NAME}: no owner of two platforms with hourly pay in this selection")
    shown = owners[owners["owner"].isin(owners["owner"].unique()[: OWNERS[style.width]])]
    widest = shown[shown["owner"].eq(shown["owner"].iloc[0])]
    values = {
        "owner": widest["owner"].iloc[0],
        "platforms": words.listed(widest["platform"].tolist()),
        "low": words.dollars(widest["usd_per_hour_lowest"].min()),
        "high": words.dollars(widest["usd_per_hour_highest"].max()),
        "ratio": words.number(int(widest["ratio"].iloc[0])),
    }
    headline = state_finding(
        style,
        holds=widest["ratio"].iloc[0] >= 10,
        claim=words("owners.title", **values),
        plain=words.counted("owners.plain", shown["owner"].nunique()),
    )
    sections = [
        Section(
            rows=[_make_row(style, words, row, cells) for row in group.to_dict("records")],
            heading=str(owner),
            detail=words.counted("owners.names", len(group)),
        )
        for owner, group in shown.groupby("owner", sort=False)
    ]
    rows = RowChart(
        style,
        words,
        sections,
        low=shown["usd_per_hour_lowest"].min() * 0.8,
        high=shown["usd_per_hour_highest"].max() * 1.2,
        count_heading=words("groups.n"),
        value_heading=words("owners.span"),
    )
    described = [
        words("owners.alt_row", owner=row["owner"], platform=row["platform"], span=_span(words, row), n=row["cells"])
        for row in shown.to_dict("records")
    ]
    data = cells.merge(shown, on=["owner", "platform"], suffixes=("", "_of_platform")).sort_values(
        ["ratio", "owner", "platform", "midpoint", "profession"], ascending=[False, True, True, True, True]
    )
    return compose(
        tables,
        style,
        name=NAME,
        telling=Telling(
            headline=headline,
            subtitle=words("owners.subtitle"),
            note=f"{words('notes.caveat')} {words('owners.note')}",
            alt_text=words("owners.alt", title=headline.title, rows="; ".join(described)),
        ),
        data=data.drop(columns=["assumed_hours"]),
        source_ids=collect_source_ids(data),
        bases=data["hourly_basis"],
        body=rows.height(),
        draw=rows.draw,
    )


def _span(words: Words, row: Mapping[Hashable, Any]) -> str:
    return words.dollar_range(row["usd_per_hour_lowest"], row["usd_per_hour_highest"])


def _make_row(style: Style, words: Words, row: Mapping[Hashable, Any], cells: pd.DataFrame) -> Row:
    members = cells[cells["platform"].eq(row["platform"])]
    steps = style.palette.steps

    def draw(page: Page, scale: Scale, y: float, color: str) -> None:
        ends = scale.clip(row["usd_per_hour_lowest"]), scale.clip(row["usd_per_hour_highest"])
        page.line(ends[0], y, ends[1], y, color=page.palette.rule, width=1.2, z=2)
        for tier, group in members.groupby("tier"):
            draw_rug(page, scale, y, group["midpoint"], steps[TIER_NAMES.index(str(tier))], height=9, strong=True)

    return Row(label=str(row["platform"]), value=_span(words, row), count=words.number(row["cells"]), draw=draw)
