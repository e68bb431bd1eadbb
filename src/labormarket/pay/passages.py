"""Multi-pattern scan (Aho-Corasick): the passages of running text in which pay can stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from labormarket.pay.kinds import Kind
from labormarket.pay.lexicon import IS_UNSPACED, lexicon, phrases_of

# In prose a number is pay only with a sign, a currency, a rate or a pay word in its sentence, or a time or piece by it.
_MONEY, _RATE, _PAY, _TIME = range(4)  # the classes of cues
_CUES = (
    frozenset((Kind.SIGN, Kind.LOOSE_SIGN, Kind.CURRENCY, Kind.CENTS)),
    frozenset((Kind.RATE, Kind.EACH, Kind.PM)),
    frozenset((Kind.PAY, Kind.VAGUE_PAY)),
    frozenset((Kind.UNIT, Kind.MINUTES)),
)
# A time or a piece counts only so many characters before and behind a number (the tokens that the grammar allows
# between), and only where one of these stands between: "25 an hour", not "25 hours".
_BEFORE, _BEHIND = 20, 120
_JOINTS = frozenset((Kind.PER, Kind.EACH, Kind.FOR, Kind.ARTICLE))
# What is read of a statement's surroundings at most: the clause before it, the sentence behind it.
BACK, AHEAD = 480, 320
ALWAYS_READ, FEWEST_CHARACTERS = 300, 80
_NUMBER = re.compile(r"\d+")
_LETTER_BEFORE = re.compile(r"(?<![^\W\d_])[NPR] ?\Z")  # "N150,000", "R8k"
LONGEST_SHORT = 3  # letters of a word that counts only where it stands by a number: "rs", "kr", "ph"
NEAR = 12
_WORD = re.compile(r"[^\W\d_]+")
# The end of a sentence or of a field, where it is beyond doubt.
_AFTER_STOP = r"(?<=[^\W\d_]{4}.)(?<!(?:prox|incl|excl|inkl|zzgl|godz|mies|maks|mind|kshs).)\s+(?=[^\W\d_a-z])"
# Each branch begins with a character of its own, so that a search passes over all others in one step.
_WALL = re.compile(rf";|\||•|。|\t|\.{_AFTER_STOP}|!{_AFTER_STOP}|\?{_AFTER_STOP}")
_WALL_OR_SPACES = re.compile(rf"{_WALL.pattern}| {{4}}")  # four times as slow, since words begin with a space
_LINE = re.compile(r"\n\s*")
_NOT_LETTERS = re.compile(r"[^\W\d_]*")


class _Phrase(NamedTuple):
    cue: int  # its class
    opens_word: bool  # no letter may stand before it
    closes_word: bool


class _Scanner(NamedTuple):
    cues: AhoCorasick
    phrases: list[_Phrase]  # of the automaton, in its order
    short: frozenset[str]  # words of money and rates, which the automaton doesn't look for
    short_times: frozenset[str]
    short_parts: frozenset[str]  # of words, with which some end
    joints: frozenset[str]  # words of the phrases
    numerals: frozenset[str]


@cache
def _scanner() -> _Scanner:
    """The scanner for the cues, and the short words among them."""
    classes: dict[str, int] = {}
    short: set[str] = set()
    short_times: set[str] = set()
    joints = _words_of(_JOINTS)
    for cue, kinds in enumerate(_CUES):
        phrases = phrases_of(kinds)
        if cue == _MONEY:
            phrases += [sign.lower() for sign in lexicon().signs]
        for phrase in phrases:
            if len(phrase) <= LONGEST_SHORT and phrase.isalpha() and not IS_UNSPACED.search(phrase) and cue != _PAY:
                (short_times if cue == _TIME else short).add(phrase)
            else:
                is_joined = not (phrase[0].isalpha() and joints.isdisjoint(_WORD.findall(phrase)))  # "/annum"
                classes.setdefault(phrase, _RATE if cue == _TIME and is_joined else cue)
    parts = {*lexicon().beginnings, *lexicon().endings}

    def is_letter_of_word(phrase: str, at: int) -> bool:  # not of "R$", which holds a sign
        is_word = phrase.rstrip("./").isalpha() and phrase not in parts and not IS_UNSPACED.search(phrase)
        return is_word and phrase[at].isalpha()

    return _Scanner(
        AhoCorasick(list(classes), matchkind=MatchKind.LeftmostLongest),
        [_Phrase(cue, is_letter_of_word(it, 0), is_letter_of_word(it, -1)) for it, cue in classes.items()],
        frozenset(short),
        frozenset(short_times),
        frozenset((short | short_times) & parts),
        joints,
        _words_of(frozenset((Kind.NUMERAL, Kind.ARTICLE))),
    )


def _words_of(kinds: frozenset[str]) -> frozenset[str]:
    """Words of which every phrase of some kinds holds one: the phrases of one word, and the longest of the others'."""
    phrases = [_WORD.findall(phrase) for phrase in phrases_of(kinds)]
    alone = {words[0] for words in phrases if len(words) == 1}
    return frozenset(alone.union(max(words, key=len) for words in phrases if words and alone.isdisjoint(words)))


