"""Matched pairs: what one platform offers for one job on one day, to holders of one degree and of the next."""

from __future__ import annotations

import pandas as pd

from labormarket.comparisons.jobs import ENDS, join_ids, middle_of_ends, select_adverts

# Degrees that follow on each other; a licence to practise (MD, JD) is no higher doctorate.
DEGREES = ("associate", "bachelor", "master", "doctorate")
DECIMALS = 4
KEYS = ("platform", "job", "seen_on")
PAIR_COLUMNS = (
    *(*KEYS, "profession", "degree_lower", "degree_higher"),
    *(f"usd_per_hour_{side}_{end}" for side in ("lower", "higher") for end in ("low", "high")),
    *("ratio_low", "ratio_high", "statements", "statement_ids", "source_ids"),
)


def pair_degrees(pay: pd.DataFrame) -> pd.DataFrame:
    """Pair the adverts of one platform, job and day that ask for different degrees.

    Takes the pay table. Of several degrees that one advert admits, the lowest counts: it is what the advert asks for.
    Returns PAIR_COLUMNS, a row per pair of degrees: the pay of each, and the ratio of like ends (`ratio_low` of the
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
    adverts = select_adverts(pay)
    adverts = adverts.assign(
        degree=adverts["degree_asked"].map(lowest_degree),
        seen_on=adverts["published_on"].fillna(adverts["first_seen"]),
    ).dropna(subset=["degree", "seen_on"])
    adverts = adverts[adverts.groupby(list(KEYS))["degree"].transform("nunique").gt(1)]
    by_degree = middle_of_ends(adverts, [*KEYS, "degree"])
    by_degree["rank"] = by_degree["degree"].map(DEGREES.index)
    pairs = by_degree.merge(by_degree, on=list(KEYS), suffixes=("_lower", "_higher"))
    pairs = pairs[pairs["rank_lower"] < pairs["rank_higher"]].sort_values([*KEYS, "rank_lower", "rank_higher"])
    profession = adverts.groupby(list(KEYS))["profession"].agg(most_common).rename("profession")
    return (
        pairs.join(profession, on=list(KEYS))
        .assign(
            **{
                f"ratio_{name}": (pairs[f"{end}_higher"] / pairs[f"{end}_lower"]).round(DECIMALS)
                for name, end in zip(("low", "high"), ENDS, strict=True)
            },
            statements=pairs["statements_lower"] + pairs["statements_higher"],
            **{ids: join_ids(pairs[f"{ids}_lower"], pairs[f"{ids}_higher"]) for ids in ("statement_ids", "source_ids")},
        )
        .rename(
            columns={
                f"usd_per_hour_{name}_{side}": f"usd_per_hour_{side}_{name}"
                for side in ("lower", "higher")
                for name in ("low", "high")
            }
        )[list(PAIR_COLUMNS)]
        .reset_index(drop=True)
    )


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
