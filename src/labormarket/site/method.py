"""The method, read off the code that applies it: constants, cut-offs, and phrases as the reader reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from labormarket.hourly import ASSUMED_HOURS, CONTEXT, EXACT_PERIODS, FX_SUFFIX, HOURS_IN_PERIOD, STATED
from labormarket.pay import parse_pay
from labormarket.tables import TABLES
from labormarket.tiers import TIERS

EXAMPLES = (
    "$20 - $40 per hour",
    "up to $25/hr",
    "from $90 an hour",
    "$150-190k a year",
    "KES 150/h",
    "$0.05 per task",
    "a few dollars an hour",
    "401(k) matching, 10–15 hours per week",
)
"""Phrases for the method page, the odd cases among them; what is read from them is computed."""
BASES = {
    STATED: "The statement gives the pay by the hour or the minute.",
    CONTEXT: "The source says it around the phrase: a heading, a table's unit.",
    ASSUMED_HOURS: "Stated by day, week, month or year, turned into hours with the constants above; drawn apart.",
}
KINDS = {
    "advertised": "A platform's own offer: a job advert, a pay page.",
    "reported": "What workers or the press say was paid or offered.",
    "statistic": "A measured figure of a study or an office.",
    "policy": "A rule: a minimum that a platform or a law sets.",
    "staff_salary": "Salaried staff of a platform, for comparison.",
}


@dataclass(frozen=True)
class Listing:
    """A small table of the method page: its caption, its column heads, its rows; `numeric` columns stand right."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


def method_listings(pay: pd.DataFrame, sources: pd.DataFrame) -> dict[str, Listing]:
    """Return the method's tables by name, each computed from the constants and the tables it speaks of."""
    return {
        "reading": list_examples(),
        "hours": list_hours(pay),
        "bases": list_bases(pay),
        "rates": list_rates(pay),
        "tiers": list_tiers(pay),
        "kinds": list_kinds(pay),
        "sources": list_sources(sources),
    }


def list_examples(phrases: Sequence[str] = EXAMPLES) -> Listing:
    """Return phrases and what the reader reads from them.

    >>> list_examples(["up to $25/hr", "401(k) matching"]).rows
    (('up to $25/hr', '', '25', 'USD', 'hour', 'upper'), ('401(k) matching', '', '', '', '', 'no pay'))
    """
    rows: list[tuple[str, ...]] = []
    for phrase in phrases:
        read = parse_pay(phrase)
        if read is None:
            rows.append((phrase, "", "", "", "", "no pay"))
        else:
            ends = ("" if end is None else f"{end:,f}" for end in (read.low, read.high))
            rows.append((phrase, *ends, read.currency or "", str(read.period or ""), str(read.bound)))
    heads = ("phrase", "low", "high", "currency", "period", "bound")
    return Listing("Phrases, and what is read from them", heads, tuple(rows), numeric=(1, 2))


def list_hours(pay: pd.DataFrame) -> Listing:
    """Return how many hours each period holds, and how many statements rest on it."""
    counts = pay.loc[pay["hourly_basis"].notna(), "period"].value_counts()
    rows = tuple(
        (
            period,
            f"{hours:,.4g}" if hours < 1000 else f"{hours:,.0f}",
            "exact" if period in EXACT_PERIODS else "assumed: true of salaried work, not of gigs",
            f"{int(counts.get(period, 0)):,}",
        )
        for period, hours in HOURS_IN_PERIOD.items()
    )
    return Listing("Hours of work in one unit", ("period", "hours", "", "statements"), rows, numeric=(1, 3))


def list_bases(pay: pd.DataFrame) -> Listing:
    """Return what the hourly values rest on, with how many do."""
    basis = pay["hourly_basis"].dropna().astype("str")
    rows = [
        (name, meaning, f"{int(basis.str.removesuffix(FX_SUFFIX).eq(name).sum()):,}") for name, meaning in BASES.items()
    ]
    rows.append(
        (f"…{FX_SUFFIX}", "An exchange rate was applied as well.", f"{int(basis.str.endswith(FX_SUFFIX).sum()):,}")
    )
    rows.append(("(empty)", "No hourly value: per task, word or project, or no amount.", f"{len(pay) - len(basis):,}"))
    return Listing(
        "What an hourly value rests on", ("hourly_basis", "meaning", "statements"), tuple(rows), numeric=(2,)
    )


def list_rates(pay: pd.DataFrame) -> Listing:
    """Return the currencies that were converted, the years of their rates, and for how many statements."""
    converted = pay[pay["exchange_year"].notna()]
    rows = []
    for currency, group in converted.groupby("currency"):
        years = sorted({str(int(year)) for year in group["exchange_year"]})
        rows.append((str(currency), ", ".join(years), f"{len(group):,}"))
    return Listing("Currencies converted", ("currency", "years of the rates", "statements"), tuple(rows), numeric=(2,))


def list_tiers(pay: pd.DataFrame) -> Listing:
    """Return the cut-offs of the ladder, with the statements on each tier."""
    counts = pay["tier"].value_counts()
    rows = tuple(
        (
            tier.name,
            f"${tier.usd_per_hour_from:,.6g}",
            f"under ${tier.usd_per_hour_to:,.6g}" if np.isfinite(tier.usd_per_hour_to) else "no upper cut",
            f"{int(counts.get(tier.name, 0)):,}",
        )
        for tier in TIERS
    )
    return Listing("The tiers, in US dollars per hour", ("tier", "from", "to", "statements"), rows, numeric=(1, 2, 3))


def list_kinds(pay: pd.DataFrame) -> Listing:
    """Return the kinds of evidence, with how many statements are of each."""
    allowed = next(column.allowed for column in TABLES["pay"].columns if column.name == "kind")
    counts = pay["kind"].value_counts()
    rows = tuple((kind.replace("_", " "), KINDS[kind], f"{int(counts.get(kind, 0)):,}") for kind in allowed)
    return Listing("Kinds of evidence", ("kind", "meaning", "statements"), rows, numeric=(2,))


def list_sources(sources: pd.DataFrame) -> Listing:
    """Return the raw files that everything rests on."""
    columns = ["title", "kind", "collected_on", "licence", "rows"]
    rows = tuple(
        (row["title"], row["kind"].replace("_", " "), row["collected_on"], row["licence"], f"{int(row['rows']):,}")
        for row in sources[columns].fillna("").to_dict("records")
    )
    return Listing(
        "The files that everything rests on", ("title", "kind", "collected", "terms", "rows"), rows, numeric=(4,)
    )
