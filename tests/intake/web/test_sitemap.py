"""Sitemaps as sites write them, and files that are none."""

from __future__ import annotations

import pytest

from labormarket.intake.web.network import FetchError
from labormarket.intake.web.sitemap import read_sitemap

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def test_namespaces_comments_and_other_tags_are_passed_over() -> None:
    text = f"""<?xml version="1.0" encoding="UTF-8"?><!-- by hand --><urlset {NAMESPACE}>
    <url><loc>https://a.example/jobs/1?a=1&amp;b=2</loc><lastmod>2026-01-01</lastmod></url>
    <url><loc>ftp://a.example/x</loc></url></urlset>"""
    assert read_sitemap(text.encode()) == (["https://a.example/jobs/1?a=1&b=2"], [])


ENTITIES = b'<!DOCTYPE u [<!ENTITY a "' + b"x" * 1000 + b'">' + b'<!ENTITY b "' + b"&a;" * 1000 + b'">]>'


@pytest.mark.parametrize(
    "content",
    [b"", b"<html><body>no</body></html>", b"plain", b"\x1f\x8b\x00", b"<urlset><url>", b"<a>" * 10_000],
)
def test_what_is_no_sitemap_is_refused(content: bytes) -> None:
    with pytest.raises(FetchError):
        read_sitemap(content)


def test_entities_are_not_expanded() -> None:
    try:
        addresses, _ = read_sitemap(ENTITIES + b"<urlset><url><loc>https://a.example/&b;</loc></url></urlset>")
    except FetchError:
        return
    assert all(len(address) < 100 for address in addresses)
