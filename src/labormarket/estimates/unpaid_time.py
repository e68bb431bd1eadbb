"""Unpaid time as scenarios: the share of working time that is paid, by published studies, never as data."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

MINUTES_PER_HOUR = 60
# The units in which studies state unpaid time, and the share of all working time that is then paid.
PAID_SHARE: dict[tuple[str, str], Callable[[float], float]] = {
    ("minutes", "paid hour"): lambda minutes: MINUTES_PER_HOUR / (MINUTES_PER_HOUR + minutes),
    ("share of time", "day"): lambda share: 1 - share,
}
SCENARIO_COLUMNS = ("scenario", "paid_share", "measured_on", "year", "source_citation")
ADVERTISED = "as advertised"


def list_scenarios(benchmarks: pd.DataFrame) -> pd.DataFrame:
    """List the scenarios of unpaid time that published studies support, the advertised pay itself first.

    Takes the reference table of benchmarks (text). Each row of kind `unpaid_time` stated as minutes per paid hour or
    as a share of the day becomes a scenario; others (shares of workers, hours a week) don't say what share of an hour
    is paid. Returns scenario, paid_share (0 to 1), measured_on (platforms), year and source_citation.

    >>> benchmarks = pd.DataFrame({"kind": ["unpaid_time", "pay"], "measure": ["unpaid minutes per paid hour", "x"],
    ...     "platform": ["microtask platforms", "x"], "year": ["2018", "x"], "value_low": ["20", "2"],
    ...     "value_high": ["20", "2"], "currency": ["minutes", "USD"], "period": ["paid hour", "hour"],
    ...     "source_citation": ["ILO 2018", "x"]})
    >>> list_scenarios(benchmarks)[["scenario", "paid_share"]].values.tolist()
    [['as advertised', 1.0], ['20 unpaid minutes per paid hour (ILO 2018)', 0.75]]
    """
    rows: list[dict[str, object]] = [{"scenario": ADVERTISED, "paid_share": 1.0}]
    for row in benchmarks[benchmarks["kind"].eq("unpaid_time")].to_dict("records"):
        unit = (str(row["currency"]), str(row["period"]))
        if unit not in PAID_SHARE or row["value_low"] != row["value_high"]:
            continue
        value = float(row["value_low"])
        words = f"{value:g} unpaid minutes per paid hour" if unit[0] == "minutes" else f"{value:.0%} of the time unpaid"
        rows.append(
            {
                "scenario": f"{words} ({name_study(str(row['source_citation']))})",
                "paid_share": PAID_SHARE[unit](value),
                "measured_on": row["platform"],
                "year": row["year"],
                "source_citation": row["source_citation"],
            }
        )
    return pd.DataFrame(rows, columns=list(SCENARIO_COLUMNS))


def name_study(citation: str) -> str:
    """The short name of a study: its first author or body, and the year.

    >>> name_study("Toxtli, Suri, Savage 2021, CSCW, Quantifying the Invisible Labor")
    'Toxtli 2021'
    >>> name_study("a page without a year")
    'a page without a year'
    """
    year = re.search(r"\b(?:19|20)\d\d\b", citation)
    first = re.match(r"[^\s,]+", citation)
    return f"{first.group()} {year.group()}" if first and year else citation
