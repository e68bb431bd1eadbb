"""Web addresses: the platform whose board they are on, and the publisher, by the public suffix list."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from urllib.parse import urlsplit

from labormarket.platforms import match_platform
from labormarket.sources.publisher import publisher_of


@cache
def hosts() -> dict[str, frozenset[str]]:
    """The lists of hosts.toml."""
    held = tomllib.loads(resources.files(__package__).joinpath("hosts.toml").read_text(encoding="utf-8"))
    return {name: frozenset(listed.split()) for name, listed in held.items()}


def board_of(url: str) -> str:
    """Return the company's own name in the address of a hosted job board; empty where it has none, or is no address.

    >>> board_of("https://boards.greenhouse.io/acme/jobs/127817"), board_of("https://jobs.lever.co/acme-ai/1f2e")
    ('acme', 'acme-ai')
    >>> board_of("https://acme.wd5.myworkdayjobs.com/en-US/Careers/job/1"), board_of("https://acme.example/?gh_jid=4")
    ('acme', '')
    """
    try:
        address = urlsplit(url.strip())
        host = (address.hostname or "").lower()
    except ValueError:
        return ""
    if host in hosts()["in_path"]:
        return next((part for part in address.path.split("/") if part and part.lower() not in hosts()["api"]), "")
    hosted = re.fullmatch(r"([\w-]+)(?:\.wd\d+)?\.([^.]+\.[^.]+|jobs\.[^.]+\.[^.]+)", host)
    if hosted and hosted[2] in hosts()["before_domain"] and hosted[1] not in hosts()["service"]:
        return hosted[1]
    return ""


@lru_cache(maxsize=50_000)
def platform_of_address(url: str) -> str:
    """Return the platform that an address is on: its board's company, or the site where that is a known platform.

    >>> platform_of_address("https://jobs.lever.co/appen/1f2e"), platform_of_address("https://experts.afterquery.com/x")
    ('Appen', 'AfterQuery')
    >>> platform_of_address("https://boards.greenhouse.io/acme/jobs/1"), platform_of_address("https://indeed.com/1")
    ('acme', '')
    """
    if board := board_of(url):
        return match_platform(re.sub(r"[-_]+", " ", board)).platform or match_platform(board).platform or board
    domain = publisher_of(url) if url.startswith("http") else ""
    if not domain or "/" in domain or domain in hosts()["shared"]:
        return ""
    return match_platform(domain.split(".")[0]).platform or match_platform(domain).platform or ""
