"""Fetch the sources of sources.toml, keep each answer as a WARC record, and take its statements in like any file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from labormarket.files.atomic_write import write_whole
from labormarket.files.errors import SourceError
from labormarket.intake.add import Intake, plan_file, register_plan, slug
from labormarket.intake.source_list import Source, SourceList
from labormarket.intake.web.archive import Archive, list_captures
from labormarket.intake.web.fetch import CACHE, Fetcher, Manners, Page
from labormarket.intake.web.network import FetchError
from labormarket.intake.web.sitemap import list_addresses
from labormarket.intake.web.snapshots import FOLDER as SNAPSHOTS
from labormarket.intake.web.snapshots import Snapshots
from labormarket.readers import UnreadableError

METHOD = "labormarket collect"
ARCHIVE_METHOD = "labormarket collect --archive"
TAKEN = Path(".labormarket", "archive")  # which captures were taken in, a file for each source
COSTS_ITSELF = (FetchError, UnreadableError, SourceError, OSError)


@dataclass(frozen=True)
class Outcome:
    """What became of one address: statements by status, raw files written, trouble, listings and how many state pay."""

    name: str
    url: str
    counts: dict[str, int] = field(default_factory=dict)
    written: tuple[str, ...] = ()
    trouble: str = ""
    listings: int = 0
    with_pay: int = 0

    @property
    def message(self) -> str:
        """The outcome in words."""
        said = self.trouble or ", ".join(f"{count} {status}" for status, count in self.counts.items())
        stating = f"; {self.with_pay:,} of {self.listings:,} listings state pay" if self.listings else ""
        return (said or "no statements") + stating


@dataclass
class Run:
    """One run over a list of sources: where its files go, on which day, and what it fetches with.

    `most` bounds the postings of a sitemap and the captures of an archived page that one run asks for.
    """

    root: Path
    today: str
    fetcher: Fetcher
    dry_run: bool = False
    most: int = 200
    snapshots: Snapshots = field(init=False)

    def __post_init__(self) -> None:
        self.snapshots = Snapshots(self.root / SNAPSHOTS, self.today)

    def collect(self, sources: Iterable[Source]) -> Iterator[Outcome]:
        """Collect source after source and say what became of each; a failure costs that address only."""
        for source in sources:
            try:
                if source.postings:
                    addresses = list_addresses(self.fetcher, source.url, source.postings)[: self.most]
                    if not addresses:
                        raise FetchError(f"no address of the sitemap matches {source.postings!r}")
                    yield from (self.collect_page(replace(source, url=address)) for address in addresses)
                else:
                    yield self.collect_page(source)
            except COSTS_ITSELF as error:
                yield Outcome(source.name, source.url, trouble=str(error))

    def collect_page(self, source: Source) -> Outcome:
        """Fetch and take in one address."""
        try:
            page = self.fetcher.fetch(source.url)
            intake = Intake(source.name, source.platform, source.url, self.today, page.content_type, METHOD)
            return self.take_in(source, page, intake)
        except COSTS_ITSELF as error:
            return Outcome(source.name, source.url, trouble=str(error))

    def collect_archive(self, sources: Iterable[Source], archive: Archive) -> Iterator[Outcome]:
        """Take in a web archive's captures of each source, oldest first, each body once; go on where one stopped."""
        for source in sources:
            taken = TakenCaptures(self.root / TAKEN / f"{slug(source.name)}.txt")
            left = self.most
            try:
                for capture in list_captures(self.fetcher, archive, source.url):
                    if capture.digest in taken.digests:
                        continue
                    if not left:
                        break
                    left -= 1
                    address = archive.replay.format(timestamp=capture.timestamp, url=capture.url)
                    outcome = self.collect_capture(source, address, capture.day)
                    yield outcome
                    if not self.dry_run and not outcome.trouble:
                        taken.add(capture.digest)
            except COSTS_ITSELF as error:
                yield Outcome(source.name, source.url, trouble=str(error))

    def collect_capture(self, source: Source, address: str, day: str) -> Outcome:
        """Fetch and take in one capture of an archive, as collected on the day it was made."""
        try:
            page = self.fetcher.fetch(address)
            intake = Intake(source.name, source.platform, source.url, day, page.content_type, ARCHIVE_METHOD)
            return self.take_in(source, page, intake)
        except COSTS_ITSELF as error:
            return Outcome(source.name, address, trouble=str(error))

    def take_in(self, source: Source, page: Page, intake: Intake) -> Outcome:
        """Keep a page, read it and register what it adds; a board in another form than documented is refused."""
        if not self.dry_run:
            intake = replace(intake, snapshot=self.snapshots.keep(page))
        if source.feed and is_empty_board(page.content):
            return Outcome(source.name, page.url)
        plan = plan_file(page.content, intake, self.root)
        if source.feed and plan.kind != source.feed:
            raise FetchError(
                f"the board of {source.platform} has changed its form: read as {plan.kind}, not as {source.feed} "
                "documents it"
            )
        counts = {str(status): int(count) for status, count in plan.table["status"].value_counts().items()}
        written = None if self.dry_run else register_plan(plan, self.root)
        files = (written.as_posix(),) if written else ()
        seen = plan.coverage.values()
        return Outcome(
            source.name,
            page.url,
            counts,
            files,
            listings=sum(part.listings for part in seen),
            with_pay=sum(part.with_pay for part in seen),
        )


