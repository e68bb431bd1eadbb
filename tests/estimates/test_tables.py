"""The published tables of estimates: as they are defined, with counts beside every figure, the same on every run."""

import pandas as pd
import pytest

from labormarket.estimates.assemble import estimate_everything
from labormarket.estimates.clusters import MIN_CLUSTERS
from labormarket.estimates.votes import MIN_PRICES
from labormarket.tables import TABLES, check_table
from labormarket.tables.estimate_definitions import ESTIMATE_TABLES

from .market import PLATFORMS, PROFESSIONS, make_market

ONE_STUDY = {
    "study": "Doe 2020",
    "year": "2020",
    "platform": "3 microtask platforms",
    "place": "worldwide",
    "n": "12",
    "statistic": "median",
    "value_low": "",
    "value_high": "4",
    "currency": "USD",
    "period": "hour",
    "counts_unpaid_time": "yes",
    "basis": "survey",
    "source_citation": "Doe 2020",
    "url_seen": "https://a.org",
}
MEASURED = pd.DataFrame([ONE_STUDY, {**ONE_STUDY, "period": "month"}, {**ONE_STUDY, "platform": "farms"}])


@pytest.fixture(scope="module")
def processed() -> dict[str, pd.DataFrame]:
    pay = make_market(240, platforms=12)  # everything is estimated again without each of them
    gaps = pay.loc[pay["country"].eq("KE"), ["statement_id", "platform", "country"]]
    gaps = gaps.assign(ratio_low=0.5, ratio_high=2.0, binds="yes")
    return {"pay": pay, "professions": PROFESSIONS, "platforms": PLATFORMS, "minimum_wage_gaps": gaps}


@pytest.fixture(scope="module")
def made(processed: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return estimate_everything(processed, MEASURED)


def test_the_tables_are_those_that_are_defined(made: dict[str, pd.DataFrame]) -> None:
    assert list(made) == [spec.name for spec in ESTIMATE_TABLES]
    for name, table in made.items():
        assert len(check_table(TABLES[name], table)) > 0


def test_sorts_of_evidence_are_never_put_together(made: dict[str, pd.DataFrame]) -> None:
    for name in ("estimates", "pay_shares"):
        assert set(made[name]["evidence"]) == {"advertised", "reported"}


def test_under_the_minimum_there_is_a_note_and_no_number(made: dict[str, pd.DataFrame]) -> None:
    estimates = made["estimates"]
    few = estimates["prices"] < MIN_PRICES
    assert few.any()
    assert estimates.loc[few].filter(like="usd_per_hour").isna().all(axis=None)
    assert estimates.loc[~few, "usd_per_hour_allowed_low"].notna().all()


def test_intervals_are_of_votes_of_enough_platforms_and_hold_the_estimate(made: dict[str, pd.DataFrame]) -> None:
    estimates = made["estimates"]
    known = estimates[estimates["usd_per_hour_ci95_low"].notna()]
    assert known["weighting"].eq("platform").all()
    assert (known["platforms"] >= MIN_CLUSTERS).all()
    assert (known["usd_per_hour_ci95_low"] <= known["usd_per_hour_point_low"]).all()
    high = known["usd_per_hour_ci95_high"].fillna(float("inf"))
    assert (high >= known["usd_per_hour_point_high"].fillna(float("inf"))).all()
    headline = known.query("group_by == 'all' and evidence == 'advertised' and statistic == 'median'").iloc[0]
    assert headline["moved_most_by"] in set(PLATFORMS["platform"])


def test_scope_other_than_training_changes_nothing(
    processed: dict[str, pd.DataFrame], made: dict[str, pd.DataFrame]
) -> None:
    pay = processed["pay"]
    staff = pay.assign(scope="staff", statement_id="staff " + pay["statement_id"], usd_per_hour_low=900.0)
    more = pd.concat([pay.assign(scope="training"), staff], ignore_index=True)
    for name, table in estimate_everything({**processed, "pay": more}, MEASURED).items():
        pd.testing.assert_frame_equal(table, made[name])


def test_a_study_stands_beside_adverts_of_its_kind_of_platform(made: dict[str, pd.DataFrame]) -> None:
    of_kind, of_none = made["measured_pay"].to_dict("records")
    assert (of_kind["beside"], of_kind["platforms"]) == ("microtask platforms", 4)
    assert of_kind["advertised_usd_per_hour_high"] > 0
    assert (of_kind["advertised_from"], of_kind["advertised_to"]) == ("2023", "2026")
    assert pd.isna(of_none["beside"])
    assert pd.isna(of_none["advertised_usd_per_hour_low"])


def test_verdicts_are_words(made: dict[str, pd.DataFrame]) -> None:
    assert set(made["sensitivity"]["holds"].dropna()) <= {"yes", "no"}
    assert set(made["claims"]["holds_with_any_platform_left_out"].dropna()) <= {"yes", "no"}
