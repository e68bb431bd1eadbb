"""Pay texts of a whole column, each distinct text read once."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from labormarket.pay.ranges import Bound, PayRange, Period
from labormarket.pay.read import parse_pay

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import pandas as pd

COLUMNS = {
    "low": "float64",
    "high": "float64",
    "currency": "str",
    "period": "str",
    "bound": "str",
    "approximate": "bool",
}
READ_AT_ONCE = 1024
"""Pay ranges held at once: Python looks after a million of them, again and again, longer than it takes to read them."""
WORDS: dict[Period | Bound, str] = {member: member.value for kind in (Period, Bound) for member in kind}


def parse_pay_column(texts: pd.Series[str], *, country: str | pd.Series[str] | None = None) -> pd.DataFrame:
    """Read every text of a column into the fields of a PayRange, on the same index.

    `low` and `high` are float64 in units of `currency` per `period` (NaN: no such end); `currency`, `period` and
    `bound` are text (missing: not stated, or no pay); `approximate` is bool. `country` (ISO 3166, one for all or one a
    row) says what an ambiguous "$" means. Missing texts give a row without pay. Never raises on text.

    >>> import pandas as pd
    >>> parse_pay_column(pd.Series(["$20-25/hr", "401(k) match", None]))["high"].tolist()
    [25.0, nan, nan]
    """
    import pandas as pd

    codes, distinct = distinct_pairs(texts, country)
    columns: dict[str, list[object]] = {name: [] for name in COLUMNS}
    while found := [
        parse_pay(text, country=place) if isinstance(text, str) else None
        for text, place in islice(distinct, READ_AT_ONCE)
    ]:
        for name, values in take_apart(found).items():
            columns[name].extend(values)
    table = pd.DataFrame({name: pd.Series(columns[name], dtype=dtype) for name, dtype in COLUMNS.items()})
    return table.take(codes).set_axis(texts.index)


def take_apart(found: list[PayRange | None]) -> dict[str, list[object]]:
    """Return the fields of some pay ranges, each as a list; None is no pay."""
    return {
        "low": [None if pay is None or pay.low is None else float(pay.low) for pay in found],
        "high": [None if pay is None or pay.high is None else float(pay.high) for pay in found],
        "currency": [None if pay is None else pay.currency for pay in found],
        "period": [None if pay is None or pay.period is None else WORDS[pay.period] for pay in found],
        "bound": [None if pay is None else WORDS[pay.bound] for pay in found],
        "approximate": [pay is not None and pay.approximate for pay in found],
    }


def distinct_pairs(
    texts: pd.Series[str], country: str | pd.Series[str] | None
) -> tuple[np.ndarray, Iterator[tuple[object, str | None]]]:
    """Return the distinct texts with their countries, and for each row which of them it holds."""
    import pandas as pd

    if isinstance(country, pd.Series):
        pairs = pd.MultiIndex.from_arrays([texts.astype(object), country.reindex(texts.index).astype(object)])
        codes, distinct = pairs.factorize()
        return codes, ((text, place if isinstance(place, str) else None) for text, place in distinct)
    codes, alone = pd.factorize(texts, use_na_sentinel=False)
    return codes, ((text, country) for text in alone.tolist())