@dataclass
class TakenCaptures:
    """Checkpoint of an archive run: the digests taken in so far, one a line, appended as they are done."""

    path: Path
    digests: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.digests = set(self.path.read_text(encoding="utf-8").split()) if self.path.exists() else set()

    def add(self, digest: str) -> None:
        """Note one capture as taken in."""
        self.digests.add(digest)
        write_whole({self.path: ("\n".join(sorted(self.digests)) + "\n").encode()})


def is_empty_board(content: bytes) -> bool:
    """Tell whether a feed lists no job at all: an empty list, or an object whose one list is empty.

    >>> is_empty_board(b"[]"), is_empty_board(b'{"jobs": [], "meta": {"total": 0}}'), is_empty_board(b'{"jobs": [1]}')
    (True, True, False)
    """
    try:
        held = json.loads(content)
    except (ValueError, RecursionError):
        return False
    parts = held.values() if isinstance(held, dict) else [held]
    lists = [part for part in parts if isinstance(part, list)]
    return bool(lists) and not any(lists)


def open_run(root: Path, listed: SourceList, *, today: str, dry_run: bool, most: int) -> Run:
    """Return a run over a project's list, with its cache in the project's folder."""
    manners = Manners(delay_s=listed.delay_s)
    return Run(root, today, Fetcher(listed.contact, manners, cache=root / CACHE), dry_run, most)


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """Return 0 where all went well, 3 where some addresses failed, 1 where none could be had.

    >>> well, failed = Outcome("a", "https://a.example"), Outcome("b", "https://b.example", trouble="404")
    >>> exit_code([well]), exit_code([well, failed]), exit_code([failed]), exit_code([])
    (0, 3, 1, 0)
    """
    failed = sum(bool(outcome.trouble) for outcome in outcomes)
    return 0 if not failed else 1 if failed == len(outcomes) else 3


def as_json(outcomes: Sequence[Outcome]) -> str:
    """Write the outcomes of a run as one JSON object: totals, then each address."""
    totals = sum((Counter(outcome.counts) for outcome in outcomes), Counter())
    held = {
        "addresses": len(outcomes),
        "failed": sum(bool(outcome.trouble) for outcome in outcomes),
        "statements": dict(totals),
        "listings": sum(outcome.listings for outcome in outcomes),
        "listings_with_pay": sum(outcome.with_pay for outcome in outcomes),
        "outcomes": [asdict(outcome) for outcome in outcomes],
    }
    return json.dumps(held, ensure_ascii=False, indent=1)


def as_markdown(outcomes: Sequence[Outcome]) -> str:
    """Write the outcomes of a run as a Markdown table, the failed addresses first.

    >>> print(as_markdown([Outcome("a_board", "https://a.example", {"new": 2}, ("data/raw/a.csv",))]))
    Collected 1 of 1 addresses.
    <BLANKLINE>
    | source | outcome | raw file |
    |---|---|---|
    | a_board | 2 new | data/raw/a.csv |
    """
    well = sum(not outcome.trouble for outcome in outcomes)
    rows = [
        f"| {cell(outcome.name)} | {cell(('failed: ' if outcome.trouble else '') + outcome.message)} "
        f"| {cell(', '.join(outcome.written))} |".replace("|  |", "| |")
        for outcome in sorted(outcomes, key=lambda outcome: not outcome.trouble)
    ]
    return "\n".join(
        [
            f"Collected {well} of {len(outcomes)} addresses.",
            "",
            "| source | outcome | raw file |",
            "|---|---|---|",
            *rows,
        ]
    )


def cell(text: str) -> str:
    """Return a text that stays within its cell of a Markdown table."""
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())
