"""WARC files (ISO 28500) of what was fetched: one file for each run, on this machine and out of version control.

Pages may name people, so they are no part of the repository; an edition's file is published beside it.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import io
from dataclasses import dataclass, field
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from labormarket.intake.web.network import Page

FOLDER = Path(".labormarket", "snapshots")
MOST_BYTES = 1024**3  # of one run, packed; what comes after is read but not kept


@dataclass
class Snapshots:
    """The WARC file of one run: `keep` adds a page to it. `day` is the day of the run, as 2026-11-23."""

    folder: Path
    day: str
    most_bytes: int = MOST_BYTES
    path: Path = field(init=False)

    def __post_init__(self) -> None:
        number = 1
        while (path := self.folder / f"{self.day}_{number:02}.warc.gz").exists():
            number += 1
        self.path = path

    def keep(self, page: Page) -> str:
        """Write a page as one record and return where it is, as "file.warc.gz <record id>"; "" past the limit.

        A record is written in one piece: a run that is killed leaves at most a cut last record, which readers of WARC
        files pass over.
        """
        record_id, packed = pack_record(page)
        size = self.path.stat().st_size if self.path.exists() else 0
        if size + len(packed) > self.most_bytes:
            return ""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            file.write(packed)
        return f"{self.path.name} {record_id}"


def find_record(path: Path, record_id: str) -> bytes | None:
    """Return the body that a record of a WARC file holds; None where the file isn't here, is broken or has no such."""
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_headers.get_header("WARC-Record-ID") == record_id:
                    return bytes(record.content_stream().read())
    except (ArchiveLoadFailed, OSError, EOFError):
        return None
    return None


def pack_record(page: Page) -> tuple[str, bytes]:
    """Pack a page as a response record, its body as unpacked, and return its id and its bytes."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    headers = StatusAndHeaders(
        f"{page.status} OK",
        [
            ("Content-Type", header_value(page.content_type) or "application/octet-stream"),
            ("Content-Length", str(len(page.content))),
        ],
        protocol="HTTP/1.1",
    )
    headers.compute_headers_buffer()
    # with both digests and the length given, warcio writes straight on and makes no temporary files
    record = writer.create_warc_record(
        page.url,
        "response",
        payload=io.BytesIO(page.content),
        length=len(page.content),
        http_headers=headers,
        warc_headers_dict={
            "WARC-Date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "WARC-Payload-Digest": digest_of(page.content),
            "WARC-Block-Digest": digest_of(headers.headers_buff + page.content),
        },
    )
    writer.write_record(record)
    return record.rec_headers.get_header("WARC-Record-ID"), out.getvalue()


def digest_of(content: bytes) -> str:
    """Return a SHA-256 as WARC headers write it.

    >>> digest_of(b"")
    'sha256:4OYMIQUY7QOBJGX36TEJS35ZEQT24QPEMSNZGTFESWMRW6CSXBKQ'
    """
    return "sha256:" + base64.b32encode(hashlib.sha256(content).digest()).decode().rstrip("=")


def header_value(text: str) -> str:
    """Return a header's value on one line, as latin-1 holds it."""
    return " ".join(text.split()).encode("latin-1", errors="replace").decode("latin-1")
