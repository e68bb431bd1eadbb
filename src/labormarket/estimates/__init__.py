"""Statistics that respect ranges with open ends: bounds are stored, bounds are summarised.

What other rooms use is here and loads no scipy; each technique is a module of its own.
"""

from labormarket.estimates.bounds import bound
from labormarket.estimates.intervals import Interval
from labormarket.estimates.votes import MIN_PRICES, count_evidence, weigh_by_platform, with_hourly_pay

__all__ = ["MIN_PRICES", "Interval", "bound", "count_evidence", "weigh_by_platform", "with_hourly_pay"]
