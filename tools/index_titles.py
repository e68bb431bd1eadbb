"""Build the index of official titles and the weights of the title classifier from the lists beside this file.

    python tools/index_titles.py

Reads `onet_29_2_titles.csv.gz` (O*NET 29.2, CC BY 4.0: soc_code, title) and `further_titles.csv.gz` (titles that O*NET
lacks or gives to several codes, whose code the words of official titles support), and how many work in each code (OEWS,
public domain, among the raw files). Writes, in the professions room, `name_index.json.gz` (normalised title -> SOC
codes; last word -> how many titles of each major group end in it) and `title_weights.npz`. A test holds the two written
files to what this tool makes of the lists.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from labormarket.professions.classifier import RESOLUTION, features
from labormarket.professions.name_index import OfficialNames, catch_all_codes, kept_names
from labormarket.professions.normalise import key_of
from labormarket.professions.taxonomy import ROOM, read_list

TOOLS = Path(__file__).resolve().parent
INDEX, WEIGHTS = ROOM / "name_index.json.gz", ROOM / "title_weights.npz"
OEWS = max((TOOLS.parent / "data" / "raw" / "reference").glob("*_oews_*.csv"))
OFFICIAL, FURTHER = TOOLS / "onet_29_2_titles.csv.gz", TOOLS / "further_titles.csv.gz"

Claims = dict[str, frozenset[str]]
"""Normalised title -> the SOC codes that claim it."""

NOBODY: frozenset[str] = frozenset()
WEIGHT_OF_FURTHER = 0.5  # a title of our own lists counts half an official one
LEAST_HEADED = 3  # names with a last word, for it to name a trade: "project" is the last of one
# Of 108 shared titles labelled without a look at the lists, 73 are settled so, and 69 of them rightly.
LEAST_PROBABILITY_OF_CLAIMANT = 0.9
LEAST_PAIRS = 2  # a pair of words that one name alone has is noise
PASSES, TITLES_AT_A_TIME, RATE = 12, 1024, 0.05
LEAST_WEIGHT = 0.2  # natural logarithms; a smaller one changes no answer


def read_titles(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the (soc_code, title) rows of a compressed list."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["soc_code"], row["title"]


def claims_of(titles: Iterable[tuple[str, str]]) -> Claims:
    """Gather the codes of each title, normalised."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, title in titles:
        if key := key_of(title):
            found[key].add(code)
    return {key: frozenset(codes) for key, codes in found.items()}


def settle(official: Claims, own: Claims, further: Claims, spoken_for: Claims) -> Claims:
    """Every title with its codes: of several that claim an official one, another list or its words may settle it.

    >>> claims = {"a": frozenset({"11-1011"}), "b": frozenset({"11-1011", "13-2011"})}
    >>> settle(claims, {}, {"b": frozenset({"13-2011"})}, {})
    {'b': frozenset({'13-2011'}), 'a': frozenset({'11-1011'})}
    """
    settled = dict(further)
    for key, codes in official.items():
        common = [own.get(key, NOBODY), further.get(key, NOBODY) - catch_all_codes(), spoken_for.get(key, NOBODY)]
        settled[key] = next((codes & claimed for claimed in common if len(codes & claimed) == 1), codes)
    return settled


