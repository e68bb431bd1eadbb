"""Cluster-robust inference for quantiles and shares: score intervals (Wilson 1927) of an effective number of votes.

Pay of one platform moves together, so whole platforms are left out, one at a time: the jackknifed variance of the
distribution function, against that of independent votes, gives their effective number (Kish 1965), pooled over the
distribution, since at one place few platforms settle it. The score interval of so many votes holds a share; a quantile
lies between the quantiles at its ends (Woodruff 1952). Nothing is drawn, so no seed moves an end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from labormarket.estimates.intervals import PAY_FLOOR, UNKNOWN, Floats, Integers, Interval, Ranges, refuse_at
from labormarket.estimates.npmle import SHARE_TOLERANCE, Atoms, Problem, find_atoms, maximise, npmle

LEVEL = 0.95
STANDARD_ERRORS = NormalDist().inv_cdf((1 + LEVEL) / 2)
# With fewer effective clusters than this an interval would be a guess about platforms that nobody saw.
MIN_CLUSTERS = 8
# An estimate without a platform needs to be near its maximum, not on it: a platform more or less moves it far more.
LEFT_OUT_TOLERANCE = 1e-6
# For the variance less will do, as a part of what one of so many clusters weighs: nearer moves no vote by a tenth.
JACKKNIFE_TOLERANCE = 0.01
# Where in the distribution the jackknifed variance is compared with that of independent votes.
POOLED_OVER = (0.1, 0.25, 0.5, 0.75, 0.9)
# What is left of the weight of a range that one cluster alone states is rounding.
NEGLIGIBLE_SHARE = 1e-12


class LeftOut(NamedTuple):
    """How far an estimate moves when any one cluster is left out, and which one moves it most ("" where none does)."""

    low: float
    high: float
    moved_most_by: str


class Clustered(NamedTuple):
    """A distribution of pay, and the effective number of independent votes behind it; NaN for too few clusters."""

    atoms: Atoms
    votes: float

    def confidence_of_quantile(self, share: float) -> Interval:
        """The 95 % interval of a quantile: from the low end at the lower share to the high end at the upper share.

        It holds what the ranges leave open as well; 0 or infinity where it leaves the distribution, NaN where the
        effective number of votes is unknown.
        """
        reach = STANDARD_ERRORS * np.sqrt(share * (1 - share) / self.votes)
        if np.isnan(reach):
            return UNKNOWN
        return Interval(
            self.atoms.quantile(share - reach).low if share > reach else PAY_FLOOR,
            self.atoms.quantile(share + reach).high if share + reach < 1 else np.inf,
        )

    def share_between(self, start: float, stop: float) -> tuple[float, Interval]:
        """The share of pay from `start` to under `stop`, an atom over an end counted by half, and its 95 % interval."""
        lower, upper, mass = np.maximum(self.atoms.lower, PAY_FLOOR), *self.atoms[1:]
        inside = ((lower >= start) & (lower < stop)).astype(float) + ((upper >= start) & (upper < stop))
        share = float(mass @ inside) / 2
        return share, score_interval(share, self.votes)


def effective_clusters(weights: Iterable[float], clusters: Iterable[Any]) -> float:
    """The number of clusters of equal weight that would leave as much to chance (Kish 1965): their weight, squared.

    >>> effective_clusters([1, 1, 1], "abc"), effective_clusters([8, 1, 1], "abc")
    (3.0, 1.515...)
    """
    totals = np.bincount(pd.factorize(pd.Series(list(clusters)))[0], list(weights))
    return float(totals.sum() ** 2 / (totals**2).sum())


def score_interval(share: float, votes: float) -> Interval:
    """The 95 % score interval of a share of so many votes (Wilson 1927).

    >>> [round(end, 3) for end in score_interval(0.1, 40)], score_interval(0.0, 40).low
    ([0.04, 0.231], 0.0)
    """
    pull = STANDARD_ERRORS**2 / votes
    middle, reach = share + pull / 2, np.sqrt(pull * share * (1 - share) + pull**2 / 4)
    return Interval(float((middle - reach) / (1 + pull)), float((middle + reach) / (1 + pull)))


def name_the_mover(whole: Interval, others: Sequence[Interval], names: Sequence[str]) -> LeftOut:
    """Summarise the estimates without each cluster in turn: their outer ends, and the cluster that moves most.

    The move of an end is measured as a ratio; an end that opens moves further than any that doesn't. NaN of none.

    >>> name_the_mover(Interval(20, 30), [Interval(20, 30), Interval(10, 30)], ["Appen", "Mercor"])
    LeftOut(low=10, high=30, moved_most_by='Mercor')
    """
    if not others:
        return LeftOut(np.nan, np.nan, "")
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(np.array([whole, *others], dtype="float64"))
        moves = np.abs(logs[1:] - logs[0])
    moves[logs[1:] == logs[0]] = 0.0  # an open end that stays open
    total = np.nan_to_num(moves, nan=np.inf, posinf=np.inf).sum(axis=1)
    most = names[int(total.argmax())] if total.max() > 0 else ""
    return LeftOut(min(other.low for other in others), max(other.high for other in others), most)


def estimate_clustered(ranges: Ranges, clusters: Iterable[Any]) -> Clustered:
    """Estimate the distribution of pay, each range one unknown pay, and how many votes of clusters it rests on.

    Takes ranges with their weights and the cluster of each. The effective number of votes is NaN under MIN_CLUSTERS
    effective clusters. Raises ValueError for a range without a cluster.

    >>> pay = np.arange(10.0, 30.0, 2.0)
    >>> found = estimate_clustered(Ranges(pay, pay, np.ones(10)), "abcdefghij")
    >>> found.atoms.quantile(0.5), found.confidence_of_quantile(0.5), round(found.votes, 1)
    (Interval(low=18.0, high=20.0), Interval(low=12.0, high=26.0), 9.0)
    """
    codes, _ = number_clusters(ranges, clusters)
    problem, which = find_atoms(ranges)
    mass = maximise(problem)
    votes = np.nan
    if effective_clusters(ranges.weight, codes) >= MIN_CLUSTERS - 1e-9:
        own = np.zeros((codes.max() + 1, len(problem.share)))
        np.add.at(own, (codes, which), ranges.weight / ranges.weight.sum())
        near = JACKKNIFE_TOLERANCE / len(own)
        votes = count_votes(problem, mass, [maximise(leave_out(problem, out), near, mass) for out in own])
    return Clustered(Atoms(problem.lower, problem.upper, mass), votes)


def number_clusters(ranges: Ranges, clusters: Iterable[Any]) -> tuple[Integers, list[str]]:
    """Number the cluster of each range; raises ValueError for a range without one."""
    codes, names = pd.factorize(pd.Series(list(clusters), dtype="object"))
    if len(codes) != len(ranges.low):
        raise ValueError(f"{len(codes)} clusters for {len(ranges.low)} ranges")
    refuse_at(codes < 0, "no cluster for the range from", ranges.low)
    return codes, list(names)


def leave_out(problem: Problem, own: Floats) -> Problem:
    """The problem without a cluster's own shares of the weight, on the same atoms."""
    share = problem.share - own
    left = share > NEGLIGIBLE_SHARE
    return problem._replace(first=problem.first[left], stop=problem.stop[left], share=share[left] / share[left].sum())


