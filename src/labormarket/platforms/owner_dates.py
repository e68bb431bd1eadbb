"""Interval join: the owner of a platform on the date of a statement."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from labormarket.platforms.lists import read_list

if TYPE_CHECKING:
    import pandas as pd

DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
Span = tuple[str, str]
ALWAYS: Span = ("0000-00-00", "9999-99-99")


def owner_on(platform: str, date: str) -> str | None:
    """Return who owned a platform on a date (year, month or day), None where that isn't known for sure.

    A date that two owners share ("2019" for a sale in April) and an undated statement of a platform that changed hands
    have none: which of the owners it was, the source doesn't say.

    >>> owner_on("CrowdFlower", "2013-07-29"), owner_on("CrowdFlower", "2020")
    ('CrowdFlower', 'Appen')
    >>> owner_on("CrowdFlower", "2019"), owner_on("CrowdFlower", ""), owner_on("Outlier", "")
    (None, None, 'Scale AI')
    """
    first, last = span_of(date, date)
    there = {owner for owner, (start, end) in periods().get(platform, ()) if first <= end and last >= start}
    return there.pop() if len(there) == 1 else None


def span_of(start: str, end: str) -> Span:
    """Return the first and the last day, as text that sorts, from the start of one date to the end of another.

    >>> span_of("2019-04", "2019-04"), span_of("", "2025")
    (('2019-04-00', '2019-04-99'), ('0000-00-00', '2025-99-99'))
    """
    first, last = DATE.match(start.strip()), DATE.match(end.strip())
    begin = "-".join([first[1], first[2] or "00", first[3] or "00"]) if first else ALWAYS[0]
    return begin, "-".join([last[1], last[2] or "99", last[3] or "99"]) if last else ALWAYS[1]


@cache
def periods() -> dict[str, tuple[tuple[str, Span], ...]]:
    """Platform -> its owners, each with the time it owned it."""
    found: dict[str, tuple[tuple[str, Span], ...]] = {}
    for row in read_list("owners.csv"):
        found[row["platform"]] = (*found.get(row["platform"], ()), (row["owner"], span_of(row["from"], row["to"])))
    return found


def owner_column(platform: pd.Series, date: pd.Series) -> pd.Series:
    """Return the owner of each platform on its date, each distinct pair looked up once.

    >>> import pandas as pd
    >>> owner_column(pd.Series(["Toloka", "Toloka", None]), pd.Series(["2020-11", "2026", "2026"])).to_list()
    ['Yandex', 'Toloka', nan]
    """
    import pandas as pd

    pairs = pd.DataFrame({"platform": platform.astype("str").fillna(""), "date": date.astype("str").fillna("")})
    distinct = pairs.drop_duplicates()
    owners = [owner_on(*pair) for pair in zip(distinct["platform"], distinct["date"], strict=True)]
    return pairs.merge(distinct.assign(owner=pd.Series(owners, index=distinct.index, dtype="str")), how="left")[
        "owner"
    ].set_axis(platform.index)
