"""What ranges allow and no more: the interval of a quantile over everything that could lie inside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from labormarket.estimates.intervals import PAY_FLOOR, UNKNOWN, Floats, Interval, read_ranges

# statistic -> the share of weight below it
QUANTILES: Mapping[str, float] = MappingProxyType({"p10": 0.1, "median": 0.5, "p90": 0.9})


def bound(
    low: Iterable[Any], high: Iterable[Any], weights: Iterable[Any] | None = None, *, statistic: str = "median"
) -> Interval:
    """Bound the P10, median or P90 of values of which only ranges [low, high] are known.

    Takes ends in one unit (None or NaN marks an open end) and positive weights. The low end is what holds if everyone
    got the low end (an open one is PAY_FLOOR), the high end if everyone got the high end (infinity where it is open).
    No ranges: NaN. Raises ValueError for low above high or a bad weight.

    >>> bound([20, 30, None], [25, None, 15])
    Interval(low=20.0, high=25.0)
    >>> bound([20, 30], [25, None])
    Interval(low=25.0, high=inf)
    """
    ranges = read_ranges(low, high, weights)
    if not len(ranges.low):
        return UNKNOWN
    lows = np.maximum(ranges.low, PAY_FLOOR)
    ends = (weighted_quantile(values, ranges.weight, QUANTILES[statistic]) for values in (lows, ranges.high))
    return Interval(*ends)


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
