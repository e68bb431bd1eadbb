"""A subject's prices on one log scale: a lane per kind of evidence, drawn into its page."""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd

from labormarket.charts.statements import one_per_price
from labormarket.tiers import TIERS

LOWEST, HIGHEST = 0.3, 2000.0
"""The ends of the scale in US dollars per hour; what lies beyond stands at the end."""
WIDTH = 1000.0
LEAST = 5.0
"""So wide is the bar of one exact amount."""


class Bar(NamedTuple):
    """One price: where its bar begins, how wide it is, and which end nobody stated ("low", "high" or "")."""

    left: float
    width: float
    open_end: str


def place(usd: float) -> float:
    """Return where an amount stands on the strip.

    >>> place(0.01), place(2000.0)
    (0.0, 1000.0)
    """
    share = math.log(min(max(usd, LOWEST), HIGHEST) / LOWEST) / math.log(HIGHEST / LOWEST)
    return round(WIDTH * share, 1)


CUTS = [place(max(tier.usd_per_hour_from, LOWEST)) for tier in TIERS]
BANDS = [(cut, round(after - cut, 1)) for cut, after in zip(CUTS, [*CUTS[1:], WIDTH], strict=True)]
"""The pay bands, each with its left end and its width."""
TICKS = [(place(dollars), dollars) for dollars in (1, 10, 100, 1000)]


def make_strip(stated: pd.DataFrame) -> dict[str, list[Bar]]:
    """Return the bars of what `select_stated` gives, one per price of a platform, by kind of evidence."""
    lanes: dict[str, list[Bar]] = {}
    for row in one_per_price(stated, ["platform"]).to_dict("records"):
        low, high = place(row["lowest"]), place(row["highest"])
        open_end = "low" if pd.isna(row["usd_per_hour_low"]) else "high" if pd.isna(row["usd_per_hour_high"]) else ""
        wide = max(high - low, LEAST)
        lanes.setdefault(str(row["kind"]), []).append(Bar(round((low + high - wide) / 2, 1), round(wide, 1), open_end))
    return dict(sorted(lanes.items()))
