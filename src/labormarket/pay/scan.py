"""One linear scan of a text into tokens, each with its kind (see cues.py)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from labormarket.pay.cues import LETTER, UNSPACED, Lexicon, lexicon
from labormarket.pay.numbers import NUMBER, decimal_mark

MOST_TOKENS = 12_000  # a text of more than this is read to there
DASHES = "-‐‑‒–—―−_－"
WAVES = "~〜～∼"

NUMBER_AT, UNSPACED_AT, SIGN_AT, WORD_AT, PUNCTUATION_AT, BREAK_AT = range(1, 7)


class Tokens(NamedTuple):
    """The tokens of a text: one character of `kinds` each, and their values and places."""

    kinds: str
    values: list[Any]
    starts: list[int]
    ends: list[int]


@cache
def _master() -> re.Pattern[str]:
    words = lexicon()
    unspaced = "|".join(map(re.escape, sorted(words.unspaced, key=len, reverse=True)))
    signs = "|".join(
        (rf"(?<!{LETTER})" if sign[0].isalpha() else "") + re.escape(sign)
        for sign in sorted(words.signs, key=len, reverse=True)
        if not sign.isalpha()
    )
    return re.compile(
        rf"({NUMBER})|({unspaced}|[{UNSPACED}])|({signs})|({LETTER}+)|([^\w\s*'’]|_)|(\s*\n\s*|\t| {{4,}})"
    )


PUNCTUATION = {
    **dict.fromkeys(DASHES, "-"),
    "/": "/",
    "／": "/",
    "+": "+",
    "＋": "+",
    "%": "%",
    "％": "%",
    ",": ",",
    "，": ",",
    "、": ",",
    ":": ":",
    "：": ":",
    "(": "(",
    "[": "(",
    "（": "(",
    "【": "(",
    ")": ")",
    "]": ")",
    "）": ")",
    "】": ")",
    ";": ";",
    "|": ";",
    "•": ";",
    "·": ":",
    "!": ".",
    "?": ".",
    "。": ".",
    "<": "<",
    ">": ">",
    "≤": "<",
    "≥": ">",
    "≈": "~",
    "…": ":",
    "&": "&",
    "=": ":",
    "#": "l",
    "@": "o",
    "$": "€",
    "¢": "c",
}
GLUED_MAGNITUDES = {
    "k": "1e3",
    "K": "1e3",
    "m": "1e6",
    "M": "1e6",
    "mm": "1e6",
    "MM": "1e6",
    "b": "1e9",
    "B": "1e9",
    "l": "1e5",
    "L": "1e5",
    "к": "1e3",
    "К": "1e3",
    "w": "1e4",
    "W": "1e4",
    "т": "1e3",
}
SPACED_MAGNITUDES = {"k": "1e3", "K": "1e3", "M": "1e6", "L": "1e5"}


def scan(text: str) -> Tokens:
    """Cut a text into tokens."""
    words: Lexicon = lexicon()
    tree, unspaced, signs = words.tree, words.unspaced, words.signs
    matches = []
    for match in _master().finditer(text):
        matches.append(match)
        if len(matches) >= MOST_TOKENS:
            break
    kinds: list[str] = []
    values: list[Any] = []
    starts: list[int] = []
    ends: list[int] = []
    count = len(matches)
    at = 0
    while at < count:
        match = matches[at]
        start, end = match.span()
        branch = match.lastindex
        kind, value = "W", None
        step = 1
        if branch == NUMBER_AT:
            raw = match.group()
            mark = decimal_mark(raw)
            if mark is None and raw.count(",") == 1 and raw.count(".") == 2:  # "100.0,120.0": two columns of a table
                cut = start + raw.index(",")
                for piece_start, piece_end in ((start, cut), (cut, cut + 1), (cut + 1, end)):
                    piece = text[piece_start:piece_end]
                    kinds.append("," if piece == "," else "N")
                    values.append(decimal_mark(piece))
                    starts.append(piece_start)
                    ends.append(piece_end)
                at += 1
                continue
            kind, value = ("J", None) if mark is None else ("N", mark)
            if (
                start
                and kinds
                and ends[-1] == start
                and kinds[-1] == "W"
                and text[start - 1].isalpha()
                and text[start - 1] < "\u2fff"
            ):
                kind = "J"
                if text[starts[-1] : start] in ("c", "C"):
                    kinds[-1], kind = "~", "N"
        elif branch == UNSPACED_AT:
            cue = unspaced.get(match.group())
            if cue is not None:
                kind, value = cue.kind, cue.value
        elif branch == SIGN_AT:
            kind = "$" if end < len(text) and text[end].isdigit() else "€"
            value = signs[match.group()]
        elif branch == BREAK_AT:
            kind = ";"
        else:
            glued = bool(kinds) and kinds[-1] in "NJ" and ends[-1] == start
            word = match.group()
            low = word.lower()
            found = None
            if branch == WORD_AT and kinds and kinds[-1] == "N":
                magnitude = (
                    GLUED_MAGNITUDES.get(word)
                    if glued
                    else (SPACED_MAGNITUDES.get(word) if start - ends[-1] == 1 else None)
                )
                if magnitude and not (low == "m" and at + 1 < count and text[end : end + 1] == "²"):
                    kind, value, found = "k", magnitude, True
                elif glued and low == "p" and text[end : end + 1] not in ("/", "."):
                    kind, value, found = "c", "GBP", True
            if not found:
                node = tree.get(low)
                cue = None
                if node is not None:
                    ahead = at
                    while node is not None:
                        here = node.get("")
                        if here is not None:
                            cue, step, end = here, ahead - at + 1, matches[ahead].end()
                        ahead += 1
                        if ahead >= count or ahead - at > 6:
                            break
                        node = node.get(matches[ahead].group().lower())
                if cue is not None:
                    kind, value = cue.kind, cue.value
                    if kind == "d" and step == 1 and len(low) <= 3 and not _is_currency(text, start, end, word, glued):
                        kind = "W"
                elif branch == PUNCTUATION_AT:
                    if word == ".":
                        kind = "." if end >= len(text) or text[end].isspace() else ":"
                    else:
                        kind = PUNCTUATION.get(word, ",")
                        if word in WAVES:
                            kind = "-" if kinds and kinds[-1] in "Nk€dcug" else "~"
                elif word in signs:
                    kind, value = ("€", signs[word])
                if glued and kind == "W":
                    kinds[-1] = "J" if not (len(kinds) > 1 and kinds[-2] in "$") else kinds[-1]
        kinds.append(kind)
        values.append(value)
        starts.append(start)
        ends.append(end)
        at += step
    return Tokens("".join(kinds), values, starts, ends)


SHORT_NAMES = {
    "rs",
    "ksh",
    "sh",
    "shs",
    "tsh",
    "ush",
    "rp",
    "rm",
    "kr",
    "zł",
    "zl",
    "kč",
    "kc",
    "ft",
    "лв",
    "руб",
    "tl",
    "won",
    "yen",
    "dh",
    "dhs",
    "tk",
    "грн",
    "bob",
    "đ",
}


def _is_currency(text: str, start: int, end: int, word: str, glued: bool) -> bool:
    """Whether a short word is a currency here: a code is in capitals or stands by a number."""
    low = word.lower()
    after = text[end : end + 2]
    by_number = glued or (after[:1].isdigit()) or (after[:1] in " .\u00a0" and after[1:].isdigit())
    before = text[max(0, start - 2) : start]
    by_number = (
        by_number
        or (before[-1:].isdigit())
        or (before[-1:] in " \u00a0" and before[:1].isalnum() and any(c.isdigit() for c in before))
    )
    if len(low) == 1:
        return word in ("P", "р") and (after[:1].isdigit() or (glued and word == "р") or (by_number and word == "р"))
    if low in SHORT_NAMES:
        return True
    return by_number or (
        word.isupper() and len(low) == 3 and low not in ("all", "top", "try", "mad", "pen", "sos", "cup", "ron", "gel")
    )
