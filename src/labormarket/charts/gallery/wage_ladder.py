"""The wage ladder: stated pay by pay band, from sweatshop labelling to VC-partner consulting."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.compose import compose
from labormarket.charts.headline import state_finding
from labormarket.charts.i18n import Words
from labormarket.charts.marks import draw_range
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.statements import HIGH, LOW, keep_stated, one_per_price, select_stated
from labormarket.charts.style import Style
from labormarket.estimates.votes import weigh_by_platform
from labormarket.tiers import TIERS, Tier, assign_tier, share_tiers

ROWS_PER_BAND = {"column": 2, "page": 3, "square": 1, "story": 1}
CELL = ["platform", "profession", "country"]
"""A row of the ladder: one platform, one profession, one country (empty where the text doesn't say)."""


def share_bands(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the share of each pay band, a range spread over the bands it spans.

    Columns: tier; `share_of_platforms` (each platform one vote) and `share_of_listings` (each statement one vote).
    """
    spread = share_tiers(statements[LOW], statements[HIGH])
    votes = weigh_by_platform(statements)
    return pd.DataFrame(
        {
            "tier": [tier.name for tier in TIERS],
            "share_of_platforms": [float((spread[tier.name] * votes).sum() / votes.sum()) for tier in TIERS],
            "share_of_listings": [float(spread[tier.name].mean()) for tier in TIERS],
        }
    )


def name_rows(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the latest statement of each platform, profession and country, with its `witnesses` and `statements`.

    Best witnessed first: most independent witnesses, then the latest date. Left out is work without a named profession
    or platform, and a range over so many bands that it names none.
    """
    named = statements[statements["profession"].ne("") & statements["platform"].ne("") & statements["band"].notna()]
    dated = named.assign(dated=named["published_on"].astype("str").fillna(""))
    latest = dated.sort_values(["dated", "statement_id"], ascending=[False, True]).drop_duplicates(CELL)
    counts = named.groupby(CELL, as_index=False).agg(witnesses=("witness", "nunique"), statements=("witness", "size"))
    order = ["witnesses", "dated", "statements", *CELL]
    return latest.merge(counts, on=CELL).sort_values(
        order, ascending=[False, False, False, True, True, True], ignore_index=True
    )


def pick_rows(statements: pd.DataFrame, count: int) -> pd.DataFrame:
    """Return the `count` best witnessed rows of each band, after the lowest and the highest amount of all.

    A profession stands once in a band, so that the rows tell different things.
    """
    rows = name_rows(statements)
    lowest, highest = find_ends(statements)
    ends = statements.loc[[lowest, highest]].drop_duplicates("statement_id")
    # An end stands in the band of its amount, however wide its range is.
    amounts = [
        row["lowest"] if row["statement_id"] == statements["statement_id"][lowest] else row["highest"]
        for row in ends.to_dict("records")
    ]
    ends = ends.assign(band=[place_in_band(amount).name for amount in amounts], witnesses=1, statements=1)
    picked = []
    for tier in TIERS:
        of_band, first = rows[rows["band"].eq(tier.name)], ends[ends["band"].eq(tier.name)]
        best = of_band[~of_band["statement_id"].isin(first["statement_id"])].drop_duplicates("profession")
        picked += [first, best.head(max(count - len(first), 0))]
    return pd.concat(picked, ignore_index=True).sort_values(["midpoint", "statement_id"], ignore_index=True)


def find_ends(statements: pd.DataFrame) -> tuple[Any, Any]:
    """Return the index of the statement with the lowest and of that with the highest amount.

    "Up to" states the highest of many and sets no upper end, unless nothing else is stated.

    >>> offers = pd.DataFrame({"lowest": [9.0, 80.0], "highest": [20.0, 80.0], "bound": ["range", "upper"]})
    >>> find_ends(offers)
    (0, 0)
    """
    sets_end = statements["bound"].ne("upper")
    high = statements["highest"].where(sets_end) if sets_end.any() else statements["highest"]
    return statements["lowest"].idxmin(), high.idxmax()


def find_other_ends(statements: pd.DataFrame, lowest: Any, highest: Any) -> tuple[float, float]:
    """Return the lowest and the highest amount with the platform of either end left out; its own where it is alone."""
    ends = []
    for number, (place, column) in enumerate(((lowest, "lowest"), (highest, "highest"))):
        others = statements[statements["platform"].ne(statements["platform"][place])]
        others = others if len(others) else statements
        ends.append(float(others[column][find_ends(others)[number]]))
    return ends[0], ends[1]


def place_in_band(usd: float) -> Tier:
    """Return the band of an amount.

    >>> place_in_band(30.0).name, place_in_band(0.5).name
    ('skilled specialist', 'sweatshop labelling')
    """
    return max((tier for tier in TIERS if tier.usd_per_hour_from <= usd), key=lambda tier: tier.usd_per_hour_from)


def write_share(words: Words, share: float) -> str:
    """Return a share as whole per cent, and a small one as under one."""
    return words.percent(share) if share >= 0.01 else words("pay.under", amount=words.percent(0.01))


def describe_band(words: Words, tier: Tier) -> str:
    """Return a pay band in dollars."""
    if tier.usd_per_hour_from == 0:
        return words("pay.under", amount=words.dollars(tier.usd_per_hour_to))
    if math.isinf(tier.usd_per_hour_to):
        return words("pay.and_above", amount=words.dollars(tier.usd_per_hour_from))
    return words.dollar_range(tier.usd_per_hour_from, tier.usd_per_hour_to)


def draw(tables: Mapping[str, pd.DataFrame], style: Style, words: Words) -> Chart:
    """Draw one section per pay band: its share, every price as a tick, its best witnessed rows by name.

    Reads `pay` and `sources`. The title names the lowest and the highest hourly amount that is stated.
    """
    statements = select_stated(tables["pay"])
    statements = statements.assign(band=assign_tier(statements[LOW], statements[HIGH]).astype("str"))
    if statements.empty:
        raise NothingToDrawError(f"chart {words.chart}: no statement with hourly pay in this selection")
    shares = share_bands(statements).set_index("tier")
    shown = pick_rows(statements, ROWS_PER_BAND[style.width])
    prices = one_per_price(statements, ["platform"])
    lowest, highest = find_ends(statements)
    low, high = statements["lowest"][lowest], statements["highest"][highest]
    amounts = {"low": words.dollars(low), "high": words.dollars(high)}
    headline = state_finding(
        style,
        holds=place_in_band(low) is TIERS[0] and place_in_band(high) is TIERS[-1],
        claim=words("title", **amounts),
        plain=words("plain", **amounts),
    )
    left_low, left_high = find_other_ends(statements, lowest, highest)
    sections, described = [], []
    for number, tier in enumerate(TIERS):
        ticks = prices.loc[prices["band"].eq(tier.name), "midpoint"]
        of_band = shown[shown["band"].eq(tier.name)]
        if ticks.empty and of_band.empty:
            continue
        share = write_share(words, shares["share_of_platforms"][tier.name])
        detail = f"{words.tier(tier.name)} · {share}"
        sections.append(
            Section(
                rows=[_make_row(words, row) for row in of_band.to_dict("records")],
                heading=words.sentence_case(describe_band(words, tier)),
                detail=detail,
                color=style.palette.steps[number],
                band=(max(tier.usd_per_hour_from, 1e-9), tier.usd_per_hour_to),
                ticks=tuple(ticks),
            )
        )
        described.append(f"{describe_band(words, tier)} ({words.tier(tier.name)}) {share}")
    rows = RowChart(style, words, sections, low=low * 0.8, high=statements["highest"].max() * 1.25)
    plotted = pd.concat([shown.assign(drawn_as="row"), prices.assign(drawn_as="tick")], ignore_index=True)
    return compose(
        tables,
        style,
        words,
        headline=headline,
        data=keep_stated(plotted, "drawn_as", "midpoint", "band", "witnesses", "statements")
        .rename(columns={"band": "tier"})
        .merge(shares.reset_index(), on="tier", how="left"),
        statements=statements,
        rows=described,
        body=rows.height(),
        draw=rows.draw,
        prices=words.number(len(prices)),
        left_low=words.dollars(left_low),
        left_high=words.dollars(left_high),
        platforms=words.number(statements.loc[statements["platform"].ne(""), "platform"].nunique()),
    )


def _make_row(words: Words, row: Mapping[Hashable, Any]) -> Row:
    """Return the row of one statement: its range as a bar."""

    def draw_row(axes: Axes, y: float, color: str) -> tuple[float, float]:
        return draw_range(axes, y, row[LOW], row[HIGH], color, outlined=row["kind"] == "reported")

    place = [row["platform"] or words("labels.no_platform"), words.country(row["country"]) if row["country"] else ""]
    return Row(
        label=words.sentence_case(words.profession(row["profession"])) or words("labels.no_profession"),
        beside=", ".join(part for part in place if part),
        amount=words.dollar_range(row[LOW], row[HIGH]),
        aside=words(f"kinds.{row['kind']}"),
        count=words.number(row["witnesses"]),
        draw=draw_row,
    )
