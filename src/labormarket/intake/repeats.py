"""Deduplication within a file: the same listing in several rows or weeks is one row with its first and last look."""

from __future__ import annotations

import pandas as pd

SAME = [
    *("platform", "profession_raw", "pay_text", "period_context", "currency_context", "kind", "country", "source_url"),
    "degree_asked",
]
DATES = ["first_seen", "last_seen", "published_on"]


def fold_looks(frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Fold the looks at one listing into a row, and count the rows that went.

    Rows are one listing where platform, title, pay, country and address are the same; rows without an address are
    one only where they are alike throughout but for their place in the file. `first_seen` and `last_seen` are then the
    earliest and the latest date of the looks, `published_on` the earliest.

    >>> rows = pd.DataFrame({name: ["x", "x"] for name in SAME}).assign(where=["row 2", "row 9"], note="", span=None,
    ...     first_seen="", last_seen="", published_on=["2026-01-05", "2026-02-01"])
    >>> kept, folded = fold_looks(rows)
    >>> kept[["first_seen", "last_seen", "published_on"]].to_dict("records"), folded
    ([{'first_seen': '2026-01-05', 'last_seen': '2026-02-01', 'published_on': '2026-01-05'}], 1)
    """
    if frame.empty:
        return frame, 0
    has_address = frame["source_url"].ne("")
    alike = [name for name in frame.columns if name not in ("where", "span", "statement_id")]
    repeated = frame.duplicated(SAME, keep=False).where(has_address, frame.duplicated(alike, keep=False))
    if not repeated.any():
        return frame, 0
    looks = frame[repeated]
    by_listing = looks.groupby(SAME, sort=False).ngroup()
    key = by_listing.where(has_address[repeated], -1 - looks.groupby(alike, sort=False, dropna=False).ngroup())
    dates = looks[DATES].replace("", pd.NA)
    earliest = dates.groupby(key).min()
    first = earliest.min(axis=1)
    last = dates.groupby(key).max().max(axis=1)
    kept = looks[~key.duplicated()].copy()
    which = key[~key.duplicated()]
    several = first.ne(last)
    for name, values in (("first_seen", first.where(several)), ("last_seen", last.where(several))):
        kept[name] = which.map(values).fillna(kept[name]).to_numpy()
    kept["published_on"] = which.map(earliest["published_on"]).fillna("").to_numpy()
    whole = pd.concat([frame[~repeated], kept.astype(frame.dtypes.to_dict())]).sort_index().reset_index(drop=True)
    return whole, len(frame) - len(whole)
