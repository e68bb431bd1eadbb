"""What goes with higher pay: a log-normal regression on ranges, exact values and one-sided claims.

In Olsen's (1978) parameters (coefficients over sigma, one over sigma) the log-likelihood is concave for every kind of
row, so Newton's method finds the one maximum. Errors are shared within a cluster (a platform): standard
errors come from leaving out one cluster at a time, intervals from t with as many degrees of freedom as effective
clusters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linprog, minimize
from scipy.special import log_ndtr
from scipy.stats import t

from labormarket.estimates.clusters import LEVEL, MIN_CLUSTERS
from labormarket.estimates.intervals import Floats, Integers, Ranges, read_ranges, refuse_at

LOG_ROOT_2PI = 0.5 * np.log(2 * np.pi)
# A fit wants at least this many ranges for each column of the design; platforms with fewer are no fixed effect.
MIN_RANGES_PER_COLUMN = 10
# Behind one coefficient: with fewer effective clusters than this its error is a guess.
MIN_EFFECTIVE_CLUSTERS = 4
MAX_STEPS = 100
SCORE_TOLERANCE = 1e-8
# Curvature below this share of the largest is rounding.
SMALLEST_CURVATURE = 1e-11


class UnderdeterminedError(ValueError):
    """The ranges can't tell the coefficients apart, or have no finite best answer."""


@dataclass(frozen=True)
class Regression:
    """A fitted model: log pay is the design times `coefficients`, with normal errors of standard deviation `sigma`.

    `covariance` comes from leaving out clusters; `effective_clusters` says how many of equal weight stand behind each
    coefficient; both are indexed by column like `coefficients`.
    """

    coefficients: pd.Series
    covariance: pd.DataFrame
    effective_clusters: pd.Series
    sigma: float
    log_likelihood: float

    def ratios(self) -> pd.DataFrame:
        """What each column multiplies pay by: `ratio`, its 95 % interval, `effective_platforms`.

        The t intervals have as many degrees of freedom as effective clusters; NaN under MIN_EFFECTIVE_CLUSTERS of them.
        """
        error = np.sqrt(np.diag(self.covariance))
        effective = self.effective_clusters.to_numpy()
        enough = effective >= MIN_EFFECTIVE_CLUSTERS
        reach = error * np.where(enough, t.ppf((1 + LEVEL) / 2, effective), np.nan)
        logs = self.coefficients.to_numpy()
        ends = {f"ratio_{end}": np.exp(logs + sign * reach) for end, sign in (("low", -1), ("high", 1))}
        return pd.DataFrame(
            {"ratio": np.exp(logs), **ends, "effective_platforms": effective}, index=self.coefficients.index
        )


def logarithm(ends: Floats) -> Floats:
    """The logarithm of positive ends; infinities stay what they are."""
    return np.where(np.isfinite(ends), np.log(np.where(np.isfinite(ends), ends, 1.0)), ends)


def read_positive(low: Iterable[Any], high: Iterable[Any], weights: Iterable[Any] | None) -> Ranges:
    """Ranges of positive pay; a low end of 0 is open (its logarithm is), a high end of 0 is refused."""
    ranges = read_ranges(low, high, weights)
    refuse_at(ranges.high <= 0, "no logarithm of pay of", ranges.high)
    return ranges._replace(low=np.where(ranges.low <= 0, -np.inf, ranges.low))


def fit_interval_regression(
    design: pd.DataFrame,
    low: Iterable[Any],
    high: Iterable[Any],
    *,
    clusters: Iterable[Any],
    weights: Iterable[Any] | None = None,
) -> Regression:
    """Fit log-normal pay on a design by maximum likelihood, with standard errors that are robust to shared clusters.

    Takes a numeric design (a row per range, a column per coefficient, the constant included), positive ends (None or
    NaN marks an open end), the cluster of each range, and positive weights. Rows with both ends open say nothing and
    are left out. Raises UnderdeterminedError for too few ranges or clusters, columns that repeat each other, or a
    likelihood without a maximum (all ranges one-sided, a column that separates them, pay that doesn't vary).

    >>> pay = [10, 12, 11, 9, 13, 10, 12, 11, 10, 12, 21, 19, 23, 20, 18, 22, 20, 21, 19, 24]
    >>> design = pd.DataFrame({"constant": 1.0, "licence": [0.0] * 10 + [1.0] * 10})
    >>> fit = fit_interval_regression(design, pay, pay, clusters=range(20))
    >>> fit.ratios().round(2).loc["licence"].tolist()  # the ratio, its interval, the effective number of clusters
    [1.89, 1.7, 2.1, 14.42]
    """
    ranges = read_positive(low, high, weights)
    columns = design.to_numpy(dtype="float64")
    cluster = np.asarray(list(clusters), dtype="object")
    if not len(ranges.low) == len(columns) == len(cluster):
        raise ValueError(f"{len(columns)} design rows, {len(ranges.low)} ranges, {len(cluster)} clusters")
    says = np.isfinite(ranges.low) | np.isfinite(ranges.high)
    columns, cluster = columns[says], pd.factorize(cluster[says])[0]
    weight = ranges.weight[says] / ranges.weight[says].mean() if says.any() else ranges.weight[says]
    refuse_underdetermined(design.columns, columns, cluster)
    model = Model(columns, logarithm(ranges.low[says]), logarithm(ranges.high[says]))
    if model.grows_without_end():
        raise UnderdeterminedError("the likelihood has no maximum: the ranges don't pin the coefficients down")
    return model.describe(model.maximise(weight), weight, cluster, design.columns)


