"""Tokens of a text as the reader sees them: kinds, values and looks, never its digits."""

from __future__ import annotations

from typing import Any, NamedTuple

from labormarket.pay.lexicon import IS_UNSPACED

# The look of a token: bits for the space before it, and for the first letter of a word.
TOUCHES, ONE_SPACE, APART_BY_MORE = 0, 1, 2
_SPACE = 3
_CAPITAL, _SMALL_LETTER, _UNSPACED_SCRIPT, _BEGINS_WITH_P = 4, 8, 16, 32


class Tokens(NamedTuple):
    """What the reader sees of a text: one character of `kinds` a token, its value and its look, never its digits.

    Equal tokens are read alike: nothing after the tokenizer looks at the text, until the digits are filled in.
    """

    kinds: str
    values: tuple[Any, ...]  # what a cue names; the NumberClass of a number
    looks: bytes
    named: frozenset[Any]  # the distinct values: whether a word stands anywhere in the text is asked of each amount

    def touches(self, at: int) -> bool:
        """Whether no space stands between a token and the one before it."""
        return not self.looks[at] & _SPACE

    def is_near(self, at: int) -> bool:
        """Whether at most one character stands between a token and the one before it."""
        return self.looks[at] & _SPACE != APART_BY_MORE

    def is_name(self, at: int) -> bool:
        """Whether an unknown word is written as titles, places and abbreviations are: not in small letters."""
        return bool(self.looks[at] & _CAPITAL)

    def is_small(self, at: int) -> bool:
        """Whether a word begins with a small letter."""
        return bool(self.looks[at] & _SMALL_LETTER)

    def is_unspaced(self, at: int) -> bool:
        """Whether a token is written in a script without spaces."""
        return bool(self.looks[at] & _UNSPACED_SCRIPT)

    def begins_with_p(self, at: int) -> bool:
        """Whether a rate begins as "per annum" and "p.a." do, and "monthly" doesn't."""
        return bool(self.looks[at] & _BEGINS_WITH_P)


class Scan(NamedTuple):
    """The tokens of a text, and where each of them stands in it."""

    text: str
    tokens: Tokens
    starts: list[int]
    ends: list[int]

    def words(self, first: int, last: int) -> str:
        """The text of some tokens, from the first to one before the last."""
        return self.text[self.starts[first] : self.ends[last - 1]]


def look_of(letter: str, *, is_word: bool) -> int:
    """The look of a token by its first letter, without the space before it; a word is in no script without spaces."""
    if not is_word:
        return _UNSPACED_SCRIPT if IS_UNSPACED.match(letter) else 0
    case = _CAPITAL if letter.isupper() else _SMALL_LETTER if letter.islower() else 0
    return case | (_BEGINS_WITH_P if letter in "pP" else 0)
