"""Append-only register of raw files: a table becomes a dated file with its card, both or neither."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from labormarket.files.atomic_write import write_whole
from labormarket.files.safe_csv import guard_text
from labormarket.files.safe_text import show_on_one_line
from labormarket.sources import REGISTER, STATEMENTS, checksum, read_register, resolve_inside

TERMS = "facts and short quotations; the source keeps its own terms"


@dataclass(frozen=True)
class NewCard:
    """What a card says of a file that is to be written: the folder of data/raw, the day as 2026-11-30, and the rest."""

    folder: str
    kind: str
    day: str
    title: str
    method: str
    url: str = ""
    note: str = ""


def write_raw(root: Path, card: NewCard, rows: pd.DataFrame | Callable[[str], pd.DataFrame]) -> Path:
    """Write a raw file and its line in SOURCES.csv, the project being held for writing; return the file's path.

    `rows` may be a function that gives the table for a source_id. A file that stands without a card, and holds just
    what would be written, was left by a killed run: it is taken up. Any other is somebody's own, and the next number is
    taken.
    """
    resolve_inside(root, f"data/raw/{card.folder}", named_in=card.title)
    cards = read_register(root)
    taken = {text for there in cards for text in (there.source_id, there.path)}
    for source_id, path in places(card):
        table = rows if isinstance(rows, pd.DataFrame) else rows(source_id)
        raw = as_csv([list(table.columns), *table.itertuples(index=False, name=None)])
        is_free = not (root / path).exists() or (root / path).read_bytes() == raw
        if source_id not in taken and path.as_posix() not in taken and is_free:
            break
    line = [
        *(source_id, path.as_posix(), guard_text(show_on_one_line(card.title)), guard_text(card.url), card.day),
        *(card.method, TERMS, card.kind, checksum(raw), str(len(table)), card.note),
    ]
    register = (root / REGISTER).read_bytes()
    joint = b"" if register.endswith(b"\n") else b"\n"
    write_whole({root / path: raw, root / REGISTER: register + joint + as_csv([line])})
    return path


def places(card: NewCard) -> Iterator[tuple[str, Path]]:
    """Give the source ids and paths that a file may have, the plain one first."""
    for number in itertools.count(1):
        mark = card.day if number == 1 else f"{card.day}_{number}"
        middle = "" if card.kind == STATEMENTS else f"{card.kind}_"
        yield f"{card.folder}_{middle}{mark}", Path("data", "raw", card.folder, f"{mark}_{card.kind}.csv")


def as_csv(rows: Sequence[Sequence[object]]) -> bytes:
    """Write rows as CSV with plain line ends."""
    text = io.StringIO(newline="")
    # the csv module leaves a lone carriage return unquoted, and then reads it as the end of a row
    quote_all = any("\r" in str(cell) for row in rows for cell in row)
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL).writerows(rows)
    return text.getvalue().encode("utf-8", errors="replace")


def slug(name: str) -> str:
    """Return a file's name as a folder's: letters, digits and underscores.

    >>> slug("Mercor jobs (2026).json"), slug("../../etc/passwd"), slug("求人.csv")
    ('mercor_jobs_2026', 'etc_passwd', 'file')
    """
    stem = re.sub(r"\.(?:gz|zst|bz2|xz|zip)$", "", name, flags=re.IGNORECASE)
    stem = re.sub(r"\.[A-Za-z0-9]{1,8}$", "", stem)
    return re.sub(r"[^a-z0-9]+", "_", stem.lower()).strip("_")[:60] or "file"
