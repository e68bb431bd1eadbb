"""Tables of reference figures (exchange rates, wages, price levels), checked at the door: columns and numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from labormarket.files.errors import SourceError
from labormarket.sources.register import REFERENCE, cards_of, read_raw
from labormarket.sources.root import REGISTER, find_edition
from labormarket.sources.text_table import LINE, refuse_rows

MINIMUM_WAGES = (
    *("country", "region_or_class", "effective_from", "amount", "currency", "period", "hourly_amount"),
    *("source_citation", "url_seen"),
)
STUDIES = ("year", "platform", "value_low", "value_high", "currency", "period", "source_citation", "url_seen")
COLUMNS = {
    "reference_fx": ("currency", "year", "usd_per_lcu"),
    "reference_ppp": ("iso2", "year", "ppp_gdp_lcu_per_intl_dollar"),
    "reference_minimum_wages": MINIMUM_WAGES,
    "reference_minimum_wages_2026-11-30": MINIMUM_WAGES,
    "reference_benchmarks": ("kind", "measure", "country", *STUDIES),
    "reference_measured": ("study", "place", "n", "statistic", "counts_unpaid_time", "basis", *STUDIES),
    "reference_oews": (
        *("soc_code", "title", "tot_emp", "annual_only"),
        *(f"{unit}_{column}" for unit in "ha" for column in ("mean", "pct10", "pct25", "median", "pct75", "pct90")),
    ),
    "reference_countries": ("country_code", "country", "region", "income_group"),
    "reference_employment": ("country", "measure", "value", "source_citation"),
    "reference_owners": ("platform", "owner", "from", "to", "share", "status", "source_url", "source_title"),
    "reference_second_reading": ("statement_id", "low", "high", "currency", "period", "kind", "scope", "country"),
}
"""The columns that each table must have; it may have others."""
FIGURES = {
    "year": True,
    "usd_per_lcu": True,
    "ppp_gdp_lcu_per_intl_dollar": True,
    "value_low": False,
    "value_high": False,
    "hourly_amount": False,
}
"""Columns that hold numbers, and whether every row needs one."""


def read_reference(source_id: str, root: Path | None = None) -> pd.DataFrame:
    """Read a table of reference figures by its source_id ("reference_fx"), as text, checked against its card.

    Raises SourceError for a table that isn't there, lacks a column, or has a figure that is no number.
    """
    root = root or find_edition()
    for card in cards_of(REFERENCE, root):
        if card.source_id == source_id:
            table = read_raw(card, root, columns=COLUMNS.get(source_id, ()))
            refuse_odd_figures(table, card.path)
            return table.drop(columns=LINE)
    raise SourceError(
        REGISTER.as_posix(), f"no reference table {source_id!r}", mend="add its file and its card, or mend the name"
    )


def refuse_odd_figures(table: pd.DataFrame, name: str) -> None:
    """Raise SourceError for a cell that should be a number and is none."""
    for column, is_needed in FIGURES.items():
        if column in table:
            cells = table[column].where(table[column].ne(""), "" if is_needed else "0")
            is_odd = ~np.isfinite(pd.to_numeric(cells, errors="coerce"))
            mend = "write a plain number" + ("" if is_needed else ", or leave the cell empty")
            refuse_rows(table, is_odd, f"{column} {{{column}!r}} is no number", mend, name)
