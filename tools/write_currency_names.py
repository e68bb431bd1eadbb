"""Write the names of currencies in the languages of the pay reader, from the Unicode locale data (CLDR).

    python tools/write_currency_names.py

Of each currency that `currencies.toml` knows: its names beside a number, in every plural form ("2 złote", "5 złotych").
Left out are names that two currencies share, and names of one word in Latin letters: whether "bolivianos" are
money or people is for the lists by hand in currencies.toml to say, which win over these.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Any

import babel
import rtoml
from babel import Locale

from labormarket.pay.lexicon import FOLDER, LANGUAGES
from labormarket.pay.normalise import normalise

NAMES = FOLDER / "currency_names.toml"
LOCALES = {"nb": "no", "tl": "fil", "zh": "zh_Hans"}
HEAD = """\
# The names of currencies as locales write them: Unicode CLDR in Babel {babel}, Unicode License v3 (LICENSE-DATA.md).
# Written by tools/write_currency_names.py; names written by hand are in currencies.toml.
"""
IS_PLAIN = re.compile(r"[^()/\d.,\"]+")
IS_LATIN = re.compile(r"[a-z\u00c0-\u024f]")
IS_MIXED = re.compile(r"[a-z].*[^\x00-\u024f]")


@cache
def read_by_hand(name: str) -> dict[str, Any]:
    """Read a file of lists that are written by hand."""
    return rtoml.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def joints() -> frozenset[str]:
    """Return the words that join two amounts, and would cut a name in two: "and"."""
    return frozenset(word for language in LANGUAGES for word in read_by_hand(language).get("bound", {}).get("and", ()))


def is_kept(name: str) -> bool:
    """Whether a name is one that people write beside an amount, and that is money without doubt.

    >>> [is_kept(name) for name in ("swiss francs", "瑞士法郎", "bolivianos", "trinidad and tobago dollars")]
    [True, True, False, False]
    """
    words = re.split(r"[\s-]+", name)
    is_name = len(words) > 1 or not IS_LATIN.search(name)
    is_written = IS_PLAIN.fullmatch(name) and not IS_MIXED.search(name) and normalise(name)[0] == name
    return is_name and joints().isdisjoint(words) and bool(is_written)


def written() -> str:
    """Return the file: one line for each currency."""
    codes = sorted(code for code in read_by_hand("currencies")["word"] if code.isupper() and len(code) == 3)
    meanings: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        locale = Locale.parse(LOCALES.get(language, language))
        for code in codes:
            plurals = locale._data["currency_names_plural"].get(code, {})  # no public way leads to all of them
            for name in {locale.currencies.get(code, ""), *plurals.values()}:
                meanings[name.lower()].add(code)
    names = {code: sorted(name for name, of in meanings.items() if of == {code} and is_kept(name)) for code in codes}
    return HEAD.format(babel=babel.__version__) + rtoml.dumps(
        {"word": {code: kept for code, kept in names.items() if kept}}
    )


if __name__ == "__main__":
    NAMES.write_text(written(), encoding="utf-8")
