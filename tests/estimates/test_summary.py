"""The lines of the table of estimates: readings, votes, and what is said of too little."""

import math

import numpy as np
import pandas as pd
import pytest

from labormarket.estimates.clusters import MIN_CLUSTERS
from labormarket.estimates.readings import read_as_highest, read_as_stated, typical_width
from labormarket.estimates.summary import READINGS, SUMMARY_COLUMNS, summarise_pay
from labormarket.estimates.votes import MIN_PRICES


def pay_table(platforms: int, rows: int = 1, origin: str | None = None) -> pd.DataFrame:
    number = np.arange(platforms * rows)
    return pd.DataFrame(
        {
            "platform": [f"platform {n % platforms}" for n in number],
            "origin": origin,
            "kind": np.where(number % platforms == 0, "reported", "advertised"),
            "usd_per_hour_low": 10.0 * 1.3 ** (number % platforms),
            "usd_per_hour_high": 12.0 * 1.3 ** (number % platforms),
        }
    )


def test_below_the_minimum_no_number_at_all() -> None:
    line = summarise_pay(pay_table(MIN_PRICES - 1, rows=50, origin="TIME")).iloc[0]
    assert (line["statements"], line["prices"], line["witnesses"]) == (50 * (MIN_PRICES - 1), MIN_PRICES - 1, 1)
    assert line.filter(like="usd_per_hour").isna().all()
    assert line["note"].startswith("too few")


def test_few_platforms_have_a_median_and_no_interval() -> None:
    line = summarise_pay(pay_table(MIN_CLUSTERS - 1)).iloc[0]
    assert line["usd_per_hour_point_low"] > 0
    assert math.isnan(line["usd_per_hour_ci95_low"])
    assert line["note"] == f"no interval: under {MIN_CLUSTERS} platforms"
    assert line["usd_per_hour_left_out_low"] > 0


def test_one_platform_has_no_interval_and_nothing_to_leave_out() -> None:
    line = summarise_pay(pay_table(1, rows=30).assign(usd_per_hour_low=np.arange(30) % 9 + 1.0)).iloc[0]
    assert line["note"] == "no interval: one platform"
    assert line[["usd_per_hour_ci95_low", "usd_per_hour_left_out_low"]].isna().all()


def test_votes_and_listings_stand_side_by_side() -> None:
    pay = pd.concat([pay_table(9), pay_table(1, rows=40)], ignore_index=True)
    table = summarise_pay(pay).set_index("weighting")
    assert list(table.reset_index()[list(SUMMARY_COLUMNS)]) == list(SUMMARY_COLUMNS)
    assert table["usd_per_hour_allowed_low"].to_dict() == {"platform": pytest.approx(10 * 1.3**4), "listing": 10}
    assert table["effective_platforms"].round(1).to_dict() == {"platform": 9, "listing": 1.4}
    for reading in ("point", "highest_of_many", "stated_end"):  # without an "up to" they are the same
        assert (table[f"usd_per_hour_{reading}_low"] == table["usd_per_hour_point_low"]).all()
    votes = table.loc["platform"]
    assert votes["usd_per_hour_ci95_low"] <= votes["usd_per_hour_left_out_low"] <= votes["usd_per_hour_point_low"]
    assert votes["usd_per_hour_ci95_high"] >= votes["usd_per_hour_left_out_high"] >= votes["usd_per_hour_point_high"]
    assert table.loc["listing", [f"usd_per_hour_{name}_low" for name in ("ci95", "left_out")]].isna().all()


def test_groups_and_statistics_are_rows() -> None:
    table = summarise_pay(pay_table(12), ["kind"], statistics=["p10", "median"], weightings=["platform"])
    assert table[["kind", "statistic"]].to_numpy().tolist() == [
        *(["advertised", "p10"], ["advertised", "median"]),
        *(["reported", "p10"], ["reported", "median"]),
    ]
    assert table["statements"].tolist() == [11, 11, 1, 1]
    assert summarise_pay(pay_table(3).iloc[:0]).shape == (2, len(SUMMARY_COLUMNS))


def test_the_readings_of_up_to_differ_where_they_should() -> None:
    pay = pay_table(20)
    pay.loc[8:, "usd_per_hour_low"] = pay.loc[8:, "usd_per_hour_low"].mask(pay.index[8:] % 2 == 0)
    line = summarise_pay(pay, weightings=["platform"]).iloc[0]
    lows = {reading: line[f"usd_per_hour_{reading}_low"] for reading in READINGS[:4]}
    assert typical_width(pay) == pytest.approx(1.2)
    assert lows["allowed"] <= lows["point"] < lows["highest_of_many"] <= lows["stated_end"]
    assert read_as_highest(pay)["usd_per_hour_low"][8] == pytest.approx(pay["usd_per_hour_high"][8] / 1.2)
    assert read_as_stated(pay)["usd_per_hour_low"][8] == pay["usd_per_hour_high"][8]
    assert read_as_stated(pay)["usd_per_hour_low"][9] == pay["usd_per_hour_low"][9]


def test_a_width_wants_ranges() -> None:
    assert typical_width(pay_table(9)) == 1
    assert typical_width(pay_table(10).assign(usd_per_hour_low=0.0)) == 1


def test_two_runs_say_the_same() -> None:
    one, other = (summarise_pay(pay_table(15, rows=3), statistics=["p10", "median"]) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)
