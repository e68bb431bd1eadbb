"""AI-training pay against the day job: what the same occupation earns in the United States, alone and with benefits."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labormarket.comparisons.jobs import ENDS, join_unique, middle_of_ends, select_adverts
from labormarket.hourly import ASSUMED_HOURS, HOURS_PER_YEAR
from labormarket.tables.allowed_values import EITHER, LESS, MORE, POSITIONS, STEPS_TO_THE_DAY_JOB
from labormarket.tables.comparison_definitions import LIKE_FOR_LIKE

DECIMALS = 4
# Codes of SOC 2018 that the survey publishes under a code of its own (OEWS May 2025, occupation definitions); a code
# that it folds into the broad one ending in 0 is found without a list.
SURVEYED_TOGETHER = {
    "21-1011": "21-1018",
    "21-1014": "21-1018",
    "25-2055": "25-2052",
    "25-2056": "25-2052",
    "25-9042": "25-9045",
    "25-9043": "25-9045",
    "25-9049": "25-9045",
    "51-2022": "51-2028",
    "51-2023": "51-2028",
    "53-1042": "53-1047",
    "53-1043": "53-1047",
    "53-1044": "53-1047",
    "53-1049": "53-1047",
}
PERCENTILES = ("p10", "p25", "median", "p75", "p90")
# What the wage survey covers: employees in the United States. Pay of workers known to be elsewhere is no match for it.
SAME_COUNTRY = ("US", "Worldwide")
UNITED_STATES = "US"
# What an employee pays of Social Security and Medicare on wages (IRS, 2026): half of what the self-employed pay.
EMPLOYEE_PAYROLL_TAX = 0.0765
# The lines of the reference table that the steps rest on.
BENEFITS = "benefits share of total compensation, private industry, professional and related occupations"
REQUIRED = "legally required benefits share, private industry"
SELF_EMPLOYMENT_TAX = "self-employment tax rate"
TAXED_SHARE = "net-earnings multiplier for the self-employment tax"
UNPAID = "unpaid time per paid hour: ILO 2018"


def compare_day_jobs(pay: pd.DataFrame, oews: pd.DataFrame) -> pd.DataFrame:
    """Return one row per platform × profession with a SOC code: AI pay as an interval beside the day job's percentiles.

    `pay` is the pay table, `oews` the wage survey as text (soc_code, title, h_pct10 … h_pct90 and a_… in US dollars,
    annual_only). Left out: pay with assumed hours, and statements of workers elsewhere than in the United States.
    `usd_per_hour_low` and `_high` span every statement of the pair, and stay open where none gives that end; an end of
    0 gives none. Ratios are to the day job's median; `verdict` is "more" where the low end reaches the median, "less"
    where the high end does not, "either" where the interval holds it or is open towards it. Occupations that the survey
    publishes per year only (`annual_only`) are divided by 2,080 hours. The survey leaves out the self-employed and
    partners.

    >>> pay = pd.DataFrame({"platform": ["M", "M"], "profession": ["lawyer", "lawyer"], "soc_code": ["23-1011"] * 2,
    ...     "usd_per_hour_low": [110.0, np.nan], "usd_per_hour_high": [130.0, 150.0], "hourly_basis": ["stated"] * 2,
    ...     "country": ["US", None], "statement_id": ["a", "b"], "source_id": ["s", "s"]})
    >>> wages = dict(zip([f"h_pct{p}" for p in (10, 25, 75, 90)], ["36", "50", "105", ""]), h_median="74")
    >>> oews = pd.DataFrame([{"soc_code": "23-1011", "title": "Lawyers", "annual_only": "False", **wages}])
    >>> row = compare_day_jobs(pay, oews).iloc[0]
    >>> float(row["usd_per_hour_high"]), row["position_high"], row["verdict"]
    (150.0, 'above the highest published percentile', 'more')
    """
    comparable = pay[
        pay["soc_code"].notna()
        & pay["platform"].notna()
        & pay[list(ENDS)].notna().any(axis=1)
        & ~pay["hourly_basis"].fillna("").str.startswith(ASSUMED_HOURS)
        & in_the_united_states(pay["country"])
    ]
    ends = comparable[list(ENDS)]
    pairs = (
        comparable.assign(**ends.where(ends > 0))
        .groupby(["platform", "profession", "soc_code"], as_index=False)
        .agg(
            usd_per_hour_low=(ENDS[0], "min"),
            usd_per_hour_high=(ENDS[1], "max"),
            statements=("statement_id", "size"),
            source_ids=("source_id", join_unique),
        )
    )
    table = set_beside_day_job(pairs, oews)
    low, high, median = table[ENDS[0]], table[ENDS[1]], table["day_job_median"]
    return table.assign(
        ratio_low=(low / median).round(DECIMALS),
        ratio_high=(high / median).round(DECIMALS),
        position_low=place_in_day_job(low, table),
        position_high=place_in_day_job(high, table),
        verdict=judge(low, high, median),
    ).sort_values(["platform", "profession"], ignore_index=True)


def set_beside_day_job(pairs: pd.DataFrame, oews: pd.DataFrame) -> pd.DataFrame:
    """Add the wages of the day job to rows with a SOC code; rows that the survey has no wage for are left out."""
    known = day_job_wages(oews)
    code = surveyed_code(pairs["soc_code"].astype("str"), known["day_job_code"])
    return pairs.assign(day_job_code=code).merge(known, on="day_job_code", validate="many_to_one")


def judge(low: pd.Series, high: pd.Series, wage: pd.Series) -> np.ndarray:
    """Say whether pay is more than a wage whoever gets which end, less, or either; an open end reaches everywhere."""
    return np.select([low.ge(wage), high.lt(wage)], [MORE, LESS], EITHER)


def compare_like_for_like(pay: pd.DataFrame, oews: pd.DataFrame, employment: pd.DataFrame) -> pd.DataFrame:
    """Set US adverts beside the hourly pay at which a contractor breaks even with the day job, step by step.

    Takes the pay table, the wage survey and the reference table of employment costs, both as text. Only adverts for
    workers in the United States alone, of professions with a SOC code. Returns `like_for_like`, a row per platform,
    profession and step, each including those before (the median wage alone; its benefits, but those that law requires;
    the payroll tax that a contractor pays for the employer; a quarter of the time unpaid, as the ILO measured on
    microtask platforms in 2018): the medians of the low and the high ends, the break-even pay, and the verdict: "more"
    where the low end reaches it, "less" where the high end does not, "either" where the range holds it or is open
    towards it. `template_id` names the one pay text that a row rests on: such rows are one price.
    """
    adverts = select_adverts(pay)
    adverts = adverts[
        adverts["country"].eq(UNITED_STATES) & adverts["soc_code"].notna() & adverts["profession"].notna()
    ]
    keys = ["platform", "profession", "soc_code"]
    pairs = middle_of_ends(adverts, keys).merge(name_one_template(adverts, keys), on=keys)
    table = set_beside_day_job(pairs, oews).rename(columns={"day_job_median": "day_job_median_usd_per_hour"})
    steps = pd.DataFrame(list(break_even_factors(employment).items()), columns=["step", "factor"])
    table = table.merge(steps, how="cross")
    needed = (table["day_job_median_usd_per_hour"] * table["factor"]).round(2)
    verdict = judge(table[ENDS[0]], table[ENDS[1]], needed)
    return table.assign(break_even_usd_per_hour=needed, verdict=verdict)[LIKE_FOR_LIKE.column_names].round(DECIMALS)


def name_one_template(adverts: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The template of each group whose adverts are all of one; missing for the others."""
    ids = adverts.assign(template_id=adverts["template_id"].fillna("")).groupby(keys)["template_id"]
    return ids.first().where(ids.nunique().eq(1)).replace("", None).reset_index()


