"""Purchasing power parity: pay beside the place of the worker, its region, income group and price level."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from babel.numbers import get_territory_currencies

from labormarket.hourly import ExchangeRates, year_of

DECIMALS = 4


def compare_places(
    pay: pd.DataFrame, countries: pd.DataFrame, parities: pd.DataFrame, rates: ExchangeRates
) -> pd.DataFrame:
    """Return one row per statement of one country with an hourly value: region, income group, international dollars.

    `pay` is the pay table; `countries` has country_code, region and income_group (World Bank); `parities` iso2, year
    and ppp_gdp_lcu_per_intl_dollar, both as text. International dollars are the US dollars of the statement, put into
    local money at the annual rate of its year and divided by the parity of that year or the nearest that there is
    (`ppp_year`): what the pay buys there, in what a dollar buys in the United States. Missing where there is no rate
    or no parity.

    >>> pay = pd.DataFrame({"statement_id": ["a"], "source_id": ["s"], "platform": ["M"], "profession": ["rater"],
    ...     "country": ["KE"], "published_on": ["2024"], "usd_per_hour_low": [2.0], "usd_per_hour_high": [3.0]})
    >>> countries = pd.DataFrame({"country_code": ["KE"], "region": ["Africa"], "income_group": ["lower middle"]})
    >>> parities = pd.DataFrame({"iso2": ["KE"], "year": ["2023"], "ppp_gdp_lcu_per_intl_dollar": ["50"]})
    >>> row = compare_places(pay, countries, parities, ExchangeRates({("KES", 2024): 0.01})).iloc[0]
    >>> float(row["intl_dollars_per_hour_low"]), int(row["ppp_year"])
    (4.0, 2023)
    """
    known = countries.set_index("country_code")
    placed = pay[
        pay["country"].isin(known.index) & (pay["usd_per_hour_low"].notna() | pay["usd_per_hour_high"].notna())
    ]
    year = year_of(placed["published_on"].fillna(""))
    of_country = parities_of(parities)
    levels = [price_level(country, at, of_country, rates) for country, at in zip(placed["country"], year, strict=True)]
    level = pd.DataFrame(levels, index=placed.index, columns=["usd_per_intl_dollar", "ppp_year"], dtype="float64")
    return placed.assign(
        region=placed["country"].map(known["region"]),
        income_group=placed["country"].map(known["income_group"]).replace("", None),
        intl_dollars_per_hour_low=(placed["usd_per_hour_low"] / level["usd_per_intl_dollar"]).round(DECIMALS),
        intl_dollars_per_hour_high=(placed["usd_per_hour_high"] / level["usd_per_intl_dollar"]).round(DECIMALS),
        ppp_year=level["ppp_year"],
    ).sort_values("statement_id", ignore_index=True)


Parities = dict[str, dict[int, float]]


def parities_of(table: pd.DataFrame) -> Parities:
    """Country -> year -> units of local money that buy what a dollar buys in the United States."""
    return {
        str(country): dict(zip(own["year"].astype(int), own["ppp_gdp_lcu_per_intl_dollar"].astype(float), strict=True))
        for country, own in table.groupby("iso2")
    }


def price_level(country: str, year: float, parities: Parities, rates: ExchangeRates) -> tuple[float, float]:
    """Return what buys in a country what a dollar buys in the United States, in US dollars, and the parity's year.

    An undated statement takes the latest parity. NaN, NaN where the country has no parity or its money no rate.

    >>> price_level("KE", 2024, {"KE": {2022: 40.0, 2023: 50.0}}, ExchangeRates({("KES", 2024): 0.01}))
    (0.5, 2023)
    >>> price_level("US", float("nan"), {"US": {2023: 1.0}}, ExchangeRates({}))
    (1.0, 2023)
    """
    by_year = parities.get(country)
    if not by_year:
        return np.nan, np.nan
    chosen = max(by_year) if pd.isna(year) else min(by_year, key=lambda known: (abs(known - year), known))
    money = get_territory_currencies(country, start_date=date(chosen, 12, 31))
    rate = rate_of("USD" if "USD" in money else money[0], year, rates) if money else np.nan
    return (by_year[chosen] * rate, chosen) if rate == rate else (np.nan, np.nan)


def rate_of(currency: str, year: float, rates: ExchangeRates) -> float:
    """Return US dollars per unit of a currency in a year, or the nearest that there is; NaN where there is no rate."""
    found = (1.0, 0) if currency == "USD" else rates.nearest(currency, None if pd.isna(year) else int(year))
    return found[0] if found else np.nan
