"""Record splitter: a text file cut into ranges of whole records at bounded memory, each read apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import BinaryIO, NamedTuple

import numpy as np

from labormarket.readers.column_map import ColumnMap
from labormarket.readers.model import Budget
from labormarket.readers.source import SAMPLE_BYTES, Source, open_text, read_fully

MARK = b"\xef\xbb\xbf"
LONE_RETURN = re.compile(rb"\r(?!\n)")
NEWLINE, RETURN, QUOTE = b"\n"[0], b"\r"[0], b'"'[0]


@dataclass(frozen=True)
class Split:
    """A part of a file, small enough to be sent to another process.

    `format` names the reader. A range of bytes (CSV, JSON Lines) lies from `start` to `end` in the file, or is held in
    `content` where the file is compressed or recoded; `first_row` is the number of its first line or row, and one that
    is `cut_short` is the beginning of a line too long to be read. Parquet's `start` and `end` are row groups; a
    workbook's `part` is its sheet.
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

    def text(self) -> bytes:
        """Return the bytes of a range: held in the split, or read from the file."""
        if self.content is not None:
            return self.content
        with self.source.open() as file:
            file.seek(self.start)
            return with_line_feeds(read_fully(file, self.end - self.start))


def sample_of(source: Source, budget: Budget) -> tuple[bytes, int]:
    """Return the beginning of a text file, and how many bytes its mark takes before it."""
    stream, _ = open_text(source, budget)
    with stream:
        sample = read_fully(stream, SAMPLE_BYTES)
    mark = len(MARK) if sample.startswith(MARK) else 0
    return with_line_feeds(sample[mark:]), mark


def cut_records(file: Split, budget: Budget) -> Iterator[Split]:
    r"""Cut a text file into splits of whole records, from its `start` and `first_row` on.

    Without a delimiter (JSON Lines) each line is a record. A line longer than the budget's records comes as a split of
    its own, cut short. A lone carriage return ends a line as a line feed does (old spreadsheets), and becomes one.

    >>> file = Split(Source.of(b'1,"a\nb"\r2,c\n'), "csv", delimiter=",")
    >>> [(split.text(), split.first_row) for split in cut_records(file, Budget(split_bytes=9))]
    [(b'1,"a\nb"\n', 1), (b'2,c\n', 3)]
    """
    stream, in_place = open_text(file.source, budget)
    number, start, line = 0, file.start, file.first_row
    left, wanted, ended = b"", budget.split_bytes, False
    with stream:
        read_fully(stream, start)
        while not ended:
            wanted = max(wanted, len(left) + 1)
            content = left + read_fully(stream, wanted - len(left))
            ended = len(content) < wanted
            # the line feed after it may be still to come
            held = b"\r" if not ended and content.endswith(b"\r") else b""
            content = with_line_feeds(content.removesuffix(held))
            end = len(content) if ended else end_of_last_record(content, file.delimiter, budget.record_bytes)
            if end == 0 and len(content) <= budget.record_bytes:
                left, wanted = content + held, wanted + budget.split_bytes
                continue
            cut_short, wanted = end == 0, budget.split_bytes
            kept = content[: end or budget.record_bytes]
            yield replace(file, number=number, start=start, end=start + len(kept), first_row=line, cut_short=cut_short,
                          content=None if in_place and not cut_short else kept)  # fmt: skip
            line += 1 if cut_short else content.count(b"\n", 0, end)
            rest = content[end:] + held
            if cut_short:
                end, rest = skip_line(stream, with_line_feeds(rest + read_fully(stream, len(held))))
            number, start, left = number + 1, start + end, rest


def with_line_feeds(content: bytes) -> bytes:
    r"""Write each lone carriage return as a line feed.

    >>> with_line_feeds(b"a\rb\r\nc")
    b'a\nb\r\nc'
    """
    if b"\r" not in content or content.count(b"\r") == content.count(b"\r\n"):
        return content
    return LONE_RETURN.sub(b"\n", content)


def skip_line(stream: BinaryIO, content: bytes) -> tuple[int, bytes]:
    """Read on to the end of the line that `content` begins: its length, and what was read beyond it."""
    skipped = 0
    while content:
        if (at := content.find(b"\n")) >= 0:
            return skipped + at + 1, content[at + 1 :]
        skipped += len(content)
        content = with_line_feeds(stream.read(1024 * 1024))
    return skipped, b""


