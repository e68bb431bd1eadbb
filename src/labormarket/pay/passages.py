"""Multi-pattern scan (Aho-Corasick): the passages of running text in which pay can stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from labormarket.pay.kinds import Kind
from labormarket.pay.lexicon import IS_UNSPACED, lexicon, phrases_of

# In prose a number is pay only with a sign or a currency by it, a time or a piece behind it, or a pay word before it.
# The classes of cues; for each how many characters before and behind a number it is looked for: the tokens that the
# grammar allows between them, even where the words are long.
_MONEY, _TIME, _RATE, _PAY, _DIGIT = range(5)
_CUES = (
    frozenset((Kind.SIGN, Kind.LOOSE_SIGN, Kind.CURRENCY, Kind.CENTS)),
    frozenset((Kind.UNIT, Kind.MINUTES)),
    frozenset((Kind.RATE, Kind.EACH, Kind.PM)),
    frozenset((Kind.PAY, Kind.VAGUE_PAY)),
)
_REACH = ((60, 80), (20, 120), (20, 120), (320, 0))
# A time or a piece counts only where one of these stands between it and the number: "25 an hour", not "25 hours".
_JOINTS = frozenset((Kind.PER, Kind.EACH, Kind.FOR, Kind.ARTICLE))
# What is read of a statement's surroundings at most: the clause before it, the sentence behind it.
BACK, AHEAD = 480, 320
_NUMBER = re.compile(r"\d+")
_DIGITS = [chr(code) for code in range(0x20000) if chr(code).isdecimal()]
_LETTER_BEFORE = re.compile(r"(?<![^\W\d_])[NPR] ?\Z")  # "N150,000", "R8k"
LONGEST_SHORT = 3  # letters of a word that counts only where it stands by a number: "rs", "kr", "ph"
NEAR = 12
_WORD = re.compile(r"[^\W\d_]+")
# The end of a sentence or of a field, where it is beyond doubt.
_AFTER_STOP = r"(?<=[^\W\d_]{4}.)\s+(?=[^\W\d_a-z])"
# Each branch begins with a character of its own, so that a search passes over all others in one step.
_WALL = re.compile(rf";|\||•|。|\t| {{4}}|\.{_AFTER_STOP}|!{_AFTER_STOP}|\?{_AFTER_STOP}")
_SURROGATE = re.compile(r"[\ud800-\udfff]")  # a character that can't be encoded, which the scanner refuses
_WALL_OR_LINE = re.compile(rf"{_WALL.pattern}|(\n)\s*")
_NOT_LETTERS = re.compile(r"[^\W\d_]*")


class _Phrase(NamedTuple):
    cue: int  # its class
    opens_word: bool  # no letter may stand before it
    closes_word: bool


class _Scanner(NamedTuple):
    cues: AhoCorasick
    phrases: list[_Phrase]  # of the automaton, in its order
    short: tuple[frozenset[str], ...]  # words by class, which the automaton doesn't look for
    short_parts: frozenset[str]  # of words, with which some end
    joints: frozenset[str]  # words of the phrases
    numerals: frozenset[str]


@cache
def _scanner() -> _Scanner:
    """The scanner for the cues, and the short words among them."""
    classes: dict[str, int] = {}
    short: tuple[set[str], ...] = (set(), set(), set(), set())
    joints = _words_of(_JOINTS)
    for cue, kinds in enumerate(_CUES):
        phrases = phrases_of(kinds)
        if cue == _MONEY:
            phrases += [sign.lower() for sign in lexicon().signs]
        for phrase in phrases:
            if len(phrase) <= LONGEST_SHORT and phrase.isalpha() and not IS_UNSPACED.search(phrase) and cue != _PAY:
                short[cue].add(phrase)
            else:
                is_joined = not (phrase[0].isalpha() and joints.isdisjoint(_WORD.findall(phrase)))  # "/annum"
                classes.setdefault(phrase, _RATE if cue == _TIME and is_joined else cue)
    classes |= dict.fromkeys(_DIGITS, _DIGIT)
    parts = {*lexicon().beginnings, *lexicon().endings}

    def is_letter_of_word(phrase: str, at: int) -> bool:  # not of "R$", which holds a sign
        is_word = phrase.rstrip("./").isalpha() and phrase not in parts and not IS_UNSPACED.search(phrase)
        return is_word and phrase[at].isalpha()

    return _Scanner(
        AhoCorasick(list(classes), matchkind=MatchKind.LeftmostLongest),
        [_Phrase(cue, is_letter_of_word(it, 0), is_letter_of_word(it, -1)) for it, cue in classes.items()],
        tuple(map(frozenset, short)),
        frozenset().union(*short) & parts,
        joints,
        _words_of(frozenset((Kind.NUMERAL, Kind.ARTICLE))),
    )


def _words_of(kinds: frozenset[str]) -> frozenset[str]:
    """Words of which every phrase of some kinds holds one: the phrases of one word, and the longest of the others'."""
    phrases = [_WORD.findall(phrase) for phrase in phrases_of(kinds)]
    alone = {words[0] for words in phrases if len(words) == 1}
    return frozenset(alone.union(max(words, key=len) for words in phrases if words and alone.isdisjoint(words)))


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
    """The numbers with a cue by them, and the words of money by a number or a numeral, each with its place."""
    lower = text.lower()
    if len(lower) != len(text):  # "İ" is two characters in small letters
        lower = "".join(letter.lower()[0] for letter in text)
    lower = lower.replace("'", " ").replace("’", " ")  # phrases are kept without apostrophes
    if not lower.isascii():
        lower = _SURROGATE.sub(" ", lower)
    cues, money, numbers = _cues(lower)
    spots: list[tuple[int, int]] = []
    for start, end in numbers:
        if letter := _LETTER_BEFORE.search(text, max(0, start - 2), start):
            spots.append((letter.start(), end))
        elif _has_cue(text, lower, start, end, cues):
            spots.append((start, end))
    starts = [start for start, _ in numbers]
    numerals: list[int] | None = None
    before, behind = _REACH[_MONEY]
    for start, end in money:
        at = bisect_left(starts, start - behind)
        if not (at < len(starts) and starts[at] <= end + before):
            if numerals is None:  # few texts name money far from a number
                numerals = [match.start() for match in _WORD.finditer(lower) if match[0] in _scanner().numerals]
            first, last = max(0, start - 2 * NEAR), end + NEAR
            at = bisect_left(numerals, first)
            # in a script without spaces numbers in words aren't looked for
            if not (at < len(numerals) and numerals[at] < last) and not IS_UNSPACED.search(lower, first, last):
                continue
        spots.append((start, end))
    spots.sort()
    return spots


