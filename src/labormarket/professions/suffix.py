"""Suffix rules: the last word of a title names the trade, and a title may end in a known name."""

from __future__ import annotations

from functools import cache

from labormarket.professions.name_index import Meaning, catch_all_codes, find_name, official_names


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


def by_suffix(words: tuple[str, ...]) -> tuple[Meaning, float, str] | None:
    """Return the longest known name that the words end in, how many in 100 names that do mean the same, and why.

    None where that name has no code, is one of SOC's codes for everything else, is the whole, or where too few names
    end in it or too few of those have its code (tools/index_titles.py): a school teacher is none.

    >>> by_suffix(("forward", "deployed", "software", "engineer"))
    (Meaning(profession='software developer', ...), ..., "it ends in 'software engineer'")
    >>> by_suffix(("software", "engineer")) is None, by_suffix(("research", "technician")) is None
    (True, True)
    """
    for start in range(1, len(words)):
        ending = " ".join(words[start:])
        meaning = find_name(ending)
        if meaning is None:
            continue
        code, _, share = official_names().endings.get(ending, "").partition(" ")
        if meaning.soc_code != code or code in catch_all_codes():
            return None
        return meaning, float(share), f"it ends in {ending!r}"
    return None
