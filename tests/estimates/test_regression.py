"""The interval regression against least squares, scipy and a search without derivatives."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import check_grad, minimize
from scipy.stats import CensoredData, lognorm, norm

from labormarket.estimates.regression import Model, UnderdeterminedError, fit_interval_regression


def sample(n: int = 300, seed: int = 3) -> tuple[pd.DataFrame, np.ndarray, np.ndarray, np.ndarray]:
    """Pay of known regression, hidden in exact values, ranges and one-sided claims; clusters of five rows each."""
    rng = np.random.default_rng(seed)
    design = pd.DataFrame({"constant": 1.0, "licence": rng.integers(0, 2, n), "years": rng.normal(size=n)})
    shared = rng.normal(0, 0.3, n // 5).repeat(5)
    pay = np.exp(3 + 0.7 * design["licence"] - 0.2 * design["years"] + shared + rng.normal(0, 0.5, n)).to_numpy()
    low, high = pay * rng.uniform(0.6, 1, n), pay * rng.uniform(1, 1.6, n)
    form = rng.random(n)
    low, high = np.where(form < 0.25, pay, low), np.where(form < 0.25, pay, high)
    low, high = np.where(form > 0.8, np.nan, low), np.where((form > 0.6) & (form < 0.8), np.nan, high)
    return design, low, high, np.arange(n) // 5


def log_likelihood(theta: np.ndarray, x: np.ndarray, low: np.ndarray, high: np.ndarray, weight: np.ndarray) -> float:
    """The textbook formula, row by row."""
    mean, sigma, total = x @ theta[:-1], math.exp(theta[-1]), 0.0
    for m, left, right, w in zip(mean, low, high, weight, strict=True):
        if left == right:
            total += w * norm.logpdf(math.log(left), m, sigma)
        else:
            above = 1.0 if math.isnan(right) else norm.cdf((math.log(right) - m) / sigma)
            below = 0.0 if math.isnan(left) else norm.cdf((math.log(left) - m) / sigma)
            total += w * math.log(above - below)
    return total


def test_a_search_without_derivatives_finds_the_same_maximum() -> None:
    design, low, high, source = sample(60)
    weight = np.linspace(0.5, 1.5, 60)
    fit = fit_interval_regression(design, low, high, clusters=source, weights=weight)
    found = minimize(
        lambda theta: -log_likelihood(theta, design.to_numpy(dtype=float), low, high, weight),
        np.array([3, 0.5, 0, -0.5]),
        method="Nelder-Mead",
        options={"xatol": 1e-7, "fatol": 1e-9, "maxiter": 4000},
    )
    assert fit.coefficients.to_numpy() == pytest.approx(found.x[:-1], abs=1e-5)
    assert math.log(fit.sigma) == pytest.approx(found.x[-1], abs=1e-5)
    assert fit.log_likelihood == pytest.approx(-found.fun, abs=1e-6)


def test_score_and_curvature_are_the_derivatives() -> None:
    design, low, high, _ = sample(80)
    ends = [np.where(np.isnan(end), side, np.log(end)) for end, side in ((low, -np.inf), (high, np.inf))]
    model, weight = Model(design.to_numpy(dtype=float), *ends), np.linspace(0.5, 1.5, 80)
    for at in ([5.0, 1.0, -0.3, 1.7], [1.0, 0.0, 0.0, 0.4], [9.0, -2.0, 1.0, 4.0]):
        point = np.array(at)
        assert (
            check_grad(lambda p: weight @ model.terms(p)[0], lambda p: model.terms(p)[1].T @ weight, point)
            < 1e-4 * np.abs(model.terms(point)[1].T @ weight).max() + 1e-3
        )
        numeric = np.array(
            [
                (model.terms(point + step)[1].T @ weight - model.terms(point - step)[1].T @ weight) / 2e-6
                for step in np.eye(4) * 1e-6
            ]
        )
        assert model.curvature(model.terms(point)[2], weight) == pytest.approx(-numeric, rel=1e-5, abs=1e-4)


def test_exact_pay_gives_least_squares() -> None:
    design, low, *_, source = sample()
    pay = np.where(np.isnan(low), 20.0, low)
    fit = fit_interval_regression(design, pay, pay, clusters=source)
    x, y = design.to_numpy(dtype=float), np.log(pay)
    beta, *_ = np.linalg.lstsq(x, y, rcond=None)
    assert fit.coefficients.to_numpy() == pytest.approx(beta)
    assert fit.sigma == pytest.approx(np.sqrt(np.mean((y - x @ beta) ** 2)))


@pytest.mark.parametrize("rows_per_source", [3, 5])
def test_errors_are_those_of_leaving_out_each_source(rows_per_source: int) -> None:
    design, low, high, _ = sample(60)
    source = np.arange(60) // rows_per_source
    fit = fit_interval_regression(design, low, high, clusters=source)
    moves = []
    for left_out in np.unique(source):
        kept = source != left_out
        other = fit_interval_regression(design[kept], low[kept], high[kept], clusters=source[kept])
        moves.append((other.coefficients - fit.coefficients).to_numpy())
    brute = np.transpose(moves) @ np.array(moves) * (len(moves) - 1) / len(moves)
    # one Newton step instead of a whole refit
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(np.sqrt(np.diag(brute)), rel=0.06)


def test_a_column_of_one_source_leaves_the_other_errors_finite() -> None:
    design, low, high, source = sample(100)
    alone = fit_interval_regression(design.assign(one=(source == 3).astype(float)), low, high, clusters=source)
    without = fit_interval_regression(design, low, high, clusters=source)
    for column in ("licence", "years"):
        errors = [math.sqrt(fit.covariance.loc[column, column]) for fit in (alone, without)]
        assert errors[0] == pytest.approx(errors[1], rel=0.3)


def test_without_covariates_it_agrees_with_scipy() -> None:
    _, low, high, source = sample()
    fit = fit_interval_regression(pd.DataFrame({"constant": np.ones(300)}), low, high, clusters=source)
    exact, only_high, only_low = low == high, np.isnan(low), np.isnan(high)
    between = ~(exact | only_high | only_low)
    censored = CensoredData(
        uncensored=low[exact],
        left=high[only_high],
        right=low[only_low],
        interval=np.column_stack([low[between], high[between]]),
    )
    sigma, _, median = lognorm.fit(censored, floc=0)
    assert fit.ratios()["ratio"]["constant"] == pytest.approx(median, rel=1e-3)
    assert fit.sigma == pytest.approx(sigma, rel=1e-3)


@given(st.floats(0.01, 100), st.integers(0, 5))
@settings(max_examples=15, deadline=None)
def test_the_currency_moves_only_the_constant(factor: float, seed: int) -> None:
    design, low, high, source = sample(100, seed)
    one = fit_interval_regression(design, low, high, clusters=source)
    other = fit_interval_regression(design, low * factor, high * factor, clusters=source)
    assert other.coefficients.iloc[1:].to_numpy() == pytest.approx(one.coefficients.iloc[1:].to_numpy(), abs=1e-5)
    assert other.coefficients.iloc[0] == pytest.approx(one.coefficients.iloc[0] + math.log(factor), abs=1e-5)


def test_rows_that_say_nothing_change_nothing() -> None:
    design, low, high, source = sample(100)
    one = fit_interval_regression(design, low, high, clusters=source)
    more = pd.concat([design, design.head(7)], ignore_index=True)
    nothing = np.full(7, np.nan)
    other = fit_interval_regression(
        more, np.append(low, nothing), np.append(high, nothing), clusters=[*source, *"abcdefg"]
    )
    pd.testing.assert_frame_equal(one.ratios(), other.ratios())


def test_a_low_end_of_zero_is_open() -> None:
    design, low, high, source = sample(100)
    one = fit_interval_regression(design, low, high, clusters=source)
    other = fit_interval_regression(design, np.nan_to_num(low, nan=0.0), high, clusters=source)
    pd.testing.assert_frame_equal(one.ratios(), other.ratios())


ONES = pd.DataFrame({"constant": np.ones(40)})
PAY = np.linspace(10, 30, 40)


@pytest.mark.parametrize(
    ("design", "low", "high", "clusters", "message"),
    [
        (ONES.head(9), PAY[:9], PAY[:9], range(9), "9 ranges for 1 columns: at least 10 needed"),
        (ONES, PAY, PAY, [0] * 40, "1 clusters: at least 8 needed"),
        (ONES.assign(again=1.0), PAY, PAY, range(40), "columns repeat each other"),
        (ONES, PAY, [None] * 40, range(40), "no maximum"),  # only "from": pay may be as high as you like
        (ONES, [None] * 40, PAY, range(40), "no maximum"),
        (ONES, [20] * 40, [20] * 40, range(40), "no maximum"),  # no spread: the likelihood grows without end
        (
            ONES.assign(licence=[1.0] * 12 + [0.0] * 28),
            [50] * 12 + [None] * 28,
            [None] * 12 + [20] * 28,
            range(40),
            "no maximum",
        ),
        (ONES, [None] * 40, [None] * 40, range(40), "0 ranges"),
    ],
)
def test_no_answer_where_there_is_none(design, low, high, clusters, message: str) -> None:
    with pytest.raises(UnderdeterminedError, match=message):
        fit_interval_regression(design, low, high, clusters=clusters)


def test_pay_of_nothing_has_no_logarithm() -> None:
    with pytest.raises(ValueError, match=r"position 1: no logarithm of pay of 0\.0"):
        fit_interval_regression(ONES.head(2), [5, None], [9, 0], clusters="ab")


def exact_market(clusters: int = 20, rows: int = 12) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Exact pay with an effect of each cluster, and a licence that varies within clusters."""
    rng = np.random.default_rng(11)
    cluster = np.arange(clusters).repeat(rows)
    licence = (rng.random(clusters * rows) < rng.uniform(0.1, 0.9, clusters)[cluster]).astype(float)
    slopes = rng.normal(0.5, 0.3, clusters)[cluster]
    pay = np.exp(3 + slopes * licence + rng.normal(0, 1.3, clusters)[cluster] + rng.normal(0, 0.6, clusters * rows))
    columns = {f"cluster {n}": (cluster == n).astype(float) for n in range(clusters)}
    return pd.DataFrame(columns | {"licence": licence}), pay, cluster


