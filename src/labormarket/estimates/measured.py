"""Measured pay beside adverts: each study of hourly pay with what is advertised for the platforms that it is about."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from labormarket.estimates.claims import ADVERTISED, MARKETPLACE, MICROTASK, Case
from labormarket.estimates.votes import count_evidence
from labormarket.platforms import match_platform
from labormarket.tables.definitions import TABLES

# What a study calls the platforms it is about, where it names none: the kind of platform to set beside it.
KINDS_IN_WORDS = {"microtask": MICROTASK, "deel": MARKETPLACE}
UNITED_STATES = "United States"
MAY_BE_IN_THE_US = ("US", "Worldwide", "")
RENAMED = {
    "platform": "measured_on",
    "value_low": "measured_usd_per_hour_low",
    "value_high": "measured_usd_per_hour_high",
    "basis": "method",
    "url_seen": "source_url",
}
"""The columns of the reference table that have another name beside the adverts."""


def compare_measured(case: Case, measured: pd.DataFrame) -> pd.DataFrame:
    """Set each measured hourly pay beside the median that is advertised for the platforms it was measured on.

    Takes the published case and the reference table of measured pay as text. Returns the columns of the table
    `measured_pay`, a row per study and statistic in US dollars per hour. `beside` says whose adverts stand there: the
    platforms that the study names, else those of its kind; empty where there are none. The advertised median gives each
    platform one vote, and is missing below MIN_PRICES prices. The two are of other years, other workers and other
    definitions of an hour: they are shown side by side and never put into one figure.
    """
    adverts = case.where(case.pay["kind"].eq(ADVERTISED))
    hourly = measured[measured["period"].eq("hour") & measured["currency"].eq("USD")].rename(columns=RENAMED)
    ends = [RENAMED["value_low"], RENAMED["value_high"]]
    studies = hourly.replace("", dict.fromkeys(ends, np.nan)).astype({"year": "int64"} | dict.fromkeys(ends, "float64"))
    beside = [
        describe_adverts(*find_adverts(adverts, str(whose), str(place)))
        for whose, place in zip(studies["measured_on"], studies["place"], strict=True)
    ]
    return pd.concat([studies, pd.DataFrame(beside, studies.index)], axis=1)[TABLES["measured_pay"].column_names]


def describe_adverts(beside: str, own: Case) -> dict[str, object]:
    """The columns about the adverts beside a study, and whose they are."""
    counts, median = count_evidence(own.pay), own.median()
    years = own.pay["published_on"].dropna().astype("str").str.slice(0, 4)
    return {
        "beside": beside if counts["statements"] else "",
        "advertised_usd_per_hour_low": median.low,
        "advertised_usd_per_hour_high": median.high,
        "advertised_from": years.min() if len(years) else "",
        "advertised_to": years.max() if len(years) else "",
        **{name: counts[name] for name in ("statements", "prices", "platforms")},
    }


def find_adverts(adverts: Case, measured_on: str, place: str) -> tuple[str, Case]:
    """The adverts to set beside a study, and whose they are; of workers who may be in the US where the study is."""
    if place == UNITED_STATES:
        adverts = adverts.where(adverts.pay["country"].fillna("").isin(MAY_BE_IN_THE_US))
    named = name_platforms(measured_on)
    if named:
        return ", ".join(named), adverts.where(adverts.pay["platform"].isin(named))
    for word, kind in KINDS_IN_WORDS.items():
        if word in measured_on.casefold():
            return f"{kind} platforms", adverts.where(adverts.pay["platform_kind"].eq(kind))
    return "", adverts.where(pd.Series(False, index=adverts.pay.index))


def name_platforms(words: str) -> list[str]:
    """The platforms that a text lists, by their canonical names, unless it speaks of a number of platforms.

    >>> name_platforms("Remotasks (Scale AI)"), name_platforms("5 microtask platforms (MTurk, Prolific)")
    (['Remotasks', 'Scale AI'], [])
    """
    if re.match(r"\d+ ", words):
        return []
    parts = re.split(r"[(),;]| and | contract", words)
    found = [match_platform(part.strip()).platform for part in parts if part.strip()]
    return sorted({name for name in found if name})
