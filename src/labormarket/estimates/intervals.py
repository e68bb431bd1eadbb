"""Ranges with open ends, as arrays: read once, checked once, the same way for every estimator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
# Nobody is paid less than nothing: what "up to $25" leaves open reaches down to zero.
PAY_FLOOR = 0.0


class Interval(NamedTuple):
    """All values that the data allow, ends included; an infinite end is open."""

    low: float
    high: float


UNKNOWN = Interval(float("nan"), float("nan"))


class Ranges(NamedTuple):
    """Low ends (-inf where open), high ends (inf where open), and weights (all positive)."""

    low: Floats
    high: Floats
    weight: Floats


def read_ranges(low: Iterable[Any], high: Iterable[Any], weights: Iterable[Any] | None = None) -> Ranges:
    """Read low ends, high ends and weights; None, NaN, NA and infinities mark an open end; no weights means ones.

    Raises ValueError, with the position, for ends in the wrong order, a weight that is not a positive finite number,
    or columns of different lengths.

    >>> read_ranges([20, None], [30, 25]).low.tolist()
    [20.0, -inf]
    >>> read_ranges([30], [20])
    Traceback (most recent call last):
    ...
    ValueError: position 0: low 30.0 is above high 20.0
    """
    lows, highs = to_floats(low), to_floats(high)
    weight = np.ones(len(lows)) if weights is None else to_floats(weights)
    if not len(lows) == len(highs) == len(weight):
        raise ValueError(f"{len(lows)} low ends, {len(highs)} high ends, {len(weight)} weights: lengths must agree")
    lows = np.where(np.isnan(lows), -np.inf, lows)
    highs = np.where(np.isnan(highs), np.inf, highs)
    refuse_at((lows == np.inf) | (highs == -np.inf), "an infinity at the wrong end", lows)
    refuse_at(~((weight > 0) & np.isfinite(weight)), "a weight must be positive and finite, not", weight)
    wrong = np.flatnonzero(lows > highs)
    if len(wrong):
        raise ValueError(f"position {wrong[0]}: low {lows[wrong[0]]} is above high {highs[wrong[0]]}")
    return Ranges(lows, highs, weight)


def refuse_at(wrong: NDArray[np.bool_], reason: str, values: Floats) -> None:
    """Raise ValueError naming the first position that is wrong, and its value."""
    if wrong.any():
        position = int(np.flatnonzero(wrong)[0])
        raise ValueError(f"position {position}: {reason} {values[position]}")


def to_floats(values: Iterable[Any]) -> Floats:
    """One float per value; None and NA become NaN, Decimals and numbers in text are read."""
    if isinstance(values, (np.ndarray, pd.Series)) and values.dtype == np.float64:
        return np.asarray(values)
    series = values if isinstance(values, pd.Series) else pd.Series(list(values), dtype="object")
    numbers = pd.to_numeric(series.astype("object").where(series.notna(), np.nan))
    return numbers.to_numpy(dtype="float64")
