"""Fetch the sources of sources.toml, keep each answer as a WARC record, and take its statements in like any file."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from labormarket.files.atomic_write import write_whole
from labormarket.files.errors import SourceError
from labormarket.files.project_lock import one_writer
from labormarket.files.safe_text import in_markdown
from labormarket.intake.add import Intake, plan_file, register_plan
from labormarket.intake.raw_files import NewCard, slug, write_raw
from labormarket.intake.source_list import OFFSET, Feed, Source, SourceList
from labormarket.intake.web.archive import Archive, list_captures
from labormarket.intake.web.fetch import CACHE, Fetcher, Manners, Spent
from labormarket.intake.web.network import FetchError, Page
from labormarket.intake.web.sitemap import list_addresses
from labormarket.intake.web.snapshots import FOLDER as SNAPSHOTS
from labormarket.intake.web.snapshots import Snapshots
from labormarket.readers import UnreadableError
from labormarket.sources import read_listing_counts, read_looks, read_statements
from labormarket.sources.looks import BOARD, COUNT_COLUMNS, LOOK_COLUMNS, SOURCE_URL
from labormarket.sources.register import LISTING_COUNTS, LOOKS

METHOD = "labormarket collect"
ARCHIVE_METHOD = "labormarket collect --archive"
COLLECTED = "collected"  # the folder of data/raw for the looks and counts of a run
COUNTED = (BOARD, *COUNT_COLUMNS, SOURCE_URL)
MOST_PAGES = 100  # of one board
TAKEN = Path(".labormarket", "archive")  # checkpoints: the digests of the captures taken in, a file for each source
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

    `most` bounds the postings of a sitemap, the jobs of a board that are asked for one by one, and the captures of an
    archived page that one run asks for.
    """

    root: Path
    today: str
    fetcher: Fetcher
    dry_run: bool = False
    most: int = 200
    snapshots: Snapshots = field(init=False)
    seen: dict[str, Seen] = field(default_factory=dict)  # by day

    def __post_init__(self) -> None:
        self.snapshots = Snapshots(self.root / SNAPSHOTS, self.today)

    def collect(self, sources: Iterable[Source]) -> Iterator[Outcome]:
        """Collect source after source and say what became of each; a failure costs that address only."""
        try:
            for source in sources:
                try:
                    addresses = [source.url]
                    if source.postings:
                        addresses = list_addresses(self.fetcher, source.url, source.postings)[: self.most]
                        if not addresses:
                            raise FetchError(f"no address of the sitemap matches {source.postings!r}")
                except COSTS_ITSELF as error:
                    yield Outcome(source.name, source.url, trouble=str(error))
                else:
                    yield from (self.take(replace(source, url=address), self.today, METHOD) for address in addresses)
        finally:
            self.write_seen(METHOD)

    def collect_archive(self, sources: Iterable[Source], archive: Archive) -> Iterator[Outcome]:
        """Take in a web archive's captures of each source, oldest first, each body once; go on where one stopped."""
        try:
            for source in sources:
                checkpoint = self.root / TAKEN / f"{slug(source.name)}.txt"
                taken = set(checkpoint.read_text(encoding="utf-8").split()) if checkpoint.exists() else set()
                url = source.url.replace(OFFSET, "0")
                try:
                    captures = (c for c in list_captures(self.fetcher, archive, url) if c.digest not in taken)
                    for capture in itertools.islice(captures, self.most):
                        address = archive.replay.format(timestamp=capture.timestamp, url=capture.url)
                        outcome = self.take(source, capture.day, ARCHIVE_METHOD, address)
                        yield outcome
                        if not self.dry_run and not outcome.trouble:
                            taken.add(capture.digest)
                            write_whole({checkpoint: ("\n".join(sorted(taken)) + "\n").encode()})
                except COSTS_ITSELF as error:
                    yield Outcome(source.name, url, trouble=str(error))
        finally:
            self.write_seen(ARCHIVE_METHOD)

    def take(self, source: Source, day: str, method: str, captured_at: str = "") -> Outcome:
        """Fetch one address, or its capture of a day, and take in what it holds."""
        url = source.url.replace(OFFSET, "0")
        try:
            pages = self.fetch(replace(source, url=captured_at or source.url))
            return self.take_in(source, pages, Intake(source.name, source.platform, url, day, method=method))
        except COSTS_ITSELF as error:
            return Outcome(source.name, captured_at or url, trouble=str(error))

    def fetch(self, source: Source) -> list[Page]:
        """Fetch one address; of a board that answers page by page, every page."""
        pages = [self.fetcher.fetch(source.url.replace(OFFSET, "0"))]
        feed = source.feed
        while feed and OFFSET in source.url and len(jobs_of(pages[-1].content, source)) >= feed.page_size:
            page = self.fetcher.fetch(source.url.replace(OFFSET, str(len(pages) * feed.page_size)))
            if page.content == pages[-1].content or len(pages) == MOST_PAGES:
                raise FetchError(f"the board of {source.platform} goes on for ever: {len(pages)} pages, the last again")
            pages.append(page)
        return pages

    def take_in(self, source: Source, pages: list[Page], intake: Intake) -> Outcome:
        """Keep what was fetched, read it and register what it adds."""
        content = pages[0].content
        if source.feed:
            jobs = [job for page in pages for job in jobs_of(page.content, source)]
            if source.feed.each:
                details = [self.fetcher.fetch(address) for address in addresses_of_jobs(jobs, source.feed)[: self.most]]
                jobs = [parse_answer(page.content, source) for page in details] + jobs[self.most :]
                pages = pages + details
            if len(pages) > 1:
                content = json.dumps({source.feed.jobs: jobs} if source.feed.jobs else jobs).encode()
        if not self.dry_run:
            records = [self.snapshots.keep(page) for page in pages]
            more = f" and {len(records) - 1} more" if len(records) > 1 and records[0] else ""
            intake = replace(intake, snapshot=records[0] + more)
        seen = self.seen.setdefault(intake.collected_on, Seen())
        board = slug(source.name)
        if source.feed and not jobs:
            seen.counts[board] = [(source.platform, "", 0, 0, intake.source_url)]
            return Outcome(source.name, intake.source_url)
        plan = plan_file(content, replace(intake, content_type=pages[0].content_type), self.root)
        if source.feed and plan.kind != source.feed.name:
            raise changed_form(source, f"read as {plan.kind}")
        counts = {str(status): int(count) for status, count in plan.table["status"].value_counts().items()}
        written = [] if self.dry_run else register_plan(plan, self.root, with_looks=False)
        seen.looks.update(dict.fromkeys((board, statement_id) for statement_id in plan.looks))
        if source.feed:
            seen.counts[board] = [
                (platform or source.platform, month, part.listings, part.with_pay, intake.source_url)
                for (platform, month), part in plan.coverage.items()
            ]
        return Outcome(
            source.name,
            intake.source_url,
            counts,
            tuple(path.as_posix() for path in written),
            listings=sum(part.listings for part in plan.coverage.values()),
            with_pay=sum(part.with_pay for part in plan.coverage.values()),
        )

    def write_seen(self, method: str) -> None:
        """Register the looks and the counts of the run: two files for each day, however many boards were asked."""
        if not self.dry_run:
            for day, seen in sorted(self.seen.items()):
                write_seen(self.root, seen, day, method)
        self.seen.clear()


