"""Web addresses: the platform whose board they are on, and the publisher, by the public suffix list."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from labormarket.platforms import match_platform
from labormarket.sources.publisher import publisher_of

# Boards that many companies share, and where the company's own name stands: in the path, or before the domain.
IN_PATH = re.compile(
    r"(?:job-)?boards(?:\.eu)?\.greenhouse\.io|boards-api\.greenhouse\.io|jobs(?:\.eu)?\.lever\.co"
    r"|api(?:\.eu)?\.lever\.co|jobs\.ashbyhq\.com|api\.ashbyhq\.com"
    r"|apply\.workable\.com|(?:jobs|careers|api)\.smartrecruiters\.com|jobs\.jobvite\.com|careers\.jobscore\.com"
    r"|recruiting\.paylocity\.com|wellfound\.com"
    r"|app\.dover\.com|jobs\.gem\.com|ats\.rippling\.com"
)
IN_HOST = re.compile(
    r"([\w-]+)(?:\.wd\d+)?\.(?:myworkdayjobs\.com|workable\.com|recruitee\.com|teamtailor\.com|bamboohr\.com"
    r"|breezy\.hr|personio\.(?:com|de)|applytojob\.com|pinpointhq\.com|jobs\.personio\.(?:com|de))"
)
API = frozenset(
    "v0 v1 v2 v3 postings boards posting-api job-board companies j jobs embed job_app job_board company widget"
    " accounts".split()
)


def host_and_path(url: str) -> tuple[str, list[str]]:
    """The host in lower case and the parts of the path; empty for what is no web address."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return "", []
    return host, [part for part in parts.path.split("/") if part]


def board_of(url: str) -> str:
    """Return the company's own name in the address of a hosted job board.

    >>> board_of("https://boards.greenhouse.io/acme/jobs/127817"), board_of("https://jobs.lever.co/acme-ai/1f2e")
    ('acme', 'acme-ai')
    >>> board_of("https://acme.wd5.myworkdayjobs.com/en-US/Careers/job/1"), board_of("https://acme.example/?gh_jid=4")
    ('acme', '')
    """
    host, path = host_and_path(url)
    if IN_PATH.fullmatch(host):
        return next((part for part in path if part.lower() not in API), "")
    hosted = IN_HOST.fullmatch(host)
    if hosted and hosted[1] not in ("www", "apply", "jobs", "api"):
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
    if not domain or "/" in domain or domain in SHARED:
        return ""
    return match_platform(domain.split(".")[0]).platform or match_platform(domain).platform or ""


SHARED = frozenset(
    {
        "linkedin.com",
        "indeed.com",
        "glassdoor.com",
        "github.com",
        "google.com",
        "ziprecruiter.com",
        "upwork.com",
        "fiverr.com",
    }
)
"""Sites on which others advertise: their address names no employer."""
