"""Level and spread of pay by group: what the ranges allow, each reading of "up to", and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd

from labormarket.estimates.bounds import QUANTILES, bound
from labormarket.estimates.clusters import MIN_CLUSTERS, effective_clusters, estimate_clustered, leave_each_out
from labormarket.estimates.intervals import read_ranges
from labormarket.estimates.npmle import npmle
from labormarket.estimates.readings import OTHER_READINGS, is_up_to
from labormarket.estimates.votes import (
    MIN_PRICES,
    count_evidence,
    ends_of,
    name_platform,
    select_training,
    weigh_by_listing,
    weigh_by_platform,
    with_prices,
)

PLATFORM_VOTES, LISTING_VOTES = "platform", "listing"
WEIGHTINGS: Mapping[str, Callable[[pd.DataFrame], pd.Series]] = MappingProxyType(
    {PLATFORM_VOTES: weigh_by_platform, LISTING_VOTES: weigh_by_listing}
)
TOO_FEW = f"too few: under {MIN_PRICES} prices"
ONE_PLATFORM = "no interval: one platform"
FEW_PLATFORMS = f"no interval: under {MIN_CLUSTERS} platforms"
READINGS = ("allowed", "point", *OTHER_READINGS, "ci95", "left_out")
COUNTS = ("statements", "prices", "witnesses", "publishers", "platforms")
SUMMARY_COLUMNS = (
    *("weighting", "statistic", *COUNTS, "effective_platforms"),
    *(f"usd_per_hour_{reading}_{end}" for reading in READINGS for end in ("low", "high")),
    *("moved_most_by", "note"),
)
Lines = list[dict[str, object]]


def summarise_pay(
    pay: pd.DataFrame,
    by: Sequence[str] = (),
    *,
    statistics: Sequence[str] = ("median",),
    weightings: Sequence[str] = (PLATFORM_VOTES, LISTING_VOTES),
) -> pd.DataFrame:
    """Summarise hourly pay by group, as intervals in US dollars per hour.

    Takes a pay table and the columns to group by (none: all rows). Returns a row per group, weighting ("platform":
    one platform one vote; "listing": one row one vote) and statistic (p10, median, p90) with the counts of
    `count_evidence` and these intervals: `allowed` by the ranges; `point` (each range holds one unknown pay);
    `highest_of_many` and `stated_end`, the other readings of "up to"; and, of platform votes, `ci95`, clustered by
    platform, from MIN_CLUSTERS of them on, and `left_out`, the outer ends with any one platform left out, with the
    platform that moves them most. Infinity is an open end. Under MIN_PRICES prices no figure but a note; rows without
    hourly pay or about other work than training, and groups without a name, play no part.

    >>> pay = pd.DataFrame({"platform": list("VWXYZ"), "origin": [None] * 5,
    ...     "usd_per_hour_low": [40, 50, 60, None, 70], "usd_per_hour_high": [60, 50, None, 45, 80]})
    >>> table = summarise_pay(pay, weightings=["platform"])
    >>> table.loc[0, ["usd_per_hour_allowed_low", "usd_per_hour_allowed_high"]].astype(float).tolist()
    [50.0, 60.0]
    >>> summarise_pay(pay.head(4), weightings=["platform"])["note"].tolist()
    ['too few: under 5 prices']
    """
    hourly = with_prices(select_training(pay))
    read = {name: reading(hourly) for name, reading in OTHER_READINGS.items()}
    groups = hourly.groupby(list(by), observed=True) if by else [((), hourly)]
    rows = [
        {**dict(zip(by, names, strict=True)), **line}
        for names, group in groups
        for weighting in weightings
        for line in summarise_group(group, weighting, statistics, read)
    ]
    return pd.DataFrame(rows, columns=[*by, *SUMMARY_COLUMNS])


def summarise_group(
    group: pd.DataFrame, weighting: str, statistics: Sequence[str], read: Mapping[str, pd.DataFrame]
) -> Lines:
    """The lines of one group and weighting of `summarise_pay`; `read` has the table under the other readings."""
    weight, counts, platforms = WEIGHTINGS[weighting](group), count_evidence(group), name_platform(group)
    effective = effective_clusters(weight, platforms) if len(group) else np.nan
    lines: Lines = [
        {"weighting": weighting, "statistic": statistic, **counts, "effective_platforms": effective, "note": ""}
        for statistic in statistics
    ]
    if counts["prices"] < MIN_PRICES:
        return [{**line, "note": TOO_FEW} for line in lines]
    ends = ends_of(group)
    ranges = read_ranges(*ends, weight)
    clustered = estimate_clustered(ranges, platforms)
    others = {
        name: npmle(read_ranges(*ends_of(table.loc[group.index]), weight)) if is_up_to(group).any() else clustered.atoms
        for name, table in read.items()
    }
    shares = [QUANTILES[statistic] for statistic in statistics]
    for line, share, statistic in zip(lines, shares, statistics, strict=True):
        line |= name_ends("allowed", bound(*ends, weight, statistic=statistic))
        for name, distribution in {"point": clustered.atoms, **others}.items():
            line |= name_ends(name, distribution.quantile(share))
    if weighting == PLATFORM_VOTES:
        for line, share, left_out in zip(lines, shares, leave_each_out(ranges, platforms, shares), strict=True):
            line |= name_ends("left_out", left_out[:2]) | name_ends("ci95", clustered.confidence_of_quantile(share))
            line |= {"moved_most_by": left_out.moved_most_by, "note": why_no_interval(platforms.nunique())}
    return lines


def why_no_interval(platforms: int) -> str:
    """What a note says of an interval over so many platforms; "" where there are enough."""
    if platforms < MIN_CLUSTERS:
        return ONE_PLATFORM if platforms == 1 else FEW_PLATFORMS
    return ""


def name_ends(reading: str, ends: Sequence[float]) -> dict[str, object]:
    """The two ends of an interval by the names of their columns."""
    return {f"usd_per_hour_{reading}_{end}": value for end, value in zip(("low", "high"), ends, strict=True)}
