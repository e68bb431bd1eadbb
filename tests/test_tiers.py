"""The ladder's cut-offs."""

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket.sources import read_reference
from labormarket.tiers import TIER_NAMES, TIERS, US_FEDERAL_MINIMUM_WAGE_USD, assign_tier, share_tiers

ROOT = Path(__file__).parents[1]


def tier_of(low: float | None, high: float | None) -> object:
    return assign_tier(pd.Series([low], dtype=float), pd.Series([high], dtype=float)).iloc[0]


@pytest.mark.parametrize(
    ("low", "high", "tier"),
    [
        (7.25, 7.25, "generalist annotation"),
        (7.24, 7.24, "sweatshop labelling"),
        (30, 30, "skilled specialist"),
        (60, 60, "expert"),
        (110, 110, "senior expert"),
        (250, 250, "elite expertise"),
        (500, 500, "VC-partner consulting"),
        (500, 1000, "VC-partner consulting"),
        (250, 450, "elite expertise"),
        (90, 200, "senior expert"),
        (20, 40, "generalist annotation"),
        (None, 15, "generalist annotation"),
        (40, None, "skilled specialist"),
        (7.25, 60, "generalist annotation"),
        (0, 650, "VC-partner consulting"),
        (0, 0, "sweatshop labelling"),
        (0, None, "sweatshop labelling"),
    ],
)
def test_tier(low: float | None, high: float | None, tier: str) -> None:
    assert tier_of(low, high) == tier


def test_no_value_no_tier() -> None:
    assert pd.isna(tier_of(None, None))


@pytest.mark.parametrize(("low", "high"), [(15, 150), (7, 31), (8, 65), (29.99, 60.01), (0.5, 31)])
def test_a_range_over_three_bands_names_no_tier_and_is_spread_over_them(low: float, high: float) -> None:
    assert pd.isna(tier_of(low, high))
    assert (share_tiers(pd.Series([low]), pd.Series([high])).iloc[0] > 0).sum() >= 3


def test_shares_follow_the_logarithm_of_pay() -> None:
    shares = share_tiers(pd.Series([15.0]), pd.Series([120.0])).iloc[0]  # three doublings: 30, 60, 120
    assert shares.to_list() == pytest.approx(
        [0, 1 / 3, 1 / 3, np.log(110 / 60) / np.log(8), np.log(12 / 11) / np.log(8), 0, 0]
    )


@given(st.floats(0, 1e5), st.floats(0, 1e5), st.sampled_from(["range", "low", "high", "none"]))
def test_shares_sum_to_one_and_a_named_tier_has_the_whole_or_a_part(a: float, b: float, ends: str) -> None:
    low, high = sorted((a, b))
    low_end, high_end = (low if ends in ("range", "low") else np.nan), (high if ends in ("range", "high") else np.nan)
    shares = share_tiers(pd.Series([low_end]), pd.Series([high_end])).iloc[0]
    assert shares.sum() == pytest.approx(0 if ends == "none" else 1)
    assert shares.ge(0).all()
    tier = tier_of(low_end, high_end)
    assert pd.isna(tier) or shares[tier] > 0


def test_tiers_leave_no_gap_and_no_overlap() -> None:
    assert TIERS[0].usd_per_hour_from == 0
    assert np.isinf(TIERS[-1].usd_per_hour_to)
    assert all(below.usd_per_hour_to == above.usd_per_hour_from for below, above in itertools.pairwise(TIERS))


def test_the_lowest_cut_is_the_registered_federal_minimum_wage() -> None:
    wages = read_reference("reference_minimum_wages", ROOT)
    federal = wages[wages["country"].eq("United States") & wages["region_or_class"].eq("federal")]
    assert federal["amount"].astype(float).tolist() == [US_FEDERAL_MINIMUM_WAGE_USD]


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_more_pay_is_never_a_lower_tier(a: float, b: float) -> None:
    lower, higher = sorted((a, b))
    assert TIER_NAMES.index(tier_of(lower, lower)) <= TIER_NAMES.index(tier_of(higher, higher))
