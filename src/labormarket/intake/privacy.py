"""People's names and addresses kept out: what is collected is about pay, not about who wrote the advert."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from importlib.resources import files
from urllib.parse import urlsplit, urlunsplit

import pandas as pd

# Each pattern takes time in proportion to its text: it begins where a run begins, and spaces are bounded.
EMAIL = re.compile(
    r"(?<![\w.+%-])(?:mailto:)?[\w.+%-]++\s?(?:@|\(at\)|\[at\]|\s{1,5}at\s{1,5}(?=\S{1,80}\s{1,5}dot\s))\s?[\w-]++"
    r"(?:\s?(?:\.|\(dot\)|\[dot\]|\s{1,5}dot\s{1,5})\s?[\w-]+)+",
    re.IGNORECASE,
)


def alternatives(section: str) -> str:
    """Return the pattern of every word of a section of privacy_words.toml, the longest first."""
    lists = WORDS[section].values()
    words = sorted({word for held in lists for word in held}, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s{1,5}") for word in words)


WORDS = tomllib.loads(files("labormarket.intake").joinpath("privacy_words.toml").read_text(encoding="utf-8"))
# A number that is dialled: after a word that says so, with a + or brackets, or in the American grouping.
PHONE = re.compile(
    rf"(?:{alternatives('telephone')})(?!\w)[\s.:#-]{{0,3}}(?:me|us|at|on)?\s{{0,2}}\+?[\d(][\d\s().-]{{6,}}\d"
    r"|\+\d{1,3}[\s.-]?\(?\d[\d\s().-]{6,}\d"
    r"|(?<![\d$€£,.])\(\d{3}\)\s?\d{3}[\s.-]?\d{4}\b"
    r"|(?<![\d$€£,.])\d{3}[.-]\d{3}[.-]\d{4}\b",
    re.IGNORECASE,
)
CAPITAL = "A-ZÀ-ÝĀ-ŽА-ЯЁ"
PARTICLE = r"(?:de|der|den|van|von|bin|al|la|da|di|du|dos)\b"
NAME = rf"[{CAPITAL}][\w'’.-]+(?:\s{{1,5}}(?:[{CAPITAL}]\.|[{CAPITAL}][\w'’-]+|{PARTICLE})){{1,3}}"
ADDRESS = rf"(?:(?:{alternatives('form_of_address')})\s{{1,5}})"
BEFORE = r"(?:[-–—|,;(]\s{0,5})?(?<!\w)"
MARK = r"(?:[:：–—-]|is|,|\(s\):?)"
FIRST = r"(?i:(?:(?:your|our|the|senior|lead|technical|talent)\s{1,5}){0,4}"
NAMED = re.compile(
    rf"{BEFORE}{FIRST}(?:{alternatives('role')}))(?!\w)\s{{0,5}}{MARK}?\s{{0,5}}{ADDRESS}?{NAME}\)?"
    rf"|{BEFORE}(?i:{alternatives('role_before_mark')})(?!\w)\s{{0,5}}(?:[:：–—-]\s{{0,5}}{ADDRESS}?|{ADDRESS}){NAME}\)?"
    rf"|(?:{alternatives('role_unspaced')})\s?[:：]\s?[\u3400-\u9fff\uac00-\ud7a3]{{2,4}}"
)
BYLINE = re.compile(
    rf"^(?:[Bb]y|BY)\s+{NAME}\s*(?:[-–—|]\s*)?|\s{{0,5}}[-–—|]\s{{0,5}}[Bb]y\s{{1,5}}{NAME}\s*$"
    rf"|^(?:{alternatives('byline')})\s{{1,5}}{NAME}\s*(?:[-–—|]\s*|$)"
)
ON_NETWORK = re.compile(
    rf"^{NAME}\s+(?:{alternatives('on_network')}|\|)\s+(?:LinkedIn|X|Twitter|Facebook|Medium)\b[:\s]*"
)
PROFILE = re.compile(
    r"(?://|\.)(?:linkedin\.com/(?:in|pub)/|(?:twitter|x|facebook)\.com/|t\.me/|wa\.me/)", re.IGNORECASE
)
TEXTS = ("platform", "profession_raw", "pay_text", "source_title", "origin", "note", "text", "reason", "where")


def without_people(frame: pd.DataFrame) -> pd.DataFrame:
    """Return statements with every e-mail address, telephone number and named recruiter taken out of their texts.

    Each distinct text is cleared once.

    >>> rows = pd.DataFrame({"profession_raw": ["Nurse - Recruiter: Jo Q. Roe, jo@acme.example"], "note": [""]})
    >>> without_people(rows)["profession_raw"].to_list()
    ['Nurse']
    """
    texts = {name: clear for name in TEXTS if name in frame.columns}
    links = {name: clear_url for name in ("source_url",) if name in frame.columns}
    return frame.assign(**{name: mapped(frame[name], read) for name, read in (texts | links).items()})


def mapped(column: pd.Series, read: Callable[[str], str]) -> pd.Series:
    """Apply a function to each distinct text of a column."""
    return column.map({text: read(text) for text in column.unique()}).astype("str")


def clear(text: str) -> str:
    """Take people out of one text."""
    if not text:
        return text
    cleared = text
    for pattern in (ON_NETWORK, BYLINE, EMAIL, PHONE, NAMED):
        cleared = pattern.sub(" ", cleared)
    if cleared == text:
        return text
    cleared = re.sub(r"\(\s*[,;]?\s*\)|\[\s*\]", " ", " ".join(cleared.split()))
    return re.sub(
        r"^[\s,;:|–—-]+|(?<![\s,;:|–—(-])(?:[\s,;:|–—(-]|\b(?:contact|email|e-mail|call|at|or))+$",
        "",
        cleared.strip(),
        flags=re.IGNORECASE,
    )


def clear_url(url: str) -> str:
    """Drop an address that is a person's, and from others the user, the mail address and the tracking in them.

    >>> clear_url("https://jobs.example/1?ref=jo@acme.example&id=7"), clear_url("https://www.linkedin.com/in/jo-roe")
    ('https://jobs.example/1?id=7', '')
    """
    if not url.startswith(("http://", "https://")) or PROFILE.search(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = parts.netloc.rsplit("@", 1)[-1]
    kept = [
        piece
        for piece in parts.query.split("&")
        if piece and "@" not in piece and "%40" not in piece and not TRACKING.match(piece)
    ]
    path = EMAIL.sub("", parts.path)
    return urlunsplit((parts.scheme, host, path, "&".join(kept), "" if "@" in parts.fragment else parts.fragment))


TRACKING = re.compile(
    r"(?:utm_\w+|gclid|fbclid|msclkid|mc_eid|igshid|ref_?src|trk\w*|recruiter\w*|email|phone|name)=", re.IGNORECASE
)
