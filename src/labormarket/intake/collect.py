"""Fetch the pages of sources.toml, keep each as it came, and take its statements in like any other file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labormarket.files.errors import SourceError
from labormarket.intake.add import Intake, plan_file, register_plan, slug
from labormarket.intake.fetch import Fetcher, FetchError, Limits, Page
from labormarket.intake.page_store import FOLDER, PageStore
from labormarket.intake.robots import polite
from labormarket.readers import UnreadableError

SOURCES = "sources.toml"
METHOD = "labormarket collect"


@dataclass(frozen=True)
class PageSource:
    """One page to collect: the name of its folder in data/raw, its address, and the platform if it names none."""

    name: str
    url: str
    platform: str = ""


@dataclass(frozen=True)
class SourceList:
    """What sources.toml holds: whom a site may write to, the pause between requests, the pages."""

    contact: str
    delay_s: float
    pages: tuple[PageSource, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of one page; `path` is the raw file written, `failed` whether nothing could be had."""

    source: PageSource
    message: str
    path: Path | None = None
    failed: bool = False


def read_source_list(root: Path) -> SourceList:
    """Read sources.toml; raises SourceError where it is missing, broken, or lists a page without name or address."""
    file = root / SOURCES
    try:
        held = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SourceError(SOURCES, "no such file", mend="list the pages to collect, one [[page]] each") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(SOURCES, f"broken TOML: {error}", mend="mend the line it names") from None
    contact = str(held.get("contact", "")).strip()
    if not contact:
        raise SourceError(SOURCES, "no contact", mend='add contact = "an address that a site may write to"')
    pages = tuple(page_of(entry, number) for number, entry in enumerate(held.get("page", []), start=1))
    names = [slug(page.name) for page in pages]
    for name in names:
        if names.count(name) > 1:
            raise SourceError(SOURCES, f"two pages are named {name!r}", mend="give each its own name")
    return SourceList(contact, float(held.get("delay_s", Limits.delay_s)), pages)


def page_of(entry: Any, number: int) -> PageSource:
    """Return one [[page]] of sources.toml, checked."""
    held = entry if isinstance(entry, dict) else {}
    page = PageSource(*(str(held.get(key, "")).strip() for key in ("name", "url", "platform")))
    if not page.name or not page.url.startswith(("http://", "https://")):
        raise SourceError(SOURCES, f"page {number} needs a name and a web address", mend="fill in name and url")
    return page


def collect(
    root: Path, listed: SourceList, *, today: str, fetcher: Fetcher | None = None, dry_run: bool = False
) -> Iterator[Outcome]:
    """Collect every listed page, one after the other, and say what became of each; a failure costs that page only."""
    fetcher = fetcher or Fetcher(contact=listed.contact, limits=Limits(delay_s=listed.delay_s))
    store = PageStore(root / FOLDER)
    try:
        polite(fetcher)
        for source in listed.pages:
            try:
                page = fetch_or_recall(fetcher, store, source.url, today=today)
                yield take_in(source, page, root, today=today, dry_run=dry_run)
            except (FetchError, UnreadableError, SourceError, OSError) as error:
                yield Outcome(source, str(error), failed=True)
    finally:
        fetcher.close()


def fetch_or_recall(fetcher: Fetcher, store: PageStore, url: str, *, today: str) -> Page:
    """Fetch a page if it changed since it was last kept, else take the kept one; keep what came."""
    kept = store.last(url)
    page = fetcher.fetch(url, etag=kept.etag if kept else "", last_modified=kept.last_modified if kept else "")
    if page.status == 304 and kept is not None:
        return kept
    if page.status == 304:
        raise FetchError("the server answered 304 to a first request")
    store.keep(url, page, collected_on=today)
    return page


def take_in(source: PageSource, page: Page, root: Path, *, today: str, dry_run: bool) -> Outcome:
    """Read a page and register what it adds."""
    intake = Intake(
        source.name,
        platform=source.platform,
        source_url=source.url,
        collected_on=today,
        content_type=page.content_type,
        method=METHOD,
    )
    plan = plan_file(page.content, intake, root)
    counts = plan.table["status"].value_counts()
    message = f"{plan.kind}: " + (", ".join(f"{count} {status}" for status, count in counts.items()) or "no statements")
    if dry_run or not plan.additions:
        return Outcome(source, message)
    return Outcome(source, message, register_plan(plan, root))
