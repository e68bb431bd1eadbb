"""What stands beside a pay range: the day job's wages, the minimum wage, and what is known of the platform."""

from labormarket.comparisons.agreement import measure_agreement
from labormarket.comparisons.day_jobs import compare_day_jobs
from labormarket.comparisons.listings import fold_looks, mark_templates
from labormarket.comparisons.local_pay import compare_places
from labormarket.comparisons.minimum_wages import compare_minimum_wages, merge_minimum_wages
from labormarket.comparisons.payroll import derive_payroll
from labormarket.comparisons.platform_cards import platform_cards

__all__ = [
    "compare_day_jobs",
    "compare_minimum_wages",
    "compare_places",
    "derive_payroll",
    "fold_looks",
    "mark_templates",
    "measure_agreement",
    "merge_minimum_wages",
    "platform_cards",
]
