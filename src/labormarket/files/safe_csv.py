"""CSV cells that a spreadsheet can neither run nor obey, and the way back to the original text."""

from __future__ import annotations

import re

import pandas as pd

from labormarket.files.safe_text import restore_hidden, show_hidden

GUARD = "'"
# What a spreadsheet takes for the start of a formula, with the full-width and small forms that some of them fold to
# it, behind any spaces, which some of them skip. The guard is among them because it is the mark that disarms them:
# so reading takes off exactly what writing put on.
FORMULA_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫"
NEEDS_GUARD = re.compile(rf"[\t\n]|\s*[{FORMULA_SIGNS}]|{GUARD}")
# Where Excel's list separator is a semicolon, as in German and French, a cell begins after each one, quoted or not.
NEEDS_INNER_GUARD = re.compile(rf'([;\n])(?=[\s"]*[{FORMULA_SIGNS}{GUARD}])')


def guard_text(text: str) -> str:
    r"""Return the text as it may stand in a CSV cell: no formula, no character that would be obeyed.

    A carriage return and other controls become their codes, since some readers begin a new row at one. `unguard_text`
    gives back the original.

    >>> [guard_text(text) for text in ("=1+1", " -5", "＝1", "'quoted", "$5\r=1+1", "$5; $6", "$5;=1+1")]
    ["'=1+1", "' -5", "'＝1", "''quoted", '$5⟨U+000D⟩=1+1', '$5; $6', "$5;'=1+1"]
    """
    shown = NEEDS_INNER_GUARD.sub(rf"\1{GUARD}", show_hidden(text))
    return GUARD + shown if NEEDS_GUARD.match(shown) else shown


def unguard_text(text: str) -> str:
    r"""Give back the text that `guard_text` was given.

    >>> [unguard_text(text) for text in ("'=1+1", "''quoted", "$5⟨U+000D⟩=1+1", "$5;'=1+1")]
    ['=1+1', "'quoted", '$5\r=1+1', '$5;=1+1']
    """
    return restore_hidden(re.sub(rf"([;\n]){GUARD}", r"\1", text.removeprefix(GUARD)))


def guard_cells(texts: pd.Series) -> pd.Series:
    """Guard each text of a column; missing stays missing.

    >>> guard_cells(pd.Series(["=1+1", "-5", None])).tolist()
    ["'=1+1", "'-5", nan]
    """
    return texts.astype("str").map(guard_text, na_action="ignore")


def unguard_cells(texts: pd.Series) -> pd.Series:
    """Give back the column that `guard_cells` was given.

    >>> unguard_cells(pd.Series(["'=1+1", "''quoted", "$5"])).tolist()
    ['=1+1', "'quoted", '$5']
    """
    return texts.astype("str").map(unguard_text, na_action="ignore")
