"""Translation catalogues and number formats: the words of the charts from TOML files, figures and dates from CLDR."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from importlib import resources
from typing import Any

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from labormarket.professions import names_in

LOCALES = {"en": "en_US", "de": "de_DE", "fr": "fr_FR", "es": "es_ES"}
WHOLE_DOLLARS_FROM = 10
"""From here on cents are left out of labels; the rows beside the chart keep them."""
SHARED = "words"
UNKNOWN = "–"
SIGNS = "×$US\u00a0"
"""What stands before or after the digits of an amount in any of the languages."""


@lru_cache
def read_catalogue(name: str) -> dict[str, Any]:
    """Read the words that all charts share (SHARED), or those of one chart; each text by language."""
    folder = resources.files("labormarket.charts")
    file = folder / f"{SHARED}.toml" if name == SHARED else folder / "gallery" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


class Words:
    """The texts of one chart, those that all charts share, and the number formats, in one language.

    A text that a language lacks is English.

    >>> Words("en").dollars(1000), Words("en").dollars(12.5), Words("en").dollars(7.8312)
    ('$1,000', '$13', '$7.83')
    >>> Words("de").dollar_range(20, 40) == "20–40\u00a0$"
    True
    """

    def __init__(self, lang: str, chart: str = SHARED) -> None:
        self.lang, self.chart = lang, chart
        self.locale = LOCALES[lang]

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a text with its values filled in: "title" is this chart's own, "notes.caveat" one of all charts."""
        section, _, name = key.rpartition(".")
        texts = read_catalogue(SHARED)[section][name] if section else read_catalogue(self.chart)[key]
        text: str = texts.get(self.lang, texts["en"])
        return text.format(**values)

    def counted(self, key: str, count: int, **values: object) -> str:
        """Return the text of `key` for a count: `key_one` where the count is one."""
        name = f"{key}_one" if count == 1 else key
        return self(name, n=self.number(count), **values)

    def tier(self, name: str) -> str:
        """Return a tier's nickname in this language."""
        return self._named("tiers", name)

    def field(self, name: str) -> str:
        """Return a field of work in this language."""
        return self._named("fields", name)

    def _named(self, section: str, name: str) -> str:
        texts: dict[str, str] = read_catalogue(SHARED)[section].get(name, {})
        return texts.get(self.lang, texts.get("en", name))

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

    def country(self, codes: str) -> str:
        """Return the name of a country from its ISO code, of each of several; the code itself where CLDR knows none.

        >>> Words("de").country("KE"), Words("en").country("Worldwide"), Words("en").country("EG;MA")
        ('Kenia', 'Worldwide', 'Egypt, Morocco')
        """
        names = Locale.parse(self.locale).territories
        return ", ".join(str(names.get(code, code)) for code in codes.split(";"))

    def sentence_case(self, name: str) -> str:
        """Return a name with its first letter large, the others as they are."""
        return name[:1].upper() + name[1:]

    def number(self, value: float) -> str:
        """Return a count with this language's separators, a dash where it is unknown (NaN)."""
        return UNKNOWN if value != value else str(format_decimal(value, locale=self.locale))

    def percent(self, share: float) -> str:
        """Return a share as whole per cent, a dash where it is unknown (NaN)."""
        return UNKNOWN if share != share else str(format_percent(round(share, 2), locale=self.locale))

    def times(self, ratio: float) -> str:
        """Return a ratio as a multiple, with one decimal under ten, a dash where it is unknown (NaN).

        >>> Words("en").times(0.25), Words("de").times(1.5), Words("en").times(40.2)
        ('0.25×', '1,5×', '40×')
        """
        if ratio != ratio:
            return UNKNOWN
        digits = "#,##0" if ratio >= 10 else "0.0#" if ratio < 1 else "0.#"
        return str(format_decimal(ratio, format=digits, locale=self.locale)) + "×"

    def dollars(self, usd: float) -> str:
        """Return an amount in US dollars: whole from WHOLE_DOLLARS_FROM on, else with its cents."""
        step = Decimal(1) if usd >= WHOLE_DOLLARS_FROM else Decimal("0.01")
        rounded = Decimal(str(usd)).quantize(step, rounding=ROUND_HALF_UP)
        pattern: str = Locale.parse(self.locale).currency_formats["standard"].pattern
        pattern = pattern.replace(".00", "") if rounded == int(rounded) else pattern
        return str(format_currency(rounded, "USD", format=pattern, locale=self.locale, currency_digits=False))

    def times_range(self, low: float, high: float) -> str:
        """Return a range of multiples with one sign for both ends; NaN is an open end.

        >>> Words("en").times_range(0.5, 2), Words("en").times_range(2, float("nan")), Words("en").times_range(3, 3)
        ('0.5–2×', 'from 2×', '3×')
        """
        return self._range(low, high, self.times)

    def dollar_range(self, low: float, high: float) -> str:
        """Return a range of US dollars with one sign for both ends; NaN is an open end.

        >>> Words("en").dollar_range(1.32, 2), Words("en").dollar_range(float("nan"), 15)
        ('$1.32–2', 'up to $15')
        """
        return self._range(low, high, self.dollars)

    def _range(self, low: float, high: float, write: Callable[[float], str]) -> str:
        if low != low:
            return self("pay.up_to", amount=write(high))
        if high != high:
            return self("pay.from", amount=write(low))
        first, last = write(low).strip(SIGNS), write(high)
        number = last.strip(SIGNS)
        return last if first == number else last.replace(number, f"{first}–{number}")
