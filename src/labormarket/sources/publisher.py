"""Registrable domain (public suffix list, offline): who printed a page, and its full address."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pandas as pd

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

# "github:owner/name/path/to/file", as transcribers abbreviate a file of a public repository
REPOSITORY_FILE = re.compile(r"github:([\w.-]+/[\w.-]+)(?:/(.+))?")
REPOSITORY_PAGE = re.compile(
    r"https?://(?:www\.)?(?:github\.com|raw\.githubusercontent\.com|gitlab\.com|huggingface\.co/(?:datasets|spaces))"
    r"/([\w.-]+/[\w.-]+)"
)
ARCHIVED = re.compile(r"https?://web\.archive\.org/web/[^/]+/(https?://.+)")
COMMIT = re.compile(r"@([0-9a-f]{7,40})\b")
LISTING_IN_TITLE = re.compile(r"\blisting (https?://\S+)")
NEWEST = "HEAD"
"""What stands for the commit of a file where none is known: the newest version that there is."""


@lru_cache(maxsize=50_000)
def publisher_of(address: str) -> str:
    """Return who printed a page: the registrable domain, for a repository its owner and name, "" without an address.

    >>> publisher_of("https://uk.indeed.com/viewjob?jk=1"), publisher_of("http://news.bbc.co.uk/1")
    ('indeed.com', 'bbc.co.uk')
    >>> publisher_of("github:owner/name/a file.csv"), publisher_of("https://huggingface.co/datasets/owner/name")
    ('owner/name', 'owner/name')
    >>> publisher_of("https://web.archive.org/web/2020/https://time.com/1/"), publisher_of("none")
    ('time.com', '')
    """
    archived = ARCHIVED.match(address)
    address = archived[1] if archived else address
    repository = REPOSITORY_FILE.match(address) or REPOSITORY_PAGE.match(address)
    if repository:
        return repository[1].removesuffix(".git")
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:  # "http://[broken"
        return ""
    host = host.strip(".").lower()
    return suffixes().privatesuffix(host) or host


@cache
def suffixes() -> PublicSuffixList:
    """Return the public suffix list that the package brings along: nothing is fetched."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


def address_of(source_url: str, source_title: str = "", note: str = "") -> str:
    """Return the full address of a source: an abbreviated repository file as a link, a listing named in the title.

    The commit is taken from the note ("@558f1bc").

    >>> address_of("github:owner/name/out put.csv", note="@558f1bc; table cell")
    'https://github.com/owner/name/blob/558f1bc/out%20put.csv'
    >>> address_of("github:owner/name/jobs.csv", "export; listing https://example.com/1")
    'https://example.com/1'
    >>> address_of("https://example.com/2", "export; listing https://example.com/1")
    'https://example.com/2'
    """
    file = REPOSITORY_FILE.fullmatch(source_url.strip())
    if not file:
        return source_url.strip()
    listing = LISTING_IN_TITLE.search(source_title)
    if listing:
        return listing[1]
    commit = COMMIT.search(note)
    page = f"https://github.com/{file[1]}"
    return f"{page}/blob/{commit[1] if commit else NEWEST}/{quote(file[2], safe='/%')}" if file[2] else page


def publisher_column(addresses: pd.Series) -> pd.Series:
    """Return the publisher of each address, each distinct site looked up once; missing where there is no address."""
    text = addresses.astype("str").fillna("")
    needs_whole = text.str.contains(r"^github:|//(?:[^/]*\.)?(?:github|githubusercontent|gitlab|huggingface|archive)\.")
    site = text.str.extract(r"^(\s*[A-Za-z][A-Za-z0-9+.-]*://[^/?#\s]*)", expand=False)
    key = text.where(needs_whole, site.fillna(""))
    codes, distinct = pd.factorize(key)
    found = pd.Series([publisher_of(each) for each in distinct], dtype="str").replace("", None)
    return found.take(codes).set_axis(addresses.index)
