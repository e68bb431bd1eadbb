"""The published tables of estimates: counts beside every figure, no figure from too little, the same on every run."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from labormarket.estimates import MIN_CELLS, summarise_pay
from labormarket.estimates.assemble import Evidence, estimate_groups, settle
from labormarket.estimates.bootstrap import MIN_CLUSTERS
from labormarket.estimates.sensitivity import FINDINGS, has_assumed_hours
from labormarket.hourly import ExchangeRates
from labormarket.sources import read_reference, read_statements
from labormarket.tables import TABLES, load_table

ROOT = Path(__file__).parents[2]
READINGS = ("allowed", "point", "spread", "ci95")


@pytest.fixture(scope="module")
def estimates() -> pd.DataFrame:
    return load_table("estimates", ROOT)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    tables = {name: load_table(name, ROOT) for name in TABLES}
    page = read_statements(ROOT).set_index("statement_id")["source_url"]
    tables["pay"] = tables["pay"].assign(source_url=tables["pay"]["statement_id"].map(page))
    references = {name: read_reference(f"reference_{name}", ROOT) for name in ("benchmarks", "cpi", "ppp")}
    return Evidence(tables, **references, rates=ExchangeRates.read(ROOT))


def test_under_the_minimum_there_is_a_note_and_no_number(estimates: pd.DataFrame) -> None:
    few = estimates["cells"] < MIN_CELLS
    assert few.any()
    assert estimates.loc[few, [f"usd_per_hour_{reading}_low" for reading in READINGS]].isna().all(axis=None)
    assert estimates.loc[few, "note"].str.startswith("too few").all()
    assert estimates.loc[~few, "usd_per_hour_allowed_low"].notna().all()


def test_every_reading_is_one_that_the_ranges_allow(estimates: pd.DataFrame) -> None:
    told = estimates[estimates["usd_per_hour_allowed_low"].notna()].fillna(
        {f"usd_per_hour_{reading}_high": float("inf") for reading in READINGS}
    )
    for reading in ("point", "spread"):
        low, high = told[f"usd_per_hour_{reading}_low"], told[f"usd_per_hour_{reading}_high"]
        assert (low <= high).all()
        assert (told["usd_per_hour_allowed_high"] >= low).all()
        assert (told["usd_per_hour_allowed_low"] <= high).all()


def test_confidence_intervals_are_for_votes_of_enough_sources(estimates: pd.DataFrame) -> None:
    with_interval = estimates["usd_per_hour_ci95_low"].notna()
    assert estimates.loc[with_interval, "weighting"].eq("cell").all()
    assert (estimates.loc[with_interval, "witnesses"] >= MIN_CLUSTERS).all()
    told = estimates[with_interval]
    assert (told["usd_per_hour_ci95_low"] <= told["usd_per_hour_point_low"]).mean() > 0.95


def test_the_headline_is_a_summary_of_the_pay_table(estimates: pd.DataFrame) -> None:
    pay = load_table("pay", ROOT)
    whole = summarise_pay(pay[~has_assumed_hours(pay)], weightings=["cell"], draws=0).iloc[0]
    row = estimates.query("group_by == 'all' and weighting == 'cell' and statistic == 'median'").iloc[0]
    for column in ("statements", "cells", "usd_per_hour_allowed_low", "usd_per_hour_point_high"):
        assert row[column] == whole[column]


def test_two_runs_say_the_same(evidence: Evidence) -> None:
    pay = evidence.tables["pay"].iloc[::3]
    some = replace(evidence, tables={**evidence.tables, "pay": pay})
    one, other = (settle(estimate_groups(some, draws=10)) for _ in range(2))
    assert one["usd_per_hour_ci95_low"].notna().any()
    pd.testing.assert_frame_equal(one, other)


def test_worked_pay_is_the_advertised_times_the_paid_share() -> None:
    effective = load_table("effective_pay", ROOT)
    for _, rows in effective.groupby(["group_by", "group"]):
        advertised = rows[rows["paid_share"].eq(1)].iloc[0]
        for end in ("usd_per_hour_worked_low", "usd_per_hour_worked_high"):
            expected = advertised[end] * rows["paid_share"]
            assert rows[end].to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-4, nan_ok=True)
    assert effective.loc[effective["paid_share"] < 1, "source_citation"].notna().all()


def test_project_income_rests_on_the_table_of_day_jobs() -> None:
    projects, day_jobs = load_table("project_income", ROOT), load_table("day_jobs", ROOT)
    joined = projects.merge(day_jobs, on=["platform", "profession"], validate="one_to_one")
    assert len(joined) == len(projects)
    assert joined["usd_per_month_median"].to_numpy() == pytest.approx(joined["day_job_median"] * 2080 / 12, abs=1e-3)
    highest = joined["usd_per_hour_high_x"] * joined["hours_per_week_high"] * joined["weeks_high"]
    assert joined["usd_per_project_high"].to_numpy() == pytest.approx(highest.to_numpy(), abs=1e-3, nan_ok=True)


def test_every_finding_is_judged_or_has_a_note() -> None:
    sensitivity = load_table("sensitivity", ROOT)
    assert sensitivity["finding"].nunique() == len(FINDINGS)
    assert (sensitivity["verdict"].isna() == sensitivity["note"].notna()).all()
    assert sensitivity.groupby("finding").size().nunique() == 1


def test_a_premium_has_its_interval_its_sources_or_a_note() -> None:
    premiums = load_table("premiums", ROOT)
    reference = premiums["level"].eq(premiums["reference"])
    noted = premiums["note"].notna()
    told = premiums[~reference & ~noted]
    assert ((told["ratio_low"] < told["ratio"]) & (told["ratio"] < told["ratio_high"])).all()
    assert (told["sources"] >= MIN_CLUSTERS).all()
    assert premiums.loc[noted, "ratio"].isna().all()
    assert (premiums.loc[reference, "ratio"] == 1).all()


def test_shares_of_the_tiers_hold_the_whole() -> None:
    inequality = load_table("inequality", ROOT)
    for measure in ("share of cells", "share of listings"):
        shares = inequality[inequality["measure"].eq(measure)]
        assert shares["low"].sum() <= 1 <= shares["high"].sum()
        assert (shares["low"] <= shares["high"]).all()


def test_real_pay_names_its_prices() -> None:
    real = load_table("real_pay", ROOT)
    dollars = real["unit"].str.startswith("US dollars")
    assert real.loc[dollars, "price_year"].nunique() == 1
    assert set(real.loc[dollars, "place"]) == {"all statements", "US"}
    assert (real["note"].notna() | real["real_per_hour_allowed_low"].notna()).all()
