"""Splits of a file: what can be read apart from the rest, in any process, planned from the file's beginning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from labormarket.readers.budget import Budget
from labormarket.readers.column_map import ColumnMap
from labormarket.readers.formats.record_splitter import Block, cut_blocks, with_line_feeds
from labormarket.readers.source import SAMPLE_BYTES, Source, open_text, read_fully

MARK = b"\xef\xbb\xbf"


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
    delimiter: str = ""

    @property
    def name(self) -> str:
        """The name of the file that messages give."""
        return self.source.name

    def block(self) -> Block:
        """Return the text of a range of bytes: held in the split, or read from the file."""
        content = self.content
        if content is None:
            with self.source.open() as file:
                file.seek(self.start)
                content = with_line_feeds(read_fully(file, self.end - self.start))
        return Block(content, self.first_row, self.start, self.cut_short)


def sample_of(source: Source, budget: Budget) -> tuple[bytes, int]:
    """Return the beginning of a text file, and how many bytes its mark takes before it."""
    stream, _ = open_text(source, budget)
    with stream:
        sample = read_fully(stream, SAMPLE_BYTES)
    mark = len(MARK) if sample.startswith(MARK) else 0
    return with_line_feeds(sample[mark:]), mark


def text_splits(
    source: Source,
    format: str,
    columns: ColumnMap,
    budget: Budget,
    *,
    start: int,
    first_line: int = 1,
    delimiter: str = "",
) -> Iterator[Split]:
    """Cut a text file into ranges of whole records, from the first record on; without a delimiter each line is one."""
    stream, in_place = open_text(source, budget)
    with stream:
        read_fully(stream, start)
        blocks = cut_blocks(stream, delimiter, budget, first_line=first_line, start=start)
        for number, block in enumerate(blocks):
            yield Split(
                source,
                format,
                number,
                start=block.start,
                end=block.start + len(block.content),
                first_row=block.first_line,
                content=None if in_place and not block.cut_short else block.content,
                cut_short=block.cut_short,
                columns=columns,
                delimiter=delimiter,
            )
