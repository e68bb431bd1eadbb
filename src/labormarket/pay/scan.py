"""One linear scan of a text into tokens, each with its kind (the alphabet is in cues.py)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from labormarket.pay.cues import LETTER, UNSPACED, Cue, cue_of_part, lexicon
from labormarket.pay.guards import Guards, is_zeros, starts_with_zero
from labormarket.pay.numbers import NUMBER, decimal_mark

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
    "×": "q",
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
AMOUNT_AHEAD = re.compile(r"\s*[^\w\s+＋]?\s*\w{0,3}\W?\d")
# 元 and 원 are also parts of words ("직원", employees): a sign only after a number.
AFTER_WHICH_UNSPACED_SIGN = (["N"], ["k"], ["v"], ["]"], ["n"])
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
    **dict.fromkeys(("P", "R"), re.compile(r" ?\d(?:\d|,\d{3}|[kK]\b)")),
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


_LONG_WORD, _NUMBER, _UNSPACED, _SIGN, _WORD, _MARK, _BREAK = range(1, 8)


@cache
def master() -> re.Pattern[str]:
    """The one pattern of the scan; its groups are the branches named above.

    The space before a token and words of four letters, which nothing else begins with, come first: most of a text is
    made of them.
    """
    words = lexicon()

    def any_of(phrases: Iterable[str]) -> str:
        return "|".join(map(re.escape, sorted(phrases, key=len, reverse=True)))

    marks = [sign for sign in words.signs if not sign.isalpha()]
    lettered = any_of(sign for sign in marks if sign[0].isalpha())
    plain = any_of(sign for sign in marks if not sign[0].isalpha())
    # A branch of many phrases is tried only where its first characters allow it: the scan stays one step a token.
    return re.compile(
        rf" ?(?:((?<!\d){LETTER}{{4,}})|{FLOURISH}|({NUMBER})|((?=[{UNSPACED}])(?:{any_of(words.unspaced)}|.))"
        rf"|((?=[^\W\d]{{1,3}} ?[^\w\s])(?<!{LETTER})(?:{lettered})|(?=[^\w\s])(?:{plain}))"
        rf"|({GLUED_CURRENCY}|{LETTER}+)|([^\w\s*'’]|_)|(\s*\n\s*|\t| {{4,}}))"
    )


def scan(text: str, guards: Guards, *, most: int | None = None) -> Tokens:
    """Cut a text into tokens (its first `most`); the questions that it asks about digits go to `guards`."""
    unspaced, signs = lexicon().unspaced, lexicon().signs
    found = master().finditer(text)
    matches = [match for match in (found if most is None else islice(found, most)) if match.lastindex]
    kinds: list[str] = []
    values: list[Any] = []
    starts: list[int] = []
    ends: list[int] = []
    tokens = kinds, values, starts, ends
    at, count, before = 0, len(matches), -1
    while at < count:
        match = matches[at]
        branch = match.lastindex or _BREAK
        start, end = match.span(branch)
        at += 1
        if branch == _NUMBER:
            for kind, value, first, last in _number(match[branch], start, text, guards):
                kinds.append(_kind_of_number(kind, text, first, last, tokens) if first == before else kind)
                values.append(value)
                starts.append(first)
                ends.append(last)
                before = -1
            before = ends[-1]
            continue
        value = None
        if branch == _SIGN:
            kind = "$" if text[end : end + 1].isdigit() else "€"
            value = signs[match[branch]]
        elif branch == _UNSPACED:
            kind, word = "W", match[branch]
            cue = unspaced.get(word)
            if cue is not None and (cue.kind != "€" or end - start > 1 or kinds[-1:] in AFTER_WHICH_UNSPACED_SIGN):
                kind, value = cue.kind, cue.value
        elif branch == _BREAK:
            kind = "^" if "\n" in match[branch] else ";"
        else:
            word = match[branch]
            plain = _plain.get(word, _UNSEEN)
            if plain is _UNSEEN:
                plain = meaning_everywhere(word, is_mark=branch == _MARK)
            if plain is not None and (start != before or branch == _MARK):
                kind, value = plain
            else:
                kind, value, steps = _word_or_mark(word, matches, at - 1, text, tokens)
                at += steps - 1
                if steps > 1:
                    end = matches[at - 1].end()
        if (
            kind == "k"
            and kinds[-1:] == ["N"]
            and not values[-1]
            and word not in TOUCHING
            and _goes_on(str(value), matches, at)
        ):
            kind = "K"
        kinds.append(kind)
        values.append(value)
        starts.append(start)
        ends.append(end)
        before = end
    return Tokens("".join(kinds), values, starts, ends)


# Words and marks that mean the same wherever they stand: no phrase begins with them, nothing beside them matters.
_plain: dict[str, tuple[str, Any] | None] = {}
_UNSEEN: Any = object()
MOST_WORDS = 100_000


def meaning_everywhere(word: str, *, is_mark: bool = False) -> tuple[str, Any] | None:
    """The kind and value of such a word or mark; None where its surroundings decide."""
    words = lexicon()
    low = word.lower()
    node = words.tree.get(low)
    meaning: tuple[str, Any] | None = None
    if is_mark:
        if node is None and word != "." and word not in WAVES:
            meaning = PUNCTUATION.get(word, ","), None
    elif word not in words.signs and word not in TOUCHING and word not in APART:
        cue = cue_of_part(low) if node is None else node.get("")
        if cue is None:
            meaning = ("W", None) if node is None else None
        elif (node is None or len(node) == 1) and cue.kind not in "dc":
            meaning = cue.kind, cue.value
    if len(_plain) >= MOST_WORDS:
        _plain.clear()
    _plain[word] = meaning
    return meaning


def _word_or_mark(
    word: str,
    matches: list[re.Match[str]],
    at: int,
    text: str,
    tokens: tuple[list[str], list[Any], list[int], list[int]],
) -> tuple[str, Any, int]:
    """The kind and value of a word or mark where it stands, and how many tokens its phrase takes."""
    kinds, _, _, ends = tokens
    words = lexicon()
    match = matches[at]
    branch = match.lastindex or _MARK
    start, end = match.span(branch)
    touches = bool(ends) and ends[-1] == start
    after_number = bool(kinds) and kinds[-1] in "NJ"
    low = word.lower()
    node = words.tree.get(low)
    if branch != _MARK and after_number and (magnitude := _magnitude(word, text, end, start - ends[-1])):
        cue = _phrase(node, matches, at)[0] if node else None
        if cue is not None and not touches and cue.kind in "kdu":
            return cue.kind, cue.value, 1
        return "k", magnitude, 1
    kind, value, steps = "W", None, 1
    cue = None
    if node is not None:
        cue, steps = _phrase(node, matches, at)
    if cue is None and branch != _MARK:
        cue = cue_of_part(low)
    if cue is not None:
        kind, value = cue.kind, cue.value
        if kind == "c" and word in words.cased:
            value = words.cased[word]
        if kind == "d" and steps == 1 and len(low) <= 3 and not _is_currency(text, start, end, word):
            kind, value = "W", None
    if kind == "W":
        if branch == _MARK:
            kind = _mark(word, text, end, kinds)
        elif word in words.signs:
            kind, value = "€", words.signs[word]
        elif touches and low == "p" and after_number:
            kind, value = "c", "GBP"
    if touches and after_number and kind == "W" and (kinds[-2:-1] != ["$"] or low == "s"):
        kinds[-1] = "J"  # "40B", "3rd", "1000w"
    return kind, value, steps


def _magnitude(word: str, text: str, end: int, distance: int) -> str | None:
    """The magnitude that a short word is, right after a number or one space after it."""
    if distance == 0:
        return TOUCHING.get(word)
    if word == "T" and text[end : end + 1] == "€":
        return "1e3"
    return APART.get(word) if distance == 1 and text[end - len(word) - 1] not in "'’" else None


def _goes_on(magnitude: str, matches: list[re.Match[str]], at: int) -> bool:
    """Whether the digits after a magnitude are the rest of its number: "1万5000円", "1만 5천원", "8 bin 400 lira"."""
    rest = matches[at : at + 2]
    if not rest or rest[0].lastindex != _NUMBER or not magnitude.startswith("1e"):
        return False
    (start, end), zeros = rest[0].span(_NUMBER), int(magnitude.removeprefix("1e"))
    digits = rest[0][_NUMBER]
    if not digits.isdigit() or len(digits) > zeros or start - matches[at - 1].end() > 1:
        return False
    if len(rest) == 1:
        return len(digits) == zeros
    branch = rest[1].lastindex or _BREAK
    if rest[1].start(branch) - end > 1:
        return len(digits) == zeros
    word = rest[1][branch]
    if word in TOUCHING or word in APART:
        return False
    cue = lexicon().unspaced.get(word) or lexicon().tree.get(word.lower(), {}).get("")
    if cue is not None and cue.kind == "k":
        lower = int(str(cue.value).removeprefix("1e")) if str(cue.value).startswith("1e") else zeros
        return lower > zeros or len(digits) + lower <= zeros  # "3천 500만" and "1억 2천만", not "250만50만"
    return len(digits) == zeros or branch == _SIGN or (cue is not None and cue.kind in "d€")


def _kind_of_number(
    kind: str, text: str, start: int, end: int, tokens: tuple[list[str], list[Any], list[int], list[int]]
) -> str:
    """The kind of a number that touches what stands before it: "NET-45", "A04" and "C2C" aren't amounts."""
    kinds, _, starts, ends = tokens
    if kind != "N":
        return kind
    last = kinds[-1]
    if last == "-":
        glued = kinds[-2:-1] in (["W"], ["g"], ["X"]) and ends[-2] == starts[-1]
        return "J" if glued and end - start <= 4 else kind
    if last in "Wu" and text[start - 1].isalpha() and text[start - 1] < UNSPACED[0]:
        if text[starts[-1] : start] not in CIRCA or text[end : end + 1].isalpha():
            return "J"
        kinds[-1] = "~"
    elif last == "~" and text[end : end + 1] == text[start - 1]:
        kinds[-1] = "W"
        return "J"
    return kind


def _phrase(node: dict[str, Any], matches: list[re.Match[str]], at: int) -> tuple[Cue | None, int]:
    """The longest cue phrase that begins at a word, and how many tokens it takes."""
    cue, steps = node.get(""), 1
    for ahead in range(at + 1, min(at + LONGEST_PHRASE, len(matches))):
        match = matches[ahead]
        node = node.get(match[match.lastindex or 0].lower())  # type: ignore[assignment]
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
