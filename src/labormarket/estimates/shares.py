"""Shares of votes as bounds: how many platforms' votes are in a pay band or under a minimum wage, at least, at most.

A range may reach over a cut, so a share is an interval: at least the ranges wholly inside, at most those that touch.
"""

from __future__ import annotations

import pandas as pd

from labormarket.estimates.intervals import PAY_FLOOR, Interval
from labormarket.estimates.summary import COUNTS, TOO_FEW, WEIGHTINGS
from labormarket.estimates.votes import MIN_PRICES, count_evidence, ends_of, select_training
from labormarket.tiers import TIERS, Tier

IN_A_BAND, UNDER_MINIMUM = "in the pay band", "under the minimum wage"
SHARE_COLUMNS = ("measure", "group", "weighting", "low", "high", *COUNTS, "note")


def weigh_share(weight: pd.Series, surely: pd.Series, maybe: pd.Series) -> Interval:
    """The share of weight for which something is sure, and for which it may be."""
    total = weight.sum()
    return Interval(float(weight[surely].sum() / total), float(weight[surely | maybe].sum() / total))


def share_bands(pay: pd.DataFrame, tiers: tuple[Tier, ...] = TIERS) -> pd.DataFrame:
    """Share the votes out over the pay bands.

    Takes a pay table of one kind of evidence. Returns SHARE_COLUMNS, two rows per band: one platform one vote, and one
    listing one vote. Under MIN_PRICES prices no number but a note.

    >>> pay = pd.DataFrame({"platform": list("VWXYZ"), "origin": [None] * 5,
    ...     "usd_per_hour_low": [5.0, 20, 40, None, 70], "usd_per_hour_high": [6.0, 50, 45, 45, None]})
    >>> bands = share_bands(pay)
    >>> bands.loc[bands["group"].eq("skilled specialist"), ["low", "high"]].values.tolist()
    [[0.2, 0.6], [0.2, 0.6]]
    """
    hourly = select_training(pay)
    low, high = ends_of(hourly)
    low, high = low.fillna(PAY_FLOOR), high.fillna(float("inf"))
    bands = {
        tier.name: (
            (low >= tier.usd_per_hour_from) & (high < tier.usd_per_hour_to),
            (low < tier.usd_per_hour_to) & (high >= tier.usd_per_hour_from),
        )
        for tier in tiers
    }
    return share_votes(IN_A_BAND, {name: (hourly, *which) for name, which in bands.items()})


def share_under_minimum(pay: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """Share of the votes of each country that are under its minimum wage of the day.

    Takes a pay table of one kind of evidence and the table of minimum wage gaps (statement_id, country, ratio_low and
    ratio_high to the wage in force, NaN where open). Returns SHARE_COLUMNS. A range wholly under the minimum is under
    it for sure, one that reaches below it may be. Under MIN_PRICES prices no number but a note.
    """
    known = (
        select_training(pay)
        .drop(columns="country")
        .merge(gaps[["statement_id", "country", "ratio_low", "ratio_high"]], on="statement_id")
    )
    groups = {
        str(country): (group, group["ratio_high"] < 1, group["ratio_low"].fillna(PAY_FLOOR) < 1)
        for country, group in known.groupby("country")
    }
    return share_votes(UNDER_MINIMUM, groups)


def share_votes(measure: str, groups: dict[str, tuple[pd.DataFrame, pd.Series, pd.Series]]) -> pd.DataFrame:
    """The lines of each group (its rows, which of them surely, which maybe), under each weighting."""
    rows = []
    for name, (pay, surely, maybe) in groups.items():
        counts = count_evidence(pay)
        for weighting, weigh in WEIGHTINGS.items():
            line = {"measure": measure, "group": name, "weighting": weighting, **counts}
            if counts["prices"] < MIN_PRICES:
                rows.append({**line, "note": TOO_FEW})
                continue
            share = weigh_share(weigh(pay), surely, maybe)
            rows.append({**line, **share._asdict(), "note": ""})
    return pd.DataFrame(rows, columns=list(SHARE_COLUMNS))
