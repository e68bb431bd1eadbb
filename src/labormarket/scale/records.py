"""Bytes of a CSV or JSON Lines file to blocks that end where a record ends, at bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import BinaryIO, NamedTuple

import numpy as np

BLOCK_BYTES = 32 * 1024 * 1024  # some 200,000 postings: enough to outweigh a batch's fixed cost, little enough to hold
MAX_RECORD_BYTES = 1024 * 1024  # a posting is a few KB; anything longer is a lost quote or a broken line
TOO_LONG = f"a line longer than {MAX_RECORD_BYTES:,} bytes"
NEWLINE, RETURN, QUOTE = b"\n"[0], b"\r"[0], b'"'[0]


class Block(NamedTuple):
    """Whole records of a text file; `first_line` is the number of the first one's line, counted from 1."""

    content: bytes
    first_line: int
    cut_short: bool = False
    """The block is the beginning of one line that is too long to be read."""


def cut_blocks(
    stream: BinaryIO, delimiter: str | None, *, first_line: int = 1, block_bytes: int = BLOCK_BYTES
) -> Iterator[Block]:
    r"""Cut a stream into blocks of whole records; `delimiter` is that of a CSV file, None for JSON Lines.

    Reads at most `block_bytes` at a time. A line longer than that comes as a block of its own, cut short.

    >>> import io
    >>> [block.content for block in cut_blocks(io.BytesIO(b'1,"a\nb"\n2,c\n'), ",", block_bytes=9)]
    [b'1,"a\nb"\n', b'2,c\n']
    """
    left, wanted = b"", block_bytes
    while True:
        wanted = max(wanted, len(left) + 1)
        content = left + read_fully(stream, wanted - len(left))
        if len(content) < wanted:
            if content:
                yield Block(content, first_line)
            return
        end = end_of_last_record(content, delimiter)
        if end == 0 and len(content) <= MAX_RECORD_BYTES:
            left, wanted = content, wanted + block_bytes
            continue
        wanted = block_bytes
        if end == 0:
            yield Block(content[:MAX_RECORD_BYTES], first_line, cut_short=True)
            left = skip_line(stream)
            first_line += 1
            continue
        yield Block(content[:end], first_line)
        first_line += content.count(b"\n", 0, end)
        left = content[end:]


def read_fully(stream: BinaryIO, size: int) -> bytes:
    """Read `size` bytes, fewer only at the end: a decompressor may hand out less at a time."""
    parts = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def skip_line(stream: BinaryIO) -> bytes:
    """Read on to the end of the line; return what was read beyond it."""
    while part := stream.read(MAX_RECORD_BYTES):
        if (at := part.find(b"\n")) >= 0:
            return part[at + 1 :]
    return b""


def end_of_last_record(content: bytes, delimiter: str | None) -> int:
    """Return where the last whole record ends, just behind its newline; 0 where none does."""
    if delimiter is None or QUOTE not in content:
        return content.rfind(b"\n") + 1
    ends = record_ends(content, delimiter)
    if ends is not None:
        return int(ends[-1]) if len(ends) else 0
    last = 0
    for record in scan_records(content, delimiter):
        # A quote that is still open where the block ends is not yet a lost one: its record goes to the next block.
        if not record.whole:
            break
        last = record.end
    return last


def record_ends(content: bytes, delimiter: str) -> np.ndarray | None:
    r"""Return the ends of all records at once, or None where the quotes don't stand as RFC 4180 has them.

    >>> record_ends(b'1,"a\nb"\n2,c\n', ",").tolist()
    [8, 12]
    >>> record_ends(b'1,5" pipe\n', ",") is None
    True
    """
    letters = np.frombuffer(content, dtype=np.uint8)
    newlines = np.flatnonzero(letters == NEWLINE)
    quotes = np.flatnonzero(letters == QUOTE)
    ends: np.ndarray = newlines[np.searchsorted(quotes, newlines) % 2 == 0] + 1
    if np.diff(ends, prepend=0, append=len(content)).max() > MAX_RECORD_BYTES:
        return None
    if len(quotes) == 0:
        return ends
    if content.count(b"\r") != content.count(b"\r\n"):
        return None
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


def scan_records(content: bytes, delimiter: str) -> Iterator[Record]:
    r"""Walk through the records one by one: a line whose quotes don't close is a faulty record of its own.

    >>> [(r.end, r.fault) for r in scan_records(b'1,"a\n2,"b"\n3,5" pipe\n', ",")]
    [(5, 'a quote that is not closed'), (11, ''), (21, '')]
    """
    (pattern, still_open), at = record_patterns(delimiter), 0
    while at < len(content):
        within = min(at + MAX_RECORD_BYTES, len(content))
        found = pattern.match(content, at, within)
        if found and (found[1] or within == len(content)):
            yield Record(at, found.end(), "", whole=bool(found[1]))
            at = found.end()
            continue
        line_end = content.find(b"\n", at) + 1 or len(content)
        too_long = line_end - at > MAX_RECORD_BYTES
        goes_on = within == len(content) and not too_long and still_open.match(content, at) is not None
        fault = TOO_LONG if too_long else "a quote that is not closed"
        yield Record(at, line_end, fault, whole=not goes_on and content[line_end - 1] == NEWLINE)
        at = line_end
