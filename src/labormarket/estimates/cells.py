"""One platform × profession cell, one vote: who counts how much, and which rows are one witness."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd

from labormarket.estimates.bounds import weighted_quantile
from labormarket.estimates.intervals import read_ranges

# Below this many cells a group gets no number: one employer more or less would move it anywhere.
MIN_CELLS = 5
CELL = ["platform", "profession"]


def with_hourly_pay(pay: pd.DataFrame) -> pd.DataFrame:
    """The rows of a pay table that say something about pay per hour: at least one end in US dollars per hour."""
    return pay[pay["usd_per_hour_low"].notna() | pay["usd_per_hour_high"].notna()]


def name_witness(pay: pd.DataFrame) -> pd.Series:
    """Name the witness of each row: its origin where several rows retell one story, else the statement itself.

    >>> name_witness(pd.DataFrame({"statement_id": ["a", "b", "c"], "origin": ["TIME", None, ""]})).tolist()
    ['origin: TIME', 'statement: b', 'statement: c']
    """
    has_origin = is_stated(pay["origin"])
    own = "statement: " + pay["statement_id"].astype("str")
    return own.where(~has_origin, "origin: " + pay["origin"].astype("str")).rename("witness")


def name_cluster(pay: pd.DataFrame) -> pd.Series:
    """Name the source that each row shares its errors with: its origin, else its page where known, else itself.

    >>> frame = pd.DataFrame({"statement_id": ["a", "b"], "origin": [None, None], "source_url": ["x.org", "x.org"]})
    >>> name_cluster(frame).tolist()
    ['page: x.org', 'page: x.org']
    """
    witness = name_witness(pay)
    if "source_url" not in pay:
        return witness.rename("cluster")
    by_page = ~is_stated(pay["origin"]) & is_stated(pay["source_url"])
    return witness.where(~by_page, "page: " + pay["source_url"].astype("str")).rename("cluster")


def is_stated(column: pd.Series) -> pd.Series:
    """Whether each text is there at all: neither missing nor blank."""
    return column.notna() & column.astype("str").str.strip().ne("")


def weigh_by_cell(pay: pd.DataFrame) -> pd.Series:
    """Weigh rows so that each platform × profession cell has one vote, shared evenly by its witnesses.

    Takes a pay table (statement_id, platform, profession, origin). Returns a weight per row, on the same index: rows
    of one origin within a cell count once, and the weights of a cell sum to 1. A missing name is a name of its own
    ("some platform"), so unnamed platforms together have one vote per profession.

    >>> pay = pd.DataFrame({"statement_id": list("abcd"), "platform": ["X", "X", "X", "Y"],
    ...     "profession": ["nurse", "nurse", "nurse", None], "origin": ["TIME", "TIME", None, None]})
    >>> weigh_by_cell(pay).tolist()
    [0.25, 0.25, 0.5, 1.0]
    """
    frame = pay[CELL].assign(witness=name_witness(pay))
    witnesses = frame.groupby(CELL, dropna=False)["witness"].transform("nunique")
    rows = frame.groupby([*CELL, "witness"], dropna=False)["witness"].transform("size")
    return (1 / (witnesses * rows)).rename("weight").astype("float64")


def weigh_by_listing(pay: pd.DataFrame) -> pd.Series:
    """Weigh every row alike, so that a platform with many listings counts for many: the figure beside the votes."""
    return pd.Series(1.0, index=pay.index, name="weight")


def count_cells(pay: pd.DataFrame) -> int:
    """How many platform × profession cells the rows speak of."""
    return len(pay[CELL].drop_duplicates())


def summarise_cells(pay: pd.DataFrame) -> pd.DataFrame:
    """Summarise each platform × profession cell as one range of pay: its vote.

    Takes a pay table. Returns one row per cell that has an hourly figure, sorted by name (missing last): `platform`,
    `profession`, `statements`, `witnesses`, `usd_per_hour_low` and `usd_per_hour_high`, the medians of the low and
    of the high ends over its witnesses; NaN where that median is open.

    >>> pay = pd.DataFrame({"statement_id": ["a", "b"], "platform": ["X", "X"], "profession": ["nurse", "nurse"],
    ...     "origin": [None, None], "usd_per_hour_low": [40.0, 50.0], "usd_per_hour_high": [60.0, None]})
    >>> summarise_cells(pay)[["statements", "usd_per_hour_low", "usd_per_hour_high"]].to_dict("records")
    [{'statements': 2, 'usd_per_hour_low': 45.0, 'usd_per_hour_high': nan}]
    """
    hourly = with_hourly_pay(pay)
    hourly = hourly.assign(witness=name_witness(hourly), weight=weigh_by_cell(hourly))
    rows = [summarise_cell(names, cell) for names, cell in hourly.groupby(CELL, dropna=False, sort=False)]
    columns = [*CELL, "statements", "witnesses", "usd_per_hour_low", "usd_per_hour_high"]
    return pd.DataFrame(rows, columns=columns).sort_values(CELL, na_position="last", ignore_index=True)


def summarise_cell(names: Hashable, cell: pd.DataFrame) -> dict[str, object]:
    """One row of `summarise_cells`."""
    platform, profession = names if isinstance(names, tuple) else (names, None)
    ranges = read_ranges(cell["usd_per_hour_low"], cell["usd_per_hour_high"], cell["weight"])
    ends = [weighted_quantile(end, ranges.weight, 0.5) for end in (ranges.low, ranges.high)]
    low, high = (end if np.isfinite(end) else np.nan for end in ends)
    return {
        "platform": platform,
        "profession": profession,
        "statements": len(cell),
        "witnesses": cell["witness"].nunique(),
        "usd_per_hour_low": low,
        "usd_per_hour_high": high,
    }
