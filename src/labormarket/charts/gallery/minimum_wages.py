"""Stated pay as a multiple of the legal minimum wage of its country and day."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from labormarket.charts.chart import Chart, Inputs, NothingToDrawError, compose, leave_each_out
from labormarket.charts.marks import draw_ticks
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.statements import HIGH, LOW
from labormarket.estimates.votes import name_price
from labormarket.tiers import representative_usd_per_hour

REFERENCES = ["reference_minimum_wages", "reference_minimum_wages_2026-11-30"]
LEAST = 5
"""A country with fewer prices is counted in the title and has no row."""
ROWS = {"column": 12, "page": 22, "square": 10, "story": 11}
UNDER_STEP, OVER_STEP = -1, 0
"""Steps of the hue: the darkest for what is under the minimum wage, the palest for what isn't."""
STRICTEST_STATE = "US strictest state"
"""The second row of the United States: the same pay over the highest minimum of a state on its day."""
MINIMUM, BUYS = "minimum_usd_per_hour", "minimum_intl_dollars_per_hour"


def gather_prices(gaps: pd.DataFrame, pay: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return the latest statement of each price in each country, beside its minimum wage.

    Takes `minimum_wage_gaps` of wages that bind, `pay` and `local_pay`. Rows of the United States come twice, over the
    federal minimum and over the strictest state's (`place` STRICTEST_STATE). Adds `price`, the minimum in US dollars
    and in international dollars, and `multiple` (where a price is placed).
    """
    held = [name for name in ("statement_id", LOW, HIGH, "origin", "template_id", "publisher", "owner") if name in pay]
    known = gaps[[name for name in gaps if name not in held[1:]]].merge(pay[held], on="statement_id")
    known = known.assign(price=name_price(known), place=known["country"])
    by_price = known.sort_values(["published_on", "statement_id"], ascending=[False, True], kind="stable")
    by_price = by_price.drop_duplicates(["country", "platform", "price"])
    states = by_price[by_price["us_state_per_hour"].notna()]
    over_state = states.assign(
        place=STRICTEST_STATE,
        ratio_low=states[LOW] / states["us_state_per_hour"],
        ratio_high=states[HIGH] / states["us_state_per_hour"],
    )
    table = pd.concat([by_price, over_state], ignore_index=True)
    minimum = (table[HIGH] / table["ratio_high"]).fillna(table[LOW] / table["ratio_low"])
    bought = places.set_index("statement_id")
    level = (bought["intl_dollars_per_hour_high"] / bought[HIGH]).fillna(
        bought["intl_dollars_per_hour_low"] / bought[LOW]
    )
    return table.assign(
        multiple=representative_usd_per_hour(table["ratio_low"], table["ratio_high"]),
        **{MINIMUM: minimum, BUYS: minimum * table["statement_id"].map(level)},
    ).sort_values(["place", "multiple", "statement_id"], ignore_index=True)


def count_under(prices: pd.DataFrame) -> pd.DataFrame:
    """Count, per place, the prices that lie under its minimum wage for sure and those that may.

    Returns place, prices, platforms, under (the high end is below it), maybe_under (the low end is below it, or open)
    and the latest minimum; the place with most prices first.

    >>> prices = pd.DataFrame({"place": "KE", "platform": ["X", "Y"], "ratio_low": [None, 0.5], "ratio_high": [0.9, 2],
    ...     "published_on": ["2024", "2025"], MINIMUM: [0.5, 0.6], BUYS: [1.5, 1.6]})
    >>> count_under(prices)[["place", "prices", "platforms", "under", "maybe_under", MINIMUM]].values.tolist()
    [['KE', 2, 2, 1, 2, 0.6]]
    """
    judged = prices.sort_values("published_on", kind="stable").assign(
        under=prices["ratio_high"].astype("float64").lt(1),
        maybe_under=~prices["ratio_low"].astype("float64").ge(1),
    )
    counts = judged.groupby("place", as_index=False).agg(
        prices=("under", "size"),
        platforms=("platform", "nunique"),
        under=("under", "sum"),
        maybe_under=("maybe_under", "sum"),
        **{MINIMUM: (MINIMUM, "last"), BUYS: (BUYS, "last")},
    )
    return counts.sort_values(["prices", "place"], ascending=[False, True], ignore_index=True)


def draw(inputs: Inputs) -> Chart:
    """Draw a row per country, a tick per price, on a scale of multiples of its minimum wage.

    Reads `minimum_wage_gaps`, `local_pay`, `pay` and `sources`. A wage that binds nobody is left out.
    """
    tables, style, words = inputs
    gaps = tables["minimum_wage_gaps"]
    gaps = gaps[gaps["binds"].eq("yes") & gaps["statement_id"].isin(tables["pay"]["statement_id"])]
    if gaps.empty:
        raise NothingToDrawError("no statement of a country with a known minimum wage")
    prices = gather_prices(gaps, tables["pay"], tables["local_pay"])
    counts = count_under(prices)
    of_countries = prices[prices["place"].ne(STRICTEST_STATE)]
    under, maybe = counts.loc[counts["place"].ne(STRICTEST_STATE), ["under", "maybe_under"]].sum().tolist()
    left = leave_each_out(of_countries[["platform", "ratio_high"]], lambda kept: float(kept["ratio_high"].lt(1).sum()))
    enough = counts[counts["prices"] >= LEAST]
    shown = (enough if len(enough) else counts).head(ROWS[style.width])
    drawn = prices[prices["place"].isin(shown["place"])]
    rows = [_make_row(inputs, row, drawn) for row in shown.to_dict("records")]
    low, high = min(drawn["multiple"].min(), 0.9) * 0.8, max(drawn["multiple"].max(), 3.0) * 1.25
    values = {
        "total": words.number(len(of_countries)),
        "under": words.number(under),
        "maybe": words.number(maybe),
        "countries": words.counted("countries", of_countries["country"].nunique()),
        "left_low": words.number(left[0]),
        "left_high": words.number(left[1]),
        "least": words.number(LEAST),
        "shown": words.number(int(shown["place"].ne(STRICTEST_STATE).sum())),
    }
    return compose(
        inputs,
        RowChart(inputs, [Section(rows)], low=low, high=high, values=words("under"), one=words("line")).body(),
        holds=0 < under < maybe,
        title=words.counted("title", under, **values),
        plain=words.counted("plain", len(of_countries), **values),
        values=values,
        data=drawn.merge(counts, on="place", suffixes=("", "_of_place")).drop(columns="price"),
        statements=of_countries.rename(columns={"minimum_basis": "hourly_basis"}),
        references=REFERENCES,
    )


def _make_row(inputs: Inputs, row: Mapping[Hashable, Any], prices: pd.DataFrame) -> Row:
    _, style, words = inputs
    of_state = row["place"] == STRICTEST_STATE
    ticks = prices.loc[prices["place"].eq(row["place"]), "multiple"]
    name = words("state") if of_state else words.country(row["place"])
    minimum, buys = words.dollars(row[MINIMUM]), row[BUYS]
    under = "–".join(words.number(end) for end in sorted({row["under"], row["maybe_under"]}))
    count = words.number(row["prices"])
    return Row(
        label=name,
        marks=[
            lambda axes, y, _: draw_ticks(axes, y, style.palette.steps[UNDER_STEP], ticks[ticks < 1]),
            lambda axes, y, _: draw_ticks(axes, y, style.palette.steps[OVER_STEP], ticks[ticks >= 1]),
        ],
        beside=words("buys", minimum=minimum, amount=words.dollars(buys)) if pd.notna(buys) else minimum,
        value=under,
        count=count,
        alt=words("row", country=f"{words.country('US')} {name}" if of_state else name, under=under, n=count),
    )
