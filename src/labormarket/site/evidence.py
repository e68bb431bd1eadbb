"""From a plotted row back to its statements: whose words a bar, a dot or a line stands for."""

from __future__ import annotations

from typing import Any

import pandas as pd

from labormarket.charts.cells import make_cells
from labormarket.hourly import ASSUMED_HOURS, year_of

PAIR = ["platform", "profession"]


def find_statements(rows: pd.DataFrame, pay: pd.DataFrame) -> list[list[str]]:
    """Return for each plotted row the ids of its statements, in the order of the pay table; empty where it has none.

    Takes the rows of a published chart and the pay table. A row of one platform and one profession stands for the
    hourly statements of that pair (with assumed hours or without, and of its year, where the row says so); a row
    with a statement and no count stands for that one; a row of a platform for all of that platform's; a row of a
    tier for those of the pairs on that tier. The rows of sums ("all", "others") and of effects have none of their own.

    >>> pay = pd.DataFrame({"statement_id": ["a", "b"], "platform": ["X", None]})
    >>> find_statements(pd.DataFrame({"platform": ["X", "all", None], "group": ["platform", "all", "unnamed"]}), pay)
    [['a'], [], ['b']]
    """
    columns = set(rows.columns)
    if "statement_id" in columns and "statements" not in columns:
        known = set(pay["statement_id"])
        return [[name] if name in known else [] for name in rows["statement_id"]]
    if set(PAIR) <= columns:
        return _match(rows, _hourly(pay), [*PAIR, *(name for name in ("assumed_hours", "year") if name in columns)])
    if "platform" in columns:
        found = _match(rows, pay, ["platform"])
        group = rows["group"] if "group" in columns else pd.Series("", index=rows.index)
        sums = rows["platform"].isna() & group.ne("unnamed")
        return [[] if is_sum else ids for is_sum, ids in zip(sums, found, strict=True)]
    if "tier" in columns:
        cells = make_cells(pay)
        on_tier = cells[[*PAIR, "assumed_hours", "tier"]].rename(columns={"tier": "tier_of_pair"})
        frame = _hourly(pay)
        frame = frame.assign(**frame[PAIR].fillna("")).merge(on_tier, on=[*PAIR, "assumed_hours"], how="left")
        return _match(rows.rename(columns={"tier": "tier_of_pair"}), frame, ["tier_of_pair"])
    return [[] for _ in range(len(rows))]


def with_basis(rows: pd.DataFrame) -> pd.DataFrame:
    """Say of each plotted row whether its hours were assumed, where its `hourly_basis` tells."""
    if "hourly_basis" not in rows.columns or "assumed_hours" in rows.columns:
        return rows
    return rows.assign(assumed_hours=rows["hourly_basis"].astype("str").str.startswith(ASSUMED_HOURS).fillna(False))


def _hourly(pay: pd.DataFrame) -> pd.DataFrame:
    """The statements that have an hourly value above nothing, as the charts count them, with basis and year."""
    ends = pay[["usd_per_hour_low", "usd_per_hour_high"]]
    frame = with_basis(pay[(ends > 0).any(axis=1)])
    return frame.assign(year=year_of(frame["published_on"]))


def _match(rows: pd.DataFrame, pay: pd.DataFrame, keys: list[str]) -> list[list[str]]:
    by_key: dict[tuple[Any, ...], list[str]] = {}
    for key, statement_id in zip(_keys(pay, keys), pay["statement_id"], strict=True):
        by_key.setdefault(key, []).append(statement_id)
    return [by_key.get(key, []) for key in _keys(rows, keys)]


def _keys(frame: pd.DataFrame, keys: list[str]) -> list[tuple[Any, ...]]:
    # A missing name is a name of its own; a yes and a no are words, as the published rows write them.
    columns = [frame[name].astype("str").fillna("").tolist() for name in keys]
    return list(zip(*columns, strict=True))
