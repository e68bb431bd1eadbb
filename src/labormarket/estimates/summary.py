"""One group, one line: what its ranges allow, what either reading of a range supports, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from labormarket.estimates.bootstrap import DRAWS, SEED, resample
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
from labormarket.estimates.intervals import Interval
from labormarket.estimates.npmle import npmle, quantile_interval
from labormarket.estimates.spread import spread_quantile

WEIGHTINGS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {"cell": weigh_by_cell, "listing": weigh_by_listing}
TOO_FEW = f"too few: under {MIN_CELLS} platform × profession cells"
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
    range holds workers spread evenly), `ci95` (the point reading, its sources drawn again). Infinity is an open end.
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
        {**dict(zip(by, names, strict=True)), **summarise_group(group, weighting, statistic, draws, seed)}
        for names, group in groups
        for weighting in weightings
        for statistic in statistics
    ]
    return pd.DataFrame(rows, columns=[*by, *SUMMARY_COLUMNS])


def summarise_group(group: pd.DataFrame, weighting: str, statistic: str, draws: int, seed: int) -> dict[str, object]:
    """One line of `summarise_pay`."""
    cells = count_cells(group)
    line: dict[str, object] = {
        "weighting": weighting,
        "statistic": statistic,
        "statements": len(group),
        "witnesses": name_witness(group).nunique(),
        "cells": cells,
    }
    if cells < MIN_CELLS:
        return {**line, "note": TOO_FEW}
    share = QUANTILES[statistic]
    low, high, weight = group["usd_per_hour_low"], group["usd_per_hour_high"], WEIGHTINGS[weighting](group)
    estimate = partial(point_quantile, share=share)
    found = {
        "allowed": bound(low, high, weight, statistic=statistic),
        "point": estimate(low, high, weight),
        "spread": spread_quantile(low, high, weight, share),
        "ci95": resample(low, high, weight, name_cluster(group), estimate, draws=draws, seed=seed),
    }
    for reading, interval in found.items():
        line |= {f"usd_per_hour_{reading}_low": interval.low, f"usd_per_hour_{reading}_high": interval.high}
    return {**line, "note": "" if np.isfinite(found["ci95"].low) else "too few sources for a confidence interval"}


def point_quantile(low: Iterable[Any], high: Iterable[Any], weight: Iterable[Any], share: float) -> Interval:
    """The quantile under the reading that each range holds one unknown pay."""
    return quantile_interval(npmle(low, high, weight), share)
