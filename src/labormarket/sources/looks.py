"""Raw looks and counts: on which days a statement was seen again, and how many listings of a board stated pay.

A file of looks names statements that stand in other files: an advert that is on its board every week is one statement
and a look a week. A file of listing counts counts what a board held on the day of its card, with pay or without.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pandas as pd

from labormarket.sources.register import LISTING_COUNTS, LOOKS, cards_of, read_raw, read_register
from labormarket.sources.root import find_edition
from labormarket.sources.text_table import refuse_rows

LOOK_COLUMNS = ("board", "statement_id")
COUNT_COLUMNS = ("platform", "month", "listings", "stating_pay")
BOARD, SOURCE_URL = "board", "source_url"
"""Columns that files of listing counts may have: the folder of a board that was counted as a whole, and its page."""


def read_looks(statements: pd.DataFrame, root: Path | None = None) -> pd.DataFrame:
    """Return every look at a raw statement: `statement_id`, `board` and `day`, the look that brought it first.

    `board` is the folder of data/raw that the look was collected into. Raises SourceError for a look at a statement
    that no raw file holds.
    """
    root = root or find_edition()
    day_of = {card.source_id: card.collected_on for card in read_register(root)}
    own = pd.DataFrame(
        {
            "statement_id": statements["statement_id"],
            "board": [PurePosixPath(path).parent.name for path in statements["raw_path"]],
            "day": statements["source_id"].map(day_of),
        }
    )
    known = set(statements["statement_id"])
    parts = [own]
    for card in cards_of(LOOKS, root):
        again = read_raw(card, root, columns=LOOK_COLUMNS)
        refuse_rows(
            again,
            ~again["statement_id"].isin(known),
            "a look at {statement_id!r}, which is in no raw file",
            "restore the file that it stood in, or drop this file and its card",
            card.path,
        )
        parts.append(again.assign(day=card.collected_on)[["statement_id", "board", "day"]])
    return pd.concat(parts, ignore_index=True).astype("str")


def read_listing_counts(root: Path | None = None) -> pd.DataFrame:
    """Return the counts of listings, with pay or without: COUNT_COLUMNS, board, page, source_id, day.

    `month` is that of publication, empty where the board doesn't say; `board` is empty where some listings were
    counted and perhaps not all of the board's; an empty board has a row without listings. Raises SourceError for a
    count that is none, or that states more pay than it has listings.
    """
    root = root or find_edition()
    columns = [BOARD, *COUNT_COLUMNS, SOURCE_URL, "source_id", "day"]
    parts = [pd.DataFrame(columns=columns, dtype="str")]
    for card in cards_of(LISTING_COUNTS, root):
        table = read_raw(card, root, columns=COUNT_COLUMNS)
        listings, stating = (
            pd.to_numeric(table[name].where(table[name].str.isdecimal())) for name in COUNT_COLUMNS[2:]
        )
        is_count = stating.le(listings)
        refuse_rows(table, ~is_count, "{stating_pay} of {listings} listings", "count the listings again", card.path)
        named = {BOARD: table.get(BOARD, ""), SOURCE_URL: table.get(SOURCE_URL, card.url)}
        parts.append(table.assign(**named, source_id=card.source_id, day=card.collected_on)[columns])
    return pd.concat(parts, ignore_index=True).astype({"listings": "int64", "stating_pay": "int64"})
