"""Build the index of official titles and the weights of the title classifier from the lists beside this file.

    python tools/index_titles.py

Reads `onet_29_2_titles.csv.gz` (O*NET 29.2, CC BY 4.0: soc_code, title) and `further_titles.csv.gz` (titles that O*NET
lacks or gives to several codes, whose code the words of official titles support) and writes, in the professions room,
`name_index.json.gz` (normalised title -> SOC codes; and for titles that end others the code of most of them and their
share) and `title_weights.npz`. A test holds the two written files to what this tool makes of the lists.
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

from labormarket.professions.classifier import RESOLUTION, Weights, evidence_for_each, features, unpack
from labormarket.professions.name_index import OfficialNames
from labormarket.professions.normalise import key_of
from labormarket.professions.taxonomy import ROOM, read_list

TOOLS = Path(__file__).resolve().parent
INDEX, WEIGHTS = ROOM / "name_index.json.gz", ROOM / "title_weights.npz"
OFFICIAL, FURTHER = TOOLS / "onet_29_2_titles.csv.gz", TOOLS / "further_titles.csv.gz"

Claims = dict[str, frozenset[str]]
"""Normalised title -> the SOC codes that claim it."""

WEIGHT_OF_FURTHER = 0.5  # a title of our own lists counts half an official one
# An ending of one word, and of several, speaks for a code with so many names, so much of one mind (by_suffix).
LEAST_NAMES, LEAST_SHARE = (3, 2), 0.75
LEAST_HEADED = 3  # names with a last word, for it to name a trade: "project" is the last of one
# Of 115 shared titles read by hand, 44 of several words have so large a lead; two of those are settled wrongly.
LEAST_LEAD_OF_CLAIMANTS = 3.0
LEAST_PAIRS = 2  # a pair of words that one name alone has is noise


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
        common = [codes & claims[key] for claims in (own, further, spoken_for) if key in claims]
        settled[key] = next((claimed for claimed in common if len(claimed) == 1), codes)
    return settled


def speak_for(official: Claims, weights: Weights) -> Claims:
    """The one code, of those that claim a title, that its words speak for with a clear lead over the other claimants.

    A title of one word says no more than its claimants do, and is left to them; aliases.csv settles its own.
    """
    aliases = {key_of(row["alias"]) for row in read_list("aliases.csv")}
    shared = {
        key: sorted(codes) for key, codes in official.items() if len(codes) > 1 and " " in key and key not in aliases
    }
    column = {code: number for number, code in enumerate(weights.codes)}
    evidence = evidence_for_each([tuple(key.split()) for key in shared], weights)
    found: dict[str, frozenset[str]] = {}
    for (key, codes), row in zip(shared.items(), evidence, strict=True):
        (most, code), (next_most, _) = sorted([(row[column[code]], code) for code in codes], reverse=True)[:2]
        if (most - next_most) / len(key.split()) ** 0.5 >= LEAST_LEAD_OF_CLAIMANTS:
            found[key] = frozenset({code})
    return found


def endings(claims: Claims) -> dict[str, tuple[str, float]]:
    """Title that ends other titles -> the code that most of those have, itself among them, and their share.

    >>> endings({name: frozenset({"29-1141"}) for name in ("nurse", "night nurse", "burn unit nurse", "unit nurse")})
    {'nurse': ('29-1141', 1.0), 'unit nurse': ('29-1141', 1.0)}
    """
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for key, codes in claims.items():
        words = key.split()
        for start in range(len(words)):
            ending = " ".join(words[start:])
            if ending in claims and len(codes) == 1:
                found[ending].update(codes)
    shares = {key: (*codes.most_common(1)[0], codes.total()) for key, codes in found.items()}
    return {
        key: (code, count / total)
        for key, (code, count, total) in shares.items()
        if total >= LEAST_NAMES[" " in key] and count >= LEAST_SHARE * total
    }


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


def weigh(official: Claims, further: Claims) -> dict[str, np.ndarray]:
    """Count the features of each code's titles and weigh them: log(1 + count / the count that chance would give).

    A title that several codes claim counts for each in part. Returns the arrays of title_weights.npz: features (text),
    starts (of each feature's run), columns (number of the code) and weights (in steps of 1/RESOLUTION), and codes.
    """
    weighted = [(key, codes, 1.0) for key, codes in official.items()]
    weighted += [(key, codes, WEIGHT_OF_FURTHER) for key, codes in further.items() if key not in official]
    codes = sorted({code for _, claimed, _ in weighted for code in claimed})
    column = {code: number for number, code in enumerate(codes)}
    share = np.zeros(len(codes))
    counts: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    names: dict[str, int] = defaultdict(int)
    for key, claimed, weight in weighted:
        held = features(tuple(key.split()))
        for feature in held:
            names[feature] += 1
        for code in claimed:
            share[column[code]] += weight / len(claimed)
            for feature in held:
                counts[feature][column[code]] += weight / len(claimed)
    share /= share.sum()
    kept = sorted(feature for feature in counts if " " not in feature or names[feature] >= LEAST_PAIRS)
    columns = [sorted(counts[feature]) for feature in kept]
    weights = [
        [np.log1p(counts[feature][number] / share[number]) for number in numbers]
        for feature, numbers in zip(kept, columns, strict=True)
    ]
    return {
        "features": np.frombuffer("\n".join(kept).encode(), dtype=np.uint8),
        "starts": np.cumsum([0, *map(len, columns)]).astype(np.int32),
        "columns": np.concatenate(columns).astype(np.uint16),
        "weights": np.rint(RESOLUTION * np.concatenate(weights)).clip(0, 255).astype(np.uint8),
        "codes": np.array(codes),
    }


def soc_titles() -> Iterator[tuple[str, str]]:
    """The titles of SOC itself, plural as printed and singular."""
    for row in read_list("soc_titles.csv"):
        yield row["soc_code"], row["title"]
        yield row["soc_code"], row["profession"]


def build() -> tuple[str, dict[str, np.ndarray]]:
    """Return the text of the index and the arrays of the classifier."""
    own, further = claims_of(soc_titles()), claims_of(read_titles(FURTHER))
    official = claims_of(chain(read_titles(OFFICIAL), soc_titles()))
    weights = weigh(official, further)
    certain = settle(official, own, further, {})
    settled = settle(official, own, further, speak_for(official, unpack(weights)))
    index = OfficialNames(
        {key: ",".join(sorted(codes)) for key, codes in sorted(settled.items())},
        {key: f"{code} {100 * share:.0f}" for key, (code, share) in sorted(endings(certain).items())},
        heads(settled),
    )
    packed = {name: ["\n".join(texts), "\n".join(texts.values())] for name, texts in index._asdict().items()}
    return json.dumps(packed, ensure_ascii=False), weights


def main() -> None:
    """Write both files, each whole."""
    index, arrays = build()
    INDEX.write_bytes(gzip.compress(index.encode(), mtime=0))
    with WEIGHTS.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


if __name__ == "__main__":
    main()
