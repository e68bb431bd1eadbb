"""What a licence, a doctorate or a platform is worth: ratios of pay, all else in the model alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from labormarket.estimates.bootstrap import MIN_CLUSTERS
from labormarket.estimates.cells import CELL, count_cells, name_cluster, weigh_by_cell, with_hourly_pay
from labormarket.estimates.regression import (
    MIN_RANGES_PER_COLUMN,
    UnderdeterminedError,
    fit_interval_regression,
)
from labormarket.hourly import year_of

# What each factor is compared with: the largest plain group of it.
REFERENCE_LEVELS: Mapping[str, str] = MappingProxyType(
    {
        "credential": "none",
        "field": "general annotation",
        "platform_kind": "expert marketplace",
        "platform": "Mercor",
        "place": "not stated",
        "evidence": "advertised",
        "period": "2026",
    }
)
MODELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "by platform kind": ("credential", "field", "platform_kind", "place", "evidence", "period"),
        # what a credential is worth with all that comes with it, the field above all
        "without field": ("credential", "platform_kind", "place", "evidence", "period"),
        "by platform": ("credential", "field", "platform", "place", "evidence", "period"),
    }
)
# A degree that the job title asks for raises what the profession asks for anyway; it never lowers it.
RAISED_BY_TITLE: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        **{(credential, "doctorate"): "doctorate" for credential in ("none", "degree")},
        **{("none", degree): "degree" for degree in ("bachelor", "master", "MBA", "MD", "JD")},
    }
)
OTHER = "other"
NOT_STATED = "not stated"
TOO_FEW_SOURCES = f"too few: under {MIN_CLUSTERS} sources"
PREMIUM_COLUMNS = (
    *("model", "factor", "level", "reference", "statements", "cells", "sources"),
    *("ratio", "ratio_low", "ratio_high", "note"),
)


def describe_factors(pay: pd.DataFrame, professions: pd.DataFrame, platforms: pd.DataFrame) -> pd.DataFrame:
    """Describe each statement by the factors of the model: credential, field, platform_kind, place, evidence, period.

    Takes a pay table, the professions (profession, credential, field) and the platforms (platform, kind). Returns the
    pay rows that have hourly pay and a known profession, on their own index, with the factors as text columns.

    >>> pay = pd.DataFrame({"platform": ["X"], "profession": ["nurse"], "degree": [None], "country": [None],
    ...     "kind": ["advertised"], "published_on": ["2023-05"], "usd_per_hour_low": [40.0],
    ...     "usd_per_hour_high": [None]})
    >>> professions = pd.DataFrame({"profession": ["nurse"], "credential": ["licence"], "field": ["medicine"]})
    >>> described = describe_factors(pay, professions, pd.DataFrame({"platform": ["Y"], "kind": ["microtask"]}))
    >>> described[["credential", "platform_kind", "place", "period"]].values.tolist()
    [['licence', 'not stated', 'not stated', '2023-2024']]
    """
    hourly = with_hourly_pay(pay)
    by_profession, by_platform = professions.set_index("profession"), platforms.set_index("platform")
    described = hourly.assign(
        credential=raise_by_title(hourly["profession"].map(by_profession["credential"]), hourly["degree"]),
        field=hourly["profession"].map(by_profession["field"]),
        platform_kind=hourly["platform"].map(by_platform["kind"]).fillna(NOT_STATED),
        platform=hourly["platform"].fillna(NOT_STATED),
        place=hourly["country"].map(name_place),
        evidence=hourly["kind"],
        period=year_of(hourly["published_on"].astype("str")).map(name_period),
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


def name_period(year: float) -> str:
    """The period of a statement's year.

    >>> [name_period(year) for year in (2014, 2024, 2025, float("nan"))]
    ['to 2022', '2023-2024', '2025', 'not stated']
    """
    if pd.isna(year):
        return NOT_STATED
    if year <= 2022:
        return "to 2022"
    return "2023-2024" if year <= 2024 else str(int(year))


def merge_rare_levels(levels: pd.Series, reference: str, least: int = MIN_RANGES_PER_COLUMN) -> pd.Series:
    """Merge the levels with fewer than `least` rows into "other", and those into the reference if they still are few.

    >>> merge_rare_levels(pd.Series(["a"] * 3 + ["b"] + ["c"] * 2), "a", least=2).tolist()
    ['a', 'a', 'a', 'a', 'c', 'c']
    """
    often = levels.map(levels.value_counts()) >= least
    merged = levels.where(often | levels.eq(reference), OTHER)
    return merged.where(merged.ne(OTHER) | (merged.eq(OTHER).sum() >= least), reference)


def make_design(described: pd.DataFrame, factors: tuple[str, ...]) -> tuple[pd.DataFrame, dict[str, str]]:
    """Make the regression's design: a constant, and a 0/1 column "factor: level" for each level but the reference.

    Returns the design and the reference level of each factor: the named one, or the most frequent where it's absent.
    """
    columns, references = {"constant": pd.Series(1.0, index=described.index)}, {}
    for factor in factors:
        stated = described[factor]
        named = REFERENCE_LEVELS[factor]
        reference = named if stated.eq(named).sum() >= MIN_RANGES_PER_COLUMN else str(stated.value_counts().index[0])
        levels = merge_rare_levels(stated, reference)
        references[factor] = reference
        for level in sorted(set(levels) - {reference}):
            columns[f"{factor}: {level}"] = levels.eq(level).astype(float)
    return pd.DataFrame(columns), references


def price_factors(
    pay: pd.DataFrame,
    professions: pd.DataFrame,
    platforms: pd.DataFrame,
    models: Mapping[str, tuple[str, ...]] = MODELS,
    *,
    weigh: Callable[[pd.DataFrame], pd.Series] = weigh_by_cell,
) -> pd.DataFrame:
    """Estimate what each level of each factor multiplies hourly pay by, against its reference level.

    Takes a pay table (with `source_url` where pages are to be clusters), the professions and the platforms. Returns
    PREMIUM_COLUMNS, a row per model, factor and level: `ratio` and its 95 % interval from the log-normal interval
    regression, errors clustered by source; the reference has ratio 1. One vote per cell unless weighed otherwise. A
    level under MIN_CLUSTERS sources gets a note and no number: errors clustered by a handful of sources are too small.
    A model that its rows can't carry gives one row with the reason as `note` and no number.
    """
    described = describe_factors(pay, professions, platforms)
    parts = [price_model(described, name, factors, weigh) for name, factors in models.items()]
    return pd.concat(parts, ignore_index=True)[list(PREMIUM_COLUMNS)]


def price_model(
    described: pd.DataFrame, name: str, factors: tuple[str, ...], weigh: Callable[[pd.DataFrame], pd.Series]
) -> pd.DataFrame:
    """The rows of one model of `price_factors`."""
    if described.empty:
        return pd.DataFrame([{"model": name, "note": "no statement has hourly pay and a known profession"}]).reindex(
            columns=list(PREMIUM_COLUMNS)
        )
    design, references = make_design(described, factors)
    counted = described[CELL].assign(cluster=name_cluster(described))
    try:
        fit = fit_interval_regression(
            design,
            described["usd_per_hour_low"],
            described["usd_per_hour_high"],
            clusters=counted["cluster"],
            weights=weigh(described),
        )
    except UnderdeterminedError as reason:
        return pd.DataFrame([{"model": name, "note": str(reason)}]).reindex(columns=list(PREMIUM_COLUMNS))
    ratios = fit.ratios().to_dict("index")
    rows = [describe_level(counted, design, ratios, column, references) for column in design.columns[1:]]
    rows += [
        {
            "factor": factor,
            "level": level,
            "reference": level,
            "ratio": 1.0,
            "note": "",
            **count_rows(counted, base_rows(design, factor)),
        }
        for factor, level in references.items()
    ]
    order = {factor: place for place, factor in enumerate(factors)}
    table = pd.DataFrame(rows).assign(model=name)
    table["order"] = table["factor"].map(order)
    table = table.sort_values(["order", "ratio", "level"], ignore_index=True)
    return table.reindex(columns=list(PREMIUM_COLUMNS))


def describe_level(
    counted: pd.DataFrame,
    design: pd.DataFrame,
    ratios: Mapping[Any, dict[Any, float]],
    column: str,
    references: Mapping[str, str],
) -> dict[str, object]:
    """One level's ratio, its interval, and how much stands behind it."""
    factor, level = column.split(": ", 1)
    counts = count_rows(counted, design[column].eq(1))
    line: dict[str, object] = {"factor": factor, "level": level, "reference": references[factor], **counts}
    if counts["sources"] < MIN_CLUSTERS:
        return {**line, "note": TOO_FEW_SOURCES}
    return {**line, **ratios[column], "note": ""}


def base_rows(design: pd.DataFrame, factor: str) -> pd.Series:
    """Which rows are at the reference level of a factor."""
    return design.filter(regex=f"^{factor}: ").sum(axis=1).eq(0)


def count_rows(counted: pd.DataFrame, which: pd.Series) -> dict[str, int]:
    """How many statements, cells and sources the rows are."""
    rows = counted[which]
    return {"statements": len(rows), "cells": count_cells(rows), "sources": rows["cluster"].nunique()}
