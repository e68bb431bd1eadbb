"""The pay table beside the page that each of its statements was published on."""

from __future__ import annotations

import pandas as pd

from labormarket.files.errors import SourceError
from labormarket.tables import TABLES

SOURCE_COLUMNS = ("source_title", "note")
STATEMENT_COLUMNS = (*TABLES["pay"].column_names, *SOURCE_COLUMNS)
"""The columns of every statement on the site and in its CSV: those of the pay table, its page's title, the note."""


def join_sources(pay: pd.DataFrame, raw: pd.DataFrame) -> pd.DataFrame:
    """Return the pay table with the title of each statement's page and the transcriber's note.

    Takes the pay table and the raw statements (`read_statements`); keeps rows and order. Missing is missing. Raises
    SourceError where a statement has no raw row.

    >>> pay = pd.DataFrame({name: [None] for name in TABLES["pay"].column_names}).assign(statement_id="a1")
    >>> raw = pd.DataFrame({"statement_id": ["a1"], "source_title": ["A page"], "note": [""]})
    >>> join_sources(pay, raw)[["statement_id", "source_title", "note"]].values.tolist()
    [['a1', 'A page', nan]]
    """
    sources = raw[["statement_id", *SOURCE_COLUMNS]]
    joined = pay.merge(sources, on="statement_id", how="left", validate="one_to_one", indicator="found")
    if not joined["found"].eq("both").all():
        lost = joined.loc[joined["found"].ne("both"), "statement_id"].iloc[0]
        reason = f"statement {lost} stands in the pay table and in no raw file"
        raise SourceError("data/processed/pay.csv", reason, mend="run `labormarket build`")
    texts = {name: joined[name].astype("str").where(joined[name].ne("")) for name in SOURCE_COLUMNS}
    return joined.assign(**texts)[list(STATEMENT_COLUMNS)]
