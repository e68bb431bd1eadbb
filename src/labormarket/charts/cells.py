"""Statements to cells: one platform × profession pair, one vote."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labormarket.estimates import name_witness
from labormarket.hourly import ASSUMED_HOURS
from labormarket.tiers import representative_usd_per_hour, tier_of_midpoint

CELL = ("platform", "profession", "assumed_hours")
CELL_COLUMNS = (
    *("platform", "owner", "profession", "tier", "kind", "hourly_basis", "statement_id", "pay_as_stated", "country"),
    *("published_on", "usd_per_hour_low", "usd_per_hour_high", "bound", "usd_per_hour_lowest"),
    *("usd_per_hour_highest", "statements", "witnesses", "confidence", "assumed_hours", "source_ids"),
)


def priced(pay: pd.DataFrame) -> pd.DataFrame:
    """Keep the statements that have an hourly value, and add `midpoint` (USD per hour) and `assumed_hours` (bool).

    An end of 0 says nothing on a ladder of ratios and counts as no end.
    """
    ends = pay[["usd_per_hour_low", "usd_per_hour_high"]].astype("float64")
    ends = ends.where(ends > 0)
    frame = pay.assign(
        **ends,
        midpoint=representative_usd_per_hour(ends["usd_per_hour_low"], ends["usd_per_hour_high"]),
        assumed_hours=pay["hourly_basis"].astype("str").str.startswith(ASSUMED_HOURS).fillna(False).astype(bool),
    )
    return frame[frame["midpoint"].notna()]


def _middle_of_each(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return one row per group: the middle one by midpoint, the lower of two."""
    frame = frame.sort_values(
        [*keys, "midpoint", "unsure", "published_on", "statement_id"],
        ascending=[True] * (len(keys) + 2) + [False, True],
    )
    groups = frame.groupby(keys, sort=False)["statement_id"]
    return frame[groups.cumcount().eq((groups.transform("size") - 1) // 2)]


def pick_witnesses(pay: pd.DataFrame) -> pd.DataFrame:
    """Return one statement per cell and origin: rows that retell one story are one witness, its middle row speaks.

    A row without an origin is a witness of its own. A missing platform or profession is a name of its own (""). Adds
    `retold` (how many statements the witness stands for) to the columns of `priced`.
    """
    frame = priced(pay)
    names = frame[["platform", "profession"]].fillna("")
    frame = frame.assign(**names, unsure=frame["confidence"].ne("high"), witness=name_witness(frame))
    keys = [*CELL, "witness"]
    frame = frame.assign(retold=frame.groupby(keys)["statement_id"].transform("size"))
    return _middle_of_each(frame, keys)


def make_cells(pay: pd.DataFrame) -> pd.DataFrame:
    """Return one row per platform × profession cell: a real statement, the middle one of the cell's witnesses.

    `usd_per_hour_low`, `usd_per_hour_high` and `pay_as_stated` are those of that statement, so each can be looked up
    by its `statement_id`; `usd_per_hour_lowest` and `usd_per_hour_highest` span all witnesses; `statements` and
    `witnesses` count them. Pay whose hours were assumed makes cells of its own (`assumed_hours`). Lowest cell first.
    """
    witnesses = pick_witnesses(pay)
    witnesses = witnesses.assign(
        lowest=witnesses["usd_per_hour_low"].fillna(witnesses["usd_per_hour_high"]),
        highest=witnesses["usd_per_hour_high"].fillna(witnesses["usd_per_hour_low"]),
    )
    spread = witnesses.groupby(list(CELL), as_index=False).agg(
        usd_per_hour_lowest=("lowest", "min"),
        usd_per_hour_highest=("highest", "max"),
        statements=("retold", "sum"),
        witnesses=("statement_id", "size"),
        all_unsure=("unsure", "all"),
        source_ids=("source_id", lambda ids: ";".join(sorted(set(ids)))),
    )
    middle = _middle_of_each(witnesses, list(CELL)).drop(columns="confidence")
    cells = middle.merge(spread, on=list(CELL), validate="one_to_one")
    cells = cells.assign(
        confidence=np.where(cells["all_unsure"].astype(bool), "med", "high"),
        tier=tier_of_midpoint(cells["usd_per_hour_low"], cells["usd_per_hour_high"]),
    )
    cells = cells.sort_values(["midpoint", "platform", "profession", "assumed_hours"], ignore_index=True)
    return cells[[*CELL_COLUMNS, "midpoint"]]
