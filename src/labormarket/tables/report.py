"""Counts of a build: what was read, refused and matched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from labormarket.files.errors import SourceError
from labormarket.tables.store import PROCESSED

COUNTED = ("pay", "unread", "sources", "platforms")
"""The tables that a report counts."""


@dataclass(frozen=True)
class BuildReport:
    """The counts of one build."""

    raw_rows: int
    read: int
    refused: int
    platforms: int
    professions: int
    tiers: int
    unmatched_platforms: int
    unmatched_professions: int


def report(tables: Mapping[str, pd.DataFrame]) -> BuildReport:
    """Count what a build read, refused and matched."""
    pay, unread = tables["pay"], tables["unread"]
    sources = tables["sources"]
    raw_rows = int(sources.loc[sources["kind"].eq("statements"), "rows"].sum())
    looks = int(sources["statements_seen_again"].sum())
    if raw_rows != len(pay) + len(unread) + looks:
        raise SourceError(
            PROCESSED.as_posix(),
            f"{raw_rows} raw rows, but {len(pay)} in pay, {len(unread)} in unread and {looks} looks at known listings",
            mend="run `labormarket build`; if it stays, a room loses rows",
        )
    known = tables["platforms"].loc[tables["platforms"]["kind"].notna(), "platform"]
    return BuildReport(
        raw_rows=raw_rows,
        read=len(pay),
        refused=len(unread),
        platforms=pay["platform"].nunique(),
        professions=pay["profession"].nunique(),
        tiers=pay["tier"].nunique(),
        unmatched_platforms=int((pay["platform"].notna() & ~pay["platform"].isin(known)).sum()),
        unmatched_professions=int((pay["profession_as_stated"].notna() & pay["profession"].isna()).sum()),
    )
