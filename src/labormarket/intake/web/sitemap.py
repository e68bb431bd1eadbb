"""Addresses listed in a sitemap (sitemaps.org), sitemap indexes followed once."""

from __future__ import annotations

import re

from lxml import etree

from labormarket.intake.web.fetch import Fetcher
from labormarket.intake.web.network import FetchError

MOST_SITEMAPS = 20  # of one index
MOST_ADDRESSES = 50_000  # what the protocol lets one sitemap hold


def list_addresses(fetcher: Fetcher, url: str, matching: str) -> list[str]:
    """Return the addresses of a sitemap that match an expression, in order, each once; raises FetchError."""
    addresses, inner = read_sitemap(fetcher.fetch(url).content)
    for sitemap in inner[:MOST_SITEMAPS]:
        addresses += read_sitemap(fetcher.fetch(sitemap).content)[0]
    wanted = re.compile(matching)
    return [address for address in dict.fromkeys(addresses[:MOST_ADDRESSES]) if wanted.search(address)]


def read_sitemap(content: bytes) -> tuple[list[str], list[str]]:
    """Read a sitemap: the addresses of pages, and those of further sitemaps.

    >>> read_sitemap(b"<urlset><url><loc> https://a.example/jobs/1 </loc></url></urlset>")
    (['https://a.example/jobs/1'], [])
    >>> read_sitemap(b"<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>")
    ([], ['https://a.example/s.xml'])
    """
    if content.startswith(b"\x1f\x8b"):
        raise FetchError("a packed sitemap: list the one that it holds")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise FetchError(f"no sitemap: {error}") from None
    if root is None or etree.QName(root).localname not in ("urlset", "sitemapindex"):
        raise FetchError("no sitemap: neither urlset nor sitemapindex")
    found = [str(text).strip() for text in root.xpath("//*[local-name()='loc']/text()")]
    found = [address for address in found if address.startswith(("http://", "https://"))]
    return ([], found) if etree.QName(root).localname == "sitemapindex" else (found, [])
