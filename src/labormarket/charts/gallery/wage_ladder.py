"""The wage ladder: stated pay by pay band, from sweatshop labelling to VC-partner consulting."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from labormarket.charts.chart import Chart, Inputs, NothingToDrawError, compose
from labormarket.charts.i18n import Words
from labormarket.charts.marks import draw_range
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.statements import HIGH, LOW, keep_stated, one_per_price, select_stated
from labormarket.estimates.votes import weigh_by_platform
from labormarket.tiers import TIERS, Tier, assign_tier, share_tiers, tier_of_midpoint

ROWS_PER_BAND = {"column": 2, "page": 3, "square": 1, "story": 1}
NAMED_COUNTRIES = 2
"""A row of more countries names the first and says how many more there are."""
CELL = ["platform", "profession", "country"]
"""A row of the ladder: one platform, one profession, one country (empty where the text doesn't say)."""


def share_bands(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the share of each pay band, a range spread over the bands it spans.

    Columns: tier; `share_of_platforms` (each platform one vote) and `share_of_listings` (each statement one vote).
    """
    spread = share_tiers(statements[LOW], statements[HIGH])
    votes = weigh_by_platform(statements)
    shares = {
        "share_of_platforms": spread.mul(votes, axis=0).sum() / votes.sum(),
        "share_of_listings": spread.mean(),
    }
    return pd.DataFrame(shares, index=[tier.name for tier in TIERS]).rename_axis("tier").reset_index()


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
    # An end stands in the band of its amount, however wide its range is.
    amounts = pd.Series({highest: statements["highest"][highest], lowest: statements["lowest"][lowest]})
    ends = statements.loc[list(dict.fromkeys((lowest, highest)))]
    ends = ends.assign(band=tier_of_midpoint(amounts, amounts), witnesses=1, statements=1)
    picked = []
    for tier in TIERS:
        of_band, first = rows[rows["band"].eq(tier.name)], ends[ends["band"].eq(tier.name)]
        best = of_band[~of_band["statement_id"].isin(ends["statement_id"])].drop_duplicates("profession")
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
    found = []
    for number, (place, column) in enumerate(((lowest, "lowest"), (highest, "highest"))):
        others = statements[statements["platform"].ne(statements["platform"][place])]
        others = others if len(others) else statements
        found.append(float(others[column][find_ends(others)[number]]))
    return found[0], found[1]


def describe_band(words: Words, tier: Tier) -> str:
    """Return a pay band in dollars."""
    if tier.usd_per_hour_from == 0:
        return words("pay.under", amount=words.dollars(tier.usd_per_hour_to))
    if math.isinf(tier.usd_per_hour_to):
        return words("pay.and_above", amount=words.dollars(tier.usd_per_hour_from))
    return words.dollar_range(tier.usd_per_hour_from, tier.usd_per_hour_to)


def draw(inputs: Inputs) -> Chart:
    """Draw one section per pay band: its share, every price as a tick, its best witnessed rows by name.

    Reads `pay` and `sources`. The title names the lowest and the highest hourly amount that is stated.
    """
    tables, style, words = inputs
    statements = select_stated(tables["pay"])
    statements = statements.assign(band=assign_tier(statements[LOW], statements[HIGH]).astype("str"))
    if statements.empty:
        raise NothingToDrawError("no statement with hourly pay in this selection")
    shares = share_bands(statements)
    shown = pick_rows(statements, ROWS_PER_BAND[style.width])
    prices = one_per_price(statements, ["platform"])
    lowest, highest = find_ends(statements)
    low, high = statements["lowest"][lowest], statements["highest"][highest]
    left_low, left_high = find_other_ends(statements, lowest, highest)
    sections = []
    for tier, share, color in zip(TIERS, shares["share_of_platforms"], style.palette.steps, strict=True):
        ticks = prices.loc[prices["band"].eq(tier.name), "midpoint"]
        of_band = shown[shown["band"].eq(tier.name)]
        if ticks.empty and of_band.empty:
            continue
        rows = [_make_row(words, row) for row in of_band.to_dict("records")]
        dollars, name = describe_band(words, tier), words.tier(tier.name)
        percent = words.percent(share) if share >= 0.01 else words("pay.under", amount=words.percent(0.01))
        band = (max(tier.usd_per_hour_from, 1e-9), tier.usd_per_hour_to)
        heading, detail, alt = words.sentence_case(dollars), f"{name} · {percent}", f"{dollars} ({name}) {percent}"
        sections.append(Section(rows, heading, detail, color, band, tuple(ticks), alt))
    plotted = pd.concat([shown.assign(drawn_as="row"), prices.assign(drawn_as="tick")], ignore_index=True)
    plotted = plotted.assign(country_name=plotted["country"].map(Words("en").country))
    plotted = keep_stated(plotted, "country_name", "drawn_as", "midpoint", "band", "witnesses", "statements")
    return compose(
        inputs,
        RowChart(inputs, sections, low=low * 0.8, high=statements["highest"].max() * 1.25).body(),
        holds=low < TIERS[0].usd_per_hour_to and high >= TIERS[-1].usd_per_hour_from,
        values={
            "low": words.dollars(low),
            "high": words.dollars(high),
            "prices": words.number(len(prices)),
            "left_low": words.dollars(left_low),
            "left_high": words.dollars(left_high),
            "platforms": words.number(statements.loc[statements["platform"].ne(""), "platform"].nunique()),
        },
        data=plotted.rename(columns={"band": "tier"}).merge(shares, on="tier", how="left"),
        statements=statements,
    )


def _make_row(words: Words, row: Mapping[Hashable, Any]) -> Row:
    """Return the row of one statement: its range as a bar."""
    codes = row["country"].split(";") if row["country"] else []
    places = [words.country(code) for code in codes[:NAMED_COUNTRIES]]
    if len(codes) > NAMED_COUNTRIES:
        places = [words("notes.and_more", shown=places[0], more=words.number(len(codes) - 1))]
    return Row(
        label=words.sentence_case(words.profession(row["profession"])) or words("labels.no_profession"),
        marks=[partial(draw_range, low=row[LOW], high=row[HIGH], outlined=row["kind"] == "reported")],
        beside=", ".join([row["platform"] or words("labels.no_platform"), *places]),
        amount=words.dollar_range(row[LOW], row[HIGH]),
        aside=words(f"kinds.{row['kind']}"),
        count=words.number(row["witnesses"]),
    )
