"""Headline numbers by edition, and the note of each: docs/editions/editions.csv and one Markdown file a day."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from labormarket.files.atomic_write import write_whole
from labormarket.project.editions import Edition, Headline, headline_series

FOLDER = Path("docs", "editions")
SERIES = FOLDER / "editions.csv"
COLUMNS = ("edition", "headline", "value", "same_work_before", "same_work")
SINCE = re.compile(r"since (\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True)
class Note:
    """What one edition says of itself: its day, that of the edition before ("" for the first), what changed."""

    day: str
    since: str
    lines: tuple[str, ...]

    @property
    def headlines(self) -> tuple[str, ...]:
        """The lines of counts, without the statements and charts beneath them."""
        return tuple(line for line in self.lines if not line.startswith(" "))


def list_editions(root: Path) -> list[Note]:
    """Return the notes of all editions, the newest first; each came after the one before it, where it names no other.

    Raises OSError or UnicodeDecodeError for a note that can't be read.
    """
    paths = sorted((root / FOLDER).glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].md"))
    before = ["", *(path.stem for path in paths)]
    notes = [read_note(path.stem, path.read_text("utf-8"), day) for path, day in zip(paths, before, strict=False)]
    return notes[::-1]


def read_note(day: str, text: str, before: str = "") -> Note:
    """Read the note of a day: its block of lines, as `labormarket diff` writes them.

    >>> read_note("2026-11-30", "What changed since 2026-11-23:\\n```\\nstatements that came: 2\\n  a1: X\\n```\\n")
    Note(day='2026-11-30', since='2026-11-23', lines=('statements that came: 2', '  a1: X'))
    """
    since = SINCE.search(text)
    block = text.partition("```")[2].partition("```")[0]
    return Note(day, since[1] if since else before, tuple(line.rstrip() for line in block.splitlines()[1:]))


def read_series(root: Path) -> pd.DataFrame:
    """Return the headline numbers of all editions, as they were when each was made: COLUMNS, a row per number.

    `same_work_before` and `same_work` are the number in the edition before and in this one, of the pairs of platform
    and profession that stand in both: an index chained from their ratios holds the composition fixed. They are missing
    for counts. Without a file there are no rows.
    """
    path = root / SERIES
    if not path.is_file():
        return pd.DataFrame(columns=list(COLUMNS))
    return pd.read_csv(path, dtype={"edition": "str", "headline": "str"})


def record_edition(root: Path, day: str, text: str, old: Edition, new: Edition) -> Path:
    """Write the note of a day and its rows of the series, in place of those that the day may have already."""
    rows = series_of(day, headline_series(old, new))
    before = read_series(root)
    kept = before[before["edition"].ne(day)]
    series = pd.concat([kept, rows], ignore_index=True) if len(kept) else rows
    out = io.StringIO(newline="")
    series.sort_values("edition", kind="stable").to_csv(out, index=False, lineterminator="\n")
    path = root / FOLDER / f"{day}.md"
    write_whole({path: text.encode(), root / SERIES: out.getvalue().encode()})
    return path


def series_of(day: str, headlines: Sequence[Headline]) -> pd.DataFrame:
    """Return the rows of one edition.

    >>> series_of("2026-11-30", [Headline("platforms", 3, 4, 0, 0, 1)])[["headline", "value"]].values.tolist()
    [['platforms', 4.0]]
    """
    rows = [(day, line.label, line.new, line.same_work_old, line.same_work_new) for line in headlines]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(COLUMNS[2:], "float64"))
