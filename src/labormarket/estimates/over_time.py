"""Pay of one year in the money of another, and of one country in the prices of another."""

from __future__ import annotations

import numpy as np
import pandas as pd
from babel.numbers import get_territory_currencies

from labormarket.estimates.summary import summarise_pay
from labormarket.hourly import ExchangeRates, year_of

UNITED_STATES = "US"
MONTHS_FOR_A_YEAR = 11  # of 2025 one month was never published, and the average of the others is the official one
ENDS = ["usd_per_hour_low", "usd_per_hour_high"]


def deflate(pay: pd.DataFrame, cpi: pd.DataFrame) -> pd.DataFrame:
    """Restate hourly pay in US dollars of the latest full year of the consumer price index.

    Takes a pay table and the reference table of prices (year, index_1982_84_100, n_months; text). Returns the rows of
    a year with an index, with `year`, `price_year` and their two hourly ends restated; a partial year deflates its own
    statements but is no base.

    >>> cpi = pd.DataFrame({"year": ["2018", "2025", "2026"], "index_1982_84_100": ["250", "320", "330"],
    ...     "n_months": ["12", "11", "5"]})
    >>> pay = pd.DataFrame({"published_on": ["2018-05", "2025", None], "usd_per_hour_low": [10.0, 10.0, 10.0],
    ...     "usd_per_hour_high": [None, 20.0, 20.0]})
    >>> deflate(pay, cpi)[["year", "price_year", "usd_per_hour_low"]]
       year  price_year  usd_per_hour_low
    0  2018        2025              12.8
    1  2025        2025              10.0
    """
    index = pd.Series(cpi["index_1982_84_100"].astype(float).to_numpy(), index=cpi["year"].astype(int))
    full = cpi.loc[cpi["n_months"].astype(int) >= MONTHS_FOR_A_YEAR, "year"].astype(int)
    base = int(full.max())
    year = year_of(pay["published_on"])
    known = year.isin(index.index)
    restated = pay[known].assign(year=year[known].astype(int), price_year=base)
    factor = index[base] / restated["year"].map(index)
    return restated.assign(**{end: restated[end] * factor for end in ENDS})


def to_international_dollars(pay: pd.DataFrame, ppp: pd.DataFrame, rates: ExchangeRates) -> pd.DataFrame:
    """Restate hourly pay in international dollars: what it buys where the worker lives, at US prices of that year.

    Takes a pay table, the reference table of purchasing power parities (iso2, year, ppp_gdp_lcu_per_intl_dollar; text)
    and exchange rates. Only rows of one known country are kept, with `year` and `price_year` (the year of the parity:
    theirs, or the nearest there is). US dollars go back into local money at the year's rate, then through the parity.

    >>> ppp = pd.DataFrame({"iso2": ["KE"], "year": ["2022"], "ppp_gdp_lcu_per_intl_dollar": ["40"]})
    >>> pay = pd.DataFrame({"published_on": ["2022", "2022", "2022"], "country": ["KE", "Worldwide", "US"],
    ...     "usd_per_hour_low": [1.5, 2.0, 9.0], "usd_per_hour_high": [2.0, 2.0, 9.0]})
    >>> to_international_dollars(pay, ppp, ExchangeRates({("KES", 2022): 0.01}))[["country", *ENDS]]
      country  usd_per_hour_low  usd_per_hour_high
    0      KE              3.75                5.0
    2      US              9.00                9.0
    """
    parities = ExchangeRates(
        {
            (str(row["iso2"]), int(row["year"])): float(row["ppp_gdp_lcu_per_intl_dollar"])
            for row in ppp.to_dict("records")
        }
    )
    year = year_of(pay["published_on"])
    found = pd.DataFrame(
        [
            find_purchasing_power(country, of_year, parities, rates)
            for country, of_year in zip(pay["country"], year, strict=True)
        ],
        columns=["factor", "price_year"],
        index=pay.index,
        dtype="float64",
    )
    known = found["factor"].notna() & year.notna()
    restated = pay.assign(year=year, **found)[known].astype({"year": int, "price_year": int})
    return restated.assign(**{end: restated[end] * restated["factor"] for end in ENDS}).drop(columns="factor")


def find_purchasing_power(
    country: object, year: float, parities: ExchangeRates, rates: ExchangeRates
) -> tuple[float, float]:
    """International dollars per US dollar in a country and year, and the parity's year; NaN where unknown."""
    if not isinstance(country, str) or len(country) != 2 or pd.isna(year):
        return np.nan, np.nan
    if country == UNITED_STATES:
        return 1.0, year
    currency = get_territory_currencies(country)
    parity = parities.nearest(country, int(year))
    rate = rates.nearest(currency[0], int(year)) if currency else None
    if parity is None or rate is None:
        return np.nan, np.nan
    return 1 / rate[0] / parity[0], parity[1]


def follow_real_pay(
    pay: pd.DataFrame, cpi: pd.DataFrame, ppp: pd.DataFrame, rates: ExchangeRates, *, draws: int
) -> pd.DataFrame:
    """Follow hourly pay by year in constant money: level (median) and spread (P10, P90) where there are enough cells.

    Returns a row per place, year and statistic: `place`, `unit`, `price_year`, `year` and the columns of
    `summarise_pay` (in that unit, not in current dollars), with the note "too few" where there are. Places are all
    statements and those about the United States (dollars of the price year), then each other country (international
    dollars of the statement's year).
    """
    dollars = deflate(pay, cpi)
    parts = [
        dollars.assign(place="all statements", unit="US dollars of the price year"),
        dollars[dollars["country"].eq(UNITED_STATES)].assign(place=UNITED_STATES, unit="US dollars of the price year"),
    ]
    international = to_international_dollars(pay, ppp, rates)
    international = international[international["country"].ne(UNITED_STATES)]
    # the parity's year may differ within a year only for undated rows, and those are not here
    parts.append(international.assign(place=international["country"], unit="international dollars"))
    together = pd.concat(parts, ignore_index=True)
    return summarise_pay(
        together,
        ["place", "unit", "price_year", "year"],
        statistics=("p10", "median", "p90"),
        weightings=("cell",),
        draws=draws,
    )
