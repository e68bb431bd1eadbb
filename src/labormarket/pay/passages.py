"""Sentence splitting: the passages of running text in which pay can stand, those that hold a number."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from labormarket.pay.kinds import Kind
from labormarket.pay.lexicon import LETTER, UNSPACED, alternation, lexicon
from labormarket.pay.tokenizer import LIKE_WORDS

# What is read of a statement's surroundings at most: the clause before it, the sentence behind it.
BACK, AHEAD = 480, 320
ALWAYS_READ, FEWEST_CHARACTERS = 300, 80
_NUMBER = re.compile(r"\d+")
NEAR_BEFORE, NEAR_BEHIND = 24, 12  # characters from a word of money to a number in words
MOST_SOUGHT = 16  # of them, each sought in the whole text
LONGEST_PIECE, MOST_REMEMBERED = 40, 100_000
# The end of a sentence or of a field, where it is beyond doubt.
_AFTER_STOP = r"(?<=[^\W\d_]{4}.)(?<!(?:prox|incl|excl|inkl|zzgl|godz|mies|maks|mind|kshs).)\s+(?=[^\W\d_a-z])"
# Each branch begins with a character of its own, so that a search passes over all others in one step.
_WALL = re.compile(rf";|\||•|。|\t|\.{_AFTER_STOP}|!{_AFTER_STOP}|\?{_AFTER_STOP}")
_WALL_OR_SPACES = re.compile(rf"{_WALL.pattern}| {{4}}")  # four times as slow, since words begin with a space
_LINE = re.compile(r"\n\s*")
_NOT_LETTERS = re.compile(r"[^\W\d_]*")
_MONEY = frozenset((Kind.LOOSE_SIGN, Kind.CURRENCY, Kind.CENTS))


def _longest_words(tree: dict[str, Any], *kinds: str) -> set[str]:
    """The longest word of each phrase of some kinds: "euro" of "euro's"."""
    found: set[str] = set()
    waiting = list(tree.items())
    while waiting:
        word, node = waiting.pop()
        for step, rest in node.items():
            if step:
                waiting.append((word if len(word) >= len(step) else step, rest))
            elif rest.kind in kinds:
                found.add(word)
    return found


class _Sought(NamedTuple):
    """The words of money and the numbers in words, as patterns over small letters."""

    money: re.Pattern[str]
    numeral: re.Pattern[str]


def _words(words: Iterable[str]) -> str:
    return rf"(?<!{LETTER})(?:{alternation(words)})(?!{LETTER})"


@cache
def _sought() -> _Sought:
    words = lexicon()
    tree = {first: rest for first, rest in words.tree.items() if len(first) > 1 and first not in LIKE_WORDS}
    signs = {mark for sign in words.signs for mark in sign if not (mark.isalnum() or mark in " ./")}
    unspaced = [phrase for phrase, cue in words.unspaced.items() if cue.kind in _MONEY]
    marks = "".join(map(re.escape, sorted(signs)))
    currencies = (word for word, rest in tree.items() if "" in rest and rest[""].kind == Kind.CURRENCY)
    money = _words((*currencies, *_longest_words(tree, Kind.CENTS)))
    numerals = _words(_longest_words(words.tree, Kind.NUMERAL, Kind.ARTICLE))
    return _Sought(
        re.compile(rf"[{marks}](?! ?\d)|{money}|(?=[{UNSPACED}])({alternation(unspaced)})"),
        re.compile(numerals),
    )


def most_amounts(characters: int) -> int:
    """How many amounts are read in so many characters: what holds more is a table of prices."""
    return ALWAYS_READ + characters // FEWEST_CHARACTERS


def passages(text: str) -> Iterator[tuple[int, int]]:
    """The passages in which pay can stand, in order: each from a character to one past its last.

    A passage ends before the first number that can be in none of the amounts that are read of it.

    >>> text = "We love dogs. " * 99 + "You earn $20 an hour. " + "We love cats. " * 99
    >>> [text[start:end] for start, end in passages(text)]
    ['You earn $20 an hour. ']
    >>> list(passages("We were founded long ago.")), list(passages(""))
    ([], [])
    """
    spots = [match.span() for match in _NUMBER.finditer(text)]
    if in_words := list(_money_of_numerals(text)):
        spots = sorted(spots + in_words)
    firsts = [first for first, _ in spots]
    walls = [match.end() for match in (_WALL_OR_SPACES if "    " in text else _WALL).finditer(text)] if spots else []
    walls.append(len(text))
    lines = [match.end() for match in _LINE.finditer(text)] if spots else []
    at = 0
    while at < len(spots):
        first = firsts[at]
        wall = bisect_right(walls, first)
        until = bisect_left(firsts, walls[wall], at)
        last = spots[until - 1][1]
        most = at + 2 * most_amounts(last - first)
        start, end = _sentence(text, first, last, (walls[wall - 1] if wall else 0, walls[wall]), lines)
        yield start, firsts[most] if most < until else end
        at = until


def _money_of_numerals(text: str) -> Iterator[tuple[int, int]]:
    """The words of money that have a number in words by them; in a script without spaces, all of them."""
    found = list(filter(_MEMORY.__getitem__, set(text.split())))
    if not found:
        return
    sought, small = _sought(), _in_small_letters(text)
    stretches = [(0, len(text))]
    if len(found) <= MOST_SOUGHT and sum(map(text.count, found)) <= MOST_SOUGHT:
        stretches = sorted(place for piece in found for place in _places(piece, text))
    numeral, none_until, floor = -1, 0, 0
    for start, end in stretches:
        for match in sought.money.finditer(small, max(start, floor), end + len(" 5")):
            first, floor = spot = match.span()
            if match.lastindex is None:  # in a script with spaces
                nearest, furthest = max(0, first - NEAR_BEFORE), floor + NEAR_BEHIND
                if numeral < nearest and none_until < furthest:
                    seen = furthest + end - start  # of a whole text, what is before the next number is seen once
                    ahead = sought.numeral.search(small, nearest, seen)
                    numeral, none_until = (ahead.start(), 0) if ahead else (-1, seen)
                if not nearest <= numeral < furthest:
                    continue
            yield spot


def _places(piece: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a piece stands in a text; a pattern of a piece of megabytes takes seconds to compile."""
    at = text.find(piece)
    while at >= 0:
        end = at + len(piece)
        yield at, end
        at = text.find(piece, end)


