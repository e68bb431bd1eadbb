"""What stands beside a pay range: the day job's wages, the minimum wage, and what is known of the platform."""

from labormarket.comparisons.agreement import measure_agreement
from labormarket.comparisons.day_jobs import compare_day_jobs, compare_like_for_like
from labormarket.comparisons.listings import fold_looks, mark_templates
from labormarket.comparisons.local_pay import compare_places
from labormarket.comparisons.minimum_wages import compare_minimum_wages, merge_minimum_wages
from labormarket.comparisons.platform_cards import derive_payroll, platform_cards
from labormarket.comparisons.same_work import compare_countries, follow_rates, pair_degrees

__all__ = [
    "compare_countries",
    "compare_day_jobs",
    "compare_like_for_like",
    "compare_minimum_wages",
    "compare_places",
    "derive_payroll",
    "fold_looks",
    "follow_rates",
    "mark_templates",
    "measure_agreement",
    "merge_minimum_wages",
    "pair_degrees",
    "platform_cards",
]
