"""US dollars per hour to a tier of the wage ladder. The cut-offs are here and only here."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd


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
    Tier("expert", 60.0, 110.0),
    Tier("senior expert", 110.0, 250.0),
    Tier("elite expertise", 250.0, 500.0),
    Tier("VC-partner consulting", 500.0, np.inf),
)
TIER_NAMES = tuple(tier.name for tier in TIERS)
"""Nicknames of the bands: tables and charts show the dollars first."""
TOO_MANY_BANDS = 3
"""A range over as many bands says too little to name one of them."""


def representative_usd_per_hour(low: pd.Series, high: pd.Series) -> pd.Series:
    """Return the value that places a range on the ladder: its geometric midpoint, or its one stated end.

    A range from 0 has no geometric midpoint and is placed by its upper end.
    """
    positive_low = low.where(~(low.eq(0) & high.notna()))
    midpoint = (positive_low * high) ** 0.5
    # The root of a product is off by an ulp where both ends are the cut-off itself; the stated amount isn't.
    return midpoint.where(positive_low.ne(high), high).fillna(positive_low).fillna(high)


def assign_tier(low: pd.Series, high: pd.Series, tiers: tuple[Tier, ...] = TIERS) -> pd.Series:
    """Return the tier of each range in US dollars per hour, missing where neither end is known or it names none.

    A range over three bands or more ($15 to $150) names no tier of its own: share_tiers spreads it.

    >>> low, high = pd.Series([30.0, np.nan, 500.0, 15.0]), pd.Series([30.0, 7.25, np.nan, 150.0])
    >>> assign_tier(low, high).tolist()
    ['skilled specialist', 'generalist annotation', 'VC-partner consulting', nan]
    """
    names_one = bands_spanned(low, high, tiers) < TOO_MANY_BANDS
    return tier_of_midpoint(low, high, tiers).where(names_one)


def tier_of_midpoint(low: pd.Series, high: pd.Series, tiers: tuple[Tier, ...] = TIERS) -> pd.Series:
    """Return the tier in which the geometric midpoint or the one stated end lies, however wide the range is.

    >>> tier_of_midpoint(pd.Series([15.0]), pd.Series([150.0])).tolist()
    ['skilled specialist']
    """
    value = representative_usd_per_hour(low, high)
    place = band_of(value, tiers, "right")
    names = pd.Series([tier.name for tier in tiers], dtype="str")
    return names.take(place).set_axis(low.index).where(value.notna())


def band_of(values: pd.Series, tiers: tuple[Tier, ...], side: Literal["left", "right"]) -> np.ndarray:
    """Return the place of the band that holds each value; side "left" puts a cut-off into the band below it."""
    cuts = np.array([tier.usd_per_hour_from for tier in tiers])
    return np.maximum(np.searchsorted(cuts, values.to_numpy(dtype=float, na_value=np.nan), side=side) - 1, 0)


def bands_spanned(low: pd.Series, high: pd.Series, tiers: tuple[Tier, ...] = TIERS) -> pd.Series:
    """Return over how many bands each range lies: one for an exact amount or one stated end.

    A range that ends just at a cut-off doesn't reach into the band above it, and one from 0 is its upper end.

    >>> bands_spanned(pd.Series([15.0, 15.0, 20.0, 0.0]), pd.Series([150.0, 30.0, np.nan, 65.0])).to_list()
    [4, 1, 1, 1]
    """
    is_range = low.gt(0) & high.gt(low)
    first, last = band_of(low, tiers, "right"), band_of(high, tiers, "left")
    return pd.Series(np.where(is_range, last - first + 1, 1), index=low.index)


def share_tiers(low: pd.Series, high: pd.Series, tiers: tuple[Tier, ...] = TIERS) -> pd.DataFrame:
    """Spread each range over its bands, evenly in the logarithm of pay: a column per tier, rows sum to 1.

    An exact amount, one stated end and a range from 0 lie wholly in one band; a row without either end is 0 throughout.

    >>> share_tiers(pd.Series([15.0, 40.0]), pd.Series([60.0, np.nan])).iloc[:, 1:3]
       generalist annotation  skilled specialist
    0                    0.5                 0.5
    1                    0.0                 1.0
    """
    names = [tier.name for tier in tiers]
    whole = tier_of_midpoint(low, high, tiers)
    shares = pd.DataFrame({name: whole.eq(name).astype("float64") for name in names})
    is_range = low.gt(0) & high.gt(low)
    start, end = (pd.Series(np.log(ends[is_range].astype("float64"))) for ends in (low, high))
    for tier in tiers:
        with np.errstate(divide="ignore"):
            lower, upper = float(np.log(tier.usd_per_hour_from)), float(np.log(tier.usd_per_hour_to))
        inside = (end.clip(upper=upper) - start.clip(lower=lower)).clip(lower=0)
        shares.loc[is_range, tier.name] = inside / (end - start)
    return shares
