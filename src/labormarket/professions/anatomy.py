"""Take a title apart: what names the profession, and what says seniority, degree, language, place or nothing."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import NamedTuple

from labormarket.professions.lists import read_list
from labormarket.professions.words import BREAK, split_words

SENIORITY, DEGREE, LANGUAGE, FRAME = "seniority", "degree", "language", "frame"
# These open a title ("Lead Engineer", "Principal Scientist"); anywhere else they name a thing.
ONLY_IN_FRONT = frozenset({"lead", "principal", "staff", "entry", "mid"})
# And this closes one ("Nursing Assistant I").
ONLY_AT_END = frozenset({"i"})


class Anatomy(NamedTuple):
    """The parts of a title.

    `words` is the whole title; `runs` its words between punctuation, `parts` the same without what was set apart;
    `framed` says that the title speaks of AI training; the rest is what was set apart, None where the title has no
    such word.
    """

    words: tuple[str, ...]
    runs: tuple[tuple[str, ...], ...]
    parts: tuple[tuple[str, ...], ...]
    framed: bool
    language: str | None
    seniority: str | None
    degree: str | None


@cache
def phrases() -> dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]:
    """First word -> the phrases of set_apart.csv that begin with it, longest first, with kind and value."""
    by_first: dict[str, dict[tuple[str, ...], tuple[str, str]]] = {}
    for row in read_list("set_apart.csv"):
        phrase = tuple(word for word in split_words(row["phrase"]) if word != BREAK)
        if phrase:
            by_first.setdefault(phrase[0], {}).setdefault(phrase, (row["kind"], row["value"]))
    return {
        first: tuple((phrase, *found[phrase]) for phrase in sorted(found, key=len, reverse=True))
        for first, found in by_first.items()
    }


def is_name_word(word: str) -> bool:
    """A number counts workers, hours or years and names no profession; "2d" and "3d" do."""
    return not word[0].isdigit() or word[-1] == "d"


def take_apart(title: str) -> Anatomy:
    """Return the parts of a title; nothing is lost that isn't a place or noise.

    >>> parts = take_apart("AI Trainer – Physics PhD (Remote, Urgent)")
    >>> parts.parts, parts.framed, parts.degree
    ((('physics',),), True, 'doctorate')
    >>> take_apart("Senior Python Engineer II").seniority
    'senior'
    """
    words = split_words(title)
    known = phrases()
    if BREAK not in words and known.keys().isdisjoint(words):  # most titles: nothing to set apart
        whole = tuple(words)
        return Anatomy(
            whole,
            (whole,),
            (tuple([word for word in words if word.isalpha() or is_name_word(word)]),),
            False,
            None,
            None,
            None,
        )
    parts: list[tuple[str, ...]] = []
    part: list[str] = []
    languages: list[str] = []
    seniority = degree = None
    framed = False
    at, end = 0, len(words)
    while at < end:
        word = words[at]
        at += 1
        if word == BREAK:
            if part:
                parts.append(tuple(part))
                part = []
            continue
        options = known.get(word)
        if options is None:
            if word.isalpha() or is_name_word(word):
                part.append(word)
            continue
        for phrase, kind, value in options:
            length = len(phrase)
            if length > 1 and tuple(words[at - 1 : at - 1 + length]) != phrase:
                continue
            if word in ONLY_IN_FRONT and length == 1 and (part or at >= end or words[at] == BREAK):
                continue
            if word in ONLY_AT_END and not (part and (at >= end or words[at] == BREAK)):
                continue
            if kind == SENIORITY:
                seniority = seniority or value
            elif kind == DEGREE:
                degree = degree or value
            elif kind == LANGUAGE:
                if value not in languages:
                    languages.append(value)
            elif kind == FRAME:
                framed = True
            at += length - 1
            break
        else:
            part.append(word)
    if part:
        parts.append(tuple(part))
    if BREAK in words:
        runs = tuple([tuple(run) for is_break, run in groupby(words, BREAK.__eq__) if not is_break])
        words = [word for word in words if word != BREAK]
    else:
        runs = (tuple(words),)
    language = ", ".join(languages) if languages else None
    return Anatomy(tuple(words), runs, tuple(parts), framed, language, seniority, degree)
