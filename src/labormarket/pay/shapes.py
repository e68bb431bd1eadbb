"""The shape of a text: what stays the same when its digits and the words that mean nothing to the reader change.

Boards write the same few shapes with other numbers, places and titles. A text is read in its reduced form, where each
such word is a stand-in, so that how one text was read serves every text of its shape.
"""

from __future__ import annotations

import re

from labormarket.pay.cues import LETTER, lexicon
from labormarket.pay.normalise import needs_mending
from labormarket.pay.scan import meaning_everywhere

# Whole words only: one that touches a digit, a sign of a script without spaces or the mark of an escape may be more.
_WORD = re.compile(rf"(?<![\w&#\\])({LETTER}{{4,}}+)(?!\w)")
DIGITS = str.maketrans("123456789", "000000000")
NAME, WORD = "Qqqq", "qqqq"  # an unknown word in capitals or with one, and one in small letters
MOST_WORDS = 100_000

Moves = list[tuple[int, int]]  # where a stand-in ends in the reduced text, and how much longer its word is
_stand_ins: dict[str, str] = {}


def reduce(text: str) -> tuple[str, Moves]:
    """The text with a stand-in for each word that means nothing to the reader, and the way back.

    >>> reduce("Plumber, Leeds: £14.20 per hour")
    ('Qqqq, Qqqq: £14.20 per hour', [(4, 3), (10, 1)])
    """
    pieces = _WORD.split(text)
    if len(pieces) == 1:
        return text, []
    moves: Moves = []
    end = 0
    for at in range(1, len(pieces), 2):
        word = pieces[at]
        stand_in = _stand_ins.get(word) or _stand_in(word)
        end += len(pieces[at - 1]) + len(stand_in)
        if stand_in is not word:
            pieces[at] = stand_in
            if len(word) != len(stand_in):
                moves.append((end, len(word) - len(stand_in)))
    return "".join(pieces), moves


def original(place: int, moves: Moves) -> int:
    """Where a place of the reduced text is in the text itself."""
    return place + sum(longer for end, longer in moves if end <= place)


def _stand_in(word: str) -> str:
    """What stands for a word: itself, where it is part of a cue or of broken text."""
    unknown = (
        meaning_everywhere(word) == ("W", None) and word.lower() not in lexicon().inside and not needs_mending(word)
    )
    stand_in = word if not unknown else NAME if word[0].isupper() else WORD
    if len(_stand_ins) >= MOST_WORDS:
        _stand_ins.clear()
    _stand_ins[word] = stand_in
    return stand_in
