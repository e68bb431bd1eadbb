"""Which claims hold without any one platform, and which depend on which assumption."""

import math

import numpy as np
import pandas as pd
import pytest

from labormarket.charts import CHARTS
from labormarket.estimates import Interval
from labormarket.estimates.claims import (
    CLAIMS,
    OF_STATEMENTS,
    Case,
    Claim,
    SpreadOfMedians,
    WithinPlatforms,
    divide,
    judge_claims,
    leave_each_platform_out,
    share_at_the_top,
    share_under_us_minimum,
    span_amounts,
    spread_of_jobs,
    with_groups,
)
from labormarket.estimates.sensitivity import SCENARIOS, challenge_claims, move_cut_offs
from labormarket.estimates.votes import has_assumed_hours
from labormarket.tables import TABLES
from labormarket.tiers import TIERS

from .market import PLATFORMS, PROFESSIONS, make_market


def case(pay: pd.DataFrame) -> Case:
    return Case(with_groups(pay, PROFESSIONS, PLATFORMS))


def claim_about(measure, bears_out, **options) -> Claim:
    return Claim("a claim", "a chart", "share", lambda pay: pay["kind"].notna(), measure, bears_out, **options)


def test_a_claim_that_one_platform_carries_is_caught() -> None:
    pay = make_market(240).assign(usd_per_hour_low=20.0, usd_per_hour_high=20.0, kind="advertised")
    pay.loc[pay["platform"].eq("P7"), ["usd_per_hour_low", "usd_per_hour_high"]] = 500.0

    def share_of_riches(case: Case) -> Interval:
        rich = case.pay["usd_per_hour_low"].ge(250)
        return case.share(rich, rich)

    row = judge_claims(case(pay), (claim_about(share_of_riches, lambda share: share.low > 0.01),)).iloc[0]
    assert row["holds"]
    assert not row["holds_with_any_platform_left_out"]
    assert row["moved_most_by"] == "P7"
    assert (row["left_out_low"], row["left_out_high"]) == (0, pytest.approx(1 / 23))
    assert row["low"] == pytest.approx(1 / 24)


def test_every_claim_is_judged_or_says_why_not() -> None:
    pay = make_market()
    table = judge_claims(case(pay[~has_assumed_hours(pay)]))
    assert list(table.columns) == TABLES["claims"].column_names
    assert table["claim"].tolist() == [claim.text for claim in OF_STATEMENTS]
    assert (table["holds"].isna() == table["note"].ne("")).all()
    known = table.dropna(subset="holds")
    assert len(known) == len(OF_STATEMENTS)
    assert (known["left_out_low"] <= known["low"]).all()
    assert (known["left_out_high"] >= known["high"]).all()
    licensed = table[table["claim"].str.contains("licensed")].iloc[0]
    assert licensed["holds"]
    assert licensed["low"] < 2 < licensed["high"]


def test_of_too_little_nothing_is_claimed() -> None:
    table = judge_claims(case(make_market(4)))
    assert table["holds"].isna().all()
    assert table["note"].str.startswith("too few").all()


def test_a_claim_of_a_table_is_judged_by_its_platforms() -> None:
    pairs = pd.DataFrame({"platform": ["P1"] * 9 + ["P2"] * 9, "ratio_high": [2.0] * 9 + [1.0] * 4 + [3.0] * 5})
    of_pairs = tuple(claim for claim in CLAIMS if claim.of == "degree_pairs")
    table = judge_claims(case(make_market(4)), of_pairs, {"degree_pairs": pairs.assign(statements=2)})
    row = table.iloc[0]
    assert (row["low"], row["left_out_low"], row["left_out_high"]) == pytest.approx((14 / 18, 5 / 9, 1))
    assert (row["statements"], row["platforms"], row["moved_most_by"]) == (36, 2, "P1")
    alone = judge_claims(case(make_market(4)), of_pairs, {"degree_pairs": pairs.head(9)}).iloc[0]
    assert alone["holds"]
    assert not alone["holds_with_any_platform_left_out"]


