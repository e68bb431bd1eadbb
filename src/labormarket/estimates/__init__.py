"""Statistics that respect ranges with open ends: bounds are stored, bounds are summarised."""

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

__all__ = [
    "MIN_CELLS",
    "Interval",
    "NotConvergedError",
    "bound",
    "bounds",
    "count_cells",
    "likelihood_gap",
    "name_cluster",
    "name_witness",
    "npmle",
    "quantile_interval",
    "summarise_cells",
    "weigh_by_cell",
    "weigh_by_listing",
    "with_hourly_pay",
]
