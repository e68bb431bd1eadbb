"""How far a figure would move with other sources: whole sources drawn again, with a fixed seed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm, t

from labormarket.estimates.intervals import Interval, Ranges, read_ranges

Estimator = Callable[[Ranges], Interval]
Estimators = Callable[[Ranges], Sequence[Interval]]
SEED = 1976
DRAWS = 200
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

    Takes ranges, weights, the source of each range, and an estimator of `Ranges`. Rows of one source are
    drawn together. Returns the interval from the lower tail of the low ends to the upper tail of the high ends, so
    it covers both what the ranges leave open and what other sources would have said; NaN below MIN_CLUSTERS sources.
    Its tails are those of `expand_tail`: a few sources drawn again vary less than a few other sources would.

    >>> from labormarket.estimates.bounds import bound
    >>> pay = [10, 12, 14, 16, 18, 20, 22, 24]
    >>> resample(pay, pay, [1] * 8, "abcdefgh", lambda ranges: bound(*ranges))
    Interval(low=11.0, high=23.0)
    >>> resample([10, 12], [10, 12], [1, 1], ["one page", "one page"], lambda ranges: bound(*ranges))
    Interval(low=nan, high=nan)
    """
    one = resample_several(
        *(low, high, weights, clusters, lambda drawn: [estimator(drawn)]), draws=draws, seed=seed, level=level
    )
    return one[0]


def resample_several(
    low: Iterable[Any],
    high: Iterable[Any],
    weights: Iterable[Any],
    clusters: Iterable[Any],
    estimators: Estimators,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    level: float = LEVEL,
) -> list[Interval]:
    """Find where several interval estimates of the same ranges stay; see `resample`."""
    ranges = read_ranges(low, high, weights)
    source, names = pd.factorize(pd.Series(list(clusters), dtype="object"))
    if len(source) != len(ranges.low):
        raise ValueError(f"{len(source)} sources for {len(ranges.low)} ranges")
    if (source < 0).any():
        raise ValueError(f"position {int(np.flatnonzero(source < 0)[0])}: no source")
    generator = np.random.default_rng(seed)
    found = []
    for _ in range(draws if len(names) >= MIN_CLUSTERS else 0):
        times = np.bincount(generator.integers(len(names), size=len(names)), minlength=len(names))[source]
        drawn = times > 0
        found.append(estimators(Ranges(ranges.low[drawn], ranges.high[drawn], ranges.weight[drawn] * times[drawn])))
    if not found:
        return [Interval(np.nan, np.nan) for _ in estimators(ranges)]
    ends = np.sort(np.array(found), axis=0)  # draws × estimates × (low, high)
    # the rank of a draw that leaves that share of all further draws outside; a draw itself, for an end may be infinite
    rank = max(int((draws + 1) * expand_tail(level, len(names))), 1)
    return [
        Interval(float(low), float(high)) for low, high in zip(ends[rank - 1, :, 0], ends[-rank, :, 1], strict=True)
    ]


def expand_tail(level: float, clusters: int) -> float:
    """The share of draws to leave out at each end, so that the interval reaches as far as a t interval would.

    Source: Hesterberg 2015, What Teachers Should Know About the Bootstrap, The American Statistician 69/4.

    >>> [round(expand_tail(0.95, clusters), 4) for clusters in (5, 50, 10_000)]
    [0.001, 0.0212, 0.025]
    """
    reach = np.sqrt(clusters / (clusters - 1)) * t.ppf((1 + level) / 2, clusters - 1)
    return float(norm.cdf(-reach))
