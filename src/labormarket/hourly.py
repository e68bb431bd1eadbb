"""Pay range to US dollars per hour. Every assumption on the way is a named constant here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from labormarket.sources import find_edition, read_reference

HOURS_PER_YEAR = 2080
"""52 weeks of 40 hours: the factor with which the US Bureau of Labor Statistics turns hourly into annual wages."""
HOURS_PER_MONTH = HOURS_PER_YEAR / 12
HOURS_PER_WEEK = 40
HOURS_PER_DAY = 8
MINUTES_PER_HOUR = 60

# How many hours of work one unit of the period holds. Hours and minutes are exact; the others are true of salaried
# work only. A period that isn't here (task, word, page, project …) has no hours of its own.
HOURS_IN_PERIOD = {
    "hour": 1.0,
    "minute": 1 / MINUTES_PER_HOUR,
    "day": float(HOURS_PER_DAY),
    "week": float(HOURS_PER_WEEK),
    "month": HOURS_PER_MONTH,
    "year": float(HOURS_PER_YEAR),
}
EXACT_PERIODS = frozenset({"hour", "minute"})

SALARY_WORDS = (
    r"\b(?:salar(?:y|ies|ied)|full[ -]?time|payroll|employees?|employment|salaires?|salari[ée]e?s?|salarios?|sueldos?"
    r"|nómina|salário|stipendio|gehalt|vollzeit)\b|年薪|月薪|正社員|연봉|월급|정규직|зарплат|оклад"
)
"""What says that a day, week, month or year of pay is a salaried one, whose hours may be assumed. A gig's may not:
"€105 a year" for an evening now and then is no hourly pay."""

NET, GROSS = "net", "gross"
TAX_WORDS = {
    NET: r"\b(?:after[ -]tax(?:es)?|net|netto|neto|nets?|take[ -]home|líquidos?)\b|세후|税后|稅後|手取り",
    GROSS: r"\b(?:before[ -]tax(?:es)?|pre[ -]tax|gross|brutto|bruts?|brutos?)\b|세전|税前|稅前",
}

# A stablecoin is pegged to the dollar; a statement in one is read at the peg, and `+fx` says that a rate was applied.
DOLLAR_PEGGED = {"USDT": 1.0, "USDC": 1.0}
WORTH_A_FIXED_SUM = {"USD": 1.0} | DOLLAR_PEGGED
"""Currencies whose worth in US dollars is the same in every year."""

STATED, CONTEXT, STATED_TIME, STATED_USD, ASSUMED_HOURS = (
    *("stated", "context", "stated_time", "stated_usd", "assumed_hours"),
)
FX_SUFFIX = "+fx"
HOURLY_BASES = (
    *(basis + fx for basis in (STATED, CONTEXT, STATED_TIME, ASSUMED_HOURS) for fx in ("", FX_SUFFIX)),
    STATED_USD,
)
"""What an hourly value rests on: the phrase alone, the words around it, the time that it gives for a piece of work, the
dollars that the source itself puts beside another currency, or the hours of a salaried period; with +fx where an
exchange rate was applied."""
EARLIEST_YEAR, LATEST_YEAR = 1990, 2100
"""A number outside these in the place of a year is no year."""
DATE = re.compile(r"\s*(\d{4})")
DECIMALS = 6
"""Dollars per hour are rounded to a millionth, far below the cent that any source states."""


@dataclass(frozen=True)
class ExchangeRates:
    """Annual average exchange rates, in US dollars per unit of local currency."""

    usd_per_unit: dict[tuple[str, int], float]

    @classmethod
    def from_table(cls, table: pd.DataFrame) -> ExchangeRates:
        """Take the reference table `reference_fx`: one row per currency and year, all text."""
        keys = zip(table["currency"], table["year"].astype(int), strict=True)
        return cls(dict(zip(keys, table["usd_per_lcu"].astype(float), strict=True)))

    @classmethod
    def read(cls, root: Path | None = None) -> ExchangeRates:
        """Read the project's registered rates."""
        return cls.from_table(read_reference("reference_fx", root or find_edition()))

    @cached_property
    def years(self) -> dict[str, list[int]]:
        """Currency -> the years of which there is a rate, in their order."""
        years: dict[str, list[int]] = {}
        for currency, year in sorted(self.usd_per_unit):
            years.setdefault(currency, []).append(year)
        return years

    def nearest(self, currency: str, year: int | None) -> tuple[float, int] | None:
        """Return the rate of that year, or of the nearest year there is (the earlier of two), and the year it is of.

        A statement without a date takes the latest year. None where the currency has no rate at all.

        >>> rates = ExchangeRates({("KES", 2022): 0.0085, ("KES", 2024): 0.0074})
        >>> rates.nearest("KES", 2023), rates.nearest("KES", None), rates.nearest("XXX", 2024)
        ((0.0085, 2022), (0.0074, 2024), None)
        """
        years = self.years.get(currency)
        if years is None:
            return None
        chosen = years[-1] if year is None else min(years, key=lambda known: (abs(known - year), known))
        return self.usd_per_unit[currency, chosen], chosen


