"""What is known of each platform: facts with their topic, date and source, owners, and its payroll per contractor."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labormarket.hourly import ASSUMED_HOURS
from labormarket.platforms import match_platform_column

# Topic -> what the words of a fact have to hold; the first that fits wins, the rest is "other".
TOPIC_WORDS = {
    "owner": r"^owner|created by|bought|price Meta paid",
    "kind": r"^kind of platform",
    "dispute": r"dispute|lawsuit|sued|claim|investigation|laid off",
    "fairness": r"Fairwork",
    "payroll": r"paid (?:out )?to|average pay|hours per week|weekly cap|project length",
    "valuation": r"valuation|raised|round|revenue|run rate",
    "countries": r"countries",
    "workforce": (
        r"workforce|workers|contractors|experts|tutors|people|members|participants|freelancers|performers|analysts"
        r"|contributors|trainers"
    ),
}
FAIRNESS_KIND = "fairwork"
OF_SCORES = {"value_low": "value", "year": "as_of", "url_seen": "source_url", "source_citation": "source_title"}
"""Columns of the benchmarks -> those of the facts."""
FACT_COLUMNS = (
    *("platform", "fact", "value", "unit", "as_of", "source_url", "source_title", "source_id", "collected_on"),
)
DAYS_PER_WEEK = 7  # a payroll "a day" is spread over every day of the week
PAID_PER_DAY = r"^paid (?:out )?to .*"
USD_PER_DAY = frozenset({"USD per day", "USD/day"})
CONTRACTORS = r"^contractors$|^experts on the platform"
USD_PER_CONTRACTOR_AND_DAY = "USD per contractor and day"
HOURS_PER_WEEK_WORKED = "project hours per week"


def platform_cards(facts: pd.DataFrame, benchmarks: pd.DataFrame, platforms: pd.DataFrame) -> pd.DataFrame:
    """Return every fact about a platform as one row: platform, owner, topic, fact, value, unit, as_of and its source.

    `facts` are the raw facts as text (platform, fact, value, unit, source_id, collected_on, and where the file has them
    as_of, source_url, source_title); `benchmarks` the reference table, likewise with collected_on, whose rows of kind
    fairwork are fairness scores; `platforms` the list with the owner of each. A platform whose name is unknown keeps
    the name as scraped and has no owner. `is_derived` is False: nothing here is computed.
    """
    scores = benchmarks[benchmarks["kind"].eq(FAIRNESS_KIND) & benchmarks["currency"].eq("points")]
    fairness = scores.rename(columns=OF_SCORES).assign(
        fact="Fairwork score", unit="of 10", source_id="reference_benchmarks"
    )
    columns = list(FACT_COLUMNS)
    table = pd.concat([facts.reindex(columns=columns), fairness[columns]], ignore_index=True)
    matched = match_platform_column(table["platform"])
    owner = platforms.set_index("platform")["owner"]
    name = matched["platform"].fillna(table["platform"])
    cards = table.assign(platform=name, owner=name.map(owner), topic=topic_of(table["fact"]), is_derived=False)
    return cards.replace({"unit": "text"}, "").drop_duplicates(
        ["platform", "fact", "value", "source_url", "source_title"], ignore_index=True
    )


def topic_of(fact: pd.Series) -> pd.Series:
    """Sort facts into topics by their words.

    >>> topic_of(pd.Series(["paid to contractors", "contractors", "founded in Sydney"])).tolist()
    ['payroll', 'workforce', 'other']
    """
    says = [fact.str.contains(words, regex=True) for words in TOPIC_WORDS.values()]
    return pd.Series(np.select(says, list(TOPIC_WORDS), "other"), index=fact.index, dtype="str")


def derive_payroll(cards: pd.DataFrame, pay: pd.DataFrame) -> pd.DataFrame:
    """Return, as rows of the platform cards, what can be computed from a daily payroll and a number of contractors.

    For each source of a platform that gives both: US dollars per contractor and day. Where a source also gives the
    hours of a week ("10-30"), beside it the same at the platform's listed rates: the lowest advertised rate at the
    fewest hours and the highest at the most. All are marked `is_derived` and say in `fact` what they rest on.
    """
    derived = []
    is_payroll = cards["fact"].str.match(PAID_PER_DAY) & cards["unit"].isin(USD_PER_DAY)
    is_people = cards["fact"].str.match(CONTRACTORS) & cards["unit"].eq("people")
    told = cards[cards["source_id"].isin(cards.loc[is_payroll, "source_id"])]
    for (platform, _), known in told.groupby(["platform", "source_id"], sort=True):
        payroll, people = known[is_payroll[known.index]], known.loc[is_people[known.index], "value"]
        if payroll.empty or people.empty:
            continue
        figures = {"derived: daily payroll over contractors": float(payroll["value"].iloc[0]) / float(people.iloc[0])}
        worked = known.loc[known["fact"].eq(HOURS_PER_WEEK_WORKED), "value"]
        rates = listed_rates(pay[pay["platform"].eq(str(platform))])
        if len(worked) and rates:
            hours = [float(number) for number in worked.iloc[0].split("-")]
            for which, rate, per_week in (("lowest", rates[0], hours[0]), ("highest", rates[1], hours[-1])):
                rests_on = f"derived: {which} listed rate, {rate:g} USD an hour, at {per_week:g} hours a week"
                figures[rests_on] = rate * per_week / DAYS_PER_WEEK
        common = payroll.iloc[0].to_dict() | {
            "topic": "payroll",
            "unit": USD_PER_CONTRACTOR_AND_DAY,
            "is_derived": True,
        }
        derived += [common | {"fact": fact, "value": f"{usd:.2f}"} for fact, usd in figures.items()]
    return pd.DataFrame(derived, columns=cards.columns)


def listed_rates(pay: pd.DataFrame) -> tuple[float, float] | None:
    """Return the lowest and the highest advertised rate per hour of a platform, None where it advertises none.

    >>> listed_rates(pd.DataFrame({"kind": ["advertised", "reported"], "hourly_basis": ["stated", "stated"],
    ...     "usd_per_hour_low": [16.0, 1.0], "usd_per_hour_high": [None, 999.0]}))
    (16.0, 16.0)
    """
    listed = pay[
        pay["kind"].eq("advertised") & ~pay["hourly_basis"].fillna(ASSUMED_HOURS).str.startswith(ASSUMED_HOURS)
    ]
    ends = pd.concat([listed["usd_per_hour_low"], listed["usd_per_hour_high"]]).astype("float64")
    ends = ends[ends > 0]  # "$0 to $130" states no lower rate
    return (float(ends.min()), float(ends.max())) if len(ends) else None
