"""The two readings, the resampling and the table that holds them."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket.estimates import Interval, bound
from labormarket.estimates.bootstrap import MIN_CLUSTERS, resample
from labormarket.estimates.cells import MIN_CELLS
from labormarket.estimates.intervals import Ranges
from labormarket.estimates.spread import spread_quantile
from labormarket.estimates.summary import SUMMARY_COLUMNS, summarise_pay


def bound_median(ranges: Ranges) -> Interval:
    return bound(*ranges)


RANGES = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted)


@given(st.lists(st.tuples(RANGES, st.integers(1, 3)), min_size=1, max_size=8), st.floats(0.05, 0.95))
def test_spread_is_the_quantile_of_many_workers(rows: list, share: float) -> None:
    low, high = np.array([r[0] for r, _ in rows], float), np.array([r[1] for r, _ in rows], float)
    weight = np.array([w for _, w in rows], float)
    found = spread_quantile(low, high, weight, share)
    assert found.low == found.high

    def below(pay: float, or_at: bool) -> float:
        wide = np.clip((pay - low) / np.where(high > low, high - low, 1), 0, 1)
        at_point = (low <= pay) if or_at else (low < pay)
        return float(weight @ np.where(high > low, wide, at_point) / weight.sum())

    assert below(found.low - 1e-9, False) - 1e-6 <= share <= below(found.low + 1e-9, True) + 1e-6


@pytest.mark.parametrize(
    ("low", "high", "share", "expected"),
    [
        ([10], [30], 0.25, (15, 15)),
        ([None], [30], 0.5, (0, 30)),  # "up to 30": all at nothing, or all at 30
        ([30], [None], 0.5, (30, math.inf)),
        ([None], [None], 0.5, (0, math.inf)),
        ([10, 10, None], [20, 20, 5], 0.5, (12.5, 12.5)),  # an open end elsewhere needn't matter
        ([], [], 0.5, (math.nan, math.nan)),
    ],
)
def test_spread_with_open_ends(low: list, high: list, share: float, expected: tuple) -> None:
    assert spread_quantile(low, high, share=share) == pytest.approx(Interval(*expected), nan_ok=True)


def test_spread_wants_a_share() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        spread_quantile([1], [2], share=1)


def test_resampling_whole_sources_is_wider_than_resampling_rows() -> None:
    rng = np.random.default_rng(0)
    pay = (20 + rng.normal(0, 5, 20).repeat(10)).round(2)
    by_source = resample(pay, pay, np.ones(200), np.arange(200) // 10, bound_median)
    by_row = resample(pay, pay, np.ones(200), range(200), bound_median)
    assert by_source.high - by_source.low > 1.5 * (by_row.high - by_row.low)


def test_resampling_is_seeded_and_carries_open_ends() -> None:
    low, high = [10, 12, 14, 16, 18, 20], [11, None, None, None, None, 25]
    found = resample(low, high, [1] * 6, "abcdef", bound_median, draws=50)
    assert found == resample(low, high, [1] * 6, "abcdef", bound_median, draws=50)
    assert found != resample(low, high, [1] * 6, "abcdef", bound_median, draws=50, seed=2)
    assert found.high == math.inf
    assert 10 <= found.low < 18


@pytest.mark.parametrize(("clusters", "message"), [("ab", "2 sources for 6 ranges"), ([*"abcde", None], "position 5")])
def test_resampling_wants_a_source_for_each_row(clusters: list, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        resample([1] * 6, [2] * 6, [1] * 6, clusters, bound_median)


def pay_table(cells: int, rows: int = 1, origin: str | None = None) -> pd.DataFrame:
    number = np.arange(cells * rows)
    return pd.DataFrame(
        {
            "statement_id": [f"s{n}" for n in number],
            "platform": [f"platform {n % cells}" for n in number],
            "profession": "nurse",
            "origin": origin,
            "kind": np.where(number % cells == 0, "reported", "advertised"),
            "usd_per_hour_low": 10.0 + number % cells,
            "usd_per_hour_high": 20.0 + number % cells,
        }
    )


def test_below_the_minimum_no_number_at_all() -> None:
    line = summarise_pay(pay_table(MIN_CELLS - 1, rows=50), draws=5).iloc[0]
    assert line["statements"] == 50 * (MIN_CELLS - 1)
    assert line.filter(like="usd_per_hour").isna().all()
    assert line["note"].startswith("too few")


def test_one_story_has_no_confidence_interval() -> None:
    line = summarise_pay(pay_table(MIN_CELLS, origin="TIME"), draws=5).iloc[0]
    assert line["usd_per_hour_allowed_low"] == 12
    assert math.isnan(line["usd_per_hour_ci95_low"])
    assert MIN_CLUSTERS > line["witnesses"] == 1
    assert "too few sources" in line["note"]


def test_votes_and_listings_stand_side_by_side() -> None:
    pay = pd.concat([pay_table(9), pay_table(1, rows=40).assign(statement_id=lambda t: "more " + t["statement_id"])])
    table = summarise_pay(pay, draws=20).set_index("weighting")
    assert list(table.reset_index()[list(SUMMARY_COLUMNS)]) == list(SUMMARY_COLUMNS)
    assert table["usd_per_hour_allowed_low"].to_dict() == {"cell": 14, "listing": 10}
    assert (table["cells"] == 9).all()
    for reading in ("point", "spread"):  # each reading is one of the things that the ranges allow
        assert (table[f"usd_per_hour_{reading}_low"] >= table["usd_per_hour_allowed_low"] - 1e-9).all()
        assert (table[f"usd_per_hour_{reading}_high"] <= table["usd_per_hour_allowed_high"] + 1e-9).all()
    assert (table["usd_per_hour_ci95_low"] <= table["usd_per_hour_point_low"]).all()
    assert (table["usd_per_hour_ci95_high"] >= table["usd_per_hour_point_high"]).all()


def test_groups_and_statistics_are_rows() -> None:
    table = summarise_pay(pay_table(12), ["kind"], statistics=["p10", "median"], weightings=["cell"], draws=5)
    assert table[["kind", "statistic"]].to_numpy().tolist() == [
        *(["advertised", "p10"], ["advertised", "median"]),
        *(["reported", "p10"], ["reported", "median"]),
    ]
    assert table["statements"].tolist() == [11, 11, 1, 1]
    assert summarise_pay(pay_table(3).iloc[:0]).shape == (2, len(SUMMARY_COLUMNS))