def break_even_factors(employment: pd.DataFrame) -> dict[str, float]:
    """By which factor of the day job's wage a contractor breaks even, at each step.

    Benefits are those of professional occupations less the legally required ones, per dollar of wages. The contractor
    pays self-employment tax on all earnings, the employee half of it on the wage. Income tax is left out.

    >>> lines = {BENEFITS: "0.3", REQUIRED: "0.1", SELF_EMPLOYMENT_TAX: "0.153", TAXED_SHARE: "0.9235", UNPAID: "20"}
    >>> table = pd.DataFrame({"measure": lines.keys(), "value": lines.values(), "as_of": "2026"})
    >>> {step: round(factor, 3) for step, factor in break_even_factors(table).items()}
    {'wage': 1.0, 'benefits': 1.286, 'payroll_tax': 1.408, 'unpaid_time': 1.878}
    """
    latest = employment.sort_values("as_of").drop_duplicates("measure", keep="last").set_index("measure")["value"]
    lines = latest[[BENEFITS, REQUIRED, SELF_EMPLOYMENT_TAX, TAXED_SHARE, UNPAID]].astype("float64")
    benefits, required, tax, taxed, unpaid_minutes = lines
    with_benefits = 1 + (benefits - required) / (1 - benefits)
    with_tax = (with_benefits - EMPLOYEE_PAYROLL_TAX) / (1 - tax * taxed)
    factors = (1.0, with_benefits, with_tax, with_tax * (60 + unpaid_minutes) / 60)
    return dict(zip(STEPS_TO_THE_DAY_JOB, factors, strict=True))


