"""Matching of like with like: the job that a title names, the adverts to compare, and the medians of their ends."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pandas as pd

from labormarket.professions.title_parts import split_title

ADVERTISED, TRAINING = "advertised", "training"
ENDS = ("usd_per_hour_low", "usd_per_hour_high")
# Words that say nothing about the work once a title's degree or language is set apart.
ROLE_NOUNS = frozenset({"expert", "specialist", "professional"})
LEFT_OVER = frozenset({"language", "speaking", "native", "fluent"})


def name_jobs(titles: pd.Series) -> pd.Series:
    """The work that each title names: its words without language, place, degree, seniority and role noun.

    Missing where nothing is left.

    >>> name_jobs(pd.Series(["Hindi Freelance Writer (India)", "German Writer", "Physics Expert (PhD)"])).tolist()
    ['writer', 'writer', 'physics']
    """
    return titles.map(name_job, na_action="ignore")


@cache  # each table of like with like names the jobs of the same adverts
def name_job(title: str) -> str | None:
    """The work that one title names, None where nothing is left."""
    words = [word for part in split_title(title).parts for word in part if word not in LEFT_OVER]
    return " ".join([word for word in words if word not in ROLE_NOUNS] or words) or None


def select_adverts(pay: pd.DataFrame) -> pd.DataFrame:
    """The adverts of training work that have a platform, a job and hourly pay without assumed hours; adds `job`."""
    adverts = pay[
        pay["kind"].eq(ADVERTISED)
        & pay["scope"].eq(TRAINING)
        & pay["platform"].notna()
        & pay[list(ENDS)].notna().any(axis=1)
        & ~pay["hourly_basis"].fillna("").str.startswith("assumed_hours")
    ]
    return adverts.assign(job=name_jobs(adverts["profession_as_stated"])).dropna(subset="job")


def middle_of_ends(adverts: pd.DataFrame, keys: Sequence[str], columns: Sequence[str] = ENDS) -> pd.DataFrame:
    """One row per group: the medians of its low and of its high ends, each distinct range once, and what it rests on.

    Missing where no statement gives that end. Adds `statements`, `statement_ids` and `source_ids` (semicolons between).
    """
    grouped = adverts.groupby(list(keys), dropna=False, sort=True)
    ends = adverts.drop_duplicates([*keys, *columns]).groupby(list(keys), dropna=False, sort=True)
    counted = grouped.agg(
        statements=("statement_id", "size"),
        statement_ids=("statement_id", join_unique),
        source_ids=("source_id", join_unique),
    )
    return ends[list(columns)].median().join(counted).reset_index()


def join_unique(ids: pd.Series) -> str:
    """The ids of a column, each once, semicolons between."""
    return ";".join(sorted(set(ids)))


def join_ids(left: pd.Series, right: pd.Series) -> list[str]:
    """The ids of two sides row by row, each once, semicolons between.

    >>> join_ids(pd.Series(["a;c"]), pd.Series(["b;c"]))
    ['a;b;c']
    """
    return [";".join(sorted({*one.split(";"), *other.split(";")})) for one, other in zip(left, right, strict=True)]
