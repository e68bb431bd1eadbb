"""A known name with other words before it: "heavy-duty forklift operator" ends in "forklift operator"."""

from __future__ import annotations

from functools import cache

from labormarket.professions.lexicon import Meaning, catch_all_codes, lexicon

# Measured on held-out names: with as many names, so much of one mind, nine in ten are right.
LEAST_NAMES = 3
LEAST_SHARE = 0.8


@cache
def names_by_ending() -> tuple[dict[str, int], dict[str, int]]:
    """Known name -> how many names end in it, and how many of those have its own SOC code; it is one of them."""
    known, codes = lexicon().by_key, lexicon().codes
    every: dict[str, int] = {}
    alike: dict[str, int] = {}
    for name in known:
        code = codes.get(name)
        at = 0
        while True:
            ending = name[at:]
            if ending in known:
                every[ending] = every.get(ending, 0) + 1
                if code is not None and codes.get(ending) == code:
                    alike[ending] = alike.get(ending, 0) + 1
            at = name.find(" ", at) + 1
            if not at:
                break
    return every, alike


def by_ending(words: tuple[str, ...]) -> tuple[Meaning, float, str] | None:
    """Return the profession of the longest known name that the words end in, the share of such names and the reason.

    None where that name has no code, is one of SOC's codes for everything else, is the whole, or where too few names
    end in it or too few of those mean the same: a school teacher is none, whatever a teacher is.

    >>> by_ending(("forward", "deployed", "software", "engineer"))
    (Meaning(profession='software developer', ...), ..., "it ends in 'software engineer'")
    >>> by_ending(("software", "engineer")) is None, by_ending(("research", "technician")) is None
    (True, True)
    """
    known = lexicon().by_key
    for start in range(1, len(words)):
        ending = " ".join(words[start:])
        meaning = known.get(ending)
        if meaning is None:
            continue
        if meaning.soc_code is None or meaning.soc_code in catch_all_codes():
            return None
        every, alike = names_by_ending()
        share = alike.get(ending, 0) / every[ending]
        if every[ending] < LEAST_NAMES or share < LEAST_SHARE:
            return None
        return meaning, share, f"it ends in {ending!r}"
    return None
