"""Two likenesses for titles that no list holds: misspelt words, and words that speak for an occupation.

Comparing whole titles letter by letter calls a nurse a purse, so letters are compared word by word (rapidfuzz) and
titles by the words they share with known names: each word, each pair of neighbours, and each word with the last one,
is evidence for the occupations whose names hold it, the stronger the fewer they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from labormarket.professions.heads import share_of_head
from labormarket.professions.lexicon import Meaning, catch_all_codes, lexicon, meaning_of_code

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# Measured on held-out names (tests/professions/test_likeness.py): at this lead over the runner-up, 95 of 100 are right.
LEAST_LEAD = 7.0
# Of the names that end in the title's last word, the share that has to lie in the same major group.
LEAST_SHARE_OF_HEAD = 0.5
# How much a word that was seen once counts; larger is more cautious about rare words.
CAUTION = 1.0
SHORTEST_REPAIRED, LIKE_ENOUGH = 6, 0.83  # letters; share of letters that agree: one slip in six


@dataclass(frozen=True)
class Evidence:
    """How much each feature of a title speaks for each SOC code.

    `codes` are the columns of `weights`, a sparse matrix in natural logarithms; `rows` gives the row of each feature.
    """

    codes: tuple[str, ...]
    rows: dict[str, int]
    weights: csr_array


def features(words: tuple[str, ...]) -> set[str]:
    """What a title is compared by: its words, its neighbours, and each word with the last, which names the trade.

    >>> sorted(features(("oncology", "nurse")))
    ['$nurse', 'nurse', 'oncology', 'oncology nurse']
    """
    last = words[-1]
    found = {*words, f"${last}"}
    found.update([f"{one} {other}" for one, other in pairwise(words)])
    found.update([f"{word} $ {last}" for word in words[:-2]])
    return found


def weigh(names: dict[str, str]) -> Evidence:
    """Count how often each feature stands in the names of each SOC code; `names` is name -> code.

    A feature's weight for a code is log(1 + its count / the count that chance would give), so that a word of few
    occupations weighs more than a word of many.
    """
    from scipy.sparse import csr_array

    codes = sorted(set(names.values()))
    column = {code: number for number, code in enumerate(codes)}
    share = np.bincount([column[code] for code in names.values()], minlength=len(codes)) / len(names)
    rows: dict[str, int] = {}
    at: list[int] = []
    of: list[int] = []
    for name, code in names.items():
        found = features(tuple(name.split()))
        at.extend([rows.setdefault(feature, len(rows)) for feature in found])
        of.extend([column[code]] * len(found))
    counts = csr_array((np.ones(len(at), dtype=np.float32), (at, of)), shape=(len(rows), len(codes)))
    counts.sum_duplicates()
    counts.data = np.log1p(counts.data / (CAUTION * share[counts.indices])).astype(np.float32)
    return Evidence(tuple(codes), rows, counts)


@cache
def evidence() -> Evidence:
    """The evidence of every name that has a SOC code."""
    return weigh(lexicon().codes)


def likeliest(titles: Sequence[tuple[str, ...]], known: Evidence) -> list[tuple[str, float] | None]:
    """Return for each title (its words) the SOC code that they speak for most, with its lead over the runner-up.

    The lead is divided by the root of the number of words: a long title gathers evidence by its length alone. A single
    word decides nothing, and the last word, which names the trade, has to be the last of some name of that code: both
    give None.
    """
    if not titles:
        return []
    totals = evidence_for_each(titles, known)
    every = np.arange(len(titles))
    best = totals.argmax(axis=1)
    most = totals[every, best]
    totals[every, best] = -1.0
    lead = (most - np.maximum(totals.max(axis=1), 0.0)) / np.sqrt([len(words) for words in titles])
    answers: list[tuple[str, float] | None] = []
    for words, column, ahead in zip(titles, best.tolist(), lead.tolist(), strict=True):
        last = known.rows.get(f"${words[-1]}")
        if len(words) < 2 or last is None or column not in codes_of_row(known, last):
            answers.append(None)
        else:
            answers.append((known.codes[column], ahead))
    return answers


def evidence_for_each(titles: Sequence[tuple[str, ...]], known: Evidence) -> np.ndarray:
    """The sum of the weights of each title's features: a row per title, a column per code."""
    from scipy.sparse import csr_array

    held: list[int] = []
    ends = [0]
    rows = known.rows
    for words in titles:
        held.extend([rows[feature] for feature in features(words) if feature in rows])
        ends.append(len(held))
    ones = np.ones(len(held), dtype=np.float32)
    present = csr_array((ones, held, ends), shape=(len(titles), len(known.rows)))
    return (present @ known.weights).toarray()  # type: ignore[no-any-return]


def own_leads(names: dict[str, str], known: Evidence) -> list[float]:
    """Return the lead of each name's own code over every other, divided by the root of its words; below 0 it trails."""
    titles = [tuple(name.split()) for name in names]
    totals = evidence_for_each(titles, known)
    column = {code: number for number, code in enumerate(known.codes)}
    leads = []
    for words, code, row in zip(titles, names.values(), totals, strict=True):
        own = 0.0
        if code in column:
            own, row[column[code]] = float(row[column[code]]), 0.0
        leads.append((own - float(row.max())) / len(words) ** 0.5)
    return leads


def codes_of_row(known: Evidence, row: int) -> np.ndarray:
    """The columns of the codes that a feature speaks for."""
    start, end = known.weights.indptr[row : row + 2]
    return known.weights.indices[start:end]  # type: ignore[no-any-return]


@cache
def vocabulary() -> dict[tuple[str, int], list[str]]:
    """First letter and length -> the words of all names, which a misspelling is compared with."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for word in known_words():
        found[word[0], len(word)].append(word)
    return dict(found)


@cache
def known_words() -> frozenset[str]:
    """Every word of every name."""
    return frozenset(word for name in lexicon().by_key for word in name.split())


@cache
def repair(word: str) -> tuple[str, float] | None:
    """Return the known word that a misspelling is, with its likeness from 0 to 1, or None.

    >>> repair("electrican")
    ('electrician', 0.9...)
    >>> repair("xylqwzkj") is None
    True
    """
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
    least = 1.0
    mended: list[str] = []
    for word in words:
        if word in known_words():
            mended.append(word)
            continue
        found = repair(word)
        if found is None:
            return None
        mended.append(found[0])
        least = min(least, found[1])
    return (tuple(mended), least) if least < 1.0 else None


def by_likeness(titles: Sequence[tuple[str, ...]]) -> list[tuple[Meaning, float, str] | None]:
    """Return for each title's words the profession they speak for, a score and the reason, or None."""
    # An occupation that gathers what no other takes has no words of its own.
    return [
        (meaning_of_code()[code], score_of(lead), f"its words stand in names of {code}, lead {lead:.1f}")
        if lead >= LEAST_LEAD
        and code not in catch_all_codes()
        and share_of_head(words[-1], code) >= LEAST_SHARE_OF_HEAD
        else None
        for words, (code, lead) in zip(
            titles, (found or ("", 0.0) for found in likeliest(titles, evidence())), strict=True
        )
    ]


def score_of(lead: float) -> float:
    """Write a lead as a score: 80 at the least lead that decides, rising towards 100."""
    return 100.0 - 20.0 * LEAST_LEAD / lead
