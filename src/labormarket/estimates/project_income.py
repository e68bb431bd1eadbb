"""What a project pays in all, against a month of the day job."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from labormarket.estimates.intervals import PAY_FLOOR, Interval
from labormarket.hourly import HOURS_PER_YEAR

MONTHS_PER_YEAR = 12
HOURS_FACT = "project hours per week"
WEEKS_FACT = "project length"
# Wage columns of the occupational statistics by percentile.
WAGE_COLUMNS = {"p10": "pct10", "median": "median", "p90": "pct90"}


def multiply_out(
    usd_per_hour: Interval, hours_per_week: Interval, weeks: Interval, paid_share: float = 1.0
) -> Interval:
    """Multiply an hourly rate out to a whole project: least rate, hours and weeks to most.

    All ends in their own unit, none negative; `paid_share` is the share of working time that is paid, so hours a week
    are hours worked. Raises ValueError for ends in the wrong order, negative ones, or a share outside 0 to 1.

    >>> multiply_out(Interval(50, 90), Interval(10, 30), Interval(3, 4))
    Interval(low=1500.0, high=10800.0)
    >>> multiply_out(Interval(40, float("inf")), Interval(10, 10), Interval(4, 4), paid_share=0.75)
    Interval(low=1200.0, high=inf)
    """
    for name, interval in (("rate", usd_per_hour), ("hours a week", hours_per_week), ("weeks", weeks)):
        if not 0 <= interval.low <= interval.high:
            raise ValueError(f"{name}: {interval.low:g} to {interval.high:g} is no range of positive numbers")
    if not 0 < paid_share <= 1:
        raise ValueError(f"the paid share of working time lies between 0 and 1, not {paid_share:g}")
    low = usd_per_hour.low * hours_per_week.low * weeks.low * paid_share
    return Interval(float(low), float(usd_per_hour.high * hours_per_week.high * weeks.high * paid_share))


def read_range(text: str) -> Interval:
    """Read a range of plain numbers such as "10-30", "3 – 4" or "20".

    >>> read_range("10–30"), read_range("20")
    (Interval(low=10.0, high=30.0), Interval(low=20.0, high=20.0))
    >>> read_range("some")
    Traceback (most recent call last):
    ...
    ValueError: 'some' is no range of numbers such as 10-30
    """
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(?:(?:-|–|to)\s*(\d+(?:\.\d+)?)\s*)?", text)
    if found is None:
        raise ValueError(f"{text!r} is no range of numbers such as 10-30")
    low = float(found[1])
    return Interval(low, float(found[2]) if found[2] else low)


def find_project_terms(facts: pd.DataFrame) -> pd.DataFrame:
    """Find the platforms that say how long their projects run: hours a week and weeks, as ranges.

    Takes platform facts (platform, fact, value, source_title). Returns platform, hours_per_week_low,
    hours_per_week_high, weeks_low, weeks_high and terms_source; a platform that states only one of the two is left out.
    """
    rows = []
    for platform, own in facts.groupby("platform"):
        stated = own.drop_duplicates("fact").set_index("fact")
        if HOURS_FACT not in stated.index or WEEKS_FACT not in stated.index:
            continue
        hours, weeks = (read_range(str(stated.loc[fact, "value"])) for fact in (HOURS_FACT, WEEKS_FACT))
        rows.append((platform, *hours, *weeks, stated.loc[HOURS_FACT, "source_title"]))
    columns = ["platform", "hours_per_week_low", "hours_per_week_high", "weeks_low", "weeks_high", "terms_source"]
    return pd.DataFrame(rows, columns=columns)


def find_day_job_month(oews: pd.DataFrame) -> pd.DataFrame:
    """Find what a month of each occupation pays in the United States, before tax: a twelfth of the yearly wage.

    Takes the reference table of occupational wages (text; "" where not published). Returns soc_code and
    usd_per_month_p10, _median, _p90; where only hourly wages are published (actors), a year of 2,080 hours is assumed
    and `assumed_hours` says so; where a wage is above the published maximum, it stays missing.

    >>> oews = pd.DataFrame({"soc_code": ["29-1141", "27-2011"], "a_pct10": ["67000", ""], "a_median": ["96000", ""],
    ...     "a_pct90": ["", ""], "h_pct10": ["32", "16.5"], "h_median": ["46", "30"], "h_pct90": ["", "144"]})
    >>> find_day_job_month(oews).drop(columns="usd_per_month_p10").values.tolist()
    [['29-1141', 8000.0, nan, False], ['27-2011', 5200.0, 24960.0, True]]
    """
    hourly_only = oews["a_median"].eq("") & oews["h_median"].ne("")
    months = {"soc_code": oews["soc_code"]}
    for name, column in WAGE_COLUMNS.items():
        yearly, hourly = (pd.to_numeric(oews[f"{unit}_{column}"], errors="coerce") for unit in ("a", "h"))
        year = yearly.where(~hourly_only, hourly * HOURS_PER_YEAR)
        months[f"usd_per_month_{name}"] = year / MONTHS_PER_YEAR
    return pd.DataFrame(months).assign(assumed_hours=hourly_only)


def project_incomes(cells: pd.DataFrame, terms: pd.DataFrame, months: pd.DataFrame) -> pd.DataFrame:
    """Work out, per platform × profession cell, what one project pays and how many months of the day job that is.

    Takes cells (platform, profession, soc_code, usd_per_hour_low and _high, NaN where open), the terms of
    `find_project_terms` and the months of `find_day_job_month`. Returns a row per cell of a platform with terms and an
    occupation with a published wage: the inputs, usd_per_project_low and _high (an open rate reaches to zero or to
    infinity), usd_per_month_median of the day job, and months_of_day_job_low and _high.
    """
    joined = cells.merge(terms, on="platform").merge(months, on="soc_code")
    joined = joined[joined["usd_per_month_median"].notna()]
    incomes = [project_income(row) for row in joined.to_dict("records")]
    joined = joined.assign(
        usd_per_project_low=[income.low for income in incomes],
        usd_per_project_high=[income.high for income in incomes],
    )
    for end in ("low", "high"):
        joined[f"months_of_day_job_{end}"] = joined[f"usd_per_project_{end}"] / joined["usd_per_month_median"]
    return joined.drop(columns=["usd_per_month_p10", "usd_per_month_p90"]).sort_values(
        ["platform", "profession"], ignore_index=True
    )


def project_income(row: dict[Any, Any]) -> Interval:
    """The income of one row of `project_incomes`."""
    low, high = row["usd_per_hour_low"], row["usd_per_hour_high"]
    rate = Interval(PAY_FLOOR if np.isnan(low) else low, np.inf if np.isnan(high) else high)
    hours = Interval(row["hours_per_week_low"], row["hours_per_week_high"])
    return multiply_out(rate, hours, Interval(row["weeks_low"], row["weeks_high"]))
