"""What is worth what, and which findings hang on which assumption."""

import math

import numpy as np
import pandas as pd
import pytest

from labormarket.estimates.inequality import divide
from labormarket.estimates.intervals import Interval
from labormarket.estimates.premium import PREMIUM_COLUMNS, describe_factors, merge_rare_levels, price_factors
from labormarket.estimates.sensitivity import (
    FINDINGS,
    Case,
    Finding,
    challenge_findings,
    has_assumed_hours,
    list_scenarios,
    move_cut_offs,
)
from labormarket.tiers import TIERS

PROFESSIONS = pd.DataFrame(
    [
        *(("annotator", "none", "general annotation"), ("nurse", "licence", "health"), ("aide", "none", "health")),
        *(("chemist", "degree", "STEM"), ("surveyor", "licence", "STEM")),
    ],
    columns=["profession", "credential", "field"],
)
PLATFORMS = pd.DataFrame(
    [("A", "expert marketplace"), ("B", "microtask"), ("C", "generalist")], columns=["platform", "kind"]
)


def market(n: int = 400, premium: float = 2.0, seed: int = 0) -> pd.DataFrame:
    """A pay table of a market where a licence multiplies pay by `premium`, and nothing else does."""
    rng = np.random.default_rng(seed)
    profession = rng.choice(PROFESSIONS["profession"], n)
    pay = 20 * np.exp(rng.normal(0, 0.4, n)) * np.where(np.isin(profession, ["nurse", "surveyor"]), premium, 1)
    form = rng.random(n)
    return pd.DataFrame(
        {
            "statement_id": [f"s{i}" for i in range(n)],
            "source_url": [f"page {i // 2}" for i in range(n)],
            "platform": rng.choice(["A", "B", "C"], n),
            "profession": profession,
            "degree": None,
            "origin": None,
            "kind": rng.choice(["advertised", "reported"], n),
            "confidence": rng.choice(["high", "med"], n),
            "country": rng.choice(["US", "", "KE"], n),
            "published_on": rng.choice(["2025-03", "2026", "2023"], n),
            "hourly_basis": np.where(form < 0.1, "assumed_hours", np.where(form < 0.2, "stated+fx", "stated")),
            "usd_per_hour_low": np.where(form > 0.8, np.nan, (pay * 0.8).round(2)),
            "usd_per_hour_high": np.where((form > 0.6) & (form < 0.8), np.nan, (pay * 1.25).round(2)),
        }
    )


def test_a_premium_is_found_with_its_interval() -> None:
    prices = price_factors(market(), PROFESSIONS, PLATFORMS)
    assert list(prices.columns) == list(PREMIUM_COLUMNS)
    assert set(prices["model"]) == {"by platform kind", "without field", "by platform"}
    licence = prices[prices["factor"].eq("credential") & prices["level"].eq("licence")]
    assert ((licence["ratio_low"] < 2) & (licence["ratio_high"] > 2)).all()
    assert licence["ratio"].between(1.7, 2.3).all()
    assert len(licence) == 3
    references = prices[prices["level"].eq(prices["reference"])]
    assert (references["ratio"] == 1).all()
    assert references["ratio_low"].isna().all()
    first = prices[prices["model"].eq("by platform kind")]
    for _, levels in first.groupby("factor"):
        assert levels["statements"].sum() == 400


def test_no_effect_is_no_premium() -> None:
    prices = price_factors(market(premium=1.0, seed=4), PROFESSIONS, PLATFORMS)
    rows = prices[prices["ratio_low"].notna()]
    assert ((rows["ratio_low"] < 1) & (rows["ratio_high"] > 1)).mean() > 0.85


def test_factors_that_say_the_same_cannot_be_told_apart() -> None:
    pay = market()
    prices = price_factors(pay[pay["profession"].isin(["annotator", "nurse"])], PROFESSIONS, PLATFORMS)
    untold = prices["note"].str.contains("columns repeat each other")
    assert set(prices.loc[untold, "model"]) == {"by platform kind", "by platform"}
    assert prices.loc[untold, "ratio"].isna().all()
    # without the field in the model the licence has its price back
    told = prices[prices["model"].eq("without field") & prices["level"].eq("licence")]
    assert told["ratio"].between(1.6, 2.5).all()


def test_too_few_rows_give_the_reason_and_no_number() -> None:
    prices = price_factors(market(40), PROFESSIONS, PLATFORMS)
    assert prices["ratio"].isna().all()
    assert prices["note"].str.contains("ranges for").all()
    none = price_factors(market(40).assign(profession=None), PROFESSIONS, PLATFORMS)
    assert none["note"].str.contains("known profession").all()


