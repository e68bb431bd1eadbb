"""How far a figure would move with other sources: whole sources drawn again, with a fixed seed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from labormarket.estimates.intervals import Floats, Interval, read_ranges

Estimator = Callable[[Floats, Floats, Floats], Interval]
SEED = 1976
DRAWS = 500
LEVEL = 0.95
# With fewer sources than this, drawing them again says nothing about other sources.
MIN_CLUSTERS = 5


def resample(
    low: Iterable[Any],
    high: Iterable[Any],
    weights: Iterable[Any],
    clusters: Iterable[Any],
    estimator: Estimator,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    level: float = LEVEL,
) -> Interval:
    """Find where an interval estimate stays when its sources are drawn again with replacement.

    Takes ranges, weights, the source of each range, and an estimator of (low, high, weights). Rows of one source are
    drawn together. Returns the interval from the lower tail of the low ends to the upper tail of the high ends, so
    it covers both what the ranges leave open and what other sources would have said; NaN below MIN_CLUSTERS sources.

    >>> from labormarket.estimates.bounds import bound
    >>> pay = [10, 12, 14, 16, 18, 20, 22, 24]
    >>> resample(pay, pay, [1] * 8, "abcdefgh", bound) == resample(pay, pay, [1] * 8, "abcdefgh", bound)
    True
    >>> resample([10, 12], [10, 12], [1, 1], ["one page", "one page"], bound)
    Interval(low=nan, high=nan)
    """
    ranges = read_ranges(low, high, weights)
    source, names = pd.factorize(pd.Series(list(clusters), dtype="object"))
    if len(source) != len(ranges.low):
        raise ValueError(f"{len(source)} sources for {len(ranges.low)} ranges")
    if (source < 0).any():
        raise ValueError(f"position {int(np.flatnonzero(source < 0)[0])}: no source")
    if len(names) < MIN_CLUSTERS:
        return Interval(np.nan, np.nan)
    generator = np.random.default_rng(seed)
    ends = np.empty((draws, 2))
    for draw in range(draws):
        times = np.bincount(generator.integers(len(names), size=len(names)), minlength=len(names))[source]
        drawn = times > 0
        ends[draw] = estimator(ranges.low[drawn], ranges.high[drawn], ranges.weight[drawn] * times[drawn])
    tail = (1 - level) / 2
    # neighbouring draws, not a value between them: an end may be infinite
    lowest = np.quantile(ends[:, 0], tail, method="lower")
    return Interval(float(lowest), float(np.quantile(ends[:, 1], 1 - tail, method="higher")))
