"""Undo what web pages do to pay text, and remember where each character came from."""

from __future__ import annotations

import re

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
_SUSPECT = re.compile(r"[½¼¾&<\\ÂâÃă\uFF01-\uFFE6\u200b-\u200f\u00ad\ufeff\u0640\u064b-\u0652]")
_MEND = re.compile(
    r"(?<![\d.,])\d{1,3}(?:[, ]\d{3})*[½¼¾]|"
    r"<[/!a-zA-Z][^<>]{0,200}>|&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});|\\u[0-9a-fA-F]{4}|\\[nrt]|\\[^\w\s]|[\u200b-\u200f\u00ad\ufeff\u0640\u064b-\u0652]|"
    + "|".join(map(re.escape, sorted(_BROKEN, key=len, reverse=True)))
)


def _mended(match: re.Match[str]) -> str:
    found = match.group()
    if found[0] == "&":
        import html  # its list of entities takes as long to load as the rest of the module

        return html.unescape(found)
    if found[0] == "\\":
        if found[1] == "u":
            return chr(int(found[2:], 16))
        return "\n" if found[1].isalpha() else found[1]
    if found[0] == "<":
        text, (start, end) = match.string, match.span()
        between_digits = text[start - 1 : start].isdigit() and text[end : end + 1].isdigit()
        return "*" if between_digits else " "  # no digits are grouped across a tag
    if found[-1] in _FRACTIONS and found[0].isdigit():
        return found[:-1] + _FRACTIONS[found[-1]]
    return _BROKEN.get(found, "")


def needs_mending(text: str) -> bool:
    """Whether a text may hold what `normalise` undoes."""
    return _SUSPECT.search(text) is not None


def normalise(text: str) -> tuple[str, list[int] | None]:
    """The text as it was meant, and where each of its characters (and its end) was; None where nothing moved.

    >>> normalise("&pound;20 &#8211; 30")
    ('£20 – 30', [0, 7, 8, 9, 10, 17, 18, 19, 20])
    >>> normalise("&lt;b&gt;$15&lt;/b&gt;&amp;mdash;$20")[0]
    ' $15 —$20'
    """
    meant, offsets = _normalise_once(text)
    if offsets is not None and "&lt;" in text:  # a board escaped its HTML
        again, places = _normalise_once(meant)
        return again, offsets if places is None else [offsets[place] for place in places]
    return meant, offsets


def _normalise_once(text: str) -> tuple[str, list[int] | None]:
    if text.isascii() and "&" not in text and "\\" not in text and "<" not in text:
        return text, None
    if not _SUSPECT.search(text):
        return text, None
    wide = text.translate(_FULL_WIDTH) if _IS_FULL_WIDTH.search(text) else text
    pieces: list[str] = []
    offsets: list[int] = []
    done = 0
    for match in _MEND.finditer(wide):
        start, end = match.span()
        if match[0].isascii() and not text[start:end].isascii():  # an escape or a tag only in full-width signs
            continue
        mended = _mended(match)
        pieces += (wide[done:start], mended)
        offsets += range(done, start)
        offsets += [start] * len(mended)
        done = end
    if not done:
        return wide, None
    pieces.append(wide[done:])
    offsets += range(done, len(wide) + 1)
    return "".join(pieces), offsets