def test_every_chart_and_notebook_with_a_finding_has_a_claim() -> None:
    shown = " ".join(claim.shown_in for claim in CLAIMS)
    for number in range(1, 10):
        assert str(number) in shown
    # owners and who_states_pay name one platform each, advertised_against_measured sets two figures side by side
    untold = set(CHARTS) - {"owners", "who_states_pay", "advertised_against_measured"}
    assert not [name for name in untold if name not in shown]


def test_the_spread_of_medians_gives_a_platform_a_vote_in_each_group() -> None:
    rows = [("P1", "a", 10.0)] * 50 + [(f"P{n}", "a", 20.0) for n in range(2, 6)]
    rows += [(f"P{n}", "b", 60.0) for n in range(1, 6)] + [("P9", "c", 900.0)]
    pay = pd.DataFrame(rows, columns=["platform", "group", "usd_per_hour_low"])
    pay = pay.assign(usd_per_hour_high=pay["usd_per_hour_low"], origin=None)
    assert SpreadOfMedians("group")(Case(pay)) == (3, 3)


def test_within_platforms_leaves_out_as_the_long_way_does() -> None:
    measure = WithinPlatforms("credential", "licence", "none")
    everything = case(make_market(300, seed=3))
    short, _ = leave_each_platform_out(everything, measure)
    long, _ = leave_each_platform_out(everything, lambda case: measure(case))
    assert short == long


def test_a_platform_with_one_group_alone_is_no_comparison() -> None:
    pay = make_market(48)
    pay.loc[pay["platform"].eq("P1"), "profession"] = "nurse"
    assert "P1" not in WithinPlatforms("credential", "licence", "none").ratios(case(pay))


def test_scenarios_change_what_they_say() -> None:
    everything = case(make_market())
    pay, assumed = everything.pay, has_assumed_hours(everything.pay)
    cases = {name: scenario(everything) for name, scenario in SCENARIOS.items()}
    published = cases["as published"]
    assert (len(published.pay), len(cases["with assumed hours"].pay)) == ((~assumed).sum(), len(pay))
    short = cases["with assumed hours, a year of 1,800 hours"].pay
    ratio = (short["usd_per_hour_high"] / pay["usd_per_hour_high"]).dropna()
    assert ratio[assumed[ratio.index]].to_numpy() == pytest.approx(2080 / 1800)
    assert (ratio[~assumed[ratio.index]] == 1).all()
    dear = cases["other currencies up by 20%"].pay
    ratio = (dear["usd_per_hour_low"] / pay["usd_per_hour_low"]).dropna()
    assert ratio[dear["hourly_basis"].str.endswith("+fx")[ratio.index]].to_numpy() == pytest.approx(1.2)
    assert set(cases["high confidence only"].pay["confidence"]) == {"high"}
    assert cases["from 2025 on"].pay["published_on"].min() >= "2025"
    assert cases["cut-offs of the pay bands down by 20%"].tiers == move_cut_offs(TIERS, 0.8)
    assert cases['"up to" as the stated end'].pay["usd_per_hour_low"].isna().sum() == 0
    pd.testing.assert_frame_equal(cases["cut-offs of the pay bands up by 20%"].pay, published.pay)


def test_a_scenario_that_cannot_touch_a_claim_is_not_listed() -> None:
    pay = make_market()
    pay = pay[pay["hourly_basis"].ne("stated+fx")].assign(confidence="high")
    share = claim_about(lambda case: case.share(case.pay["usd_per_hour_low"].ge(250), case.pay["kind"].isna()), bool)
    scenarios = challenge_claims(case(pay), (share,))["scenario"].tolist()
    assert scenarios[0] == "as published"
    assert not [name for name in scenarios if "currencies" in name or "confidence" in name or "cut-offs" in name]
    banded = claim_about(share.measure, bool, depends_on_tiers=True)
    assert sum("cut-offs" in name for name in challenge_claims(case(pay), (banded,))["scenario"]) == 2


