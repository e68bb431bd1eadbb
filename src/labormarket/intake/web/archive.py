"""Captures of a page in a web archive, from its CDX index, oldest first.

The index is the Wayback CDX server's (https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server),
which pywb archives answer too.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from labormarket.intake.web.fetch import Fetcher
from labormarket.intake.web.network import FetchError

INDEX = "https://web.archive.org/cdx/search/cdx"
REPLAY = "https://web.archive.org/web/{timestamp}id_/{url}"  # id_: the page as it was, no banner
FIELDS = ("timestamp", "original", "digest")
PAGE_SIZE = 1_000  # captures asked for at once
MOST_PAGES = 50


@dataclass(frozen=True)
class Archive:
    """Where a web archive's index and its captures are."""

    index: str = INDEX
    replay: str = REPLAY


@dataclass(frozen=True)
class Capture:
    """One capture: when (YYYYMMDDhhmmss, UTC), of which address, and the digest of its body."""

    timestamp: str
    url: str
    digest: str

    @property
    def day(self) -> str:
        """The day of the capture, as 2024-05-01."""
        return f"{self.timestamp[:4]}-{self.timestamp[4:6]}-{self.timestamp[6:8]}"


def list_captures(fetcher: Fetcher, archive: Archive, url: str) -> Iterator[Capture]:
    """Give the captures of an address, each digest once, in the order of the index; raises FetchError."""
    seen: set[str] = set()
    resume = ""
    for _ in range(MOST_PAGES):
        query = [
            ("url", url),
            ("output", "json"),
            ("fl", ",".join(FIELDS)),
            ("filter", "statuscode:200"),
            ("collapse", "digest"),
            ("limit", str(PAGE_SIZE)),
            ("showResumeKey", "true"),
        ]
        page = fetcher.fetch(f"{archive.index}?{urlencode([*query, *([('resumeKey', resume)] if resume else [])])}")
        captures, resume = read_index(page.content)
        for capture in captures:
            if capture.digest not in seen:
                seen.add(capture.digest)
                yield capture
        if not resume:
            return


def read_index(content: bytes) -> tuple[list[Capture], str]:
    """Read one answer of the index: its captures, and the key to go on from ("" at the end).

    >>> read_index(b'[["timestamp","original","digest"],["20240501000000","https://a.example","X"],[],["key"]]')
    ([Capture(timestamp='20240501000000', url='https://a.example', digest='X')], 'key')
    >>> read_index(b"")
    ([], '')
    """
    if not content.strip():
        return [], ""
    try:
        rows = json.loads(content)
        resume = ""
        if len(rows) >= 2 and rows[-2] == [] and len(rows[-1]) == 1:
            resume = str(rows[-1][0])
            rows = rows[:-2]
        places = [rows[0].index(name) for name in FIELDS] if rows else []
        captures = [Capture(*(str(row[place]) for place in places)) for row in rows[1:]]
        for capture in captures:
            datetime.datetime.strptime(capture.timestamp, "%Y%m%d%H%M%S")
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise FetchError("the archive's index answers in another form than documented") from None
    return captures, resume