def test_errors_of_exact_pay_are_the_cr3_of_least_squares() -> None:
    """CR3 by its definition: least squares anew without each cluster."""
    design, pay, cluster = exact_market()
    fit = fit_interval_regression(design, pay, pay, clusters=cluster)
    x, y = design.to_numpy(), np.log(pay)
    moves = []
    for left_out in range(20):
        kept = cluster != left_out
        moves.append(np.linalg.pinv(x[kept]) @ y[kept] - np.linalg.pinv(x) @ y)
    moves = np.array(moves)[:, -1]
    assert math.sqrt(fit.covariance.loc["licence", "licence"]) == pytest.approx(
        math.sqrt((moves**2).sum() * 19 / 20), rel=0.02
    )


@pytest.mark.slow  # compiles the bootstrap
def test_the_interval_is_that_of_the_wild_cluster_bootstrap() -> None:
    """The bootstrap's p value at either end of the interval is about one in twenty (wildboottest, 9,999 draws)."""
    wildboottest = pytest.importorskip("wildboottest.wildboottest")
    design, pay, cluster = exact_market()
    fit = fit_interval_regression(design, pay, pay, clusters=cluster)
    low, high = fit.ratios().loc["licence", ["ratio_low", "ratio_high"]]
    assert 15 < fit.effective_clusters["licence"] <= 20
    place = design.columns.get_loc("licence")
    for end in (low, high):
        moved = np.log(pay) - np.log(end) * design["licence"].to_numpy()
        contrast = np.zeros(design.shape[1])
        contrast[place] = 1.0
        test = wildboottest.WildboottestCL(
            X=design.to_numpy(), Y=moved, cluster=cluster, R=contrast, B=9_999, seed=1, parallel=False
        )
        test.get_scores(bootstrap_type="31", impose_null=True, adj=True, cluster_adj=True)
        test.get_weights(weights_type="rademacher")
        test.get_numer()
        test.get_denom()
        test.get_tboot()
        test.get_vcov()
        test.get_tstat()
        test.get_pvalue(pval_type="two-tailed")
        assert 0.02 < float(test.pvalue) < 0.09


def test_effective_clusters_are_those_of_equal_share() -> None:
    design = pd.DataFrame({"constant": np.ones(200), "x": np.tile([0.0, 1.0], 100)})
    pay = np.exp(3 + np.random.default_rng(2).normal(0, 0.5, 200))
    even = fit_interval_regression(design, pay, pay, clusters=np.arange(200) // 10)
    assert even.effective_clusters.to_numpy() == pytest.approx([20, 20], rel=0.06)
    uneven = fit_interval_regression(design, pay, pay, clusters=np.maximum(np.arange(200) // 10 - 10, 0))
    assert uneven.effective_clusters["x"] < 5
    assert uneven.ratios().loc["x", ["ratio_low", "ratio_high"]].isna().all()


def test_exact_pay_has_the_answer_of_least_squares_however_widely_it_varies() -> None:
    logs = np.random.default_rng(7).normal(3, 2.5, 60)
    pay = np.exp(logs)
    fit = fit_interval_regression(pd.DataFrame({"constant": np.ones(60)}), pay, pay, clusters=range(60))
    assert fit.coefficients["constant"] == pytest.approx(logs.mean())
    assert fit.sigma == pytest.approx(logs.std())
