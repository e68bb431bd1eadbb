"""What the last word of a title, which names the trade, says of its major group."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache

from labormarket.professions.lexicon import lexicon


@cache
def groups_by_head() -> dict[str, Counter[str]]:
    """Last word of a name -> how many names with that last word each SOC major group has."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for name, code in lexicon().codes.items():
        found[name.rsplit(" ", 1)[-1]][code[:2]] += 1
    return dict(found)


def share_of_head(word: str, soc_code: str) -> float:
    """Return the share, 0 to 1, of the names ending in a word that lie in the major group of a SOC code.

    >>> share_of_head("nurse", "29-1141") > 0.9
    True
    >>> share_of_head("electrician", "51-4051") < 0.1, share_of_head("xylqwzkj", "29-1141")
    (True, 0.0)
    """
    groups = groups_by_head().get(word)
    return groups[soc_code[:2]] / groups.total() if groups else 0.0
