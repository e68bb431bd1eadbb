"""Statistics that respect ranges with open ends: bounds are stored, bounds are summarised."""

from labormarket.estimates.bounds import bound, bounds
from labormarket.estimates.clusters import cluster_quantiles, effective_clusters
from labormarket.estimates.intervals import Interval
from labormarket.estimates.npmle import NotConvergedError, likelihood_gap, npmle, quantile_interval
from labormarket.estimates.regression import Regression, UnderdeterminedError, fit_interval_regression
from labormarket.estimates.summary import summarise_pay
from labormarket.estimates.votes import (
    MIN_PRICES,
    count_evidence,
    has_assumed_hours,
    name_price,
    name_witness,
    select_training,
    weigh_by_listing,
    weigh_by_platform,
    with_hourly_pay,
)

__all__ = [
    "MIN_PRICES",
    "Interval",
    "NotConvergedError",
    "Regression",
    "UnderdeterminedError",
    "bound",
    "bounds",
    "cluster_quantiles",
    "count_evidence",
    "effective_clusters",
    "fit_interval_regression",
    "has_assumed_hours",
    "likelihood_gap",
    "name_price",
    "name_witness",
    "npmle",
    "quantile_interval",
    "select_training",
    "summarise_pay",
    "weigh_by_listing",
    "weigh_by_platform",
    "with_hourly_pay",
]
