"""Where a listing is and when it was published, from the many ways that boards write both."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from functools import cache
from urllib.parse import urlsplit

from babel import Locale

from labormarket.readers.json_text import words

WORLDWIDE = re.compile(r"\b(?:worldwide|anywhere|global(?:ly)?|international)\b", re.IGNORECASE)
ALIASES = {
    "usa": "US", "u.s.": "US", "u.s.a.": "US", "united states of america": "US", "uk": "GB", "u.k.": "GB",
    "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "gbr": "GB", "can": "CA", "ind": "IN",
    "deu": "DE", "fra": "FR", "ken": "KE", "czech republic": "CZ", "turkey": "TR", "korea": "KR", "hong kong": "HK",
}  # fmt: skip


@cache
def country_names() -> dict[str, str]:
    """Map the English name of each country, lower case, to its ISO 3166 code."""
    territories = Locale("en").territories
    names = {name.lower(): code for code, name in territories.items() if re.fullmatch(r"[A-Z]{2}", code)}
    return names | ALIASES


def country_code(text: str) -> str:
    """Return the ISO 3166 code of a country name or of a place that ends in one; empty where it names none.

    >>> country_code("US"), country_code("United Kingdom"), country_code("Nairobi, Kenya"), country_code("Remote")
    ('US', 'GB', 'KE', '')
    >>> country_code("Remote - Worldwide"), country_code("Bangalore, Karnataka, IN"), country_code("Portland, ME")
    ('Worldwide', '', '')
    """
    text = text.strip()
    if re.fullmatch(r"[A-Z]{2}", text):
        return "GB" if text == "UK" else text if text in country_names().values() else ""
    if WORLDWIDE.search(text):
        return "Worldwide"
    # a two-letter end after a comma may be a state ("Portland, ME"): only names speak there
    for piece in [text, *reversed(re.split(r"\s*[,;/|()]\s*|\s+[-–—]\s+", text))]:
        if code := country_names().get(piece.strip().lower()):
            return code
    return ""


def date_of(value: object) -> str:
    """Return the date of a timestamp as 2026-11-23: ISO text, or milliseconds since 1970 as Lever counts them.

    >>> date_of("2026-01-14T10:55:28-05:00"), date_of(Decimal(1700000000000)), date_of("2026-05"), date_of("last week")
    ('2026-01-14', '2023-11-14', '2026-05', '')
    """
    if isinstance(value, Decimal):
        seconds = value / 1000 if value > 10**11 else value
        if not 0 < seconds < 10**11:
            return ""
        try:
            return datetime.datetime.fromtimestamp(float(seconds), tz=datetime.UTC).date().isoformat()
        except (OverflowError, ValueError, OSError):
            return ""
    match = re.match(r"\d{4}-\d{2}(?:-\d{2})?(?!\d)", words(value))
    if match is None:
        return ""
    try:
        datetime.date.fromisoformat(match[0] if len(match[0]) == 10 else f"{match[0]}-01")
    except ValueError:
        return ""
    return match[0]


def board_of(url: str) -> str:
    """Return the board's name in the address of a hosted job: the company's own slug.

    >>> board_of("https://boards.greenhouse.io/acme/jobs/127817"), board_of("https://jobs.lever.co/acme-ai/1f2e")
    ('acme', 'acme-ai')
    >>> board_of("https://acme.example/careers?gh_jid=44444")
    ''
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    pieces = [piece for piece in parts.path.split("/") if piece]
    hosted = re.fullmatch(r"(?:job-)?boards(?:\.eu)?\.greenhouse\.io|jobs(?:\.eu)?\.lever\.co|jobs\.ashbyhq\.com", host)
    return pieces[0] if hosted and pieces and pieces[0] != "embed" else ""
