"""Statistics that respect ranges with open ends: bounds are stored, bounds are summarised."""

from labormarket.estimates.bootstrap import resample
from labormarket.estimates.bounds import bound, bounds
from labormarket.estimates.cells import (
    MIN_CELLS,
    count_cells,
    name_cluster,
    name_witness,
    summarise_cells,
    weigh_by_cell,
    weigh_by_listing,
    with_hourly_pay,
)
from labormarket.estimates.intervals import Interval
from labormarket.estimates.npmle import NotConvergedError, likelihood_gap, npmle, quantile_interval
from labormarket.estimates.regression import (
    Regression,
    UnderdeterminedError,
    fit_interval_regression,
    fit_lognormal,
)
from labormarket.estimates.spread import spread_quantile
from labormarket.estimates.summary import summarise_pay

__all__ = [
    "MIN_CELLS",
    "Interval",
    "NotConvergedError",
    "Regression",
    "UnderdeterminedError",
    "bound",
    "bounds",
    "count_cells",
    "fit_interval_regression",
    "fit_lognormal",
    "likelihood_gap",
    "name_cluster",
    "name_witness",
    "npmle",
    "quantile_interval",
    "resample",
    "spread_quantile",
    "summarise_cells",
    "summarise_pay",
    "weigh_by_cell",
    "weigh_by_listing",
    "with_hourly_pay",
]
