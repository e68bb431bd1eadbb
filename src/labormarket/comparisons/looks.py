"""History of listings: the first and the last look at each advert, and how its pay changed between them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import pandas as pd

from labormarket.tables.definitions import LISTINGS

LISTING = ("platform", "profession_raw", "source_url")
COUNTS = ("observations", "returns", "pay_changes")
SEPARATOR = "; "


def of_kept_rows(looks: pd.DataFrame, folded: pd.DataFrame) -> pd.DataFrame:
    """Give the looks at rows that `fold_looks` folded to the row that it kept: one listing and pay, one reading of it.

    >>> looks = pd.DataFrame({"statement_id": ["n1", "d-1", "d-1"], "day": ["2026-11-30", "2026-11-30", "2026-12-07"]})
    >>> of_kept_rows(looks, pd.DataFrame({"statement_id": ["d-1"], "look_of": ["n1"]})).values.tolist()
    [['n1', '2026-11-30'], ['n1', '2026-11-30'], ['n1', '2026-12-07']]
    """
    kept = looks["statement_id"].map(folded.set_index("statement_id")["look_of"]).astype("str")
    return looks.assign(statement_id=kept.fillna(looks["statement_id"]))


def extend_by_looks(pay: pd.DataFrame, looks: pd.DataFrame) -> pd.DataFrame:
    """Let `first_seen` and `last_seen` of the pay table span the days of the statements that were seen again.

    >>> pay = pd.DataFrame({"statement_id": ["a", "b"], "first_seen": None, "last_seen": [None, "2026-01-31"]})
    >>> days = [("a", "2026-01-05"), ("a", "2026-01-12"), ("b", "2026-01-05"), ("a", "2026-01-19")]
    >>> extend_by_looks(pay, pd.DataFrame(days, columns=["statement_id", "day"])).values.tolist()
    [['a', '2026-01-05', '2026-01-19'], ['b', nan, '2026-01-31']]
    """
    days = looks.groupby("statement_id")["day"].agg(["min", "max", "nunique"])
    days = days[days["nunique"].gt(1)]
    first, last = (pay["statement_id"].map(days[end]).astype("str") for end in ("min", "max"))
    seen = pay[["first_seen", "last_seen"]].astype("str")
    return pay.assign(
        first_seen=seen["first_seen"].fillna(first),
        last_seen=seen["last_seen"].where(seen["last_seen"].ge(last.fillna("")), last),
    )


def observe_listings(
    statements: pd.DataFrame, looks: pd.DataFrame, board_days: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """Return one row per listing: an advertised statement with an address, by platform, title and address.

    Takes raw statements, the looks at them (`read_looks`), and the days on which each board was counted as a whole.
    Columns: listing_id (a checksum of the three), platform, profession_as_stated, source_url; first_seen and last_seen
    (dates of collection, not of publication); gone_on (the first day on which its board was counted without it, empty
    where it was there at the last); observations (days on which it was seen); returns (how often it came back after
    its board had been counted without it); pay_changes (how often the stated pay differs from the look before);
    first_pay, last_pay (as stated, several levels joined by "; ") and pay_history.

    >>> rows = [("a", "Mercor", "Reviewer", "https://m.example/1", "advertised", "$21/hr"),
    ...         ("b", "Mercor", "Reviewer", "https://m.example/1", "advertised", "$16/hr")]
    >>> statements = pd.DataFrame(rows, columns=["statement_id", *LISTING, "kind", "pay_text"])
    >>> days = [("a", "2026-01-05"), ("a", "2026-01-12"), ("b", "2026-02-02")]
    >>> looks = pd.DataFrame(days, columns=["statement_id", "day"]).assign(board="m")
    >>> counted = {"m": ["2026-01-05", "2026-01-12", "2026-01-19", "2026-02-02", "2026-02-09"]}
    >>> seen = observe_listings(statements, looks, counted)
    >>> seen[["last_seen", "gone_on", "observations", "returns", "pay_changes"]].values.tolist()
    [['2026-02-02', '2026-02-09', 3, 1, 1]]
    >>> seen["pay_history"][0]
    '2026-01-05: $21/hr | 2026-02-02: $16/hr'
    """
    listed = statements[statements["kind"].eq("advertised") & statements["source_url"].ne("")]
    seen = listed[["statement_id", *LISTING, "pay_text"]].merge(looks, on="statement_id")
    keys = list(LISTING)
    by_day = seen.groupby([*keys, "day"]).agg(pay=("pay_text", join_pay), board=("board", "last")).reset_index()
    by_day = by_day.assign(without=pd.Series(next_days(by_day[["board", "day"]], board_days), dtype="str"))
    listings = by_day.groupby(keys)
    next_look = listings["day"].shift(-1).astype("str")
    by_day = by_day.assign(returned=by_day["without"].ne("") & by_day["without"].lt(next_look))
    changes = by_day[by_day["pay"].ne(listings["pay"].shift())]
    history = changes.assign(pay_history=changes["day"] + ": " + changes["pay"]).groupby(keys)["pay_history"]
    table = by_day.groupby(keys).agg(
        first_seen=("day", "first"),
        last_seen=("day", "last"),
        gone_on=("without", "last"),
        observations=("day", "size"),
        returns=("returned", "sum"),
        first_pay=("pay", "first"),
        last_pay=("pay", "last"),
    )
    table = table.assign(pay_changes=history.size() - 1, pay_history=history.agg(" | ".join)).reset_index()
    checksums = [hashlib.sha256("\n".join(key).encode()).hexdigest()[:12] for key in table[keys].to_numpy().tolist()]
    table = table.assign(listing_id=checksums).rename(columns={"profession_raw": "profession_as_stated"})
    names = LISTINGS.column_names
    return table.astype({name: "int64" if name in COUNTS else "str" for name in names})[names]


def join_pay(texts: pd.Series) -> str:
    """Write the pay that one listing states on one day, several levels side by side."""
    return SEPARATOR.join(sorted(set(texts)))


def next_days(looks: pd.DataFrame, board_days: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the first day after each look (board, day) on which its board was counted, "" where there is none."""
    after = {
        (board, day): next((on for on in board_days.get(board, ()) if on > day), "")
        for board, day in looks.drop_duplicates().itertuples(index=False, name=None)
    }
    return [after[look] for look in looks.itertuples(index=False, name=None)]
