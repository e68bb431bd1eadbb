"""Every name of every profession, indexed by its words: what a title is looked up in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from labormarket.professions.lists import NAME_LANGUAGES, group_of_code, names_in, outside_taxonomy, read_list
from labormarket.professions.words import key_of


class Meaning(NamedTuple):
    """What a name stands for: a profession, or only its group where the name is claimed by several."""

    profession: str | None
    soc_code: str | None
    group: str | None


@dataclass(frozen=True)
class Lexicon:
    """`by_key` is the words of a name in order -> meaning; `by_bag` the same words in any order.

    `codes` is the SOC code of every name that one code claims, doubtful names included: what a likeness learns from.
    """

    by_key: dict[str, Meaning]
    by_bag: dict[str, Meaning]
    codes: dict[str, str]


@cache
def meanings() -> dict[str, Meaning]:
    """Profession -> its meaning, for the taxonomy and every other occupation of SOC."""
    found = {
        row["profession"]: Meaning(row["profession"], row["soc_code"] or None, row["group"])
        for row in read_list("professions.csv")
    }
    for row in outside_taxonomy():
        found[row["profession"]] = Meaning(row["profession"], row["soc_code"], group_of_code()[row["soc_code"][:2]])
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


def shared(claims: set[Meaning]) -> Meaning:
    """The one meaning of several claims, or their common group: a name claimed twice is never a lucky guess."""
    if len(claims) == 1:
        return next(iter(claims))
    codes, groups = {claim.soc_code for claim in claims}, {claim.group for claim in claims}
    if len(codes) == 1 and None not in codes:
        return meaning_of_code()[next(iter(codes))]  # type: ignore[index]
    return Meaning(None, None, groups.pop() if len(groups) == 1 else None)


@cache
def lexicon() -> Lexicon:
    """Index the taxonomy's names and aliases, SOC's titles and their aliases.

    A profession's own name means that profession. An alias that the lists give to different SOC codes is ambiguous, and
    one that soc_aliases.csv calls doubtful stands for its group alone, unless another list vouches for it.
    """
    own = {key_of(name): meaning for name, meaning in meanings().items() if name in taxonomy()}
    by_alias: dict[str, set[Meaning]] = {}
    for alias in read_list("aliases.csv"):
        by_alias.setdefault(key_of(alias["alias"]), set()).add(meanings()[alias["profession"]])
    by_title: dict[str, set[Meaning]] = {}
    for title in read_list("soc_titles.csv"):
        for name in (title["title"], title["profession"]):
            by_title.setdefault(key_of(name), set()).add(meaning_of_code()[title["soc_code"]])
    vouched = set(by_title) | set(by_alias) | set(own)
    for alias in read_list("soc_aliases.csv"):
        key = key_of(alias["alias"])
        by_title.setdefault(key, set()).add(meaning_of_code()[alias["soc_code"]])
        if not alias["doubtful"]:
            vouched.add(key)
    by_key = {key: shared(claims) for key, claims in by_title.items()}
    doubtful = by_key.keys() - vouched
    doubted = {key: code for key in doubtful if (code := by_key[key].soc_code)}
    by_key |= {key: Meaning(None, None, by_key[key].group) for key in doubtful}
    for key, claims in by_alias.items():
        meaning = shared(claims)
        # A meaning without a code is AI work or a broad group, of which SOC's titles know nothing.
        rivals = {rival for rival in by_title.get(key, ()) if meaning.soc_code and rival.soc_code != meaning.soc_code}
        by_key[key] = shared({meaning} | rivals)
    by_key |= own
    codes = {key: code for key in by_key if (code := by_key[key].soc_code or doubted.get(key))}
    bags: dict[str, set[Meaning]] = {}
    for key in by_key.keys() - doubtful:
        bags.setdefault(bag_of(key.split()), set()).add(by_key[key])
    for key in doubtful:  # the same words in an order that is certain take precedence
        bags.setdefault(bag_of(key.split()), {by_key[key]})
    for key, claims in translated().items():  # exact names only: no likeness is learnt from them
        by_key.setdefault(key, shared(claims))
    return Lexicon(by_key, {bag: shared(claims) for bag, claims in bags.items()}, codes)


@cache
def translated() -> dict[str, set[Meaning]]:
    """The names that professions have in other languages, German ones for both sexes ("Chemiker/in" is two)."""
    found: dict[str, set[Meaning]] = {}
    for language in NAME_LANGUAGES:
        for profession, name in names_in(language).items():
            for form in {name, *both_forms(name)}:
                found.setdefault(key_of(form), set()).add(meanings()[profession])
    return found


def both_forms(name: str) -> tuple[str, ...]:
    """The male and the female form of a German name; nothing where it has one form.

    >>> both_forms("Chemiker/in"), both_forms("Arzt/Ärztin, Anästhesie"), both_forms("Fachkraft")
    (('Chemiker', 'Chemikerin'), ('Arzt, Anästhesie', 'Ärztin, Anästhesie'), ())
    """
    match = re.fullmatch(r"(?P<male>[^/,]+)/(?P<female>[^\s/,]+)(?P<rest>.*)", name)
    if match is None:
        return ()
    male, female, rest = match.groups()
    return male + rest, (male + female if female == "in" else female) + rest


@cache
def taxonomy() -> frozenset[str]:
    """The professions of the hand-kept list."""
    return frozenset(row["profession"] for row in read_list("professions.csv"))


def bag_of(words: list[str] | tuple[str, ...]) -> str:
    """The words of a name, sorted: what two orders of the same words share."""
    return " ".join(sorted(set(words)))
