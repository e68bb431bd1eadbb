"""Multinomial logistic regression: the words of a title that no list holds, as evidence for occupations.

Comparing whole titles letter by letter calls a nurse a purse. So each word of a title, each pair of neighbours and each
word with the last one (which names the trade) has a weight for the SOC codes whose official titles have it. The weights
are fitted together, so that words which always stand together don't count twice, and the likelier code beforehand is
the one with more titles and more workers. On official titles held out this gets a quarter more right than adding up the
log-odds of each word by itself, at the same share of wrong ones; naive Bayes and nearest neighbours over words and
character n-grams were no better than those. The weights are made by tools/index_titles.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from labormarket.professions.name_index import Meaning, catch_all_codes, meaning_of_code
from labormarket.professions.taxonomy import ROOM

if TYPE_CHECKING:
    import numpy as np

RESOLUTION = 16  # steps to one natural logarithm in title_weights.npz
# What decides: of official titles held out (tests/professions/test_classifier.py), nine in ten that are decided are
# right, and of titles whose occupation the weights have never seen, one in thirteen is given another.
LEAST_PROBABILITY, LEAST_EVIDENCE = 0.84, 7.0
LEAST_OF_GROUP = 0.75  # with this, the group of the profession is right five times in six
RANKS = frozenset({"executive", "incharge"})  # a clerk in Pune, a president in New York
MOST_STRANGE = 0.34  # share of words in no name: the others alone would speak for a title that they are a part of


class Weights(NamedTuple):
    """How much each feature of a title speaks for each SOC code, as a sparse matrix.

    `rows` is feature -> its row; the codes of a row are `codes[columns[starts[row]:starts[row + 1]]]`, their weights
    in natural logarithms stand beside them in `weights`. `bias` has what speaks for each code beforehand.
    """

    rows: dict[str, int]
    starts: np.ndarray
    columns: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    codes: tuple[str, ...]


class Likely(NamedTuple):
    """The SOC code that the words of a title speak for most, and the probability, 0 to 1, of it and of its group."""

    code: str
    probability: float
    of_group: float


def features(words: tuple[str, ...]) -> set[str]:
    """What a title is known by: its words, its neighbours, its first word, and each word with the last, the trade.

    >>> sorted(features(("oncology", "nurse")))
    ['$nurse', '^oncology', 'nurse', 'oncology', 'oncology nurse']
    """
    last = words[-1]
    found = {*words, f"${last}", f"^{words[0]}"}
    found.update([f"{one} {other}" for one, other in pairwise(words)])
    found.update([f"{word} $ {last}" for word in words[:-2]])
    return found


@cache
def read_weights() -> Weights:
    """The weights that come with the package."""
    import numpy as np

    with (ROOM / "title_weights.npz").open("rb") as file:
        return unpack(dict(np.load(file)))


def unpack(arrays: dict[str, np.ndarray]) -> Weights:
    """Turn the arrays of title_weights.npz into Weights."""
    features = arrays["features"].tobytes().decode().split("\n")
    return Weights(
        dict(zip(features, range(len(features)), strict=True)),
        arrays["starts"],
        arrays["columns"].astype("int64"),
        arrays["weights"] / RESOLUTION,
        arrays["bias"],
        tuple(arrays["codes"].tolist()),
    )


@cache
def columns_of_group(codes: tuple[str, ...]) -> dict[str | None, list[int]]:
    """Group -> the numbers of its codes."""
    found: dict[str | None, list[int]] = {}
    for column, code in enumerate(codes):
        found.setdefault(meaning_of_code()[code].group, []).append(column)
    return found


def likeliest(titles: Sequence[tuple[str, ...]], known: Weights) -> list[Likely | None]:
    """Return for each title (its words) the SOC code that they speak for most, with its probability.

    None for a single word, where too many are in no name, or where they say so little that a frequent occupation wins.
    The last word, which names the trade, has to speak for that code too.
    """
    if not titles:
        return []
    import numpy as np

    evidence = evidence_for_each(titles, known)
    totals = evidence + known.bias
    answers: list[Likely | None] = [None] * len(titles)
    groups = columns_of_group(known.codes)
    for number, column in enumerate(totals.argmax(axis=1).tolist()):
        words = titles[number]
        row = known.rows.get(f"${words[-1]}")
        strange = sum(word not in known.rows for word in words)
        if row is None or len(words) < 2 or words[-1] in RANKS or strange > MOST_STRANGE * len(words):
            continue
        if evidence[number, column] < LEAST_EVIDENCE:
            continue
        if column in known.columns[known.starts[row] : known.starts[row + 1]]:
            code = known.codes[column]
            odds = np.exp(totals[number] - totals[number, column])
            total, of_group = odds.sum(), odds[groups[meaning_of_code()[code].group]].sum()
            answers[number] = Likely(code, float(1 / total), float(of_group / total))
    return answers


def evidence_for_each(titles: Sequence[tuple[str, ...]], known: Weights) -> np.ndarray:
    """The sum of the weights of each title's features: a row per title, a column per code."""
    import numpy as np

    rows = known.rows
    held = [[rows[feature] for feature in features(words) if feature in rows] for words in titles]
    row = np.array([number for numbers in held for number in numbers], dtype=np.int64)
    title = np.repeat(np.arange(len(titles)), [len(numbers) for numbers in held])
    lengths = known.starts[row + 1] - known.starts[row]
    # Position of every weight of every feature held: each run begins at its start and counts up.
    at = np.repeat(known.starts[row] - (np.cumsum(lengths) - lengths), lengths) + np.arange(lengths.sum())
    cell = np.repeat(title, lengths) * len(known.codes) + known.columns[at]
    total = np.bincount(cell, known.weights[at], minlength=len(titles) * len(known.codes))
    return total.reshape(len(titles), len(known.codes))


def classify(titles: Sequence[tuple[str, ...]]) -> list[tuple[Meaning, float, str] | None]:
    """Return for each title's words the profession they speak for, a score and the reason, or None.

    Where the words speak for an occupation not clearly enough, its group alone is the answer. An occupation that
    gathers what no other takes has no words of its own, and is never the answer.

    >>> classify([("neonatal", "icu", "nurse"), ("growth", "hacker")])
    [(Meaning(profession='registered nurse', ...), ..., 'its words stand in names of 29-1141, probability ...'), None]
    """
    if not titles:  # most often: then nothing has to be loaded
        return []
    return [likely and judge(likely) for likely in likeliest(titles, read_weights())]


def judge(likely: Likely) -> tuple[Meaning, float, str] | None:
    """Return what the probability of a code, or of its group, is enough for."""
    code, probability, of_group = likely
    if code in catch_all_codes():
        return None
    meaning, why = meaning_of_code()[code], f"its words stand in names of {code}, probability {probability:.2f}"
    if probability >= LEAST_PROBABILITY:
        return meaning, 100 * probability, why
    if of_group >= LEAST_OF_GROUP:
        return Meaning(None, None, meaning.group), 100 * of_group, why
    return None
