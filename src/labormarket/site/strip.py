"""A subject's prices on one log scale: a lane per kind of evidence, drawn into its page."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from labormarket.charts.statements import one_per_price
from labormarket.tiers import TIERS

LOWEST, HIGHEST = 0.3, 2000.0
"""The ends of the scale in US dollars per hour; what lies beyond stands at the end."""
TICKS = (1, 10, 100, 1000)
WIDTH = 1000.0
LEAST = 5.0
"""So wide is the bar of one exact amount."""


@dataclass(frozen=True)
class Bar:
    """One price: where its bar begins, how wide it is, and which end nobody stated ("low", "high" or "")."""

    left: float
    width: float
    open_end: str


@dataclass(frozen=True)
class Strip:
    """Bands (left, width), ticks (place, dollars) and, by kind of evidence, the bars of its prices."""

    bands: tuple[tuple[float, float], ...]
    ticks: tuple[tuple[float, int], ...]
    lanes: dict[str, tuple[Bar, ...]]


def place(usd: float) -> float:
    """Return where an amount stands on the strip.

    >>> place(0.01), place(2000.0)
    (0.0, 1000.0)
    """
    share = math.log(min(max(usd, LOWEST), HIGHEST) / LOWEST) / math.log(HIGHEST / LOWEST)
    return round(WIDTH * share, 1)


def make_strip(stated: pd.DataFrame) -> Strip:
    """Return the strip of what `select_stated` gives, one bar per price of a platform."""
    lanes: dict[str, list[Bar]] = {}
    for row in one_per_price(stated, ["platform"]).to_dict("records"):
        low, high = place(row["lowest"]), place(row["highest"])
        open_end = "low" if pd.isna(row["usd_per_hour_low"]) else "high" if pd.isna(row["usd_per_hour_high"]) else ""
        wide = max(high - low, LEAST)
        lanes.setdefault(str(row["kind"]), []).append(Bar(round((low + high - wide) / 2, 1), round(wide, 1), open_end))
    cuts = [place(max(tier.usd_per_hour_from, LOWEST)) for tier in TIERS]
    return Strip(
        bands=tuple((cut, round(after - cut, 1)) for cut, after in zip(cuts, [*cuts[1:], WIDTH], strict=True)),
        ticks=tuple((place(tick), tick) for tick in TICKS),
        lanes={kind: tuple(bars) for kind, bars in sorted(lanes.items())},
    )
