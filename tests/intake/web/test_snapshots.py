"""WARC records of fetched pages: readable, whole, within their limit."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from labormarket.intake.web.network import Page
from labormarket.intake.web.snapshots import Snapshots


def records(path: Path) -> dict[str, tuple[str, bytes]]:
    with path.open("rb") as stream:
        return {
            r.rec_headers.get_header("WARC-Record-ID"): (
                r.rec_headers.get_header("WARC-Payload-Digest"),
                r.content_stream().read(),
            )
            for r in ArchiveIterator(stream)
        }


@pytest.mark.parametrize("content", [b"", b"plain", b"\r\n\r\nWARC/1.0\r\n" * 3, bytes(range(256)) * 50])
def test_a_page_is_kept_byte_for_byte_with_its_digest(tmp_path: Path, content: bytes) -> None:
    snapshots = Snapshots(tmp_path, "2026-11-23")
    place = snapshots.keep(Page("https://a.example/ä?q=1", 200, content, "text/html; charset=ö\r\nX-Evil: 1"))
    name, record_id = place.split(" ")
    digest, kept = records(tmp_path / name)[record_id]
    assert kept == content
    assert base64.b32decode(digest.removeprefix("sha256:") + "====") == hashlib.sha256(content).digest()


def test_records_follow_each_other_and_runs_have_files_of_their_own(tmp_path: Path) -> None:
    first = Snapshots(tmp_path, "2026-11-23")
    places = [first.keep(Page(f"https://a.example/{n}", 200, b"x" * n)) for n in range(1, 4)]
    assert len(records(first.path)) == len(set(places)) == 3
    assert Snapshots(tmp_path, "2026-11-23").path != first.path


def test_what_is_past_the_limit_is_not_kept(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path, "2026-11-23", most_bytes=2_000)
    page = Page("https://a.example", 200, hashlib.shake_256(b"noise").digest(1_200))
    assert snapshots.keep(page) and not snapshots.keep(page)
    assert len(records(snapshots.path)) == 1


def test_a_cut_last_record_leaves_the_others_readable(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path, "2026-11-23")
    snapshots.keep(Page("https://a.example/1", 200, b"one"))
    whole = snapshots.path.read_bytes()
    snapshots.keep(Page("https://a.example/2", 200, hashlib.shake_256(b"noise").digest(5_000)))
    snapshots.path.write_bytes(snapshots.path.read_bytes()[: len(whole) + 100])
    with snapshots.path.open("rb") as stream:
        first = next(iter(ArchiveIterator(stream)))
        assert first.content_stream().read() == b"one"
