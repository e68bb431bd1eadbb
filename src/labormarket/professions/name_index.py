"""Inverted index of names: normalised title -> profession, or the group that its occupations share."""

from __future__ import annotations

import gzip
import json
import unicodedata
from functools import cache
from itertools import permutations
from typing import NamedTuple

from labormarket.professions.normalise import key_of
from labormarket.professions.taxonomy import (
    NAME_LANGUAGES,
    ROOM,
    both_forms,
    everyday_words,
    group_of_code,
    names_in,
    outside_taxonomy,
    read_list,
    spoken_names,
)

MOST_TURNED = 4  # words: a longer title has too many orders


class Meaning(NamedTuple):
    """What a name stands for: a profession, or only its group where the name is claimed by several."""

    profession: str | None
    soc_code: str | None
    group: str | None


class OfficialNames(NamedTuple):
    """The titles of O*NET and SOC, normalised.

    `codes` is title -> the SOC codes that claim it, one or several with commas; `heads` is last word -> how many names
    of each SOC major group end in it.
    """

    codes: dict[str, str]
    heads: dict[str, str]


@cache
def official_names() -> OfficialNames:
    """Read name_index.json.gz, which tools/index_titles.py writes: keys and values a text each, which is read fastest.

    >>> official_names().codes["dermatologist"], official_names().codes["web designer"]
    ('29-1213', '15-1255')
    """
    packed = json.loads(gzip.decompress((ROOM / "name_index.json.gz").read_bytes()))
    return OfficialNames(
        *[dict(zip(*map(str.splitlines, packed[name]), strict=True)) for name in OfficialNames._fields]
    )


@cache
def meanings() -> dict[str, Meaning]:
    """Profession -> its meaning, for the taxonomy and every other occupation of SOC."""
    found = {
        row["profession"]: Meaning(row["profession"], row["soc_code"] or None, row["group"])
        for row in read_list("professions.csv")
    }
    for row in outside_taxonomy():
        found[row["profession"]] = Meaning(row["profession"], row["soc_code"], group_of_code(row["soc_code"]))
    return found


@cache
def meaning_of_code() -> dict[str, Meaning]:
    """SOC code -> the profession that stands for it: the taxonomy's own where it has exactly one, else SOC's title.

    A code that gathers what no other takes is never stood for by one of the trades in it.
    """
    kept: dict[str, list[Meaning]] = {}
    for row in read_list("professions.csv"):
        if row["soc_code"] and row["soc_code"] not in catch_all_codes():
            kept.setdefault(row["soc_code"], []).append(meanings()[row["profession"]])
    found = {code: professions[0] for code, professions in kept.items() if len(professions) == 1}
    for row in read_list("soc_titles.csv"):
        if row["soc_code"] not in found:
            found[row["soc_code"]] = meanings()[row["profession"]]
    return found


@cache
def catch_all_codes() -> frozenset[str]:
    """The SOC codes that gather what no other code takes ("Surgeons, All Other")."""
    return frozenset(row["soc_code"] for row in read_list("soc_titles.csv") if row["title"].endswith("All Other"))


@cache
def meaning_of_claims(codes: str) -> Meaning:
    """The meaning of one code, or of several with commas: their common group, since a guess among them is none.

    >>> meaning_of_claims("29-1211,29-1212")
    Meaning(profession=None, soc_code=None, group='physicians and surgeons')
    """
    if "," not in codes:
        return meaning_of_code()[codes]
    groups = {meaning_of_code()[code].group for code in codes.split(",")}
    return Meaning(None, None, groups.pop() if len(groups) == 1 else None)


@cache
def kept_names() -> dict[str, Meaning]:
    """The names that this project keeps: professions and their aliases."""
    found = {key_of(row["alias"]): meanings()[row["profession"]] for row in read_list("aliases.csv")}
    return found | {key_of(row["profession"]): meanings()[row["profession"]] for row in read_list("professions.csv")}


