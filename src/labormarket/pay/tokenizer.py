"""Tokenizer for pay text: one linear scan into tokens, each with its kind (kinds.py)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import accumulate, compress
from typing import Any, NamedTuple

from labormarket.pay.kinds import Kind
from labormarket.pay.lexicon import IS_UNSPACED, LETTER, UNSPACED, Cue, alternation, cue_of_part, lexicon
from labormarket.pay.numbers import LONGEST, NUMBER, class_of
from labormarket.pay.tokens import APART_BY_MORE, Scan, Tokens, look_of

LONGEST_PHRASE = 6  # words of a cue
CHARACTERS_A_PIECE = 3  # of a dense text: so much of it is cut at first

DASHES = "-‐‑‒–—―−_"
WAVES = "~〜∼"  # a dash between amounts, "about" before one
PUNCTUATION = {
    **dict.fromkeys(DASHES, Kind.DASH),
    **dict.fromkeys("([【", Kind.OPEN),
    **dict.fromkeys(")]】", Kind.CLOSE),
    **dict.fromkeys("!?。", Kind.STOP),
    **dict.fromkeys(",、·", Kind.COMMA),
    **dict.fromkeys(";|•", Kind.WALL),
    **dict.fromkeys(":…=", Kind.COLON),
    **dict.fromkeys("<≤", Kind.AT_MOST),
    **dict.fromkeys(">≥", Kind.AT_LEAST),
    **dict.fromkeys("≈≃±", Kind.ABOUT),
    "/": Kind.SLASH,
    "+": Kind.PLUS,
    "%": Kind.PERCENT,
    "&": Kind.AND,
    "#": Kind.LABEL,
    "×": Kind.COUNTED,
    "@": Kind.SMALL,
}
EQUALS = "="  # the value of the colon that it is
# Letters that scale a number when they touch it ("25k"), and those that may stand apart ("45 K"). "w" is ten thousand
# in China, and weeks elsewhere.
TOUCHING = {
    **dict.fromkeys(("k", "K", "к", "К", "т"), "1e3"),
    **dict.fromkeys(("l", "L"), "1e5"),
    **dict.fromkeys(("m", "M", "mm", "MM"), "1e6"),
    **dict.fromkeys(("b", "B"), "1e9"),
    **dict.fromkeys(("w", "W"), "w"),
}
APART = {"k": "1e3", "K": "1e3", "M": "1e6", "L": "1e5"}
_AMOUNT_AHEAD = re.compile(r"\s*[^\w\s+＋]?\s*\w{0,3}\W?\d")
# 元 and 원 are also parts of words ("직원", employees): a sign only after a number.
_BEFORE_UNSPACED_SIGN = frozenset((Kind.NUMBER, Kind.MAGNITUDE, Kind.VAGUE_AMOUNT, Kind.OR_MORE, Kind.NUMERAL))
_CIRCA = ("c", "C")
# Short words that are a currency wherever they stand; others need a number beside them, or capitals.
_SHORT_CURRENCIES = frozenset(
    (
        *("rs", "ksh", "sh", "shs", "tsh", "ush", "rp", "rm", "kr", "zł", "zl", "kč", "kc", "ft", "лв", "руб", "tl"),
        *("won", "yen", "dh", "dhs", "tk", "грн", "bob", "đ", "eur", "usd", "gbp", "inr", "kes", "ngn"),
    )
)
# Currencies that are words too: they need a number beside them.
LIKE_WORDS = frozenset(
    ("all", "top", "try", "mad", "pen", "sos", "cup", "ron", "gel", "mur", "sar", "ves", "lei", "re", "le", "gh")
)
# Single letters that are a currency right before, or right after, a number of this look.
_LETTER_BEFORE = {
    **dict.fromkeys(("P", "R"), re.compile(r" ?\d(?:\d|,\d{3}|[kK]\b)")),
    "N": re.compile(r"\d{1,3}(?:,?\d{3}|k)"),
}
_LETTER_AFTER = frozenset("рđ")
_DIGIT_BEFORE = re.compile(r"(?<=\d)|(?<=\d[ \u00a0])")
_DIGIT_BEFORE_OR_SCALE = re.compile(rf"{_DIGIT_BEFORE.pattern}|(?<=\d[\w+] )|(?<=\d[\w+]  )")  # "120K CNY"
_DIGIT_BEHIND = re.compile(r"[ \u00a0.]?\d")

# What tradition writes after a sum, and means nothing: "Rs 500/-", "45,000/=", "€ 50,-", "CHF 30.--".
_FLOURISH = r"(?<=\d)(?:/[-=]|[.,][-–—]{1,2})(?!\d)"
# "26000złbrutto": a currency between a number and the word for gross or net; "145kUSD": a magnitude before a currency
_GLUED = r"(?<=\d)(?:(?i:zł|zl|pln|eur|euro|usd|kč|czk|tl|chf)(?=(?i:brut|nett|gross|lord|hrub))|[kK](?=[A-Z]{3}\b))"

_NOTHING, _NUMBER, _UNSPACED, _SIGN, _WORD, _MARK, _BREAK = range(7)


def master_pattern(text: str) -> re.Pattern[str]:
    """The one pattern of the scan, which cuts a text into pieces (`Piece`) and leaves nothing between them."""
    return _ascii_pattern() if text.isascii() else _full_pattern()


@cache
def _full_pattern() -> re.Pattern[str]:
    return _pattern(LETTER, rf"|(?=[{UNSPACED}])(?:{alternation(lexicon().unspaced)}|.)", re.NOFLAG)


@cache
def _ascii_pattern() -> re.Pattern[str]:
    return _pattern("[a-zA-Z]", "", re.ASCII)  # a set of few characters, so that it is tried in one step


def _pattern(letter: str, unspaced: str, flags: re.RegexFlag) -> re.Pattern[str]:
    """Compile the pattern of the scan for texts of some letters.

    The space before a token and words of four letters, which nothing else begins with, come first: most of a text is
    made of them. White space is taken possessively, so that a long run of it is passed over once.
    """
    marks = [sign for sign in lexicon().signs if not sign.isalpha() and (sign.isascii() or not flags)]
    lettered, plain = (
        alternation(sign for sign in marks if sign[0].isalpha() is is_lettered) for is_lettered in (True, False)
    )
    # A branch of many phrases is tried only where its first characters allow it: the scan stays one step a token.
    return re.compile(
        rf" ?(?:(?<!\d){letter}{{4,}}|{_FLOURISH}|{NUMBER}{unspaced}"
        rf"|(?=[^\W\d]{{1,3}} ?[^\w\s])(?<!{letter})(?:{lettered})|(?=[^\w\s])(?:{plain})"
        rf"|{_GLUED}|{letter}+|[^\w\s*'’]|_|\n\s*+|\t| {{4}} *+|[^\S\n\t ]++)|.",
        flags,
    )


class Piece(NamedTuple):
    """What the scan cut out, with what its own characters say of it."""

    branch: int
    text: str  # without the space before it
    low: str
    kind: str | None  # None where the characters beside it decide
    value: Any = None  # of a number its class
    phrases: dict[str, Any] | None = None  # the words that go on to a phrase
    look: int = 0  # without the space before it


@lru_cache(maxsize=100_000)
def piece_of(written: str) -> Piece:
    """Classify a piece of text, as the pattern cut it.

    >>> [piece_of(written).branch for written in (" word", "12 000", "$", "    ", "'")] == [
    ...     _WORD, _NUMBER, _SIGN, _BREAK, _NOTHING]
    True
    >>> piece_of("plumber").kind == Kind.WORD, piece_of("k").kind
    (True, None)
    """
    text = written[1:] if written[0] == " " else written
    if text[-1:].isdecimal():  # most of what is met for the first time
        number = class_of(text)
        is_row = number is None and text.count(",") == 1 and text.count(".") == 2  # "100.0,120.0": two columns
        kind = None if is_row else Kind.CODE if number is None else Kind.NUMBER
        return Piece(_NUMBER, text, text, kind, number)
    if not text or text.isspace():
        text = text if text[:1] in ("\n", "\t") or text[:4] == "    " else written
        is_break = text[0] in "\n\t" or text[:4] == "    "
        return Piece(_BREAK if is_break else _NOTHING, text, text, None if text[0] == "\n" else Kind.WALL)
    if (len(text) > 1 and text[0] in "/.,") or text in "*'’":  # flourishes
        return Piece(_NOTHING, text, text, None)
    words = lexicon()
    if not text.isascii() and IS_UNSPACED.match(text):
        cue = words.unspaced.get(text) or _UNKNOWN
        is_open = cue.kind == Kind.MAGNITUDE or (cue.kind == Kind.LOOSE_SIGN and len(text) == 1)
        return Piece(
            _UNSPACED, text, text, None if is_open else cue.kind, cue.value, None, look_of(text, is_word=False)
        )
    if text in words.signs and not text.isalpha():
        return Piece(_SIGN, text, text, None, words.signs[text])
    low = text.lower()
    node = words.tree.get(low)
    named = node.get("") if node else None
    if not text[0].isalnum():
        is_open = text == "." or text in WAVES or named is not None
        kind = None if is_open else PUNCTUATION.get(text, Kind.COMMA)
        return Piece(_MARK, text, low, kind, EQUALS if text == EQUALS else None, node)
    cue = named or cue_of_part(low) or _UNKNOWN
    is_open = cue.kind in _OPEN_WORDS or text in words.signs or text in _SCALES or text in _CIRCA
    look = look_of(text[0], is_word=is_open or cue.kind in _SHOW_THEIR_CASE)
    return Piece(_WORD, text, low, None if is_open else cue.kind, cue.value, node, look)


_UNKNOWN = Cue(Kind.WORD, None)
_OPEN_WORDS = frozenset((Kind.CURRENCY, Kind.CENTS, Kind.MAGNITUDE))
_SHOW_THEIR_CASE = frozenset(
    (Kind.WORD, Kind.UNIT, Kind.OTHER_OR_TITLE, Kind.OTHER_MONEY, Kind.COUNTED, Kind.LABEL, Kind.RATE)
)
_SCALES = frozenset((*TOUCHING, *APART, "T"))
_NUMBERS = frozenset((Kind.NUMBER, Kind.CODE))
_GLUES = frozenset((Kind.DASH, Kind.WORD, Kind.UNIT, Kind.ABOUT))  # what a number may touch and be part of


def tokenize(text: str, *, most: int | None = None) -> Scan:
    """Cut a text into tokens, of so many pieces at most.

    >>> tokenize("$25 per hour").tokens.kinds == Kind.SIGN + Kind.NUMBER + Kind.PER + Kind.UNIT
    True
    """
    pattern = master_pattern(text)
    end = len(text) if most is None else CHARACTERS_A_PIECE * most
    written = pattern.findall(text, 0, end)
    if end < len(text) and len(written) < (most or 0) + LONGEST:  # not enough, where the last number may be cut
        written = pattern.findall(text)
    written = written[:most]
    return _Tokenizer(text, list(map(piece_of, written)), list(accumulate(map(len, written)))).tokenize()


class _Tokenizer:
    """The tokens of one text, while they are made."""

    __slots__ = ("ends", "kinds", "looks", "pieces", "places", "starts", "text", "values")

    def __init__(self, text: str, pieces: list[Piece], places: list[int]) -> None:
        self.text = text
        kept = [piece[0] for piece in pieces]  # of each its branch: nothing for white space and flourishes
        self.pieces = pieces if all(kept) else list(compress(pieces, kept))
        self.places = places if all(kept) else list(compress(places, kept))  # where each ends
        self.kinds: list[str] = []
        self.values: list[Any] = []
        self.looks: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def tokenize(self) -> Scan:
        text, pieces, places, kinds, values, looks, starts, ends = (
            *(self.text, self.pieces, self.places, self.kinds, self.values),
            *(self.looks, self.starts, self.ends),
        )
        at, count, last = 0, len(pieces), -APART_BY_MORE  # last: where the token before ends
        while at < count:
            piece = pieces[at]
            branch, word, _, kind, value, phrases, look = piece
            end = places[at]
            start = end - len(word)
            at += 1
            if branch == _NUMBER:
                if kind is None:
                    self._add_two_columns(word, start)
                    last = end
                    continue
                if start == last and kind == Kind.NUMBER and kinds[-1] in _GLUES:
                    kind = self._kind_of_glued(start, end)
                    value = value if kind == Kind.NUMBER else None
                if kind == Kind.NUMBER and value.meaning == "year" and at < count and self._is_year(pieces[at]):
                    kind, value = Kind.SMALL, None
            elif branch == _SIGN:
                kind = Kind.SIGN if text[end : end + 1].isdigit() else Kind.LOOSE_SIGN
            elif phrases is not None and at < count and pieces[at][2] in phrases:
                kind, value, steps = self._word_or_mark(piece, at - 1, start, end)
                at += steps - 1
                end = places[at - 1]
            elif kind is None:
                kind, value = self._in_place(piece, at, start, end)
            elif start == last and kind == Kind.WORD and branch == _WORD and kinds[-1] in _NUMBERS:
                kind, value, _ = self._word_or_mark(piece, at - 1, start, end)
            kinds.append(kind)
            values.append(value)
            gap = start - last
            looks.append(look | gap if gap < APART_BY_MORE else look | APART_BY_MORE)
            starts.append(start)
            ends.append(end)
            last = end
        return Scan(text, Tokens("".join(kinds), tuple(values), bytes(looks), frozenset(values)), starts, ends)

    def _in_place(self, piece: Piece, at: int, start: int, end: int) -> tuple[str, Any]:
        """The kind and value of a piece that the characters beside it decide."""
        text, kinds, values = self.text, self.kinds, self.values
        kind: str
        if piece.branch == _BREAK:
            if kinds and kinds[-1] == Kind.WALL and text[self.starts[-1]].isspace():  # spaces at the end of the line
                for column in (kinds, values, self.looks, self.starts, self.ends):
                    column.pop()
            return Kind.LINE, None
        if piece.branch == _UNSPACED:
            cue = lexicon().unspaced[piece.text]
            kind, value = cue
            if kind == Kind.LOOSE_SIGN and not (kinds and kinds[-1] in _BEFORE_UNSPACED_SIGN):
                return Kind.WORD, None
        else:
            kind, value, _ = self._word_or_mark(piece, at - 1, start, end)
        if (
            kind == Kind.MAGNITUDE
            and kinds
            and kinds[-1] == Kind.NUMBER
            and not values[-1].mark
            and piece.text not in TOUCHING
            and self._goes_on(str(value), at)
        ):
            kind = Kind.UPPER_PART
        return kind, value

    def _is_year(self, behind: Piece) -> bool:
        """Whether a number like a year stands among words: "the salary in 2023 was". In "im Jahr 2023" is no rate."""
        kinds, values = self.kinds, self.values
        if kinds[-1:] not in _BEFORE_YEAR or kinds[-2:-1] == [Kind.NUMBER]:
            return False
        if behind.kind == Kind.UNIT:  # "w 2023 roku"
            return bool(behind.value == "year")
        if behind.kind not in _AFTER_YEAR or behind.value == "tax":
            return False
        if kinds[-1] in (Kind.RATE, Kind.UNIT):
            if values[-1] != "year":
                return False
            kinds[-1], values[-1] = Kind.SMALL, None
        return True

    def _add_two_columns(self, raw: str, start: int) -> None:
        """Add the tokens of a run of digits and marks that is two columns of a table: "100.0,120.0"."""
        cut, end = start + raw.index(","), start + len(raw)
        for first, last, kind in ((start, cut, None), (cut, cut + 1, Kind.COMMA), (cut + 1, end, None)):
            value = None if kind else class_of(self.text[first:last])
            self.kinds.append(kind or (Kind.CODE if value is None else Kind.NUMBER))
            self.values.append(value)
            self.looks.append(0 if self.ends and self.ends[-1] == first else 1)
            self.starts.append(first)
            self.ends.append(last)

    def _kind_of_glued(self, start: int, end: int) -> str:
        """The kind of a number that touches what stands before it: "NET-45", "A04" and "C2C" aren't amounts."""
        text, kinds, starts, ends = self.text, self.kinds, self.starts, self.ends
        last = kinds[-1]
        if last == Kind.DASH:
            behind_word = kinds[-2:-1] in ([Kind.WORD], [Kind.FILLER], [Kind.OTHER_OR_TITLE])
            return Kind.CODE if behind_word and ends[-2] == starts[-1] and end - start <= 4 else Kind.NUMBER
        if last in (Kind.WORD, Kind.UNIT) and text[start - 1].isalpha() and not IS_UNSPACED.match(text[start - 1]):
            if text[starts[-1] : start] not in _CIRCA or text[end : end + 1].isalpha():
                return Kind.CODE
            kinds[-1] = Kind.ABOUT
        elif last == Kind.ABOUT and text[end : end + 1] == text[start - 1]:
            kinds[-1] = Kind.WORD
            return Kind.CODE
        return Kind.NUMBER

    def _word_or_mark(self, piece: Piece, at: int, start: int, end: int) -> tuple[str, Any, int]:
        """The kind and value of a word or mark where it stands, and how many tokens its phrase takes."""
        text, kinds, ends = self.text, self.kinds, self.ends
        words = lexicon()
        word, low, is_mark = piece.text, piece.low, piece.branch == _MARK
        touches = bool(ends) and ends[-1] == start
        after_number = bool(kinds) and kinds[-1] in (Kind.NUMBER, Kind.CODE)
        node = words.tree.get(low)
        if touches and after_number and word == "c" and not text[end : end + 1].isalnum():  # "8c"
            return Kind.CENTS, "dollar", 1
        cue, steps = self._phrase(node, at) if node else (None, 1)
        if after_number and not is_mark and (magnitude := _magnitude(word, text, end, start - ends[-1])):
            if cue is not None and not touches and cue.kind in (Kind.MAGNITUDE, Kind.CURRENCY, Kind.UNIT):
                return cue.kind, cue.value, 1
            return Kind.MAGNITUDE, magnitude, 1
        if cue is None and not is_mark:
            cue = cue_of_part(low)
        kind: str = Kind.WORD
        value: Any = None
        if cue is not None:
            kind, value = cue
            if kind == Kind.CENTS and word in words.cased:
                value = words.cased[word]
            if kind == Kind.CURRENCY and steps == 1 and len(low) <= 3 and not _is_currency(text, start, end, word):
                kind, value = Kind.WORD, None
        if kind == Kind.WORD:
            if is_mark:
                return self._mark(word, end), EQUALS if word == EQUALS else None, steps
            if word in words.signs:
                kind, value = Kind.LOOSE_SIGN, words.signs[word]
            elif touches and low == "p" and kinds[-1:] == [Kind.NUMBER] and self.values[-1].digits < 4:  # not "1080p"
                kind, value = Kind.CENTS, "GBP"
            elif touches and after_number and (kinds[-2:-1] != [Kind.SIGN] or low == "s"):
                kinds[-1] = Kind.CODE  # "40B", "3rd", "1000w"
                self.values[-1] = None
        return kind, value, steps

    def _mark(self, mark: str, end: int) -> str:
        """The kind of a punctuation mark where it stands."""
        text, kinds = self.text, self.kinds
        if mark == ".":
            is_stop = end >= len(text) or (text[end].isspace() and not self._is_ordinal(end))
            return Kind.STOP if is_stop else Kind.COLON
        if mark in WAVES:
            joins = kinds and kinds[-1] in _BEFORE_WAVE
            if not joins or (kinds[-1] == Kind.FILLER and Kind.NUMBER not in kinds[-4:]):
                return Kind.ABOUT
            return Kind.DASH if _AMOUNT_AHEAD.match(text, end) else Kind.OR_MORE  # "1,300円〜" has no upper end
        return PUNCTUATION.get(mark, Kind.COMMA)

    def _is_ordinal(self, end: int) -> bool:
        """Whether the dot after a small number makes it "the first": "zum 1. Oktober", "Pay: 1. year"."""
        kinds, number = self.kinds, self.values[-1:]
        is_small = kinds[-1:] == [Kind.NUMBER] and number[0].digits <= 2 and not number[0].is_grouped
        return is_small and self.ends[-1] == end - 1 and "".join(kinds[-2:-1]) in _BEFORE_ORDINAL

    def _phrase(self, node: dict[str, Any], at: int) -> tuple[Cue | None, int]:
        """The longest cue phrase that begins at a word, and how many tokens it takes."""
        cue, steps = node.get(""), 1
        for ahead, piece in enumerate(self.pieces[at + 1 : at + LONGEST_PHRASE], 2):
            node = node.get(piece.low)  # type: ignore[assignment]
            if node is None:
                break
            if "" in node:
                cue, steps = node[""], ahead
        return cue, steps

    def _goes_on(self, magnitude: str, at: int) -> bool:
        """Whether the digits after a magnitude are the rest of its number: "1万5000円", "8 bin 400 lira"."""
        rest, places = self.pieces[at : at + 2], self.places
        if not rest or rest[0].branch != _NUMBER or not magnitude.startswith("1e"):
            return False
        digits, zeros = rest[0].text, int(magnitude.removeprefix("1e"))
        if not digits.isdigit() or len(digits) > zeros or places[at] - len(digits) - places[at - 1] > 1:
            return False
        if len(rest) == 1:
            return len(digits) == zeros
        branch, word, low = rest[1][:3]
        if places[at + 1] - len(word) - places[at] > 1:
            return len(digits) == zeros
        cue = lexicon().unspaced.get(word) or lexicon().tree.get(low, {}).get("")
        if cue is not None and cue.kind == Kind.MAGNITUDE:
            lower = int(str(cue.value).removeprefix("1e")) if str(cue.value).startswith("1e") else zeros
            return lower > zeros or len(digits) + lower <= zeros  # "3천 500만" and "1억 2천만", not "250만50만"
        is_money = cue is not None and cue.kind in (Kind.CURRENCY, Kind.LOOSE_SIGN)
        return len(digits) == zeros or branch == _SIGN or is_money


