"""What is known of each platform: facts with their topic, date and source, and owners rolled up."""

from __future__ import annotations

import pandas as pd

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
FACT_COLUMNS = (
    *("platform", "fact", "value", "unit", "as_of", "source_url", "source_title", "source_id", "collected_on"),
)


def platform_cards(facts: pd.DataFrame, benchmarks: pd.DataFrame, platforms: pd.DataFrame) -> pd.DataFrame:
    """Return every fact about a platform as one row: platform, owner, topic, fact, value, unit, as_of and its source.

    `facts` are the raw facts as text (platform, fact, value, unit, source_id, collected_on, and where the file has them
    as_of, source_url, source_title); `benchmarks` the reference table, likewise with collected_on, whose rows of kind
    fairwork are fairness scores; `platforms` the list with the owner of each. A platform whose name is unknown keeps
    the name as scraped and has no owner. `is_derived` is False: nothing here is computed.
    """
    raw = facts.reindex(columns=list(FACT_COLUMNS))
    scores = benchmarks[benchmarks["kind"].eq(FAIRNESS_KIND) & benchmarks["currency"].eq("points")]
    fairness = pd.DataFrame(
        {
            "platform": scores["platform"],
            "fact": "Fairwork score",
            "value": scores["value_low"],
            "unit": "of 10",
            "as_of": scores["year"],
            "source_url": scores["url_seen"],
            "source_title": scores["source_citation"],
            "source_id": "reference_benchmarks",
            "collected_on": scores["collected_on"],
        }
    )
    table = pd.concat([raw, fairness], ignore_index=True)
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
    topic = pd.Series("other", index=fact.index, dtype="str")
    for name, words in reversed(TOPIC_WORDS.items()):
        topic = topic.where(~fact.str.contains(words, regex=True), name)
    return topic
