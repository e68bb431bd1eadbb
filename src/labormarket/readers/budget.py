"""One reading budget for every input: how much of a file is read before the reader says that it is enough."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

MB = 1024 * 1024


@dataclass(frozen=True)
class Budget:
    """The most that a reader takes from one file; a bound of 0 is none.

    The default holds for files that are read whole (`add`, `collect`); `STREAMED` is for dumps that are cut into
    splits, where memory depends on a split and not on the file.
    """

    file_bytes: int = 200 * MB
    """of the file as it lies on disk; the largest public board export is under 20 MB"""
    unpacked_bytes: int = 1_000 * MB
    """after decompression: an archive that grows without end stops here"""
    document_bytes: int = 32 * MB
    """of what is read as a whole: a page, a text, a feed, a board's JSON; larger JSON is streamed, record by record"""
    split_bytes: int = 4 * MB
    """of one split: some 20,000 postings, or as many rows of a bare table as the budget has"""
    record_bytes: int = MB
    """of one record: a posting is a few KB, anything longer is a lost quote or a broken line"""
    rows: int = 500_000
    """records of one file; `add` holds them all in memory"""
    cells: int = 20_000_000
    """of one workbook, the empty ones among them: a sheet may claim 16,384 columns in a million rows"""
    columns: int = 2_000
    """of one table: wider ones are matrices, not listings"""
    elements: int = 500_000
    """tags of a page or a feed"""
    values: int = 2_000_000
    """parts of a JSON document that is read as a whole, counted by its commas and brackets"""
    depth: int = 64
    """nested brackets or tags; real postings stay under 20"""
    cell_chars: int = 200_000
    """of one cell or description; the rest of it is not searched for pay"""
    passages: int = 20_000
    """paragraphs of one text"""
    passage_chars: int = 100_000
    """of one paragraph: what the pay reader answers in well under a second"""
    seconds: float = 600.0
    """for one file, checked between batches"""

    def deadline(self) -> Deadline:
        """Start the clock for one file."""
        return Deadline(self.seconds)


@dataclass
class Deadline:
    """A clock that says when a file has taken too long."""

    seconds: float
    started: float = field(default_factory=time.monotonic)

    def passed(self) -> bool:
        """Tell whether the time is up; no bound never is."""
        return bool(self.seconds) and time.monotonic() - self.started > self.seconds


WHOLE = Budget()
"""What holds where no file's own budget is at hand."""
STREAMED = replace(WHOLE, file_bytes=0, unpacked_bytes=0, split_bytes=32 * MB, rows=0, seconds=0.0)
"""The budget of dumps of any size: each record, cell and column keeps its bound; a split outweighs its fixed cost."""