def year_of(published_on: pd.Series) -> pd.Series:
    """Take the year of a date such as "2025", "2025-11" or "2025-11-03"; missing where there is none.

    Digits of any script count; a number that can be no year of pay ("0000") doesn't.

    >>> year_of(pd.Series(["2025-11", "٢٠٢٤", "0000", ""])).to_list()
    [2025.0, 2024.0, nan, nan]
    """
    codes, dates = pd.factorize(published_on, use_na_sentinel=False)
    found = [DATE.match(date) if isinstance(date, str) else None for date in dates]
    years = pd.Series([float(date[1]) if date else np.nan for date in found], dtype="float64")
    years = years.where(years.between(EARLIEST_YEAR, LATEST_YEAR))
    return years.take(codes).set_axis(published_on.index)


def is_salaried(frame: pd.DataFrame) -> pd.Series:
    """Whether a statement's work is salaried: its kind says so, or its pay text, title or note has a word for it.

    >>> texts = ["105 € im Jahr", "a salary of $90,000", "$4,000 a month"]
    >>> is_salaried(pd.DataFrame({"pay_text": texts, "kind": "reported", "note": ["", "", "full-time"]})).to_list()
    [False, True, True]
    """
    salaried = frame["kind"].eq("staff_salary") if "kind" in frame else pd.Series(False, index=frame.index)
    for column in ("pay_text", "profession_raw", "note"):
        if column in frame:
            codes, texts = pd.factorize(frame[column], use_na_sentinel=False)
            says = pd.Series(texts, dtype="str").fillna("").str.contains(SALARY_WORDS, case=False, regex=True)
            salaried |= says.to_numpy(dtype=bool)[codes]
    return salaried


def tax_of(pay_text: pd.Series) -> pd.Series:
    """Return "net" or "gross" where the text says which the pay is, missing elsewhere.

    >>> tax_of(pd.Series(["at least Ksh160 per hour after tax", "4200 zł brutto", "a network of $9"])).to_list()
    ['net', 'gross', nan]
    """
    text = pay_text.astype("str").fillna("")
    found = {tax: text.str.contains(words, case=False, regex=True) for tax, words in TAX_WORDS.items()}
    both = found[NET] & found[GROSS]
    return pd.Series(
        np.select([found[NET] & ~both, found[GROSS] & ~both], [NET, GROSS], ""), index=pay_text.index, dtype="str"
    ).replace("", None)


def add_context(frame: pd.DataFrame) -> pd.DataFrame:
    """Fill the period and the currency from the two context columns where the phrase is silent.

    Adds `from_context` (bool): whether anything was filled. The phrase's own words always win.
    """
    period_context = frame["period_context"].replace("", np.nan)
    currency_context = frame["currency_context"].replace("", np.nan)
    fills_period = frame["period"].isna() & period_context.notna() & frame["bound"].notna()
    fills_currency = frame["currency"].isna() & currency_context.notna() & frame["bound"].notna()
    return frame.assign(
        period=frame["period"].where(~fills_period, period_context),
        currency=frame["currency"].where(~fills_currency, currency_context),
        from_context=fills_period | fills_currency,
    )


