"""The lines under a chart: caveat, what was assumed, sources, credit. Built from the rows, never typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from labormarket.charts.words import Words
from labormarket.hourly import ASSUMED_HOURS, FX_SUFFIX, HOURS_PER_YEAR

SOURCES_NAMED = 3
"""How many sources are named on the picture; the files beside it name them all."""


def list_assumptions(words: Words, bases: Iterable[object]) -> tuple[str, ...]:
    """Return what the hourly values of some rows rest on, from their `hourly_basis`; empty when all is as stated."""
    seen = {str(basis) for basis in bases if isinstance(basis, str)}
    found = []
    if any(basis.startswith(ASSUMED_HOURS) for basis in seen):
        found.append(words("notes.assumed_hours", hours=words.number(HOURS_PER_YEAR)))
    if any(basis.endswith(FX_SUFFIX) for basis in seen):
        found.append(words("notes.exchange_rates"))
    return tuple(found)


def collect_source_ids(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return the distinct source ids of rows that hold them as `source_ids` ("a;b") or `source_id`, sorted."""
    column = "source_ids" if "source_ids" in rows else "source_id"
    return tuple(sorted({one for ids in rows[column].dropna() for one in str(ids).split(";")}))


def write_source_line(words: Words, tables: Mapping[str, pd.DataFrame], source_ids: Iterable[str]) -> str:
    """Return "Source: …" with the titles of the sources, in the order of their ids."""
    sources = tables["sources"]
    titles = dict(zip(sources["source_id"], sources["title"], strict=True))
    named = [str(titles[source_id]) for source_id in source_ids]
    shown = "; ".join(named[:SOURCES_NAMED])
    if len(named) > SOURCES_NAMED:
        shown = words("notes.and_more", shown=shown, more=words.number(len(named) - SOURCES_NAMED))
    return words("notes.source", sources=shown)


def write_notes(
    words: Words, tables: Mapping[str, pd.DataFrame], *, note: str, bases: Iterable[object], source_ids: Iterable[str]
) -> list[str]:
    """Return the lines under a chart, in the order in which they are read."""
    assumed = " ".join(list_assumptions(words, bases))
    return [
        f"{note} {assumed}".strip(),
        f"{write_source_line(words, tables, source_ids)} {words('notes.credit')}",
    ]
