"""Pay beside the day job, the minimum wage and the platform's own facts: intervals stay intervals, gaps stay gaps."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket.comparisons import (
    compare_day_jobs,
    compare_minimum_wages,
    compare_places,
    derive_payroll,
    merge_minimum_wages,
    platform_cards,
)
from labormarket.comparisons.coverage import summarise_coverage
from labormarket.comparisons.minimum_wages import first_day, general_classes, general_wages, strictest_state
from labormarket.comparisons.platform_cards import topic_of
from labormarket.hourly import HOURS_PER_YEAR, ExchangeRates
from labormarket.platforms import platforms
from labormarket.sources import PLATFORM_FACTS, read_raw, read_reference, read_register
from labormarket.tables import check_table, load_table
from labormarket.tables.allowed_values import POSITIONS
from labormarket.tables.comparison_definitions import LISTINGS_STATING_PAY

OEWS = read_reference("reference_oews")


def make_pay(*rows):
    columns = ["platform", "profession", "soc_code", "usd_per_hour_low", "usd_per_hour_high", "country", "hourly_basis"]
    pay = pd.DataFrame(rows, columns=columns).astype({"usd_per_hour_low": float, "usd_per_hour_high": float})
    pay = pay.assign(
        statement_id=[f"s{number}" for number in range(len(pay))],
        source_id="pay_statements",
        kind="advertised",
        currency="USD",
        published_on="2025-06",
    )
    return pay.astype(dict.fromkeys(["platform", "profession", "soc_code", "country", "hourly_basis"], "str"))


def lawyer(low, high, country=None, basis="stated", code="23-1011", profession="lawyer"):
    return ("Mercor", profession, code, low, high, country, basis)


# ---------------------------------------------------------------- day jobs: lawyers earn 37.67 / 76.76 / 169.04

DAY_JOB_CASES = [
    ([lawyer(110, 130)], 110, 130, "p75 to p90", "p75 to p90", "more"),
    ([lawyer(40, 135)], 40, 135, "p10 to p25", "p75 to p90", "either"),
    ([lawyer(10, 20)], 10, 20, "below p10", "below p10", "less"),
    ([lawyer(None, 60)], None, 60, None, "p25 to median", "less"),
    ([lawyer(None, 500)], None, 500, None, "above p90", "either"),
    ([lawyer(500, None)], 500, None, "above p90", None, "more"),
    ([lawyer(0, 20)], None, 20, None, "below p10", "less"),
    ([lawyer(76.76, 76.76)], 76.76, 76.76, "median to p75", "median to p75", "more"),
    ([lawyer(50, 60), lawyer(90, None)], 50, 90 - 30, "p25 to median", "p25 to median", "less"),
]


@pytest.mark.parametrize(("rows", "low", "high", "place_low", "place_high", "verdict"), DAY_JOB_CASES)
def test_an_interval_against_a_day_job(rows, low, high, place_low, place_high, verdict):
    row = compare_day_jobs(make_pay(*rows), OEWS).iloc[0].replace({np.nan: None})
    assert (row["usd_per_hour_low"], row["usd_per_hour_high"]) == (low, high)
    assert (row["position_low"], row["position_high"], row["verdict"]) == (place_low, place_high, verdict)


@pytest.mark.parametrize(
    "row",
    [
        lawyer(110, 130, basis="assumed_hours"),
        lawyer(110, 130, country="KE"),
        lawyer(110, 130, country="IN;PH"),
        lawyer(None, None),
        lawyer(20, 25, code=None, profession="AI tutor"),
    ],
)
def test_what_is_no_match_for_a_us_day_job_is_left_out(row):
    assert compare_day_jobs(make_pay(row), OEWS).empty


@pytest.mark.parametrize("country", [None, "US", "US;CA", "Worldwide"])
def test_who_may_work_in_the_united_states_is_compared(country):
    assert len(compare_day_jobs(make_pay(lawyer(110, 130, country=country)), OEWS)) == 1


def test_an_annual_only_occupation_says_so_and_is_divided_by_the_working_year():
    row = compare_day_jobs(make_pay(lawyer(120, 120, code="25-1126", profession="philosopher")), OEWS).iloc[0]
    survey = OEWS.set_index("soc_code").loc["25-1126"]
    assert row["annual_only"]
    assert row["day_job_median"] == pytest.approx(float(survey["a_median"]) / HOURS_PER_YEAR, abs=0.005)


def test_a_folded_code_finds_the_occupation_it_is_published_under():
    row = compare_day_jobs(make_pay(lawyer(50, 60, code="13-1023", profession="procurement agent")), OEWS).iloc[0]
    assert (row["soc_code"], row["day_job_code"]) == ("13-1023", "13-1020")


LAWYERS = OEWS[OEWS["soc_code"].eq("23-1011")]


@given(st.floats(0.01, 2000), st.floats(1, 50))
def test_the_verdict_follows_the_ratios(low, factor):
    row = compare_day_jobs(make_pay(lawyer(low, low * factor)), LAWYERS).iloc[0]
    median = row["day_job_median"]
    assert row["verdict"] == ("more" if low >= median else "less" if low * factor < median else "either")
    assert POSITIONS.index(row["position_low"]) <= POSITIONS.index(row["position_high"])


# ---------------------------------------------------------------- minimum wages

MINIMUM_WAGES = merge_minimum_wages(
    read_reference("reference_minimum_wages_2026-11-30"), read_reference("reference_minimum_wages")
)
RATES = ExchangeRates.read()


def gaps(country, published_on, low, high):
    pay = make_pay(lawyer(low, high, country=country)).assign(published_on=published_on)
    return compare_minimum_wages(pay, MINIMUM_WAGES, RATES)


def test_the_wage_in_force_on_the_day_is_the_one_that_counts():
    assert gaps("DE", "2023-12-31", 20, 20).iloc[0]["minimum_per_hour"] == 12.0
    assert gaps("DE", "2024-01-01", 20, 20).iloc[0]["minimum_per_hour"] == 12.41
    assert gaps("GB", "2026-03-31", 20, 20).iloc[0]["minimum_per_hour"] == 12.21
    assert gaps("GB", "2026-04-01", 20, 20).iloc[0]["minimum_per_hour"] == 12.71


@pytest.mark.parametrize(
    ("country", "published_on"),
    [("DE", "2014"), ("KE", "2016-01"), ("SG", "2025"), ("AR", "2024"), ("US;CA", "2025"), ("US", "")],
)
def test_no_wage_known_then_and_there_is_no_comparison(country, published_on):
    assert gaps(country, published_on, 20, 20).empty


def test_a_range_gives_two_ratios_and_the_us_minimum_stands_beside():
    row = gaps("KE", "2024-12", 1.0, 2.0).iloc[0]
    assert row["minimum_currency"] == "KES"
    assert row["minimum_basis"] == "assumed_hours"
    assert row["ratio_high"] == pytest.approx(2 * row["ratio_low"], rel=1e-3)
    assert row["us_ratio_high"] == pytest.approx(2 / 7.25, abs=1e-4)
    open_ended = gaps("KE", "2024-12", None, 2.0).iloc[0]
    assert np.isnan(open_ended["ratio_low"])


def test_every_general_class_is_in_the_list_and_has_an_hourly_amount():
    wages = general_wages(MINIMUM_WAGES)
    classes = set(zip(wages["country_code"], wages["minimum_class"], strict=True))
    assert {country for country, _ in set(general_classes()) - classes} <= {"KE"}  # an older name of the same wage
    assert wages["country_code"].nunique() >= 50
    assert wages["minimum_per_hour"].gt(0).all()
    assert not wages.duplicated(["country_code", "in_force_from"]).any()


@pytest.mark.parametrize(
    ("country", "published_on", "minimum"),
    [
        ("KE", "2021-06", 13572 / 225.33),
        ("KE", "2022-05-01", 15200.64 / 225.33),
        ("BR", "2024-06", 6.42),
        ("IN", "2025-06", 88.73),
        ("PT", "2025-01", None),
        ("FR", "2025", 11.88),
    ],
)
def test_wages_of_many_years_and_places(country, published_on, minimum):
    found = gaps(country, published_on, 20, 20)
    expected = minimum if minimum else found.iloc[0]["minimum_per_hour"]
    assert found.iloc[0]["minimum_per_hour"] == pytest.approx(expected, rel=1e-3)
    assert found.iloc[0]["binds"] == "yes"


def test_brazils_wage_never_falls_and_statistics_are_left_out():
    wages = general_wages(MINIMUM_WAGES)
    assert wages.loc[wages["country_code"].eq("BR"), "minimum_per_hour"].is_monotonic_increasing
    assert not MINIMUM_WAGES["region_or_class"].str.contains("Eurostat").any()


def test_a_wage_that_binds_nobody_says_so():
    assert gaps("VE", "2024", 1, 1).iloc[0]["binds"] == "no"
    assert gaps("IN", "2016", 1, 1).iloc[0]["binds"] == "no"


def test_the_strictest_state_stands_beside_statements_of_the_united_states_only():
    row = gaps("US", "2026-06", 16.95, 16.95).iloc[0]
    assert (row["strictest_us_state"], row["us_state_per_hour"]) == ("Washington", 17.13)
    assert gaps("GB", "2026-06", 20, 20).iloc[0][["strictest_us_state", "us_state_per_hour"]].isna().all()
    assert strictest_state(MINIMUM_WAGES.head(0)).empty


# ---------------------------------------------------------------- places

COUNTRIES, PARITIES = read_reference("reference_countries"), read_reference("reference_ppp")


def place(country, low, high, published_on="2024"):
    pay = make_pay(lawyer(low, high, country=country)).assign(published_on=published_on)
    return compare_places(pay, COUNTRIES, PARITIES, RATES)


def test_a_dollar_buys_more_where_prices_are_lower():
    kenya, states = place("KE", 2.0, 3.0).iloc[0], place("US", 2.0, 3.0).iloc[0]
    assert kenya["intl_dollars_per_hour_low"] > 4
    assert states["intl_dollars_per_hour_low"] == pytest.approx(2.0, abs=0.02)
    assert (kenya["region"], kenya["income_group"]) == ("Sub-Saharan Africa", "lower middle")


@pytest.mark.parametrize("country", ["US;CA", "Worldwide", None, "XX"])
def test_only_one_country_is_a_place(country):
    assert place(country, 2.0, 3.0).empty


def test_a_place_without_a_price_level_keeps_its_region():
    row = place("VE", 1.0, None, "").iloc[0]
    assert row["region"] == "Latin America and Caribbean"
    assert row[["income_group", "intl_dollars_per_hour_low", "ppp_year"]].isna().all()


def test_a_date_of_any_length_counts_from_its_first_day():
    days = first_day(pd.Series(["2025", "2025-03", "2025-03-14", "about 2025", ""]))
    assert days.dt.strftime("%F").fillna("").to_list() == ["2025-01-01", "2025-03-01", "2025-03-14", "", ""]


# ---------------------------------------------------------------- platform cards and payroll


def all_cards():
    facts = pd.concat(
        [
            read_raw(card).assign(source_id=card.source_id, collected_on=card.collected_on)
            for card in read_register()
            if card.kind == PLATFORM_FACTS
        ],
        ignore_index=True,
    )
    benchmarks = read_reference("reference_benchmarks").assign(collected_on="2026-11-23")
    return facts.fillna(""), platform_cards(facts.fillna(""), benchmarks, platforms())


def test_no_fact_is_lost_and_each_has_its_source():
    facts, cards = all_cards()
    told = set(zip(cards["fact"], cards["value"], strict=True))
    assert set(zip(facts["fact"], facts["value"], strict=True)) <= told
    assert (cards["source_url"].fillna("").ne("") | cards["source_title"].fillna("").ne("")).all()
    assert not cards["is_derived"].any()


def test_fairness_scores_stand_under_the_canonical_name():
    _, cards = all_cards()
    scores = cards[cards["topic"].eq("fairness") & cards["source_id"].eq("reference_benchmarks")]
    assert {"Amazon Mechanical Turk", "Remotasks", "Prolific"} <= set(scores["platform"])
    assert scores["value"].astype(float).between(0, 10).all()


@pytest.mark.parametrize(
    ("fact", "topic"),
    [
        ("paid out to experts, more than", "payroll"),
        ("experts on the platform, more than", "workforce"),
        ("sued for paying workers less than promised", "dispute"),
        ("lawsuit with Outlier over mental toll of the work, reported", "dispute"),
        ("countries of performers", "countries"),
        ("gross run rate", "valuation"),
        ("founded in Sydney", "other"),
    ],
)
def test_a_fact_finds_its_topic(fact, topic):
    assert topic_of(pd.Series([fact])).to_list() == [topic]


def test_mercors_payroll_is_fifty_dollars_per_contractor_and_day_and_marked_derived():
    _, cards = all_cards()
    derived = derive_payroll(cards, load_table("pay"))
    article = derived[derived["source_id"].eq("ai_training_article_facts")]
    values = dict(zip(article["fact"], article["value"].astype(float), strict=True))
    assert values.pop("derived: daily payroll over contractors") == 50.0
    assert derived["is_derived"].all()
    (lowest, highest) = values.values()
    assert lowest < 50 < highest, "what its listed rates give at 10 to 30 hours a week spans the payroll"


def test_without_a_payroll_nothing_is_derived():
    _, cards = all_cards()
    assert derive_payroll(cards[cards["platform"].ne("Mercor")], load_table("pay")).empty


# ---------------------------------------------------------------- listings that state pay


def test_two_looks_at_one_board_never_add_up() -> None:
    looks = [
        ("M", "2026-11", 40, 30, "https://m.example/jobs", "monday", "2026-11-23"),
        ("M", "", 44, 31, "https://m.example/jobs", "friday", "2026-11-27"),
        ("M", "2026-12", 0, 0, "", "friday", "2026-11-27"),
    ]
    columns = ["platform", "month", "listings", "stating_pay", "source_url", "source_id", "day"]
    table = check_table(LISTINGS_STATING_PAY, summarise_coverage(pd.DataFrame(looks, columns=columns)))
    assert table[["month", "listings"]].values.tolist() == [["2026-11", 44]]
