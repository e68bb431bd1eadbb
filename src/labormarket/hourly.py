"""Pay range to US dollars per hour. Every assumption on the way is a named constant here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from labormarket.distinct import combine, number_values, pick
from labormarket.sources import find_project_root, read_reference

HOURS_PER_YEAR = 2080
"""52 weeks of 40 hours: the factor with which the US Bureau of Labor Statistics turns hourly into annual wages."""
HOURS_PER_MONTH = HOURS_PER_YEAR / 12
HOURS_PER_WEEK = 40
HOURS_PER_DAY = 8
MINUTES_PER_HOUR = 60

# How many hours of work one unit of the period holds. Hours and minutes are exact; the others are true of salaried
# work and an assumption about gigs. A period that isn't here (task, word, page, project …) has no hourly value.
HOURS_IN_PERIOD = {
    "hour": 1.0,
    "minute": 1 / MINUTES_PER_HOUR,
    "day": float(HOURS_PER_DAY),
    "week": float(HOURS_PER_WEEK),
    "month": HOURS_PER_MONTH,
    "year": float(HOURS_PER_YEAR),
}
EXACT_PERIODS = frozenset({"hour", "minute"})

# A stablecoin is pegged to the dollar; a statement in one is read at the peg, and `+fx` says that a rate was applied.
DOLLAR_PEGGED = {"USDT": 1.0, "USDC": 1.0}
WORTH_A_FIXED_SUM = {"USD": 1.0} | DOLLAR_PEGGED
"""Currencies whose worth in US dollars is the same in every year."""

STATED, CONTEXT, ASSUMED_HOURS, FX_SUFFIX = "stated", "context", "assumed_hours", "+fx"
HOURLY_BASES = tuple(basis + fx for basis in (STATED, CONTEXT, ASSUMED_HOURS) for fx in ("", FX_SUFFIX))
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
        return cls.from_table(read_reference("reference_fx", root or find_project_root()))

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
    """Take the year of a date such as "2025", "2025-11" or "2025-11-03"; missing where there is none."""
    codes, dates = pd.factorize(published_on, use_na_sentinel=False)
    years = pd.to_numeric(pd.Series(dates).str.extract(r"^\s*(\d{4})", expand=False), errors="coerce")
    return years.take(codes).set_axis(published_on.index)


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
    from_context. No hourly value where the period has no hours, the currency is unknown or has no rate, or the pay is
    vague: then all four are missing. `exchange_year` is the year of the rate applied, missing in US dollars.

    >>> frame = pd.DataFrame({"low": [90_000.0, 150.0, 0.05], "high": [200_000.0, 150.0, 0.05],
    ...     "currency": ["USD", "KES", "USD"], "period": ["year", "hour", "task"],
    ...     "published_on": ["2025", "2025-03", ""], "from_context": [False, True, False]})
    >>> add_hourly(frame, ExchangeRates({("KES", 2024): 0.0074})).iloc[:, -4:]
       usd_per_hour_low  usd_per_hour_high   hourly_basis  exchange_year
    0         43.269231          96.153846  assumed_hours            NaN
    1          1.110000           1.110000     context+fx         2024.0
    2               NaN                NaN            NaN            NaN
    """
    periods, period = number_values(frame["period"])
    hours = periods.map(HOURS_IN_PERIOD).to_numpy(dtype=float)[period]
    usd_per_unit, exchange_year = convert_currencies(frame["currency"], year_of(frame["published_on"]), rates)
    factor = usd_per_unit / hours
    low = (frame["low"] * factor).round(DECIMALS)
    high = (frame["high"] * factor).round(DECIMALS)
    has_value = low.notna() | high.notna()
    exact = periods.isin(EXACT_PERIODS).to_numpy()[period]
    stated, context, assumed = map(HOURLY_BASES.index, (STATED, CONTEXT, ASSUMED_HOURS))
    rests_on = np.select([~exact, frame["from_context"].astype(bool)], [assumed, context], stated)
    rests_on = rests_on + frame["currency"].ne("USD").to_numpy()  # the same basis with a rate stands behind each
    return frame.assign(
        usd_per_hour_low=low,
        usd_per_hour_high=high,
        hourly_basis=pick(HOURLY_BASES, np.where(has_value, rests_on, -1), frame.index),
        exchange_year=exchange_year.where(has_value),
    )


def hangs_on_year(currency: pd.Series) -> pd.Series:
    """Tell of each currency whether its worth in US dollars depends on the year; one that isn't known has none.

    >>> hangs_on_year(pd.Series(["KES", "USD", "USDT", None])).to_list()
    [True, False, False, False]
    """
    return currency.notna() & ~currency.isin(WORTH_A_FIXED_SUM)


def convert_currencies(currency: pd.Series, year: pd.Series, rates: ExchangeRates) -> tuple[pd.Series, pd.Series]:
    """Return US dollars per unit and the year of the rate, each distinct currency and year looked up once."""
    columns = {"currency": number_values(currency), "year": number_values(year)}
    cases = combine(columns, len(currency))
    pairs = zip(cases.distinct["currency"], cases.distinct["year"], strict=True)
    found = [worth_of(code, of_year, rates) for code, of_year in pairs]
    worth = np.array(found, dtype=np.float64).reshape(-1, 2)[cases.which]
    return pd.Series(worth[:, 0], index=currency.index), pd.Series(worth[:, 1], index=currency.index)


def worth_of(currency: object, year: float, rates: ExchangeRates) -> tuple[float, float]:
    """Return US dollars per unit of a currency and the year of the rate, NaN where there is none."""
    if not isinstance(currency, str):
        return np.nan, np.nan
    if currency in WORTH_A_FIXED_SUM:
        return WORTH_A_FIXED_SUM[currency], np.nan
    return rates.nearest(currency, None if pd.isna(year) else int(year)) or (np.nan, np.nan)
