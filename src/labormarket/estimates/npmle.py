"""The distribution that ranges with open ends support best: nonparametric maximum likelihood.

Turnbull (1976) showed that only the places where a low end is directly followed by a high end can hold probability.
The masses there are found by EM steps alternated with iterative convex minorant steps (Wellner and Zhan 1997): EM
settles the large masses, the convex minorant empties atoms that EM would approach for ever. The log-likelihood is
concave, so its steepest directional derivative bounds how far any answer is from the best one: the search ends on
that certificate, never on a small step.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import isotonic_regression

from labormarket.estimates.intervals import PAY_FLOOR, Floats, Integers, Interval, Ranges

# How far the mean log-likelihood of the answer may lie below its maximum.
GAP_TOLERANCE = 1e-10
MAX_STEPS = 100_000
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

    def quantile(self, share: float) -> Interval:
        """Every value that a quantile can take: its atom, or the span of the two that the share falls between.

        Takes a share strictly between 0 and 1; an open low end reaches to PAY_FLOOR.

        >>> from labormarket.estimates.intervals import read_ranges
        >>> npmle(read_ranges([40, 50, None], [None, None, 20])).quantile(0.5)
        Interval(low=50.0, high=inf)
        """
        cumulated = np.cumsum(self.mass)
        first = int(np.searchsorted(cumulated, share - SHARE_TOLERANCE))
        last = min(int(np.searchsorted(cumulated, share + SHARE_TOLERANCE)), len(cumulated) - 1)
        return Interval(max(float(self.lower[first]), PAY_FLOOR), float(self.upper[last]))


class Problem(NamedTuple):
    """Distinct ranges as runs of atoms (`first` to before `stop`), each with its share of the weight."""

    lower: Floats
    upper: Floats
    first: Integers
    stop: Integers
    share: Floats

    def range_mass(self, mass: Floats) -> Floats:
        """The probability that the masses give to each distinct range."""
        cumulated = np.zeros(len(mass) + 1)
        mass.cumsum(out=cumulated[1:])
        return cumulated[self.stop] - cumulated[self.first]

    def gradient(self, range_mass: Floats) -> Floats:
        """The derivative of the mean log-likelihood by the mass of each atom; its mean over the masses is 1."""
        return self.by_end(self.share / range_mass).cumsum()[:-1]

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


def npmle(ranges: Ranges, tolerance: float = GAP_TOLERANCE) -> Atoms:
    """Estimate the distribution of values of which only closed ranges are known, as the atoms that hold probability.

    Takes at least one range; low = high is an exact value, one with both ends open adds nothing. Where inside its atom
    a mass lies, the data don't say. Source: Turnbull 1976.

    >>> from labormarket.estimates.intervals import read_ranges
    >>> atoms = npmle(read_ranges([20, 25, None], [30, 40, 22], [1, 2, 1]))
    >>> atoms.lower.tolist(), atoms.upper.tolist(), atoms.mass.round(3).tolist()
    ([20.0, 25.0], [22.0, 30.0], [0.333, 0.667])
    >>> npmle(read_ranges([None], [None])).quantile(0.5)
    Interval(low=0.0, high=inf)
    """
    problem, _ = find_atoms(ranges)
    mass = maximise(problem, tolerance)
    held = mass > 0
    return Atoms(problem.lower[held], problem.upper[held], mass[held])


def add_up(places: Integers, values: Floats, size: int) -> Floats:
    """The sum of the values at each of `size` places."""
    return np.bincount(places, values, size).astype("float64", copy=False)


def find_atoms(ranges: Ranges) -> tuple[Problem, Integers]:
    """Find Turnbull's maximal intersections, the run of them that each distinct range covers, and which each row is."""
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
    return Problem(lower, upper, codes // (len(at) + 1), codes % (len(at) + 1), share), which


def maximise(problem: Problem, tolerance: float = GAP_TOLERANCE, start: Floats | None = None) -> Floats:
    """The masses of largest likelihood, to within the tolerance, from even ones on; raises NotConvergedError."""
    mass = np.full(len(problem.lower), 1 / len(problem.lower)) if start is None else start
    for step in range(1, MAX_STEPS + 1):
        gradient = problem.gradient(problem.range_mass(mass))
        if gradient.max() - 1 <= tolerance:
            return drop_negligible(problem, mass, 100 * tolerance)
        mass = mass * gradient
        if step % EM_STEPS_PER_ROUND == 0:
            mass = step_to_minorant(problem, mass / mass.sum())
    raise NotConvergedError(f"still {problem.gap(mass):.1e} from the maximum after {MAX_STEPS} steps")


def step_to_minorant(problem: Problem, mass: Floats) -> Floats:
    """One convex minorant step: a Newton step on the distribution function with a diagonal curvature, kept monotone."""
    range_mass = problem.range_mass(mass)
    score = problem.share / range_mass
    size = len(mass) + 1
    slope = -problem.by_end(score)[1:-1]
    bend = score / range_mass
    # where no range ends (others have been left out), nothing pulls, and the place keeps its value
    curvature = np.maximum((add_up(problem.first, bend, size) + add_up(problem.stop, bend, size))[1:-1], 1e-12)
    if not len(slope):
        return mass
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
