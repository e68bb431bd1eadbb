"""Like with like: one platform's job between degrees, countries, dates and the day job."""

import math

import pandas as pd
import pytest

from labormarket.comparisons import compare_countries, compare_like_for_like, follow_rates, pair_degrees
from labormarket.comparisons.day_jobs import break_even_factors, name_one_template
from labormarket.comparisons.jobs import name_jobs, select_adverts
from labormarket.sources import read_reference
from labormarket.tables import check_table
from labormarket.tables.comparison_definitions import (
    DEGREE_PAIRS,
    LIKE_FOR_LIKE,
    SAME_WORK_BY_COUNTRY,
    SAME_WORK_OVER_TIME,
)

COLUMNS = {
    "platform": "Outlier",
    "kind": "advertised",
    "scope": "training",
    "hourly_basis": "stated",
    "profession": "writer",
    "profession_as_stated": "Freelance Writer",
    "soc_code": None,
    "degree_asked": None,
    "language": None,
    "country": None,
    "published_on": "2025-06",
    "first_seen": None,
    "currency": "USD",
    "period": "hour",
    "template_id": None,
    "source_id": "s",
}
NOTHING_TOLD = pd.DataFrame(columns=["before_id", "after_id", "job"])


def make_pay(*rows: dict[str, object]) -> pd.DataFrame:
    """Rows of a pay table that differ from COLUMNS as said; `pay` is a pair of ends."""
    made = []
    for number, row in enumerate(rows):
        low, high = row.pop("pay", (10, 10))
        ends = {"low": low, "high": high, "usd_per_hour_low": low, "usd_per_hour_high": high}
        made.append({**COLUMNS, "statement_id": f"a{number}", **ends, **row})
    frame = pd.DataFrame(made)
    texts = [name for name in frame if name not in ("low", "high", "usd_per_hour_low", "usd_per_hour_high")]
    return frame.astype({**dict.fromkeys(texts, "str"), **{name: float for name in frame if name not in texts}})


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Hindi Freelance Writer (India)", "German Freelance Writer", True),
        ("Biology Expert (Bachelor's)- AI Trainer", "Biology Expert - AI Trainer (Ph.Ds or Postdocs)", True),
        ("Math Expert", "Math Specialist", True),
        ("Personalized Internet Assessor India - Kannada Language", "Personalized Internet Assessor – Denmark", True),
        ("Physics Expert", "Chemistry Expert", False),
        ("Freelance Writer", "Freelance STEM Writer", False),
    ],
)
def test_a_job_is_the_title_without_language_place_and_degree(one: str, other: str, same: bool) -> None:
    jobs = name_jobs(pd.Series([one, other])).tolist()
    assert all(jobs)
    assert (jobs[0] == jobs[1]) is same


def test_only_adverts_of_training_work_are_compared() -> None:
    pay = make_pay(
        {},
        {"kind": "reported"},
        {"scope": "study"},
        {"hourly_basis": "assumed_hours"},
        {"platform": None},
        {"pay": (None, None)},
        {"profession_as_stated": None},
    )
    assert select_adverts(pay)["statement_id"].tolist() == ["a0"]


def test_degrees_are_paired_within_platform_job_and_day() -> None:
    def of(degree: str | None, pay: tuple, **other: object) -> dict[str, object]:
        return {"degree_asked": degree, "pay": pay, **other}

    pay = make_pay(
        of("bachelor", (50, 50)),
        of("master;doctorate", (75, 75)),  # asks for a master
        of("doctorate", (None, 100)),
        of("doctorate", (None, 500), published_on="2026"),  # another day
        of("doctorate", (500, 500), platform="Mercor"),
        of("MD", (200, 200)),
        of(None, (5, 5)),
    )
    pairs = check_table(DEGREE_PAIRS, pair_degrees(pay))
    assert pairs[["degree_lower", "degree_higher"]].to_numpy().tolist() == [
        ["bachelor", "doctorate"],
        ["bachelor", "master"],
        ["master", "doctorate"],
    ]
    assert pairs["ratio_high"].tolist() == [2, 1.5, pytest.approx(4 / 3, abs=1e-4)]
    assert pairs["ratio_low"].tolist() == [
        pytest.approx(math.nan, nan_ok=True),
        1.5,
        pytest.approx(math.nan, nan_ok=True),
    ]
    assert pairs["statement_ids"].tolist() == ["a0;a2", "a0;a1", "a1;a2"]


