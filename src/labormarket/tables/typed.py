"""Typed views of the tables for analysts: ordered categories, dates, numbers; and back to the plain types."""

from __future__ import annotations

import re

import pandas as pd

from labormarket.files.nearest import did_you_mean
from labormarket.sources import PACKAGED, REFERENCE, find_edition, read_reference, read_register
from labormarket.tables.columns import TEXT
from labormarket.tables.definitions import TABLES
from labormarket.tables.schemas import TableSpec
from labormarket.tables.store import load_table

DAY, START, END = "day", "start", "end"
DATES = (
    dict.fromkeys(("first_seen", "last_seen", "collected_on", "minimum_from"), DAY)
    | dict.fromkeys(("published_on", "seen_on", "from_date", "to_date", "status_since", "as_of", "from"), START)
    | {"advertised_from": START, "advertised_to": END, "to": END}
)
"""Columns of text that hold dates: whole days, or days, months and years whose first or last day stands for them."""
PRECISION = "_precision"
"""What follows a date column's name in the column that says how much of the date is known."""
PRECISIONS = ("year", "month", "day")
IN_WRITING = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}
NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e-?\d+)?")
LOW_TO_HIGH = {"confidence": ("low", "med", "high")}
"""The order of values whose definition lists them otherwise."""


def load(name: str) -> pd.DataFrame:
    """Load a table of `tables()`, typed for analysis: a processed one ("pay"), or reference figures ("reference_fx").

    Columns with a fixed set of values (tier, kind, bound, period …) are ordered categories, so that tiers sort and plot
    as a ladder. Dates are dates. Where a source gives only the month or the year, its first day stands for it (the last
    for the end of a span), and the column `<date>_precision` says "year", "month" or "day". Numbers in reference tables
    are numbers. `attrs["edition"]` says where the table comes from: the checkout you are in, or the edition that came
    with the package. Raises KeyError, with the nearest names, for a table that isn't there.

    >>> pay = load("pay")
    >>> pay["tier"].min(), str(pay["published_on"].dtype), pay["published_on_precision"].cat.categories.to_list()
    ('sweatshop labelling', 'datetime64[s]', ['year', 'month', 'day'])
    >>> load("reference_fx")["usd_per_lcu"].dtype.kind
    'f'
    >>> load("wages")
    Traceback (most recent call last):
    KeyError: "no table 'wages'; lm.tables() lists them"
    """
    names = [*TABLES, *_references()]
    if name not in names:
        raise KeyError(f"no table {name!r}{did_you_mean(name, names, 'lm.tables() lists them')}")
    table = with_types(TABLES[name], load_table(name)) if name in TABLES else with_numbers(read_reference(name))
    table.attrs["edition"] = name_edition()
    return table


def tables(name: str = "") -> pd.DataFrame:
    """List the tables that `load` loads: what one row is and what makes it unique; or the columns of one of them.

    >>> tables().loc["tiers", "one_row_is"], tables("pay").loc["usd_per_hour_low", "unit"]
    ('one tier, from the lowest paid to the highest', 'US dollars per hour')
    """
    if name:
        columns = TABLES[name].columns
        described = [(column.name, column.type, column.unit, column.description) for column in columns]
        return pd.DataFrame(described, columns=["column", "type", "unit", "meaning"]).set_index("column")
    processed = [(spec.name, spec.title, spec.one_row_is, ", ".join(spec.key)) for spec in TABLES.values()]
    references = [(source_id, title, "", "") for source_id, title in _references().items()]
    return pd.DataFrame([*processed, *references], columns=["table", "title", "one_row_is", "key"]).set_index("table")


def name_edition() -> str:
    """Say which data is read: that of the checkout, or of the package, with the day it was collected."""
    root = find_edition()
    day = max(card.collected_on for card in read_register(root))
    return f"the edition of {day} that came with the package" if root == PACKAGED else f"the checkout {root}"


def with_types(spec: TableSpec, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its fixed sets of values as ordered categories and its dates as dates."""
    typed: dict[str, pd.Series] = {}
    for column in spec.columns:
        values = table[column.name]
        if column.allowed:
            steps = [str(value) for value in LOW_TO_HIGH.get(column.name, column.allowed)]
            typed[column.name] = values.astype(pd.CategoricalDtype(steps, ordered=True))
        elif column.type == TEXT and (stands_for := DATES.get(column.name)):
            typed[column.name] = read_dates(values, of_end=stands_for == END)
            if stands_for != DAY:
                typed[column.name + PRECISION] = read_precision(values)
        else:
            typed[column.name] = values
    return pd.DataFrame(typed)


def read_precision(dates: pd.Series) -> pd.Series:
    """Return how much of each date is known.

    >>> read_precision(pd.Series(["2025", "2025-11", None])).to_list()
    ['year', 'month', nan]
    >>> int((read_precision(pd.Series(["2025", "2025-11", "2025-11-30"])) >= "month").sum())
    2
    """
    known = dates.str.len().map({4: "year", 7: "month", 10: "day"})
    return known.astype(pd.CategoricalDtype(list(PRECISIONS), ordered=True))


def read_dates(dates: pd.Series, *, of_end: bool = False) -> pd.Series:
    """Return dates as such: a year or a month stands on its first day, or on its last where it ends a span.

    >>> [str(day)[:10] for day in read_dates(pd.Series(["2024-02", "2023", None]), of_end=True)]
    ['2024-02-29', '2023-12-31', 'NaT']
    """
    first = pd.to_datetime(dates, format="ISO8601").astype("datetime64[s]")
    if not of_end:
        return first
    length = dates.str.len()
    last = (first + pd.offsets.YearEnd()).where(length.eq(4), first + pd.offsets.MonthEnd())
    return last.where(length.lt(10), first).astype("datetime64[s]")


def with_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of text with its columns of numbers as numbers; codes with leading zeros stay text.

    >>> figures = pd.DataFrame({"soc": ["07", "11"], "year": ["2024", "2025"], "rate": ["2.3e-07", ""]})
    >>> with_numbers(figures).dtypes.astype(str).to_list()
    ['str', 'int64', 'float64']
    """
    typed = {}
    for name, cells in table.items():
        stated = cells[cells.ne("")]
        is_number = len(stated) > 0 and stated.str.fullmatch(NUMBER).all()
        typed[name] = pd.to_numeric(cells.mask(cells.eq(""))) if is_number else cells.mask(cells.eq(""))
    return pd.DataFrame(typed)


def with_plain_types(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return rows that `load` gave as the project computes with them: categories and dates as the text they were.

    >>> pay, plain = load("pay"), load_table("pay")
    >>> with_plain_types("pay", pay)[plain.columns].equals(plain)
    True
    """
    written: dict[str, pd.Series] = {}
    for column in TABLES[name].columns if name in TABLES else ():
        values = table[column.name] if column.name in table else pd.Series()
        if isinstance(values.dtype, pd.CategoricalDtype):
            written[column.name] = values.astype("str")
        elif values.dtype.kind == "M":
            precision = table.get(column.name + PRECISION, pd.Series("day", index=table.index)).astype("str")
            forms = [values.dt.strftime(IN_WRITING[known]).where(precision.eq(known)) for known in PRECISIONS]
            written[column.name] = forms[0].fillna(forms[1]).fillna(forms[2]).astype("str")
    return table.assign(**written)


def _references() -> dict[str, str]:
    return {card.source_id: card.title for card in read_register() if card.kind == REFERENCE}
