"""The footnotes of a chart: caveat, what was assumed, publishers, credit. Built from the rows, never typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from labormarket.charts.i18n import Words
from labormarket.hourly import ASSUMED_HOURS, FX_SUFFIX, HOURS_PER_YEAR

BOARD_HOSTS = frozenset({"ashbyhq.com", "greenhouse.io", "lever.co", "smartrecruiters.com", "workable.com"})
"""Who only hosts a company's job board: the source line names the company before it."""
NAMED = 4
"""How many publishers are named on the picture; the files beside it name all sources."""


def write_footnotes(
    words: Words,
    tables: Mapping[str, pd.DataFrame],
    note: str,
    statements: pd.DataFrame,
    source_ids: Sequence[str],
    references: Sequence[str],
) -> list[str]:
    """Return the lines under a chart, in the order in which they are read.

    Named are the publishers of most statements and the titles of `references`; where no publisher is known, all titles.
    """
    counts = name_publishers(statements).value_counts(sort=False).sort_index()
    publishers = list(map(str, counts.sort_values(ascending=False, kind="stable").index))
    titles = tables["sources"].set_index("source_id")["title"]
    names = [*publishers, *(str(titles[source_id]) for source_id in (references if publishers else source_ids))]
    shown = ", ".join(names[:NAMED])
    if len(names) > NAMED:
        shown = words("notes.and_more", shown=shown, more=words.number(len(names) - NAMED))
    assumed = " ".join(list_assumptions(words, statements.get("hourly_basis", ())))
    return [
        f"{words('notes.caveat')} {note} {assumed}".strip(),
        f"{words('notes.source', sources=shown)} {words('notes.credit')}",
    ]


def list_assumptions(words: Words, bases: Iterable[object]) -> tuple[str, ...]:
    """Return what the hourly values of some rows rest on, from their `hourly_basis`; empty when all is as stated."""
    seen = {str(basis) for basis in bases if isinstance(basis, str)}
    found = []
    if any(basis.startswith(ASSUMED_HOURS) for basis in seen):
        found.append(words("notes.assumed_hours", hours=words.number(HOURS_PER_YEAR)))
    if any(basis.endswith(FX_SUFFIX) for basis in seen):
        found.append(words("notes.exchange_rates"))
    return tuple(found)


def name_publishers(statements: pd.DataFrame) -> pd.Series:
    """Return who published each statement that names one: a domain or a repository; for a hosted board its company.

    >>> boards = pd.DataFrame({"publisher": ["lever.co", "time.com", None], "platform": "CrowdGen", "owner": "Appen"})
    >>> name_publishers(boards).tolist()
    ['Appen (lever.co)', 'time.com']
    """
    if "publisher" not in statements:
        return pd.Series(dtype="str")
    published = statements[statements["publisher"].fillna("").ne("")]
    company = published["owner"].where(published["owner"].notna(), published["platform"])
    hosted = published["publisher"].isin(BOARD_HOSTS) & company.fillna("").ne("")
    return published["publisher"].where(~hosted, company + " (" + published["publisher"] + ")")
