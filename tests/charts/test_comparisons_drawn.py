"""What the charts of comparisons count: a price once, a country once, a board by month, with whom left out."""

import math

import numpy as np
import pandas as pd
import pytest

from labormarket.charts.chart import leave_each_out
from labormarket.charts.footnotes import name_publishers
from labormarket.charts.gallery.advertised_against_measured import group_studies
from labormarket.charts.gallery.day_jobs import count_prices_once, count_verdicts
from labormarket.charts.gallery.degree_within_title import find_price_steps
from labormarket.charts.gallery.minimum_wages import STRICTEST_STATE, count_under, gather_prices
from labormarket.charts.gallery.same_work_by_country import JOB, find_ratios, join_languages, pick_countries, pick_jobs
from labormarket.charts.gallery.same_work_over_time import place_steps
from labormarket.charts.gallery.who_states_pay import join_months, sum_platforms
from labormarket.charts.groups import find_needed
from labormarket.charts.statements import select_stated


def country_rows(*rows: tuple[str, str, str, float, float]) -> pd.DataFrame:
    columns = ["platform", "country", "language", "usd_per_hour_low", "usd_per_hour_high"]
    return pd.DataFrame(rows, columns=columns).assign(
        job="rater", year=2025, statements=1, statement_ids=[f"s{number}" for number in range(len(rows))],
        intl_dollars_per_hour_low=np.nan, intl_dollars_per_hour_high=9.0, minimum_wage_usd_per_hour=np.nan,
    )  # fmt: skip


def test_a_country_counts_once_whatever_its_languages() -> None:
    table = country_rows(("X", "IN", "Hindi", 3, 3), ("X", "IN", "Tamil", 4, 5), ("X", "NO", "Norwegian", np.nan, 20))
    countries = join_languages(table)
    assert countries["country"].tolist() == ["IN", "NO"]
    assert countries.loc[0, ["usd_per_hour_low", "usd_per_hour_high", "top", "statements"]].tolist() == [3, 5, 5, 2]
    assert countries.loc[0, "languages"] == "Hindi, Tamil"
    assert find_ratios(countries, JOB, 2)["ratio"].tolist() == [4]
    assert find_ratios(countries, JOB, 3).empty


def test_each_platform_has_a_job_drawn_before_one_has_two_and_none_that_is_alike() -> None:
    columns = [*JOB, "countries", "ratio"]
    rows = [("A", "one", 1, 9, 3.0), ("A", "two", 1, 8, 3.0), ("B", "one", 1, 5, 2.0), ("C", "one", 1, 30, 1.0)]
    assert pick_jobs(pd.DataFrame(rows, columns=columns), 3)[["platform", "job"]].to_numpy().tolist() == [
        ["A", "one"],
        ["B", "one"],
        ["A", "two"],
    ]


@pytest.mark.parametrize(("count", "named"), [(2, [0, 5]), (4, [0, 2, 4, 5]), (99, [0, 2, 3, 4, 5])])
def test_named_are_both_ends_and_others_whose_parity_is_known(count: int, named: list[int]) -> None:
    countries = pd.DataFrame({"intl": [1.0, np.nan, 3.0, 4.0, 5.0, np.nan]})
    assert pick_countries(countries, count).index.tolist() == named


def test_many_titles_at_two_prices_are_one_step() -> None:
    row = {"platform": "H", "seen_on": "2025", "degree_lower": "master", "degree_higher": "doctorate"}
    row |= {"usd_per_hour_lower_low": np.nan, "usd_per_hour_higher_low": np.nan, "ratio_low": np.nan}
    pairs = pd.DataFrame(
        [{**row, "job": job, "usd_per_hour_lower_high": 50.0, "usd_per_hour_higher_high": high, "ratio_high": high / 50}
         for job, high in (("physics", 75.0), ("math", 75.0), ("law", 100.0))]
    ).assign(statement_ids=["a", "b", "c"])  # fmt: skip
    steps = find_price_steps(pairs)
    assert steps[["jobs", "ratio", "pairs"]].to_numpy().tolist() == [["law", 2.0, 1], ["math, physics", 1.5, 2]]


def test_a_step_is_drawn_at_the_ends_that_moved() -> None:
    columns = ["platform", "job", "direction", "ratio_low", "ratio_high", "from_low", "to_low", "from_high", "to_high"]
    rows = [("P", "a", "cut", 0.75, 1.0, 8, 6, 65, 65), ("P", "b", "rise", 1.2, 2.0, 10, 12, 20, 40)]
    steps = place_steps(pd.DataFrame(rows, columns=columns).assign(to_date="2025"))
    assert steps[["from_rate", "to_rate", "ratio"]].to_numpy().tolist() == [[8, 6, 0.75], [20, 40, 2]]