_BEFORE_YEAR = [[kind] for kind in (Kind.SMALL, Kind.WORD, Kind.AND, Kind.PER, Kind.RATE, Kind.UNIT)]
_AFTER_YEAR = frozenset((Kind.SMALL, Kind.WORD, Kind.FILLER, Kind.COMMA))
_BEFORE_ORDINAL = frozenset(("", Kind.SMALL, Kind.COLON, Kind.LINE, Kind.WALL, Kind.STOP, Kind.OPEN))
_BEFORE_WAVE = frozenset(
    (Kind.NUMBER, Kind.MAGNITUDE, Kind.LOOSE_SIGN, Kind.CURRENCY, Kind.CENTS, Kind.UNIT, Kind.FILLER)
)


def _magnitude(word: str, text: str, end: int, distance: int) -> str | None:
    """The magnitude that a short word is, right after a number or one space after it."""
    if distance == 0:
        return TOUCHING.get(word)
    if word == "T" and text[end : end + 1] == "€":
        return "1e3"
    return APART.get(word) if distance == 1 and text[end - len(word) - 1] not in "'’" else None


def _is_currency(text: str, start: int, end: int, word: str) -> bool:
    """Whether a short word is a currency where it stands: beside a number, or in capitals."""
    low = word.lower()
    if len(low) == 1:
        if word in _LETTER_BEFORE:
            return _LETTER_BEFORE[word].match(text, end) is not None
        return word in _LETTER_AFTER and _DIGIT_BEFORE.match(text, start) is not None
    if low in _SHORT_CURRENCIES or _DIGIT_BEFORE_OR_SCALE.match(text, start) or _DIGIT_BEHIND.match(text, end):
        return True
    return word.isupper() and low not in LIKE_WORDS
