"""One linear scan of a text into tokens, each with its kind (the alphabet is in cues.py)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from labormarket.pay.cues import LETTER, UNSPACED, Cue, cue_of_part, lexicon
from labormarket.pay.guards import Guards, is_zeros, starts_with_zero
from labormarket.pay.numbers import NUMBER, decimal_mark

MOST_TOKENS = 20_000  # a text is read to here: some 100 KB of prose
LONGEST_PHRASE = 6  # words of a cue

DASHES = "-‐‑‒–—―−_"
WAVES = "~〜∼"  # a dash between amounts, "about" before one
PUNCTUATION = {
    **dict.fromkeys(DASHES, "-"),
    **dict.fromkeys("([【", "("),
    **dict.fromkeys(")]】", ")"),
    **dict.fromkeys("!?。", "."),
    **dict.fromkeys(",、·", ","),
    **dict.fromkeys(";|•", ";"),
    **dict.fromkeys(":…=", ":"),
    **dict.fromkeys("<≤", "<"),
    **dict.fromkeys(">≥", ">"),
    **dict.fromkeys("≈≃±", "~"),
    "/": "/",
    "+": "+",
    "%": "%",
    "&": "&",
    "#": "l",
    "@": "o",
}
# Letters that scale a number when they touch it ("25k"), and those that may stand apart ("45 K").
TOUCHING = {
    **dict.fromkeys(("k", "K", "к", "К", "т"), "1e3"),
    **dict.fromkeys(("l", "L"), "1e5"),
    **dict.fromkeys(("m", "M", "mm", "MM"), "1e6"),
    **dict.fromkeys(("b", "B"), "1e9"),
    **dict.fromkeys(("w", "W"), "1e4"),
}
APART = {"k": "1e3", "K": "1e3", "M": "1e6", "L": "1e5"}
AMOUNT_AHEAD = re.compile(r"\s*[^\w\s]?\s*\w{0,3}\W?\d")
# 元 and 원 are also parts of words ("직원", employees): a sign only after a number.
AFTER_WHICH_UNSPACED_SIGN = ("N", "k", "v", "]", "n")
CIRCA = ("c", "C")
# Short words that are a currency wherever they stand; others need a number beside them, or capitals.
SHORT_CURRENCIES = frozenset(
    (
        *(
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
        ),
        *("yen", "dh", "dhs", "tk", "грн", "bob", "đ", "eur", "usd", "gbp", "inr", "kes", "ngn"),
    )
)
LIKE_WORDS = frozenset(
    ("all", "top", "try", "mad", "pen", "sos", "cup", "ron", "gel", "mur", "sar", "ves", "lei", "re", "le", "gh")
)
# Single letters that are a currency right before, or right after, a number of this look.
LETTER_BEFORE = {
    **dict.fromkeys(("P", "R"), re.compile(r" ?\d\d")),
    "N": re.compile(r"\d{1,3}(?:,?\d{3}|k)"),
}
LETTER_AFTER = frozenset("рđ")


# What tradition writes after a sum, and means nothing: "Rs 500/-", "45,000/=", "€ 50,-", "CHF 30.--".
FLOURISH = r"(?<=\d)(?:/[-=]|[.,][-–—]{1,2})(?!\d)"
# "26000złbrutto": a currency between a number and the word for gross or net
GLUED_CURRENCY = r"(?<=\d)(?i:zł|zl|pln|eur|euro|usd|kč|czk|tl|chf)(?=(?i:brut|nett|gross|lord|hrub))"


class Tokens(NamedTuple):
    """The tokens of a text: one character of `kinds` each, and their values and places."""

    kinds: str
    values: list[Any]
    starts: list[int]
    ends: list[int]


_NUMBER, _UNSPACED, _SIGN, _WORD, _MARK, _BREAK = range(1, 7)


@cache
def master() -> re.Pattern[str]:
    """The one pattern of the scan; its groups are number, cue of an unspaced script, sign, word, mark and break."""
    words = lexicon()

    def any_of(phrases: Iterable[str]) -> str:
        return "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))

    marks = [sign for sign in words.signs if not sign.isalpha()]
    lettered = any_of(sign for sign in marks if sign[0].isalpha())
    plain = any_of(sign for sign in marks if not sign[0].isalpha())
    # A branch of many phrases is tried only where its first characters allow it: the scan stays one step a token.
    return re.compile(
        rf"{FLOURISH}|({NUMBER})|((?=[{UNSPACED}])(?:{any_of(words.unspaced)}|.))"
        rf"|((?=[^\W\d]{{1,3}}[^\w\s])(?<!{LETTER})(?:{lettered})|(?=[^\w\s])(?:{plain}))"
        rf"|({GLUED_CURRENCY}|{LETTER}+)|([^\w\s*'’]|_)|(\s*\n\s*|\t| {{4,}})"
    )


def scan(text: str, guards: Guards) -> Tokens:
    """Cut a text into tokens; the questions that it asks about digits go to `guards`."""
    words = lexicon()
    tree, unspaced, signs = words.tree, words.unspaced, words.signs
    matches: list[re.Match[str]] = []
    for match in master().finditer(text):
        if match.lastindex:
            matches.append(match)
            if len(matches) == MOST_TOKENS:
                break
    kinds: list[str] = []
    values: list[Any] = []
    starts: list[int] = []
    ends: list[int] = []
    at, count = 0, len(matches)
    while at < count:
        match = matches[at]
        start, end = match.span()
        branch = match.lastindex
        kind, value, steps = "W", None, 1
        touches = bool(ends) and ends[-1] == start
        if branch in (_WORD, _MARK):
            word = match.group()
            after_number = bool(kinds) and kinds[-1] in "NJ"
            magnitude = None
            if branch == _WORD and after_number:
                magnitude = (
                    TOUCHING.get(word)
                    if touches
                    else "1e3"
                    if word == "T" and text[end : end + 1] == "€"
                    else APART.get(word)
                    if start - ends[-1] == 1
                    else None
                )
            low = word.lower()
            node = tree.get(low)
            cue = None
            if magnitude:
                kind, value = "k", magnitude
                if node and (cue := _phrase(node, matches, at)[0]) and cue.kind not in "kdu":
                    cue = None
                if cue is not None and not touches:
                    kind, value = cue.kind, cue.value
            else:
                if node is not None:
                    cue, steps = _phrase(node, matches, at)
                if cue is None and branch == _WORD:
                    cue = cue_of_part(low)
                if cue is not None:
                    kind, value = cue.kind, cue.value
                    end = matches[at + steps - 1].end()
                    if kind == "c" and word in words.cased:
                        value = words.cased[word]
                    if kind == "d" and steps == 1 and len(low) <= 3 and not _is_currency(text, start, end, word):
                        kind, value = "W", None
                if kind == "W":
                    if branch == _MARK:
                        kind = _mark(word, text, end, kinds)
                    elif word in signs:
                        kind, value = "€", signs[word]
                    elif touches and low == "p" and after_number:
                        kind, value = "c", "GBP"
                if touches and after_number and kind == "W" and (kinds[-2:-1] != ["$"] or low == "s"):
                    kinds[-1] = "J"  # "40B", "3rd", "1000w"
        elif branch == _NUMBER:
            raw = match.group()
            for kind, value, piece_start, piece_end in _number(raw, start, text, guards):
                if (
                    kind == "N"
                    and kinds[-1:] == ["-"]
                    and kinds[-2:-1] in (["W"], ["g"], ["X"])
                    and touches
                    and ends[-2] == starts[-1]
                    and piece_end - piece_start <= 4
                ):
                    kind = "J"  # "NET-45"
                if (
                    touches
                    and kind == "N"
                    and kinds[-1] == "W"
                    and text[start - 1].isalpha()
                    and text[start - 1] < UNSPACED[0]
                ):
                    if text[starts[-1] : start] in CIRCA and not text[piece_end : piece_end + 1].isalpha():
                        kinds[-1] = "~"
                    else:
                        kind = "J"  # "A04", "Q3"
                if touches and kind == "N" and kinds[-1] == "~" and text[piece_end : piece_end + 1] == text[start - 1]:
                    kinds[-1], kind = "W", "J"  # "C2C"
                touches = False
                kinds.append(kind)
                values.append(value)
                starts.append(piece_start)
                ends.append(piece_end)
            at += 1
            continue
        elif branch == _UNSPACED:
            cue = unspaced.get(match.group())
            lone_sign = cue is not None and cue.kind == "€" and end - start == 1
            if cue is not None and not (lone_sign and "".join(kinds[-1:]) not in AFTER_WHICH_UNSPACED_SIGN):
                kind, value = cue.kind, cue.value
        elif branch == _SIGN:
            kind = "$" if text[end : end + 1].isdigit() else "€"
            value = signs[match.group()]
        else:
            kind = "^" if "\n" in match.group() else ";"
        kinds.append(kind)
        values.append(value)
        starts.append(start)
        ends.append(end)
        at += steps
    return Tokens("".join(kinds), values, starts, ends)


def _phrase(node: dict[str, Any], matches: list[re.Match[str]], at: int) -> tuple[Cue | None, int]:
    """The longest cue phrase that begins at a word, and how many tokens it takes."""
    cue, steps = node.get(""), 1
    for ahead in range(at + 1, min(at + LONGEST_PHRASE, len(matches))):
        node = node.get(matches[ahead].group().lower())  # type: ignore[assignment]
        if node is None:
            break
        if "" in node:
            cue, steps = node[""], ahead - at + 1
    return cue, steps


def _number(raw: str, start: int, text: str, guards: Guards) -> list[tuple[str, str | None, int, int]]:
    """The tokens of a run of digits and marks: one number as a rule."""
    end = start + len(raw)
    if len(raw) > 1 and raw[0] != ".":
        guards.ask(starts_with_zero, text, start, end)
    slip = raw.find(", ")
    if slip > 0:
        guards.ask(is_zeros, text, start + slip + 2, end)
    elif len(raw) == 3 and text[max(0, start - 2) : start] == ", ":
        guards.ask(is_zeros, text, start, end)
    mark = decimal_mark(raw)
    if mark is None and raw.count(",") == 1 and raw.count(".") == 2:  # "100.0,120.0": two columns of a table
        cut = start + raw.index(",")
        low, high = decimal_mark(text[start:cut]), decimal_mark(text[cut + 1 : end])
        return [
            ("N" if low else "J", low, start, cut),
            (",", None, cut, cut + 1),
            ("N" if high else "J", high, cut + 1, end),
        ]
    return [("J" if mark is None else "N", mark, start, end)]


def _mark(mark: str, text: str, end: int, kinds: list[str]) -> str:
    """The kind of a punctuation mark."""
    if mark == ".":
        return "." if end >= len(text) or text[end].isspace() else ":"
    if mark in WAVES:
        if not kinds or kinds[-1] not in "Nk€dcug" or (kinds[-1] == "g" and "N" not in kinds[-4:]):
            return "~"
        return "-" if AMOUNT_AHEAD.match(text, end) else "]"  # "1,300円〜" has no upper end
    return PUNCTUATION.get(mark, ",")


def _is_currency(text: str, start: int, end: int, word: str) -> bool:
    """Whether a short word is a currency where it stands: beside a number, or in capitals."""
    low = word.lower()
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    digit_after = after[:1].isdigit() or (after[:1] in (" ", "\u00a0", ".") and after[1:].isdigit())
    digit_before = before[-1:].isdigit() or (before[-1:] in (" ", "\u00a0") and before[:1].isdigit())
    if len(low) == 1:
        if word in LETTER_BEFORE:
            return LETTER_BEFORE[word].match(text, end) is not None
        return word in LETTER_AFTER and digit_before
    if low in SHORT_CURRENCIES or digit_after or digit_before:
        return True
    scaled_before = before[-1:] == " " and text[:start].rstrip()[-2:-1].isdigit()  # "120K CNY"
    return scaled_before or (word.isupper() and low not in LIKE_WORDS)
