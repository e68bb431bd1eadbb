"""Multi-pattern scan (Aho-Corasick): the passages of running text in which pay can stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import islice

from ahocorasick_rs import AhoCorasick, MatchKind

from labormarket.pay.kinds import Kind
from labormarket.pay.lexicon import IS_UNSPACED, lexicon, phrases_of

# In prose a number is pay only with a sign or a currency by it, a unit behind it, or a pay word before it. The classes
# of cues, and how many characters before and behind a number each is looked for: the tokens that the grammar allows
# between them, even where the words are long.
_CUES = (
    (frozenset((Kind.SIGN, Kind.LOOSE_SIGN, Kind.CURRENCY, Kind.CENTS)), 60, 80),
    (frozenset((Kind.UNIT, Kind.RATE, Kind.EACH, Kind.PM, Kind.MINUTES)), 20, 120),
    (frozenset((Kind.PAY, Kind.VAGUE_PAY)), 320, 0),
)
_MONEY, _PAY = 0, 2
# What is read of a statement's surroundings at most: the clause before it, the sentence behind it.
BACK, AHEAD = 480, 320
_NUMBER = re.compile(r"\d+")
_LETTER_BEFORE = re.compile(r"(?<![^\W\d_])[NPR] ?\Z")  # "N150,000", "R8k"
LONGEST_SHORT = 3  # letters of a word that counts only where it stands by a number: "rs", "kr", "ph"
NEAR = 12
_SHORT_WORD = re.compile(r"[^\W\d_]{1,3}(?![^\W\d_])")
# The end of a sentence or of a field, where it is beyond doubt.
_AFTER_STOP = r"(?<=[^\W\d_]{4}.)\s+(?=[^\W\d_a-z])"
# Each branch begins with a character of its own, so that a search passes over all others in one step.
_WALL = re.compile(rf";|\||•|。|\t| {{4}}|\.{_AFTER_STOP}|!{_AFTER_STOP}|\?{_AFTER_STOP}")
_SURROGATE = re.compile(r"[\ud800-\udfff]")  # a character that can't be encoded, which the scanner refuses
_WALL_OR_LINE = re.compile(rf"{_WALL.pattern}|(\n)\s*")
_NOT_LETTERS = re.compile(r"[^\W\d_]*")


@cache
def _scanner() -> tuple[AhoCorasick, list[tuple[int, bool]], frozenset[str]]:
    """The scanner for the cues; of each the class, and whether it is a whole word; and the short words among them."""
    classes: dict[str, int] = {}
    short: set[str] = set()
    for number, (kinds, _, _) in enumerate(_CUES):
        phrases = phrases_of(kinds)
        if number == _MONEY:
            phrases += [sign.lower() for sign in lexicon().signs]
        for phrase in phrases:
            if len(phrase) <= LONGEST_SHORT and phrase.isalpha() and not IS_UNSPACED.search(phrase) and number != _PAY:
                short.add(phrase)
            else:
                classes.setdefault(phrase, number)
    parts = {*lexicon().beginnings, *lexicon().endings}
    kept = [
        (number, phrase not in parts and phrase.isalpha() and not IS_UNSPACED.search(phrase))
        for phrase, number in classes.items()
    ]
    return AhoCorasick(list(classes), matchkind=MatchKind.LeftmostLongest), kept, frozenset(short)


def passages(text: str) -> Iterator[tuple[int, int]]:
    """The passages in which pay can stand, in order: each from a character to one past its last.

    >>> text = "We love dogs. " * 99 + "You earn $20 an hour. " + "We love cats. " * 99
    >>> [text[start:end] for start, end in passages(text)]
    ['You earn $20 an hour. ']
    >>> list(passages("We were founded in 2016.")), list(passages(""))
    ([], [])
    """
    spots = _spots(text)
    if not spots:
        return
    start, tail = _sentence_start(text, spots[0][0]), spots[0][1]  # of a passage: its first character, its last spot
    for first, last in spots:
        if first - tail > AHEAD:
            begin, end = _sentence_start(text, first), _sentence_end(text, tail)
            if begin > end and _WALL.search(text, end, begin):
                yield start, end
                start = begin
        tail = max(tail, last)
    yield start, _sentence_end(text, tail)


def end_of_numbers(text: str, start: int, end: int, most: int) -> int:
    """Where the numbers of a passage end, if it holds no more than so many; else where the first beyond them begins."""
    if end - start <= most:
        return end
    beyond = next(islice(_NUMBER.finditer(text, start, end), most, None), None)
    return end if beyond is None else beyond.start()


def _spots(text: str) -> list[tuple[int, int]]:
    """The numbers with a cue by them, and the words of money, each with its place."""
    scanner, classes, short = _scanner()
    lower = text.lower().replace("'", " ").replace("’", " ")  # phrases are kept without apostrophes
    if len(lower) != len(text):  # "İ" is two characters in small letters
        lower = "".join(letter.lower()[0] for letter in text)
    if not lower.isascii():
        lower = _SURROGATE.sub(" ", lower)
    cues: tuple[list[int], ...] = ([], [], [])
    spots: list[tuple[int, int]] = []
    length = len(lower)
    for pattern, start, end in scanner.find_matches_as_indexes(lower):
        kind, is_word = classes[pattern]
        if is_word and (lower[start - 1 : start].isalpha() or (end < length and lower[end].isalpha())):
            continue
        cues[kind].append(start)
        if kind == _MONEY:
            spots.append((start, end))
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        if letter := _LETTER_BEFORE.search(text, max(0, start - 2), start):
            spots.append((letter.start(), end))
            continue
        for starts, (_, before, behind) in zip(cues, _CUES, strict=True):
            at = bisect_left(starts, start - before)
            if at < len(starts) and starts[at] <= end + behind:
                spots.append((start, end))
                break
        else:
            if not short.isdisjoint(_SHORT_WORD.findall(lower, max(0, start - NEAR), end + NEAR)):
                spots.append((start, end))
    spots.sort()
    return spots


def _sentence_start(text: str, at: int) -> int:
    """Where the sentence of a place begins: a label may stand on the line before, at most BACK characters away."""
    start = max(0, at - BACK)
    line = wall = -1
    for match in _WALL_OR_LINE.finditer(text, start, at):
        if match[1]:
            line, wall = match.end(), line
        else:
            line, wall = -1, match.end()
    if wall >= 0:
        return wall
    return _NOT_LETTERS.match(text, start).end() if start else 0  # type: ignore[union-attr]


def _sentence_end(text: str, at: int) -> int:
    """Where the sentence of a place ends: a period may stand on the next line, at most AHEAD characters away."""
    line = -1
    for match in _WALL_OR_LINE.finditer(text, at, at + AHEAD):
        if not match[1] or line >= 0:
            return match.end()
        line = match.end()
    return _NOT_LETTERS.match(text, min(len(text), at + AHEAD)).end()  # type: ignore[union-attr]
