"""Raw pay statements: every registered statements file, as one table of text."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from labormarket.files.errors import SourceError
from labormarket.sources.register import STATEMENTS, read_raw, read_register
from labormarket.sources.root import find_project_root
from labormarket.sources.text_table import LINE

STATEMENT_COLUMNS = (
    *("statement_id", "platform", "profession_raw", "pay_text", "period_context", "currency_context", "kind"),
    *("country", "source_url", "source_title", "published_on", "origin", "confidence", "note"),
)


def read_statements(root: Path | None = None) -> pd.DataFrame:
    """Read every raw statement: one row each, all text, with `source_id`, `raw_path` and `raw_line` saying where from.

    Rows come in the order of the source ids, then of the lines, so the order of cards in SOURCES.csv plays no part.
    Raises SourceError for a missing column, an empty or repeated statement_id.
    """
    root = root or find_project_root()
    parts = []
    for card in sorted(read_register(root), key=lambda card: card.source_id):
        if card.kind != STATEMENTS:
            continue
        table = read_raw(card, root, columns=STATEMENT_COLUMNS)
        part = table[list(STATEMENT_COLUMNS)].assign(source_id=card.source_id, raw_path=card.path, raw_line=table[LINE])
        parts.append(part)
    if not parts:
        raise SourceError("data/raw/SOURCES.csv", "no statements file", mend="register at least one, kind statements")
    statements = pd.concat(parts, ignore_index=True)
    check_statement_ids(statements)
    return statements


def check_statement_ids(statements: pd.DataFrame) -> None:
    """Raise SourceError where a statement_id is empty or stands on two lines, of one file or of two."""
    first_seen: dict[str, str] = {}
    for statement_id, path, line in zip(
        statements["statement_id"], statements["raw_path"], statements["raw_line"], strict=True
    ):
        if not statement_id.strip():
            raise SourceError(path, "no statement_id", row=line, mend="give the row an id of its own")
        if statement_id in first_seen:
            raise SourceError(
                path,
                f"duplicate statement_id {statement_id!r}, already on {first_seen[statement_id]}",
                row=line,
                mend="give one of the two rows a new id",
            )
        first_seen[statement_id] = f"{path}, line {line}"
