"""What may and may not be concluded, with the counts that say how far."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from labormarket.charts.statements import select_stated
from labormarket.hourly import ASSUMED_HOURS, HOURS_PER_YEAR

PAIR = ["platform", "profession"]


@dataclass(frozen=True)
class Conclusions:
    """Sentences for the reader in a hurry: each a short claim and the figure behind it."""

    may: tuple[tuple[str, str], ...]
    may_not: tuple[tuple[str, str], ...]


def state_conclusions(pay: pd.DataFrame) -> Conclusions:
    """State what the pay table supports and what it doesn't; every figure is counted in it."""
    total = len(pay)
    advertised = int(pay["kind"].eq("advertised").sum())
    measured = int(pay["kind"].isin(["statistic", "policy"]).sum())
    unpriced = int(pay["hourly_basis"].isna().sum())
    assumed = int(pay["hourly_basis"].astype("str").str.startswith(ASSUMED_HOURS).fillna(False).sum())
    open_ended = int(pay["bound"].isin(["upper", "lower"]).sum())
    stated = select_stated(pay)
    witnesses = stated[stated["platform"].ne("") & stated["profession"].ne("")].groupby(PAIR)["witness"].nunique()
    witnessed = int(witnesses.ge(2).sum())
    return Conclusions(
        may=(
            (
                "What is said to be paid, and by whom.",
                f"Each of the {total:,} statements stands with its words and its source.",
            ),
            (
                "How far apart stated pay lies,",
                f"across {pay['platform'].nunique():,} platforms, {pay['profession'].nunique():,} professions "
                "and seven tiers.",
            ),
            (
                "Where the evidence is thin.",
                f"{witnessed:,} of {len(witnesses):,} pairs of platform and profession have two independent witnesses.",
            ),
        ),
        may_not=(
            (
                "What workers take home.",
                f"{advertised:,} of {total:,} statements are adverts, before unpaid time; {measured:,} were measured "
                "or are a rule.",
            ),
            (
                "How many people earn it.",
                "This is a collection of what could be found, not a sample; a count of statements counts no workers.",
            ),
            (
                "An exact rate where none is stated.",
                f"{open_ended:,} say “up to” or “from”; {assumed:,} rest on a year of {HOURS_PER_YEAR:,} hours; "
                f"{unpriced:,} have no hourly value at all.",
            ),
        ),
    )