def count_votes(problem: Problem, mass: Floats, without: Sequence[Floats]) -> float:
    """The effective number of independent votes, from the masses without each cluster (delete-one jackknife)."""
    at = np.searchsorted(np.cumsum(mass), np.array(POOLED_OVER) - SHARE_TOLERANCE)
    wide = problem.upper > problem.lower
    spread = variance = 0.0
    # just above and just below an exact amount; in the middle of an atom whose mass may lie anywhere inside
    for part in (np.where(wide, 0.5, 0.0), np.where(wide, 0.5, 1.0)):
        share, *others = ((np.cumsum(masses) - masses * part)[at] for masses in (mass, *without))
        spread += float((share * (1 - share)).sum())
        variance += float(((others - share) ** 2).sum()) * (len(without) - 1) / len(without)
    return spread / variance if variance > 0 else np.inf


def leave_each_out(ranges: Ranges, clusters: Iterable[Any], shares: Sequence[float]) -> list[LeftOut]:
    """Where each quantile goes without any one cluster; nowhere where there is but one."""
    codes, names = number_clusters(ranges, clusters)
    found = [
        npmle(Ranges(*(column[codes != code] for column in ranges)), LEFT_OUT_TOLERANCE)
        for code in (range(len(names)) if len(names) > 1 else ())
    ]
    whole = npmle(ranges)
    return [
        name_the_mover(whole.quantile(share), [atoms.quantile(share) for atoms in found], names) for share in shares
    ]