def speak_for(official: Claims, further: Claims) -> Claims:
    """The one code, of those that claim a title, that two methods find the likeliest by its words, one of them clearly.

    One is the classifier, of titles that a single code claims; the other adds the log-odds of the words in all titles.
    A title of one word says no more than its claimants do, and is left to them; aliases.csv settles its own. A code
    that gathers what no other takes has no words of its own.
    """
    aliases = {key_of(row["alias"]) for row in read_list("aliases.csv")}
    _, codes, have, shares = count(official, further)
    sure = np.diff(shares.indptr) == 1
    shared = {
        key: number for number, key in enumerate(official) if not sure[number] and " " in key and key not in aliases
    }
    numbers = [*shared.values()]
    fitted = have[numbers] @ fit(have[sure], shares[sure]) + bias(codes, shares)
    log_odds = sp.csr_array(have.T @ shares)
    log_odds.data = np.log1p(log_odds.data / (shares.sum(axis=0) / shares.sum())[log_odds.indices])
    added = (have[numbers] @ log_odds).toarray()
    found: dict[str, frozenset[str]] = {}
    for row, (key, number) in enumerate(shared.items()):
        claimants = shares.indices[shares.indptr[number] : shares.indptr[number + 1]]
        likeliest = fitted[row, claimants].argmax()
        odds = np.exp(fitted[row, claimants] - fitted[row, claimants[likeliest]])
        clear = 1 / odds.sum() >= LEAST_PROBABILITY_OF_CLAIMANT and added[row, claimants].argmax() == likeliest
        if clear and (code := codes[claimants[likeliest]]) not in catch_all_codes():
            found[key] = frozenset({code})
    return found


def heads(claims: Claims) -> dict[str, str]:
    """Last word of at least LEAST_HEADED names -> how many of those each SOC major group has.

    >>> heads({name: frozenset({"29-1141"}) for name in ("day nurse", "night nurse", "burn unit nurse", "project")})
    {'nurse': '29:3'}
    """
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for key, codes in claims.items():
        if len(codes) == 1:
            found[key.rsplit(" ", 1)[-1]].update(code[:2] for code in codes)
    return {
        word: " ".join(f"{major}:{count}" for major, count in sorted(majors.items()))
        for word, majors in sorted(found.items())
        if majors.total() >= LEAST_HEADED
    }


def count(known: Claims, further: Claims) -> tuple[list[str], list[str], sp.csr_array, sp.csr_array]:
    """Return the features and codes of titles, which title has which feature, and each title's share in its codes."""
    weighted = [(key, claimed, 1.0) for key, claimed in known.items()]
    weighted += [(key, claimed, WEIGHT_OF_FURTHER) for key, claimed in further.items() if key not in known]
    held = [sorted(features(tuple(key.split()))) for key, _, _ in weighted]
    names = Counter(chain.from_iterable(held))
    kept = sorted(feature for feature in names if " " not in feature or names[feature] >= LEAST_PAIRS)
    row = {feature: number for number, feature in enumerate(kept)}
    codes = sorted({code for _, claimed, _ in weighted for code in claimed})
    column = {code: number for number, code in enumerate(codes)}
    have = [{row[feature]: 1.0 for feature in found if feature in row} for found in held]
    shares = [{column[code]: weight / len(claimed) for code in sorted(claimed)} for _, claimed, weight in weighted]
    return kept, codes, as_matrix(have, len(kept)), as_matrix(shares, len(codes))


def as_matrix(rows: list[dict[int, float]], width: int) -> sp.csr_array:
    """Return rows of column -> value as a sparse matrix."""
    values, columns = (np.array([*chain.from_iterable(part)]) for part in ((row.values() for row in rows), rows))
    starts = np.cumsum([0, *map(len, rows)])
    return sp.csr_array((values.astype(np.float32), columns, starts), shape=(len(rows), width))


def fit(have: sp.csr_array, shares: sp.csr_array) -> np.ndarray:
    """Fit a multinomial logistic regression by AdaGrad with a rate per feature: its weights, a row per feature.

    Few passes take the place of a penalty: more of them fit the lists better, and titles that aren't in them worse.
    """
    weights = np.zeros((have.shape[1], shares.shape[1]), np.float32)
    squares = np.full(have.shape[1], 1e-6, np.float32)
    mass, beforehand = shares.sum(axis=1), prior(shares)
    draw = np.random.default_rng(0)
    total = np.zeros_like(weights)
    for _ in range(PASSES):
        order = draw.permutation(have.shape[0])
        for start in range(0, len(order), TITLES_AT_A_TIME):
            some = order[start : start + TITLES_AT_A_TIME]
            titles, truth = have[some], shares[some]
            excess = titles @ weights + beforehand
            np.exp(excess - excess.max(axis=1, keepdims=True), out=excess)
            excess *= (mass[some] / excess.sum(axis=1))[:, None]
            excess[np.repeat(np.arange(len(some)), np.diff(truth.indptr)), truth.indices] -= truth.data
            used, columns = np.unique(titles.indices, return_inverse=True)
            gradient = sp.csr_array((titles.data, columns, titles.indptr), shape=(len(some), len(used))).T @ excess
            squares[used] += (gradient**2).mean(axis=1)
            weights[used] -= gradient * (RATE / np.sqrt(squares[used]))[:, None]
        total += weights
    return total / PASSES


