"""The nonparametric maximum likelihood estimate against published examples, scipy and brute force."""

import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import CensoredData, ecdf

from labormarket.estimates import Interval
from labormarket.estimates.intervals import read_ranges
from labormarket.estimates.npmle import find_atoms
from labormarket.estimates.npmle import npmle as estimate_atoms

# Months to cosmetic deterioration after radiotherapy alone: Finkelstein and Wolfe 1985, Biometrics 41, 933-945.
# (left, right]: no sign at the visit in month `left`, a sign by month `right`; None: none seen.
RADIOTHERAPY = [
    *((45, None), (6, 10), (0, 7), (46, None), (46, None), (7, 16), (17, None), (7, 14), (37, 44), (0, 8), (4, 11)),
    *((15, None), (11, 15), (22, None), (46, None), (46, None), (25, 37), (46, None), (26, 40), (46, None), (27, 34)),
    *((36, 44), (46, None), (36, 48), (37, None), (40, None), (17, 25), (46, None), (11, 18), (38, None), (5, 12)),
    *((37, None), (0, 5), (18, None), (24, None), (36, None), (5, 11), (19, 35), (17, 25), (24, None), (32, None)),
    *((33, None), (19, 26), (37, None), (34, None), (36, None)),
]
# The estimate printed for these patients by the R package `interval` (Fay and Shaw 2010, J. Stat. Software 36/2).
RADIOTHERAPY_ESTIMATE = [
    *((4, 5, 0.0463), (6, 7, 0.0334), (7, 8, 0.0887), (11, 12, 0.0708)),
    *((24, 25, 0.0926), (33, 34, 0.0818), (38, 40, 0.1209), (46, None, 0.4656)),
]


def npmle(low, high, weights=None) -> pd.DataFrame:
    """The atoms as a table, open ends missing."""
    return pd.DataFrame(estimate_atoms(read_ranges(low, high, weights))._asdict()).replace([-np.inf, np.inf], np.nan)


def likelihood_gap(atoms: pd.DataFrame, low, high, weights=None) -> float:
    """How far the mean log-likelihood of any distribution over atoms can lie below the best one (Lindsay 1983)."""
    problem, _ = find_atoms(read_ranges(low, high, weights))
    ends = atoms[["lower", "upper"]].fillna({"lower": -np.inf, "upper": np.inf})
    inside = np.searchsorted(problem.lower, ends["lower"], side="right") - 1
    held = (inside >= 0) & (ends["upper"].to_numpy() <= problem.upper[inside])
    return problem.gap(np.bincount(inside[held], atoms["mass"][held], len(problem.lower)))


def test_breast_cosmesis_as_published() -> None:
    # whole months, so (left, right] holds the months left + 1 to right
    atoms = npmle([left + 1 for left, _ in RADIOTHERAPY], [right for _, right in RADIOTHERAPY])
    assert [round(mass, 4) for mass in atoms["mass"]] == [mass for *_, mass in RADIOTHERAPY_ESTIMATE]
    assert (atoms["lower"] - 1).tolist() == [left for left, *_ in RADIOTHERAPY_ESTIMATE]
    # the published last atom ends at 48, where the one finite interval that reaches it ends
    assert atoms["upper"].tolist() == [right or 48 for _, right, _ in RADIOTHERAPY_ESTIMATE]


def test_the_self_consistent_trap_of_gentleman_and_geyer() -> None:
    """Gentleman and Geyer 1994 (Biometrika 81): (1/2, 0, 1/2) satisfies the EM equation and isn't the maximum."""
    low, high = [1, 2, 2, 1, 1, 3], [1, 3, 3, 2, 2, 3]
    atoms = npmle(low, high)
    assert atoms["mass"].to_numpy() == pytest.approx([1 / 3] * 3, abs=1e-6)
    trap = pd.DataFrame({"lower": [1.0, 3.0], "upper": [1.0, 3.0], "mass": [0.5, 0.5]})
    assert likelihood_gap(trap, low, high) > 0.1
    assert likelihood_gap(atoms, low, high) < 1e-8


def test_right_censored_data_give_the_kaplan_meier_estimate_of_scipy() -> None:
    rng = np.random.default_rng(1)
    paid, asked = rng.lognormal(3, 0.7, 400).round(0), rng.lognormal(3.2, 0.7, 400).round(0)
    seen = paid <= asked
    known = np.minimum(paid, asked)
    # Kaplan and Meier put a censored value after the events of its day; "from 40" includes 40, so move it past the tie
    atoms = npmle(np.where(seen, known, known + 0.5), np.where(seen, known, np.nan))
    theirs = ecdf(CensoredData(uncensored=known[seen], right=known[~seen])).cdf
    exact = atoms[atoms["lower"] == atoms["upper"]]
    jumps = pd.Series(np.diff(theirs.probabilities, prepend=0), theirs.quantiles)
    assert exact["mass"].to_numpy() == pytest.approx(jumps[jumps > 0].to_numpy(), abs=1e-8)
    assert exact["lower"].tolist() == jumps[jumps > 0].index.tolist()


