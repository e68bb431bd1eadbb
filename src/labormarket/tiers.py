"""US dollars per hour to a tier of the wage ladder. The cut-offs are here and only here."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from labormarket.distinct import pick


class Tier(NamedTuple):
    """One band of the ladder, in US dollars per hour: the lower cut is included, the upper excluded."""

    name: str
    usd_per_hour_from: float
    usd_per_hour_to: float


US_FEDERAL_MINIMUM_WAGE_USD = 7.25
"""Fair Labor Standards Act, in force since 2009-07-24; a test holds it to data/raw/reference."""

TIERS = (
    Tier("sweatshop labelling", 0.0, US_FEDERAL_MINIMUM_WAGE_USD),
    Tier("generalist annotation", US_FEDERAL_MINIMUM_WAGE_USD, 30.0),
    Tier("skilled specialist", 30.0, 60.0),
    Tier("credentialed expert", 60.0, 110.0),
    Tier("licensed professional", 110.0, 250.0),
    Tier("elite consulting", 250.0, 500.0),
    Tier("VC-partner consulting", 500.0, np.inf),
)
TIER_NAMES = tuple(tier.name for tier in TIERS)


def representative_usd_per_hour(low: pd.Series, high: pd.Series) -> pd.Series:
    """Return the value that places a range on the ladder: its geometric midpoint, or its one stated end.

    A range from 0 has no geometric midpoint and is placed by its upper end.
    """
    positive_low = low.where(~(low.eq(0) & high.notna()))
    midpoint = (positive_low * high) ** 0.5
    # The root of a product is off by an ulp where both ends are the cut-off itself; the stated amount isn't.
    return midpoint.where(positive_low.ne(high), high).fillna(positive_low).fillna(high)


def assign_tier(low: pd.Series, high: pd.Series, tiers: tuple[Tier, ...] = TIERS) -> pd.Series:
    """Return the tier of each range in US dollars per hour, missing where neither end is known.

    >>> low, high = pd.Series([30.0, np.nan, 500.0, np.nan]), pd.Series([30.0, 7.25, np.nan, np.nan])
    >>> assign_tier(low, high).tolist()
    ['skilled specialist', 'generalist annotation', 'VC-partner consulting', nan]
    """
    value = representative_usd_per_hour(low, high)
    cuts = np.array([tier.usd_per_hour_from for tier in tiers])
    place = np.searchsorted(cuts, value.to_numpy(dtype=float, na_value=np.nan), side="right") - 1
    return pick([tier.name for tier in tiers], np.where(value.notna(), place, -1), low.index)