def prior(shares: sp.csr_array) -> np.ndarray:
    """The logarithm of the share of titles that each code has."""
    mass = shares.sum(axis=0)
    return np.log((mass + 1) / mass.sum()).astype(np.float32)


def bias(codes: list[str], shares: sp.csr_array) -> np.ndarray:
    """What speaks for each code before a word is read: the geometric mean of its shares of titles and of workers.

    Employers advertise as they employ, and lists of titles do not.
    """
    workers = employment()
    usual = float(np.median([*workers.values()]))
    workforce = np.array([workers.get(code, usual) for code in codes])
    return ((prior(shares) + np.log(workforce / workforce.sum())) / 2).astype(np.float32)


def weigh(official: Claims, further: Claims) -> dict[str, np.ndarray]:
    """Fit how much each feature speaks for each code; a title that several codes claim counts for each in part.

    Returns the arrays of title_weights.npz: features (text), starts (of each feature's run), columns (number of the
    code) and weights (in steps of 1/RESOLUTION), bias and codes. What speaks against a code is left out: it changes no
    answer.
    """
    kept, codes, have, shares = count(official, further)
    weights = fit(have, shares)
    row, column = np.nonzero(weights > LEAST_WEIGHT)
    return {
        "features": np.frombuffer("\n".join(kept).encode(), dtype=np.uint8),
        "starts": np.searchsorted(row, np.arange(len(kept) + 1)).astype(np.int32),
        "columns": column.astype(np.uint16),
        "weights": np.rint(RESOLUTION * weights[row, column]).clip(0, 255).astype(np.uint8),
        "bias": bias(codes, shares),
        "codes": np.array(codes),
    }


def employment() -> dict[str, float]:
    """SOC code -> how many work in it in the United States."""
    with OEWS.open(encoding="utf-8", newline="") as file:
        rows = [(row["soc_code"], row["tot_emp"]) for row in csv.DictReader(file)]
    return {code: float(workers) for code, workers in rows if workers and not code.endswith("0000")}


def soc_titles() -> Iterator[tuple[str, str]]:
    """The titles of SOC itself, plural as printed and singular."""
    for row in read_list("soc_titles.csv"):
        yield row["soc_code"], row["title"]
        yield row["soc_code"], row["profession"]


def build() -> tuple[str, dict[str, np.ndarray]]:
    """Return the text of the index and the arrays of the classifier."""
    own, further = claims_of(soc_titles()), claims_of(read_titles(FURTHER))
    official = claims_of(chain(read_titles(OFFICIAL), soc_titles()))
    own_names = {name: frozenset({code}) for name, (_, code, _) in kept_names().items() if name and code}
    settled = settle(official, own, further, speak_for(official, further | own_names))
    index = OfficialNames(
        {key: ",".join(sorted(codes)) for key, codes in sorted(settled.items())},
        heads(settled),
    )
    packed = {name: ["\n".join(texts), "\n".join(texts.values())] for name, texts in index._asdict().items()}
    return json.dumps(packed, ensure_ascii=False), weigh(official, further | own_names)


def main() -> None:
    """Write both files, each whole."""
    index, arrays = build()
    INDEX.write_bytes(gzip.compress(index.encode(), mtime=0))
    with WEIGHTS.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


if __name__ == "__main__":
    main()
