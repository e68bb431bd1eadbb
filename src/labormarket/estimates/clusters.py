"""Cluster-robust inference for quantiles: the delete-one-platform jackknife, inverted (Woodruff 1952).

Pay of one platform moves together, so whole platforms are left out, one at a time. The jackknife gives the standard
error of the distribution function at the quantile; a t interval around the share, with the effective number of
clusters for its freedom, is then read back through the distribution. Nothing is drawn, so no seed moves an end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from labormarket.estimates.intervals import PAY_FLOOR, Floats, Interval, Ranges, refuse_at
from labormarket.estimates.npmle import Atoms, estimate_atoms, locate_share

LEVEL = 0.95
# With fewer effective clusters than this an interval would be a guess about platforms that nobody saw.
MIN_CLUSTERS = 8
# A jackknifed estimate needs to be near its maximum, not on it: a platform more or less moves it far more.
JACKKNIFE_TOLERANCE = 1e-6


class LeftOut(NamedTuple):
    """How far an estimate moves when any one cluster is left out, and which one moves it most ("" where none does)."""

    low: float
    high: float
    moved_most_by: str


class ClusteredQuantile(NamedTuple):
    """A quantile of ranges, its confidence interval, and where it goes without any one cluster."""

    estimate: Interval
    confidence: Interval
    left_out: LeftOut


def effective_clusters(weights: Iterable[float], clusters: Iterable[Any]) -> float:
    """The number of clusters of equal weight that would leave as much to chance (Kish 1965): their weight, squared.

    >>> effective_clusters([1, 1, 1], "abc"), effective_clusters([8, 1, 1], "abc")
    (3.0, 1.515...)
    """
    totals = np.bincount(pd.factorize(pd.Series(list(clusters)))[0], list(weights))
    return float(totals.sum() ** 2 / (totals**2).sum())


def t_reach(clusters: float, level: float = LEVEL) -> float:
    """How many standard errors a t interval reaches on each side, with one degree of freedom less than clusters.

    >>> round(t_reach(6), 3), round(t_reach(1_000_000), 3)
    (2.571, 1.96)
    """
    from scipy.stats import t  # takes half a second to load; the calculator and short commands do without

    return float(t.ppf((1 + level) / 2, clusters - 1))


def name_the_mover(whole: Interval, others: Sequence[Interval], names: Sequence[str]) -> LeftOut:
    """Summarise the estimates without each cluster in turn: their outer ends, and the cluster that moves most.

    The move of an end is measured as a ratio; an end that opens moves further than any that doesn't.

    >>> name_the_mover(Interval(20, 30), [Interval(20, 30), Interval(10, 30)], ["Appen", "Mercor"])
    LeftOut(low=10, high=30, moved_most_by='Mercor')
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(np.array([whole, *others], dtype="float64"))
        moves = np.abs(logs[1:] - logs[0])
    moves[logs[1:] == logs[0]] = 0.0  # an open end that stays open
    total = np.nan_to_num(moves, nan=np.inf, posinf=np.inf).sum(axis=1)
    most = names[int(total.argmax())] if len(names) and total.max() > 0 else ""
    return LeftOut(min(other.low for other in others), max(other.high for other in others), most)


def cluster_quantiles(
    ranges: Ranges, clusters: Iterable[Any], shares: Sequence[float], *, level: float = LEVEL
) -> list[ClusteredQuantile]:
    """Estimate quantiles of pay, each range one unknown pay, with intervals clustered by platform.

    Takes ranges with their weights, the cluster of each range, and shares strictly between 0 and 1. Returns one
    result per share. The interval holds what the ranges leave open as well: it runs from the low end of the quantile
    at the lower share to the high end of that at the upper share; NaN under MIN_CLUSTERS effective clusters, 0 or
    infinity where the t interval leaves the distribution. Raises ValueError for a range without a cluster.

    >>> pay = np.arange(10.0, 30.0, 2.0)
    >>> found = cluster_quantiles(Ranges(pay, pay, np.ones(10)), "abcdefghij", [0.5])[0]
    >>> found.estimate, found.confidence
    (Interval(low=18.0, high=20.0), Interval(low=12.0, high=26.0))
    """
    codes, names = pd.factorize(pd.Series(list(clusters), dtype="object"))
    if len(codes) != len(ranges.low):
        raise ValueError(f"{len(codes)} clusters for {len(ranges.low)} ranges")
    refuse_at(codes < 0, "no cluster for the range from", ranges.low)
    whole = estimate_atoms(ranges, JACKKNIFE_TOLERANCE)
    without = [
        estimate_atoms(leave_out(ranges, codes == code), JACKKNIFE_TOLERANCE)
        for code in (range(len(names)) if len(names) > 1 else ())
    ]
    effective = effective_clusters(ranges.weight, codes)
    results = []
    for share in shares:
        estimate = locate_share(whole, share)
        others = [locate_share(atoms, share) for atoms in without]
        confidence = Interval(np.nan, np.nan)
        if effective >= MIN_CLUSTERS - 1e-9:
            confidence = invert_share(whole, without, share, estimate, t_reach(effective, level))
        left_out = name_the_mover(estimate, others, list(names)) if others else LeftOut(np.nan, np.nan, "")
        results.append(ClusteredQuantile(estimate, confidence, left_out))
    return results


def leave_out(ranges: Ranges, which: NDArray[np.bool_]) -> Ranges:
    """The ranges without some of them."""
    return Ranges(ranges.low[~which], ranges.high[~which], ranges.weight[~which])


def invert_share(whole: Atoms, without: Sequence[Atoms], share: float, estimate: Interval, reach: float) -> Interval:
    """The quantiles at the ends of the t interval around the share: Woodruff's interval."""
    low, high = (
        share + sign * reach * jackknife_error(whole, without, end)
        for sign, end in ((-1, estimate.low), (1, estimate.high))
    )
    return Interval(
        locate_share(whole, low).low if low > 0 else PAY_FLOOR,
        locate_share(whole, high).high if high < 1 else np.inf,
    )


def jackknife_error(whole: Atoms, without: Sequence[Atoms], at: float) -> float:
    """The standard error of the share at or below an amount, from leaving out one cluster at a time."""
    moves = np.array([share_below(atoms, at) for atoms in without]) - share_below(whole, at)
    return float(np.sqrt((moves**2).sum() * (len(moves) - 1) / len(moves)))


def share_below(atoms: Atoms, at: float) -> float:
    """The share of pay at or below an amount, an atom that reaches above it counted by half."""
    surely = atoms.mass[atoms.upper <= at].sum()
    maybe: Floats = atoms.mass[atoms.lower <= at]
    return float((surely + maybe.sum()) / 2)
