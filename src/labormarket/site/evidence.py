"""From a plotted row back to its statements: whose words a bar, a dot or a line stands for."""

from __future__ import annotations

from typing import Any

import pandas as pd

from labormarket.charts.statements import select_work

PAIR = ["platform", "profession"]


def find_statements(rows: pd.DataFrame, pay: pd.DataFrame) -> list[list[str]]:
    """Return for each plotted row the ids of its statements, in the order of the pay table; empty where it has none.

    Takes the rows of a published chart and the pay table. A row with a statement stands for that one, a row of one
    platform and one profession for the hourly statements of that pair, a row of a platform for all of that platform's,
    both about training work alone, as charts count them. The rows of sums ("others") have none of their own.

    >>> pay = pd.DataFrame({"statement_id": ["a", "b"], "platform": ["X", None]})
    >>> find_statements(pd.DataFrame({"platform": ["X", "all", None], "group": ["platform", "all", "unnamed"]}), pay)
    [['a'], [], ['b']]
    """
    columns = set(rows.columns)
    if "statement_id" in columns:
        known = set(pay["statement_id"])
        return [[name] if name in known else [] for name in rows["statement_id"]]
    pay = select_work(pay)
    if set(PAIR) <= columns:
        return _match(rows, pay[(pay[["usd_per_hour_low", "usd_per_hour_high"]] > 0).any(axis=1)], PAIR)
    if "platform" in columns:
        found = _match(rows, pay, ["platform"])
        group = rows["group"] if "group" in columns else pd.Series("", index=rows.index)
        sums = rows["platform"].isna() & group.ne("unnamed")
        return [[] if is_sum else ids for is_sum, ids in zip(sums, found, strict=True)]
    return [[] for _ in range(len(rows))]


def _match(rows: pd.DataFrame, pay: pd.DataFrame, keys: list[str]) -> list[list[str]]:
    by_key: dict[tuple[Any, ...], list[str]] = {}
    for key, statement_id in zip(_keys(pay, keys), pay["statement_id"], strict=True):
        by_key.setdefault(key, []).append(statement_id)
    return [by_key.get(key, []) for key in _keys(rows, keys)]


def _keys(frame: pd.DataFrame, keys: list[str]) -> list[tuple[Any, ...]]:
    # A missing name is a name of its own; a yes and a no are words, as the published rows write them.
    columns = [frame[name].astype("str").fillna("").tolist() for name in keys]
    return list(zip(*columns, strict=True))