def _cues(lower: str) -> tuple[tuple[list[int], ...], list[tuple[int, int]], list[tuple[int, int]]]:
    """Where the cues of each class begin, and the places of those of money and of numbers."""
    scanner = _scanner()
    phrases = scanner.phrases
    cues: tuple[list[int], ...] = ([], [], [], [])
    money: list[tuple[int, int]] = []
    numbers: list[tuple[int, int]] = []
    number = past = -1  # where the last number began and ended
    for pattern, start, end in scanner.cues.find_matches_as_indexes(lower):
        cue, opens_word, closes_word = phrases[pattern]
        if cue == _DIGIT:
            if start == past:
                numbers.pop()
            else:
                number = start
            past = end
            numbers.append((number, end))
        elif not (opens_word and _is_letter(lower, start - 1)) and not (closes_word and _is_letter(lower, end)):
            cues[cue].append(start)
            if cue == _MONEY:
                money.append((start, end))
    return cues, money, numbers


def _is_letter(text: str, at: int) -> bool:
    """Whether a letter of a script with spaces stands at a place."""
    return 0 <= at < len(text) and text[at].isalpha() and not IS_UNSPACED.match(text, at)


def _has_cue(text: str, lower: str, start: int, end: int, cues: tuple[list[int], ...]) -> bool:
    """Whether a number has a cue by it with which it may be pay."""
    for cue in (_MONEY, _RATE):
        before, behind = _REACH[cue]
        at = bisect_left(cues[cue], start - before)
        if at < len(cues[cue]) and cues[cue][at] <= end + behind:
            return True
    scanner = _scanner()
    words = _WORD.findall(lower, max(0, start - NEAR), end + NEAR)
    if not (scanner.short[_MONEY].isdisjoint(words) and scanner.short[_RATE].isdisjoint(words)):
        return True
    if not scanner.short_parts.isdisjoint([word[-LONGEST_SHORT:] for word in words]):
        return True
    pays = cues[_PAY]
    at = bisect_left(pays, start) - 1
    if at >= 0 and pays[at] >= start - _REACH[_PAY][0] and not _is_walled(text, pays[at], start):
        return True
    times, is_by_short = cues[_TIME], not scanner.short[_TIME].isdisjoint(words)
    before, behind = _REACH[_TIME]
    first, last = bisect_left(times, start - before), bisect_right(times, end + behind) - 1
    if first > last and not is_by_short:
        return False
    reach = max(end + NEAR if is_by_short else end, times[last] if first <= last else end)
    joined = lower[end:reach]
    if "/" in joined or IS_UNSPACED.search(joined) or not scanner.joints.isdisjoint(_WORD.findall(joined)):
        return True
    return _ONE_PIECE.search(lower, max(0, start - before), start) is not None


_ONE_PIECE = re.compile(r"1\D*\Z")  # "1件50円": in some languages the piece stands before the amount


def _is_walled(text: str, start: int, end: int) -> bool:
    """Whether a sentence or a field ends between two places."""
    return any(not match[1] for match in _WALL_OR_LINE.finditer(text, start, end))


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
