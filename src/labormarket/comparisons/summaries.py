"""The pay table summed up: by tier, by platform, by profession, by source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
import pandas as pd

from labormarket.sources import Card
from labormarket.tiers import TIERS, share_tiers

DECIMALS = 4


def span_of_pay(pay: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return, per value of a column, the lowest and highest stated end in US dollars per hour.

    Either end of a statement may be the lowest or the highest: of an "up to $15" the 15 counts for both.
    """
    ends = pd.concat(
        [pay[[by, f"usd_per_hour_{end}"]].set_axis([by, "usd_per_hour"], axis=1) for end in ("low", "high")]
    )
    ends = ends[ends["usd_per_hour"].gt(0)]  # "$0 to $65" states no lowest pay
    return ends.groupby(by)["usd_per_hour"].agg(["min", "max"])


def summarise_tiers(pay: pd.DataFrame) -> pd.DataFrame:
    """Return one row per tier, from the lowest paid to the highest, empty tiers included."""
    tiers = pd.DataFrame(TIERS, columns=["tier", "from", "to"]).replace(np.inf, np.nan)
    shares = share_tiers(pay["usd_per_hour_low"], pay["usd_per_hour_high"]).sum().round(DECIMALS)
    by_tier, span = pay.groupby("tier"), span_of_pay(pay, "tier")
    return tiers.assign(
        statements=tiers["tier"].map(by_tier.size()).fillna(0),
        shares=tiers["tier"].map(shares),
        platforms=tiers["tier"].map(by_tier["platform"].nunique()).fillna(0),
        professions=tiers["tier"].map(by_tier["profession"].nunique()).fillna(0),
        lowest=tiers["tier"].map(span["min"]),
        highest=tiers["tier"].map(span["max"]),
    )


def summarise_platforms(pay: pd.DataFrame, known: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Return one row per platform: every known one, and every unknown name that the pay table holds.

    `known` has platform, owner, kind; `facts` has platform, fact, value, source_title, source_url (canonical names).
    """
    names = pd.Index(known["platform"]).union(pd.Index(pay["platform"].dropna().unique()))
    table = pd.DataFrame({"platform": names.astype("str")}).merge(known, on="platform", how="left")
    workforce = facts[facts["fact"].eq("workforce")].drop_duplicates("platform").set_index("platform")
    source = workforce["source_url"].where(workforce["source_url"].ne(""), workforce["source_title"])
    span = span_of_pay(pay, "platform")
    by_platform = pay.groupby("platform")
    return table.assign(
        workforce=table["platform"].map(workforce["value"]),
        workforce_source=table["platform"].map(source),
        statements=table["platform"].map(by_platform.size()).fillna(0),
        professions=table["platform"].map(by_platform["profession"].nunique()).fillna(0),
        usd_per_hour_lowest=table["platform"].map(span["min"]),
        usd_per_hour_highest=table["platform"].map(span["max"]),
    )


def summarise_professions(pay: pd.DataFrame, taxonomy: pd.DataFrame) -> pd.DataFrame:
    """Return one row per profession, with how many statements and platforms it has in the pay table.

    Every profession that has a field or a statement is kept; of the other thousand occupations that a title could
    match, none has anything to say here.
    """
    by_profession = pay.groupby("profession")
    table = taxonomy.assign(
        statements=taxonomy["profession"].map(by_profession.size()).fillna(0),
        platforms=taxonomy["profession"].map(by_profession["platform"].nunique()).fillna(0),
    )
    return table[table["field"].notna() | table["statements"].gt(0)]


def summarise_sources(
    cards: Sequence[Card], pay: pd.DataFrame, unread: pd.DataFrame, looks: pd.DataFrame
) -> pd.DataFrame:
    """Return one row per raw file: its card, and how many of its statements were read, refused, or seen before."""
    table = pd.DataFrame([asdict(card) for card in cards]).drop(columns="line").replace("", np.nan)
    return table.assign(
        statements_read=table["source_id"].map(pay["source_id"].value_counts()).fillna(0),
        statements_unread=table["source_id"].map(unread["source_id"].value_counts()).fillna(0),
        statements_seen_again=table["source_id"].map(looks["source_id"].value_counts()).fillna(0),
    )
