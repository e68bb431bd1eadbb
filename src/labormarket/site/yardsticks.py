"""What a subject's pay is measured against, in sentences: day jobs, the minimum wage, who owns the platform."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from labormarket.charts.i18n import Words
from labormarket.site.topics import Topic

WORDS = Words("en")
MOST_DAY_JOBS = 4


def measure_topic(topic: Topic, tables: Mapping[str, pd.DataFrame], groups: Mapping[str, str]) -> list[str]:
    """Return the sentences for a subject; none where the tables have nothing to compare it with."""
    if topic.kind.folder == "professions":
        day_jobs = tables["day_jobs"]
        return tell_day_jobs(day_jobs[day_jobs["profession"].map(groups).eq(topic.key)])
    if topic.kind.folder == "countries":
        gaps = tables["minimum_wage_gaps"]
        return tell_minimum_wage(gaps[gaps["country"].eq(topic.key)])
    platforms = tables["platforms"]
    return tell_platform(platforms[platforms["platform"].eq(topic.key)])


def tell_day_jobs(offers: pd.DataFrame) -> list[str]:
    """Compare offers with the wages of the same occupations in the United States.

    >>> offers = pd.DataFrame({"day_job": ["Lawyers"], "day_job_median": [72.67], "verdict": ["more"]})
    >>> tell_day_jobs(offers)
    ['The day job in the United States pays a median of $73 an hour (lawyers). Of 1 offer compared, 1 pays more.']
    """
    if offers.empty:
        return []
    jobs = offers.drop_duplicates("day_job").dropna(subset=["day_job_median"])
    named = ", ".join(
        f"{WORDS.dollars(row['day_job_median'])} an hour ({str(row['day_job']).lower()})"
        for row in jobs.head(MOST_DAY_JOBS).to_dict("records")
    )
    counts = offers["verdict"].value_counts()
    verdicts = [f"{counts[verdict]} {words}" for verdict, words in VERDICTS.items() if counts.get(verdict)]
    return [
        f"The day job in the United States pays a median of {named}. "
        f"Of {counted(len(offers), 'offer')} compared, {', '.join(verdicts)}."
    ]


VERDICTS = {"more": "pays more", "either": "may pay more or less", "less": "pays less"}


def tell_minimum_wage(gaps: pd.DataFrame) -> list[str]:
    """Compare amounts with the minimum wage of their country and date.

    >>> gaps = pd.DataFrame({"minimum_currency": ["EUR"], "minimum_per_hour": [12.82], "minimum_from": ["2025-01-01"],
    ...     "ratio_low": [0.9], "ratio_high": [1.4]})
    >>> tell_minimum_wage(gaps)
    ['Minimum wage: 12.82 EUR an hour (from 2025-01-01). Of 1 amount compared, none lie under it, 1 more may.']
    """
    if gaps.empty:
        return []
    latest = gaps.sort_values("minimum_from").iloc[-1]
    under, low = gaps["ratio_high"].lt(1), gaps["ratio_low"].lt(1)
    return [
        f"Minimum wage: {latest['minimum_per_hour']:,.2f} {latest['minimum_currency']} an hour (from "
        f"{latest['minimum_from']}). Of {counted(len(gaps), 'amount')} compared, {under.sum() or 'none'} lie under it, "
        f"{(low & ~under).sum() or 'no'} more may."
    ]


def tell_platform(platforms: pd.DataFrame) -> list[str]:
    """Say what kind of platform it is, whose it is and whether it is still open.

    >>> tell_platform(pd.DataFrame({"platform": ["X"], "owner": ["Y"], "kind": ["microtask"], "status": ["closed"],
    ...     "status_since": ["2026-09-30"]}))
    ['X is a microtask platform of Y. It closed on 2026-09-30.']
    """
    if platforms.empty:
        return []
    row = platforms.iloc[0]
    if pd.isna(row["kind"]):
        return []
    kind = str(row["kind"]).removesuffix(" workforce")
    of_owner = f" of {row['owner']}" if pd.notna(row["owner"]) and row["owner"] != row["platform"] else ""
    article = "an" if kind[0] in "aeiou" else "a"
    noun = "" if "marketplace" in kind else " platform"
    told = f"{row['platform']} is {article} {kind}{noun}{of_owner}."
    if row["status"] == "closed" and pd.notna(row["status_since"]):
        told += f" It closed on {row['status_since']}."
    return [told]


def counted(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> counted(1, "offer"), counted(1200, "offer")
    ('1 offer', '1,200 offers')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
