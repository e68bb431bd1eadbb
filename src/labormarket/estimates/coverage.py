"""Certificate of coverage: an interval is published only where simulated markets say that it holds the truth.

`coverage.csv` beside this module is written by `tools/write_simulation.py`: a row per published interval, with the
share of simulated markets in which it held the truth.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources

import numpy as np
import pandas as pd

COVERAGE_FILE = "coverage.csv"
KEYS = ("table", "evidence", "group_by", "group", "statistic")
COVERAGE_COLUMNS = (*KEYS, "platforms", "markets", "coverage")
# An interval that holds the truth in fewer or more of the simulated markets than this is not published.
CERTIFIED = (0.93, 0.97)
NOT_SIMULATED = "no interval: its coverage is not simulated yet"


@cache
def read_coverage() -> dict[tuple[str, ...], float]:
    """The coverage of each interval that was studied, by KEYS."""
    with resources.files(__package__).joinpath(COVERAGE_FILE).open(encoding="utf-8") as file:
        study = pd.read_csv(file, keep_default_na=False)
    return dict(zip(study[list(KEYS)].itertuples(index=False, name=None), study["coverage"], strict=True))


def withhold_uncertified(table: pd.DataFrame, name: str, keys: Iterable[object], ends: Iterable[str]) -> pd.DataFrame:
    """The table without the intervals whose coverage is outside CERTIFIED or unknown; `note` says why.

    Takes the table's name, what stands for each of KEYS but the first (a column, or one word for all rows), and the
    columns of the interval. Rows without an interval are left as they are.

    >>> table = pd.DataFrame({"group": ["juggler"], "low": [1.0], "high": [2.0], "note": [""]})
    >>> withhold_uncertified(table, "estimates", ["advertised", "field", table["group"], "median"], ["low", "high"])
         group  low  high                                            note
    0  juggler  NaN   NaN  no interval: its coverage is not simulated yet
    """
    columns = pd.DataFrame({"table": name, **dict(zip(KEYS[1:], keys, strict=True))}, index=table.index)
    coverage = pd.Series(
        [read_coverage().get(key, np.nan) for key in columns.itertuples(index=False, name=None)], table.index
    )
    reason = "no interval: it held the truth in " + coverage.map("{:.1%}".format) + " of simulated markets"
    ends = list(ends)
    withheld = table[ends[0]].notna() & ~coverage.between(*CERTIFIED)
    return table.assign(
        **{end: table[end].mask(withheld) for end in ends},
        note=table["note"].mask(withheld, reason.where(coverage.notna(), NOT_SIMULATED)),
    )
