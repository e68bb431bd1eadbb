"""CSV cells that a spreadsheet cannot run, and the way back to the original text."""

from __future__ import annotations

import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"


def guard_cells(texts: pd.Series) -> pd.Series:
    r"""Put an apostrophe before each text that a spreadsheet would run as a formula, or that starts with one.

    >>> guard_cells(pd.Series(["=1+1", "-5", "'quoted", "$5", None])).tolist()
    ["'=1+1", "'-5", "''quoted", '$5', nan]
    """
    texts = texts.astype("str")
    return texts.where(~texts.str.startswith((*FORMULA_STARTS, GUARD), na=False), GUARD + texts)


def unguard_cells(texts: pd.Series) -> pd.Series:
    """Give back the text that guard_cells was given.

    >>> unguard_cells(pd.Series(["'=1+1", "''quoted", "$5"])).tolist()
    ['=1+1', "'quoted", '$5']
    """
    texts = texts.astype("str")
    return texts.where(~texts.str.startswith(GUARD, na=False), texts.str.slice(1))
