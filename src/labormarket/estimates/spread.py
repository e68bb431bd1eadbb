"""The second reading of a posted range: pay spread evenly over it, one worker at the low end, another at the high."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from labormarket.estimates.intervals import PAY_FLOOR, Floats, Interval, read_ranges


def spread_quantile(
    low: Iterable[Any],
    high: Iterable[Any],
    weights: Iterable[Any] | None = None,
    share: float = 0.5,
    *,
    floor: float = PAY_FLOOR,
) -> Interval:
    """Find the quantile of pay if each closed range holds workers spread evenly over it.

    Takes ends in one unit (None or NaN marks an open end) and positive weights. A range with an open end has no even
    spread: its workers may all stand at the stated end, or all at `floor` or at infinity, and the interval holds
    every case. Without open ends both ends are the same number. No ranges: NaN.

    >>> spread_quantile([10, 20], [30, 20])
    Interval(low=20.0, high=20.0)
    >>> spread_quantile([10, 40], [30, None], share=0.25), spread_quantile([10, 40], [30, None], share=0.75)
    (Interval(low=20.0, high=20.0), Interval(low=40.0, high=inf))
    """
    if not 0 < share < 1:
        raise ValueError(f"a share lies between 0 and 1, not {share}")
    ranges = read_ranges(low, high, weights)
    if not len(ranges.low):
        return Interval(np.nan, np.nan)
    open_low, open_high = np.isneginf(ranges.low), np.isposinf(ranges.high)
    stated_low = np.where(open_low, floor, ranges.low)
    # everyone as low, then as high, as an open end lets them stand
    lowest = (stated_low, np.where(open_low | open_high, stated_low, ranges.high))
    top = np.maximum(ranges.high, stated_low)
    highest = (np.where(open_low | open_high, top, ranges.low), top)
    weight = ranges.weight / ranges.weight.sum()
    return Interval(mixture_quantile(*lowest, weight, share), mixture_quantile(*highest, weight, share))


def mixture_quantile(low: Floats, high: Floats, weight: Floats, share: float) -> float:
    """The quantile of a mixture of uniform distributions and points; weights sum to 1."""
    wide = (high > low) & np.isfinite(high)
    density = weight[wide] / (high[wide] - low[wide])
    # The distribution function bends where a uniform starts or stops, and jumps at points.
    places = np.concatenate([low[wide], high[wide], high[~wide]])
    bends = np.concatenate([density, -density, np.zeros((~wide).sum())])
    jumps = np.concatenate([np.zeros(2 * int(wide.sum())), weight[~wide]])
    order = np.argsort(places, kind="stable")
    places, bends, jumps = places[order], bends[order], jumps[order]
    finite = np.isfinite(places)
    steps = np.diff(places[finite], prepend=places[0] if finite.any() else 0.0)
    slope_before = np.concatenate([[0.0], np.cumsum(bends[finite])[:-1]]) if finite.any() else np.zeros(0)
    before = np.cumsum(steps * slope_before) + np.concatenate([[0.0], np.cumsum(jumps[finite])])[: finite.sum()]
    after = before + jumps[finite]
    reached = np.flatnonzero(after >= share - 1e-12)
    if not len(reached):
        return np.inf
    first = int(reached[0])
    missing = share - before[first]
    if missing >= 0 or slope_before[first] <= 0:
        return float(places[first])
    return float(places[first] + missing / slope_before[first])
