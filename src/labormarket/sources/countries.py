"""Names of countries to ISO 3166 codes: CLDR in five languages, and the short forms that people write."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from types import MappingProxyType

from labormarket.files.errors import UserError
from labormarket.files.nearest import did_you_mean

LANGUAGES = ("en", "de", "fr", "es", "pt")
NO_COUNTRY = frozenset({"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"})
WORLDWIDE = "Worldwide"
SHORT_FORMS = MappingProxyType(
    {"uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "usa": "US", "u s": "US"}
    | {"u s a": "US", "america": "US", "korea": "KR", "czech republic": "CZ", "ivory coast": "CI", "turkey": "TR"}
    | {"hong kong": "HK", "macao": "MO", "burma": "MM", "holland": "NL", "uae": "AE", "drc": "CD", "congo": "CG"}
)


class UnknownCountryError(UserError, ValueError):
    """A name that means no country; the message has the nearest names."""


@cache
def country_codes() -> dict[str, str]:
    """Name of a country in CLDR, as `plain_place` writes it -> its ISO 3166 code."""
    from babel import Locale

    codes: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if re.fullmatch(r"[A-Z]{2}", code) and code not in NO_COUNTRY:
                codes.setdefault(plain_place(name), code)
    return codes


def country_name(code: str) -> str:
    """Return the English name of a country from its code, or what was given where there is none.

    >>> country_name("KE"), country_name("Worldwide")
    ('Kenya', 'Worldwide')
    """
    from babel import Locale

    return str(Locale("en").territories.get(code, code))


def find_country(text: str) -> str:
    """Return the ISO 3166 code of a country from its code or its name, in any case; "Worldwide" stays.

    >>> find_country("ke"), find_country("United Kingdom"), find_country("Deutschland"), find_country("worldwide")
    ('KE', 'GB', 'DE', 'Worldwide')
    >>> find_country("Indai")
    Traceback (most recent call last):
    labormarket.sources.countries.UnknownCountryError: no country 'Indai'; did you mean India?
    """
    names = country_codes() | SHORT_FORMS
    plain = plain_place(text)
    if plain == WORLDWIDE.casefold():
        return WORLDWIDE
    if plain in names:
        return names[plain]
    if plain.upper() in names.values():
        return plain.upper()
    known = sorted({country_name(code) for code in names.values()})
    raise UnknownCountryError(f"no country {text!r}{did_you_mean(text, known, 'give its name, or its code (IN)')}")


def plain_place(text: str) -> str:
    """Write a place in lower case without accents and points, as it is looked up.

    >>> plain_place("Côte d’Ivoire"), plain_place("U.S.A.")
    ("cote d'ivoire", 'u s a')
    """
    folded = unicodedata.normalize("NFKD", text).casefold().replace("’", "'").replace(".", " ")
    return " ".join("".join(letter for letter in folded if not unicodedata.combining(letter)).split())
