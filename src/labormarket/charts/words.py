"""Words and figures of a chart in one language: labels from its catalogue file, number formats from CLDR."""

from __future__ import annotations

import tomllib
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from importlib import resources
from typing import Any

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from labormarket.professions import names_in

LOCALES = {"en": "en_US", "de": "de_DE", "fr": "fr_FR", "es": "es_ES"}
WHOLE_DOLLARS_FROM = 100
"""From here on cents are left out of labels; the rows beside the chart keep them."""


@lru_cache(maxsize=len(LOCALES))
def _catalogue(lang: str) -> dict[str, Any]:
    file = resources.files("labormarket.charts") / "languages" / f"{lang}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


class Words:
    """The catalogue and the number formats of one language.

    >>> Words("en").dollars(1000), Words("en").dollars(12.5), Words("en").dollars(7.8312)
    ('$1,000', '$12.50', '$7.83')
    >>> Words("de").dollar_range(20, 40) == "20–40\u00a0$"
    True
    """

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.locale = LOCALES[lang]
        self._texts = _catalogue(lang)

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of a key such as "ladder.title" with its values filled in."""
        section, _, name = key.partition(".")
        text: str = self._texts[section][name]
        return text.format(**values)

    def counted(self, key: str, count: int, **values: object) -> str:
        """Return the text of `key` for a count: `key_one` where the count is one."""
        name = f"{key}_one" if count == 1 else key
        return self(name, n=self.number(count), **values)

    def tier(self, name: str) -> str:
        """Return a tier's name in this language, as a heading."""
        return self(f"tiers.{name}")

    def field(self, name: str) -> str:
        """Return a field of work in this language."""
        return self(f"fields.{name}")

    def profession(self, name: str) -> str:
        """Return a profession in this language, or its English name where nobody has named it.

        >>> Words("fr").profession("chemist"), Words("en").profession("chemist"), Words("de").profession("flâneur")
        ('chimiste', 'chemist', 'flâneur')
        """
        return names_in(self.lang).get(name, name)

    def listed(self, names: list[str]) -> str:
        """Return names as a list in a sentence.

        >>> Words("de").listed(["Outlier", "Remotasks", "Scale AI"])
        'Outlier, Remotasks und Scale AI'
        """
        return str(format_list(names, locale=self.locale))

    def country(self, code: str) -> str:
        """Return the name of a country from its ISO code, or the code itself where CLDR knows none.

        >>> Words("de").country("KE"), Words("en").country("Worldwide")
        ('Kenia', 'Worldwide')
        """
        return str(Locale.parse(self.locale).territories.get(code, code))

    def sentence_case(self, name: str) -> str:
        """Return a name with its first letter large, the others as they are."""
        return name[:1].upper() + name[1:]

    def number(self, value: float) -> str:
        """Return a count with this language's separators."""
        return str(format_decimal(value, locale=self.locale))

    def percent(self, share: float) -> str:
        """Return a share as whole per cent."""
        return str(format_percent(round(share, 2), locale=self.locale))

    def times(self, ratio: float) -> str:
        """Return a ratio as a multiple, with one decimal under ten.

        >>> Words("en").times(0.25), Words("de").times(1.5), Words("en").times(40.2)
        ('0.25×', '1,5×', '40×')
        """
        digits = "#,##0" if ratio >= 10 else "0.0#" if ratio < 1 else "0.#"
        return str(format_decimal(ratio, format=digits, locale=self.locale)) + "×"

    def dollars(self, usd: float) -> str:
        """Return an amount in US dollars: cents where it has them and they matter."""
        return str(
            format_currency(_rounded(usd), "USD", format=self._pattern(usd), locale=self.locale, currency_digits=False)
        )

    def dollar_range(self, low: float, high: float) -> str:
        """Return two amounts with one dollar sign between them."""
        if _rounded(low) == _rounded(high):
            return self.dollars(low)
        cents = any("00" in self._pattern(usd) for usd in (low, high))
        amounts = (self._plain(low, cents), self._plain(high, cents))
        return self.dollars(high).replace(self._plain(high, "00" in self._pattern(high)), "–".join(amounts))

    def _plain(self, usd: float, cents: bool) -> str:
        whole = not cents or _rounded(usd) == int(_rounded(usd))
        return str(format_decimal(_rounded(usd), format="#,##0" if whole else "#,##0.00", locale=self.locale))

    def _pattern(self, usd: float) -> str:
        pattern: str = Locale.parse(self.locale).currency_formats["standard"].pattern
        return pattern.replace(".00", "") if _rounded(usd) == int(_rounded(usd)) else pattern


def _rounded(usd: float) -> Decimal:
    step = Decimal(1) if usd >= WHOLE_DOLLARS_FROM or _is_converted(usd) else Decimal("0.01")
    return Decimal(str(usd)).quantize(step, rounding=ROUND_HALF_UP)


def _is_converted(usd: float) -> bool:
    # An amount that a source states has two decimals at most; more come from a rate or from assumed hours.
    return usd >= 10 and abs(usd - round(usd, 2)) > 1e-9
