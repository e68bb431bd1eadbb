"""Fetch one page politely: limits on size, time, redirects and tries; one request at a time, a pause for each host."""

from __future__ import annotations

import datetime
import email.utils
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import httpx

from labormarket import __version__
from labormarket.readers import MAX_FILE_BYTES

HOME = "https://github.com/labormarket/labormarket"
RETRIED = frozenset({429, 500, 502, 503, 504})
REDIRECTS = frozenset({301, 302, 303, 307, 308})


class FetchError(Exception):
    """A page that could not be had; the message says why."""


@dataclass(frozen=True)
class Limits:
    """What one fetch may cost; seconds and bytes."""

    delay_s: float = 2.0  # between two requests to one host; robots.txt may ask for more
    connect_s: float = 10.0
    read_s: float = 20.0  # without a byte
    total_s: float = 90.0  # one answer, headers to last byte: a server that drips is left
    tries: int = 4
    backoff_s: float = 2.0  # doubled at each further try
    longest_wait_s: float = 120.0  # a longer Retry-After means: another day
    redirects: int = 5
    page_bytes: int = MAX_FILE_BYTES  # unpacked


@dataclass(frozen=True)
class Page:
    """One answer: its bytes as they came (unpacked), and the headers that matter."""

    url: str
    status: int
    content: bytes
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass
class Fetcher:
    """One client for a whole run; it remembers when each host was last asked.

    `allow` is asked before every request, redirects too, and raises FetchError for what robots.txt forbids;
    `sleep` and `clock` are seconds.
    """

    contact: str
    limits: Limits = field(default_factory=Limits)
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    allow: Callable[[str], None] = lambda url: None
    pause_for: Callable[[str], float] = lambda url: 0.0
    last_asked: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        timeout = httpx.Timeout(self.limits.read_s, connect=self.limits.connect_s)
        self.client = httpx.Client(
            timeout=timeout,
            follow_redirects=False,
            headers={"User-Agent": self.user_agent, "Accept-Encoding": "gzip", "Accept": "*/*"},
        )

    @property
    def user_agent(self) -> str:
        """Who asks, which version, and whom to write to."""
        return f"labormarket/{__version__} (+{HOME}; contact: {self.contact})"

    def close(self) -> None:
        """Close the connections."""
        self.client.close()

    def fetch(self, url: str, *, etag: str = "", last_modified: str = "", asked_of_robots: bool = True) -> Page:
        """Fetch one page, following redirects and waiting out refusals; a 304 comes back without content.

        Raises FetchError for whatever goes wrong, and for any status but 200 and 304 (and, for robots.txt itself,
        whatever status it has comes back).
        """
        headers = {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": last_modified} if last_modified else {}
        seen = {url}
        for _ in range(self.limits.redirects + 1):
            if urlsplit(url).scheme not in ("http", "https"):
                raise FetchError(f"not a web address: {url[:100]}")
            if asked_of_robots:
                self.allow(url)
            page, moved_to = self.fetch_patiently(url, headers)
            if not moved_to:
                if asked_of_robots and page.status not in (200, 304):
                    raise FetchError(f"the server answered {page.status}")
                return page
            try:
                url = urljoin(url, moved_to)
                urlsplit(url)
            except ValueError:
                raise FetchError(f"redirected to no address: {moved_to[:100]}") from None
            if url in seen:
                raise FetchError(f"redirected in a circle, back to {url[:100]}")
            seen.add(url)
        raise FetchError(f"more than {self.limits.redirects} redirects")

    def fetch_patiently(self, url: str, headers: dict[str, str]) -> tuple[Page, str]:
        """Ask for one address until it answers or the tries are used up."""
        trouble = ""
        for attempt in range(self.limits.tries):
            self.wait_for_turn(url)
            wait = self.limits.backoff_s * 2**attempt
            try:
                page, moved_to, retry_after = self.ask(url, headers)
            except (httpx.TransportError, zlib.error) as error:
                trouble = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
                raise FetchError(f"{type(error).__name__}: {error}") from None
            else:
                if page.status not in RETRIED:
                    return page, moved_to
                trouble = f"the server answered {page.status}"
                wait = wait if retry_after is None else retry_after
                if wait > self.limits.longest_wait_s:
                    raise FetchError(f"{trouble} and asks to wait {wait:,.0f} s: try another day")
            if attempt + 1 < self.limits.tries:
                self.sleep(wait)
        raise FetchError(f"{trouble}, {self.limits.tries} times")

    def wait_for_turn(self, url: str) -> None:
        """Wait until the host was left alone long enough."""
        host = urlsplit(url).netloc
        pause = max(self.limits.delay_s, self.pause_for(url))
        if host in self.last_asked:
            left = self.last_asked[host] + pause - self.clock()
            if left > 0:
                self.sleep(left)
        self.last_asked[host] = self.clock()

    def ask(self, url: str, headers: dict[str, str]) -> tuple[Page, str, float | None]:
        """Send one request; return the page, where it moved to, and how long the server asks to wait."""
        begun = self.clock()
        with self.client.stream("GET", url, headers=headers) as answer:
            said = answer.headers
            status = answer.status_code
            moved_to = said.get("location", "") if status in REDIRECTS else ""
            content = b"" if moved_to or status in RETRIED else self.read_body(answer, begun)
        page = Page(
            url=url,
            status=status,
            content=content,
            content_type=said.get("content-type", ""),
            etag=said.get("etag", ""),
            last_modified=said.get("last-modified", ""),
        )
        return page, moved_to, retry_after_s(said.get("retry-after", ""))

    def read_body(self, answer: httpx.Response, begun: float) -> bytes:
        """Read and unpack the body, stopping at the limits: a page that unpacks without end is never unpacked."""
        declared = answer.headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > self.limits.page_bytes:
            raise FetchError(f"larger than {self.limits.page_bytes:,} bytes")
        packing = answer.headers.get("content-encoding", "identity").lower()
        if packing not in ("identity", "gzip", "x-gzip", ""):
            raise FetchError(f"packed as {packing}, which was not asked for")
        parts: list[bytes] = []
        size = 0
        for part in unpack(answer.iter_raw(), packed="gzip" in packing, at_most=self.limits.page_bytes):
            size += len(part)
            if size > self.limits.page_bytes:
                raise FetchError(f"larger than {self.limits.page_bytes:,} bytes")
            if self.clock() - begun > self.limits.total_s:
                raise FetchError(f"not done after {self.limits.total_s:g} s")
            parts.append(part)
        return b"".join(parts)


def unpack(chunks: Iterator[bytes], *, packed: bool, at_most: int) -> Iterator[bytes]:
    """Give the unpacked parts of a body, a few hundred KB at a time, and never more than a little past `at_most`."""
    if not packed:
        yield from chunks
        return
    step = 256 * 1024
    unpacker = zlib.decompressobj(wbits=31)
    given = 0
    for chunk in chunks:
        pending = chunk
        while pending and not unpacker.eof:
            part = unpacker.decompress(pending, step)
            pending = unpacker.unconsumed_tail
            given += len(part)
            yield part
            if given > at_most:
                return
    if not unpacker.eof:
        raise zlib.error("the packed body was cut short")


def retry_after_s(header: str, now: datetime.datetime | None = None) -> float | None:
    """Return the seconds that a Retry-After header asks for: a number, or the time until a date; None where it doesn't.

    >>> retry_after_s("7"), retry_after_s("soon"), retry_after_s("")
    (7.0, None, None)
    >>> noon = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
    >>> retry_after_s("Mon, 23 Nov 2026 12:00:30 GMT", noon), retry_after_s("Mon, 23 Nov 2026 11:00:00 GMT", noon)
    (30.0, 0.0)
    """
    header = header.strip()
    if header.isdecimal() and len(header) < 10:
        return float(header)
    try:
        until = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=datetime.UTC)
    return max(0.0, (until - (now or datetime.datetime.now(datetime.UTC))).total_seconds())
