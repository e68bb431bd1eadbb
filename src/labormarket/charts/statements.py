"""The statements that charts draw: training work with pay that is stated per hour, and who witnesses it."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from labormarket.estimates.votes import has_assumed_hours, name_price, name_witness, select_work, with_hourly_pay
from labormarket.tiers import representative_usd_per_hour

LOW, HIGH = "usd_per_hour_low", "usd_per_hour_high"
STATED = (
    *("statement_id", "source_id", "platform", "owner", "profession", "country", "published_on", "kind"),
    *("pay_as_stated", LOW, HIGH, "hourly_basis", "publisher", "template_id", "source_url"),
)
"""The columns of a statement that leave beside a picture, where the table has them."""


def select_stated(pay: pd.DataFrame) -> pd.DataFrame:
    """Keep training work that states pay per hour, no hours assumed; a missing platform or country is "".

    Adds `midpoint` (USD per hour: where a statement is placed), `lowest` and `highest` (its stated ends), `price`
    and `witness` (numbers of independent ones). An end of 0 says nothing on a scale of ratios and counts as none.
    """
    hourly = with_hourly_pay(select_work(pay))
    hourly = hourly[~has_assumed_hours(hourly)]
    ends = hourly[[LOW, HIGH]].astype("float64")
    ends = ends.where(ends > 0)
    frame = hourly.assign(
        **ends,
        **hourly[["platform", "country", "profession"]].astype("str").fillna(""),
        midpoint=representative_usd_per_hour(ends[LOW], ends[HIGH]),
        lowest=ends[LOW].fillna(ends[HIGH]),
        highest=ends[HIGH].fillna(ends[LOW]),
    )
    frame = frame[frame["midpoint"].notna()].sort_values("statement_id")
    return frame.assign(price=name_price(frame), witness=name_witness(frame))


def one_per_price(statements: pd.DataFrame, keys: Iterable[str]) -> pd.DataFrame:
    """Return one statement of each price within each group of `keys`: the latest, then the first by its id."""
    ordered = statements.assign(dated=statements["published_on"].astype("str").fillna(""))
    ordered = ordered.sort_values(["dated", "statement_id"], ascending=[False, True], kind="stable")
    kept = ordered.drop_duplicates([*keys, "price"]).drop(columns="dated")
    return kept.sort_values(["midpoint", "statement_id"], kind="stable")


def keep_stated(statements: pd.DataFrame, *others: str) -> pd.DataFrame:
    """Return the columns of statements that leave beside a picture, and `others`."""
    return statements[[name for name in dict.fromkeys((*STATED, *others)) if name in statements]]


def find_behind(pay: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the statements behind the rows of a table of comparisons (`statement_ids`, semicolons between).

    >>> pay = pd.DataFrame({"statement_id": ["a", "b", "c"]})
    >>> find_behind(pay, pd.DataFrame({"statement_ids": ["a;c", "c"]}))["statement_id"].tolist()
    ['a', 'c']
    """
    return pay[pay["statement_id"].isin(rows["statement_ids"].str.split(";").explode())]


def keep_behind(rows: pd.DataFrame, pay: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table of comparisons that rest on a statement of this pay table.

    >>> rows = pd.DataFrame({"statement_ids": ["a;c", "b"]})
    >>> keep_behind(rows, pd.DataFrame({"statement_id": ["c"]}))["statement_ids"].tolist()
    ['a;c']
    """
    return rows[rows["statement_ids"].str.split(";").explode().isin(pay["statement_id"]).groupby(level=0).any()]
