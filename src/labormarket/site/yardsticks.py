"""A subject's page in sentences: its pay, and what that is measured against (day jobs, the minimum wage, the owner)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from labormarket.charts.i18n import Words
from labormarket.estimates import Interval
from labormarket.estimates.answer import count
from labormarket.site.topics import Topic

WORDS = Words("en")
MOST_DAY_JOBS = 4
VERDICTS = {"more": "pays more", "either": "may pay more or less", "less": "pays less"}


def summarise(topic: Topic) -> list[str]:
    """Return the answer of a subject's page: its span, its median and how far that rests on one platform."""
    if topic.span is None:
        return ["No statement gives pay per hour."]
    told = [f"{amounts(topic.span)} an hour is stated."]
    if topic.median is not None:
        verb = "is" if topic.median.low == topic.median.high else "lies within"
        votes = "" if topic.kind.folder == "platforms" else ", one platform one vote"
        told.append(f"The median {verb} {amounts(topic.median)} an hour{votes}.")
    else:
        told.append("There are too few prices for a median.")
    if topic.without_one is not None:
        interval, mover = topic.without_one
        by = f"; {mover} moves it most" if mover else ""
        told.append(f"With any platform left out: {amounts(interval)}{by}.")
    return told


def amounts(interval: Interval) -> str:
    """Return a range of US dollars per hour in words; 0 and infinity are open ends.

    >>> amounts(Interval(20, 37.5)), amounts(Interval(0, 25)), amounts(Interval(15, float("inf")))
    ('$20–38', 'up to $25', 'from $15')
    """
    low, high = interval
    return WORDS.dollar_range(low if low > 0 else float("nan"), high if high != float("inf") else float("nan"))


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
        f"Of {count(len(offers), 'offer')} compared, {', '.join(verdicts)}."
    ]


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
        f"{latest['minimum_from']}). Of {count(len(gaps), 'amount')} compared, {under.sum() or 'none'} lie under it, "
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
