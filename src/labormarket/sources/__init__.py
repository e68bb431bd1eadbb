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
    from labormarket.sources.text_table import LINE, checksum, parse_text_table, read_text_table

# module -> the public names that it defines
HOME = {
    "labormarket.sources.looks": ["read_listing_counts", "read_looks"],
    "labormarket.sources.references": ["read_reference"],
    "labormarket.sources.register": [
        *("PLATFORM_FACTS", "REFERENCE", "STATEMENTS", "Card", "read_raw", "read_register"),
    ],
    "labormarket.sources.root": [
        *("PACKAGED", "REGISTER", "ROOT_VARIABLE", "find_edition", "find_project_root", "resolve_inside"),
    ],
    "labormarket.sources.statements": [
        *("EVIDENCE_COLUMNS", "SCOPES", "STATEMENT_COLUMNS", "TRAINING", "read_statements"),
    ],
    "labormarket.sources.text_table": ["LINE", "checksum", "parse_text_table", "read_text_table"],
}

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
    "read_text_table",
    "resolve_inside",
]


def __getattr__(name: str) -> object:
    for module, names in HOME.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module 'labormarket.sources' has no attribute {name!r}")
