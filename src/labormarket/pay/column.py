"""Pay texts of a whole column, each distinct text read once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from labormarket.pay.read import parse_pay

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("low", "high", "currency", "period", "bound", "approximate")


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

    if isinstance(country, pd.Series):
        places = country.reindex(texts.index)
        pairs = pd.MultiIndex.from_arrays([texts.astype(object), places.astype(object)])
    else:
        pairs = pd.MultiIndex.from_arrays([texts.astype(object), [country] * len(texts)])
    codes, distinct = pairs.factorize()
    rows = []
    for text, place in distinct:
        pay = parse_pay(text, country=place if isinstance(place, str) else None) if isinstance(text, str) else None
        rows.append(
            (None, None, None, None, None, False)
            if pay is None
            else (
                None if pay.low is None else float(pay.low),
                None if pay.high is None else float(pay.high),
                pay.currency,
                None if pay.period is None else pay.period.value,
                pay.bound.value,
                pay.approximate,
            )
        )
    types = {
        "low": "float64",
        "high": "float64",
        "currency": "str",
        "period": "str",
        "bound": "str",
        "approximate": "bool",
    }
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(types)
    return table.take(codes).set_axis(texts.index)
