"""Raw pay statements: every registered statements file, as one table of text."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from labormarket.files.errors import SourceError
from labormarket.sources.register import ANNOTATIONS, STATEMENTS, read_raw, read_register
from labormarket.sources.root import find_edition
from labormarket.sources.text_table import LINE

REQUIRED_COLUMNS = (
    *("statement_id", "platform", "profession_raw", "pay_text", "period_context", "currency_context", "kind"),
    *("country", "source_url", "source_title", "published_on", "origin", "confidence", "note"),
)
"""The columns that every file of statements has."""
EVIDENCE_COLUMNS = ("scope", "degree_asked", "usd_text", "first_seen", "last_seen")
"""The columns that a file of statements may have; where it hasn't, the scope is training and the others are empty."""
STATEMENT_COLUMNS = REQUIRED_COLUMNS + EVIDENCE_COLUMNS
SUPERSEDES = "supersedes"
"""A column of files of corrections: the ids of the rows that this one retires, semicolons between several."""
SUPERSEDED_BY = "superseded_by"
"""A column of files of annotations: the id of the row that states the same of the same listing, and states it right."""
EARNED_IN = "earned_in"
"""A column of files of annotations: when the pay was earned, where that isn't when it was published."""
TRAINING, STUDY, STAFF, REQUESTER = "training", "study", "staff", "requester"
SCOPES = (TRAINING, STUDY, STAFF, REQUESTER)
ANNOTATED_COLUMNS = ("country", "source_url", "origin", *EVIDENCE_COLUMNS, EARNED_IN, SUPERSEDED_BY)
"""The columns that a file of annotations can fill or replace: what a later reading of the source found out."""


def read_statements(root: Path | None = None) -> pd.DataFrame:
    """Read every raw statement: one row each, all text, with `source_id`, `raw_path` and `raw_line` saying where from.

    Columns are STATEMENT_COLUMNS and `earned_in`, with the files of annotations applied, and `superseded_by`: the id of
    the row that retires this one, a correction or another reading of the same listing. Rows come in the order of the
    source ids, then of the lines, so the order of cards in SOURCES.csv plays no part. Raises SourceError for a missing
    column, an empty or repeated statement_id, an unknown scope, a row that is to retire or to
    replace another and isn't there.
    """
    root = root or find_edition()
    columns = [*STATEMENT_COLUMNS, EARNED_IN, SUPERSEDED_BY, SUPERSEDES]
    parts = []
    cards = sorted(read_register(root), key=lambda card: card.source_id)
    for card in cards:
        if card.kind != STATEMENTS:
            continue
        table = read_raw(card, root, columns=REQUIRED_COLUMNS)
        part = table.reindex(columns=columns, fill_value="").astype("str")
        parts.append(part.assign(source_id=card.source_id, raw_path=card.path, raw_line=table[LINE]))
    if not parts:
        raise SourceError("data/raw/SOURCES.csv", "no statements file", mend="register at least one, kind statements")
    statements = pd.concat(parts, ignore_index=True)
    check_statement_ids(statements)
    for card in cards:
        if card.kind == ANNOTATIONS:
            statements = annotate(statements, read_raw(card, root, columns=("statement_id",)))
    statements = statements.assign(scope=statements["scope"].replace("", TRAINING))
    check_scopes(statements)
    return retire(statements)


def retire(statements: pd.DataFrame) -> pd.DataFrame:
    """Put the id of its correction beside each row that a correction supersedes.

    >>> statements = pd.DataFrame({"statement_id": ["a", "b", "c1"], "supersedes": ["", "", "a"]})
    >>> retire(statements.assign(superseded_by=["", "c1", ""]))["superseded_by"].to_list()
    ['c1', 'c1', '']
    """
    superseded_by: dict[str, str] = {}
    known = set(statements["statement_id"])
    for row in statements[statements[SUPERSEDES].ne("")].to_dict("records"):
        for retired in row[SUPERSEDES].split(";"):
            if retired not in known:
                raise SourceError(
                    row["raw_path"],
                    f"{row['statement_id']!r} supersedes {retired!r}, which is in no raw file",
                    row=row["raw_line"],
                    mend="give the id of the row that it corrects",
                )
            superseded_by[retired] = row["statement_id"]
    for row in statements[~statements[SUPERSEDED_BY].isin(known | {""})].to_dict("records"):
        raise SourceError(
            row["raw_path"],
            f"an annotation retires {row['statement_id']!r} for {row[SUPERSEDED_BY]!r}, which is in no raw file",
            row=row["raw_line"],
            mend="give the id of the row that replaces it",
        )
    corrected = [
        superseded_by.get(row, already)
        for row, already in zip(statements["statement_id"], statements[SUPERSEDED_BY], strict=True)
    ]
    return statements.drop(columns=SUPERSEDES).assign(
        superseded_by=pd.Series(corrected, index=statements.index, dtype="str")
    )


def annotate(statements: pd.DataFrame, annotations: pd.DataFrame) -> pd.DataFrame:
    """Fill in what a file of annotations says of statements: its cells win, and an empty one says nothing.

    >>> statements = pd.DataFrame({"statement_id": ["a", "b"], "scope": ["", "staff"], "origin": ["", "a story"]})
    >>> annotate(statements, pd.DataFrame({"statement_id": ["b", "gone"], "scope": ["study", "staff"], "origin": ""}))
      statement_id  scope   origin
    0            a
    1            b  study  a story
    """
    by_id = annotations.drop_duplicates("statement_id", keep="last").set_index("statement_id")
    for column in (column for column in ANNOTATED_COLUMNS if column in by_id):
        said = statements["statement_id"].map(by_id[column]).fillna("")
        statements = statements.assign(**{column: said.where(said.ne(""), statements[column]).astype("str")})
    return statements


def check_scopes(statements: pd.DataFrame) -> None:
    """Raise SourceError for a scope that isn't one of SCOPES."""
    for row in statements[~statements["scope"].isin(SCOPES)].to_dict("records"):
        raise SourceError(
            row["raw_path"], f"unknown scope {row['scope']!r}", row=row["raw_line"], mend=f"use {', '.join(SCOPES)}"
        )


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
