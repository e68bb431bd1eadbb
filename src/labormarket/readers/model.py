"""What every reader hands back: statements, passages still to be searched for pay, and what it left out and why."""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_FILE_BYTES = 50 * 1024 * 1024  # a saved page or board export; the largest public board is under 20 MB
MAX_DEPTH = 64  # nested brackets or tags that mean something; real postings stay under 20
MAX_ROWS = 200_000  # statements of one file; larger tables go through the streaming reader
MAX_PASSAGE = 100_000  # characters of one description: what the pay reader answers in under 50 ms


class UnreadableError(Exception):
    """A file that a reader refuses as a whole; the message says why, in words for the person who saved it."""


@dataclass(frozen=True)
class RawStatement:
    """One pay claim as a file states it: text only, empty where the file says nothing.

    The fields are those of a raw statements file (see STATEMENT_COLUMNS) but for the id, with `where`, the place in
    the file (a row, a job, a field), and `span`, the characters of `where` that hold the pay, where prose was read.
    """

    platform: str = ""
    profession_raw: str = ""
    pay_text: str = ""
    period_context: str = ""
    currency_context: str = ""
    kind: str = "advertised"
    country: str = ""
    source_url: str = ""
    source_title: str = ""
    published_on: str = ""
    origin: str = ""
    confidence: str = ""
    note: str = ""
    scope: str = ""
    degree_asked: str = ""
    usd_text: str = ""
    first_seen: str = ""
    last_seen: str = ""
    where: str = ""
    span: tuple[int, int] | None = None


@dataclass(frozen=True)
class Passage:
    """A stretch of running text that may state pay; `context` holds what the file says of it (platform, title, URL).

    `start` is the place of its first character in the whole text of the file; `level` is 1 to 6 for a heading.
    """

    text: str
    context: RawStatement = field(default_factory=RawStatement)
    start: int = 0
    level: int = 0


@dataclass(frozen=True)
class Skipped:
    """Something that a reader saw and left out: where it stands in the file, and why."""

    where: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """The result of one reader on one file."""

    statements: tuple[RawStatement, ...] = ()
    passages: tuple[Passage, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def check_size(content: bytes) -> None:
    """Raise UnreadableError for an empty file or one above MAX_FILE_BYTES."""
    if not content.strip():
        raise UnreadableError("the file is empty")
    if len(content) > MAX_FILE_BYTES:
        raise UnreadableError(f"larger than {MAX_FILE_BYTES // 1024**2} MB")
