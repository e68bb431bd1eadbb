"""Shares of votes in pay bands and under minimum wages are intervals."""

import math

import pandas as pd
import pytest

from labormarket.estimates.shares import SHARE_COLUMNS, share_bands, share_under_minimum
from labormarket.tiers import TIERS


def pay_table(rows: list[tuple]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["platform", "country", "usd_per_hour_low", "usd_per_hour_high"])
    frame = frame.assign(statement_id=[f"s{n}" for n in range(len(frame))], origin=None)
    return frame.astype({"usd_per_hour_low": float, "usd_per_hour_high": float})


def test_shares_of_the_bands_hold_the_whole() -> None:
    pay = pay_table([(f"P{n % 7}", "US", 2.0 * n, 3.0 * n + 1) for n in range(60)] + [("P9", "US", None, 40)])
    bands = share_bands(pay)
    assert list(bands.columns) == list(SHARE_COLUMNS)
    assert len(bands) == 2 * len(TIERS)
    for _, shares in bands.groupby("weighting"):
        assert shares["low"].sum() <= 1 <= shares["high"].sum()
        assert (shares["low"] <= shares["high"]).all()


def test_a_range_up_to_a_cut_touches_the_band_above() -> None:
    cut = TIERS[1].usd_per_hour_to
    bands = share_bands(pay_table([(f"P{n}", "US", 10, cut) for n in range(5)])).query("weighting == 'platform'")
    shares = bands.set_index("group")[["low", "high"]]
    assert shares.loc[TIERS[1].name].tolist() == [0, 1]
    assert shares.loc[TIERS[2].name].tolist() == [0, 1]


def test_a_platform_with_many_listings_has_one_vote() -> None:
    pay = pay_table([("big", "US", 10, 10)] * 96 + [(f"P{n}", "US", 1, 1) for n in range(4)])
    lowest = share_bands(pay).query(f"group == '{TIERS[0].name}'").set_index("weighting")["low"]
    assert lowest.to_dict() == {"platform": pytest.approx(0.8), "listing": pytest.approx(0.04)}


def test_share_under_the_minimum_is_an_interval() -> None:
    ends = [(1, 2), (1, 6), (None, 2), (6, 7), (None, 9)]
    pay = pay_table([(f"P{n}", "KE", *pair) for n, pair in enumerate(ends)] + [("P9", "IN", 1, 1)])
    gaps = pay[["statement_id", "country"]].assign(
        ratio_low=pay["usd_per_hour_low"] / 5, ratio_high=pay["usd_per_hour_high"] / 5
    )
    shares = share_under_minimum(pay, gaps).query("weighting == 'platform'").set_index("group")
    assert shares.loc["KE", ["low", "high"]].tolist() == [pytest.approx(0.4), pytest.approx(0.8)]
    assert math.isnan(shares.loc["IN", "low"])
    assert shares.loc["IN", "note"].startswith("too few")
