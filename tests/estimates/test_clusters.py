"""The jackknifed intervals of quantiles, and which platform moves an estimate most."""

import math

import numpy as np
import pytest
from scipy.stats import t

from labormarket.estimates import Interval, cluster_quantiles, effective_clusters
from labormarket.estimates.clusters import MIN_CLUSTERS, LeftOut, jackknife_error, leave_out, name_the_mover
from labormarket.estimates.intervals import Ranges, read_ranges
from labormarket.estimates.npmle import estimate_atoms


def exact(pay: np.ndarray, weight: np.ndarray | None = None) -> Ranges:
    return read_ranges(pay, pay, weight)


def test_the_error_of_a_share_of_single_values_is_the_textbook_one() -> None:
    """The jackknife of a mean of n values is their standard error with n - 1, exactly."""
    pay = np.random.default_rng(1).lognormal(3, 1, 40).round(4)
    ranges = exact(pay)
    whole, without = estimate_atoms(ranges), [estimate_atoms(leave_out(ranges, np.arange(40) == n)) for n in range(40)]
    at = float(np.sort(pay)[14]) + 1e-6
    share = (pay <= at).mean()
    # the deleted means are compared with the whole one, which is their mean
    assert jackknife_error(whole, without, at) == pytest.approx(np.sqrt(share * (1 - share) / 39), rel=1e-6)


def test_the_interval_of_a_median_of_single_values_is_that_of_woodruff() -> None:
    pay = np.arange(1.0, 42.0)
    found = cluster_quantiles(exact(pay), range(41), [0.5])[0]
    moves = np.array([(21 - (n <= 21)) / 40 - 21 / 41 for n in pay])
    error = np.sqrt((moves**2).sum() * 40 / 41)
    reach = t.ppf(0.975, 40) * error
    assert found.confidence.low == math.ceil(41 * (0.5 - reach))
    assert found.confidence.high == math.ceil(41 * (0.5 + reach))
    assert found.estimate == Interval(21, 21)


def test_rows_of_one_platform_move_together() -> None:
    rng = np.random.default_rng(0)
    pay = (20 + rng.normal(0, 5, 20).repeat(10) + rng.normal(0, 0.1, 200)).round(2)
    by_platform = cluster_quantiles(exact(pay), np.arange(200) // 10, [0.5])[0].confidence
    by_row = cluster_quantiles(exact(pay), range(200), [0.5])[0].confidence
    assert by_platform.high - by_platform.low > 1.5 * (by_row.high - by_row.low)


def test_open_ends_stay_open() -> None:
    low, high = [None, *range(10, 20)], [10, *range(11, 20), None]
    found = cluster_quantiles(read_ranges(low, high), range(11), [0.1, 0.5, 0.9])
    assert found[0].confidence.low == 0
    assert found[2].confidence.high == math.inf
    assert found[1].confidence.low < found[1].estimate.low <= found[1].estimate.high < found[1].confidence.high


def test_few_platforms_have_no_interval() -> None:
    pay = np.arange(1.0, 21.0)
    for clusters in (1, 2, MIN_CLUSTERS - 1, MIN_CLUSTERS):
        found = cluster_quantiles(exact(pay), np.arange(20) % clusters, [0.5])[0]
        weights = np.bincount(np.arange(20) % clusters)
        known = effective_clusters(weights, range(clusters)) >= MIN_CLUSTERS
        assert math.isnan(found.confidence.low) != known
        assert math.isnan(found.left_out.low) == (clusters == 1)


def test_one_heavy_platform_is_few_platforms() -> None:
    assert effective_clusters([100, *[1] * 20], range(21)) < 2
    heavy = cluster_quantiles(exact(np.arange(1.0, 22.0), np.array([100.0, *[1] * 20])), range(21), [0.5])[0]
    assert math.isnan(heavy.confidence.low)


@pytest.mark.parametrize(
    ("whole", "others", "expected"),
    [
        ((20, 30), [(20, 30), (20, 30)], (20, 30, "")),
        ((20, 30), [(10, 30), (20, 31)], (10, 31, "a")),
        ((20, math.inf), [(20, math.inf), (20, 40)], (20, math.inf, "b")),  # an open end that closes moves furthest
        ((0, 30), [(0, 30), (5, 29)], (0, 30, "b")),
    ],
)
def test_who_moves_an_estimate_most(whole: tuple, others: list[tuple], expected: tuple) -> None:
    found = name_the_mover(Interval(*whole), [Interval(*other) for other in others], ["a", "b"])
    assert found == LeftOut(*expected)


@pytest.mark.parametrize(("clusters", "message"), [("ab", "2 clusters for 6 ranges"), ([*"abcde", None], "position 5")])
def test_every_range_wants_a_cluster(clusters: list, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        cluster_quantiles(exact(np.ones(6)), clusters, [0.5])
