"""Chunker for titles: the words that name the profession apart from seniority, degree, language, place and noise."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import NamedTuple

from labormarket.professions.normalise import BREAK, split_words
from labormarket.professions.taxonomy import read_list

SENIORITY, DEGREE, LICENCE, LANGUAGE, PLACE, FRAME = "seniority", "degree", "licence", "language", "place", "frame"
TOOL = "tool"
# These open a title ("Lead Engineer", "Principal Scientist"); anywhere else they name a thing.
ONLY_IN_FRONT = frozenset({"lead", "principal", "staff", "entry", "mid"})
# Beside "AI", in one phrase or around a field ("AI Math Trainer"), they speak of AI training.
TRAINERS = frozenset("annotator coach contributor evaluator grader rater reviewer trainer tutor".split())
# And this closes one ("Nursing Assistant I").
ONLY_AT_END = frozenset({"i"})


class TitleParts(NamedTuple):
    """The parts of a title.

    `words` is the whole title; `runs` its words between punctuation, `parts` the same without what was set apart;
    `framed` says that the title speaks of AI training; the rest is what was set apart, None where the title has no
    such word. `country` (ISO 3166) is None too where the title names several, or a region.
    """

    words: tuple[str, ...]
    runs: tuple[tuple[str, ...], ...]
    parts: tuple[tuple[str, ...], ...]
    framed: bool
    language: str | None
    seniority: str | None
    degree: str | None
    country: str | None


@cache
def phrases() -> dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]:
    """First word -> the phrases to set apart that begin with it, longest first, with kind and value."""
    by_first: dict[str, dict[tuple[str, ...], tuple[str, str]]] = {}
    rows = [(row["phrase"], row["kind"], row["value"]) for row in read_list("set_apart.csv") if row["kind"] != TOOL]
    rows += [(row["place"], PLACE, row["country"]) for row in read_list("places.csv")]
    for text, kind, value in rows:
        phrase = tuple(word for word in split_words(text) if word != BREAK)
        if phrase:
            by_first.setdefault(phrase[0], {}).setdefault(phrase, (kind, value))
    return {
        first: tuple((phrase, *found[phrase]) for phrase in sorted(found, key=len, reverse=True))
        for first, found in by_first.items()
    }


@cache
def tools() -> frozenset[str]:
    """The words that name software: a title that no list has with them may be in one without them."""
    return frozenset(chain(*[split_words(row["phrase"]) for row in read_list("set_apart.csv") if row["kind"] == TOOL]))


def is_name_word(word: str) -> bool:
    """A number counts workers, hours or years and names no profession; "2d" and "3d" do."""
    return not word[0].isdigit() or word[-1] == "d"


def split_title(title: str) -> TitleParts:
    """Return the parts of a title; nothing is lost that isn't noise or a number.

    >>> parts = split_title("AI Trainer – Physics PhD (Kenya, Urgent)")
    >>> parts.parts, parts.framed, parts.degree, parts.country
    ((('physics',),), True, 'doctorate', 'KE')
    >>> split_title("Senior Python Engineer II").seniority
    'senior'
    """
    words = split_words(title)
    known = phrases()
    if BREAK not in words and "ai" not in words and known.keys().isdisjoint(words):  # most titles: nothing to set apart
        whole = tuple(words)
        names = tuple([word for word in words if word.isalpha() or is_name_word(word)])
        return TitleParts(whole, (whole,), (names,), False, None, None, None, None)
    runs: list[tuple[str, ...]] = []
    parts: list[tuple[str, ...]] = []
    part: list[str] = []
    found: dict[str, list[str]] = {}
    at = since = 0
    words.append(BREAK)  # so that the last run ends like the others, and no word is the last
    end = len(words)
    while at < end:
        word = words[at]
        at += 1
        if word == BREAK:
            if part:
                parts.append(tuple(part))
                part = []
            if at - since > 1:
                runs.append(tuple(words[since : at - 1]))
            since = at
            continue
        for phrase, kind, value in known.get(word, ()):
            length = len(phrase)
            if length == 1:
                if word in ONLY_IN_FRONT and (part or words[at] == BREAK):
                    continue
                if word in ONLY_AT_END and not (part and words[at] == BREAK):
                    continue
            elif tuple(words[at - 1 : at - 1 + length]) != phrase:
                continue
            found.setdefault(kind, []).append(value)
            if kind == LICENCE:  # asked for, and part of the name: "licensed practical nurse"
                part.extend(phrase)
            at += length - 1
            break
        else:
            if word.isalpha() or is_name_word(word):
                part.append(word)
    whole = tuple([word for word in words if word != BREAK])
    if not found and "ai" not in whole:
        return TitleParts(whole, tuple(runs), tuple(parts), False, None, None, None, None)
    places = set(found.get(PLACE, ()))
    degrees = found.get(DEGREE) or found.get(LICENCE)
    return TitleParts(
        whole,
        tuple(runs),
        tuple(parts),
        FRAME in found or ("ai" in whole and not TRAINERS.isdisjoint(whole)),
        ", ".join(dict.fromkeys(found[LANGUAGE])) if LANGUAGE in found else None,
        found[SENIORITY][0] if SENIORITY in found else None,
        degrees[0] if degrees else None,
        (places.pop() or None) if len(places) == 1 else None,
    )
