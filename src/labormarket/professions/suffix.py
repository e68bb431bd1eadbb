"""Suffix rules: the last word of a title names the trade, and a title may end in a known name."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache

from labormarket.professions.name_index import Meaning, catch_all_codes, find_name, official_names

LEAST_HEADED = 3  # names with a last word, for it to name a trade: "project" is the last of one


@cache
def groups_by_head() -> dict[str, Counter[str]]:
    """Last word of a name -> how many names with that last word each SOC major group has."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for name, codes in official_names().codes.items():
        if "," not in codes:
            found[name.rsplit(" ", 1)[-1]][codes[:2]] += 1
    return dict(found)


def share_of_head(word: str, soc_code: str) -> float:
    """Return the share, 0 to 1, of the names ending in a word that lie in the major group of a SOC code.

    >>> share_of_head("nurse", "29-1141") > 0.9
    True
    >>> share_of_head("electrician", "51-4051") < 0.1, share_of_head("xylqwzkj", "29-1141")
    (True, 0.0)
    """
    return groups_by_head()[word][soc_code[:2]] / groups_by_head()[word].total() if is_head(word) else 0.0


def is_head(word: str) -> bool:
    """Whether names end in a word often enough for it to name a trade."""
    return (groups := groups_by_head().get(word)) is not None and groups.total() >= LEAST_HEADED


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
        code, share = official_names().endings.get(ending, ("", 0.0))
        if meaning.soc_code != code or code in catch_all_codes():
            return None
        return meaning, 100 * share, f"it ends in {ending!r}"
    return None
