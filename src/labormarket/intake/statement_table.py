"""Statements read from a file as a table: their pay, platform and profession understood, beside what is stated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from labormarket.hourly import add_context
from labormarket.pay import parse_pay_column
from labormarket.platforms import match_platform_column
from labormarket.professions import match_profession_column
from labormarket.readers import RawStatement

FIELDS = (
    *("platform", "profession_raw", "profession", "pay_text", "currency", "low", "high", "period", "bound"),
    *("approximate", "span"),
)


def understand(statements: Sequence[RawStatement]) -> pd.DataFrame:
    """Return the statements as a table, one row each in their order: raw fields, and what the build will make of them.

    Adds currency, low, high, period (from the phrase, else its context), bound, approximate, profession; platform is
    the canonical name where it is known. A row whose bound is missing states no pay.
    """
    frame = pd.DataFrame([vars(statement) for statement in statements], columns=list(RawStatement.__dataclass_fields__))
    texts = [name for name in frame.columns if name != "span"]
    frame = frame.astype(dict.fromkeys(texts, "str"))
    pay = parse_pay_column(frame["pay_text"])
    read = add_context(frame.assign(**{name: pay[name] for name in pay.columns}))
    platform = match_platform_column(frame["platform"])["platform"]
    return read.assign(
        platform_as_stated=frame["platform"],
        platform=platform.fillna(frame["platform"].where(frame["platform"].ne(""))),
        profession=match_profession_column(frame["profession_raw"])["profession"],
    )


def as_records(table: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Give one flat record per statement that states pay, with None where nothing is stated; numbers are numbers."""
    for row in table[table["bound"].notna()].to_dict("records"):
        record: dict[str, Any] = {name: None if missing(row[name]) else row[name] for name in FIELDS}
        record["span"] = list(row["span"]) if isinstance(row["span"], tuple) else None
        record["approximate"] = bool(row["approximate"])
        for end in ("low", "high"):
            record[end] = None if record[end] is None else plain(record[end])
        yield record


def missing(value: object) -> bool:
    """Tell whether a cell holds nothing."""
    return value is None or value == "" or value != value or value is pd.NA


def plain(number: float) -> float | int:
    """Return a whole amount without its ".0"."""
    return int(number) if float(number).is_integer() else float(number)
