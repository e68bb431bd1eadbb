"""Readings of "up to": the unknown pay below it, the highest of many, or the stated end itself.

An "up to $40" states the maximum of many workers' pay. Turnbull's estimate takes it for one unknown pay below 40
(left-censored); the second reading for the top of a range as wide as those that state both ends; the third for 40.
Figures that differ between them depend on the reading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from labormarket.estimates.votes import ends_of

# Too few ranges with two ends to tell how wide one usually is: "up to" is then read as the stated end.
MIN_RANGES_FOR_WIDTH = 10


def is_up_to(pay: pd.DataFrame) -> pd.Series:
    """Whether a row states a high end alone."""
    return pay["usd_per_hour_low"].isna() & pay["usd_per_hour_high"].notna()


def typical_width(pay: pd.DataFrame) -> float:
    """The median ratio of the high to the low end over the ranges that state both; 1 where they are too few.

    >>> typical_width(pd.DataFrame({"usd_per_hour_low": [10.0] * 10, "usd_per_hour_high": [20.0] * 10}))
    2.0
    """
    low, high = (ends.to_numpy(dtype="float64") for ends in ends_of(pay))
    ranged = (low > 0) & (high > low)
    return float(np.median(high[ranged] / low[ranged])) if ranged.sum() >= MIN_RANGES_FOR_WIDTH else 1.0


def read_as_highest(pay: pd.DataFrame) -> pd.DataFrame:
    """The pay table with each "up to" as the top of a range as wide as the table's other ranges."""
    return pay.assign(
        usd_per_hour_low=pay["usd_per_hour_low"].mask(is_up_to(pay), pay["usd_per_hour_high"] / typical_width(pay))
    )


def read_as_stated(pay: pd.DataFrame) -> pd.DataFrame:
    """The pay table with each "up to" as pay of just that.

    >>> read_as_stated(pd.DataFrame({"usd_per_hour_low": [np.nan, 5], "usd_per_hour_high": [40.0, 9]}))
       usd_per_hour_low  usd_per_hour_high
    0              40.0               40.0
    1               5.0                9.0
    """
    return pay.assign(usd_per_hour_low=pay["usd_per_hour_low"].mask(is_up_to(pay), pay["usd_per_hour_high"]))


OTHER_READINGS: Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]] = MappingProxyType(
    {"highest_of_many": read_as_highest, "stated_end": read_as_stated}
)