def refuse_underdetermined(names: pd.Index, columns: Floats, cluster: Integers) -> None:
    """Raise UnderdeterminedError where the rows can't carry the columns."""
    needed = MIN_RANGES_PER_COLUMN * columns.shape[1]
    if len(columns) < needed:
        raise UnderdeterminedError(f"{len(columns)} ranges for {columns.shape[1]} columns: at least {needed} needed")
    count = len(np.unique(cluster))
    if count < MIN_CLUSTERS:
        raise UnderdeterminedError(f"{count} clusters: at least {MIN_CLUSTERS} needed")
    if np.linalg.matrix_rank(columns) < columns.shape[1]:
        raise UnderdeterminedError(f"columns repeat each other: {', '.join(map(str, names))}")


@dataclass(frozen=True)
class Model:
    """The likelihood of ranges of log pay in Olsen's parameters: delta (per column), then gamma = 1 / sigma."""

    columns: Floats
    low: Floats
    high: Floats

    def grows_without_end(self) -> bool:
        """Whether some direction of the parameters raises the likelihood for ever, by linear programming.

        The likelihood is concave, so it has a maximum unless one direction worsens no row and betters one: no low end
        moves up, no high end moves down, no exact value moves at all (and gamma alone may grow).
        """
        exact = self.low == self.high
        has_low, has_high = np.isfinite(self.low) & ~exact, np.isfinite(self.high) & ~exact
        # rows of (-columns, end) times the direction: the move of that end on the scale of z
        low_moves = np.column_stack([-self.columns[has_low], self.low[has_low]])
        high_moves = np.column_stack([-self.columns[has_high], self.high[has_high]])
        worsening = np.vstack([low_moves, -high_moves])
        gain = -worsening.sum(axis=0)
        gain[-1] += exact.sum()
        found = linprog(
            -gain,
            A_ub=worsening,
            b_ub=np.zeros(len(worsening)),
            A_eq=np.column_stack([-self.columns[exact], self.low[exact]]),
            b_eq=np.zeros(exact.sum()),
            bounds=[(-1, 1)] * self.columns.shape[1] + [(0, 1)],
        )
        return not found.success or -found.fun > SCORE_TOLERANCE * len(self.low)

    def terms(self, parameters: Floats) -> tuple[Floats, Floats, Floats]:
        """Log-likelihood, score (rows × parameters) and the negative curvature (rows × 2 × 2) by (index, gamma)."""
        index, gamma = self.columns @ parameters[:-1], parameters[-1]
        exact = self.low == self.high
        below, above = np.isneginf(self.low), np.isposinf(self.high)
        lower = np.where(below, 0.0, self.low)
        upper = np.where(above, 0.0, self.high)
        z_low, z_high = gamma * lower - index, gamma * upper - index
        value = np.where(
            exact,
            np.log(gamma) - LOG_ROOT_2PI - 0.5 * z_high**2,
            log_mass(np.where(below, -np.inf, z_low), np.where(above, np.inf, z_high), exact),
        )
        # densities at the ends over the mass between them: the derivatives of a censored row
        at_low = np.where(below | exact, 0.0, np.exp(np.minimum(-0.5 * z_low**2 - LOG_ROOT_2PI - value, 700)))
        at_high = np.where(above | exact, 0.0, np.exp(np.minimum(-0.5 * z_high**2 - LOG_ROOT_2PI - value, 700)))
        by_index = np.where(exact, z_high, at_low - at_high)
        by_gamma = np.where(exact, 1 / gamma - z_high * upper, at_high * upper - at_low * lower)
        bend = np.empty((len(index), 2, 2))
        bend[:, 0, 0] = np.where(exact, 1.0, at_high * z_high - at_low * z_low + by_index**2)
        cross = np.where(exact, -upper, -at_high * z_high * upper + at_low * z_low * lower + by_index * by_gamma)
        bend[:, 0, 1] = bend[:, 1, 0] = cross
        squares = at_high * z_high * upper**2 - at_low * z_low * lower**2 + by_gamma**2
        bend[:, 1, 1] = np.where(exact, 1 / gamma**2 + upper**2, squares)
        return value, np.column_stack([by_index[:, None] * self.columns, by_gamma]), bend

    def curvature(self, bend: Floats, weight: Floats) -> Floats:
        """The negative Hessian of the weighted log-likelihood, parameters × parameters."""
        weighted = weight[:, None, None] * bend
        corner = self.columns.T @ (weighted[:, 0, 0, None] * self.columns)
        edge = self.columns.T @ weighted[:, 0, 1]
        return np.block([[corner, edge[:, None]], [edge[None, :], weighted[:, 1, 1].sum()]])

    def maximise(self, weight: Floats) -> Floats:
        """Newton's method within a region of trust, from pay at the stated ends; raises UnderdeterminedError."""
        stated = np.where(np.isfinite(self.low), self.low, self.high)
        start, *_ = np.linalg.lstsq(self.columns, stated, rcond=None)
        spread = max(float(np.std(stated - self.columns @ start)), 0.1)
        found = minimize(
            lambda at: -weight @ self.terms(at)[0] if at[-1] > 0 else np.inf,
            np.append(start, 1) / spread,
            method="trust-exact",
            jac=lambda at: -self.terms(at)[1].T @ weight,
            hess=lambda at: self.curvature(self.terms(at)[2], weight),
            options={"gtol": SCORE_TOLERANCE * len(weight), "maxiter": MAX_STEPS},
        )
        if not found.success:
            raise UnderdeterminedError(
                "no maximum of the likelihood found: the ranges hardly pin the coefficients down"
            )
        return np.asarray(found.x)

    def jackknife(self, bend: Floats, weight: Floats, cluster: Integers, by_cluster: Floats) -> tuple[Floats, Floats]:
        """The covariance from leaving out clusters, each by one Newton step (CR3; MacKinnon, Nielsen, Webb 2023).

        A sandwich of the same scores is too small where few clusters carry a column. Beside it, the effective number
        of clusters by their shares in the variance of each parameter (Carter, Schnepel, Steigerwald 2017).
        """
        own = np.stack([self.curvature(bend, weight * (cluster == code)) for code in range(len(by_cluster))])
        # a column that only one cluster carries has no curvature left without it, and takes no step
        others = np.linalg.pinv(own.sum(axis=0) - own, rcond=SMALLEST_CURVATURE, hermitian=True)
        moves = np.einsum("sij,sj->si", others, by_cluster)
        inverse = np.linalg.pinv(own.sum(axis=0), rcond=SMALLEST_CURVATURE, hermitian=True)
        shares = np.einsum("ij,sjk,ki->si", inverse, own, inverse)
        covariance: Floats = moves.T @ moves * (len(moves) - 1) / len(moves)
        return covariance, shares.sum(axis=0) ** 2 / (shares**2).sum(axis=0)

    def describe(self, parameters: Floats, weight: Floats, cluster: Integers, names: pd.Index) -> Regression:
        """Coefficients and their covariance by the delta method."""
        value, score, bend = self.terms(parameters)
        by_cluster = np.zeros((cluster.max() + 1, len(parameters)))
        np.add.at(by_cluster, cluster, weight[:, None] * score)
        robust, effective = self.jackknife(bend, weight, cluster, by_cluster)
        gamma = parameters[-1]
        jacobian = np.column_stack([np.eye(len(parameters) - 1) / gamma, -parameters[:-1] / gamma**2])
        return Regression(
            coefficients=pd.Series(parameters[:-1] / gamma, index=names, name="log_ratio"),
            covariance=pd.DataFrame(jacobian @ robust @ jacobian.T, index=names, columns=names),
            effective_clusters=pd.Series(effective[:-1], index=names),
            sigma=float(1 / gamma),
            log_likelihood=float(weight @ value),
        )


def log_mass(z_low: Floats, z_high: Floats, exact: Integers) -> Floats:
    """The log of the normal probability between two points, without losing it in the tails; 0 where exact."""
    flip = z_low > 0
    low, high = np.where(flip, -z_high, z_low), np.where(flip, -z_low, z_high)
    low, high = np.where(exact, -1.0, low), np.where(exact, 1.0, high)
    log_high = log_ndtr(high)
    gap = np.where(np.isneginf(low), -np.inf, log_ndtr(low) - log_high)
    return np.asarray(log_high + np.log1p(-np.exp(np.minimum(gap, -1e-16))), dtype="float64")
