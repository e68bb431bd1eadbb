"""WARC files (.warc, .warc.gz) as crawlers, wget and Common Crawl write them: each saved answer of a site."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from typing import Any, BinaryIO, NamedTuple, cast

from labormarket.readers.model import ReadOptions, UnreadableError
from labormarket.readers.source import UNPACKING, Source

READ = ("text/html", "application/xhtml", "application/json", "application/ld+json", "text/plain", "text/markdown")


class SavedPage(NamedTuple):
    """One answer of a site: its number in the file, address, day of the crawl, content type and body.

    The body is None where it is past the budget.
    """

    number: int
    url: str
    day: str
    content_type: str
    body: bytes | None


def pages_of(source: Source, options: ReadOptions) -> Iterator[SavedPage]:
    """Give each saved answer that was a success and may hold text; other kinds of record are passed over.

    Raises UnreadableError where the file is damaged, after the pages before the damage.
    """
    from warcio.archiveiterator import ArchiveIterator  # only for WARC files
    from warcio.exceptions import ArchiveLoadFailed

    most, number, taken = options.budget.document_bytes, 0, 0
    try:
        records = iter(ArchiveIterator(cast(BinaryIO, source.open())))
        while (record := silenced(next, records, None)) is not None:
            number += 1
            if record.rec_type not in ("response", "resource"):
                continue
            headers = record.http_headers or record.rec_headers  # of the site's answer, else of the resource
            kind = (headers.get_header("Content-Type") or "").lower()
            status = record.http_headers.get_statuscode() if record.http_headers else ""
            if status not in ("", None, "200") or not kind.startswith(READ):
                continue
            stream = record.content_stream()
            body = silenced(stream.read, most + 1)
            taken += len(body)
            if 0 < options.budget.unpacked_bytes < taken:
                mend = "the rest is not read; `labormarket clean` reads any number"
                raise UnreadableError(f"more than {options.budget.unpacked_bytes // 1024**2:,} MB of pages: {mend}")
            url, day = (record.rec_headers.get_header(name) or "" for name in ("WARC-Target-URI", "WARC-Date"))
            yield SavedPage(number, url.strip("<>"), day[:10], kind, None if len(body) > most else body)
    except (*UNPACKING, ArchiveLoadFailed, ValueError, ArithmeticError, AttributeError, KeyError) as error:
        raise UnreadableError(f"damaged after record {number}: {type(error).__name__}; fetch the file again") from None


def silenced(step: Callable[..., Any], *given: object) -> Any:
    """Take a step of warcio, which writes what is odd in a file to the terminal as it stands there."""
    with redirect_stderr(io.StringIO()):
        return step(*given)