def test_a_template_posted_twice_weighs_once_in_a_pair() -> None:
    rows = [{"degree_asked": "bachelor", "pay": (50, 50)}] * 3 + [{"degree_asked": "bachelor", "pay": (90, 90)}]
    pay = make_pay(*(dict(row) for row in rows), {"degree_asked": "master", "pay": (140, 140)})
    pair = pair_degrees(pay).iloc[0]
    assert (pair["usd_per_hour_lower_high"], pair["ratio_high"], pair["statements"]) == (70, 2, 5)


def test_one_job_is_compared_between_countries_and_within_a_language() -> None:
    pay = make_pay(
        {"country": "IN", "language": "Hindi", "pay": (7.5, 7.5)},
        {"country": "NO", "language": "Norwegian", "pay": (30, 30)},
        {"country": "IR", "language": "Persian", "pay": (7, 7)},
        {"country": "US", "language": "Persian", "pay": (14, 14)},
        {"country": "US;CA", "language": "Persian", "pay": (99, 99)},  # no one country
        {"country": "Worldwide", "pay": (99, 99)},
        {"country": "IN", "published_on": "2026", "pay": (9, 9)},  # alone in its year
        {"country": "KE", "platform": "Sama", "pay": (1, 1)},
    )
    places = pd.DataFrame(
        {"statement_id": ["a0", "a1"], "intl_dollars_per_hour_low": [30.0, 25.0]}
        | {"intl_dollars_per_hour_high": [30.0, 25.0], "ppp_year": [2024.0, 2024.0]}
    )
    gaps = pd.DataFrame({"statement_id": ["a3"], "ratio_low": [14 / 7.25], "ratio_high": [14 / 7.25], "binds": "yes"})
    table = check_table(SAME_WORK_BY_COUNTRY, compare_countries(pay, places, gaps))
    assert table["country"].tolist() == ["IR", "IN", "US", "NO"]
    assert table["countries"].eq(4).all()
    assert dict(zip(table["country"], table["countries_of_language"], strict=True)) == {
        "IR": 2,
        "IN": 1,
        "US": 2,
        "NO": 1,
    }
    ratios = table.set_index("country")["ratio_to_lowest"].to_dict()
    assert ratios == pytest.approx({"IR": 1, "US": 2, "IN": 7.5 / 7, "NO": 30 / 7}, abs=1e-4)
    of_country = table.set_index("country")
    assert of_country.loc["US", "minimum_wage_usd_per_hour"] == 7.25
    assert of_country.loc["US", "ratio_to_minimum_high"] == pytest.approx(14 / 7.25, abs=1e-4)
    assert of_country.loc["IN", "intl_dollars_per_hour_high"] == 30
    assert math.isnan(of_country.loc["IR", "intl_dollars_per_hour_high"])


def test_rates_are_followed_within_platform_job_place_and_currency() -> None:
    pay = make_pay(
        {"published_on": "2023", "pay": (10, 10)},
        {"published_on": "2023-05", "pay": (11, 11)},  # within 2023: before or after, nobody knows
        {"published_on": "2024-01", "pay": (14, 12)},
        {"published_on": "2024-01", "country": "KE", "pay": (1, 1)},
        {"published_on": None, "first_seen": "2024-02-01", "pay": (None, 6)},
        {"published_on": "2026", "currency": "EUR", "pay": (99, 99)},
        {"published_on": "2026", "platform": "Mercor", "pay": (99, 99)},
    )
    steps = check_table(SAME_WORK_OVER_TIME, follow_rates(pay, NOTHING_TOLD))
    assert steps[["from_date", "to_date"]].to_numpy().tolist() == [["2023-05", "2024-01"], ["2024-01", "2024-02-01"]]
    assert steps["direction"].tolist() == ["rise", "cut"]
    assert steps["ratio_high"].tolist() == [pytest.approx(12 / 11, abs=1e-4), 0.5]
    assert math.isnan(steps["ratio_low"].iloc[1])


