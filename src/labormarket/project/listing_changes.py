"""Two states of the table of listings compared: which came, which went, which returned, whose pay changed."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from labormarket.files.safe_text import in_markdown

CAME, WENT, RETURNED, CHANGED = "came", "went", "returned", "pay changed"
CHANGES = (CAME, WENT, RETURNED, CHANGED)
COLUMNS = ("change", "platform", "profession_as_stated", "source_url", "first_pay", "last_pay")


def compare_listings(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return what became of listings between two editions: a row per listing and change, `first_pay` being that before.

    A listing went where its board was counted without it, and returned where it was there again at a later look; one
    that could not be looked at did neither.

    >>> columns = ["listing_id", *COLUMNS[1:], "gone_on", "returns", "pay_changes"]
    >>> rater, poet = ("a", "M", "Rater", "u", "$9"), ("b", "M", "Poet", "v", "$5", "$5")
    >>> old = pd.DataFrame([(*rater, "$9", "", 0, 0), (*poet, "", 0, 0)], columns=columns)
    >>> new = pd.DataFrame([(*rater, "$8", "", 0, 1), (*poet, "2026-02-02", 0, 0)], columns=columns)
    >>> compare_listings(old, new)[["change", "profession_as_stated", "first_pay", "last_pay"]].values.tolist()
    [['went', 'Poet', '$5', '$5'], ['pay changed', 'Rater', '$9', '$8']]
    """
    joined = new.merge(old, on="listing_id", how="left", suffixes=("", "_before"), indicator=True)
    is_new = joined["_merge"].eq("left_only")
    grown = {
        name: joined[name].fillna(0).gt(joined[f"{name}_before"].fillna(0)) & ~is_new
        for name in ("returns", "pay_changes")
    }
    is_gone, was_gone = (joined[name].astype("str").fillna("").ne("") for name in ("gone_on", "gone_on_before"))
    which = {
        CAME: is_new,
        WENT: is_gone & ~was_gone,
        RETURNED: grown["returns"],
        CHANGED: grown["pay_changes"],
    }
    told = joined.assign(first_pay=joined["last_pay_before"].astype("str").fillna(joined["first_pay"]))
    parts = [told[rows].assign(change=change)[list(COLUMNS)] for change, rows in which.items()]
    return pd.concat(parts, ignore_index=True)


def count_changes(changes: pd.DataFrame, listings: pd.DataFrame) -> list[Mapping[str, object]]:
    """Count the changes of each platform that has any, beside the listings of it that are there now."""
    counts = pd.crosstab(changes["platform"], changes["change"]).reindex(columns=list(CHANGES), fill_value=0)
    there = listings[listings["gone_on"].isna()]["platform"].value_counts()
    return [
        {"platform": in_markdown(str(platform)), "there now": int(there.get(platform, 0))}
        | {str(change): int(count) for change, count in row.items()}
        for platform, row in zip(counts.index, counts.to_dict("records"), strict=True)
    ]
