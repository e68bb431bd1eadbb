"""Sentence splitting: the passages of running text in which pay can stand, those that hold a number."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import groupby, islice
from typing import Any

from labormarket.pay.kinds import Kind
from labormarket.pay.lexicon import IS_UNSPACED, LETTER, UNSPACED, lexicon
from labormarket.pay.tokenizer import LIKE_WORDS

# What is read of a statement's surroundings at most: the clause before it, the sentence behind it.
BACK, AHEAD = 480, 320
ALWAYS_READ, FEWEST_CHARACTERS = 300, 80
_NUMBER = re.compile(r"\d+")
NEAR_BEFORE, NEAR_BEHIND = 24, 12  # characters from a word of money to a number in words
_WORD = re.compile(r"[^\W\d_]+")
_PIECE = re.compile(r"\S+")
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
_IN_WORDS = frozenset((Kind.NUMERAL, Kind.ARTICLE))


def _longest_words(node: dict[str, Any], kinds: frozenset[str], word: str = "") -> Iterator[str]:
    """The longest word of each phrase of some kinds: "euro" of "euro's"."""
    for step, rest in node.items():
        if step:
            yield from _longest_words(rest, kinds, max(word, step, key=len))
        elif rest.kind in kinds:
            yield word


@cache
def _words_of_money() -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    """The pattern of words and signs, those of them that are money, and the numbers in words."""
    words = lexicon()
    tree = {first: rest for first, rest in words.tree.items() if len(first) > 1 and first not in LIKE_WORDS}
    signs = {mark for sign in words.signs for mark in sign if not (mark.isalnum() or mark in " ./")}
    unspaced = {phrase for phrase, cue in words.unspaced.items() if cue.kind in _MONEY}
    money = signs.union(unspaced, _longest_words(tree, _MONEY))
    marks = "".join(map(re.escape, sorted(mark for mark in money if not mark.isalnum() and len(mark) == 1)))
    longest = "|".join(map(re.escape, sorted(unspaced, key=lambda phrase: (-len(phrase), phrase))))
    pattern = re.compile(rf"{LETTER}+|[{marks}](?! ?\d)|(?=[{UNSPACED}])(?:{longest})")
    return pattern, frozenset(money), frozenset(_longest_words(words.tree, _IN_WORDS))


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
    numerals = islice(_money_of_numerals(text), most_amounts(len(text)))
    spots = sorted([*(match.span() for match in _NUMBER.finditer(text)), *numerals])
    if not spots:
        return
    walls = [match.end() for match in (_WALL_OR_SPACES if "    " in text else _WALL).finditer(text)]
    lines = [match.end() for match in _LINE.finditer(text)]
    for _, group in groupby(spots, key=lambda spot: bisect_right(walls, spot[0])):
        within = list(group)
        most = 2 * most_amounts(within[-1][1] - within[0][0])
        start, end = _sentence(text, within[0][0], within[-1][1], walls, lines)
        yield start, within[most][0] if len(within) > most else end


def _money_of_numerals(text: str) -> Iterator[tuple[int, int]]:
    """The words of money that have a number in words by them; in a script without spaces, all of them."""
    pattern, money, numerals = _words_of_money()
    floor = 0
    for at, end in _pieces_with_money(text):
        for match in pattern.finditer(_in_small_letters(text[at : end + len(" 5")])):
            first, last = at + match.start(), at + match.end()
            if match[0] in money and floor <= first < end:
                floor = last
                near = _WORD.findall(_in_small_letters(text[max(0, first - NEAR_BEFORE) : last + NEAR_BEHIND]))
                if IS_UNSPACED.match(match[0]) or not numerals.isdisjoint(near):
                    yield first, last


def _pieces_with_money(text: str) -> list[tuple[int, int]]:
    """Where the runs of characters between spaces that hold a word of money are, in order."""
    holds_money = _MEMORY.__getitem__
    found = list(filter(holds_money, set(text.split())))
    if len(found) > MOST_SOUGHT:
        return [piece.span() for piece in _PIECE.finditer(text) if holds_money(piece[0])]
    return sorted({match.span() for piece in found for match in re.finditer(re.escape(piece), text)})


class _Memory(dict[str, bool]):
    """Whether a run of characters holds a word of money, remembered for short ones: most words of a text are common."""

    def __missing__(self, piece: str) -> bool:
        pattern, money, _ = _words_of_money()
        holds = not money.isdisjoint(pattern.findall(piece.lower()))
        if len(piece) <= LONGEST_PIECE:
            if len(self) >= MOST_REMEMBERED:
                self.clear()
            self[piece] = holds
        return holds


_MEMORY = _Memory()


def _in_small_letters(text: str) -> str:
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(letter.lower()[0] for letter in text)  # "İ" becomes two


def _sentence(text: str, first: int, last: int, walls: list[int], lines: list[int]) -> tuple[int, int]:
    """Where the sentence of some numbers begins and ends, at most BACK and AHEAD characters from them.

    A label may stand on the line before, and a period on the line behind.
    """
    wall, line = bisect_right(walls, first), bisect_right(lines, first)
    start = max(walls[wall - 1] if wall else 0, lines[line - 2] if line > 1 else 0)
    if start < first - BACK:
        start = _NOT_LETTERS.match(text, first - BACK).end()  # type: ignore[union-attr]
    wall, line = bisect_left(walls, last), bisect_left(lines, last)
    end = min(walls[wall] if wall < len(walls) else len(text), lines[line + 1] if line + 1 < len(lines) else len(text))
    if end > last + AHEAD:
        end = _NOT_LETTERS.match(text, last + AHEAD).end()  # type: ignore[union-attr]
    return start, end