@dataclass
class Seen:
    """What a run saw on one day beside new statements: looks (board, statement_id), and each board's counts."""

    looks: dict[tuple[str, str], None] = field(default_factory=dict)
    counts: dict[str, list[tuple[str, str, int, int, str]]] = field(default_factory=dict)


def write_seen(root: Path, seen: Seen, day: str, method: str) -> None:
    """Write looks and counts as raw files, but for those that are registered for this day."""
    with one_writer(root):
        seen_before = read_looks(read_statements(root), root)
        there = seen_before.loc[seen_before["day"].eq(day), "statement_id"]
        looks = [look for look in seen.looks if look[1] not in set(there)]
        counted_before = read_listing_counts(root)
        counted = set(counted_before.loc[counted_before["day"].eq(day), "board"])
        counts = [(board, *row) for board, rows in seen.counts.items() if board not in counted for row in rows]
        for kind, title, columns, rows in (
            (LOOKS, "Listings that were seen again", LOOK_COLUMNS, looks),
            (LISTING_COUNTS, "Listings of each board, and how many state pay", COUNTED, counts),
        ):
            if rows:
                table = pd.DataFrame(rows, columns=list(columns))
                write_raw(root, NewCard(COLLECTED, kind, day, title, method), table)


def jobs_of(content: bytes, source: Source) -> list[Any]:
    """Return the jobs of one answer of a feed; raises FetchError where they aren't where the service documents them."""
    assert source.feed is not None
    held = parse_answer(content, source)
    key = source.feed.jobs
    jobs = held if not key else held.get(key) if isinstance(held, dict) else None
    if not isinstance(jobs, list):
        raise changed_form(source, f"no list {key}".strip())
    return jobs


