"""Deduplication of adverts: looks at one listing on several days, and one price posted on many listings."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

ADVERTISED = "advertised"
LISTINGS_OF_A_TEMPLATE = 3
"""A price that a platform posts on at least as many listings is one template; on two it may be chance."""
LISTING = ("platform", "source_url", "profession_as_stated", "country")
"""What makes a listing: who hires, where it stands, for what, where."""
PRICE = ("low", "high", "currency", "period", "bound")
AMOUNT = ("low", "high", "currency", "bound")


class Folded(NamedTuple):
    """The pay table with one row per listing and pay, and the rows that were only another look at one.

    `look_of` of a look is the statement_id of the row that is kept.
    """

    pay: pd.DataFrame
    looks: pd.DataFrame


def fold_looks(pay: pd.DataFrame) -> Folded:
    """Keep the first look at each listing and pay; its first_seen and last_seen span all of them.

    A listing is an advert with an address. Its date of publication counts as a look where no other day is noted.
    Where a person and the program have read one listing (`match_readings`), the person's row is the one that is kept,
    whatever the days: corrections, annotations and the second reading name its id. Rows keep their order.

    >>> pay = pd.DataFrame({"statement_id": ["a", "b"], "source_id": "m", "kind": "advertised", "platform": "M",
    ...     "country": None,
    ...     "source_url": "https://m.example/1", "profession_as_stated": "rater", "low": 20.0, "high": 20.0,
    ...     "currency": "USD", "period": "hour", "bound": "exact", "published_on": ["2026-02-01", "2026-01-01"],
    ...     "first_seen": None, "last_seen": None})
    >>> folded = fold_looks(pay)
    >>> folded.pay[["statement_id", "first_seen", "last_seen"]].values.tolist(), len(folded.looks)
    ([['b', '2026-01-01', '2026-02-01']], 1)
    """
    first, last = (pay[name].fillna(pay["published_on"]) for name in ("first_seen", "last_seen"))
    last = last.where(pay["last_seen"].notna(), first.where(pay["first_seen"].notna(), last))
    can_be_seen_again = pay["kind"].eq(ADVERTISED) & pay["source_url"].notna()
    which = pay.groupby([*LISTING, *PRICE], sort=False, dropna=False).ngroup().astype("int64")
    alone = pd.Series(-1 - np.arange(len(pay)), index=pay.index)  # every other row is a group of its own
    which = which.where(can_be_seen_again, alone)
    readings = match_readings(pay[can_be_seen_again])
    which.loc[readings.index] = which.loc[readings].to_numpy()
    by_program = is_read_by_program(pay)
    by_day = (
        pd.DataFrame({"by_program": by_program, "day": first}).sort_values(["by_program", "day"], kind="stable").index
    )
    is_look = which.loc[by_day].duplicated().reindex(pay.index)
    seen_again = which.isin(which[is_look])
    spanned = pay.assign(
        first_seen=pay["first_seen"].mask(seen_again, first.groupby(which).transform("min")),
        last_seen=pay["last_seen"].mask(seen_again, last.groupby(which).transform("max")),
    )
    kept = pay.loc[~is_look, "statement_id"].groupby(which).first()
    return Folded(spanned[~is_look], pay[is_look].assign(look_of=which[is_look].map(kept)))


def is_read_by_program(pay: pd.DataFrame) -> pd.Series:
    """Tell which rows the program read from a file: their ids are made of the file's, a person's are not."""
    pairs = zip(pay["statement_id"], pay["source_id"], strict=True)
    return pd.Series([name.startswith(f"{source}-") for name, source in pairs], index=pay.index, dtype=bool)


def match_readings(adverts: pd.DataFrame) -> pd.Series:
    """Match the program's reading of a listing with a person's: from the index of the one to that of the other.

    They are one listing and pay where platform, address, amounts, currency and bound are the same, and neither title,
    country nor period contradicts: a person may have added the level to the title ("Transcriber (quality assurance)"),
    the country from the text, or left the period open.

    >>> rows = [("a", "hand", "Rater (senior)", "US"), ("d-1", "d", "Rater", None), ("d-2", "d", "Writer", None)]
    >>> adverts = pd.DataFrame(rows, columns=["statement_id", "source_id", "profession_as_stated", "country"]).assign(
    ...     platform="M", source_url="https://m.example/1", low=20.0, high=20.0, currency="USD", period="hour",
    ...     bound="exact")
    >>> match_readings(adverts).to_dict()
    {1: 0}
    """
    by_program = is_read_by_program(adverts)
    rows = adverts.rename_axis(index="row").reset_index()
    here, there = rows[by_program.to_numpy()], rows[~by_program.to_numpy()]
    pairs = here.merge(there, on=["platform", "source_url", *AMOUNT], suffixes=("", "_there"))
    titles = (pairs[name].fillna("") for name in ("profession_as_stated", "profession_as_stated_there"))
    agree = pd.Series(
        [f"{there} (".startswith(f"{title} (") for title, there in zip(*titles, strict=True)],
        index=pairs.index,
        dtype=bool,
    )
    for name in ("country", "period"):
        # A board's field "one-time" stands for any payment by the piece.
        one, other = (pairs[column].replace({"project": "task"}) for column in (name, f"{name}_there"))
        agree &= one.eq(other).fillna(False) | one.isna() | other.isna()
    return pairs[agree].drop_duplicates("row").set_index("row")["row_there"]


def mark_templates(pay: pd.DataFrame) -> pd.DataFrame:
    """Add `template_id`: the platform and the price, where the platform posts that price on many listings.

    One template is one price, however many titles it stands under. Prices are compared as they were read, so that
    "$8-to- $65" and "$8 to $65" are one.

    >>> pay = pd.DataFrame({"kind": "advertised", "platform": "M", "profession_as_stated": ["a", "b", "c", "d"],
    ...     "source_url": "https://m.example", "country": None, "low": [8.0, 8.0, 8.0, 9.0], "high": 65.0,
    ...     "currency": "USD", "period": "hour", "bound": "range"})
    >>> mark_templates(pay)["template_id"].to_list()
    ['M: 8 to 65 USD per hour', 'M: 8 to 65 USD per hour', 'M: 8 to 65 USD per hour', nan]
    """
    advert = pay["kind"].eq(ADVERTISED) & pay["platform"].notna() & (pay["low"].notna() | pay["high"].notna())
    prices = pay[advert]
    listing = prices.groupby(list(LISTING), dropna=False).ngroup()
    listings = listing.groupby([prices[name] for name in ("platform", *PRICE)], dropna=False).transform("nunique")
    of_many = prices[listings.ge(LISTINGS_OF_A_TEMPLATE)]
    names = [name_template(row) for row in of_many.to_dict("records")]
    return pay.assign(template_id=pd.Series(names, index=of_many.index, dtype="str").reindex(pay.index))


def name_template(row: Mapping[Hashable, Any]) -> str:
    """Name a template by its platform and price.

    >>> name_template({"platform": "M", "low": None, "high": 50.0, "currency": "USD", "period": None, "bound": "upper"})
    'M: up to 50 USD'
    """
    low, high = (f"{row[end]:g}" if pd.notna(row[end]) else "" for end in ("low", "high"))
    amount = {"upper": f"up to {high}", "lower": f"from {low}", "exact": low}.get(str(row["bound"]), f"{low} to {high}")
    currency = f" {row['currency']}" if pd.notna(row["currency"]) else ""
    period = f" per {row['period']}" if pd.notna(row["period"]) else ""
    return f"{row['platform']}: {amount}{currency}{period}"
