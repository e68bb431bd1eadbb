"""The score intervals of quantiles and shares, and which platform moves an estimate most."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from labormarket.estimates import Interval
from labormarket.estimates.clusters import (
    MIN_CLUSTERS,
    Clustered,
    LeftOut,
    effective_clusters,
    estimate_clustered,
    leave_each_out,
    name_the_mover,
    score_interval,
)
from labormarket.estimates.intervals import Ranges, read_ranges
from labormarket.estimates.npmle import npmle


def exact(pay: np.ndarray, weight: np.ndarray | None = None) -> Ranges:
    return read_ranges(pay, pay, weight)


def test_single_values_are_so_many_votes() -> None:
    """The jackknife of a share of n single values is their standard error with n - 1, so they are n - 1 votes."""
    pay = np.random.default_rng(1).lognormal(3, 1, 401).round(6)
    assert estimate_clustered(exact(pay), range(401)).votes == pytest.approx(400, rel=1e-2)


def test_rows_of_one_platform_are_one_vote_where_they_pay_alike() -> None:
    pay = np.random.default_rng(0).lognormal(3, 1, 20).repeat(10).round(4)
    platforms = np.arange(200) // 10
    assert estimate_clustered(exact(pay), platforms).votes == pytest.approx(19, rel=0.02)
    spread = pay * np.random.default_rng(1).lognormal(0, 1, 200)
    assert estimate_clustered(exact(spread), platforms).votes > 25


def test_ranges_that_say_less_are_fewer_votes() -> None:
    pay = np.random.default_rng(3).lognormal(3, 1, 30)
    wide = estimate_clustered(Ranges(pay / 4, pay * 4, np.ones(30)), range(30)).votes
    assert wide < 0.8 * estimate_clustered(exact(pay), range(30)).votes


def test_the_interval_of_a_median_is_that_of_its_votes() -> None:
    pay = np.arange(1.0, 42.0)
    found = estimate_clustered(exact(pay), range(41))
    reach = NormalDist().inv_cdf(0.975) * math.sqrt(0.25 / found.votes)
    confidence = found.confidence_of_quantile(0.5)
    assert confidence == Interval(math.ceil(41 * (0.5 - reach)), math.ceil(41 * (0.5 + reach)))
    assert found.atoms.quantile(0.5) == Interval(21, 21)


@pytest.mark.parametrize(("share", "votes"), [(0.5, 30), (0.02, 12.5), (0.0, 9), (1.0, 40)])
def test_the_score_interval_is_that_of_statsmodels(share: float, votes: float) -> None:
    theirs = proportion_confint(share * votes, votes, method="wilson")
    assert score_interval(share, votes) == pytest.approx(theirs, abs=1e-12)


def test_a_share_counts_an_atom_over_its_end_by_half() -> None:
    ranges = read_ranges([None, 5, 8, 30], [4, 5, 12, None])
    found = Clustered(npmle(ranges), 20.0)
    assert found.share_between(0, 10)[0] == pytest.approx(0.625)
    assert found.share_between(10, math.inf)[0] == pytest.approx(0.25)  # a pay without a top is in no band for sure
    assert found.share_between(0, 10)[1] == score_interval(0.625, 20.0)


def test_open_ends_stay_open() -> None:
    low, high = [None, *range(10, 20)], [10, *range(11, 20), None]
    found = estimate_clustered(read_ranges(low, high), range(11))
    assert found.confidence_of_quantile(0.1).low == 0
    assert found.confidence_of_quantile(0.9).high == math.inf
    estimate, confidence = found.atoms.quantile(0.5), found.confidence_of_quantile(0.5)
    assert confidence.low < estimate.low <= estimate.high < confidence.high


def test_few_platforms_have_no_interval() -> None:
    pay = np.arange(1.0, 21.0)
    for clusters in (1, 2, MIN_CLUSTERS - 1, MIN_CLUSTERS):
        found = estimate_clustered(exact(pay), np.arange(20) % clusters)
        weights = np.bincount(np.arange(20) % clusters)
        known = effective_clusters(weights, range(clusters)) >= MIN_CLUSTERS
        assert math.isnan(found.confidence_of_quantile(0.5).low) != known
        assert math.isnan(found.share_between(0, 5)[1].low) != known
        assert math.isnan(leave_each_out(exact(pay), np.arange(20) % clusters, [0.5])[0].low) == (clusters == 1)


def test_one_heavy_platform_is_few_platforms() -> None:
    assert effective_clusters([100, *[1] * 20], range(21)) < 2
    heavy = estimate_clustered(exact(np.arange(1.0, 22.0), np.array([100.0, *[1] * 20])), range(21))
    assert math.isnan(heavy.votes)


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


def test_leaving_out_is_estimating_the_rest() -> None:
    low, high = [10, 12, 20, None, 30, 5], [15, 12, 40, 25, None, 8]
    ranges, platforms = read_ranges(low, high), list("aabbcc")
    rest = [npmle(Ranges(*(column[np.array(platforms) != name] for column in ranges))).quantile(0.5) for name in "abc"]
    found = leave_each_out(ranges, platforms, [0.5])[0]
    assert found == name_the_mover(npmle(ranges).quantile(0.5), rest, list("abc"))


@pytest.mark.parametrize(("clusters", "message"), [("ab", "2 clusters for 6 ranges"), ([*"abcde", None], "position 5")])
def test_every_range_wants_a_cluster(clusters: list, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        estimate_clustered(exact(np.ones(6)), clusters)
