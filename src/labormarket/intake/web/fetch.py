"""Polite fetching: retries with Retry-After, redirects, robots.txt (RFC 9309), a pause between requests to one host."""

from __future__ import annotations

import datetime
import email.utils
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import stamina
from protego import Protego

from labormarket import __version__
from labormarket.intake.web.network import AnswerLimits, Client, FetchError, Page, PassingError

HOME = "https://github.com/labormarket/labormarket"
ROBOT = "labormarket"  # the product token that a robots.txt can address
CACHE = Path(".labormarket", "http_cache.sqlite")
BUSY = frozenset({429, 500, 502, 503, 504})
MOST_REDIRECTS = 5
ROBOTS_BYTES = 512 * 1024  # RFC 9309 asks a crawler to read at least 500 KiB
LONGEST_CRAWL_DELAY_S = 60.0  # a crawl delay above it means: not by a program


@dataclass(frozen=True)
class Manners:
    """How often a host is asked; seconds."""

    delay_s: float = 2.0  # between two requests to one host; robots.txt may ask for more
    tries: int = 4
    backoff_s: float = 2.0  # doubled at each further try
    longest_wait_s: float = 120.0  # a longer Retry-After means: another day


class BusyError(PassingError):
    """A server that answers 429 or 5xx; `retry_after_s` is the wait that it asks for."""

    def __init__(self, status: int, retry_after_s: float | None) -> None:
        super().__init__(f"the server answered {status}")
        self.retry_after_s = retry_after_s


@dataclass
class Spent:
    """What one host was asked for in a run: requests, the bytes that it sent (unpacked), seconds with the pauses."""

    requests: int = 0
    bytes: int = 0
    seconds: float = 0.0


