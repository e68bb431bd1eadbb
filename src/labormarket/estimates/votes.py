"""Sampling weights and clusters: one platform one vote, one template or origin one price within it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from labormarket.hourly import ASSUMED_HOURS
from labormarket.sources import TRAINING

# Below this many prices a group gets no figure: one more or less would move it anywhere.
MIN_PRICES = 5
# Rows that share one of these state one price; with the publisher, they are one witness.
PRICE_LINKS = ("origin", "template_id")
WITNESS_LINKS = (*PRICE_LINKS, "publisher")
ENDS = ("usd_per_hour_low", "usd_per_hour_high")


def with_hourly_pay(pay: pd.DataFrame) -> pd.DataFrame:
    """The rows of a pay table that say something about pay per hour: at least one end in US dollars per hour."""
    return pay[pay["usd_per_hour_low"].notna() | pay["usd_per_hour_high"].notna()]


def ends_of(pay: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The low and the high ends of the rows, in US dollars per hour."""
    return pay[ENDS[0]], pay[ENDS[1]]


def has_assumed_hours(pay: pd.DataFrame) -> pd.Series:
    """Whether a row's hourly pay rests on assumed hours."""
    return pay["hourly_basis"].astype("str").str.startswith(ASSUMED_HOURS).fillna(False).astype(bool)


def select_work(pay: pd.DataFrame) -> pd.DataFrame:
    """The rows about training work, with hourly pay or without; a row or a table without `scope` is about it."""
    return pay[pay["scope"].fillna(TRAINING).eq(TRAINING)] if "scope" in pay else pay


def select_training(pay: pd.DataFrame) -> pd.DataFrame:
    """The rows about training work that have hourly pay.

    >>> pay = pd.DataFrame({"scope": ["training", "study"], "usd_per_hour_low": [9, 8], "usd_per_hour_high": [9, 8]})
    >>> select_training(pay)["usd_per_hour_low"].tolist()
    [9]
    """
    return select_work(with_hourly_pay(pay))


def link_rows(pay: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    """Number the groups of rows that share a value of any of the columns, directly or through other rows.

    Missing and blank values link nothing; a column that the table lacks is passed over.

    >>> pay = pd.DataFrame({"origin": ["TIME", "TIME", None, ""], "template_id": [None, "t1", "t1", None]})
    >>> link_rows(pay, ("origin", "template_id", "publisher")).tolist()
    [0, 0, 0, 1]
    """
    count = len(pay)
    rows, nodes = [np.arange(0)], [np.arange(0)]
    size = count
    for column in columns:
        if column not in pay:
            continue
        stated = pay[column].notna() & pay[column].astype("str").str.strip().ne("")
        codes, names = pd.factorize(pay[column].astype("str").where(stated))
        rows.append(np.flatnonzero(codes >= 0))
        nodes.append(codes[codes >= 0] + size)
        size += len(names)
    edges = np.concatenate(rows), np.concatenate(nodes)
    from scipy.sparse import coo_array  # with the extra `charts`: counting votes is all that needs it here
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(edges[0])), edges), shape=(size, size))
    labels = connected_components(graph, directed=False)[1][:count]
    return pd.Series(pd.factorize(labels)[0], index=pay.index)


def name_price(pay: pd.DataFrame) -> pd.Series:
    """Number the price that each row states: rows of one origin or one template state one, whatever their titles."""
    return pay["price"] if "price" in pay else link_rows(pay, PRICE_LINKS).rename("price")


def name_witness(pay: pd.DataFrame) -> pd.Series:
    """Number the independent witness of each row: witnesses differ in publisher, in origin and in template.

    >>> pay = pd.DataFrame({"origin": [None] * 3, "publisher": ["x.org", "x.org", "y.org"]})
    >>> name_price(pay).nunique(), name_witness(pay).nunique()
    (3, 2)
    """
    return pay["witness"] if "witness" in pay else link_rows(pay, WITNESS_LINKS).rename("witness")


def with_prices(pay: pd.DataFrame) -> pd.DataFrame:
    """The pay table with the numbers `price`, `witness` and `cluster` (of the platform), for all groups cut from it."""
    return pay.assign(
        price=name_price(pay), witness=name_witness(pay), cluster=pd.factorize(name_platform(pay))[0].astype("int64")
    )


def name_platform(pay: pd.DataFrame) -> pd.Series:
    """The platform of each row, which is its cluster; rows that name none are one cluster, named ""."""
    return pay["platform"].fillna("")


def number_prices(pay: pd.DataFrame) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Number the platform of each row, and its price within the platform."""
    platform = pd.factorize(pay["cluster"] if "cluster" in pay else name_platform(pay))[0]
    price = pd.factorize(name_price(pay))[0]
    return platform, pd.factorize(platform * (len(pay) + 1) + price)[0]


def weigh_by_platform(pay: pd.DataFrame) -> pd.Series:
    """Weigh rows so that each platform has one vote, shared evenly by its prices, and a price by its rows.

    Takes a pay table (platform, origin, and template_id where there is one). Returns a weight per row, on the same
    index; the weights of a platform sum to 1. Within one platform each price has the same weight.

    >>> pay = pd.DataFrame({"platform": ["X", "X", "X", "Y", None], "origin": ["TIME", "TIME", None, None, None]})
    >>> weigh_by_platform(pay).tolist()
    [0.25, 0.25, 0.5, 1.0, 1.0]
    """
    platform, price = number_prices(pay)
    rows = np.bincount(price)[price] if len(pay) else np.ones(0)
    prices = np.bincount(platform, 1 / rows)[platform] if len(pay) else np.ones(0)
    return pd.Series(1 / (prices * rows), index=pay.index, name="weight")


def weigh_by_listing(pay: pd.DataFrame) -> pd.Series:
    """Weigh every row alike, so that a platform with many listings counts for many: the figure beside the votes."""
    return pd.Series(1.0, index=pay.index, name="weight")


def count_evidence(pay: pd.DataFrame) -> dict[str, int]:
    """Count what the rows rest on: statements, prices (per platform), witnesses, publishers, platforms named.

    >>> pay = pd.DataFrame({"platform": ["X", "Y", None], "origin": ["TIME", "TIME", None]})
    >>> count_evidence(pay.assign(publisher=["a.org", "b.org", "b.org"]))
    {'statements': 3, 'prices': 3, 'witnesses': 1, 'publishers': 2, 'platforms': 2}
    """
    return {
        "statements": len(pay),
        "prices": len(np.unique(number_prices(pay)[1])),
        "witnesses": len(np.unique(name_witness(pay))),
        "publishers": int(pay["publisher"].nunique()) if "publisher" in pay else 0,
        "platforms": int(pay["platform"].nunique()),
    }
