"""Statements beside their raw rows: the page each was published on, those behind a plotted row, those corrected."""

from __future__ import annotations

from typing import Any

import pandas as pd

from labormarket.estimates.votes import select_work
from labormarket.files.errors import SourceError
from labormarket.tables import TABLES

SOURCE_COLUMNS = ("source_title", "note")
STATEMENT_COLUMNS = (*TABLES["pay"].column_names, *SOURCE_COLUMNS)
"""The columns of every statement on the site and in its CSV: those of the pay table, its page's title, the note."""
PAIR = ["platform", "profession"]


def join_sources(pay: pd.DataFrame, raw: pd.DataFrame) -> pd.DataFrame:
    """Return the pay table with the title of each statement's page and the transcriber's note.

    Takes the pay table and the raw statements (`read_statements`); keeps rows and order. Missing is missing. Raises
    SourceError where a statement has no raw row.

    >>> pay = pd.DataFrame({name: [None] for name in TABLES["pay"].column_names}).assign(statement_id="a1")
    >>> raw = pd.DataFrame({"statement_id": ["a1"], "source_title": ["A page"], "note": [""]})
    >>> join_sources(pay, raw)[["statement_id", "source_title", "note"]].values.tolist()
    [['a1', 'A page', nan]]
    """
    sources = raw[["statement_id", *SOURCE_COLUMNS]]
    joined = pay.merge(sources, on="statement_id", how="left", validate="one_to_one", indicator="found")
    if not joined["found"].eq("both").all():
        lost = joined.loc[joined["found"].ne("both"), "statement_id"].iloc[0]
        reason = f"statement {lost} stands in the pay table and in no raw file"
        raise SourceError("data/processed/pay.csv", reason, mend="run `labormarket build`")
    texts = {name: joined[name].astype("str").where(joined[name].ne("")) for name in SOURCE_COLUMNS}
    return joined.assign(**texts)[list(STATEMENT_COLUMNS)]


def list_corrections(raw: pd.DataFrame, sources: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the log of corrections: each raw row that was retired, the row in its place, and why; the latest first.

    Takes the raw statements (`read_statements`) and the table of sources, whose `collected_on` dates a correction.

    >>> raw = pd.DataFrame({"statement_id": ["a1", "c1"], "source_id": ["x", "y"], "superseded_by": ["c1", ""],
    ...     "platform": "X", "pay_text": ["$5", "$5 a task"], "note": ["", "corrects a1: a task is meant"]})
    >>> [one] = list_corrections(raw, pd.DataFrame({"source_id": ["y"], "collected_on": ["2026-11-30"]}))
    >>> one["corrected_on"], one["retired"], one["was"], one["by"], one["now"], one["reason"]
    ('2026-11-30', 'a1', '$5', 'c1', '$5 a task', 'a task is meant')
    """
    collected = dict(zip(sources["source_id"], sources["collected_on"], strict=True))
    rows = {row["statement_id"]: row for row in raw.to_dict("records")}
    log = []
    for old in rows.values():
        if by := old["superseded_by"]:
            new = rows[by]
            starts = new["note"].startswith("corrects")
            said = new["note"] if starts else new["note"].rpartition("corrects ")[2]
            log.append(
                {
                    "corrected_on": str(collected.get(new["source_id"], "")),
                    "platform": old["platform"] or new["platform"],
                    "retired": old["statement_id"],
                    "was": old["pay_text"],
                    "by": by,
                    "now": new["pay_text"],
                    "reason": said.partition(": ")[2] or "another reading of the same listing states it right",
                }
            )
    return sorted(log, key=lambda one: (one["corrected_on"], one["by"], one["retired"]), reverse=True)


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


def _match(rows: pd.DataFrame, pay: pd.DataFrame, names: list[str]) -> list[list[str]]:
    # A missing name is a name of its own.
    keys, wanted = (frame[names].astype("str").fillna("").itertuples(index=False, name=None) for frame in (pay, rows))
    by_key: dict[tuple[Any, ...], list[str]] = {}
    for key, statement_id in zip(keys, pay["statement_id"], strict=True):
        by_key.setdefault(key, []).append(statement_id)
    return [by_key.get(key, []) for key in wanted]
