"""Raw statements to tidy rows: a pipe of the pay, platform and profession readers, hourly pay and tiers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pandas as pd

from labormarket.hourly import ExchangeRates, add_context, add_hourly
from labormarket.pay import parse_pay_column
from labormarket.platforms import match_platform_column
from labormarket.professions import match_profession_column
from labormarket.tiers import assign_tier

PAY_COLUMNS = ("pay_text", "period_context", "currency_context", "published_on")
"""The raw columns that decide what a statement's pay is and what it is worth; one that isn't there is empty."""
READ_COLUMNS = (*PAY_COLUMNS, "platform", "profession_raw")
"""All that is read of a raw statement."""
AS_STATED = {"profession_raw": "profession_as_stated", "pay_text": "pay_as_stated"}
"""Raw columns that stand in the pay table under another name, beside what was made of them."""


def clean(frame: pd.DataFrame, rates: ExchangeRates | None = None) -> pd.DataFrame:
    """Read a table of raw statements into the columns of the pay table, row by row in effect.

    Takes the raw statement columns (all text, better categorical where they repeat; a column that isn't there is
    empty throughout) and returns the same rows in the same order, with everything that was understood
    beside them: currency, low, high, period, bound, approximate, platform, owner, profession, soc_code, language,
    seniority, degree, usd_per_hour_low, usd_per_hour_high, hourly_basis, exchange_year, tier. New texts are
    categorical: a column of a million rows costs a byte or two a row. A row whose text states no pay has a missing
    bound, and `refusal` says why: it belongs in the unread table. Nothing depends on the other rows, so chunks and
    orders give the same answer. `rates` are the project's registered ones unless given.

    A bare "$" is read as US dollars whatever the row's country: platforms pay workers all over the world in US
    dollars. Where a source means the local dollar or peso, its currency_context says so.

    >>> rates = ExchangeRates({("KES", 2024): 0.0074})
    >>> odd = pd.DataFrame({"pay_text": ["KES 150/h", "see posting"], "platform": ["MTurk", "?"], "profession_raw": ""})
    >>> clean(odd, rates)[["platform", "low", "usd_per_hour_low", "refusal"]]
                     platform    low  usd_per_hour_low                   refusal
    0  Amazon Mechanical Turk  150.0              1.11                       NaN
    1                       ?    NaN               NaN  the text names no amount
    """
    return (
        frame.pipe(read_distinct, PAY_COLUMNS, partial(read_pay, rates=rates or ExchangeRates.read()))
        .pipe(read_distinct, ("profession_raw",), read_profession)
        .pipe(read_distinct, ("platform",), read_platform)
    )


def read_pay(statements: pd.DataFrame, rates: ExchangeRates) -> pd.DataFrame:
    """Read pay and its context; add US dollars per hour and the tier, or the reason why there is no pay."""
    return (
        statements.assign(**parse_pay_column(statements["pay_text"]))
        .pipe(add_context)
        .pipe(add_hourly, rates)
        .assign(
            tier=lambda pay: assign_tier(pay["usd_per_hour_low"], pay["usd_per_hour_high"]),
            refusal=lambda pay: pay["refusal"].mask(pay["pay_text"].str.strip().eq(""), "pay_text is empty"),
        )
        .drop(columns=list(PAY_COLUMNS))
    )


def read_profession(statements: pd.DataFrame) -> pd.DataFrame:
    """Match titles to professions."""
    matched = match_profession_column(statements["profession_raw"])
    return matched[["profession", "soc_code", "language", "seniority", "degree"]]


def read_platform(statements: pd.DataFrame) -> pd.DataFrame:
    """Match names of platforms; one that isn't known stays visible as it was scraped."""
    stated = statements["platform"]
    matched = match_platform_column(stated)
    shown = matched["platform"].fillna(stated.where(stated.ne("")))
    return pd.DataFrame({"platform_as_stated": stated, "platform": shown, "owner": matched["owner"]})


def read_distinct(
    frame: pd.DataFrame, columns: Sequence[str], read: Callable[[pd.DataFrame], pd.DataFrame]
) -> pd.DataFrame:
    """Give `read` each distinct row of some columns once, and add the columns that it returns to every row.

    `read` gets a table of texts in which missing is the empty text, and returns a row for each of its rows. New texts
    are categorical.

    >>> titles = pd.DataFrame({"title": ["a", None, "a"]}, index=[7, 8, 9])
    >>> read_distinct(titles, ["title"], lambda rows: pd.DataFrame({"upper": rows["title"].str.upper()}))
      title upper
    7     a     A
    8   NaN
    9     a     A
    """
    given = frame.reindex(columns=list(columns))
    which = given.groupby(list(columns), sort=False, observed=True, dropna=False).ngroup().to_numpy()
    _, first = np.unique(which, return_index=True)
    distinct = read(given.iloc[first].astype("str").fillna("").reset_index(drop=True))
    texts = distinct.select_dtypes(include=["str"]).columns
    return frame.assign(**distinct.astype(dict.fromkeys(texts, "category")).take(which).set_axis(frame.index))
