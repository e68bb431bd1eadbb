"""Chunker for titles: the words that name the profession apart from seniority, degree, language, place and noise."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from labormarket.professions.normalise import MOST_REMEMBERED, key_of, split_text, words_of
from labormarket.professions.taxonomy import read_list

SENIORITY, DEGREE, LICENCE, LANGUAGE, PLACE, FRAME = "seniority", "degree", "licence", "language", "place", "frame"
TOOL, NOISE = "tool", "noise"
DRESS = frozenset({SENIORITY, PLACE, NOISE})
# These open a title ("Lead Engineer", "Principal Scientist"); anywhere else they name a thing.
ONLY_IN_FRONT = frozenset({"lead", "principal", "staff", "entry", "mid", "graduate"})
# Beside "AI", in one phrase or around a field ("AI Math Trainer"), they speak of AI training.
TRAINERS = frozenset("annotator coach contributor evaluator grader rater reviewer trainer tutor".split())
# And this closes one ("Nursing Assistant I").
ONLY_AT_END = frozenset({"i"})


class Run(NamedTuple):
    """What the words of a title between two punctuation marks say.

    `bare` is the words without dress: rank, place, number and noise. `part` lacks every phrase that was set apart,
    `found` has the kind and value of each that has one, and `framed` says that one of them speaks of AI training.
    """

    words: tuple[str, ...]
    text: str
    bare: tuple[str, ...]
    part: tuple[str, ...]
    found: tuple[tuple[str, str], ...]
    framed: bool


class SetApart(NamedTuple):
    """What a title says beside its profession, None where it has no such word.

    `country` (ISO 3166) is None too where the title names several, or a region.
    """

    language: str | None
    seniority: str | None
    degree: str | None
    country: str | None


NOTHING_APART = SetApart(None, None, None, None)


class TitleParts(NamedTuple):
    """The parts of a title.

    `words` is the whole title; `runs` its words between punctuation, `parts` the same without what was set apart;
    `framed` says that the title speaks of AI training; `apart` is the rest of what was set apart.
    """

    words: tuple[str, ...]
    runs: tuple[tuple[str, ...], ...]
    parts: tuple[tuple[str, ...], ...]
    framed: bool
    apart: SetApart


@cache
def phrases() -> dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]:
    """First word -> the phrases to set apart that begin with it, longest first, with kind and value."""
    by_first: dict[str, dict[tuple[str, ...], tuple[str, str]]] = {}
    rows = [(row["phrase"], row["kind"], row["value"]) for row in read_list("set_apart.csv") if row["kind"] != TOOL]
    rows += [(row["place"], PLACE, row["country"]) for row in read_list("places.csv")]
    for text, kind, value in rows:
        phrase = tuple(key_of(text).split())
        if phrase:
            by_first.setdefault(phrase[0], {}).setdefault(phrase, (kind, value))
    return {
        first: tuple((phrase, *found[phrase]) for phrase in sorted(found, key=len, reverse=True))
        for first, found in by_first.items()
    }


@cache
def tools() -> frozenset[str]:
    """The words that name software: a title that no list has with them may be in one without them."""
    return frozenset(
        chain(*[key_of(row["phrase"]).split() for row in read_list("set_apart.csv") if row["kind"] == TOOL])
    )


def is_name_word(word: str) -> bool:
    """A number counts workers, hours or years and names no profession; "2d" and "3d" do."""
    return not word[0].isdigit() or word[-1] == "d"


@lru_cache(MOST_REMEMBERED)  # titles differ less than the runs that they are made of
def read_run(text: str) -> Run:
    """Set apart the phrases of a run that name no profession.

    >>> read_run("physics phd").part, read_run("senior nurse 12345").found
    (('physics',), (('seniority', 'senior'),))
    """
    words = words_of(text)
    known = phrases()
    if known.keys().isdisjoint(words) and "".join(words).isalpha():  # most runs: nothing to set apart
        return Run(words, " ".join(words), words, words, (), False)
    bare: list[str] = []
    part: list[str] = []
    found: list[tuple[str, str]] = []
    at, end = 0, len(words)
    while at < end:
        word = words[at]
        for phrase, kind, value in known.get(word, ()):
            after = at + len(phrase)
            if words[at:after] != phrase:
                continue
            if word in ONLY_IN_FRONT and len(phrase) == 1 and (part or after == end):
                continue
            if word in ONLY_AT_END and len(phrase) == 1 and not (part and after == end):
                continue
            found.append((kind, value))
            if kind == LICENCE:  # asked for, and part of the name: "licensed practical nurse"
                part += phrase
            if kind not in DRESS:
                bare += phrase
            at = after
            break
        else:
            if word.isalpha() or is_name_word(word):
                part.append(word)
                bare.append(word)
            at += 1
    valued = tuple([pair for pair in found if pair[0] not in (NOISE, FRAME)])
    return Run(words, " ".join(words), tuple(bare), tuple(part), valued, any(kind == FRAME for kind, _ in found))


def read_runs(title: str) -> list[Run]:
    """Return the runs of a title that have words."""
    return [read_run(text) for text in split_text(title) if text]


def split_title(title: str) -> TitleParts:
    """Return the parts of a title; nothing is lost that isn't noise or a number.

    >>> parts = split_title("AI Trainer – Physics PhD (Kenya, Urgent)")
    >>> parts.parts, parts.framed, parts.apart.degree, parts.apart.country
    ((('physics',),), True, 'doctorate', 'KE')
    >>> split_title("Senior Python Engineer II").apart.seniority
    'senior'
    """
    return join_runs(read_runs(title))


def join_runs(runs: Sequence[Run]) -> TitleParts:
    """Put the runs of a title together."""
    words = tuple(chain.from_iterable([run.words for run in runs]))
    return TitleParts(
        words,
        tuple([run.words for run in runs]),
        tuple([run.part for run in runs if run.part]),
        any(run.framed for run in runs) or ("ai" in words and not TRAINERS.isdisjoint(words)),
        set_apart(runs),
    )


def set_apart(runs: Sequence[Run]) -> SetApart:
    """What the runs of a title say beside its profession."""
    found = tuple([run.found for run in runs if run.found])
    return say_apart(found) if found else NOTHING_APART


@lru_cache(MOST_REMEMBERED)  # ranks, places and degrees come in few combinations
def say_apart(found_in_runs: tuple[tuple[tuple[str, str], ...], ...]) -> SetApart:
    """The kinds and values of phrases that were set apart, run by run, as what they say together."""
    found: dict[str, list[str]] = {}
    for kind, value in chain.from_iterable(found_in_runs):
        found.setdefault(kind, []).append(value)
    places = set(found.get(PLACE, ()))
    degrees = found.get(DEGREE) or found.get(LICENCE)
    return SetApart(
        ", ".join(dict.fromkeys(found[LANGUAGE])) if LANGUAGE in found else None,
        found[SENIORITY][0] if SENIORITY in found else None,
        degrees[0] if degrees else None,
        (places.pop() or None) if len(places) == 1 else None,
    )
