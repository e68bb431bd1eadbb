"""Step function of the statutory minimum wage: pay beside the wage of its country and date, in local currency."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd
from babel import Locale

from labormarket.comparisons.local_pay import rate_of
from labormarket.hourly import HOURS_PER_DAY, ExchangeRates, year_of

DECIMALS = 4
EUROSTAT = "Eurostat"
"""Named in the class of a row that is a statistic in euros on twelve payments, not the law's figure: left out."""
US_STATES = ("California", "Colorado", "Illinois", "Massachusetts", "New York", "Washington")
"""States whose own minimum the reference lists: the strictest of a day stands beside the federal one."""
LONG_AGO, FAR_OFF = pd.Timestamp("1900-01-01"), pd.Timestamp("2200-01-01")
YEARS_IN_FORCE = 3
"""So long after its start a listed wage counts: an older one was likely raised by one that the list lacks."""


@cache
def general_classes() -> dict[tuple[str, str], dict[str, str]]:
    """Country and class -> which of a country's minimum wages a data worker falls under, with its hours.

    A country whose list has another class only (agriculture, one region of many) is not compared.
    """
    text = files("labormarket.comparisons").joinpath("general_minimum_wages.csv").read_text(encoding="utf-8")
    return {(row["country_code"], row["wage_class"]): row for row in csv.DictReader(text.splitlines())}