def most_amounts(characters: int) -> int:
    """How many amounts are read in so many characters: what holds more is a table of prices."""
    return ALWAYS_READ + characters // FEWEST_CHARACTERS


def passages(text: str) -> Iterator[tuple[int, int]]:
    """The passages in which pay can stand, in order: each from a character to one past its last.

    A passage ends before the first number that can be in none of the amounts that are read of it.

    >>> text = "We love dogs. " * 99 + "You earn $20 an hour. " + "We love cats. " * 99
    >>> [text[start:end] for start, end in passages(text)]
    ['You earn $20 an hour. ']
    >>> list(passages("We were founded in 2016.")), list(passages(""))
    ([], [])
    """
    lower = _lowered(text)
    numbers = [match.span() for match in _NUMBER.finditer(lower)]
    strong, times, money = _cues(lower)
    spots = sorted([*numbers, *_money_of_numerals(lower, money[: most_amounts(len(text))])])
    if not spots:
        return
    walls = [match.end() for match in (_WALL_OR_SPACES if "    " in text else _WALL).finditer(text)]
    lines = [match.end() for match in _LINE.finditer(text)]
    for _, group in groupby(spots, key=lambda spot: bisect_right(walls, spot[0])):
        within = list(group)
        most = 2 * most_amounts(within[-1][1] - within[0][0])
        start, end = _sentence(text, within[0][0], within[-1][1], walls, lines)
        if len(within) > most:
            end, within = within[most][0], within[:most]
        at = bisect_left(strong, start)
        if (at < len(strong) and strong[at] < end) or any(_is_by_cue(text, lower, *spot, times) for spot in within):
            yield start, end


def _lowered(text: str) -> str:
    """The text in small letters, each where it was, as the scanner takes it and phrases are kept: no apostrophes."""
    lower = text.lower()
    if len(lower) != len(text):  # "İ" is two characters in small letters
        lower = "".join(letter.lower()[0] for letter in text)
    lower = lower.replace("'", " ").replace("’", " ")
    return lower if lower.isascii() else lower.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _cues(lower: str) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    """Where cues begin that are enough for a sentence, where times do, and the places of the words of money."""
    scanner = _scanner()
    phrases = scanner.phrases
    strong: list[int] = []
    times: list[int] = []
    money: list[tuple[int, int]] = []
    for pattern, start, end in scanner.cues.find_matches_as_indexes(lower):
        cue, opens_word, closes_word = phrases[pattern]
        if not (opens_word and _is_letter(lower, start - 1)) and not (closes_word and _is_letter(lower, end)):
            (times if cue == _TIME else strong).append(start)
            if cue == _MONEY:
                money.append((start, end))
    return strong, times, money


def _money_of_numerals(lower: str, money: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The words of money that have a number in words by them."""
    for start, end in money:
        first, last = max(0, start - 2 * NEAR), end + NEAR
        # in a script without spaces numbers in words aren't looked for
        if not _scanner().numerals.isdisjoint(_WORD.findall(lower, first, last)) or IS_UNSPACED.search(
            lower, first, last
        ):
            yield start, end


def _is_letter(text: str, at: int) -> bool:
    """Whether a letter of a script with spaces stands at a place."""
    return 0 <= at < len(text) and text[at].isalpha() and not IS_UNSPACED.match(text, at)


def _is_by_cue(text: str, lower: str, start: int, end: int, times: list[int]) -> bool:
    """Whether a number has a short word by it, or a time or a piece that something joins to it."""
    scanner = _scanner()
    words = _WORD.findall(lower, max(0, start - NEAR), end + NEAR)
    if not scanner.short.isdisjoint(words):
        return True
    if not scanner.short_parts.isdisjoint([word[-LONGEST_SHORT:] for word in words]):
        return True
    if _LETTER_BEFORE.search(text, max(0, start - 2), start):
        return True
    is_by_short = not scanner.short_times.isdisjoint(words)
    first, last = bisect_left(times, start - _BEFORE), bisect_right(times, end + _BEHIND) - 1
    if first > last and not is_by_short:
        return False
    reach = max(end + NEAR if is_by_short else end, times[last] if first <= last else end)
    joined = lower[end:reach]
    if "/" in joined or IS_UNSPACED.search(joined) or not scanner.joints.isdisjoint(_WORD.findall(joined)):
        return True
    return _ONE_PIECE.search(lower, max(0, start - _BEFORE), start) is not None


_ONE_PIECE = re.compile(r"1\D*\Z")  # "1件50円": in some languages the piece stands before the amount


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
