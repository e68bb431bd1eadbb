"""The distribution that ranges with open ends support best: nonparametric maximum likelihood.

Turnbull (1976) showed that only the places where a low end is directly followed by a high end can hold probability.
The masses there are found by EM steps alternated with iterative convex minorant steps (Wellner and Zhan 1997): EM
settles the large masses, the convex minorant empties atoms that EM would approach for ever. The log-likelihood is
concave, so its steepest directional derivative bounds how far any answer is from the best one: the search ends on
that certificate, never on a small step.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from labormarket.estimates.intervals import PAY_FLOOR, Floats, Interval, Ranges, read_ranges, to_floats

Integers = NDArray[np.int64]

# How far the mean log-likelihood of the answer may lie below its maximum.
GAP_TOLERANCE = 1e-10
MAX_ROUNDS = 20_000
EM_STEPS_PER_ROUND = 5
HALVINGS = 12
# A mass below this is rounding, if the certificate holds without it.
NEGLIGIBLE_MASS = 1e-8
# Cumulated masses closer than this to the asked share count as equal to it.
SHARE_TOLERANCE = 1e-6


class NotConvergedError(RuntimeError):
    """The likelihood was not maximised within the allowed rounds."""


class Atoms(NamedTuple):
    """Where probability lies, in order, and how much; infinite ends are open."""

    lower: Floats
    upper: Floats
    mass: Floats


class Problem(NamedTuple):
    """Distinct ranges as runs of atoms (`first` to before `stop`), each with its share of the weight."""

    lower: Floats
    upper: Floats
    first: Integers
    stop: Integers
    share: Floats

    def range_mass(self, mass: Floats) -> Floats:
        """The probability that the masses give to each distinct range."""
        cumulated = np.concatenate([[0.0], np.cumsum(mass)])
        return np.asarray(cumulated[self.stop] - cumulated[self.first], dtype="float64")

    def gradient(self, range_mass: Floats) -> Floats:
        """The derivative of the mean log-likelihood by the mass of each atom; its mean over the masses is 1."""
        return np.cumsum(self.by_end(self.share / range_mass))[:-1]

    def by_end(self, values: Floats) -> Floats:
        """Values summed over the ranges that start at each atom, less those that stop before it."""
        size = len(self.lower) + 1
        return add_up(self.first, values, size) - add_up(self.stop, values, size)

    def log_likelihood(self, mass: Floats) -> float:
        """The mean log-likelihood, minus infinity where a range has no mass."""
        range_mass = self.range_mass(mass)
        return float(self.share @ np.log(range_mass)) if (range_mass > 0).all() else -np.inf

    def gap(self, mass: Floats) -> float:
        """A bound on how far the mean log-likelihood lies below its maximum (Lindsay 1983); infinite without mass."""
        range_mass = self.range_mass(mass)
        return float(self.gradient(range_mass).max() - 1) if (range_mass > 0).all() else np.inf


def npmle(low: Iterable[Any], high: Iterable[Any], weights: Iterable[Any] | None = None) -> pd.DataFrame:
    """Estimate the distribution of values of which only closed ranges [low, high] are known.

    Takes low and high ends in one unit (None or NaN marks an open end; low = high is an exact value) and positive
    weights. Returns the atoms that hold probability, in order: `lower`, `upper` (NaN where open) and `mass`, summing
    to 1. Where inside its atom a mass lies, the data don't say. No ranges, no rows; a range with both ends open adds
    nothing. Raises ValueError for low above high or a weight that is not positive. Source: Turnbull 1976.

    >>> npmle([20, 25, None], [30, 40, 22], weights=[1, 2, 1]).round(3).to_dict("records")
    [{'lower': 20.0, 'upper': 22.0, 'mass': 0.333}, {'lower': 25.0, 'upper': 30.0, 'mass': 0.667}]
    >>> npmle([None], [None]).to_dict("records")
    [{'lower': nan, 'upper': nan, 'mass': 1.0}]
    """
    ranges = read_ranges(low, high, weights)
    if not len(ranges.low):
        return pd.DataFrame({"lower": [], "upper": [], "mass": []}, dtype="float64")
    atoms = estimate_atoms(ranges)
    return pd.DataFrame(atoms._asdict()).replace([-np.inf, np.inf], np.nan)


def estimate_atoms(ranges: Ranges, tolerance: float = GAP_TOLERANCE) -> Atoms:
    """The atoms that hold probability, infinite where open, from at least one range; see `npmle`."""
    problem = find_atoms(ranges)
    mass = maximise(problem, tolerance)
    held = mass > 0
    return Atoms(problem.lower[held], problem.upper[held], mass[held])


def add_up(places: Integers, values: Floats, size: int) -> Floats:
    """The sum of the values at each of `size` places."""
    return np.bincount(places, values, size).astype("float64")


def find_atoms(ranges: Ranges) -> Problem:
    """Find Turnbull's maximal intersections, and the run of them that each distinct range covers."""
    ends = np.concatenate([ranges.low, ranges.high])
    is_high = np.repeat([False, True], len(ranges.low))
    order = np.lexsort((is_high, ends))  # at equal values low ends come first: closed ranges that touch do overlap
    ends, is_high = ends[order], is_high[order]
    at = np.flatnonzero(~is_high[:-1] & is_high[1:])
    lower, upper = ends[at], ends[at + 1]
    first = np.searchsorted(lower, ranges.low, side="left")
    stop = np.searchsorted(upper, ranges.high, side="right")
    codes, which = np.unique(first * (len(at) + 1) + stop, return_inverse=True)
    share = add_up(which, ranges.weight / ranges.weight.sum(), len(codes))
    return Problem(lower, upper, codes // (len(at) + 1), codes % (len(at) + 1), share)


def maximise(problem: Problem, tolerance: float = GAP_TOLERANCE) -> Floats:
    """The masses of largest likelihood, to within the tolerance; raises NotConvergedError."""
    mass = np.full(len(problem.lower), 1 / len(problem.lower))
    for _ in range(MAX_ROUNDS):
        for _ in range(EM_STEPS_PER_ROUND):
            mass = mass * problem.gradient(problem.range_mass(mass))
            mass /= mass.sum()
        if problem.gap(mass) <= tolerance:
            return drop_negligible(problem, mass, 100 * tolerance)
        mass = step_to_minorant(problem, mass)
    raise NotConvergedError(f"still {problem.gap(mass):.1e} from the maximum after {MAX_ROUNDS} rounds")


def step_to_minorant(problem: Problem, mass: Floats) -> Floats:
    """One convex minorant step: a Newton step on the distribution function with a diagonal curvature, kept monotone."""
    range_mass = problem.range_mass(mass)
    score = problem.share / range_mass
    size = len(mass) + 1
    slope = -problem.by_end(score)[1:-1]
    bend = score / range_mass
    curvature = (add_up(problem.first, bend, size) + add_up(problem.stop, bend, size))[1:-1]
    if not len(slope):
        return mass
    from scipy.optimize import isotonic_regression

    target: Floats = isotonic_regression(np.cumsum(mass)[:-1] + slope / curvature, weights=curvature).x
    proposed = np.maximum(np.diff(np.concatenate([[0.0], np.clip(target, 0, 1), [1.0]])), 0)
    reached = problem.log_likelihood(mass)
    for halving in range(HALVINGS):
        step: Floats = mass + (proposed - mass) / 2**halving
        if problem.log_likelihood(step) >= reached:
            return step
    return mass


def drop_negligible(problem: Problem, mass: Floats, tolerance: float) -> Floats:
    """The masses without rounding dust, unless the dust is what some small weight rests on."""
    cleaned = np.where(mass < NEGLIGIBLE_MASS, 0.0, mass)
    cleaned /= cleaned.sum()
    return cleaned if problem.gap(cleaned) <= tolerance else mass


def likelihood_gap(
    atoms: pd.DataFrame, low: Iterable[Any], high: Iterable[Any], weights: Iterable[Any] | None = None
) -> float:
    """Bound how far the mean log-likelihood of any distribution over atoms lies below the best one: its certificate.

    Takes a table like npmle's and the ranges; 0 is the maximum, infinity means that a range got no probability.

    >>> likelihood_gap(npmle([1, 2, 3], [2, 3, 4]), [1, 2, 3], [2, 3, 4]) < 1e-8
    True
    >>> likelihood_gap(pd.DataFrame({"lower": [2.0], "upper": [2.0], "mass": [1.0]}), [1, 3], [2, 4])
    inf
    """
    problem = find_atoms(read_ranges(low, high, weights))
    ranges = read_ranges(atoms["lower"], atoms["upper"])
    inside = np.searchsorted(problem.lower, ranges.low, side="right") - 1
    held = (inside >= 0) & (ranges.high <= problem.upper[inside])
    mass = add_up(inside[held], atoms["mass"].to_numpy(dtype="float64")[held], len(problem.lower))
    return problem.gap(mass)


def quantile_interval(atoms: pd.DataFrame, share: float = 0.5, *, floor: float = PAY_FLOOR) -> Interval:
    """Every value that a quantile of npmle's table can take: its atom, or the gap between two where it falls there.

    Takes npmle's table and a share strictly between 0 and 1; an open low end reaches to `floor`, an open high end to
    infinity. No atoms: NaN at both ends.

    >>> quantile_interval(npmle([20, 25, 25], [30, 40, None]))
    Interval(low=25.0, high=30.0)
    >>> quantile_interval(npmle([40, 50, None], [None, None, 20]))
    Interval(low=50.0, high=inf)
    """
    if not 0 < share < 1:
        raise ValueError(f"a share lies between 0 and 1, not {share}")
    if atoms.empty:
        return Interval(np.nan, np.nan)
    ranges = read_ranges(atoms["lower"], atoms["upper"])
    return locate_share(Atoms(ranges.low, ranges.high, to_floats(atoms["mass"])), share, floor)


def locate_share(atoms: Atoms, share: float, floor: float = PAY_FLOOR) -> Interval:
    """The atom in which the cumulated mass passes a share, or the span of the two that it falls between."""
    cumulated = np.cumsum(atoms.mass)
    first = int(np.searchsorted(cumulated, share - SHARE_TOLERANCE))
    last = min(int(np.searchsorted(cumulated, share + SHARE_TOLERANCE)), len(cumulated) - 1)
    lower = float(atoms.lower[first])
    return Interval(floor if np.isneginf(lower) else lower, float(atoms.upper[last]))


def point_quantiles(ranges: Ranges, shares: Sequence[float], tolerance: float = GAP_TOLERANCE) -> list[Interval]:
    """The quantiles of pay under the reading that each range holds one unknown pay."""
    atoms = estimate_atoms(ranges, tolerance)
    return [locate_share(atoms, share) for share in shares]
