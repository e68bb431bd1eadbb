"""Pages that a site sends instead of the page that was asked for: bot walls, consent walls, error pages."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

LISTS = tomllib.loads(resources.files(__package__).joinpath("block_pages.toml").read_text(encoding="utf-8"))
TITLES, MACHINERY, PHRASES = (re.compile("|".join(LISTS[name]), re.IGNORECASE) for name in LISTS)
SHORT = 1_500  # characters of text; a listing worth reading has more, or has structured data


def wall_of(title: str, text: str, source: str = "") -> str:
    """Say why a page is a wall or an error page, or return nothing.

    >>> wall_of("Just a moment...", "Checking your browser")
    'a bot wall or error page ("Just a moment...")'
    >>> wall_of("AI tutor at Acme", "Pays $20 an hour. Blocked accounts are not paid." * 40)
    ''
    """
    short = len(text) < SHORT
    if short and (TITLES.match(title.lstrip()) or MACHINERY.search(source)):
        return f'a bot wall or error page ("{(title or text)[:60].strip()}")'
    if short and (phrase := PHRASES.search(text)) and not re.search(r"[$€£¥₹]\s?\d", text):
        return f'a bot wall or error page ("{phrase[0]}")'
    return ""