def test_a_report_that_tells_both_rates_is_a_step_of_its_own_kind() -> None:
    told = pd.DataFrame([["a0", "a1", "tasker"], ["a0", "gone", "tasker"]], columns=NOTHING_TOLD.columns)
    pay = make_pay({"kind": "reported", "pay": (50, 50)}, {"kind": "reported", "pay": (None, 20)}, {"pay": (9, 9)})
    steps = check_table(SAME_WORK_OVER_TIME, follow_rates(pay, told))
    assert steps[["job", "evidence", "direction", "ratio_high"]].values.tolist() == [["tasker", "reported", "cut", 0.4]]


def test_no_exchange_rate_moves_a_rate() -> None:
    pay = make_pay({"published_on": "2024", "currency": "KES"}, {"published_on": "2025", "currency": "KES"})
    pay["usd_per_hour_low"] = pay["usd_per_hour_high"] = [0.08, 0.06]
    assert follow_rates(pay, NOTHING_TOLD)["direction"].tolist() == ["same"]


def test_each_step_asks_for_more() -> None:
    factors = break_even_factors(read_reference("reference_employment"))
    assert list(factors.values()) == sorted(factors.values())
    assert factors["wage"] == 1
    assert factors["benefits"] == pytest.approx(1 + (0.308 - 0.0725) / 0.692, abs=1e-4)
    assert factors["unpaid_time"] == pytest.approx(factors["payroll_tax"] * 4 / 3)
    # at break-even the contractor keeps, after payroll tax, what the employee keeps with the benefits
    kept = factors["payroll_tax"] * (1 - 0.153 * 0.9235)
    assert kept == pytest.approx(factors["benefits"] - 0.0765)


def test_only_us_adverts_are_held_against_the_us_day_job() -> None:
    lawyer = {"profession": "lawyer", "profession_as_stated": "Lawyer", "soc_code": "23-1011"}
    pay = make_pay(
        {**lawyer, "country": "US", "pay": (100, 120)},
        {**lawyer, "country": "US;CA", "pay": (999, 999)},
        {**lawyer, "pay": (999, 999)},
        {**lawyer, "country": "US", "platform": "Mercor", "pay": (None, 300)},
    )
    wages = {**dict.fromkeys([f"h_pct{p}" for p in (10, 25, 75, 90)], "50"), "h_median": "72.50"}
    oews = pd.DataFrame([{"soc_code": "23-1011", "title": "Lawyers", "annual_only": "False", **wages}])
    table = compare_like_for_like(pay, oews, read_reference("reference_employment"))
    table = check_table(LIKE_FOR_LIKE, table)
    assert table["template_id"].isna().all()
    ours = table[table["platform"].eq("Outlier")]
    assert ours["step"].tolist() == ["wage", "benefits", "payroll_tax", "unpaid_time"]
    assert ours["verdict"].tolist() == ["more", "more", "either", "less"]
    assert table.loc[table["platform"].eq("Mercor"), "verdict"].eq("either").all()


def test_pairs_that_rest_on_one_template_alone_name_it() -> None:
    one = {"country": "US", "soc_code": "23-1011", "pay": (15, 150)}
    pay = make_pay(
        {**one, "profession": "lawyer", "template_id": "t"},
        {**one, "profession": "judge", "template_id": "t"},
        {**one, "profession": "judge", "template_id": None},
    )
    named = name_one_template(pay, ["profession"]).set_index("profession")["template_id"]
    assert named["lawyer"] == "t" and pd.isna(named["judge"])
