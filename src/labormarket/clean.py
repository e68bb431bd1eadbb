"""One raw statement in, one tidy statement out: pay, profession, platform, hourly pay, tier."""

from __future__ import annotations

import pandas as pd

from labormarket.hourly import ExchangeRates, add_context, add_hourly
from labormarket.pay import parse_pay_column
from labormarket.platforms import match_platform_column
from labormarket.professions import match_profession_column
from labormarket.tiers import assign_tier


def clean(frame: pd.DataFrame, rates: ExchangeRates | None = None) -> pd.DataFrame:
    """Read a table of raw statements into the columns of the pay table, row by row in effect.

    Takes the raw statement columns (all text) and returns the same rows in the same order, with everything that was
    understood beside them: currency, low, high, period, bound, approximate, platform, owner, profession, soc_code,
    language, seniority, degree, usd_per_hour_low, usd_per_hour_high, hourly_basis, exchange_year, tier. A row whose
    text states no pay has a missing bound: it belongs in the unread table. Nothing depends on the other rows, so chunks
    and orders give the same answer. `rates` are the project's registered ones unless given.

    A bare "$" is read as US dollars whatever the row's country: platforms pay workers all over the world in US
    dollars. Where a source means the local dollar or peso, its currency_context says so.
    """
    rates = rates or ExchangeRates.read()
    pay = parse_pay_column(frame["pay_text"])
    platform = match_platform_column(frame["platform"])
    profession = match_profession_column(frame["profession_raw"])
    known = frame.assign(
        **{column: pay[column] for column in ("currency", "low", "high", "period", "bound", "approximate")},
        platform_as_stated=frame["platform"],
        # An unknown platform stays visible under the name it was scraped with.
        platform=platform["platform"].fillna(frame["platform"].where(frame["platform"].ne(""))),
        owner=platform["owner"],
        **{name: profession[name] for name in ("profession", "soc_code", "language", "seniority", "degree")},
    )
    hourly = add_hourly(add_context(known), rates)
    return hourly.assign(tier=assign_tier(hourly["usd_per_hour_low"], hourly["usd_per_hour_high"]))
