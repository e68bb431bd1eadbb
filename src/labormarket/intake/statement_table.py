"""Statements read from a file as a table: raw columns, and beside them what `clean` makes of each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from labormarket.clean import clean
from labormarket.files.errors import SourceError
from labormarket.hourly import ExchangeRates
from labormarket.readers import BATCH_FIELDS, RawStatement

TEXTS = tuple(name for name in BATCH_FIELDS if name != "statement_id")
READ = (
    *("platform_as_stated", "profession", "low", "high", "currency", "period", "bound", "approximate"),
    *("usd_per_hour_low", "usd_per_hour_high", "hourly_basis"),
)


def frame_of(tables: Sequence[pa.Table], statements: Sequence[RawStatement] = ()) -> pd.DataFrame:
    """Put the statements of batches and those of prose into one table of text, with the `span` of those of prose."""
    texts = [table.select(list(TEXTS)).cast(pa.schema([(name, pa.string()) for name in TEXTS])) for table in tables]
    frames = [pa.concat_tables(texts).to_pandas()] if texts else []
    frames = [frame.assign(span=None) for frame in frames if len(frame)]
    if statements:
        frames.append(pd.DataFrame([vars(statement) for statement in statements]))
    whole = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*TEXTS, "span"])
    return whole.reindex(columns=[*TEXTS, "span"]).astype(dict.fromkeys(TEXTS, "str"))


def understand(statements: Sequence[RawStatement] | pd.DataFrame) -> pd.DataFrame:
    """Return the statements as a table, one row each in their order: raw fields, and what the build will make of them.

    Adds currency, low, high, period, bound, approximate, profession, dollars per hour and the tier; platform is the
    canonical name where it is known. A row whose bound is missing states no pay. Outside a project there are no
    exchange rates: then only pay in US dollars has an hourly value.
    """
    frame = statements if isinstance(statements, pd.DataFrame) else frame_of([], statements)
    try:
        rates = ExchangeRates.read()
    except SourceError:
        rates = ExchangeRates({})
    return clean(frame, rates)


def as_records(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Give one flat record per statement that states pay: every raw column and the reading; None for nothing."""
    columns = [name for name in (*TEXTS, *READ, "status", "span") if name in table.columns]
    held = table.loc[table["bound"].notna(), columns].astype(object)
    for row in held.mask(held.isna() | (held == ""), None).to_dict("records"):
        yield {str(name): value for name, value in row.items()}


def left_out_records(left_out: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Give one record for each thing that was left out: its place, the reason, and what the file says of it."""
    for row in left_out.to_dict("records"):
        yield {"left_out": row.pop("reason")} | {str(name): text for name, text in row.items() if text}
