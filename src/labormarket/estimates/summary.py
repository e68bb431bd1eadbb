"""One group, one line: what its ranges allow, what either reading of a range supports, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pandas as pd

from labormarket.estimates.bootstrap import DRAWS, SEED, resample_several
from labormarket.estimates.bounds import QUANTILES, bound
from labormarket.estimates.cells import (
    MIN_CELLS,
    count_cells,
    name_cluster,
    name_witness,
    weigh_by_cell,
    weigh_by_listing,
    with_hourly_pay,
)
from labormarket.estimates.intervals import read_ranges
from labormarket.estimates.npmle import point_quantiles
from labormarket.estimates.spread import spread_quantile

WEIGHTINGS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {"cell": weigh_by_cell, "listing": weigh_by_listing}
TOO_FEW = f"too few: under {MIN_CELLS} platform × profession cells"
TOO_FEW_SOURCES = "too few sources for a confidence interval"
# A resampled estimate needs to be near its maximum, not on it: sampling moves it far more.
RESAMPLING_TOLERANCE = 1e-6
READINGS = ("allowed", "point", "spread", "ci95")
SUMMARY_COLUMNS = (
    *("weighting", "statistic", "statements", "witnesses", "cells"),
    *(f"usd_per_hour_{reading}_{end}" for reading in READINGS for end in ("low", "high")),
    "note",
)


def summarise_pay(
    pay: pd.DataFrame,
    by: Sequence[str] = (),
    *,
    statistics: Sequence[str] = ("median",),
    weightings: Sequence[str] = ("cell", "listing"),
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Summarise hourly pay by group, as intervals in US dollars per hour.

    Takes a pay table and the columns to group by (none: all rows). Returns a row per group, weighting ("cell": one
    platform × profession cell one vote; "listing": one row one vote) and statistic (p10, median, p90) with the
    counts, and four intervals: `allowed` by the ranges, `point` (each range holds one unknown pay), `spread` (each
    range holds workers spread evenly), `ci95` (the point reading, its sources drawn again `draws` times; 0 for none).
    Infinity is an open end.
    Under MIN_CELLS cells no figure but a note; rows without hourly pay and groups without a name play no part.

    >>> pay = pd.DataFrame({"statement_id": list("abcde"), "platform": list("VWXYZ"), "profession": ["nurse"] * 5,
    ...     "origin": [None] * 5, "usd_per_hour_low": [40, 50, 60, None, 70],
    ...     "usd_per_hour_high": [60, 50, None, 45, 80]})
    >>> table = summarise_pay(pay, weightings=["cell"], draws=20)
    >>> table.loc[0, ["usd_per_hour_allowed_low", "usd_per_hour_allowed_high"]].astype(float).tolist()
    [50.0, 60.0]
    >>> summarise_pay(pay.head(4), weightings=["cell"])["note"].tolist()
    ['too few: under 5 platform × profession cells']
    """
    hourly = with_hourly_pay(pay)
    groups = hourly.groupby(list(by), observed=True) if by else [((), hourly)]
    rows = [
        {**dict(zip(by, names, strict=True)), **line}
        for names, group in groups
        for weighting in weightings
        for line in summarise_group(group, weighting, statistics, draws, seed)
    ]
    return pd.DataFrame(rows, columns=[*by, *SUMMARY_COLUMNS])


def summarise_group(
    group: pd.DataFrame, weighting: str, statistics: Sequence[str], draws: int, seed: int
) -> list[dict[str, object]]:
    """The lines of one group and weighting of `summarise_pay`."""
    cells = count_cells(group)
    counts = {"weighting": weighting, "statements": len(group), "witnesses": name_witness(group).nunique()}
    lines: list[dict[str, object]] = [{"statistic": statistic, **counts, "cells": cells} for statistic in statistics]
    if cells < MIN_CELLS:
        return [{**line, "note": TOO_FEW} for line in lines]
    low, high, weight = group["usd_per_hour_low"], group["usd_per_hour_high"], WEIGHTINGS[weighting](group)
    shares = [QUANTILES[statistic] for statistic in statistics]
    readings = {
        "allowed": [bound(low, high, weight, statistic=statistic) for statistic in statistics],
        "point": point_quantiles(read_ranges(low, high, weight), shares),
        "spread": [spread_quantile(low, high, weight, share) for share in shares],
    }
    if draws:
        estimate = partial(point_quantiles, shares=shares, tolerance=RESAMPLING_TOLERANCE)
        readings["ci95"] = resample_several(low, high, weight, name_cluster(group), estimate, draws=draws, seed=seed)
    for reading, intervals in readings.items():
        for line, interval in zip(lines, intervals, strict=True):
            line |= {f"usd_per_hour_{reading}_low": interval.low, f"usd_per_hour_{reading}_high": interval.high}
    unsure = draws and np.isnan(readings["ci95"][0].low)
    return [{**line, "note": TOO_FEW_SOURCES if unsure else ""} for line in lines]
