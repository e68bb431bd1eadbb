"""How long the ladder is, how full its rungs are, and who stands under the legal floor."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from babel import Locale

from labormarket.estimates.cells import (
    MIN_CELLS,
    count_cells,
    summarise_cells,
    weigh_by_cell,
    weigh_by_listing,
    with_hourly_pay,
)
from labormarket.estimates.intervals import PAY_FLOOR, Interval
from labormarket.estimates.npmle import npmle, quantile_interval
from labormarket.estimates.summary import TOO_FEW
from labormarket.hourly import HOURS_IN_PERIOD, ExchangeRates, year_of
from labormarket.tiers import TIERS, Tier

INEQUALITY_COLUMNS = ("measure", "group", "unit", "low", "high", "statements", "cells", "note")
TERRITORIES: Mapping[str, str] = {
    name: code for code, name in Locale("en").territories.items() if len(code) == 2 and code.isalpha()
}


def divide(above: Interval, below: Interval) -> Interval:
    """Every ratio of two amounts that lie in two intervals; infinite where the lower may be nothing.

    >>> divide(Interval(100, 200), Interval(2, 4)), divide(Interval(100, 200), Interval(0, 4)).high
    (Interval(low=25.0, high=100.0), inf)
    """
    low = 0.0 if not np.isfinite(below.high) else above.low / below.high if below.high > 0 else np.inf
    return Interval(low, above.high / below.low if below.low > 0 else np.inf)


def measure_ladder(pay: pd.DataFrame) -> pd.DataFrame:
    """Measure the ladder from top to bottom: best over worst paid cell, and P90 over P10, as intervals.

    Takes a pay table. Returns INEQUALITY_COLUMNS: the best paid cell is the one whose stated pay certainly reaches
    highest, the worst the one that certainly reaches lowest; percentiles are those of Turnbull's estimate, one vote
    per cell. Under MIN_CELLS cells no number.
    """
    hourly = with_hourly_pay(pay)
    cells = summarise_cells(hourly)
    counts = {"statements": len(hourly), "cells": len(cells), "group": "all", "unit": "times"}
    measures = ("best over worst paid cell", "P90 over P10")
    if len(cells) < MIN_CELLS:
        return pd.DataFrame(
            [{"measure": measure, **counts, "note": TOO_FEW} for measure in measures], columns=list(INEQUALITY_COLUMNS)
        )
    top = Interval(cells["usd_per_hour_low"].max(), cells["usd_per_hour_high"].fillna(np.inf).max())
    bottom = Interval(cells["usd_per_hour_low"].fillna(PAY_FLOOR).min(), cells["usd_per_hour_high"].min())
    atoms = npmle(hourly["usd_per_hour_low"], hourly["usd_per_hour_high"], weigh_by_cell(hourly))
    ratios = (divide(top, bottom), divide(quantile_interval(atoms, 0.9), quantile_interval(atoms, 0.1)))
    rows = [
        {"measure": measure, **counts, "low": ratio.low, "high": ratio.high, "note": ""}
        for measure, ratio in zip(measures, ratios, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(INEQUALITY_COLUMNS))


def share_tiers(pay: pd.DataFrame, tiers: tuple[Tier, ...] = TIERS) -> pd.DataFrame:
    """Share the votes out over the tiers: at least the ranges wholly inside a tier, at most those that touch it.

    Takes a pay table. Returns INEQUALITY_COLUMNS, two rows per tier: one platform × profession cell one vote, and one
    listing one vote. A range may straddle a cut-off, so a share is an interval.

    >>> pay = pd.DataFrame({"statement_id": list("abcde"), "platform": list("VWXYZ"), "profession": ["nurse"] * 5,
    ...     "origin": [None] * 5, "usd_per_hour_low": [5.0, 20, 40, None, 70],
    ...     "usd_per_hour_high": [6.0, 50, 45, 45, None]})
    >>> share_tiers(pay).set_index(["group", "measure"]).loc["skilled specialist", ["low", "high"]].values.tolist()
    [[0.2, 0.6], [0.2, 0.6]]
    """
    hourly = with_hourly_pay(pay)
    cells = count_cells(hourly)
    low = hourly["usd_per_hour_low"].fillna(PAY_FLOOR)
    high = hourly["usd_per_hour_high"].fillna(np.inf)
    rows = []
    for tier in tiers:
        inside = (low >= tier.usd_per_hour_from) & (high < tier.usd_per_hour_to)
        touching = (low < tier.usd_per_hour_to) & (high >= tier.usd_per_hour_from)
        for name, weigh in (("share of cells", weigh_by_cell), ("share of listings", weigh_by_listing)):
            line = {"measure": name, "group": tier.name, "unit": "share", "statements": len(hourly), "cells": cells}
            if cells < MIN_CELLS:
                rows.append({**line, "note": TOO_FEW})
                continue
            weight = weigh(hourly)
            shares = {
                "low": weight[inside].sum() / weight.sum(),
                "high": weight[inside | touching].sum() / weight.sum(),
            }
            rows.append({**line, **shares, "note": ""})
    return pd.DataFrame(rows, columns=list(INEQUALITY_COLUMNS))


def list_minimum_wages(minimum_wages: pd.DataFrame) -> pd.DataFrame:
    """List the legal minimum wages per hour: country (ISO 3166), class of workers, year from which in force, amount.

    Takes the reference table (text). A wage per month or day without an official hourly amount is divided by the
    project's hours of a month or day (`assumed_hours`). Poverty lines, unknown countries and rates whose start nobody
    states are left out. What stands in brackets after a class (an age, a size of firm) is taken for the same class.

    >>> table = pd.DataFrame({"country": ["Kenya", "World"], "region_or_class": ["lowest (Nairobi)", "poverty line"],
    ...     "effective_from": ["2024-11-01", "2025"], "amount": ["16000", "3"], "currency": ["KES", "intl$ 2021 PPP"],
    ...     "period": ["month", "day"], "hourly_amount": ["", ""]})
    >>> list_minimum_wages(table).round(2)
      country workers  year_from currency  per_hour  assumed_hours
    0      KE  lowest       2024      KES     92.31           True
    """
    rows = []
    for row in minimum_wages.to_dict("records"):
        code = TERRITORIES.get(row["country"])
        if code is None or row["period"] not in HOURS_IN_PERIOD or not row["effective_from"]:
            continue
        official = row["hourly_amount"] or (row["amount"] if row["period"] == "hour" else "")
        per_hour = float(official) if official else float(row["amount"]) / HOURS_IN_PERIOD[row["period"]]
        workers = row["region_or_class"].split(" (")[0]
        rows.append((code, workers, int(row["effective_from"][:4]), row["currency"], per_hour, not official))
    return pd.DataFrame(rows, columns=["country", "workers", "year_from", "currency", "per_hour", "assumed_hours"])


def find_floor(country: str, year: float, wages: pd.DataFrame, rates: ExchangeRates) -> float:
    """The lowest legal minimum of a country in a year, in US dollars per hour at that year's rate; NaN if unknown.

    Of several regions or classes of workers the lowest counts, so whoever is under it is under every one of them. An
    undated statement (NaN) is held against the latest.
    """
    own = wages[wages["country"].eq(country) & (wages["year_from"] <= (np.inf if pd.isna(year) else year))]
    in_force = own.sort_values("year_from").drop_duplicates("workers", keep="last")
    floors = []
    for currency, per_hour in zip(in_force["currency"], in_force["per_hour"], strict=True):
        rate = (1.0, 0) if currency == "USD" else rates.nearest(currency, None if pd.isna(year) else int(year))
        floors += [per_hour * rate[0]] if rate else []
    return min(floors, default=np.nan)


def share_under_minimum(pay: pd.DataFrame, wages: pd.DataFrame, rates: ExchangeRates) -> pd.DataFrame:
    """Share of statements under the minimum wage of their country and year: at least, and at most.

    Takes a pay table and the wages of `list_minimum_wages`. Returns INEQUALITY_COLUMNS, a row per country with a known
    minimum: a range wholly under the floor is under it for sure, one that reaches below it may be. One cell one vote;
    under MIN_CELLS cells no number.
    """
    hourly = with_hourly_pay(pay)
    year = year_of(hourly["published_on"])
    floors = [
        find_floor(country, of_year, wages, rates)
        for country, of_year in zip(hourly["country"].fillna(""), year, strict=True)
    ]
    known = hourly.assign(floor=floors).dropna(subset="floor")
    rows = []
    for country, group in known.groupby("country"):
        line = {"measure": "share under the minimum wage", "group": country, "unit": "share"}
        line |= {"statements": len(group), "cells": count_cells(group)}
        if count_cells(group) < MIN_CELLS:
            rows.append({**line, "note": TOO_FEW})
            continue
        weight = weigh_by_cell(group)
        surely = group["usd_per_hour_high"] < group["floor"]
        maybe = group["usd_per_hour_low"].fillna(PAY_FLOOR) < group["floor"]
        shares = {"low": weight[surely].sum() / weight.sum(), "high": weight[maybe].sum() / weight.sum()}
        rows.append({**line, **shares, "note": ""})
    return pd.DataFrame(rows, columns=list(INEQUALITY_COLUMNS))
