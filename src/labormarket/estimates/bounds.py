"""What ranges allow and no more: the interval of a statistic over everything that could lie inside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from labormarket.estimates.intervals import PAY_FLOOR, Floats, Interval, Ranges, read_ranges

# statistic -> the share of weight below it
QUANTILES: Mapping[str, float] = MappingProxyType({"p10": 0.1, "median": 0.5, "p90": 0.9})
STATISTICS = ("mean", *QUANTILES)


def bounds(
    low: Iterable[Any], high: Iterable[Any], weights: Iterable[Any] | None = None, *, floor: float = PAY_FLOOR
) -> pd.DataFrame:
    """Bound the mean, P10, median and P90 of values of which only ranges [low, high] are known.

    Takes ends in one unit (None or NaN marks an open end) and positive weights. Returns one row per statistic:
    `statistic`, `low` (if everyone got the low end; an open one is `floor`), `high` (if everyone got the high end;
    infinity where it is open) and `n`. No ranges: NaN. Raises ValueError for low above high or a bad weight.

    >>> bounds([20, 30, None], [25, None, 15]).to_dict("records")[2]
    {'statistic': 'median', 'low': 20.0, 'high': 25.0, 'n': 3}
    >>> bounds([20, 30, None], [25, None, 15]).to_dict("records")[0]
    {'statistic': 'mean', 'low': 16.66..., 'high': inf, 'n': 3}
    """
    ranges = read_ranges(low, high, weights)
    found = [bound_ranges(ranges, statistic, floor) for statistic in STATISTICS]
    return pd.DataFrame({"statistic": STATISTICS}).assign(
        low=[interval.low for interval in found], high=[interval.high for interval in found], n=len(ranges.low)
    )


def bound(
    low: Iterable[Any],
    high: Iterable[Any],
    weights: Iterable[Any] | None = None,
    *,
    statistic: str = "median",
    floor: float = PAY_FLOOR,
) -> Interval:
    """Bound one statistic, named as in `bounds`.

    >>> bound([20, 30], [25, None])
    Interval(low=25.0, high=inf)
    """
    return bound_ranges(read_ranges(low, high, weights), statistic, floor)


def bound_ranges(ranges: Ranges, statistic: str, floor: float) -> Interval:
    """The statistic if everyone got the low end, and if everyone got the high end."""
    lows = np.maximum(ranges.low, floor)
    highs = np.maximum(ranges.high, lows)
    return Interval(summarise(lows, ranges.weight, statistic), summarise(highs, ranges.weight, statistic))


def summarise(values: Floats, weight: Floats, statistic: str) -> float:
    """The weighted mean or quantile of known values; NaN of none."""
    if not len(values):
        return np.nan
    if statistic == "mean":
        return float(np.average(values, weights=weight))
    return weighted_quantile(values, weight, QUANTILES[statistic])


def weighted_quantile(values: Floats, weight: Floats, share: float) -> float:
    """The value below which a share of the weight lies; midway between two values where the share falls between them.

    >>> weighted_quantile(np.array([10.0, 20.0]), np.array([1.0, 1.0]), 0.5)
    15.0
    >>> weighted_quantile(np.array([10.0, 20.0]), np.array([1.0, 3.0]), 0.5)
    20.0
    """
    order = np.argsort(values, kind="stable")
    values, cumulated = values[order], np.cumsum(weight[order])
    target = share * cumulated[-1]
    close = 1e-12 * cumulated[-1]
    first = int(np.searchsorted(cumulated, target - close))
    last = min(int(np.searchsorted(cumulated, target + close)), len(values) - 1)
    low, high = float(values[first]), float(values[last])
    return low if low == high else (low + high) / 2
