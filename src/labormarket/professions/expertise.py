"""Lookup of fields of expertise: "Physics Benchmark Expert" names physics, and a physicist is asked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain

from labormarket.professions.name_index import Meaning, meanings
from labormarket.professions.normalise import key_of
from labormarket.professions.taxonomy import read_list
from labormarket.professions.title_parts import TitleParts

EXPERT = frozenset({"expert", "expertise", "professional"})
# Whom a board hires for what he knows: the one field that his title names is his.
HIRED_FOR_A_FIELD = frozenset({"expert", "expertise", "trainer", "evaluator", "tutor", "fellow", "contributor"})
# Words that name a person of a field without saying what he does: "physics expert", "chemistry specialist".
PERSON_OF_A_FIELD = (
    EXPERT
    | HIRED_FOR_A_FIELD
    | frozenset("adjudicator background grader practitioner researcher reviewer scholar specialist task".split())
)
LONGEST_FIELD = 4  # words


@cache
def fields_of_expertise() -> dict[str, Meaning]:
    """Words of a field -> the profession that stands for it ("physics" -> physicist)."""
    return {key_of(row["field_word"]): meanings()[row["profession"]] for row in read_list("fields.csv")}


def fields_in(words: tuple[str, ...]) -> Iterator[str]:
    """Yield the fields of expertise among the words, the longest that begins at each word.

    >>> list(fields_in(("organic", "chemistry", "benchmark", "math")))
    ['organic chemistry', 'math']
    """
    fields = fields_of_expertise()
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + LONGEST_FIELD), at, -1):
            if (field := " ".join(words[at:end])) in fields:
                yield field
                at = end - 1
                break
        at += 1


def field_of(title: TitleParts) -> str | None:
    """The first field of expertise that a title of AI training, of an expert or of a degree names, or None.

    >>> from labormarket.professions.title_parts import split_title
    >>> field_of(split_title("Economics Expert (Bachelor's) - AI Trainer")), field_of(split_title("VP, Finance"))
    ('economics', None)
    """
    if not (title.framed or title.apart.degree) and PERSON_OF_A_FIELD.isdisjoint(title.words):
        return None
    return next(fields_in(tuple(chain.from_iterable(title.parts))), None)
