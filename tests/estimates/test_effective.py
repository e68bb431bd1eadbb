"""Unpaid time, projects, real money and the ladder: from the registered reference tables to the figures."""

import math

import pandas as pd
import pytest

from labormarket.estimates import Interval
from labormarket.estimates.effective import ADVERTISED, apply_scenarios, list_scenarios
from labormarket.estimates.inequality import divide, measure_ladder, share_tiers, share_under_minimum
from labormarket.estimates.over_time import deflate, follow_real_pay, to_international_dollars
from labormarket.estimates.project_income import (
    find_project_terms,
    multiply_out,
    project_incomes,
    read_range,
)
from labormarket.hourly import ExchangeRates
from labormarket.sources import find_project_root, read_raw, read_reference, read_register
from labormarket.tiers import TIERS


@pytest.fixture(scope="module")
def reference() -> dict[str, pd.DataFrame]:
    names = ("benchmarks", "cpi", "ppp", "fx")
    return {name: read_reference(f"reference_{name}") for name in names}


@pytest.fixture(scope="module")
def rates(reference) -> ExchangeRates:
    return ExchangeRates.from_table(reference["fx"])


def pay_table(rows: list[tuple]) -> pd.DataFrame:
    """Rows of (platform, country, published_on, low, high), each a statement and a cell of its own."""
    frame = pd.DataFrame(rows, columns=["platform", "country", "published_on", "usd_per_hour_low", "usd_per_hour_high"])
    frame = frame.assign(statement_id=[f"s{n}" for n in range(len(frame))], origin=None)
    frame["profession"] = [f"profession {n}" for n in range(len(frame))]
    return frame.astype({"usd_per_hour_low": float, "usd_per_hour_high": float, "published_on": "str"})


def test_the_registered_scenarios_are_the_published_factors(reference) -> None:
    scenarios = list_scenarios(reference["benchmarks"]).set_index("scenario")
    assert scenarios.index[0] == ADVERTISED
    assert scenarios["paid_share"].to_dict() == {
        ADVERTISED: 1,
        "33% of the time unpaid (Toxtli 2021)": pytest.approx(0.67),
        "20 unpaid minutes per paid hour (ILO 2018)": pytest.approx(0.75),
    }
    assert scenarios["source_citation"].iloc[1:].notna().all()


def test_scenarios_leave_open_and_missing_ends_alone(reference) -> None:
    table = pd.DataFrame({"group": ["a"], "usd_per_hour_low": [math.nan], "usd_per_hour_high": [math.inf]})
    worked = apply_scenarios(table, list_scenarios(reference["benchmarks"]))
    assert len(worked) == 3
    assert worked["usd_per_hour_worked_low"].isna().all()
    assert (worked["usd_per_hour_worked_high"] == math.inf).all()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("10-30", (10, 30)), ("3 – 4", (3, 4)), ("20", (20, 20)), ("2.5 to 3", (2.5, 3)), (" 7 ", (7, 7))],
)
def test_ranges_are_read(text: str, expected: tuple) -> None:
    assert read_range(text) == Interval(*expected)


@pytest.mark.parametrize("text", ["", "ten", "10-", "-5", "10-20-30", "about 10"])
def test_other_words_are_no_range(text: str) -> None:
    with pytest.raises(ValueError, match="no range of numbers"):
        read_range(text)


