"""Raw statements to tidy rows: a pipe of the pay, platform and profession readers, hourly pay and tiers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pandas as pd

from labormarket.hourly import ExchangeRates, add_context, add_hourly, is_salaried, tax_of
from labormarket.pay import parse_pay_column
from labormarket.platforms import match_platform_column, owner_column
from labormarket.professions import match_profession_column
from labormarket.sources.publisher import address_of, publisher_column
from labormarket.sources.statements import STATEMENT_COLUMNS, TRAINING
from labormarket.tiers import assign_tier

PAY_COLUMNS = (
    *("pay_text", "period_context", "currency_context", "usd_text", "country"),
    *("published_on", "earned_in", "salaried"),
)
"""The columns that decide what a statement's pay is and what it is worth; one that isn't there is empty."""
SALARIED_COLUMNS = ("kind", "pay_text", "profession_raw", "note")
"""The raw columns that may say that a statement's work is salaried."""
SOURCE_COLUMNS = ("source_url", "source_title", "note")
"""The raw columns that say where a statement stands."""
AS_STATED = {"profession_raw": "profession_as_stated", "pay_text": "pay_as_stated"}
"""Raw columns that stand in the pay table under another name, beside what was made of them."""


def clean(frame: pd.DataFrame, rates: ExchangeRates | None = None) -> pd.DataFrame:
    """Read a table of raw statements into the columns of the pay table, row by row in effect.

    Takes the raw statement columns (all text, better categorical where they repeat; a column that isn't there is
    empty throughout) and returns the same rows in the same order, with everything that was understood
    beside them: currency, low, high, period, bound, approximate, tax, platform, owner, profession, soc_code, language,
    seniority, degree, usd_per_hour_low, usd_per_hour_high, hourly_basis, exchange_year, tier, scope, degree_asked,
    publisher, and source_url as a full address. New texts are
    categorical: a column of a million rows costs a byte or two a row. A row whose text states no pay has a missing
    bound, and `refusal` says why: it belongs in the unread table. Nothing depends on the other rows, so chunks and
    orders give the same answer. `rates` are the project's registered ones unless given. Raises ValueError for a table
    none of whose columns is a raw one.

    A bare "$" is read as US dollars whatever the row's country: platforms pay workers all over the world in US
    dollars. Where a source means the local dollar or peso, its currency_context says so.

    >>> rates = ExchangeRates({("KES", 2024): 0.0074})
    >>> odd = pd.DataFrame({"pay_text": ["KES 150/h", "see posting"], "platform": ["MTurk", "?"], "profession_raw": ""})
    >>> clean(odd, rates)[["platform", "low", "usd_per_hour_low", "refusal"]]
                     platform    low  usd_per_hour_low                   refusal
    0  Amazon Mechanical Turk  150.0              1.11                       NaN
    1                       ?    NaN               NaN  the text names no amount
    """
    if len(frame.columns) and not set(STATEMENT_COLUMNS) & set(frame.columns):
        raise ValueError(
            f"none of the columns {', '.join(map(str, frame.columns))} is read ({', '.join(STATEMENT_COLUMNS)}): "
            "rename yours, as in frame.rename(columns={'Salary': 'pay_text'})"
        )
    return (
        frame.pipe(add_salaried)
        .pipe(read_distinct, PAY_COLUMNS, partial(read_pay, rates=rates or ExchangeRates.read()))
        .pipe(read_distinct, ("profession_raw",), read_profession)
        .pipe(read_distinct, ("platform", "published_on"), read_platform)
        .pipe(add_source)
        .pipe(add_scope_and_degree)
        .drop(columns="salaried")
    )


def add_salaried(frame: pd.DataFrame) -> pd.DataFrame:
    """Add whether the work is salaried, as text: "yes" or empty."""
    columns = [name for name in SALARIED_COLUMNS if name in frame]
    found = [read_distinct(frame[[name]], [name], read_salaried)["salaried"] for name in columns]
    salaried = np.logical_or.reduce(found) if found else np.zeros(len(frame), dtype=bool)
    return frame.assign(salaried=pd.Categorical.from_codes(salaried.astype(np.int8), pd.Index(["", "yes"])))


def read_salaried(texts: pd.DataFrame) -> pd.DataFrame:
    """Tell whether texts of one column say that the work is salaried."""
    return pd.DataFrame({"salaried": is_salaried(texts)})


