"""What goes with a credential on one and the same platform."""

import numpy as np
import pandas as pd
import pytest

from labormarket.estimates.premium import (
    describe_factors,
    design_within_platforms,
    merge_rare_levels,
    price_factors,
)
from labormarket.tables import TABLES

from .market import PROFESSIONS, make_market


def test_a_premium_is_found_though_platforms_differ_more() -> None:
    prices = price_factors(make_market(), PROFESSIONS)
    assert list(prices.columns) == TABLES["premiums"].column_names
    licence = prices[prices["factor"].eq("credential") & prices["level"].eq("licence")].iloc[0]
    assert licence["ratio_low"] < 2 < licence["ratio_high"]
    assert 1.8 < licence["ratio"] < 2.2
    assert 15 < licence["effective_platforms"] <= 24
    references = prices[prices["level"].eq(prices["reference"])]
    assert (references["ratio"] == 1).all()
    assert references[["ratio_low", "effective_platforms"]].isna().all(axis=None)


def test_no_effect_is_no_premium() -> None:
    prices = price_factors(make_market(premium=1.0, seed=4), PROFESSIONS)
    rows = prices[prices["ratio_low"].notna()]
    assert len(rows) > 2
    assert ((rows["ratio_low"] < 1) & (rows["ratio_high"] > 1)).mean() > 0.7


def test_a_level_on_few_platforms_has_a_ratio_and_no_interval() -> None:
    pay = make_market()
    licensed = pay["profession"].isin(["nurse", "surveyor"])
    pay = pay[~licensed | pay["platform"].isin(["P0", "P1", "P2"])]
    licence = price_factors(pay, PROFESSIONS).query("level == 'licence'").iloc[0]
    assert licence["ratio"] > 1
    assert licence["note"] == "no interval: under 4 effective platforms"
    assert np.isnan(licence["ratio_low"])


def test_too_little_gives_the_reason_and_no_number() -> None:
    few = price_factors(make_market(72), PROFESSIONS)
    assert few["ratio"].isna().all()
    assert few["note"].str.contains("no platform has 10 statements").all()
    none = price_factors(make_market(40).assign(profession=None), PROFESSIONS)
    assert none["note"].str.contains("known profession").all()
    alone = make_market()
    alone["platform"] = "P1"
    assert price_factors(alone, PROFESSIONS)["note"].str.contains("1 clusters: at least").all()


def test_rows_without_a_platform_or_a_known_profession_are_left_out() -> None:
    pay = make_market(240)
    pay.loc[:79, "platform"] = None
    pay.loc[120:, "profession"] = "juggler"
    within = design_within_platforms(pay, PROFESSIONS, "credential")
    assert within.pay.empty  # two rows at most of each platform are left
    described = describe_factors(pay, PROFESSIONS)
    assert described["profession"].ne("juggler").all()
    assert set(described["place"]) <= {"United States", "another country", "not stated"}


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ("aaabbc", "aaabba"),  # one lonely level joins the reference
        ("aabcdd", "aaoodd"),
        ("bbb", "bbb"),
    ],
)
def test_rare_levels_are_merged(levels: str, expected: str) -> None:
    merged = merge_rare_levels(pd.Series(list(levels)), "a", least=2)
    assert merged.tolist() == ["other" if letter == "o" else letter for letter in expected]