def test_mixed_statements_give_the_masses_of_lifelines() -> None:
    """What lifelines 0.30.3 answers (KaplanMeierFitter.fit_interval_censoring): it asks for an older pandas."""
    low = [15, 20, 20, 25, 30, 40, 10, 50, 18, None, 60]
    high = [15, 40, 25, 25, 50, 60, 30, 50, 22, 25, None]
    survival = [0.872727, 0.618182, 0.363636, 0.121212, 0]
    assert 1 - npmle(low, high)["mass"].cumsum().to_numpy() == pytest.approx(survival, abs=1e-6)


def test_exact_values_give_the_empirical_distribution() -> None:
    atoms = npmle([5, 1, 5, 9], [5, 1, 5, 9], weights=[1, 1, 1, 2])
    assert atoms.to_dict("list") == {"lower": [1, 5, 9], "upper": [1, 5, 9], "mass": pytest.approx([0.2, 0.4, 0.4])}


ENDS = st.one_of(st.none(), st.integers(0, 12))
RANGES = st.tuples(ENDS, ENDS).map(lambda pair: tuple(sorted(pair)) if None not in pair else pair)
SAMPLES = st.lists(st.tuples(RANGES, st.integers(1, 5)), min_size=1, max_size=12)


def columns(sample: list[tuple[tuple[int | None, int | None], int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The ends and weights of a sample, an open end as NaN."""
    low, high = (np.array([ends[place] for ends, _ in sample], dtype=float) for place in (0, 1))
    return low, high, np.array([weight for _, weight in sample])


def mark_inside(lower, upper, low, high) -> np.ndarray:
    """Mark which places (columns) lie inside which ranges (rows)."""
    left, right = np.nan_to_num(low, nan=-np.inf)[:, None], np.nan_to_num(high, nan=np.inf)[:, None]
    return (left <= np.asarray(lower)) & (np.asarray(upper) <= right)


def mean_log_likelihood(inside: np.ndarray, mass, weights) -> float:
    return float(np.average(np.log(np.maximum(inside @ np.asarray(mass), 1e-300)), weights=weights))


@given(SAMPLES)
@settings(max_examples=60, deadline=None)
def test_no_brute_force_search_finds_more_likelihood(sample) -> None:
    low, high, weights = columns(sample)
    atoms = npmle(low, high, weights).fillna({"lower": -np.inf, "upper": np.inf})
    inside = mark_inside(atoms["lower"], atoms["upper"], low, high)
    ours = mean_log_likelihood(inside, atoms["mass"], weights)
    # every point and gap of the grid, whether Turnbull allows mass there or not
    grid = [(-math.inf, -1.0), *((k / 2, k / 2) for k in range(25)), (13.0, math.inf)]
    inside = mark_inside(*zip(*grid, strict=True), low, high)
    share = weights / weights.sum()

    def loss(logits: np.ndarray) -> tuple[float, np.ndarray]:
        mass = np.exp(logits - logits.max())
        mass /= mass.sum()
        probability = np.maximum(inside @ mass, 1e-300)
        slope = inside.T @ (share / probability)
        return -mean_log_likelihood(inside, mass, weights), -mass * (slope - slope @ mass)

    found = minimize(loss, np.zeros(len(grid)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    assert ours >= -found.fun - 1e-8


@given(SAMPLES)
@settings(max_examples=200, deadline=None)
def test_laws(sample) -> None:
    low, high, weights = columns(sample)
    atoms = npmle(low, high, weights)
    assert atoms["mass"].sum() == pytest.approx(1)
    assert (atoms["mass"] > 0).all()
    assert likelihood_gap(atoms, low, high, weights) < 1e-7
    # a weight is a number of copies, the order plays no part
    assert same(atoms, npmle(np.repeat(low, weights)[::-1], np.repeat(high, weights)[::-1]), low, high)
    # a range with both ends open says nothing
    assert same(atoms, npmle([*low, np.nan], [*high, np.nan], [*weights, 3]), low, high)
    # and the unit plays no part
    scaled = npmle(low * 10, high * 10, weights)
    assert same(atoms, scaled / [10, 10, 1], low, high)


def same(one: pd.DataFrame, other: pd.DataFrame, low: np.ndarray, high: np.ndarray) -> bool:
    """Whether two answers give every range the same probability: all that the likelihood settles."""
    first, second = (
        mark_inside(atoms["lower"].fillna(-np.inf), atoms["upper"].fillna(np.inf), low, high) @ atoms["mass"].to_numpy()
        for atoms in (one, other)
    )
    return bool(np.abs(first - second).max() <= 1e-4)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ([None, math.nan], [None, pd.NA], [(math.nan, math.nan, 1)]),
        ([None, None], [5, 7], [(math.nan, 5, 1)]),
        ([5, 7], [None, None], [(7, math.nan, 1)]),
        ([5, 7], [math.inf, math.inf], [(7, math.nan, 1)]),
        ([1], [2], [(1, 2, 1)]),
        ([1, 2], [2, 3], [(2, 2, 1)]),  # closed ranges that touch share a point
        ([1, 3], [2, 4], [(1, 2, 0.5), (3, 4, 0.5)]),
        ([Decimal("1.5"), "2"], [Decimal("2.5"), "2"], [(2, 2, 1)]),
        ([0, 0], [0, 0], [(0, 0, 1)]),
    ],
)
def test_degenerate_samples(low: list, high: list, expected: list) -> None:
    atoms = npmle(low, high)
    assert list(atoms.columns) == ["lower", "upper", "mass"]
    assert [tuple(row) for row in atoms.to_numpy()] == [pytest.approx(row, nan_ok=True) for row in expected]


@pytest.mark.parametrize(
    ("low", "high", "weights", "message"),
    [
        ([1, 9], [2, 8], None, "position 1: low 9.0 is above high 8.0"),
        ([1], [2], [0], "position 0: a weight must be positive"),
        ([1, 1], [2, 2], [1, -1], "position 1: a weight must be positive"),
        ([1], [2], [math.nan], "position 0: a weight must be positive"),
        ([1], [2], [math.inf], "position 0: a weight must be positive"),
        ([1, 2], [2], None, "lengths must agree"),
        ([math.inf], [None], None, "position 0: an infinity at the wrong end"),
        ([None], [-math.inf], None, "position 0: an infinity at the wrong end"),
    ],
)
def test_refusals_say_where(low: list, high: list, weights: list | None, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        npmle(low, high, weights)


def test_a_tiny_weight_keeps_its_range() -> None:
    atoms = npmle([1, 5], [1, 5], weights=[1e-12, 1])
    assert atoms["lower"].tolist() == [1, 5]
    assert atoms["mass"].iloc[0] == pytest.approx(1e-12)


@pytest.mark.parametrize("kind", ["ranges", "one-sided", "mixed", "listings"])
def test_ten_thousand_ranges(kind: str) -> None:
    rng = np.random.default_rng(7)
    n = 10_000
    pay, width, place = rng.lognormal(3, 0.8, n), rng.exponential(0.3, n), rng.random(n)
    low, high = pay * np.exp(-place * width), pay * np.exp((1 - place) * width)
    if kind == "one-sided":
        asked = rng.lognormal(3, 0.8, n)
        low, high = np.where(pay <= asked, np.nan, asked), np.where(pay <= asked, asked, np.nan)
    elif kind == "mixed":
        form = rng.random(n)
        low, high = np.where(form < 0.3, np.nan, low), np.where(form > 0.7, np.nan, high)
        low, high = np.where(place < 0.2, pay, low), np.where(place < 0.2, pay, high)
    elif kind == "listings":
        low, high = np.floor(low), np.ceil(high)
    assert likelihood_gap(npmle(low, high), low, high) < 1e-7
    median = estimate_atoms(read_ranges(low, high)).quantile(0.5)
    assert median.low == pytest.approx(math.exp(3), rel=0.06)
    assert median.high == pytest.approx(math.exp(3), rel=0.06)


@pytest.mark.parametrize(
    ("low", "high", "share", "expected"),
    [
        ([10, 20, 30], [10, 20, 30], 0.5, (20, 20)),
        ([10, 20], [12, 22], 0.5, (10, 22)),  # exactly half on each side: anywhere between
        ([10, 20], [12, 22], 0.49, (10, 12)),
        ([None, 20], [10, 20], 0.25, (0, 10)),
        ([10, 40, 50], [10, None, None], 0.5, (50, math.inf)),
    ],
)
def test_a_quantile_is_the_interval_of_its_atom(low: list, high: list, share: float, expected: tuple) -> None:
    assert estimate_atoms(read_ranges(low, high)).quantile(share) == pytest.approx(Interval(*expected))
