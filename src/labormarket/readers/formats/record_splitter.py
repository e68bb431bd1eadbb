"""Record splitter for CSV and JSON Lines: bytes to blocks that end where a record ends, at bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO, NamedTuple

import numpy as np

from labormarket.readers.budget import Budget
from labormarket.readers.source import LONE_RETURN, read_fully

NEWLINE, RETURN, QUOTE = b"\n"[0], b"\r"[0], b'"'[0]


class Block(NamedTuple):
    """Whole records of a text file; `first_line` is the number of the first one's line, counted from 1."""

    content: bytes
    first_line: int
    start: int = 0
    """Where the block begins in the text."""
    cut_short: bool = False
    """The block is the beginning of one line that is too long to be read."""


def cut_blocks(
    stream: BinaryIO, delimiter: str, budget: Budget, *, first_line: int = 1, start: int = 0
) -> Iterator[Block]:
    r"""Cut a stream into blocks of whole records; `delimiter` is that of a CSV file, "" for JSON Lines.

    Reads a split's bytes at a time. A line longer than `longest` comes as a block of its own, cut short. A lone
    carriage return ends a line as a line feed does (old spreadsheets), and becomes one.

    >>> import io
    >>> [block.content for block in cut_blocks(io.BytesIO(b'1,"a\nb"\r2,c\n'), ",", Budget(split_bytes=9))]
    [b'1,"a\nb"\n', b'2,c\n']
    """
    block_bytes, longest = budget.split_bytes, budget.record_bytes
    left, wanted = b"", block_bytes
    while True:
        wanted = max(wanted, len(left) + 1)
        content = left + read_fully(stream, wanted - len(left))
        ended = len(content) < wanted
        if not ended and content.endswith(b"\r"):  # the line feed after it may be still to come
            content += read_fully(stream, 1)
        content = with_line_feeds(content)
        if ended:
            if content:
                yield Block(content, first_line, start)
            return
        end = end_of_last_record(content, delimiter, longest)
        if end == 0 and len(content) <= longest:
            left, wanted = content, wanted + block_bytes
            continue
        wanted = block_bytes
        if end == 0:
            yield Block(content[:longest], first_line, start, cut_short=True)
            skipped, left = skip_line(stream, content)
            first_line, start = first_line + 1, start + skipped
            continue
        yield Block(content[:end], first_line, start)
        first_line += content.count(b"\n", 0, end)
        start += end
        left = content[end:]


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
    """One record's place in a block; `fault` says why it can't be read, "" where it can."""

    start: int
    end: int
    fault: str
    whole: bool
    """False for what stands after the last newline, or inside a quote still open there."""


@lru_cache(maxsize=8)
def record_patterns(delimiter: str) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """The pattern of a whole record, and of one whose last cell is quoted and not closed."""
    comma = re.escape(delimiter.encode())
    cell = rb'(?:"(?:[^"]|"")*+"(?=%b|\r?\n|\r?\Z)|(?!")[^%b\n]*+)' % (comma, comma)
    whole = re.compile(rb"%b(?:%b%b)*+\r?(\n|\Z)" % (cell, comma, cell))
    return whole, re.compile(rb'(?:%b%b)*+"(?:[^"]|"")*+\Z' % (cell, comma))


def scan_records(content: bytes, delimiter: str, longest: int) -> Iterator[Record]:
    r"""Walk through the records one by one: a line whose quotes don't close is a faulty record of its own.

    >>> [(r.end, r.fault) for r in scan_records(b'1,"a\n2,"b"\n3,5" pipe\n', ",", 99)]
    [(5, 'a quote that is not closed'), (11, ''), (21, '')]
    """
    (pattern, still_open), at = record_patterns(delimiter), 0
    while at < len(content):
        within = min(at + longest, len(content))
        found = pattern.match(content, at, within)
        if found and (found[1] or within == len(content)):
            yield Record(at, found.end(), "", whole=bool(found[1]))
            at = found.end()
            continue
        line_end = content.find(b"\n", at) + 1 or len(content)
        too_long = line_end - at > longest
        goes_on = within == len(content) and not too_long and still_open.match(content, at) is not None
        fault = too_long_line(longest) if too_long else "a quote that is not closed"
        yield Record(at, line_end, fault, whole=not goes_on and content[line_end - 1] == NEWLINE)
        at = line_end


def too_long_line(longest: int) -> str:
    """The fault of a line that no record has."""
    return f"a line longer than {longest:,} bytes"
