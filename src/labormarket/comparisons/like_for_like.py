"""Contractor against employee, like for like: the advert beside what the day job is worth once its benefits count."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labormarket.comparisons.day_jobs import day_job_wages, surveyed_code
from labormarket.comparisons.jobs import ENDS, middle_of_ends, select_adverts
from labormarket.tables.allowed_values import EITHER, LESS, MORE, STEPS_TO_THE_DAY_JOB

DECIMALS = 4
UNITED_STATES = "US"
# What an employee pays of Social Security and Medicare on wages (IRS, 2026): half of what the self-employed pay.
EMPLOYEE_PAYROLL_TAX = 0.0765
# The lines of the reference table that the steps rest on.
BENEFITS = "benefits share of total compensation, private industry, professional and related occupations"
REQUIRED = "legally required benefits share, private industry"
SELF_EMPLOYMENT_TAX = "self-employment tax rate"
TAXED_SHARE = "net-earnings multiplier for the self-employment tax"
UNPAID = "unpaid time per paid hour: ILO 2018"
LIKE_COLUMNS = (
    *("platform", "profession", "step", "soc_code", "day_job", *ENDS, "day_job_median_usd_per_hour"),
    *("break_even_usd_per_hour", "verdict", "template_id", "statements", "statement_ids"),
    "source_ids",
)


def compare_like_for_like(pay: pd.DataFrame, oews: pd.DataFrame, employment: pd.DataFrame) -> pd.DataFrame:
    """Set US adverts beside the hourly pay at which a contractor breaks even with the day job, step by step.

    Takes the pay table, the wage survey and the reference table of employment costs, both as text. Only adverts for
    workers in the United States alone, of professions with a SOC code. Returns LIKE_COLUMNS, a row per platform,
    profession and step, each including those before (the median wage alone; its benefits, but those that law requires;
    the payroll tax that a contractor pays for the employer; a quarter of the time unpaid, as the ILO measured on
    microtask platforms in 2018): the medians of the low and the high ends, the break-even pay, and the verdict:
    "more" where the low end reaches it, "less" where the high end does not, "either" where the range holds it or is
    open towards it. `template_id` names the one pay text that a row rests on: such rows are one price.
    """
    adverts = select_adverts(pay)
    adverts = adverts[
        adverts["country"].eq(UNITED_STATES) & adverts["soc_code"].notna() & adverts["profession"].notna()
    ]
    keys = ["platform", "profession", "soc_code"]
    pairs = middle_of_ends(adverts, keys).merge(name_one_template(adverts, keys), on=keys)
    known = day_job_wages(oews)
    pairs = pairs.assign(day_job_code=surveyed_code(pairs["soc_code"].astype("str"), known["day_job_code"]))
    table = pairs.merge(known[["day_job_code", "day_job", "day_job_median"]], on="day_job_code", validate="many_to_one")
    factors = break_even_factors(employment)
    steps = pd.DataFrame({"step": list(factors), "factor": list(factors.values())})
    table = table.merge(steps, how="cross").rename(columns={"day_job_median": "day_job_median_usd_per_hour"})
    needed = (table["day_job_median_usd_per_hour"] * table["factor"]).round(2)
    low, high = table[ENDS[0]], table[ENDS[1]]
    verdict = np.select([low.ge(needed), high.lt(needed)], [MORE, LESS], EITHER)
    table = table.assign(break_even_usd_per_hour=needed, verdict=verdict)
    return table[list(LIKE_COLUMNS)].round(DECIMALS)


def name_one_template(adverts: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The template of each group whose adverts are all of one; missing for the others."""
    alone = (
        adverts.assign(template_id=adverts["template_id"].fillna(""))
        .groupby(keys)["template_id"]
        .agg(["first", "nunique"])
    )
    return alone["first"].where(alone["nunique"].eq(1) & alone["first"].ne("")).rename("template_id").reset_index()


def break_even_factors(employment: pd.DataFrame) -> dict[str, float]:
    """By which factor of the day job's wage a contractor breaks even, at each step.

    Benefits are those of professional occupations less the legally required ones, per dollar of wages. The contractor
    pays self-employment tax on all earnings, the employee half of it on the wage. Income tax is left out.

    >>> lines = {BENEFITS: "0.3", REQUIRED: "0.1", SELF_EMPLOYMENT_TAX: "0.153", TAXED_SHARE: "0.9235", UNPAID: "20"}
    >>> table = pd.DataFrame({"measure": lines.keys(), "value": lines.values(), "as_of": "2026"})
    >>> {step: round(factor, 3) for step, factor in break_even_factors(table).items()}
    {'wage': 1.0, 'benefits': 1.286, 'payroll_tax': 1.408, 'unpaid_time': 1.878}
    """
    value = {name: latest(employment, name) for name in (BENEFITS, REQUIRED, SELF_EMPLOYMENT_TAX, TAXED_SHARE, UNPAID)}
    benefits = 1 + (value[BENEFITS] - value[REQUIRED]) / (1 - value[BENEFITS])
    tax = (benefits - EMPLOYEE_PAYROLL_TAX) / (1 - value[SELF_EMPLOYMENT_TAX] * value[TAXED_SHARE])
    return dict(zip(STEPS_TO_THE_DAY_JOB, (1.0, benefits, tax, tax * (60 + value[UNPAID]) / 60), strict=True))


def latest(employment: pd.DataFrame, measure: str) -> float:
    """The latest value of a line of the reference table; raises KeyError where there is none."""
    own = employment[employment["measure"].eq(measure)].sort_values("as_of")
    if own.empty:
        raise KeyError(f"the table of employment costs has no line {measure!r}")
    return float(own["value"].iloc[-1])
