"""Raw files and their register: opened as text, checked against their cards, nothing guessed.

The names load their module on first use: who only asks where the project stands needn't wait for pandas.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labormarket.sources.looks import read_listing_counts, read_looks
    from labormarket.sources.references import read_reference
    from labormarket.sources.register import (
        PLATFORM_FACTS,
        REFERENCE,
        STATEMENTS,
        Card,
        read_raw,
        read_register,
    )
    from labormarket.sources.root import (
        PACKAGED,
        REGISTER,
        ROOT_VARIABLE,
        find_edition,
        find_project_root,
        resolve_inside,
    )
    from labormarket.sources.statements import (
        EVIDENCE_COLUMNS,
        SCOPES,
        STATEMENT_COLUMNS,
        TRAINING,
        read_statements,
    )
    from labormarket.sources.text_table import LINE, checksum, parse_text_table

__all__ = [
    "EVIDENCE_COLUMNS",
    "LINE",
    "PACKAGED",
    "PLATFORM_FACTS",
    "REFERENCE",
    "REGISTER",
    "ROOT_VARIABLE",
    "SCOPES",
    "STATEMENTS",
    "STATEMENT_COLUMNS",
    "TRAINING",
    "Card",
    "checksum",
    "find_edition",
    "find_project_root",
    "parse_text_table",
    "read_listing_counts",
    "read_looks",
    "read_raw",
    "read_reference",
    "read_register",
    "read_statements",
    "resolve_inside",
]


# where the public names are defined, `root` first: it alone does without pandas
MODULES = ("root", "text_table", "register", "references", "statements", "looks")


def __getattr__(name: str) -> object:
    if name in __all__:
        modules = (import_module(f"{__name__}.{module}") for module in MODULES)
        return next(getattr(module, name) for module in modules if hasattr(module, name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
