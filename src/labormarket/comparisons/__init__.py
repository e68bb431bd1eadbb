"""What stands beside a pay range: the day job's wages, the minimum wage, and what is known of the platform."""

from labormarket.comparisons.day_jobs import compare_day_jobs
from labormarket.comparisons.minimum_wages import compare_minimum_wages
from labormarket.comparisons.payroll import derive_payroll
from labormarket.comparisons.platform_cards import platform_cards

__all__ = [
    "compare_day_jobs",
    "compare_minimum_wages",
    "derive_payroll",
    "platform_cards",
]
