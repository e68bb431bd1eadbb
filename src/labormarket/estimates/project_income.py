"""What a project pays in all, against a month of the day job."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from labormarket.estimates.intervals import PAY_FLOOR, Interval
from labormarket.hourly import HOURS_PER_MONTH

HOURS_FACT = "project hours per week"
WEEKS_FACT = "project length"
ENDS = ("usd_per_hour_low", "usd_per_hour_high")


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


def project_incomes(day_jobs: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """Work out what one project pays per platform and profession, and how many months of the day job that is.

    Takes the table of day jobs (platform, profession, soc_code, usd_per_hour_low and _high with NaN where open,
    day_job, day_job_median per hour, statements) and the terms of `find_project_terms`. Returns a row per pair of a
    platform with terms: the inputs, usd_per_project_low and _high (an open rate reaches to zero or to infinity),
    usd_per_month_median of the day job, and months_of_day_job_low and _high.

    >>> day_jobs = pd.DataFrame({"platform": ["X"], "profession": ["nurse"], "soc_code": ["29-1141"],
    ...     "usd_per_hour_low": [50.0], "usd_per_hour_high": [float("nan")], "statements": [1],
    ...     "day_job": ["Registered Nurses"], "day_job_median": [48.0]})
    >>> terms = pd.DataFrame({"platform": ["X"], "hours_per_week_low": [10.0], "hours_per_week_high": [30.0],
    ...     "weeks_low": [3.0], "weeks_high": [4.0], "terms_source": ["its page"]})
    >>> income = project_incomes(day_jobs, terms)
    >>> income[["usd_per_project_low", "usd_per_project_high", "usd_per_month_median"]].values.tolist()
    [[1500.0, inf, 8320.0]]
    """
    joined = day_jobs[["platform", "profession", "soc_code", "statements", *ENDS, "day_job", "day_job_median"]].merge(
        terms, on="platform"
    )
    joined = joined.assign(usd_per_month_median=joined["day_job_median"] * HOURS_PER_MONTH)
    incomes = [project_income(row) for row in joined.to_dict("records")]
    for end in ("low", "high"):
        joined[f"usd_per_project_{end}"] = [getattr(income, end) for income in incomes]
        joined[f"months_of_day_job_{end}"] = joined[f"usd_per_project_{end}"] / joined["usd_per_month_median"]
    return joined.drop(columns="day_job_median").sort_values(["platform", "profession"], ignore_index=True)


def project_income(row: dict[Any, Any]) -> Interval:
    """The income of one row of `project_incomes`."""
    low, high = row["usd_per_hour_low"], row["usd_per_hour_high"]
    rate = Interval(PAY_FLOOR if np.isnan(low) else low, np.inf if np.isnan(high) else high)
    hours = Interval(row["hours_per_week_low"], row["hours_per_week_high"])
    return multiply_out(rate, hours, Interval(row["weeks_low"], row["weeks_high"]))
