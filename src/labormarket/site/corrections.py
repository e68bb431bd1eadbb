"""The log of corrections: each raw row that was retired, the row that took its place, and why."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Correction:
    """One correction: the words that stood, and the words that stand now, each with its id."""

    corrected_on: str
    platform: str
    retired: str
    was: str
    by: str
    now: str
    reason: str


def list_corrections(raw: pd.DataFrame, sources: pd.DataFrame) -> list[Correction]:
    """Return every correction, the latest first.

    Takes the raw statements (`read_statements`) and the table of sources, whose `collected_on` dates a correction.

    >>> raw = pd.DataFrame({"statement_id": ["a1", "c1"], "source_id": ["x", "y"], "superseded_by": ["c1", ""],
    ...     "platform": "X", "pay_text": ["$5", "$5 a task"], "note": ["", "corrects a1: a task is meant"]})
    >>> log = list_corrections(raw, pd.DataFrame({"source_id": ["y"], "collected_on": ["2026-11-30"]}))
    >>> [(one.corrected_on, one.retired, one.was, one.by, one.now, one.reason) for one in log]
    [('2026-11-30', 'a1', '$5', 'c1', '$5 a task', 'a task is meant')]
    """
    rows = raw.set_index("statement_id")
    collected = dict(zip(sources["source_id"], sources["collected_on"], strict=True))
    found = []
    for retired, row in rows[rows["superseded_by"].ne("")].iterrows():
        by = rows.loc[row["superseded_by"]]
        _, _, reason = (
            by["note"].partition(": ")
            if by["note"].startswith("corrects")
            else by["note"].rpartition("corrects ")[2].partition(": ")
        )
        found.append(
            Correction(
                corrected_on=str(collected.get(by["source_id"], "")),
                platform=row["platform"] or by["platform"],
                retired=str(retired),
                was=row["pay_text"],
                by=row["superseded_by"],
                now=by["pay_text"],
                reason=reason or "another reading of the same listing states it right",
            )
        )
    return sorted(found, key=lambda one: (one.corrected_on, one.by, one.retired), reverse=True)