def end_of_last_record(content: bytes, delimiter: str, longest: int) -> int:
    """Return where the last whole record ends, just behind its newline; 0 where none does."""
    if not delimiter or QUOTE not in content:
        return content.rfind(b"\n") + 1
    ends = record_ends(content, delimiter, longest)
    if ends is not None:
        return int(ends[-1]) if len(ends) else 0
    last = 0
    for record in scan_records(content, delimiter, longest):
        # A quote that is still open where the block ends is not yet a lost one: its record goes to the next block.
        if not record.whole:
            break
        last = record.end
    return last


def record_ends(content: bytes, delimiter: str, longest: int) -> np.ndarray | None:
    r"""Return the ends of all records at once, or None where the quotes don't stand as RFC 4180 has them.

    >>> record_ends(b'1,"a\nb"\n2,c\n', ",", 99).tolist()
    [8, 12]
    >>> record_ends(b'1,5" pipe\n', ",", 99) is None
    True
    """
    letters = np.frombuffer(content, dtype=np.uint8)
    newlines = np.flatnonzero(letters == NEWLINE)
    quotes = np.flatnonzero(letters == QUOTE)
    ends: np.ndarray = newlines[np.searchsorted(quotes, newlines) % 2 == 0] + 1
    if np.diff(ends, prepend=0, append=len(content)).max() > longest:
        return None
    if len(quotes) == 0:
        return ends
    beside = np.zeros(256, dtype=bool)
    beside[[NEWLINE, RETURN, QUOTE, ord(delimiter)]] = True
    opening, closing = quotes[0::2], quotes[1::2]
    opens_a_cell = beside[letters[opening - 1]]
    opens_a_cell[opening == 0] = True
    closing = closing[closing < len(content) - 1]
    regular = bool(opens_a_cell.all() and beside[letters[closing + 1]].all())
    return ends if regular else None


class Record(NamedTuple):
    """One record of a text: the number of its first line, and where it ends."""

    line: int
    end: int
    content: bytes
    fault: str
    """Why it can't be read, "" where it can."""
    whole: bool
    """False for what stands after the last newline, or inside a quote still open there."""


@lru_cache(maxsize=8)
def record_patterns(delimiter: str) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """The pattern of a whole record, and of one whose last cell is quoted and not closed."""
    comma = re.escape(delimiter.encode())
    cell = rb'(?:"(?:[^"]|"")*+"(?=%b|\r?\n|\r?\Z)|(?!")[^%b\n]*+)' % (comma, comma)
    whole = re.compile(rb"%b(?:%b%b)*+\r?(\n|\Z)" % (cell, comma, cell))
    return whole, re.compile(rb'(?:%b%b)*+"(?:[^"]|"")*+\Z' % (cell, comma))


def scan_records(content: bytes, delimiter: str, longest: int, line: int = 1) -> Iterator[Record]:
    r"""Walk through the records one by one: a line whose quotes don't close is a faulty record of its own.

    >>> [(r.line, r.content, r.fault) for r in scan_records(b'1,"a\n2,"b\n"\n3,5" pipe\n', ",", 99)]
    [(1, b'1,"a\n', 'a quote that is not closed'), (2, b'2,"b\n"\n', ''), (4, b'3,5" pipe\n', '')]
    """
    (pattern, still_open), at = record_patterns(delimiter), 0
    while at < len(content):
        within = min(at + longest, len(content))
        found = pattern.match(content, at, within)
        if found and (found[1] or within == len(content)):
            end, fault, whole = found.end(), "", bool(found[1])
        else:
            end = content.find(b"\n", at) + 1 or len(content)
            too_long = end - at > longest
            goes_on = within == len(content) and not too_long and still_open.match(content, at) is not None
            fault = too_long_line(longest) if too_long else "a quote that is not closed"
            whole = not goes_on and content[end - 1] == NEWLINE
        yield Record(line, end, content[at:end], fault, whole)
        line += content.count(b"\n", at, end)
        at = end


def too_long_line(longest: int) -> str:
    """The fault of a line that no record has."""
    return f"a line longer than {longest:,} bytes"