class _Memory(dict[str, bool]):
    """Whether a run of characters holds a word of money, remembered for short ones: most words of a text are common."""

    def __missing__(self, piece: str) -> bool:
        holds = _sought().money.search(piece.lower()) is not None
        if len(piece) <= LONGEST_PIECE:
            if len(self) >= MOST_REMEMBERED:
                self.clear()
            self[piece] = holds
        return holds


_MEMORY = _Memory()


def _in_small_letters(text: str) -> str:
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(letter.lower()[0] for letter in text)  # "İ" becomes two


def _sentence(text: str, first: int, last: int, walls: tuple[int, int], lines: list[int]) -> tuple[int, int]:
    """Where the sentence of some numbers between two walls begins and ends, at most BACK and AHEAD from them.

    A label may stand on the line before, and a period on the line behind.
    """
    start, end = walls
    line = bisect_right(lines, first)
    if line > 1:
        start = max(start, lines[line - 2])
    if start < first - BACK:
        start = _NOT_LETTERS.match(text, first - BACK).end()  # type: ignore[union-attr]
    line = bisect_left(lines, last, line) + 1
    if line < len(lines):
        end = min(end, lines[line])
    if end > last + AHEAD:
        end = _NOT_LETTERS.match(text, last + AHEAD).end()  # type: ignore[union-attr]
    return start, end
