"""Kinds of tokens, and a compiler that makes regular expressions of patterns written with their names."""

from __future__ import annotations

import re


class Kind:
    """What a token means to the grammar: each is one character, which only the pattern compiler writes.

    Plain characters, since looking up a member of an enumeration takes as long as three comparisons.
    """

    # numbers and what scales them
    NUMBER = "N"
    NUMERAL = "n"  # a number in words: "fifty"
    CODE = "J"  # a run of digits that cannot be pay: "007", "3rd"
    MAGNITUDE = "k"  # "k", "lakh", "万"
    UPPER_PART = "K"  # a magnitude that lower digits follow: "1万5000"
    # currencies
    SIGN = "S"  # a sign right before a digit
    LOOSE_SIGN = "s"  # any other sign
    CURRENCY = "d"  # in words or as a code
    CENTS = "c"
    # periods
    RATE = "p"  # "hourly"
    UNIT = "u"  # "hour"
    MINUTES = "m"  # "min": minutes, or a minimum
    PM = "z"  # a time of day, or per month
    PER = "e"
    EACH = "E"
    FOR = "i"
    ARTICLE = "a"
    # bounds
    AT_MOST = "H"
    AT_LEAST = "L"
    OR_LESS = "h"  # "or less", behind the amount
    OR_MORE = "j"
    TO = "t"
    UP_TO = "T"  # "to", or "up to": "bis"
    FROM = "f"  # a lower bound too: "ab"
    FROM_ONLY = "F"  # never a bound: "von"
    BETWEEN = "b"
    CHANGE = "U"  # of pay: "rose", "was cut"
    AND = "A"
    OR = "O"
    ABOUT = "R"
    # words around the amount
    PAY = "y"  # "salary", "earn"
    VAGUE_AMOUNT = "v"  # "a few"
    VAGUE_PAY = "V"  # "competitive"
    FILLER = "g"  # "gross", "only"
    SMALL = "o"  # "is", "of"
    WORD = "W"  # means nothing to the reader
    OTHER_MONEY = "x"  # "bonus", "funding"
    OTHER_OR_TITLE = "X"  # other money, or part of a job title: "sales"
    OTHER_VERB = "r"  # "raised", "costs"
    COUNTED = "q"  # "employees"
    LABEL = "l"  # "ref", "room"
    # marks
    DASH = "D"
    SLASH = "I"
    OPEN = "B"  # a bracket
    CLOSE = "C"
    COMMA = "M"
    COLON = "P"
    PLUS = "Q"
    PERCENT = "Z"
    STOP = "Y"  # the end of a sentence
    WALL = "w"  # between fields
    LINE = "G"  # the end of a line


_PARTS: dict[str, str] = {}  # parts of patterns by name, ready to be put in
KIND_NAMES = {kind: name.lower() for name, kind in vars(Kind).items() if name.isupper()}
_KINDS = {name: kind for kind, name in KIND_NAMES.items()}
_EDGES = {"START": r"\A", "END": r"\Z", "any": "."}
_PIECE = re.compile(r"(\(\?P<\w+>|\(\?[:=!]|\(\?<[=!])|([A-Za-z_]+)|(\s+)")


def expression(pattern: str) -> str:
    """Write a pattern as a regular expression over the kinds of a text.

    A name in small letters is a kind (`any` is each of them), one in capitals a part defined before, or START or END;
    everything else is as in regular expressions, and spaces mean nothing.

    >>> re.fullmatch(expression("number magnitude? [dash to]"), Kind.NUMBER + Kind.TO) is not None
    True
    >>> expression("START (?P<low> number) any END")
    '\\\\A(?P<low>N).\\\\Z'
    >>> expression("numbr")
    Traceback (most recent call last):
    ...
    ValueError: the pattern names 'numbr', which is neither a kind nor a part defined before it
    """

    def written(match: re.Match[str]) -> str:
        name = match[2]
        if name is None:
            return match[1] or ""
        for known in (_KINDS, _EDGES, _PARTS):
            if name in known:
                return known[name]
        raise ValueError(f"the pattern names {name!r}, which is neither a kind nor a part defined before it")

    return _PIECE.sub(written, pattern)


def part(name: str, pattern: str, example: str) -> None:
    """Define a part that later patterns may name; the example is a text that holds it."""
    _PARTS[name] = f"(?:{expression(pattern)})"
    EXAMPLES.append((name, _PARTS[name], example))


def rule(pattern: str, example: str) -> re.Pattern[str]:
    """Compile a rule of the grammar; the example is a text whose kinds it matches (a test holds it to that)."""
    compiled = re.compile(expression(pattern))
    EXAMPLES.append((pattern, compiled.pattern, example))
    return compiled


EXAMPLES: list[tuple[str, str, str]] = []
"""The parts and rules as written and as regular expressions, with a text that each matches."""