def in_the_united_states(country: pd.Series) -> pd.Series:
    """Whether a worker may be in the United States: the country isn't stated, or is one of several."""
    named = country.fillna("").str.split(";")
    return named.map(lambda places: places == [""] or any(place in SAME_COUNTRY for place in places)).astype(bool)


def surveyed_code(soc_code: pd.Series, published: pd.Series) -> pd.Series:
    """The code under which the survey publishes an occupation: its own, or the one that it is folded into.

    >>> published = pd.Series(["29-1215", "13-1020", "21-1018"])
    >>> surveyed_code(pd.Series(["29-1215", "13-1023", "21-1014"]), published).tolist()
    ['29-1215', '13-1020', '21-1018']
    """
    soc_code = soc_code.replace(SURVEYED_TOGETHER)
    return soc_code.where(soc_code.isin(published), soc_code.str.slice(0, 6) + "0")


def day_job_wages(oews: pd.DataFrame) -> pd.DataFrame:
    """Return the survey's percentiles as numbers in US dollars per hour, annual-only occupations over 2,080 hours."""
    annual_only = oews["annual_only"].eq("True")
    wages = pd.DataFrame({"day_job_code": oews["soc_code"], "day_job": oews["title"], "annual_only": annual_only})
    for name in PERCENTILES:
        column = name if name == "median" else f"pct{name[1:]}"
        hourly = pd.to_numeric(oews[f"h_{column}"], errors="coerce")
        if f"a_{column}" in oews:
            yearly = pd.to_numeric(oews[f"a_{column}"], errors="coerce")
            hourly = hourly.where(~annual_only, (yearly / HOURS_PER_YEAR).round(2))
        wages[f"day_job_{name}"] = hourly
    return wages[wages["day_job_median"].notna()]


def place_in_day_job(usd_per_hour: pd.Series, table: pd.DataFrame) -> pd.Series:
    """Say between which percentiles of the day job an amount falls; missing where there is no amount.

    The survey doesn't print percentiles above its top code; an amount beyond the last printed one is above it, no more.
    """
    marks = table[[f"day_job_{name}" for name in PERCENTILES]]
    passed = marks.le(usd_per_hour, axis=0).sum(axis=1)
    beyond = passed.eq(marks.notna().sum(axis=1)) & passed.lt(len(PERCENTILES))
    place = passed.map(dict(enumerate(POSITIONS))).where(~beyond, POSITIONS[-1])
    return place.where(usd_per_hour.notna()).astype("str")