def test_one_pay_text_under_many_professions_is_one_offer() -> None:
    like = pd.DataFrame(
        [("A", "lawyer", "t", "either"), ("A", "chef", "t", "more"), ("B", "lawyer", None, "less")],
        columns=["platform", "profession", "template_id", "verdict"],
    ).assign(
        step="wage", usd_per_hour_low=15.0, usd_per_hour_high=150.0, day_job_median_usd_per_hour=[75.0, 30.0, 75.0],
        break_even_usd_per_hour=[75.0, 30.0, 75.0], statements=1, statement_ids="s",
    )  # fmt: skip
    prices = count_prices_once(like)
    assert prices[["verdict", "professions"]].to_numpy().tolist() == [["either", 2], ["less", 1]]
    assert prices["ratio_low"].tolist() == [0.35, 0.2]
    assert count_verdicts(prices).loc["wage", ["more", "either", "less", "factor"]].tolist() == [0, 1, 1, 1]


def test_a_pay_text_counts_once_against_the_minimum_and_the_us_twice() -> None:
    gaps = pd.DataFrame(
        {"statement_id": list("abcd"), "platform": "P", "country": ["US", "US", "US", "KE"], "published_on": "2025",
         "ratio_low": [2.0, 2.0, 3.0, 0.5], "ratio_high": [2.0, 2.0, 3.0, 0.5],
         "us_state_per_hour": [16.5, 16.5, 16.5, np.nan]}
    )  # fmt: skip
    usd = [14.5, 14.5, 21.75, 0.25]
    pay = pd.DataFrame({"statement_id": list("abcd"), "usd_per_hour_low": usd, "usd_per_hour_high": usd,
                        "template_id": ["t", "t", None, None]})  # fmt: skip
    places = pd.DataFrame({"statement_id": ["d"], "usd_per_hour_low": 0.25, "usd_per_hour_high": 0.25,
                           "intl_dollars_per_hour_low": 0.75, "intl_dollars_per_hour_high": 0.75})  # fmt: skip
    counts = count_under(gather_prices(gaps, pay, places)).set_index("place")
    assert counts["prices"].to_dict() == {"US": 2, STRICTEST_STATE: 2, "KE": 1}
    assert counts["under"].to_dict() == {"US": 0, STRICTEST_STATE: 1, "KE": 1}
    kenya = counts.loc["KE"]
    assert (kenya["minimum_usd_per_hour"], kenya["minimum_intl_dollars_per_hour"]) == pytest.approx((0.5, 1.5))
    assert counts.loc[STRICTEST_STATE, "minimum_usd_per_hour"] == pytest.approx(16.5)


def test_a_study_of_platforms_with_few_adverts_stands_beside_their_kind() -> None:
    measured = pd.DataFrame({"beside": ["MTurk", "Sama, Remotasks", None, "MTurk"], "method": "survey",
                             "statistic": ["mean", "mean", "mean", "mean requester pay"]})  # fmt: skip
    platforms = pd.DataFrame({"platform": ["MTurk", "Sama", "Remotasks"], "kind": ["microtask", "managed", "other"]})
    adverts = pd.DataFrame(columns=["platform", "price", "witness", "publisher"])
    assert group_studies(measured, platforms, adverts)["group"].tolist() == ["microtask platforms"]


def test_months_are_joined_into_equal_spans() -> None:
    coverage = pd.DataFrame({"platform": "P", "month": ["2024-11", "2025-01", "2025-04"], "listings": [1, 2, 4]})
    coverage = coverage.assign(stating_pay=1)
    assert join_months(coverage, 9)["span"].tolist() == ["2024-11", "2025-01", "2025-04"]
    joined = join_months(coverage, 2)
    assert joined[["span", "listings"]].to_numpy().tolist() == [["2024-11", 3], ["2025-02", 4]]
    assert sum_platforms(coverage).loc[0, ["listings", "stating_pay"]].tolist() == [7, 3]


def test_a_measure_without_any_platform_of_one_platform_is_unknown() -> None:
    rows = pd.DataFrame({"platform": ["A", "A"], "ratio": [1.0, 2.0]})
    assert all(math.isnan(end) for end in leave_each_out(rows, lambda kept: float(kept["ratio"].median())))
    assert all(math.isnan(end) for end in leave_each_out(rows.iloc[:0], lambda kept: 1.0))


def test_groups_that_lie_apart_because_of_one_platform_name_it() -> None:
    rows = [(f"cheap {number}", "rater", 5.0) for number in range(6)] + [("only", "nurse", 90.0)] * 6
    pay = pd.DataFrame(rows, columns=["platform", "profession", "usd_per_hour_low"]).assign(
        usd_per_hour_high=lambda frame: frame["usd_per_hour_low"], kind="advertised", country="US", publisher=None,
        hourly_basis="stated", origin=None, statement_id=[f"s{number:02}" for number in range(12)],
    )  # fmt: skip
    assert find_needed(select_stated(pay), "profession", "rater", "nurse") == ["only"]


def test_a_hosted_board_is_named_by_its_company() -> None:
    statements = pd.DataFrame({"publisher": ["lever.co", "lever.co", "time.com"], "owner": ["Appen", None, None]})
    statements = statements.assign(platform=["CrowdGen", None, "Sama"])
    assert name_publishers(statements).tolist() == ["Appen (lever.co)", "lever.co", "time.com"]
