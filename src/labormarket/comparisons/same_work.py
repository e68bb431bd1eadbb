"""Composition held fixed: the same job of one platform, compared between degrees, between countries, between dates."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labormarket.comparisons.jobs import ADVERTISED, ENDS, join_ids, middle_of_ends, select_adverts
from labormarket.tables.allowed_values import CUT, MIXED, RISE, SAME
from labormarket.tables.comparison_definitions import DEGREE_PAIRS, SAME_WORK_BY_COUNTRY, SAME_WORK_OVER_TIME

DECIMALS = 4
NO_LANGUAGE = ""
INTL_ENDS = ("intl_dollars_per_hour_low", "intl_dollars_per_hour_high")
COUNTRY_KEYS = ("platform", "job", "year")
DATE_KEYS = ("platform", "job", "country", "language", "currency", "period")
# Degrees that follow on each other; a licence to practise (MD, JD) is no higher doctorate.
DEGREES = ("associate", "bachelor", "master", "doctorate")
PAIR_KEYS = ("platform", "job", "seen_on")


def pair_degrees(pay: pd.DataFrame) -> pd.DataFrame:
    """Pair the adverts of one platform, job and day that ask for different degrees.

    Takes the pay table. Of several degrees that one advert admits, the lowest counts: it is what the advert asks for.
    Returns `degree_pairs`, a row per pair of degrees: the pay of each, and the ratio of like ends (`ratio_low` of the
    low ends, `ratio_high` of the high ends; missing where one of the two doesn't state that end).

    >>> pay = pd.DataFrame({"platform": "H", "kind": "advertised", "scope": "training", "hourly_basis": "stated",
    ...     "profession": "biologist", "profession_as_stated": ["Biology Expert (Master's)", "Biology Expert (PhD)"],
    ...     "degree_asked": ["master", "doctorate"], "published_on": "2026-06-19", "first_seen": None,
    ...     "usd_per_hour_low": [55.0, None], "usd_per_hour_high": [55.0, 150.0], "statement_id": ["a", "b"],
    ...     "source_id": "s"})
    >>> pair = pair_degrees(pay).iloc[0]
    >>> pair["degree_higher"], float(pair["ratio_low"]), float(pair["ratio_high"])
    ('doctorate', nan, 2.7273)
    """
    keys = list(PAIR_KEYS)
    adverts = select_adverts(pay)
    adverts = adverts.assign(
        degree=adverts["degree_asked"].map(lowest_degree),
        seen_on=adverts["published_on"].fillna(adverts["first_seen"]),
    ).dropna(subset=["degree", "seen_on"])
    adverts = adverts[adverts.groupby(keys)["degree"].transform("nunique").gt(1)]
    by_degree = middle_of_ends(adverts, [*keys, "degree"])
    by_degree["rank"] = by_degree["degree"].map(DEGREES.index)
    pairs = by_degree.merge(by_degree, on=keys, suffixes=("_lower", "_higher"))
    pairs = pairs[pairs["rank_lower"] < pairs["rank_higher"]].sort_values([*keys, "rank_lower", "rank_higher"])
    profession = adverts.groupby(keys)["profession"].agg(most_common)
    pairs = pairs.join(profession, on=keys).assign(statements=pairs["statements_lower"] + pairs["statements_higher"])
    for name, end in zip(("low", "high"), ENDS, strict=True):
        pairs[f"ratio_{name}"] = (pairs[f"{end}_higher"] / pairs[f"{end}_lower"]).round(DECIMALS)
        pairs = pairs.rename(columns={f"{end}_{side}": f"usd_per_hour_{side}_{name}" for side in ("lower", "higher")})
    for ids in ("statement_ids", "source_ids"):
        pairs[ids] = join_ids(pairs[f"{ids}_lower"], pairs[f"{ids}_higher"])
    return pairs[DEGREE_PAIRS.column_names].reset_index(drop=True)


def most_common(names: pd.Series) -> object:
    """The name that stands most often in a column, the first by alphabet of several; missing where all are."""
    return names.mode().get(0)


def lowest_degree(asked: object) -> str | None:
    """The lowest of the degrees that an advert admits, None where it names none of DEGREES.

    >>> lowest_degree("master;doctorate"), lowest_degree("MD"), lowest_degree(None)
    ('master', None, None)
    """
    named = asked.split(";") if isinstance(asked, str) else []
    return next((degree for degree in DEGREES if degree in named), None)


def compare_countries(pay: pd.DataFrame, places: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """Set what one platform offers for one job in one year side by side, country by country and language by language.

    Takes the pay table, the table of places (statement_id, intl_dollars_per_hour_low and _high, ppp_year) and that of
    minimum wage gaps (statement_id, ratio_low, ratio_high: pay over the local minimum of the day; binds). Returns
    `same_work_by_country`, a row per platform, job, year, country and language, of jobs in two countries at least:
    medians of the low and of the high ends in US and in international dollars, the local minimum wage, and
    `ratio_to_lowest`, the top of the row over that of the lowest paid country. `countries_of_language` says in how many
    countries the job is offered in just this language: only there does the country alone differ.
    """
    adverts = select_adverts(pay)
    adverts = adverts[adverts["country"].fillna("").str.fullmatch("[A-Z]{2}")]
    year = adverts["published_on"].fillna(adverts["first_seen"]).fillna("").str.slice(0, 4)
    adverts = adverts.assign(year=year, language=adverts["language"].fillna(NO_LANGUAGE))
    adverts = adverts[adverts["year"].ne("")]
    adverts = adverts.merge(places[["statement_id", *INTL_ENDS, "ppp_year"]], on="statement_id", how="left").merge(
        minimum_in_dollars(pay, gaps), on="statement_id", how="left"
    )
    keys = [*COUNTRY_KEYS, "country", "language"]
    table = middle_of_ends(adverts, keys, (*ENDS, *INTL_ENDS, "ppp_year", "minimum_wage_usd_per_hour"))
    table = table.merge(adverts.groupby(keys)["profession"].first().reset_index(), on=keys)
    job = table.groupby(list(COUNTRY_KEYS))["country"]
    of_language = table.groupby([*COUNTRY_KEYS, "language"])["country"]
    table = table.assign(
        countries=job.transform("nunique"),
        countries_of_language=of_language.transform("nunique").where(table["language"].ne(NO_LANGUAGE), 0),
    )
    table = table[table["countries"].ge(2)]
    top = table[ENDS[1]].fillna(table[ENDS[0]])
    lowest = top.groupby([table[key] for key in COUNTRY_KEYS]).transform("min")
    table = table.assign(
        ratio_to_lowest=(top / lowest.where(lowest > 0)).round(DECIMALS),
        year=table["year"].astype(int),
        language=table["language"].where(table["language"].ne(NO_LANGUAGE)),
        **{
            f"ratio_to_minimum_{name}": (table[end] / table["minimum_wage_usd_per_hour"]).round(DECIMALS)
            for name, end in zip(("low", "high"), ENDS, strict=True)
        },
    )
    order = ["platform", "job", "year", ENDS[1], "country", "language"]
    return table.sort_values(order, ignore_index=True)[SAME_WORK_BY_COUNTRY.column_names].round(DECIMALS)


def minimum_in_dollars(pay: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """The minimum wage that binds each statement in US dollars per hour: its pay over its ratio to that minimum."""
    binding = gaps.loc[gaps["binds"].eq("yes"), ["statement_id", "ratio_low", "ratio_high"]]
    known = pay[["statement_id", *ENDS]].merge(binding, on="statement_id")
    by_end = [known[end] / known[ratio] for end, ratio in zip(ENDS, ("ratio_low", "ratio_high"), strict=True)]
    minimum = by_end[1].fillna(by_end[0]).replace(np.inf, np.nan)
    return pd.DataFrame({"statement_id": known["statement_id"], "minimum_wage_usd_per_hour": minimum.round(2)})


def follow_rates(pay: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Follow what one platform offers for one job, place and language from each date to the next.

    Takes the pay table and the changes that one report tells (before_id, after_id, job). Returns `same_work_over_time`,
    a row per step between two dates of adverts that can be put in order ("2025" and "2025-06" can't) and per change
    told: the stated ends in their own currency and period, the ratio of like ends, whether that is a rise, a cut, the
    same or mixed, and the kind of evidence. Amounts as stated, so no exchange rate moves them; nothing across
    platforms.

    >>> pay = pd.DataFrame({"platform": "W", "kind": "advertised", "scope": "training", "hourly_basis": "stated",
    ...     "profession_as_stated": "Rater", "country": "US", "language": None, "currency": "USD", "period": "hour",
    ...     "published_on": ["2023-05", "2024", "2025-01-02"], "first_seen": None, "low": [10.0, 14, 14],
    ...     "high": [10.0, 14, None], "usd_per_hour_low": 1.0, "usd_per_hour_high": 1.0,
    ...     "statement_id": list("abc"), "source_id": "s"})
    >>> told = pd.DataFrame(columns=["before_id", "after_id", "job"])
    >>> follow_rates(pay, told)[["to_date", "ratio_low", "ratio_high", "direction"]].values.tolist()
    [['2024', 1.4, 1.4, 'rise'], ['2025-01-02', 1.0, nan, 'same']]
    """
    adverts = select_adverts(pay)
    adverts = adverts.assign(date=adverts["published_on"].fillna(adverts["first_seen"])).dropna(subset="date")
    by_date = middle_of_ends(adverts, [*DATE_KEYS, "date"], ("low", "high")).rename(columns=lambda name: f"to_{name}")
    keys = [f"to_{key}" for key in DATE_KEYS]
    before = by_date.groupby(keys, dropna=False).shift().rename(columns=lambda name: name.replace("to_", "from_", 1))
    steps = by_date.join(before).dropna(subset="from_date").rename(columns=dict(zip(keys, DATE_KEYS, strict=True)))
    dates = zip(steps["to_date"], steps["from_date"], strict=True)
    in_order = np.array([not to.startswith(since) for to, since in dates], dtype=bool)
    steps = pd.concat([steps[in_order].assign(evidence=ADVERTISED), join_told(pay, told)], ignore_index=True)
    for end in ("low", "high"):
        earlier = steps[f"from_{end}"]
        steps[f"ratio_{end}"] = (steps[f"to_{end}"] / earlier.where(earlier.ne(0))).round(DECIMALS)
    steps = steps[steps[["ratio_low", "ratio_high"]].notna().any(axis=1)]
    return steps.assign(
        direction=[name_direction(ratios) for ratios in steps[["ratio_low", "ratio_high"]].to_numpy().tolist()],
        statements=(steps["from_statements"] + steps["to_statements"]).astype(int),
        **{ids: join_ids(steps[f"from_{ids}"], steps[f"to_{ids}"]) for ids in ("statement_ids", "source_ids")},
    )[SAME_WORK_OVER_TIME.column_names].reset_index(drop=True)


def join_told(pay: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """The statements before and after each change that one report tells, side by side (`from_…` and `to_…`)."""
    ids = {"statement_ids": pay["statement_id"], "source_ids": pay["source_id"]}
    stated = pay.assign(date=pay["published_on"], statements=1, **ids).set_index("statement_id")
    kept = [*(key for key in DATE_KEYS if key != "job"), "kind", "date", "low", "high", "statements", *ids]
    steps = told.join(stated[kept].add_prefix("from_"), on="before_id", how="inner")
    steps = steps.join(stated[kept].add_prefix("to_"), on="after_id", how="inner")
    return steps.rename(columns={f"to_{key}": key for key in DATE_KEYS} | {"to_kind": "evidence"})


def name_direction(ratios: list[float]) -> str:
    """Whether like ends rose, fell, stayed, or differ in that.

    >>> [name_direction(ratios) for ratios in ([1.4, np.nan], [0.9, 1.0], [0.9, 1.2], [1.0, 1.0])]
    ['rise', 'cut', 'mixed', 'same']
    """
    up, down = any(ratio > 1 for ratio in ratios), any(ratio < 1 for ratio in ratios)
    return MIXED if up and down else RISE if up else CUT if down else SAME
