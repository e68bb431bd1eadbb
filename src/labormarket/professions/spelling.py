"""Spelling correction, word by word, by edit distance to the words of known names."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from labormarket.professions.name_index import known_words

SHORTEST_REPAIRED, LIKE_ENOUGH = 6, 0.83  # letters; share of letters that agree: one slip in six


@cache
def vocabulary() -> dict[tuple[str, int], list[str]]:
    """First letter and length -> the words of all names, which a misspelling is compared with."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for word in sorted(known_words()):
        found[word[0], len(word)].append(word)
    return dict(found)


@cache
def repair(word: str) -> tuple[str, float] | None:
    """Return the known word that a misspelling is, with its likeness from 0 to 1, or None.

    >>> repair("electrican")
    ('electrician', 0.9...)
    >>> repair("xylqwzkj") is None
    True
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if len(word) < SHORTEST_REPAIRED or not word.isalpha():
        return None
    near = [
        candidate
        for length in range(len(word) - 1, len(word) + 2)
        for candidate in vocabulary().get((word[0], length), ())
    ]
    found = process.extract(word, near, scorer=OSA.normalized_similarity, score_cutoff=LIKE_ENOUGH, limit=2)
    if not found or (len(found) > 1 and found[0][1] == found[1][1]):
        return None
    return str(found[0][0]), float(found[0][1])


def repair_words(words: tuple[str, ...]) -> tuple[tuple[str, ...], float] | None:
    """Return the words with each unknown one repaired, and the least likeness; None where one stays unknown or none is.

    >>> repair_words(("registred", "nurse"))
    (('registered', 'nurse'), 0.9)
    """
    known = known_words()
    if known.issuperset(words):
        return None
    mended = [found for word in words if (found := (word, 1.0) if word in known else repair(word))]
    if len(mended) < len(words):
        return None
    return tuple([word for word, _ in mended]), min(likeness for _, likeness in mended)
