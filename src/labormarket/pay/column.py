"""Column reader: the pay texts of a column, each distinct text read once."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from labormarket.pay.model import Bound, PayRange, Period
from labormarket.pay.parser import read_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    import numpy as np
    import pandas as pd

COLUMNS = {
    "low": "float64",
    "high": "float64",
    "currency": "str",
    "period": "str",
    "bound": "str",
    "approximate": "bool",
    "start": "Int64",
    "end": "Int64",
    "minutes_low": "float64",
    "minutes_high": "float64",
    "refusal": "str",
}
READ_AT_ONCE = 1024
"""Pay ranges held at once: garbage collection over a million of them takes longer than reading them."""
WORDS: dict[Period | Bound, str] = {member: member.value for kind in (Period, Bound) for member in kind}


def parse_pay_column(texts: pd.Series[str], *, country: str | pd.Series[str] | None = None) -> pd.DataFrame:
    """Read every text of a column into the fields of a PayRange, on the same index.

    `low` and `high` are float64 in units of `currency` per `period` (NaN: no such end); `currency`, `period` and
    `bound` are text (missing: not stated, or no pay); `approximate` is bool; `start` and `end` are where the statement
    stands in the text; `minutes_low` and `minutes_high` are the time stated for a piece of work; `refusal` says why a
    text gave no pay. `country` (ISO 3166, one for all or one a row) says what an ambiguous "$" means. Missing texts
    give a row without pay. Never raises on text.

    >>> import pandas as pd
    >>> parse_pay_column(pd.Series(["$20-25/hr", "401(k) match", None]))[["high", "refusal"]].values.tolist()
    [[25.0, nan], [nan, 'a pension plan'], [nan, 'the text names no amount']]
    """
    import pandas as pd

    codes, distinct = distinct_pairs(texts, country)
    columns: dict[str, list[object]] = {name: [] for name in COLUMNS}
    while found := [
        read_field(text if isinstance(text, str) else "", place) for text, place in islice(distinct, READ_AT_ONCE)
    ]:
        for name, values in take_apart(found).items():
            columns[name].extend(values)
    table = pd.DataFrame({name: pd.Series(columns[name], dtype=dtype) for name, dtype in COLUMNS.items()})
    return table.take(codes).set_axis(texts.index)


def take_apart(found: list[tuple[PayRange | None, str]]) -> dict[str, list[object]]:
    """Return the fields of some readings, each as a list."""
    fields = [(None,) * len(PayRange._fields) if pay is None else pay for pay, _ in found]
    low, high, currency, period, bound, approximate, _, span, shortest, longest = zip(*fields, strict=True)
    return {
        "low": _floats(low),
        "high": _floats(high),
        "currency": list(currency),
        "period": [None if name is None else WORDS[name] for name in period],
        "bound": [None if name is None else WORDS[name] for name in bound],
        "approximate": [bool(is_about) for is_about in approximate],
        "start": [None if place is None else place[0] for place in span],
        "end": [None if place is None else place[1] for place in span],
        "minutes_low": _floats(shortest),
        "minutes_high": _floats(longest),
        "refusal": [refusal or None for _, refusal in found],
    }


def _floats(numbers: Iterable[Decimal | None]) -> list[object]:
    return [None if number is None else float(number) for number in numbers]


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
