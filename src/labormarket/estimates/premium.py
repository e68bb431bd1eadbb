"""Regression of log pay on credential and field within platforms: what goes with what, no effect of earning it.

Platforms hold four fifths of the variance of log pay, so each has its own level (fixed effects): only differences on
one and the same platform are compared, and errors are clustered by platform.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from labormarket.estimates.regression import (
    MIN_EFFECTIVE_CLUSTERS,
    MIN_RANGES_PER_COLUMN,
    UnderdeterminedError,
    fit_interval_regression,
)
from labormarket.estimates.votes import count_evidence, ends_of, name_platform, select_training, weigh_by_platform
from labormarket.tables.definitions import TABLES

# What each factor is compared with: the largest plain group of it.
REFERENCES: Mapping[str, str] = MappingProxyType(
    {"credential": "none", "field": "general annotation", "place": "not stated"}
)
FACTORS = ("credential", "field")
# A degree that the job title asks for raises what the profession asks for anyway; it never lowers it.
RAISED_BY_TITLE: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        **{(credential, "doctorate"): "doctorate" for credential in ("none", "degree")},
        **{("none", degree): "degree" for degree in ("bachelor", "master", "MBA", "MD", "JD")},
    }
)
OTHER = "other"
NOT_STATED = "not stated"
TOO_FEW_PLATFORMS = f"no interval: under {MIN_EFFECTIVE_CLUSTERS} effective platforms"


class Within(NamedTuple):
    """The pay rows of a regression within platforms, its 0/1 columns (on the same index), and those of the factor."""

    pay: pd.DataFrame
    columns: pd.DataFrame
    levels: list[str]


def describe_factors(pay: pd.DataFrame, professions: pd.DataFrame) -> pd.DataFrame:
    """Describe each statement by the factors of the model: credential, field and place, as text columns.

    Takes a pay table and the professions (profession, credential, field). Returns the rows with hourly pay and a known
    profession, on their own index.

    >>> pay = pd.DataFrame({"profession": ["nurse", None], "degree": [None, None], "country": ["US;CA", None],
    ...     "usd_per_hour_low": [40.0, 30.0], "usd_per_hour_high": [None, None]})
    >>> professions = pd.DataFrame({"profession": ["nurse"], "credential": ["licence"], "field": ["health"]})
    >>> describe_factors(pay, professions)[["credential", "field", "place"]].values.tolist()
    [['licence', 'health', 'several or worldwide']]
    """
    hourly = select_training(pay)
    by_profession = professions.set_index("profession")
    described = hourly.assign(
        credential=raise_by_title(hourly["profession"].map(by_profession["credential"]), hourly["degree"]),
        field=hourly["profession"].map(by_profession["field"]),
        place=hourly["country"].map(name_place),
    )
    return described[described["credential"].notna() & described["field"].notna()]


def raise_by_title(credential: pd.Series, degree: pd.Series) -> pd.Series:
    """The credential of the profession, or the higher one that the title as stated asks for.

    >>> raise_by_title(pd.Series(["none", "licence", "degree"]), pd.Series(["doctorate", "master", None])).tolist()
    ['doctorate', 'licence', 'degree']
    """
    raised = [RAISED_BY_TITLE.get((own, title), own) for own, title in zip(credential, degree, strict=True)]
    return pd.Series(raised, index=credential.index, dtype="str")


def name_place(country: object) -> str:
    """Where a statement's workers are: the United States, one other country, several or all, not stated.

    >>> [name_place(country) for country in ("US", "KE", "US;CA", "Worldwide", None)]
    ['United States', 'another country', 'several or worldwide', 'several or worldwide', 'not stated']
    """
    if not isinstance(country, str) or not country:
        return NOT_STATED
    if country == "US":
        return "United States"
    return "another country" if len(country) == 2 else "several or worldwide"


def merge_rare_levels(levels: pd.Series, reference: str, least: int = MIN_RANGES_PER_COLUMN) -> pd.Series:
    """Merge the levels with fewer than `least` rows into "other", and those into the reference if they still are few.

    >>> merge_rare_levels(pd.Series(["a"] * 3 + ["b"] + ["c"] * 2), "a", least=2).tolist()
    ['a', 'a', 'a', 'a', 'c', 'c']
    """
    often = levels.map(levels.value_counts()) >= least
    merged = levels.where(often | levels.eq(reference), OTHER)
    return merged.where(merged.ne(OTHER) | (merged.eq(OTHER).sum() >= least), reference)


def design_within_platforms(pay: pd.DataFrame, professions: pd.DataFrame, factor: str) -> Within:
    """Make the design of a regression within platforms: a level per platform, then 0/1 columns of factor and place.

    Takes the rows of one kind of evidence. Platforms with fewer than MIN_RANGES_PER_COLUMN rows are left out.
    """
    described = describe_factors(pay, professions)
    platform = name_platform(described)
    described = described[platform.ne("") & (platform.map(platform.value_counts()) >= MIN_RANGES_PER_COLUMN)]
    platform = name_platform(described)
    columns = {f"platform: {name}": platform.eq(name).astype(float) for name in sorted(set(platform))}
    for name in (factor, "place"):
        merged = merge_rare_levels(described[name], REFERENCES[name])
        for level in sorted(set(merged) - {REFERENCES[name]}):
            columns[f"{name}: {level}"] = merged.eq(level).astype(float)
    levels = [name for name in columns if name.startswith(f"{factor}: ")]
    return Within(described, pd.DataFrame(columns, index=described.index), levels)


def price_factors(pay: pd.DataFrame, professions: pd.DataFrame) -> pd.DataFrame:
    """Estimate what goes with each credential and each field: the ratio of pay to the reference on the same platform.

    Takes a pay table of one kind of evidence and the professions. Returns the columns of the table `premiums`, a row
    per factor and level: `ratio` and its 95 % interval from the log-normal interval regression within platforms, one
    platform one vote, errors clustered by platform; the reference has ratio 1. A level that varies within too few
    platforms gets no interval; a model that its rows can't carry gives one row with the reason as `note` and no number.
    """
    lines = [
        line for factor in FACTORS for line in price_factor(design_within_platforms(pay, professions, factor), factor)
    ]
    return pd.DataFrame(lines, columns=TABLES["premiums"].column_names)


def price_factor(within: Within, factor: str) -> list[dict[str, Any]]:
    """The lines of one factor of `price_factors`, in the order of their ratios."""
    if within.pay.empty:
        note = f"no platform has {MIN_RANGES_PER_COLUMN} statements with hourly pay and a known profession"
        return [{"factor": factor, "note": note}]
    try:
        fit = fit_interval_regression(
            within.columns,
            *ends_of(within.pay),
            clusters=name_platform(within.pay),
            weights=weigh_by_platform(within.pay),
        )
    except UnderdeterminedError as reason:
        return [{"factor": factor, "note": str(reason)}]
    of_factor = {"factor": factor, "reference": REFERENCES[factor], "note": ""}
    at_reference = within.pay[within.columns[within.levels].sum(axis=1).eq(0)]
    lines: list[dict[str, Any]] = [
        {**of_factor, "level": REFERENCES[factor], "ratio": 1.0, **count_evidence(at_reference)}
    ]
    for column, ratio in fit.ratios().loc[within.levels].iterrows():
        line = {**of_factor, "level": str(column).removeprefix(f"{factor}: "), **ratio}
        line |= count_evidence(within.pay[within.columns[column].eq(1)])
        lines.append(line | {"note": TOO_FEW_PLATFORMS} if np.isnan(ratio["ratio_low"]) else line)
    return sorted(lines, key=lambda line: (line["ratio"], line["level"]))
