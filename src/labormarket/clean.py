"""One raw statement in, one tidy statement out: pay, profession, platform, hourly pay, tier."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from labormarket.distinct import Cases, Encoded, combine, encode, keep_used, merge_equal, number, spread
from labormarket.hourly import ExchangeRates, add_context, add_hourly, hangs_on_year, year_of
from labormarket.pay import parse_pay_column
from labormarket.platforms import match_platform_column
from labormarket.professions import match_profession_column
from labormarket.tiers import assign_tier

ColumnReader = Callable[[pd.Series], pd.DataFrame]

STATING = ("pay_text", "period_context", "currency_context")
"""The columns that say what a statement's pay is; what it was worth hangs on the year it was published in too."""
READ_COLUMNS = ("pay_text", "platform", "profession_raw", "period_context", "currency_context", "published_on")
"""All that is read of a raw statement; a column that isn't there is empty throughout."""
PAY_FIELDS = ("currency", "low", "high", "period", "bound", "approximate")
HOURLY_FIELDS = ("from_context", "usd_per_hour_low", "usd_per_hour_high", "hourly_basis", "exchange_year", "tier")
PAY_AND_HOURLY = PAY_FIELDS + HOURLY_FIELDS
PLATFORM_FIELDS = ("platform_as_stated", "platform", "owner")
PROFESSION_FIELDS = ("profession", "soc_code", "language", "seniority", "degree")


class Readers(NamedTuple):
    """The three readers of text that `clean` asks, each from a column of texts to a table on the same index."""

    pay: ColumnReader = parse_pay_column
    platform: ColumnReader = match_platform_column
    profession: ColumnReader = match_profession_column


class Told(NamedTuple):
    """What distinct texts say: a row of `table` for each, the row that each row of the dump reads, what to hand on."""

    table: pd.DataFrame
    which: np.ndarray
    fields: tuple[str, ...]


class Understood(NamedTuple):
    """What a table of raw statements says, told once for each distinct text."""

    pay: Told
    platform: Told
    profession: Told


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
    columns = {name: texts_of(frame, name) for name in READ_COLUMNS}
    understood = understand(columns, len(frame), rates or ExchangeRates.read(), readers or Readers())
    spreads = (spread(told.table, told.which, told.fields) for told in understood)
    return frame.assign(**{name: values for columns in spreads for name, values in columns.items()})


def texts_of(frame: pd.DataFrame, name: str) -> Encoded:
    """Encode a column of texts; one that isn't there is empty throughout."""
    return encode(frame[name]) if name in frame.columns else all_empty(len(frame))


def all_empty(rows: int) -> Encoded:
    """Return a column whose every text is empty, encoded."""
    return pd.Series([""], dtype="str"), np.zeros(rows, dtype=np.int64)


def understand(columns: Mapping[str, Encoded], rows: int, rates: ExchangeRates, readers: Readers) -> Understood:
    """Read each distinct text of the columns, whatever they were encoded from: `columns` has all of READ_COLUMNS."""
    names, which_name = columns["platform"]
    titles, which_title = columns["profession_raw"]
    return Understood(
        read_pay(columns, rows, rates, readers.pay),
        Told(read_platforms(names, readers.platform), which_name, PLATFORM_FIELDS),
        Told(readers.profession(titles), which_title, PROFESSION_FIELDS),
    )


def read_pay(columns: Mapping[str, Encoded], rows: int, rates: ExchangeRates, reader: ColumnReader) -> Told:
    """Read the pay of distinct statements: the pay itself, then its worth, which hangs on the year only at a rate."""
    statements = combine({name: columns[name] for name in STATING}, rows)
    read = reader(columns["pay_text"][0]).take(statements.places["pay_text"])
    pay = add_context(statements.distinct.assign(**{name: read[name].array for name in PAY_FIELDS}))
    at_a_rate = np.flatnonzero(hangs_on_year(pay["currency"]).to_numpy()[statements.which])
    published, which_date = columns["published_on"]
    dated = tell_years_apart(pay, statements.which[at_a_rate], (published, which_date[at_a_rate]))
    which = statements.which.copy()
    which[at_a_rate] = len(pay) + dated.which
    every = pd.concat([pay.assign(published_on=""), dated.distinct], ignore_index=True)
    return Told(price(every, rates), which, PAY_AND_HOURLY)


def tell_years_apart(pay: pd.DataFrame, which: np.ndarray, dates: Encoded) -> Cases:
    """Find the distinct pairs of a pay range and a year: `which` says for some rows their row of `pay`."""
    places, used = number(which)
    years = year_of(dates[0]).astype("Int64").astype("str").fillna("")
    published_on = keep_used(*merge_equal(years, dates[1]))
    cases = combine({"used": (pd.Series(used), places), "published_on": published_on}, len(which))
    distinct = pay.take(cases.distinct["used"].to_numpy()).assign(published_on=cases.distinct["published_on"].array)
    return cases._replace(distinct=distinct)


def price(pay: pd.DataFrame, rates: ExchangeRates) -> pd.DataFrame:
    """Put beside distinct pay ranges US dollars per hour and the tier."""
    hourly = add_hourly(pay, rates)
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
