"""Word lists of the article reader, as patterns: context_words.toml and the list of people in people_words.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@cache
def read_lists(name: str) -> dict[str, dict[str, object]]:
    """Read one of the room's TOML files."""
    return tomllib.loads(files("labormarket.intake.prose").joinpath(name).read_text(encoding="utf-8"))


@cache
def context_words(section: str) -> re.Pattern[str]:
    """Return the pattern of every word of a section of context_words.toml, in all languages."""
    lists = read_lists("context_words.toml")[section].values()
    return any_of(word for words in lists for word in words)  # type: ignore[attr-defined]


@cache
def reasons(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each reason of a table of context_words.toml (not_pay, doubt) with the pattern of its words."""
    sections = read_lists("context_words.toml")[table].items()
    return tuple((name, any_of(word for words in lists.values() for word in words)) for name, lists in sections)  # type: ignore[attr-defined]


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of phrases in any case, either apostrophe: whole words, but anywhere in unspaced scripts.

    >>> bool(any_of(["rent"]).search("Rent, mostly")), bool(any_of(["rent"]).search("current"))
    (True, False)
    >>> bool(any_of(["最低工资"]).search("北京最低工资标准"))
    True
    """
    parts = {True: [], False: []}  # type: dict[bool, list[str]]
    for word in sorted(set(words), key=len, reverse=True):
        parts[bool(UNSPACED.search(word))].append(re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]"))
    begin = r"(?<!\w)" if all(part[0].isalnum() for part in parts[False]) else ""
    spaced = rf"{begin}(?:{'|'.join(parts[False])})(?!\w)" if parts[False] else ""
    return re.compile("|".join(filter(None, [spaced, *parts[True]])), re.IGNORECASE)
