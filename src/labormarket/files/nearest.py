"""Suggestions for a misspelt name: the names most alike (Ratcliff and Obershelp's measure), as a question."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(text: str, names: Iterable[str], *, most: int = 3) -> list[str]:
    """Return the names most like a text, best first; case plays no part.

    >>> nearest("outliar", ["Outlier", "Mercor", "Turing"]), nearest("zzz", ["Outlier"])
    (['Outlier'], [])
    """
    from difflib import get_close_matches

    written = {name.casefold(): name for name in names}
    return [written[key] for key in get_close_matches(text.casefold(), written, n=most, cutoff=0.65)]


def did_you_mean(text: str, names: Iterable[str], otherwise: str = "") -> str:
    """Return the question that ends a message about an unknown name, or what to say where no name is near.

    >>> did_you_mean("pai", ["pay", "tiers"]), did_you_mean("zzz", ["pay"], "there is only pay")
    ('; did you mean pay?', '; there is only pay')
    """
    near = nearest(text, names)
    told = f"did you mean {' or '.join(near)}?" if near else otherwise
    return f"; {told}" if told else ""
