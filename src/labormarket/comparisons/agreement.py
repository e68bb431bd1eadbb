"""Cohen's kappa: how far the program and a second reader of the same statements agree, column by column."""

from __future__ import annotations

import numpy as np
import pandas as pd

DECIMALS = 4
COMPARED = ("low", "high", "currency", "period", "kind", "scope", "soc_major", "country")
SEVERAL = "several"
NO_ONE_PLACE = "Worldwide"


def measure_agreement(pay: pd.DataFrame, unread: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Return one row per column: statements read twice, the share read alike, Cohen's kappa, and the differences.

    `pay` and `unread` are the tables; `second` the second reading as text (statement_id, COMPARED, resolution). A
    statement that the program could not read counts as read otherwise, with every column empty. Kappa is the agreement
    beyond what the two readers' own frequencies would give by chance (Cohen 1960); missing where both always give one
    value.

    >>> pay = pd.DataFrame({"statement_id": ["a", "b"], "low": [5.0, None], "high": [5.0, 9.0], "currency": "USD",
    ...     "period": ["hour", "task"], "kind": "policy", "scope": "training", "soc_code": None, "country": "US;CA"})
    >>> columns = {name: ["", ""] for name in COMPARED} | {"low": ["5", ""], "period": ["hour", "hour"]}
    >>> second = pd.DataFrame({"statement_id": ["a", "b"], "country": "several", **columns, "resolution": ""})
    >>> table = measure_agreement(pay, pd.DataFrame({"statement_id": []}), second).set_index("column")
    >>> table.loc[["low", "period"], "alike"].to_list()
    [1.0, 0.5]
    """
    known = set(pay["statement_id"]) | set(unread["statement_id"])
    twice = second[second["statement_id"].isin(known)].set_index("statement_id")
    first = as_read(pay.set_index("statement_id").reindex(twice.index))
    rows = []
    for column in COMPARED:
        one, other = first[column], comparable(twice[column])
        alike = one.eq(other)
        rows.append(
            {
                "column": column,
                "statements": len(twice),
                "alike": round(float(alike.mean()), DECIMALS) if len(twice) else np.nan,
                "kappa": cohens_kappa(one, other),
                "differences": "; ".join(twice.index[~alike]),
            }
        )
    return pd.DataFrame(rows)


def as_read(pay: pd.DataFrame) -> pd.DataFrame:
    """Return the program's reading in the second reader's terms, as text."""
    country = pay["country"].fillna("").astype("str").replace(NO_ONE_PLACE, "")
    read = pay.assign(
        soc_major=pay["soc_code"].astype("str").str.slice(0, 2),
        country=country.mask(country.str.contains(";", regex=False), SEVERAL),
    )
    return pd.DataFrame({column: comparable(read[column]) for column in COMPARED})


def comparable(values: pd.Series) -> pd.Series:
    """Return values as texts that are equal where the values are: numbers without needless digits, missing is empty."""
    numbers = pd.to_numeric(values, errors="coerce")
    text = values.astype("str").fillna("").replace("nan", "")
    return text.mask(numbers.notna(), numbers.map("{:.12g}".format)).astype("str")


def cohens_kappa(one: pd.Series, other: pd.Series) -> float:
    """Return Cohen's kappa of two readings of the same statements, NaN where chance alone would make them agree.

    >>> cohens_kappa(pd.Series(["a", "a", "b", "b"]), pd.Series(["a", "a", "b", "a"]))
    0.5
    """
    if one.empty:
        return np.nan
    by_chance = float((one.value_counts(normalize=True) * other.value_counts(normalize=True)).sum())
    observed = float(one.eq(other).mean())
    return round((observed - by_chance) / (1 - by_chance), DECIMALS) if by_chance < 1 else np.nan