@pytest.mark.parametrize(
    ("rate", "hours", "weeks", "share", "message"),
    [
        ((90, 50), (1, 1), (1, 1), 1, "rate: 90 to 50"),
        ((-1, 5), (1, 1), (1, 1), 1, "rate: -1 to 5"),
        ((1, 5), (30, 10), (1, 1), 1, "hours a week: 30 to 10"),
        ((1, 5), (1, 1), (math.nan, 1), 1, "weeks: nan"),
        ((1, 5), (1, 1), (1, 1), 0, "paid share"),
        ((1, 5), (1, 1), (1, 1), 1.1, "paid share"),
    ],
)
def test_a_project_wants_sound_terms(rate, hours, weeks, share: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        multiply_out(Interval(*rate), Interval(*hours), Interval(*weeks), share)


def test_the_registered_project_terms_are_those_of_mercor() -> None:
    root = find_project_root()
    facts = pd.concat([read_raw(card, root) for card in read_register(root) if card.kind == "platform_facts"])
    terms = find_project_terms(facts.fillna(""))
    assert terms.drop(columns="terms_source").to_numpy().tolist() == [["Mercor", 10, 30, 3, 4]]
    assert terms["terms_source"].str.len().gt(0).all()


def test_a_project_against_a_month_of_the_day_job() -> None:
    facts = [
        ("X", "project hours per week", "10-30", "page"),
        ("X", "project length", "3-4", "page"),
        ("Y", "project length", "3-4", "page"),  # half a fact is none
    ]
    terms = find_project_terms(pd.DataFrame(facts, columns=["platform", "fact", "value", "source_title"]))
    rows = [("X", "dermatologist", 250.0, 250.0), ("X", "writer", math.nan, 50.0), ("Y", "dermatologist", 250.0, 250.0)]
    day_jobs = pd.DataFrame(rows, columns=["platform", "profession", "usd_per_hour_low", "usd_per_hour_high"])
    day_jobs = day_jobs.assign(soc_code="29-1213", statements=1, day_job="Dermatologists", day_job_median=150.0)
    incomes = project_incomes(day_jobs, terms).set_index("profession")
    assert incomes.index.tolist() == ["dermatologist", "writer"]
    assert incomes.loc["dermatologist", ["usd_per_project_low", "usd_per_project_high"]].tolist() == [7500, 30000]
    assert incomes.loc["dermatologist", "months_of_day_job_high"] == pytest.approx(30000 / 26000)
    assert incomes.loc["writer", ["usd_per_project_low", "usd_per_project_high"]].tolist() == [0, 6000]


def test_deflating_uses_the_official_index(reference) -> None:
    pay = pay_table([("X", "US", "2014-05", 10, 10), ("X", "US", "2025", 10, 10), ("X", "US", "1890", 10, 10)])
    real = deflate(pay, reference["cpi"])
    assert real["price_year"].unique().tolist() == [2025]
    assert real["usd_per_hour_low"].tolist() == [pytest.approx(10 * 321.943 / 236.736, rel=1e-4), 10]


def test_international_dollars_buy_more_where_prices_are_low(reference, rates) -> None:
    pay = pay_table(
        [
            *(("X", "KE", "2022", 2, 2), ("X", "US", "2022", 2, 2), ("X", "DE", "2022-03-01", 2, None)),
            *(("X", "US;CA", "2022", 2, 2), ("X", "Worldwide", "2022", 2, 2), ("X", None, "2022", 2, 2)),
            *(("X", "KE", None, 2, 2), ("X", "VE", "2022", 2, 2)),  # no parity for Venezuela
        ]
    )
    real = to_international_dollars(pay, reference["ppp"], rates).set_index("country")
    assert real.index.tolist() == ["KE", "US", "DE"]
    assert real.loc["KE", "usd_per_hour_low"] > 4
    assert real.loc["US", "usd_per_hour_low"] == 2
    assert math.isnan(real.loc["DE", "usd_per_hour_high"])


def test_real_pay_by_year_says_where_there_is_too_little(reference, rates) -> None:
    pay = pay_table([(f"P{n}", "US", "2024", 10 + n, 20 + n) for n in range(6)] + [("Q", "KE", "2023", 1, 2)])
    table = follow_real_pay(pay, reference["cpi"], reference["ppp"], rates, draws=10)
    median = table[table["statistic"].eq("median")].set_index(["place", "year"])
    assert median.loc[("US", 2024), "usd_per_hour_allowed_low"] == pytest.approx(12.5 * 321.943 / 313.689, rel=1e-4)
    assert median.loc[("KE", 2023), "note"].startswith("too few")
    assert set(table["statistic"]) == {"p10", "median", "p90"}


def test_share_under_the_minimum_is_an_interval() -> None:
    rows = [("A", 5, 6), ("B", 5, 9), ("C", None, 20), ("D", 8, None), ("E", 7.25, 7.25), ("F", None, 7.25)]
    pay = pay_table([(platform, "US", "2024", low, high) for platform, low, high in rows] + [("G", "DE", "2024", 1, 1)])
    gaps = pay[["statement_id", "country"]].assign(
        ratio_low=pay["usd_per_hour_low"] / 7.25, ratio_high=pay["usd_per_hour_high"] / 7.25
    )
    table = share_under_minimum(pay, gaps).set_index("group")
    assert table.loc["US", ["low", "high"]].tolist() == pytest.approx([1 / 6, 4 / 6])
    assert table.loc["DE", "note"].startswith("too few")
    assert math.isnan(table.loc["DE", "low"])


def test_the_ladder_is_as_long_as_the_ranges_allow() -> None:
    pay = pay_table([("A", None, "2024", 2, 4), *((f"B{n}", None, "2024", 20, 30) for n in range(8))])
    pay = pd.concat([pay, pay_table([("Z", None, "2024", 100, 200)]).assign(profession="partner")], ignore_index=True)
    ladder = measure_ladder(pay).set_index("measure")
    assert ladder.loc["best over worst paid cell", ["low", "high"]].tolist() == [25, 100]
    open_top = pd.concat([pay, pay_table([("Y", None, "2024", 50, None)])], ignore_index=True)
    assert measure_ladder(open_top)["high"].iloc[0] == math.inf
    assert measure_ladder(pay.head(3))["low"].isna().all()


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ((10, 20), (2, 5), (2, 10)),
        ((10, math.inf), (2, 5), (2, math.inf)),
        ((10, 20), (0, 5), (2, math.inf)),
        ((10, 20), (0, 0), (math.inf, math.inf)),
        ((10, 20), (2, math.inf), (0, 10)),
    ],
)
def test_ratios_of_intervals(above: tuple, below: tuple, expected: tuple) -> None:
    assert divide(Interval(*above), Interval(*below)) == Interval(*expected)


def test_tier_shares_bracket_one() -> None:
    pay = pay_table([(f"P{n}", None, "2024", 3 * n, 5 * n) for n in range(1, 40)] + [("Q", None, "2024", None, 40)])
    table = share_tiers(pay)
    for _, shares in table.groupby("measure"):
        assert shares["group"].tolist() == [tier.name for tier in TIERS]
        assert shares["low"].sum() <= 1 <= shares["high"].sum()
        assert (shares["low"] <= shares["high"]).all()
    assert share_tiers(pay.head(2))["note"].str.startswith("too few").all()


def test_a_range_up_to_a_cut_off_touches_the_tier_above() -> None:
    # the lower cut is included: pay of exactly 30 is in the tier from 30
    pay = pay_table([(f"P{n}", None, "2024", 20, 30) for n in range(5)])
    shares = share_tiers(pay).set_index(["measure", "group"]).loc["share of cells"]
    assert shares.loc["generalist annotation", ["low", "high"]].tolist() == [0, 1]
    assert shares.loc["skilled specialist", ["low", "high"]].tolist() == [0, 1]