@cache
def foreign_names() -> dict[str, tuple[str, Meaning]]:
    """The names in other languages that no English list has: normalised name -> its language and meaning."""
    found: dict[str, tuple[str, Meaning]] = {}
    for language in NAME_LANGUAGES:
        for profession, name in names_in(language).items():
            for form in (name, *both_forms(name, language)):
                found.setdefault(key_of(form), (language, meanings()[profession]))
    for language, name, means in spoken_names():
        found.setdefault(key_of(name), (language, meaning_of_code().get(means) or meanings()[means]))
    found = {without_accents(key): meant for key, meant in found.items()} | found  # as people type it: "DEVELOPPEUR"
    for key in found.keys() & (official_names().codes.keys() | kept_names().keys()):
        del found[key]
    return found


def without_accents(text: str) -> str:
    """The letters of a text without the marks above and below them."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


@cache
def names_besides() -> dict[str, Meaning]:
    """The names that no English list has: those of other languages, and everyday words for the work of a group.

    An everyday word also decides between official occupations that have nothing in common.
    """
    found: dict[str, Meaning] = {}
    for name, group in everyday_words():
        codes = official_names().codes.get(key := key_of(name))
        if codes is None or meaning_of_claims(codes).group is None:
            found[key] = Meaning(None, None, group)
    return found | {key: meaning for key, (_, meaning) in foreign_names().items()}


def find_name(key: str) -> Meaning | None:
    """Return the meaning of a normalised title, None where no list has it; our own lists come first.

    >>> find_name("derma surgeon") is None, find_name("chemikerin")
    (True, Meaning(profession='chemist', ...))
    """
    if found := kept_names().get(key):
        return found
    if (codes := official_names().codes.get(key)) is None:
        return names_besides().get(key)
    meaning = meaning_of_claims(codes)
    return meaning if meaning.group else names_besides().get(key, meaning)


@cache
def known_words() -> frozenset[str]:
    """Every word of every name."""
    return frozenset(" ".join([*official_names().codes, *kept_names(), *names_besides()]).split())


def claimants(key: str) -> list[str]:
    """The SOC codes and occupations that claim an official title, for a person to choose from.

    >>> claimants("plant supervisor")
    ['11-3051 industrial production manager', '51-1011 first-line supervisor of production and operating worker']
    """
    codes = official_names().codes.get(key, "")
    return [f"{code} {meaning_of_code()[code].profession}" for code in codes.split(",") if code]


def find_in_any_order(words: tuple[str, ...]) -> Meaning | None:
    """Return what the words mean in another order, None where they are too many or several orders differ.

    >>> find_in_any_order(("developer", "software")).profession
    'software developer'
    """
    if not 2 <= len(words) <= MOST_TURNED:
        return None
    found = {meaning for order in permutations(words) if (meaning := find_name(" ".join(order)))}
    return found.pop() if len(found) == 1 else None


@cache
def names_by_group(head: str) -> dict[str, int]:
    """SOC major group -> how many names with this last word it has; nothing where they are too few to name a trade.

    >>> names_by_group("nurse")["29"] > 100, names_by_group("project")
    (True, {})
    """
    counts = official_names().heads.get(head, "").split()
    return {major: int(count) for major, _, count in (text.partition(":") for text in counts)}


def is_head(word: str) -> bool:
    """Whether enough names end in a word for it to name a trade."""
    return word in official_names().heads


def share_of_head(word: str, soc_code: str) -> float:
    """Return the share, 0 to 1, of the names ending in a word that lie in the major group of a SOC code.

    >>> share_of_head("nurse", "29-1141") > 0.9
    True
    >>> share_of_head("electrician", "51-4051") < 0.1, share_of_head("xylqwzkj", "29-1141")
    (True, 0.0)
    """
    groups = names_by_group(word)
    return groups.get(soc_code[:2], 0) / sum(groups.values()) if groups else 0.0
