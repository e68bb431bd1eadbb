"""Raw files and their register: opened as text, checked against their cards, nothing guessed."""

from labormarket.sources.errors import SourceError
from labormarket.sources.register import (
    PLATFORM_FACTS,
    REFERENCE,
    STATEMENTS,
    Card,
    read_raw,
    read_reference,
    read_register,
)
from labormarket.sources.root import REGISTER, find_project_root, resolve_inside
from labormarket.sources.statements import STATEMENT_COLUMNS, read_statements
from labormarket.sources.text_table import LINE, checksum, parse_text_table, read_text_table

__all__ = [
    "LINE",
    "PLATFORM_FACTS",
    "REFERENCE",
    "REGISTER",
    "STATEMENTS",
    "STATEMENT_COLUMNS",
    "Card",
    "SourceError",
    "checksum",
    "find_project_root",
    "parse_text_table",
    "read_raw",
    "read_reference",
    "read_register",
    "read_statements",
    "read_text_table",
    "resolve_inside",
]