def compare_minimum_wages(pay: pd.DataFrame, minimum_wages: pd.DataFrame, rates: ExchangeRates) -> pd.DataFrame:
    """Return one row per statement of one country with a minimum wage known at the time: its pay as ratios to it.

    `pay` is the pay table; `minimum_wages` the reference list as text (country, region_or_class, effective_from,
    amount, currency, period, hourly_amount), see merge_minimum_wages. A statement counts from the first day that its
    date allows ("2025" is 1 January 2025) and takes the wage in force then (`minimum_from`); undated statements and
    those before the first known wage are left out, as are those over YEARS_IN_FORCE after the last one, unless
    general_minimum_wages.csv says that it stayed. Pay is put into local currency at the annual average rate of its
    year. A monthly minimum is divided by the hours of general_minimum_wages.csv unless its source gives an hourly one
    (`minimum_basis`). `binds` is "no" for a wage that binds nobody (India's floor, Uganda's of 1984). The US federal
    minimum of the day stands beside it, and for US statements the strictest state's.
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
        general.assign(starts_on=general["in_force_from"]),
        on="starts_on",
        left_by="country",
        right_by="country_code",
    )
    table = table[table["minimum_per_hour"].notna() & table["starts_on"].lt(table["in_force_to"])]
    federal = general.loc[general["country_code"].eq("US"), ["in_force_from", "minimum_per_hour"]]
    table = pd.merge_asof(table, federal.set_axis(["starts_on", "us_federal_per_hour"], axis=1), on="starts_on")
    table = pd.merge_asof(table, strictest_state(minimum_wages), on="starts_on")
    moneys = zip(table["minimum_currency"], table["year"], strict=True)
    per_dollar = 1 / np.array([rate_of(currency, year, rates) for currency, year in moneys], dtype="float64")
    in_us = table["country"].eq("US")
    table = table.assign(
        local_per_hour_low=(table["usd_per_hour_low"] * per_dollar).round(DECIMALS),
        local_per_hour_high=(table["usd_per_hour_high"] * per_dollar).round(DECIMALS),
        strictest_us_state=table["strictest_us_state"].where(in_us),
        us_state_per_hour=table["us_state_per_hour"].where(in_us),
    ).dropna(subset=["local_per_hour_low", "local_per_hour_high"], how="all")
    return table.assign(
        minimum_from=table["in_force_from"].dt.strftime("%Y-%m-%d").where(table["in_force_from"].ne(LONG_AGO)),
        ratio_low=(table["local_per_hour_low"] / table["minimum_per_hour"]).round(DECIMALS),
        ratio_high=(table["local_per_hour_high"] / table["minimum_per_hour"]).round(DECIMALS),
        us_ratio_low=(table["usd_per_hour_low"] / table["us_federal_per_hour"]).round(DECIMALS),
        us_ratio_high=(table["usd_per_hour_high"] / table["us_federal_per_hour"]).round(DECIMALS),
    ).sort_values("statement_id", ignore_index=True)


def merge_minimum_wages(newer: pd.DataFrame, older: pd.DataFrame) -> pd.DataFrame:
    """Join two lists of minimum wages: one of the same country, year and amount is the newer list's.

    Statistics in place of the law's figure (Eurostat) and rows without an amount are left out.

    >>> names = ["country", "region_or_class", "effective_from", "amount"]
    >>> newer = pd.DataFrame([["UK", "21+", "2026-04-01", "12.71"], ["UK", "Eurostat", "2026", "1900"]], columns=names)
    >>> older = pd.DataFrame([["UK", "21+", "2026-04-06", "12.71"], ["UK", "21+", "2025-04", "12.21"]], columns=names)
    >>> merge_minimum_wages(newer, older)["effective_from"].to_list()
    ['2026-04-01', '2025-04']
    """
    repeated = wage_keys(older).isin(wage_keys(newer))
    merged = pd.concat([newer, older[~repeated]], ignore_index=True)
    statistic = merged["region_or_class"].str.contains(EUROSTAT, regex=False)
    return merged[~statistic & merged["amount"].ne("")].reset_index(drop=True)


def wage_keys(wages: pd.DataFrame) -> pd.Series:
    """Return what tells one wage from another in two lists: country, year of its start and amount."""
    amount = pd.to_numeric(wages["amount"], errors="coerce").astype("str")
    return wages["country"] + " " + wages["effective_from"].str.slice(0, 4) + " " + amount


def general_wages(minimum_wages: pd.DataFrame) -> pd.DataFrame:
    """Return the general minimum wage of each country as steps in time, in local currency per hour.

    Columns: country_code (ISO 3166), minimum_class, minimum_currency, minimum_per_hour, minimum_basis ("stated" or
    "assumed_hours"), binds, in_force_from and in_force_to (the day after). A wage without a start date stands for the
    time before the first dated one. Where two general wages of a country start on one day, the one that binds counts,
    then the list's first.
    """
    codes = {name: code for code, name in Locale("en").territories.items()} | {"Turkey": "TR", "Hong Kong": "HK"}
    rules = [
        general_classes().get((codes.get(country, ""), wage_class))
        for country, wage_class in zip(minimum_wages["country"], minimum_wages["region_or_class"], strict=True)
    ]
    general = minimum_wages[[rule is not None for rule in rules]]
    rule = pd.DataFrame([rule for rule in rules if rule], index=general.index)
    stated = pd.to_numeric(general["hourly_amount"], errors="coerce")
    amount = pd.to_numeric(general["amount"], errors="coerce")
    payments = pd.to_numeric(rule["payments_per_year"]) / 12
    per_month = amount * payments / pd.to_numeric(rule["hours_per_month"], errors="coerce")
    period = general["period"]
    in_period = [period.eq(name) for name in ("hour", "day", "month")]
    divided = np.select(in_period, [amount, amount / HOURS_PER_DAY, per_month], np.nan)
    gives_hour = stated.notna() & period.ne("day")
    starts = first_day(general["effective_from"])
    ends = (starts + pd.DateOffset(years=YEARS_IN_FORCE)).where(rule["stays"].ne("yes") & starts.notna(), FAR_OFF)
    steps = pd.DataFrame(
        {
            "country_code": rule["country_code"],
            "minimum_class": general["region_or_class"],
            "minimum_currency": general["currency"],
            "minimum_per_hour": stated.where(gives_hour, divided).round(DECIMALS),
            "minimum_basis": np.where(gives_hour, "stated", "assumed_hours"),
            "binds": rule["binds"],
            "in_force_from": starts.fillna(LONG_AGO),
            "in_force_to": ends,
        }
    )
    steps = steps[steps["minimum_per_hour"].notna()].sort_values("binds", ascending=False, kind="stable")
    steps = steps.drop_duplicates(["country_code", "in_force_from"])
    return steps.sort_values(["in_force_from", "country_code"], ignore_index=True)


def strictest_state(minimum_wages: pd.DataFrame) -> pd.DataFrame:
    """Return, from each day on which a listed US state's minimum changes, the highest of the states and its name.

    Columns: starts_on, us_state_per_hour (US dollars), strictest_us_state.
    """
    states = minimum_wages[
        minimum_wages["country"].eq("United States") & minimum_wages["region_or_class"].str.startswith(US_STATES)
    ]
    states = states.assign(
        state=states["region_or_class"].str.replace(r" \(26.*", "", regex=True),
        starts_on=first_day(states["effective_from"]),
        amount=pd.to_numeric(states["hourly_amount"]),
    )
    by_state = states.pivot_table(index="starts_on", columns="state", values="amount", aggfunc="max").ffill()
    steps = by_state.reset_index().melt("starts_on", var_name="strictest_us_state", value_name="us_state_per_hour")
    steps = steps.sort_values(["starts_on", "us_state_per_hour"], ascending=[True, False])
    return steps.drop_duplicates("starts_on")


def first_day(dates: pd.Series) -> pd.Series:
    """Return the first day that a date such as "2025", "2025-03" or "2025-03-14" allows, missing where there is none.

    >>> first_day(pd.Series(["2025", "2025-03", "2025-03-14", "", None])).dt.strftime("%Y-%m-%d").tolist()
    ['2025-01-01', '2025-03-01', '2025-03-14', nan, nan]
    """
    text = dates.fillna("").astype("str").str.extract(r"^([12][0-9]{3}(?:-[0-9]{2}(?:-[0-9]{2})?)?)", expand=False)
    days = text + text.str.len().map({4: "-01-01", 7: "-01"}).fillna("")
    return pd.to_datetime(days, errors="coerce").astype("datetime64[us]")
