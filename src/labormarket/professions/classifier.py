"""Additive log-odds classifier: the words of a title that no list holds, as evidence for occupations.

Comparing whole titles letter by letter calls a nurse a purse. So each word of a title, each pair of neighbours and each
word with the last one (which names the trade) is evidence for the SOC codes whose official titles have it, the stronger
the fewer they are. Nearest neighbours, naive Bayes and complement naive Bayes over words and character n-grams were
tried on the same titles held out: none was better. The weights are made by tools/index_titles.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from labormarket.professions.name_index import Meaning, catch_all_codes, meaning_of_code, share_of_head
from labormarket.professions.taxonomy import ROOM

if TYPE_CHECKING:
    import numpy as np

RESOLUTION = 16  # steps to one natural logarithm in title_weights.npz
# Of the names that end in the title's last word, the share that has to lie in the same major group, and the least lead
# then: of official titles held out (tests/professions/test_classifier.py), nine in ten that are decided are right.
LEAST_LEADS = ((0.5, 4.0), (0.0, 8.0))
RANKS = frozenset({"executive", "incharge"})  # a clerk in Pune, a president in New York
MOST_STRANGE = 0.34  # share of words in no name: the others alone would speak for a title that they are a part of
# With the first share, and so small a lead, the group of the profession is right five times in six.
LEAD_FOR_GROUP = 1.5


class Weights(NamedTuple):
    """How much each feature of a title speaks for each SOC code, as a sparse matrix.

    `rows` is feature -> its row; the codes of a row are `codes[columns[starts[row]:starts[row + 1]]]`, their weights
    in natural logarithms stand beside them in `weights`.
    """

    rows: dict[str, int]
    starts: np.ndarray
    columns: np.ndarray
    weights: np.ndarray
    codes: tuple[str, ...]


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
        tuple(arrays["codes"].tolist()),
    )


def likeliest(titles: Sequence[tuple[str, ...]], known: Weights) -> list[tuple[str, float] | None]:
    """Return for each title (its words) the SOC code that they speak for most, with its lead over the runner-up.

    The lead, in natural logarithms, is divided by the root of the number of words: a long title gathers evidence by its
    length alone. A single word decides nothing, and the last word, which names the trade, has to be the last of some
    name of that code: both give None.
    """
    if not titles:
        return []
    import numpy as np

    totals = evidence_for_each(titles, known)
    every = np.arange(len(titles))
    best = totals.argmax(axis=1)
    most = totals[every, best]
    totals[every, best] = -1.0
    lead = (most - np.maximum(totals.max(axis=1), 0.0)) / np.sqrt([len(words) for words in titles])
    answers: list[tuple[str, float] | None] = []
    for words, column, ahead in zip(titles, best.tolist(), lead.tolist(), strict=True):
        row = known.rows.get(f"${words[-1]}")
        strange = sum(word not in known.rows for word in words)
        if (
            len(words) < 2
            or row is None
            or words[-1] in RANKS
            or strange > MOST_STRANGE * len(words)
            or column not in known.columns[known.starts[row] : known.starts[row + 1]]
        ):
            answers.append(None)
        else:
            answers.append((known.codes[column], ahead))
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
    [(Meaning(profession='registered nurse', ...), ..., 'its words stand in names of 29-1141, lead ...'), None]
    """
    if not titles:  # most often: then nothing has to be loaded
        return []
    return [
        judge(words[-1], *found) if found else None
        for words, found in zip(titles, likeliest(titles, read_weights()), strict=True)
    ]


def judge(head: str, code: str, lead: float) -> tuple[Meaning, float, str] | None:
    """Return what a lead is enough for, given the share of the names with this last word in the code's major group."""
    if code in catch_all_codes():
        return None
    share = share_of_head(head, code)
    meaning, why = meaning_of_code()[code], f"its words stand in names of {code}, lead {lead:.1f}"
    least = next(least for least_share, least in LEAST_LEADS if share >= least_share)
    if lead >= least:
        return meaning, 100.0 - 20.0 * least / lead, why  # 80 at the least lead, rising towards 100
    if lead >= LEAD_FOR_GROUP and share >= LEAST_LEADS[0][0]:
        return Meaning(None, None, meaning.group), 100.0 * share, why
    return None
