"""Coverage: how many listings of a board there are, month by month, and how many of them state pay."""

from __future__ import annotations

import pandas as pd

from labormarket.sources.publisher import publisher_column
from labormarket.tables.comparison_definitions import LISTINGS_STATING_PAY


def summarise_coverage(counts: pd.DataFrame) -> pd.DataFrame:
    """Return the listings of each platform and month, and those that state pay.

    Takes the counts of any number of looks (`read_listing_counts`). Returns `listings_stating_pay`, a row per platform
    and month of publication, of the look where the board dates no listing. Looks at one board overlap and never add up:
    of several at one month the fullest counts.

    >>> counts = pd.DataFrame({"platform": "M", "month": ["2026-11", ""], "listings": [40, 9], "stating_pay": [30, 9],
    ...     "source_url": "https://m.example/jobs", "source_id": ["a", "b"], "day": "2026-11-30"})
    >>> summarise_coverage(counts).values.tolist()
    [['M', '2026-11', 40, 30, 'm.example', 'a']]
    """
    table = counts[counts["listings"] > 0]
    table = table.assign(
        month=table["month"].where(table["month"].ne(""), table["day"].str.slice(0, 7)),
        publisher=publisher_column(table["source_url"]),
    )
    fullest = table.sort_values(["listings", "source_id"], ascending=[False, True], kind="stable")
    kept = fullest.drop_duplicates(["platform", "month"]).sort_values(["platform", "month"], ignore_index=True)
    return kept[LISTINGS_STATING_PAY.column_names]


def share_by_day(counts: pd.DataFrame) -> pd.DataFrame:
    """Return what share of a platform's listings stated pay on each day on which its whole boards were counted.

    Takes `read_listing_counts`; returns platform, day, listings, stating_pay and share (0 to 1, missing where there was
    no listing). An open listing counts in every week, so the share is that of what one could apply for on the day.

    >>> counts = pd.DataFrame({"platform": "M", "board": "m_board", "day": "2026-11-30", "month": ["2026-10", ""],
    ...     "listings": [30, 10], "stating_pay": [20, 10]})
    >>> share_by_day(counts).values.tolist()
    [['M', '2026-11-30', 40, 30, 0.75]]
    """
    whole = counts[counts["board"].ne("")]
    table = whole.groupby(["platform", "day"], as_index=False)[["listings", "stating_pay"]].sum()
    return table.assign(share=table["stating_pay"].div(table["listings"].where(table["listings"].gt(0))))
