"""The word lists of the prose reader, from prose_words.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from labormarket.professions import professions
from labormarket.professions.taxonomy import read_list

# Endings that only people have; "er" and "or" end too much else ("fever", "mirror") and count by the list of trades.
ENDINGS = re.compile(r"[a-z]{2,}(?:ologist|ographer|ician|iatrist|surgeon|wright|[^c]ist|arian)$")
TRADE_ENDINGS = re.compile(r"[a-z]{2,}(?:er|or|ist|ian|ant|eer|man|woman|person|nurse|smith|maker|keeper)$")


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """Return each list of prose_words.toml as a set of lower-case words; `market` holds phrases."""
    text = files("labormarket.intake").joinpath("prose_words.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(text)
    found = {name: frozenset(words.split()) for name, words in lists.items() if name != "market"}
    found["market"] = frozenset(p.strip() for p in re.split(r"[|\n]", lists["market"]) if p.strip())
    return found


@cache
def trades() -> frozenset[str]:
    """Return the last words of the professions of the taxonomy and of their aliases that end like people."""
    names = [*professions()["profession"], *(row["alias"] for row in read_list("aliases.csv"))]
    last = {singular(name.split(",")[0].split()[-1]) for name in names if name.split(",")[0].split()}
    return frozenset(word for word in last if TRADE_ENDINGS.fullmatch(word))


def singular(word: str) -> str:
    """Return the singular of an English noun as it may stand in a title, in lower case.

    >>> [singular(word) for word in ("Lawyers", "secretaries", "physics", "PhDs", "CEOs", "people", "nurses")]
    ['lawyer', 'secretary', 'physics', 'phd', 'ceo', 'people', 'nurse']
    """
    word = word.lower().replace("’", "'")
    if word.endswith(("ics", "ss", "us", "is", "'s", "mass")) or len(word) < 4:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


def is_person(word: str) -> bool:
    """Tell whether a word names people by what they do, by the list or by its ending.

    >>> [is_person(word) for word in ("lawyers", "paralegals", "hours", "offer", "dermatologist", "Kenyan", "dollars")]
    [True, True, False, False, True, False, False]
    """
    lists = word_lists()
    plain = singular(word)
    if plain in lists["people"]:
        return True
    if plain in lists["not_people"] or word.lower() in lists["not_people"] or plain in lists["stop"]:
        return False
    return plain not in lists["anyone"] and (plain in trades() or bool(ENDINGS.fullmatch(plain)))


def is_degree(word: str) -> bool:
    """Tell whether a word names a degree."""
    return singular(word).rstrip(".") in word_lists()["degrees"] or word.lower().rstrip(".s") in word_lists()["degrees"]
