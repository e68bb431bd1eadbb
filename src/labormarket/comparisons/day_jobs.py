"""AI-training pay against the day job: what the same occupation earns in the United States without AI."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labormarket.hourly import ASSUMED_HOURS, HOURS_PER_YEAR
from labormarket.tables.allowed_values import EITHER, LESS, MORE, POSITIONS

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
        & (pay["usd_per_hour_low"].notna() | pay["usd_per_hour_high"].notna())
        & ~pay["hourly_basis"].fillna("").str.startswith(ASSUMED_HOURS)
        & in_the_united_states(pay["country"])
    ]
    ends = comparable[["usd_per_hour_low", "usd_per_hour_high"]]
    comparable = comparable.assign(**{str(name): ends[name].where(ends[name] > 0) for name in ends})
    pairs = comparable.groupby(["platform", "profession", "soc_code"], as_index=False).agg(
        usd_per_hour_low=("usd_per_hour_low", "min"),
        usd_per_hour_high=("usd_per_hour_high", "max"),
        statements=("statement_id", "size"),
        source_ids=("source_id", lambda ids: ";".join(sorted(set(ids)))),
    )
    known = day_job_wages(oews)
    pairs = pairs.assign(day_job_code=surveyed_code(pairs["soc_code"], known["day_job_code"]))
    table = pairs.merge(known, on="day_job_code", how="inner", validate="many_to_one")
    median = table["day_job_median"]
    low, high = table["usd_per_hour_low"], table["usd_per_hour_high"]
    return table.assign(
        ratio_low=(low / median).round(DECIMALS),
        ratio_high=(high / median).round(DECIMALS),
        position_low=place_in_day_job(low, table),
        position_high=place_in_day_job(high, table),
        verdict=np.select([low.ge(median), high.lt(median)], [MORE, LESS], EITHER),
    ).sort_values(["platform", "profession"], ignore_index=True)


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
