"""The method and what may be concluded, read off code and tables: constants, cut-offs, phrases as read, counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from labormarket.charts.statements import select_stated
from labormarket.hourly import (
    ASSUMED_HOURS,
    CONTEXT,
    EXACT_PERIODS,
    FX_SUFFIX,
    HOURS_IN_PERIOD,
    HOURS_PER_YEAR,
    STATED,
)
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
UNITS = {period: f"{hours:,.4g}" if hours < 1000 else f"{hours:,.0f}" for period, hours in HOURS_IN_PERIOD.items()}
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


Row = tuple[object, ...]


def list_method(pay: pd.DataFrame, sources: pd.DataFrame) -> dict[str, list[Row]]:
    """Return the rows of the method page's tables by name, with how many statements each row counts."""
    tiers, kinds = pay["tier"].value_counts(), pay["kind"].value_counts()
    hours = pay.loc[pay["hourly_basis"].notna(), "period"].value_counts()
    basis = pay["hourly_basis"].dropna().astype("str")
    plain = basis.str.removesuffix(FX_SUFFIX).value_counts()
    converted = pay[pay["exchange_year"].notna()].groupby("currency")["exchange_year"]
    allowed = next(column.allowed for column in TABLES["pay"].columns if column.name == "kind")
    cuts = [(tier.name, tier.usd_per_hour_from, tier.usd_per_hour_to) for tier in TIERS]
    assumed = "assumed: true of salaried work, not of gigs"
    return {
        "reading": list_examples(),
        "hours": [
            (period, unit, "exact" if period in EXACT_PERIODS else assumed, hours.get(period, 0))
            for period, unit in UNITS.items()
        ],
        "bases": [
            *((name, meaning, plain.get(name, 0)) for name, meaning in BASES.items()),
            (f"…{FX_SUFFIX}", "An exchange rate was applied as well.", basis.str.endswith(FX_SUFFIX).sum()),
            ("(empty)", "No hourly value: per task, word or project, or no amount.", len(pay) - len(basis)),
        ],
        "rates": [(code, ", ".join(f"{year:.0f}" for year in sorted(set(at))), len(at)) for code, at in converted],
        "tiers": [
            (name, f"${low:,.6g}", f"under ${high:,.6g}" if np.isfinite(high) else "no upper cut", tiers.get(name, 0))
            for name, low, high in cuts
        ],
        "kinds": [(kind.replace("_", " "), KINDS[kind], kinds.get(kind, 0)) for kind in allowed],
        "sources": [
            (row["title"], row["kind"].replace("_", " "), row["collected_on"], row["licence"], int(row["rows"]))
            for row in sources[["title", "kind", "collected_on", "licence", "rows"]].fillna("").to_dict("records")
        ],
    }


def list_examples(phrases: Sequence[str] = EXAMPLES) -> list[Row]:
    """Return phrases and what the reader reads from them.

    >>> list_examples(["up to $25/hr", "401(k) matching"])
    [('up to $25/hr', '', '25', 'USD', 'hour', 'upper'), ('401(k) matching', '', '', '', '', 'no pay')]
    """
    rows: list[Row] = []
    for phrase in phrases:
        read = parse_pay(phrase)
        if read is None:
            rows.append((phrase, "", "", "", "", "no pay"))
        else:
            ends = ("" if end is None else f"{end:,f}" for end in (read.low, read.high))
            rows.append((phrase, *ends, read.currency or "", str(read.period or ""), str(read.bound)))
    return rows


def conclude(pay: pd.DataFrame) -> dict[str, int]:
    """Count in the pay table what may be concluded from it, and what may not."""
    stated = select_stated(pay)
    named = stated[stated["platform"].ne("") & stated["profession"].ne("")]
    witnesses = named.groupby(["platform", "profession"])["witness"].nunique()
    return {
        "statements": len(pay),
        "platforms": pay["platform"].nunique(),
        "professions": pay["profession"].nunique(),
        "pairs": len(witnesses),
        "witnessed": int(witnesses.ge(2).sum()),
        "advertised": int(pay["kind"].eq("advertised").sum()),
        "measured": int(pay["kind"].isin(["statistic", "policy"]).sum()),
        "open_ended": int(pay["bound"].isin(["upper", "lower"]).sum()),
        "on_assumed_hours": int(pay["hourly_basis"].astype("str").str.startswith(ASSUMED_HOURS).fillna(False).sum()),
        "hours_per_year": HOURS_PER_YEAR,
        "without_hourly_pay": int(pay["hourly_basis"].isna().sum()),
    }