def test_a_claim_that_depends_on_assumed_hours_is_caught() -> None:
    pay = make_market(240)
    pay[["usd_per_hour_low", "usd_per_hour_high"]] = 20.0
    pay.loc[has_assumed_hours(pay), ["usd_per_hour_low", "usd_per_hour_high"]] = 1000.0

    def share_of_riches(case: Case) -> Interval:
        rich = case.pay["usd_per_hour_low"].ge(900)
        return case.share(rich, rich)

    nobody = claim_about(share_of_riches, lambda share: share.high == 0)
    table = challenge_claims(case(pay), (nobody,)).set_index("scenario")
    assert set(table.reset_index().columns) == set(TABLES["sensitivity"].column_names)
    assert table.loc["as published", "holds"]
    assert not table.loc["with assumed hours", "holds"]


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ((100, 200), (2, 4), (25, 100)),
        ((100, 200), (0, 4), (25, math.inf)),
        ((100, 200), (0, 0), (math.inf, math.inf)),
        ((100, 200), (2, math.inf), (0, 100)),
        ((math.nan, math.nan), (1, 2), (math.nan, math.nan)),
    ],
)
def test_ratios_of_intervals(above: tuple, below: tuple, expected: tuple) -> None:
    found = divide(Interval(*above), Interval(*below))
    assert found == pytest.approx(Interval(*expected), nan_ok=True)
    assert not found.low > np.nextafter(found.high, np.inf)


def stated(*ends: tuple[float | None, float | None], platform: str | None = None) -> Case:
    """The case of adverts with these hourly ends, each of a platform of its own unless one is named."""
    low, high = zip(*ends, strict=True)
    names = [platform or f"P{number}" for number in range(len(ends))]
    pay = pd.DataFrame({"platform": names, "origin": None, "kind": "advertised", "profession": "nurse"})
    return case(
        pay.assign(usd_per_hour_low=pd.Series(low, dtype=float), usd_per_hour_high=pd.Series(high, dtype=float))
    )


def test_a_share_is_sure_of_ranges_inside_and_open_to_those_that_touch() -> None:
    top = [(250, 300), (100, 250), (100, 249), (10, None), (None, 20)]
    assert share_at_the_top(stated(*top)) == Interval(0.2, pytest.approx(0.6))
    low = [(5, 7.24), (5, 7.25), (7.25, 9), (None, 40), (3, None)]
    assert share_under_us_minimum(stated(*low)) == Interval(0.2, pytest.approx(0.8))
    assert math.isnan(share_at_the_top(stated(*top[:4])).low)


def test_the_span_is_of_amounts_above_nothing() -> None:
    assert span_amounts(stated((0, 50), (2, 9), (None, 7), (3, None), (4, 5))) == Interval(25, 25)
    assert math.isnan(span_amounts(stated((1, 50), (2, 9))).high)


def test_a_job_is_compared_between_countries_where_there_are_enough() -> None:
    rows = pd.DataFrame({"platform": "X", "job": [*"aaaaaa", *"bbbb"], "year": 2025, "country": [*"CDEFGG", *"CDEF"]})
    tops = spread_of_jobs(rows.assign(usd_per_hour_high=[10, 20, 30, 40, 1, 50, 1, 2, 3, 4]))
    assert tops.to_dict() == {("X", "a", 2025): 5}


def test_what_one_platform_alone_says_does_not_hold_without_it() -> None:
    ends = [(20, 20)] * 6
    high = claim_about(span_amounts, lambda times: times.low >= 1)
    alone, apart = (judge_claims(stated(*ends, platform=name), (high,)).iloc[0] for name in ("X", None))
    assert (alone["holds"], alone["holds_with_any_platform_left_out"]) == (True, False)
    assert (apart["holds"], apart["holds_with_any_platform_left_out"]) == (True, True)


def test_moved_cut_offs_leave_no_gap() -> None:
    moved = move_cut_offs(TIERS, 2.0)
    assert [tier.usd_per_hour_to for tier in moved[:-1]] == [tier.usd_per_hour_from for tier in moved[1:]]
    assert moved[-1].usd_per_hour_to == math.inf