def test_a_level_of_a_handful_of_sources_gets_no_number() -> None:
    pay = market().assign(kind="advertised")
    pay.loc[:39, "kind"], pay.loc[:39, "origin"] = "statistic", [f"study {row % 4}" for row in range(40)]
    prices = price_factors(pay, PROFESSIONS, PLATFORMS)
    studies = prices[prices["level"].eq("statistic")]
    assert studies["sources"].eq(4).all()
    assert studies["note"].eq("too few: under 5 sources").all()
    assert studies[["ratio", "ratio_low", "ratio_high"]].isna().all(axis=None)


def test_rows_of_unknown_professions_are_left_out() -> None:
    pay = market(20)
    pay.loc[:4, "profession"] = [None, "juggler", "nurse", "nurse", "nurse"]
    pay.loc[2, ["usd_per_hour_low", "usd_per_hour_high"]] = np.nan
    described = describe_factors(pay, PROFESSIONS, PLATFORMS)
    assert described.index.min() == 3
    assert set(described["place"]) <= {"United States", "another country", "not stated"}


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ("aaabbc", "aaabba"),  # one lonely level joins the reference
        ("aabcdd", "aaoodd"[:2] + "oo" + "dd"),
        ("bbb", "bbb"),
    ],
)
def test_rare_levels_are_merged(levels: str, expected: str) -> None:
    merged = merge_rare_levels(pd.Series(list(levels)), "a", least=2)
    assert merged.tolist() == ["other" if letter == "o" else letter for letter in expected]


def case(pay: pd.DataFrame) -> Case:
    return Case(pay, PROFESSIONS, PLATFORMS)


def test_scenarios_change_what_they_say() -> None:
    pay = market()
    scenarios = list_scenarios(case(pay))
    assumed = has_assumed_hours(pay)
    published, everything = scenarios["as published"], scenarios["with assumed hours"]
    assert (len(published.pay), len(everything.pay)) == ((~assumed).sum(), 400)
    short = scenarios["with assumed hours, a year of 1,800 hours"].pay
    ratio = (short["usd_per_hour_high"] / pay["usd_per_hour_high"]).dropna()
    assert ratio[assumed[ratio.index]].to_numpy() == pytest.approx(2080 / 1800)
    assert (ratio[~assumed[ratio.index]] == 1).all()
    dear = scenarios["other currencies up by 20%"].pay
    foreign = dear["hourly_basis"].str.endswith("+fx")
    ratio = (dear["usd_per_hour_low"] / pay["usd_per_hour_low"]).dropna()
    assert ratio[foreign[ratio.index]].to_numpy() == pytest.approx(1.2)
    assert set(scenarios["advertised only"].pay["kind"]) == {"advertised"}
    assert set(scenarios["high confidence only"].pay["confidence"]) == {"high"}
    assert scenarios["from 2025 on"].pay["published_on"].min() >= "2025"
    assert scenarios["without the platform with most statements"].pay["platform"].nunique() == 2
    assert scenarios["tier cut-offs down by 20%"].tiers == move_cut_offs(TIERS, 0.8)
    # nothing that is not said
    pd.testing.assert_frame_equal(scenarios["tier cut-offs up by 20%"].pay, published.pay)


def test_a_finding_that_hangs_on_an_assumption_is_caught() -> None:
    pay = market(100)
    pay["profession"] = [f"profession {n}" for n in range(100)]
    pay.loc[has_assumed_hours(pay), ["usd_per_hour_low", "usd_per_hour_high"]] = 1000.0
    finding = Finding(
        "nobody earns 900 dollars",
        "share",
        lambda case: case.share(case.pay["usd_per_hour_low"].lt(900).map(bool), case.pay["usd_per_hour_low"].isna()),
        lambda share: share.high == 1,
    )
    table = challenge_findings(pay, PROFESSIONS, PLATFORMS, (finding,)).set_index("scenario")
    assert table.loc["as published", "holds"]
    assert not table.loc["with assumed hours", "holds"]
    assert table["unit"].eq("share").all()


def test_all_findings_are_measured_or_say_why_not() -> None:
    table = challenge_findings(market(120), PROFESSIONS, PLATFORMS)
    assert len(table) == len(FINDINGS) * len(list_scenarios(case(market(120))))
    assert (table["holds"].isna() == table["note"].ne("")).all()
    assert (table["low"].isna() == table["holds"].isna()).all()
    known = table.dropna(subset="low")
    assert (known["low"] <= known["high"]).all()


def test_below_the_minimum_a_finding_is_unknown() -> None:
    table = challenge_findings(market(4), PROFESSIONS, PLATFORMS, FINDINGS[:4])
    assert table["holds"].isna().all()


def test_ratio_of_unknowns_is_unknown() -> None:
    assert math.isnan(divide(Interval(math.nan, math.nan), Interval(1, 2)).low)
