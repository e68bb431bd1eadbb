"""One raw statement in, one tidy statement out: pay, profession, platform, hourly pay, tier."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from labormarket.distinct import combine, encode, merge_equal, spread
from labormarket.hourly import ExchangeRates, add_context, add_hourly, year_of
from labormarket.pay import parse_pay_column
from labormarket.platforms import match_platform_column
from labormarket.professions import match_profession_column
from labormarket.tiers import assign_tier

ColumnReader = Callable[[pd.Series], pd.DataFrame]

PAY_COLUMNS = ("pay_text", "period_context", "currency_context", "published_on")
"""The columns that decide what a statement's pay is; of published_on, only the year counts."""
PAY_FIELDS = ("currency", "low", "high", "period", "bound", "approximate")
HOURLY_FIELDS = ("from_context", "usd_per_hour_low", "usd_per_hour_high", "hourly_basis", "exchange_year", "tier")
PLATFORM_FIELDS = ("platform_as_stated", "platform", "owner")
PROFESSION_FIELDS = ("profession", "soc_code", "language", "seniority", "degree")


class Readers(NamedTuple):
    """The three readers of text that `clean` asks, each from a column of texts to a table on the same index."""

    pay: ColumnReader = parse_pay_column
    platform: ColumnReader = match_platform_column
    profession: ColumnReader = match_profession_column


def clean(frame: pd.DataFrame, rates: ExchangeRates | None = None, readers: Readers | None = None) -> pd.DataFrame:
    """Read a table of raw statements into the columns of the pay table, row by row in effect.

    Takes the raw statement columns (all text, better categorical where they repeat; a column that isn't there is
    empty throughout) and returns the same rows in the same order, with everything that was understood
    beside them: currency, low, high, period, bound, approximate, platform, owner, profession, soc_code, language,
    seniority, degree, usd_per_hour_low, usd_per_hour_high, hourly_basis, exchange_year, tier. New texts are
    categorical: a column of a million rows costs four bytes a row. A row whose text states no pay has a missing
    bound: it belongs in the unread table. Nothing depends on the other rows, so chunks and orders give the same
    answer. `rates` are the project's registered ones unless given; `readers` lets a caller remember what was read.

    A bare "$" is read as US dollars whatever the row's country: platforms pay workers all over the world in US
    dollars. Where a source means the local dollar or peso, its currency_context says so.

    >>> rates = ExchangeRates({("KES", 2024): 0.0074})
    >>> odd = pd.DataFrame({"pay_text": ["KES 150/h", "see posting"], "platform": ["MTurk", "?"], "profession_raw": ""})
    >>> clean(odd, rates)[["platform", "low", "usd_per_hour_low", "tier"]]
                     platform    low  usd_per_hour_low                 tier
    0  Amazon Mechanical Turk  150.0              1.11  sweatshop labelling
    1                       ?    NaN               NaN                  NaN
    """
    rates, readers = rates or ExchangeRates.read(), readers or Readers()
    columns = {name: texts_of(frame, name) for name in PAY_COLUMNS}
    pays = combine(columns, len(frame))
    pay = price(pays.distinct, readers.pay(columns["pay_text"][0]).take(pays.places["pay_text"]), rates)
    names, which_name = texts_of(frame, "platform")
    titles, which_title = texts_of(frame, "profession_raw")
    return frame.assign(
        **spread(pay, pays.which, PAY_FIELDS + HOURLY_FIELDS),
        **spread(read_platforms(names, readers.platform), which_name, PLATFORM_FIELDS),
        **spread(readers.profession(titles), which_title, PROFESSION_FIELDS),
    )


def texts_of(frame: pd.DataFrame, name: str) -> tuple[pd.Series, np.ndarray]:
    """Encode a column of texts; one that isn't there is empty throughout, and of a date only the year counts."""
    if name not in frame.columns:
        return pd.Series([""], dtype="str"), np.zeros(len(frame), dtype=np.int64)
    texts, codes = encode(frame[name])
    if name == "published_on":
        return merge_equal(year_of(texts).astype("Int64").astype("str").fillna(""), codes)
    return texts, codes


def price(distinct: pd.DataFrame, pay: pd.DataFrame, rates: ExchangeRates) -> pd.DataFrame:
    """Put beside distinct statements the pay that they state, with their context, US dollars per hour, the tier."""
    stated = {name: pay[name].array for name in PAY_FIELDS}
    hourly = add_hourly(add_context(distinct.assign(**stated)), rates)
    return hourly.assign(tier=assign_tier(hourly["usd_per_hour_low"], hourly["usd_per_hour_high"]))


def read_platforms(names: pd.Series, reader: ColumnReader) -> pd.DataFrame:
    """Match distinct names; one that isn't known stays visible as it was scraped."""
    found = reader(names)
    shown = found["platform"].fillna(names.where(names.ne("")))
    return pd.DataFrame({"platform_as_stated": names, "platform": shown, "owner": found["owner"]})


def why_unread(pay_text: pd.Series) -> pd.Series:
    """Say of texts that state no pay why their rows are not in the pay table.

    >>> why_unread(pd.Series([" ", "see posting"])).to_list()
    ['pay_text is empty', 'the text states no pay']
    """
    empty = pay_text.fillna("").str.strip().eq("")
    return empty.map({True: "pay_text is empty", False: "the text states no pay"}).astype("str")