def parse_answer(content: bytes, source: Source) -> Any:
    """Parse one answer of a feed; raises FetchError where it is no JSON."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise changed_form(source, "no JSON") from None


def addresses_of_jobs(jobs: Sequence[Any], feed: Feed) -> list[str]:
    """Return the addresses of jobs whose list has no texts.

    >>> addresses_of_jobs([{"id": "7/8"}, {"id": None}, "no job"], Feed("f", each="https://a.example/{id}"))
    ['https://a.example/7%2F8']
    """
    ids = [str(job["id"]) for job in jobs if isinstance(job, dict) and job.get("id")]
    return [feed.each.replace("{id}", quote(name, safe="")) for name in ids]


def changed_form(source: Source, found: str) -> FetchError:
    """Return the error of a board whose answer is not as its service documents it."""
    documented = source.feed.name if source.feed else "page"
    return FetchError(f"the board of {source.platform} has changed its form: {found}, not {documented} as documented")


def open_run(
    root: Path, listed: SourceList, *, today: str, dry_run: bool = False, most: int = 200, allow_private: bool = False
) -> Run:
    """Return a run over a project's list, with its cache in the project's folder."""
    fetcher = Fetcher(listed.contact, Manners(delay_s=listed.delay_s), cache=root / CACHE, allow_private=allow_private)
    return Run(root, today, fetcher, dry_run, most)


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """Return 0 where all went well, 3 where some addresses failed, 1 where none could be had.

    >>> well, failed = Outcome("a", "https://a.example"), Outcome("b", "https://b.example", trouble="404")
    >>> exit_code([well]), exit_code([well, failed]), exit_code([failed]), exit_code([])
    (0, 3, 1, 0)
    """
    failed = sum(bool(outcome.trouble) for outcome in outcomes)
    return 0 if not failed else 1 if failed == len(outcomes) else 3


def as_json(outcomes: Sequence[Outcome], spent: Mapping[str, Spent] | None = None) -> str:
    """Write the outcomes of a run as one JSON object: totals, what each host was asked for, then each address."""
    totals = sum((Counter(outcome.counts) for outcome in outcomes), Counter())
    held = {
        "addresses": len(outcomes),
        "failed": sum(bool(outcome.trouble) for outcome in outcomes),
        "statements": dict(totals),
        "listings": sum(outcome.listings for outcome in outcomes),
        "listings_with_pay": sum(outcome.with_pay for outcome in outcomes),
        "hosts": {host: asdict(asked) for host, asked in (spent or {}).items()},
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
    | `a_board` | `2 new` | `data/raw/a.csv` |
    """
    well = sum(not outcome.trouble for outcome in outcomes)
    lines = [f"Collected {well} of {len(outcomes)} addresses.", "", "| source | outcome | raw file |", "|---|---|---|"]
    for outcome in sorted(outcomes, key=lambda outcome: not outcome.trouble):
        failed = "failed: " if outcome.trouble else ""
        written = ", ".join(map(in_markdown, outcome.written))
        lines.append(f"| {in_markdown(outcome.name)} | {failed}{in_markdown(outcome.message, most=400)} | {written} |")
    return "\n".join(lines)
