"""Noun phrases that say who is paid: a list of head words, and the modifiers before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from labormarket.intake.prose.words import UNSPACED, context_words, read_lists
from labormarket.professions import professions

WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
MOST_MODIFIERS = 3
HEAD = re.compile(r"[a-z]{3,}(?:ologist|ographer|ician|iatrist|surgeon)")
JOIN = re.compile(r"[\s,、，/&]*")


@dataclass(frozen=True)
class People:
    """Those who are paid, as the text states them in the singular, with their place."""

    title: str
    start: int
    end: int


@cache
def word_list(name: str) -> frozenset[str]:
    """Return one list of people_words.toml."""
    return frozenset(str(read_lists("people_words.toml")[name]).split())


@cache
def heads() -> frozenset[str]:
    """Return the words that end a title: those of the list, and the last words of the professions' names."""
    last = {name.split(",")[0].split()[-1] for name in professions()["profession"].dropna() if name.split(",")[0]}
    endings = re.compile(r"[a-z]{2,}(?:er|or|ist|ian|ant|eer|man|woman|nurse)")
    return (word_list("people") | {w for w in map(str.lower, last) if endings.fullmatch(w)}) - word_list("not_people")


def singular(word: str) -> str:
    """Return the singular of a noun in lower case.

    >>> [singular(word) for word in ("Lawyers", "secretaries", "physics", "PhDs", "people")]
    ['lawyer', 'secretary', 'physics', 'phd', 'people']
    """
    word = word.lower().replace("’", "'").rstrip(".")
    if len(word) < 4 or word.endswith(("ics", "ss", "us", "is", "'s")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "ches", "shes")) else word.removesuffix("s")


def find_people(text: str, barriers: Sequence[tuple[int, int]] = ()) -> list[People]:
    """Find the titles of a text, in order; none reaches over a barrier (a platform, an amount).

    >>> [p.title for p in find_people("Dermatologists command $250, investment bankers and legal experts earn $180.")]
    ['dermatologist', 'investment banker', 'legal expert']
    >>> [p.title for p in find_people("律师达105美元，医生和病理学家高达160美元")]
    ['律师', '医生', '病理学家']
    """
    words = [match for match in WORD.finditer(text) if not any(a <= match.start() < b for a, b in barriers)]
    found: list[People] = []
    taken = 0
    for at, word in enumerate(words):
        if not is_head(word[0]) or (
            at + 1 < len(words) and is_head(words[at + 1][0]) and adjacent(text, word, words[at + 1])
        ):
            continue
        first = at
        while first > taken and at - first < MOST_MODIFIERS and adjacent(text, words[first - 1], words[first]):
            if words[first - 1][0].lower() in word_list("stop") or is_head(words[first - 1][0]):
                break
            first -= 1
        title = " ".join([*(w[0].lower() for w in words[first:at]), singular(word[0])])
        found.append(People(title, words[first].start(), word.end()))
        taken = at + 1
    if UNSPACED.search(text):
        pattern = re.compile("|".join(sorted(word_list("unspaced"), key=len, reverse=True)))
        found += [People(match[0], *match.span()) for match in pattern.finditer(text)]
    return sorted(found, key=lambda people: people.start)


def is_head(word: str) -> bool:
    """Tell whether a word ends a title: "lawyers", "dermatologists", "PhDs"."""
    plain = singular(word)
    return plain in heads() or bool(HEAD.fullmatch(plain))


def adjacent(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Tell whether only a space stands between two words."""
    return text[one.end() : other.start()] in (" ", "\u00a0")


def paid_by(text: str, people: Sequence[People], amounts: Sequence[tuple[int, int]]) -> list[list[People]]:
    """Return for each amount the people that it is paid to: named right behind it, else the list nearest before it.

    >>> text = "It pays $20 to tutors and editors, while poets earn $40, or $60 at night."
    >>> spans = [(8, 11), (52, 55), (60, 63)]
    >>> [[p.title for p in group] for group in paid_by(text, find_people(text), spans)]
    [['tutor', 'editor'], ['poet'], ['poet']]
    """
    result: list[list[People]] = []
    free = 0  # people before it were an earlier amount's, named behind it
    for at, (start, end) in enumerate(amounts):
        stop = amounts[at + 1][0] if at + 1 < len(amounts) else len(text)
        behind = [p for p in people if end <= p.start < stop]
        before = [p for p in people if free <= p.start and p.end <= start]
        if behind and led_to(text[end : behind[0].start]):
            chosen = run(text, behind)
            free = chosen[-1].end
        elif before:
            chosen = run(text, before[::-1])[::-1]
        else:
            chosen = list(result[-1]) if result else []
        result.append(chosen)
    return result


def led_to(between: str) -> bool:
    """Tell whether only a preposition leads from an amount to the people behind it: "$50 an hour | to its" poets."""
    return bool(context_words("to_whom").fullmatch(between.strip(" \u00a0,(–—-")))


def run(text: str, people: Sequence[People]) -> list[People]:
    """Return the first of some people and those that a list joins to it, in the given direction."""
    chosen = [people[0]]
    for other in people[1:]:
        one, two = sorted((chosen[-1], other), key=lambda p: p.start)
        if not JOIN.fullmatch(context_words("joins").sub(" ", text[one.end : two.start])):
            break
        chosen.append(other)
    return chosen
