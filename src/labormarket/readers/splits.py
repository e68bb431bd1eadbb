"""Splits of a file: what can be read apart from the rest, in any process, planned from the file's beginning."""

from __future__ import annotations

from dataclasses import dataclass

from labormarket.readers.column_map import ColumnMap
from labormarket.readers.formats.delimited import Dialect
from labormarket.readers.formats.record_splitter import with_line_feeds
from labormarket.readers.source import Source, read_fully


@dataclass(frozen=True)
class Split:
    """A part of a file, small enough to be sent to another process.

    `format` names the reader. A range of bytes (CSV, JSON Lines) lies from `start` to `end` in the file, or is held in
    `content` where the file is compressed or recoded; `first_row` is the number of its first line or row. Parquet's
    `start` and `end` are row groups; a workbook's `part` is its sheet.
    """

    source: Source
    format: str
    number: int = 0
    start: int = 0
    end: int = 0
    first_row: int = 1
    content: bytes | None = None
    cut_short: bool = False
    part: str = ""
    columns: ColumnMap | None = None
    dialect: Dialect | None = None

    @property
    def name(self) -> str:
        """The name of the file that messages give."""
        return self.source.name


def bytes_of(split: Split) -> bytes:
    """Return the text of a split: held in it, or read from its range of the file."""
    if split.content is not None:
        return split.content
    with split.source.open() as file:
        file.seek(split.start)
        return with_line_feeds(read_fully(file, split.end - split.start))
