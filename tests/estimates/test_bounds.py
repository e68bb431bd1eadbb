"""Bounds hold whatever lies inside the ranges, and are reached."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket.estimates import bound
from labormarket.estimates.bounds import QUANTILES, weighted_quantile

CLOSED = st.tuples(st.floats(0, 1e4), st.floats(0, 1e4)).map(sorted)


@given(st.lists(st.tuples(CLOSED, st.floats(0, 1), st.floats(0.1, 10)), min_size=1, max_size=20))
def test_no_pay_inside_the_ranges_escapes_the_bounds(rows: list) -> None:
    low, high = np.array([r[0] for r, *_ in rows]), np.array([r[1] for r, *_ in rows])
    weights = np.array([weight for *_, weight in rows])
    pay = low + (high - low) * np.array([place for _, place, _ in rows])
    for statistic, share in QUANTILES.items():
        found = bound(low, high, weights, statistic=statistic)
        truth = weighted_quantile(pay, weights, share)
        assert found.low <= truth * (1 + 1e-12) + 1e-9
        assert truth <= found.high * (1 + 1e-12) + 1e-9


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=30))
def test_exact_pay_has_the_quantiles_of_numpy(pay: list[float]) -> None:
    assert bound(pay, pay) == pytest.approx((np.median(pay), np.median(pay)))
    p10 = np.quantile(pay, 0.1, method="averaged_inverted_cdf")
    assert bound(pay, pay, statistic="p10") == pytest.approx((p10, p10))


@pytest.mark.parametrize(
    ("low", "high", "statistic", "expected"),
    [
        ([20, 40, 10], [30, None, 15], "median", (20, 30)),  # one open end leaves the median finite
        ([None, None], [25, 15], "median", (0, 20)),  # "up to": nobody is paid less than nothing
        ([None], [None], "median", (0, math.inf)),
        ([40, 50], [None, None], "median", (45, math.inf)),
        ([40] * 9 + [50], [45] * 8 + [None] * 2, "p90", (45, math.inf)),
        ([], [], "median", (math.nan, math.nan)),
    ],
)
def test_open_ends(low: list, high: list, statistic: str, expected: tuple[float, float]) -> None:
    assert bound(low, high, statistic=statistic) == pytest.approx(expected, nan_ok=True)


def test_a_weight_is_a_number_of_copies() -> None:
    weighted = bound([10, 20, 30], [15, 25, None], [1, 2, 3])
    assert weighted == bound([10, 20, 20, 30, 30, 30], [15, 25, 25, None, None, None])


def test_wrong_order_is_refused() -> None:
    with pytest.raises(ValueError, match=r"position 1: low 30\.0 is above high 20\.0"):
        bound([1, 30], [2, 20])
