"""Lazy loading of the tables that a chart reads: those at hand first, the others from the last build."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from labormarket.sources import read_reference
from labormarket.tables import load_table, with_plain_types

REFERENCE = "reference_"
"""A table whose name begins so is a raw reference file, by its source_id."""


class Tables(dict[str, pd.DataFrame]):
    """Tables by name: the given ones, and any other from the last build when it is asked for.

    >>> Tables({"pay": pd.DataFrame({"platform": ["X"]})})["pay"]["platform"].tolist()
    ['X']
    """

    def __init__(self, given: Mapping[str, pd.DataFrame] | None = None, root: Path | None = None) -> None:
        super().__init__({name: with_plain_types(name, table) for name, table in (given or {}).items()})
        self.root = root

    def __missing__(self, name: str) -> pd.DataFrame:
        read = read_reference if name.startswith(REFERENCE) else load_table
        self[name] = read(name, self.root)
        return self[name]
