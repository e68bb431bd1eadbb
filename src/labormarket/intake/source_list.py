"""The list of pages to collect: sources.toml, read and checked.

A `[[board]]` is a company's board on a job-board service whose public feed is described once, under `[feed.<name>]`;
a `[[page]]` is any other address, or a sitemap whose addresses of postings match an expression.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from labormarket.files.errors import SourceError
from labormarket.intake.raw_files import slug

SOURCES = "sources.toml"
BOARD_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
OFFSET = "{offset}"
FEED_KEYS = ("address", "documented", "terms", "robots")


@dataclass(frozen=True)
class Feed:
    """The documented form of a job-board service's answers.

    `jobs` is the key of the list of jobs ("" where the answer is that list). `page_size` is the most jobs of one answer
    where `{offset}` stands in the address. `each` is the address of one job, with `{id}`, where the list has no texts.
    """

    name: str
    jobs: str = ""
    page_size: int = 0
    each: str = ""


@dataclass(frozen=True)
class Source:
    """One address to collect: the name of its folder in data/raw, who hires where the page doesn't say.

    `feed` is the form that the answer must have; `postings` an expression for the addresses that are taken from a
    sitemap.
    """

    name: str
    url: str
    platform: str = ""
    feed: Feed | None = None
    postings: str = ""


@dataclass(frozen=True)
class SourceList:
    """What sources.toml holds: whom a site may write to, the seconds between two requests to one host, the sources."""

    contact: str
    delay_s: float
    sources: tuple[Source, ...]

    def only(self, name: str) -> SourceList:
        """Return the list with one source left; raises SourceError where none has the name."""
        kept = tuple(source for source in self.sources if source.name == name)
        if not kept:
            raise SourceError(
                SOURCES, f"no source named {name!r}", mend="see the names with `labormarket collect --list`"
            )
        return SourceList(self.contact, self.delay_s, kept)


def read_source_list(root: Path) -> SourceList:
    """Read sources.toml; raises SourceError where it is missing, broken, or an entry lacks what it needs."""
    try:
        held = tomllib.loads((root / SOURCES).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SourceError(SOURCES, "no such file", mend="list the boards to collect, one [[board]] each") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(SOURCES, f"broken TOML: {error}", mend="mend the line it names") from None
    contact = str(held.get("contact", "")).strip()
    if not contact:
        raise SourceError(SOURCES, "no contact", mend='add contact = "an address that a site may write to"')
    feeds = held.get("feed", {})
    for name, feed in feeds.items():
        if missing := [key for key in FEED_KEYS if not str(feed.get(key, "")).strip()]:
            raise SourceError(SOURCES, f"feed {name!r} has no {missing[0]}", mend=f"fill in {', '.join(missing)}")
        if (OFFSET in str(feed["address"])) != (int(feed.get("page_size", 0)) > 0):
            raise SourceError(SOURCES, f"feed {name!r}: {{offset}} and page_size go together", mend="give both")
    boards = [board_source(entry, number, feeds) for number, entry in enumerate(held.get("board", []), start=1)]
    pages = [page_source(entry, number) for number, entry in enumerate(held.get("page", []), start=1)]
    sources = (*boards, *pages)
    for name, count in Counter(slug(source.name) for source in sources).items():
        if count > 1:
            raise SourceError(SOURCES, f"two sources are named {name!r}", mend="give one of them its own name")
    return SourceList(contact, float(held.get("delay_s", 5.0)), sources)


def board_source(entry: Mapping[str, Any], number: int, feeds: Mapping[str, Mapping[str, Any]]) -> Source:
    """Return one [[board]], its address filled in from its feed."""
    said = texts_of(entry, "platform", "feed", "board", "evidence", "name")
    place = f"board {number} ({said['platform'] or said['board']})"
    if said["feed"] not in feeds:
        raise SourceError(SOURCES, f"{place}: no [feed.{said['feed']}]", mend="describe the feed, or mend its name")
    if not BOARD_NAME.fullmatch(said["board"]):
        raise SourceError(SOURCES, f"{place}: no board's name: {said['board']!r}", mend="write it as in the address")
    if not said["platform"] or not said["evidence"]:
        raise SourceError(SOURCES, f"{place} needs a platform and its evidence", mend="say where the address was seen")
    form = texts_of(feeds[said["feed"]], "address", "jobs", "page_size", "each")
    url, each = (form[key].replace("{board}", quote(said["board"], safe="")) for key in ("address", "each"))
    feed = Feed(said["feed"], form["jobs"], int(form["page_size"] or 0), each)
    return Source(said["name"] or f"{said['board']}_board", web_address(url, place), said["platform"], feed)


def page_source(entry: Mapping[str, Any], number: int) -> Source:
    """Return one [[page]]."""
    said = texts_of(entry, "name", "url", "platform", "postings")
    if not said["name"]:
        raise SourceError(SOURCES, f"page {number} has no name", mend="name the folder that its files go to")
    try:
        re.compile(said["postings"])
    except re.error as error:
        raise SourceError(SOURCES, f"page {number}: postings: {error}", mend="mend the expression") from None
    return Source(said["name"], web_address(said["url"], f"page {number}"), said["platform"], None, said["postings"])


def texts_of(entry: object, *keys: str) -> dict[str, str]:
    """Return the texts of an entry, "" where there is none."""
    held = entry if isinstance(entry, dict) else {}
    return {key: str(held.get(key, "")).strip() for key in keys}


def web_address(url: str, place: str) -> str:
    """Return an address of the web; raises SourceError for any other."""
    if not url.startswith(("http://", "https://")):
        raise SourceError(SOURCES, f"{place} has no web address: {url[:80]!r}", mend="write it with https://")
    return url
