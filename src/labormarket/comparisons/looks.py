"""History of listings: the first and the last look at each advert, and how its pay changed between them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import pandas as pd

LISTING = ("platform", "profession_raw", "source_url")
COLUMNS = (
    *("listing_id", "platform", "profession_as_stated", "source_url", "first_seen", "last_seen", "observations"),
    *("pay_changes", "first_pay", "last_pay", "pay_history"),
)
SEPARATOR = "; "


def without_second_readings(
    statements: pd.DataFrame, looks: pd.DataFrame, collected_on: Mapping[str, str]
) -> pd.DataFrame:
    """Leave out the looks that were collected on the day of the row that is kept: two readings of one look.

    Takes raw statements, the looks of `fold_looks` and the collection date of each source_id.

    >>> statements = pd.DataFrame({"statement_id": ["n1", "d-1", "d-2"], "source_id": ["hand", "d", "later"]})
    >>> looks = statements[1:].assign(look_of="n1")
    >>> days = {"hand": "2026-11-30", "d": "2026-11-30", "later": "2026-12-07"}
    >>> without_second_readings(statements, looks, days)["statement_id"].to_list()
    ['n1', 'd-2']
    """
    day_of = statements.set_index("statement_id")["source_id"].map(collected_on)
    again = looks[looks["statement_id"].map(day_of).eq(looks["look_of"].map(day_of))]
    return statements[~statements["statement_id"].isin(again["statement_id"])]


def observe_listings(statements: pd.DataFrame, collected_on: Mapping[str, str]) -> pd.DataFrame:
    """Return one row per listing: an advertised statement with an address, by platform, title and address.

    Takes raw statements (with source_id) and the collection date of each source_id. Columns: listing_id (a checksum
    of the three), platform, profession_as_stated, source_url; first_seen and last_seen (dates of collection, not of
    publication); observations (days on which it was collected); pay_changes (how often the stated pay differs from
    the look before); first_pay, last_pay (as stated, several levels joined by "; ") and pay_history
    ("2026-01-05: $21/hr | 2026-02-03: $16/hr").

    >>> rows = [("Mercor", "Reviewer", "https://m.example/1", "advertised", pay, f"m_{day}")
    ...     for pay, day in (("$21/hr", "2026-01-05"), ("$21/hr", "2026-01-12"), ("$16/hr", "2026-02-03"))]
    >>> table = pd.DataFrame(rows, columns=[*LISTING, "kind", "pay_text", "source_id"])
    >>> seen = observe_listings(table, {f"m_{day}": day for day in ("2026-01-05", "2026-01-12", "2026-02-03")})
    >>> seen[["first_seen", "last_seen", "observations", "pay_changes"]].to_dict("records")
    [{'first_seen': '2026-01-05', 'last_seen': '2026-02-03', 'observations': 3, 'pay_changes': 1}]
    >>> seen["pay_history"][0]
    '2026-01-05: $21/hr | 2026-02-03: $16/hr'
    """
    listed = statements[statements["kind"].eq("advertised") & statements["source_url"].ne("")]
    looks = listed.assign(day=listed["source_id"].map(collected_on)).dropna(subset="day")
    keys = list(LISTING)
    by_day = looks.groupby([*keys, "day"])["pay_text"].agg(lambda pay: SEPARATOR.join(sorted(set(pay)))).reset_index()
    listings = by_day.groupby(keys)
    changes = by_day[by_day["pay_text"].ne(listings["pay_text"].shift())]
    history = changes.assign(pay_history=changes["day"] + ": " + changes["pay_text"]).groupby(keys)["pay_history"]
    table = listings.agg(
        first_seen=("day", "first"),
        last_seen=("day", "last"),
        observations=("day", "size"),
        first_pay=("pay_text", "first"),
        last_pay=("pay_text", "last"),
    )
    table = table.assign(pay_changes=history.size() - 1, pay_history=history.agg(" | ".join)).reset_index()
    checksums = [hashlib.sha256("\n".join(key).encode()).hexdigest()[:12] for key in table[keys].to_numpy().tolist()]
    table = table.assign(listing_id=checksums).rename(columns={"profession_raw": "profession_as_stated"})
    return table.astype({name: "int64" if name in ("observations", "pay_changes") else "str" for name in COLUMNS})[
        list(COLUMNS)
    ]
