"""Undo what web pages do to pay text, and remember where each character came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property, lru_cache
from itertools import accumulate

# Signs and dashes whose UTF-8 bytes were read as an 8-bit code page.
_BROKEN = {
    sign.encode("utf-8").decode(page, errors="replace"): sign
    for page in ("cp1252", "cp1250", "latin-1")
    for sign in "£€¥¢₹₦₱–—−’‘“”\u00a0"
}
_BROKEN = {broken: sign for broken, sign in _BROKEN.items() if "\ufffd" not in broken}
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0xFFE5: ord("¥"),
    0xFFE1: ord("£"),
    0xFFE6: ord("₩"),
}
_IS_FULL_WIDTH = re.compile(r"[\uff01-\uffe6]")
_FRACTIONS = {"½": ".5", "¼": ".25", "¾": ".75"}
# Only what text holds can be mended: the quick test that most texts pass is one scan for these first characters.
_SUSPECT = re.compile(
    r"[½¼¾一二三四五六七八九十百千兩两&<\\ÂâÃă\uFF01-\uFFE6\u200b-\u200f\u00ad\ufeff\u0640\u064b-\u0652]"
)
_INVISIBLE = [chr(code) for span in ((0x200B, 0x200F), (0x64B, 0x652)) for code in range(span[0], span[1] + 1)]
_DROPPED = [*_INVISIBLE, "\u00ad", "\ufeff", "\u0640"]
# Sums in Chinese numerals: "一万五千元".
_NUMERALS = {**{numeral: digit for digit, numeral in enumerate("一二三四五六七八九", 1)}, "两": 2, "兩": 2}
MYRIAD = 10_000
_POWERS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "萬": 10_000}
_IN_NUMERALS = [
    rf"{first}(?<![\d.,几幾数數多第]{first})[{''.join((*_NUMERALS, *_POWERS))}]{{1,8}}(?=[元块塊圆圓円])"
    for first in (*_NUMERALS, *_POWERS)
]
# Each branch begins with a character of its own, so that a search passes over all others in one step.
_BRANCHES = "|".join(
    (
        r"<[/!a-zA-Z][^<>]{0,200}>",
        r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});",
        r"\\(?:u[0-9a-fA-F]{4}|[nrt]|[^\w\s])",
        *map(re.escape, sorted(_BROKEN, key=len, reverse=True)),
        *_DROPPED,
        *_IN_NUMERALS,
    )
)
_MEND = re.compile(f"({_BRANCHES})")
_MEND_FRACTIONS_TOO = re.compile(rf"((?<![\d.,])\d{{1,3}}(?:[, ]\d{{3}})*[½¼¾]|{_BRANCHES})")


@lru_cache(maxsize=10_000)
def _mended(found: str) -> str:
    """What a piece of text that is to be mended means."""
    if found[0] == "&":
        import html  # its list of entities takes as long to load as the rest of the module

        return html.unescape(found)
    if found[0] == "\\":
        if found[1] == "u":
            return chr(int(found[2:], 16))
        return "\n" if found[1].isalpha() else found[1]
    if found[0] == "<":
        return " "
    if found[0] in _NUMERALS or found[0] in _POWERS:
        return _in_digits(found)
    if found[-1] in _FRACTIONS and found[0].isdigit():
        return found[:-1] + _FRACTIONS[found[-1]]
    return _BROKEN.get(found, "")


def _in_digits(numerals: str) -> str:
    """Write a sum of Chinese numerals in digits.

    >>> [_in_digits(numerals) for numerals in ("一百", "一万五千", "三十二", "十五", "二十万")]
    ['100', '15000', '32', '15', '200000']
    """
    total = below = digit = 0  # below ten thousand; before the next power
    for numeral in numerals:
        power = _POWERS.get(numeral)
        if power is None:
            digit = _NUMERALS[numeral]
        elif power < MYRIAD:
            below, digit = below + (digit or 1) * power, 0
        else:
            total, below, digit = (total + below + digit) * power, 0, 0
    return str(total + below + digit)


class Origins:
    """Where each character of a mended text, and its end, was in the text as given."""

    def __init__(self, given: list[str], meant: list[str], earlier: Origins | None) -> None:
        """Of the pieces of a text, kept and mended ones by turns, as they were given and as they are meant."""
        self._given, self._meant, self._earlier = given, meant, earlier

    @cached_property
    def _starts(self) -> tuple[list[int], list[int]]:  # few texts are asked for a place
        return tuple(list(accumulate(map(len, pieces), initial=0))[:-1] for pieces in (self._given, self._meant))  # type: ignore[return-value]

    def __getitem__(self, at: int) -> int:
        """The place of a character."""
        given, meant = self._starts
        piece = bisect_right(meant, at) - 1
        is_mended = piece % 2
        place = given[piece] + (0 if is_mended else at - meant[piece])
        return place if self._earlier is None else self._earlier[place]


def normalise(text: str) -> tuple[str, Origins | None]:
    """The text as it was meant, and where each of its characters (and its end) was; None where nothing moved.

    >>> meant, origins = normalise("&pound;20 &#8211; 30")
    >>> meant, [origins[at] for at in range(9)]
    ('£20 – 30', [0, 7, 8, 9, 10, 17, 18, 19, 20])
    >>> normalise("&lt;b&gt;$15&lt;/b&gt;&amp;mdash;$20")[0]
    ' $15 —$20'
    """
    meant, origins = _normalise_once(text)
    if origins is not None and "&lt;" in text:  # a board escaped its HTML
        again, later = _normalise_once(meant, origins)
        return again, later or origins
    return meant, origins


def _normalise_once(text: str, earlier: Origins | None = None) -> tuple[str, Origins | None]:
    if text.isascii() and "&" not in text and "\\" not in text and "<" not in text:
        return text, None
    if not _SUSPECT.search(text):
        return text, None
    wide = text.translate(_FULL_WIDTH) if _IS_FULL_WIDTH.search(text) else text
    mend = _MEND_FRACTIONS_TOO if any(fraction in wide for fraction in _FRACTIONS) else _MEND
    given = mend.split(wide)  # kept pieces, and between them those to be mended
    if len(given) == 1:
        return wide, None
    meant = given.copy()
    meant[1::2] = map(_mended, given[1::2])
    for at in range(1, len(given), 2):
        if given[at][0] == "<" and given[at - 1][-1:].isdigit() and given[at + 1][:1].isdigit():
            meant[at] = "*"  # no digits are grouped across a tag
    if wide is not text:
        start = 0
        for at, piece in enumerate(given):
            if at % 2 and piece.isascii() and not text[start : start + len(piece)].isascii():
                meant[at] = piece  # an escape or a tag only in full-width signs
            start += len(piece)
    return "".join(meant), Origins(given, meant, earlier)
