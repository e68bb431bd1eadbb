"""The register of raw files: data/raw/SOURCES.csv, one card per file."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from labormarket.files.errors import SourceError
from labormarket.sources.root import REGISTER, find_edition, resolve_inside
from labormarket.sources.text_table import LINE, checksum, parse_text_table, read_text_table

CARD_COLUMNS = (
    *("source_id", "path", "title", "url", "collected_on", "method"),
    *("licence", "kind", "sha256", "rows", "note"),
)
REQUIRED_ON_CARD = ("source_id", "path", "title", "collected_on", "method", "licence", "kind", "sha256", "rows")
STATEMENTS, ANNOTATIONS = "statements", "annotations"
PLATFORM_FACTS, REFERENCE = "platform_facts", "reference"
LOOKS, LISTING_COUNTS = "looks", "listing_counts"
KINDS = (STATEMENTS, ANNOTATIONS, PLATFORM_FACTS, REFERENCE, LOOKS, LISTING_COUNTS)


@dataclass(frozen=True)
class Card:
    """What SOURCES.csv says of one raw file; `line` is its line there."""

    source_id: str
    path: str
    title: str
    url: str
    collected_on: str
    method: str
    licence: str
    kind: str
    sha256: str
    rows: int
    note: str
    line: int


def read_register(root: Path | None = None) -> list[Card]:
    """Read data/raw/SOURCES.csv into one Card per raw file, in the file's order.

    Raises SourceError for a card with an empty required field, a repeated source_id or path, an unknown kind, a date
    that is not one, or a path that leaves the project folder.
    """
    root = root or find_edition()
    name = REGISTER.as_posix()
    table = read_text_table(root / REGISTER, name=name, columns=CARD_COLUMNS)
    cards: list[Card] = []
    seen: set[str] = set()
    for record in table.to_dict("records"):
        line = int(record[LINE])

        def refuse(reason: str, mend: str, line: int = line) -> SourceError:
            return SourceError(name, reason, row=line, mend=mend)

        for field in REQUIRED_ON_CARD:
            if not record[field].strip():
                raise refuse(f"the card has no {field}", f"fill in {field}: a raw file is half there without its card")
        if record["kind"] not in KINDS:
            raise refuse(f"unknown kind {record['kind']!r}", f"use one of {', '.join(KINDS)}")
        try:
            datetime.date.fromisoformat(record["collected_on"])
        except ValueError:
            raise refuse(f"collected_on {record['collected_on']!r} is no date", "write it as 2026-11-23") from None
        if not record["rows"].isdecimal():
            raise refuse(f"rows {record['rows']!r} is no count", "give the number of data rows")
        for key in (record["source_id"], record["path"]):
            if key in seen:
                raise refuse(f"{key!r} is on two cards", "give each raw file one card with its own source_id")
            seen.add(key)
        resolve_inside(root, record["path"], named_in=name, row=line)
        fields = {column: record[column] for column in CARD_COLUMNS if column != "rows"}
        cards.append(Card(**fields, rows=int(record["rows"]), line=line))
    return cards


def read_raw(card: Card, root: Path | None = None, *, columns: tuple[str, ...] = ()) -> pd.DataFrame:
    """Read the raw file of a card as text, after checking its checksum and its number of rows against the card."""
    root = root or find_edition()
    path = resolve_inside(root, card.path, named_in=REGISTER.as_posix(), row=card.line)
    if not path.is_file():
        raise SourceError(
            card.path, "no such file", mend=f"restore it, or drop line {card.line} of {REGISTER.as_posix()}"
        )
    content = path.read_bytes()
    table = parse_text_table(content, name=card.path, columns=columns)
    if len(table) < card.rows:
        raise SourceError(
            card.path,
            f"{len(table)} rows where its card says {card.rows}: cut short",
            row=len(content.splitlines()),
            mend="restore the file from version control; raw is never edited",
        )
    if checksum(content) != card.sha256:
        raise SourceError(
            card.path,
            "the checksum is not the one on its card: the file was changed",
            mend="restore the file from version control; a new scrape is a new dated file with its own card",
        )
    if len(table) != card.rows:
        raise SourceError(
            card.path,
            f"{len(table)} rows where its card says {card.rows}",
            mend=f"correct rows on line {card.line} of {REGISTER.as_posix()}",
        )
    return table