@dataclass
class Fetcher(AbstractContextManager["Fetcher"]):
    """Fetches page after page for one run: it knows each host's robots.txt and when the host was last asked.

    `sleep` and `clock` are seconds. Use it as a context manager, or close it.
    """

    contact: str
    manners: Manners = field(default_factory=Manners)
    limits: AnswerLimits = field(default_factory=AnswerLimits)
    cache: Path | None = None
    allow_private: bool = False
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    rules: dict[str, Protego | FetchError] = field(default_factory=dict)  # by scheme and host
    last_asked: dict[str, float] = field(default_factory=dict)
    spent: dict[str, Spent] = field(default_factory=dict)  # by host

    def __post_init__(self) -> None:
        agent = f"{ROBOT}/{__version__} (+{HOME}; contact: {self.contact})"
        self.client = Client(agent, self.limits, cache=self.cache, allow_private=self.allow_private)

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def fetch(self, url: str) -> Page:
        """Fetch one page, following redirects and waiting out refusals.

        Raises FetchError for whatever goes wrong, and for any status but 200.
        """
        page = self.follow(url, allowed=self.check_robots)
        if page.status != 200:
            raise FetchError(f"the server answered {page.status}")
        return page

    def follow(self, url: str, *, allowed: Callable[[str], None]) -> Page:
        """Ask for an address and for those that it redirects to, `allowed` being asked before each."""
        seen = {url}
        for _ in range(MOST_REDIRECTS + 1):
            if urlsplit(url).scheme not in ("http", "https"):
                raise FetchError(f"not a web address: {url[:100]}")
            allowed(url)
            page = self.ask_patiently(url)
            if not page.moved_to:
                return page
            try:
                url = urljoin(url, page.moved_to)
                urlsplit(url)
            except ValueError:
                raise FetchError(f"redirected to no address: {page.moved_to[:100]}") from None
            if url in seen:
                raise FetchError(f"redirected in a circle, back to {url[:100]}")
            seen.add(url)
        raise FetchError(f"more than {MOST_REDIRECTS} redirects")

    def ask_patiently(self, url: str) -> Page:
        """Ask for one address until it answers or the tries are used up."""
        manners = self.manners
        attempts = stamina.retry_context(
            on=self.wait_before_retry,
            attempts=manners.tries,
            timeout=None,
            wait_initial=manners.backoff_s,
            wait_max=manners.longest_wait_s,
            wait_jitter=manners.backoff_s / 2,
        )
        try:
            for attempt in attempts:
                with attempt:
                    return self.ask(url)
        except BusyError as error:
            if (error.retry_after_s or 0) > manners.longest_wait_s:
                raise FetchError(f"{error} and asks to wait {error.retry_after_s:,.0f} s: try another day") from None
            raise FetchError(f"{error}, {manners.tries} times") from None
        except PassingError as error:
            raise FetchError(f"{error}, {manners.tries} times") from None
        raise AssertionError("a retry ends with an answer or an error")

    def wait_before_retry(self, error: Exception) -> bool | float:
        """Say whether to ask again after an error: False, True (after the usual wait), or the seconds asked for."""
        if not isinstance(error, PassingError):
            return False
        asked = error.retry_after_s if isinstance(error, BusyError) else None
        if asked is None:
            return True
        return asked if asked <= self.manners.longest_wait_s else False

    def ask(self, url: str) -> Page:
        """Ask for one address once, after the pause that its host is owed."""
        host = urlsplit(url).netloc
        spent, begun = self.spent.setdefault(host, Spent()), self.clock()
        pause = max(self.manners.delay_s, self.crawl_delay(url))
        if host in self.last_asked and (left := self.last_asked[host] + pause - self.clock()) > 0:
            self.sleep(left)
        self.last_asked[host] = self.clock()
        spent.requests += 1
        try:
            page = self.client.get(url)
            spent.bytes += 0 if page.unchanged else len(page.content)
        finally:
            spent.seconds += self.clock() - begun
        if page.status in BUSY:
            raise BusyError(page.status, retry_after_s(page.retry_after))
        return page

    def check_robots(self, url: str) -> None:
        """Raise FetchError for an address that its host closes to programs, or whose rules can't be read.

        RFC 9309 closes a host whose server fails; one without a robots.txt is open.
        """
        rules = self.rules_of(url)
        if isinstance(rules, FetchError):
            raise FetchError(f"its robots.txt can't be had ({rules})")
        if not rules.can_fetch(url, ROBOT):
            raise FetchError("robots.txt forbids it")
        if self.crawl_delay(url) > LONGEST_CRAWL_DELAY_S:
            raise FetchError(f"robots.txt asks for {self.crawl_delay(url):g} s between requests")

    def rules_of(self, url: str) -> Protego | FetchError:
        """Return the rules of the address's host, asked for once, or the error that kept them away."""
        origin = origin_of(url)
        if origin not in self.rules:
            try:
                page = self.follow(f"{origin}/robots.txt", allowed=lambda url: None)
            except FetchError as error:
                self.rules[origin] = error
            else:
                text = page.content[:ROBOTS_BYTES].decode("utf-8", errors="replace") if page.status == 200 else ""
                self.rules[origin] = Protego.parse(text)
        return self.rules[origin]

    def crawl_delay(self, url: str) -> float:
        """Return the seconds that the host asks to leave between requests, as far as its rules are known."""
        rules = self.rules.get(origin_of(url))
        return float(rules.crawl_delay(ROBOT) or 0.0) if isinstance(rules, Protego) else 0.0


def origin_of(url: str) -> str:
    """Return scheme and host of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def retry_after_s(header: str, now: datetime.datetime | None = None) -> float | None:
    """Return the seconds that a Retry-After header asks for: a number, or the time until a date; None where it doesn't.

    >>> retry_after_s("7"), retry_after_s("soon"), retry_after_s(""), retry_after_s("9" * 400)
    (7.0, None, None, None)
    >>> noon = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
    >>> retry_after_s("Mon, 23 Nov 2026 12:00:30 GMT", noon), retry_after_s("Mon, 23 Nov 2026 11:00:00 GMT", noon)
    (30.0, 0.0)
    >>> retry_after_s("Mon, 23 Nov 99999999999999 12:00:30 GMT", noon)  # no year
    """
    header = header.strip()
    if header.isdecimal():
        return float(header) if len(header) < 10 else None
    try:
        until = email.utils.parsedate_to_datetime(header)
        if until.tzinfo is None:
            until = until.replace(tzinfo=datetime.UTC)
        return max(0.0, (until - (now or datetime.datetime.now(datetime.UTC))).total_seconds())
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
