"""The editions of the tables and what changed with each, as `labormarket diff` told it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from labormarket.project.series import list_editions

SINCE = re.compile(r"since (\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True)
class Edition:
    """One edition: its date, that of the edition before ("" for the first), and the lines that say what changed."""

    date: str
    since: str
    lines: tuple[str, ...]

    @property
    def headlines(self) -> tuple[str, ...]:
        """The lines of counts, without the statements and charts beneath them."""
        return tuple(line for line in self.lines if not line.startswith(" "))


def read_editions(root: Path) -> list[Edition]:
    """Read the notes of all editions, the latest first; each came after the one before it, where it names no other."""
    found = [parse_edition(note.day, "\n".join(note.lines)) for note in list_editions(root)]
    before = [*(edition.date for edition in found[1:]), ""][: len(found)]
    return [replace(edition, since=edition.since or day) for edition, day in zip(found, before, strict=True)]


def parse_edition(date: str, text: str) -> Edition:
    """Read one edition.

    >>> parse_edition("2026-11-30", "What changed since 2026-11-23:\\n```\\nstatements that came: 2\\n  a1: X\\n```\\n")
    Edition(date='2026-11-30', since='2026-11-23', lines=('statements that came: 2', '  a1: X'))
    """
    since = SINCE.search(text)
    _, _, block = text.partition("```")
    lines = block.partition("```")[0].splitlines()[1:]
    return Edition(date, since[1] if since else "", tuple(line.rstrip() for line in lines))
