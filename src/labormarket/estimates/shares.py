"""Shares of votes: how many platforms' votes are in a pay band or under a minimum wage, at least, at most, and likely.

A range may reach over a cut, so a share is bounded by the ranges wholly inside and by those that touch. Beside the
bounds stands the share if each range holds one unknown pay, with its interval clustered by platform.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from labormarket.estimates.clusters import estimate_clustered
from labormarket.estimates.intervals import PAY_FLOOR, Interval, read_ranges
from labormarket.estimates.summary import COUNTS, PLATFORM_VOTES, TOO_FEW, WEIGHTINGS, Lines, why_no_interval
from labormarket.estimates.votes import ENDS, MIN_PRICES, count_evidence, name_platform, select_training
from labormarket.tiers import TIERS

IN_A_BAND, UNDER_MINIMUM = "in the pay band", "under the minimum wage"
RATIOS = ("ratio_low", "ratio_high")
SHARE_COLUMNS = ("measure", "group", "weighting", "low", "high", "point", "ci95_low", "ci95_high", *COUNTS, "note")
# From and to under which amount, by name of the band.
BANDS: Mapping[str, tuple[float, float]] = {tier.name: (tier.usd_per_hour_from, tier.usd_per_hour_to) for tier in TIERS}


def weigh_share(weight: pd.Series, surely: pd.Series, maybe: pd.Series) -> Interval:
    """The share of weight for which something is sure, and for which it may be."""
    total = weight.sum()
    return Interval(float(weight[surely].sum() / total), float(weight[surely | maybe].sum() / total))


def share_bands(pay: pd.DataFrame) -> pd.DataFrame:
    """Share the votes out over the pay bands.

    Takes a pay table of one kind of evidence. Returns SHARE_COLUMNS, two rows per band: one platform one vote, and one
    listing one vote. Under MIN_PRICES prices no number but a note.

    >>> pay = pd.DataFrame({"platform": list("VWXYZ"), "origin": [None] * 5,
    ...     "usd_per_hour_low": [5.0, 20, 40, None, 70], "usd_per_hour_high": [6.0, 50, 45, 45, None]})
    >>> bands = share_bands(pay)
    >>> bands.loc[bands["group"].eq("skilled specialist"), ["low", "high"]].values.tolist()
    [[0.2, 0.6], [0.2, 0.6]]
    """
    return tabulate(IN_A_BAND, share_votes(select_training(pay), ENDS, BANDS))


def share_under_minimum(pay: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """Share of the votes of each country that are under its minimum wage of the day.

    Takes a pay table of one kind of evidence and the table of minimum wage gaps (statement_id, country, ratio_low and
    ratio_high to the wage in force, NaN where open). Returns SHARE_COLUMNS. A range wholly under the minimum is under
    it for sure, one that reaches below it may be. Under MIN_PRICES prices no number but a note.
    """
    rows = [
        line
        for country, group in with_ratios(pay, gaps).groupby("country")
        for line in share_votes(group, RATIOS, {str(country): (PAY_FLOOR, 1.0)})
    ]
    return tabulate(UNDER_MINIMUM, rows)


def with_ratios(pay: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """The rows of a pay table for which a minimum wage is known, with its country and their ratios to it."""
    known = select_training(pay).drop(columns="country")
    return known.merge(gaps[["statement_id", "country", *RATIOS]], on="statement_id")


def tabulate(measure: str, lines: Lines) -> pd.DataFrame:
    """The lines as a table of one measure."""
    return pd.DataFrame(lines).assign(measure=measure).reindex(columns=list(SHARE_COLUMNS))


def share_votes(pay: pd.DataFrame, ends: tuple[str, str], cuts: Mapping[str, tuple[float, float]]) -> Lines:
    """The lines of some rows: for each cut, by name, and weighting, the share from its start to under its stop."""
    counts = count_evidence(pay)
    heads = [{"group": name, "weighting": weighting, **counts} for name in cuts for weighting in WEIGHTINGS]
    if counts["prices"] < MIN_PRICES:
        return [{**head, "note": TOO_FEW} for head in heads]
    low, high = pay[ends[0]].fillna(PAY_FLOOR), pay[ends[1]].fillna(np.inf)
    weights = {name: weigh(pay) for name, weigh in WEIGHTINGS.items()}
    platforms = name_platform(pay)
    found = {
        name: estimate_clustered(read_ranges(pay[ends[0]], pay[ends[1]], weight), platforms)
        for name, weight in weights.items()
    }
    lines: Lines = []
    for head in heads:
        (start, stop), weighting = cuts[str(head["group"])], str(head["weighting"])
        bounds = weigh_share(weights[weighting], (low >= start) & (high < stop), (low < stop) & (high >= start))
        point, confidence = found[weighting].share_between(start, stop)
        line = {**head, **bounds._asdict(), "point": point, "note": ""}
        if weighting == PLATFORM_VOTES:
            line |= {"ci95_low": confidence.low, "ci95_high": confidence.high}
            line |= {"note": why_no_interval(platforms.nunique())}
        lines.append(line)
    return lines