def read_pay(statements: pd.DataFrame, rates: ExchangeRates) -> pd.DataFrame:
    """Read pay and its context; add US dollars per hour and the tier, or the reason why there is no pay."""
    return (
        statements.assign(**parse_pay_column(statements["pay_text"]))
        .pipe(add_local_currency)
        .pipe(add_context)
        .pipe(add_stated_dollars)
        .assign(salaried=statements["salaried"].eq("yes"))
        .pipe(read_distinct, ["pay_text"], lambda texts: pd.DataFrame({"tax": tax_of(texts["pay_text"])}))
        .pipe(add_hourly, rates)
        .assign(
            tier=lambda pay: assign_tier(pay["usd_per_hour_low"], pay["usd_per_hour_high"]),
            refusal=lambda pay: pay["refusal"].mask(pay["pay_text"].str.strip().eq(""), "pay_text is empty"),
        )
        .drop(columns=[*PAY_COLUMNS, "stated_usd_low", "stated_usd_high"])
    )


def add_local_currency(statements: pd.DataFrame) -> pd.DataFrame:
    """Fill the currency of a sign that several countries share, and that is no dollar, by the country of the row.

    >>> rows = {"pay_text": ["Sh 300 a day", "300 a day"], "country": "KE", "currency": None, "bound": "exact"}
    >>> add_local_currency(pd.DataFrame(rows).assign(currency_context=""))["currency"].to_list()
    ['KES', nan]
    """
    is_unnamed = statements["currency"].isna() & statements["bound"].notna() & statements["currency_context"].eq("")
    unnamed = statements[is_unnamed & statements["country"].ne("")]  # without a country nothing more can be read
    local = parse_pay_column(unnamed["pay_text"], country=unnamed["country"])["currency"]
    return statements.assign(currency=statements["currency"].fillna(local))


def add_stated_dollars(statements: pd.DataFrame) -> pd.DataFrame:
    """Read the dollars that a source itself puts beside another currency."""
    dollars = parse_pay_column(statements.loc[statements["usd_text"].ne(""), "usd_text"])
    dollars = dollars[dollars["currency"].eq("USD")].reindex(statements.index)
    return statements.assign(stated_usd_low=dollars["low"], stated_usd_high=dollars["high"])


def add_source(frame: pd.DataFrame) -> pd.DataFrame:
    """Write out the address of the source, and name its publisher; each distinct address is read once.

    Only an abbreviated address ("github:…") needs the row's title and note to be written out.
    """
    given = frame.reindex(columns=list(SOURCE_COLUMNS))
    codes, urls = pd.factorize(given["source_url"], use_na_sentinel=False)
    distinct = pd.Series(urls, dtype="str").fillna("").str.strip()
    publishers = publisher_column(distinct)
    addresses, publisher = (values.take(codes).set_axis(frame.index) for values in (distinct, publishers))
    short = pd.Series(distinct.str.startswith("github:").to_numpy(dtype=bool)[codes], index=frame.index)
    if short.any():
        texts = (given.loc[short, name].astype("str").fillna("") for name in SOURCE_COLUMNS)
        written_out = [address_of(*cells) for cells in zip(*texts, strict=True)]
        full = pd.Series(written_out, index=frame.index[short], dtype="str")
        addresses = addresses.where(~short, full)
        publisher = publisher.where(~short, publisher_column(full))
    return frame.assign(source_url=addresses.where(addresses.ne("")), publisher=publisher.astype("category"))


def add_scope_and_degree(frame: pd.DataFrame) -> pd.DataFrame:
    """Fill in the scope, training where nothing else is said, and the degree, the title's where the row has none."""
    degree = texts_of(frame, "degree_asked")
    return frame.assign(
        scope=texts_of(frame, "scope").replace("", TRAINING).astype("category"),
        degree_asked=degree.where(degree.ne("")).fillna(frame["degree"].astype("str")).astype("category"),
    )


def texts_of(frame: pd.DataFrame, name: str) -> pd.Series:
    """Return a column as text, empty where it is missing, and throughout where there is no such column."""
    return frame.reindex(columns=[name])[name].astype("str").fillna("")


def read_profession(statements: pd.DataFrame) -> pd.DataFrame:
    """Match titles to professions."""
    matched = match_profession_column(statements["profession_raw"])
    return matched[["profession", "soc_code", "language", "seniority", "degree"]]


def read_platform(statements: pd.DataFrame) -> pd.DataFrame:
    """Match names of platforms, with the owner on the date; one that isn't known stays visible as it was scraped."""
    stated = statements["platform"]
    matched = match_platform_column(stated)
    shown = matched["platform"].fillna(stated.where(stated.ne("")))
    owner = owner_column(matched["platform"], statements["published_on"])
    return pd.DataFrame({"platform_as_stated": stated, "platform": shown, "owner": owner})


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
