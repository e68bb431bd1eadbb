"""What a host's robots.txt allows, asked once for each host and run."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego

from labormarket.intake.fetch import Fetcher, FetchError

NAME = "labormarket"  # the product token that a robots.txt can address
MAX_BYTES = 512 * 1024  # RFC 9309 asks a crawler to read at least 500 KiB
LONGEST_DELAY_S = 60.0  # a crawl delay above it means: not by a program


@dataclass
class Robots:
    """The rules of every host met in one run, fetched with `fetcher` when first needed."""

    fetcher: Fetcher
    rules: dict[str, Protego | str] = field(default_factory=dict)

    def allow(self, url: str) -> None:
        """Raise FetchError for an address that its host closes to programs, or whose rules can't be read."""
        rules = self.rules_of(url)
        if isinstance(rules, str):
            raise FetchError(rules)
        if not rules.can_fetch(url, NAME):
            raise FetchError("robots.txt forbids it")
        if self.delay_of(rules) > LONGEST_DELAY_S:
            raise FetchError(f"robots.txt asks for {self.delay_of(rules):g} s between requests")

    def pause_for(self, url: str) -> float:
        """Return the seconds that the host asks to leave between requests."""
        rules = self.rules.get(origin_of(url))
        return self.delay_of(rules) if isinstance(rules, Protego) else 0.0

    @staticmethod
    def delay_of(rules: Protego) -> float:
        """Return the seconds that the rules ask to leave between requests."""
        return float(rules.crawl_delay(NAME) or 0.0)

    def rules_of(self, url: str) -> Protego | str:
        """Return the rules of the address's host, or why there are none: RFC 9309 closes a host whose server fails."""
        origin = origin_of(url)
        if origin not in self.rules:
            try:
                page = self.fetcher.fetch(f"{origin}/robots.txt", asked_of_robots=False)
            except FetchError as error:
                self.rules[origin] = f"its robots.txt can't be had ({error})"
            else:
                if page.status >= 500:
                    self.rules[origin] = f"its robots.txt answers {page.status}"
                else:
                    text = page.content[:MAX_BYTES].decode("utf-8", errors="replace") if page.status == 200 else ""
                    self.rules[origin] = Protego.parse(text)
        return self.rules[origin]


def origin_of(url: str) -> str:
    """Return scheme and host of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def polite(fetcher: Fetcher) -> Fetcher:
    """Return the fetcher, bound from now on by the robots.txt of every host it asks."""
    robots = Robots(fetcher)
    fetcher.allow, fetcher.pause_for = robots.allow, robots.pause_for
    return fetcher
