"""AI-training pay against the minimum wage where the worker is, at the time, in local currency."""

from __future__ import annotations

import numpy as np
import pandas as pd
from babel import Locale

from labormarket.hourly import HOURS_IN_PERIOD, ExchangeRates, year_of

DECIMALS = 4
# Which of a country's minimum wages is the general one that a data worker would fall under. A country whose list
# has another class only (agriculture, one region of many) is not compared.
GENERAL_CLASS = {
    "United States": ("federal",),
    "United Kingdom": ("National Living Wage (23+)", "National Living Wage (21+)"),
    "Germany": ("federal",),
    "Kenya": ("Nairobi/Mombasa/Kisumu etc., house servant/watchman class (lowest general)",),
    "Philippines": ("NCR non-agriculture",),
    "India": ("national floor level (non-binding)",),
    "Nigeria": ("national",),
    "Brazil": ("national",),
    "Venezuela": ("national",),
}


def compare_minimum_wages(pay: pd.DataFrame, minimum_wages: pd.DataFrame, rates: ExchangeRates) -> pd.DataFrame:
    """Return one row per statement of one country with a minimum wage known at the time: its pay as ratios to it.

    `pay` is the pay table; `minimum_wages` the reference list as text (country, region_or_class, effective_from,
    amount, currency, period, hourly_amount). A statement counts from the first day that its date allows ("2025" is
    1 January 2025) and takes the wage in force then; undated statements and those before the first known wage are
    left out. Pay is put into local currency at the annual average rate of its year. A monthly or daily minimum is
    divided by the hours that this project assumes for pay too, unless its source gives an hourly one
    (`minimum_basis`). The US federal minimum of the day stands beside it.
    """
    general = general_wages(minimum_wages)
    local = pay.assign(starts_on=first_day(pay["published_on"]), year=year_of(pay["published_on"]))
    local = local[
        local["starts_on"].notna()
        & local["country"].isin(general["country_code"])
        & (local["usd_per_hour_low"].notna() | local["usd_per_hour_high"].notna())
    ].sort_values("starts_on", kind="stable")
    table = pd.merge_asof(
        local.drop(columns="currency").assign(paid_in=local["currency"]),
        general,
        left_on="starts_on",
        right_on="in_force_from",
        left_by="country",
        right_by="country_code",
    )
    table = table[table["minimum_per_hour"].notna()]
    federal = general[general["country_code"].eq("US")].rename(columns={"minimum_per_hour": "us_federal_per_hour"})
    table = pd.merge_asof(
        table,
        federal[["in_force_from", "us_federal_per_hour"]],
        left_on="starts_on",
        right_on="in_force_from",
        suffixes=("", "_us"),
    )
    per_dollar = local_units_per_dollar(table, rates)
    table = table.assign(
        local_per_hour_low=(table["usd_per_hour_low"] * per_dollar).round(DECIMALS),
        local_per_hour_high=(table["usd_per_hour_high"] * per_dollar).round(DECIMALS),
    ).dropna(subset=["local_per_hour_low", "local_per_hour_high"], how="all")
    return table.assign(
        ratio_low=(table["local_per_hour_low"] / table["minimum_per_hour"]).round(DECIMALS),
        ratio_high=(table["local_per_hour_high"] / table["minimum_per_hour"]).round(DECIMALS),
        us_ratio_low=(table["usd_per_hour_low"] / table["us_federal_per_hour"]).round(DECIMALS),
        us_ratio_high=(table["usd_per_hour_high"] / table["us_federal_per_hour"]).round(DECIMALS),
    ).sort_values("statement_id", ignore_index=True)


def general_wages(minimum_wages: pd.DataFrame) -> pd.DataFrame:
    """Return the general minimum wage of each country as steps in time, in local currency per hour.

    Columns: country_code (ISO 3166), minimum_class, minimum_currency, minimum_per_hour, minimum_basis ("stated" or
    "assumed_hours"), in_force_from. A wage without a start date stands for the time before the first dated one.
    """
    codes = {name: code for code, name in Locale("en").territories.items()}
    classes = [
        wage_class in GENERAL_CLASS.get(country, ())
        for country, wage_class in zip(minimum_wages["country"], minimum_wages["region_or_class"], strict=True)
    ]
    general = minimum_wages[classes]
    hourly = pd.to_numeric(general["hourly_amount"], errors="coerce")
    stated = hourly.notna() & general["period"].isin(["hour", "month"])
    hours = general["period"].map(HOURS_IN_PERIOD)
    steps = pd.DataFrame(
        {
            "country_code": general["country"].map(codes),
            "minimum_class": general["region_or_class"],
            "minimum_currency": general["currency"],
            "minimum_per_hour": hourly.where(stated, pd.to_numeric(general["amount"]) / hours).round(DECIMALS),
            "minimum_basis": np.where(stated, "stated", "assumed_hours"),
            "in_force_from": first_day(general["effective_from"]).fillna(pd.Timestamp("1900-01-01")),
        }
    )
    return steps.sort_values(["in_force_from", "country_code"], ignore_index=True)


def first_day(dates: pd.Series) -> pd.Series:
    """Return the first day that a date such as "2025", "2025-03" or "2025-03-14" allows, missing where there is none.

    >>> first_day(pd.Series(["2025", "2025-03", "2025-03-14", "", None])).dt.strftime("%Y-%m-%d").tolist()
    ['2025-01-01', '2025-03-01', '2025-03-14', nan, nan]
    """
    text = dates.fillna("").astype("str").str.extract(r"^(\d{4}(?:-\d{2}(?:-\d{2})?)?)", expand=False)
    return pd.to_datetime(text + text.str.len().map({4: "-01-01", 7: "-01"}).fillna("")).astype("datetime64[us]")


def local_units_per_dollar(table: pd.DataFrame, rates: ExchangeRates) -> pd.Series:
    """Return how many units of the minimum wage's currency one US dollar was in the statement's year."""
    found = []
    for currency, year in zip(table["minimum_currency"], table["year"], strict=True):
        rate = (1.0, 0) if currency == "USD" else rates.nearest(currency, None if pd.isna(year) else int(year))
        found.append(1 / rate[0] if rate else np.nan)
    return pd.Series(found, index=table.index, dtype="float64")