def add_hourly(frame: pd.DataFrame, rates: ExchangeRates) -> pd.DataFrame:
    """Add `usd_per_hour_low`, `usd_per_hour_high`, `hourly_basis` and `exchange_year` to a table of pay ranges.

    Takes the columns low, high (float, NaN where there is no such end), currency, period, published_on and
    from_context; and where there are such columns: salaried (bool), minutes_low and minutes_high (the time that the
    statement gives for its piece of work), stated_usd_low and stated_usd_high (the source's own dollars, for the same
    period), earned_in (when the pay was earned, where that isn't when it was published). No hourly value where the
    period has no hours, the currency is unknown or has no rate, the date can't be read, or the pay is vague: then all
    four are missing. `exchange_year` is the year of the rate applied, missing in US dollars.

    >>> frame = pd.DataFrame({"low": [90_000.0, 150.0, 300.0, 105.0], "high": [200_000.0, 150.0, 300.0, 105.0],
    ...     "currency": ["USD", "KES", "USD", "USD"], "period": ["year", "hour", "task", "year"],
    ...     "published_on": ["2025", "2025-03", "", ""], "from_context": [False, True, False, False],
    ...     "salaried": [True, False, False, False], "minutes_low": [np.nan, np.nan, 180.0, np.nan]})
    >>> add_hourly(frame, ExchangeRates({("KES", 2024): 0.0074})).iloc[:, -4:]
       usd_per_hour_low  usd_per_hour_high   hourly_basis  exchange_year
    0         43.269231          96.153846  assumed_hours            NaN
    1          1.110000           1.110000     context+fx         2024.0
    2        100.000000         100.000000    stated_time            NaN
    3               NaN                NaN            NaN            NaN
    """
    dates = frame["published_on"].astype("str").fillna("")
    if "earned_in" in frame:
        dates = dates.where(frame["earned_in"].fillna("").eq(""), frame["earned_in"])
    usd_per_unit, exchange_year = convert_currencies(frame["currency"], dates, rates)
    stated_low, stated_high = (numbers_of(frame, f"stated_usd_{end}") for end in ("low", "high"))
    is_stated_usd = frame["currency"].notna() & frame["currency"].ne("USD") & (stated_low.notna() | stated_high.notna())
    low = (frame["low"] * usd_per_unit).mask(is_stated_usd, stated_low.fillna(stated_high)).where(frame["low"].notna())
    high = (
        (frame["high"] * usd_per_unit).mask(is_stated_usd, stated_high.fillna(stated_low)).where(frame["high"].notna())
    )
    exact = frame["period"].isin(EXACT_PERIODS)
    shortest, longest = numbers_of(frame, "minutes_low"), numbers_of(frame, "minutes_high")
    shortest, longest = shortest.fillna(longest) / MINUTES_PER_HOUR, longest.fillna(shortest) / MINUTES_PER_HOUR
    timed = ~exact & shortest.gt(0)
    salaried = frame["salaried"].astype(bool) if "salaried" in frame else pd.Series(False, index=frame.index)
    hours = frame["period"].map(HOURS_IN_PERIOD).astype("float64").where(exact | salaried)
    low = (low / longest.where(timed, hours)).round(DECIMALS)
    high = (high / shortest.where(timed, hours)).round(DECIMALS)
    has_value = low.notna() | high.notna()
    rests_on = np.select(
        [timed, ~exact, is_stated_usd, frame["from_context"].astype(bool)],
        [STATED_TIME, ASSUMED_HOURS, STATED_USD, CONTEXT],
        STATED,
    )
    converted = frame["currency"].ne("USD") & ~is_stated_usd
    basis = pd.Series(rests_on, index=frame.index, dtype="str") + converted.map({True: FX_SUFFIX, False: ""})
    return frame.assign(
        usd_per_hour_low=low,
        usd_per_hour_high=high,
        hourly_basis=basis.where(has_value),
        exchange_year=exchange_year.where(has_value & converted),
    )


def numbers_of(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return a column as numbers, NaN throughout where the table doesn't have it."""
    if column not in frame:
        return pd.Series(np.nan, index=frame.index)
    return pd.to_numeric(frame[column], errors="coerce").astype("float64")


def convert_currencies(currency: pd.Series, dates: pd.Series, rates: ExchangeRates) -> tuple[pd.Series, pd.Series]:
    """Return US dollars per unit and the year of the rate, each distinct currency and year looked up once.

    An undated amount takes the latest rate; one whose date can't be read takes none.
    """
    year = year_of(dates)
    pairs = pd.DataFrame({"currency": currency, "year": year, "unread": year.isna() & dates.str.strip().ne("")})
    codes, distinct = pd.factorize(pd.MultiIndex.from_frame(pairs.astype({"currency": object})))
    found = [
        (np.nan, np.nan) if unread and code not in WORTH_A_FIXED_SUM else worth_of(code, of_year, rates)
        for code, of_year, unread in distinct
    ]
    worth = np.array(found, dtype=np.float64).reshape(len(found), 2)[codes]
    return pd.Series(worth[:, 0], index=currency.index), pd.Series(worth[:, 1], index=currency.index)


def worth_of(currency: object, year: float, rates: ExchangeRates) -> tuple[float, float]:
    """Return US dollars per unit of a currency and the year of the rate, NaN where there is none."""
    if not isinstance(currency, str):
        return np.nan, np.nan
    if currency in WORTH_A_FIXED_SUM:
        return WORTH_A_FIXED_SUM[currency], np.nan
    return rates.nearest(currency, None if pd.isna(year) else int(year)) or (np.nan, np.nan)
