"""The register of raw files: data/raw/SOURCES.csv, one card per file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from labormarket.files.errors import SourceError
from labormarket.sources.root import REGISTER, find_edition, resolve_inside
from labormarket.sources.text_table import LINE, checksum, parse_text_table, read_bytes, refuse_rows

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
    content = read_bytes(root / REGISTER, name=REGISTER.as_posix(), mend="restore it from version control")
    cards = list(parse_register(content))
    for card in cards:
        resolve_inside(root, card.path, named_in=REGISTER.as_posix(), row=card.line)
    return cards


@lru_cache(maxsize=4)
def parse_register(content: bytes) -> tuple[Card, ...]:
    """Read the bytes of a register; each command asks for the same ones a dozen times."""
    name = REGISTER.as_posix()
    table = parse_text_table(content, name=name, columns=CARD_COLUMNS)
    for field in REQUIRED_ON_CARD:
        mend = f"fill in {field}: a raw file is half there without its card"
        refuse_rows(table, ~table[field].str.contains(r"\S"), f"the card has no {field}", mend, name)
    refuse_rows(table, ~table["kind"].isin(KINDS), "unknown kind {kind!r}", f"use one of {', '.join(KINDS)}", name)
    days = pd.to_datetime(table["collected_on"], format="%Y-%m-%d", errors="coerce").dt.strftime("%Y-%m-%d")
    is_odd = days.ne(table["collected_on"])
    refuse_rows(table, is_odd, "collected_on {collected_on!r} is no date", "write it as 2026-11-23", name)
    is_count = table["rows"].str.isdecimal()
    refuse_rows(table, ~is_count, "rows {rows!r} is no count", "give the number of data rows", name)
    for column in ("source_id", "path"):
        mend = "give each raw file one card with its own source_id"
        refuse_rows(table, table[column].duplicated(), f"{{{column}!r}} is on two cards", mend, name)
    fields = table[[*CARD_COLUMNS, LINE]].astype({"rows": "int64"})
    return tuple(Card(*cells) for cells in fields.itertuples(index=False, name=None))


def cards_of(kind: str, root: Path) -> list[Card]:
    """Return the cards of one kind in the order of their source ids, whatever their order in the register."""
    return sorted((card for card in read_register(root) if card.kind == kind), key=lambda card: card.source_id)


def read_raw(card: Card, root: Path | None = None, *, columns: tuple[str, ...] = ()) -> pd.DataFrame:
    """Read the raw file of a card as text, after checking its checksum and its number of rows against the card."""
    root = root or find_edition()
    path = resolve_inside(root, card.path, named_in=REGISTER.as_posix(), row=card.line)
    content = read_bytes(path, name=card.path, mend=f"restore it, or drop line {card.line} of {REGISTER.as_posix()}")
    table = parse_text_table(content, name=card.path, columns=columns)
    counted, restore = f"{len(table)} rows where its card says {card.rows}", "restore the file from version control; "
    if len(table) < card.rows:
        end = len(content.splitlines())
        raise SourceError(card.path, f"{counted}: cut short", row=end, mend=restore + "raw is never edited")
    if checksum(content) != card.sha256:
        raise SourceError(
            card.path,
            "the checksum is not the one on its card: the file was changed",
            mend=restore + "a new scrape is a new dated file with its own card",
        )
    if len(table) != card.rows:
        raise SourceError(card.path, counted, mend=f"correct rows on line {card.line} of {REGISTER.as_posix()}")
    return table
