"""Raw pay statements: every registered statements file, as one table of text."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from labormarket.files.errors import SourceError
from labormarket.sources.register import ANNOTATIONS, STATEMENTS, cards_of, read_raw
from labormarket.sources.root import find_edition
from labormarket.sources.text_table import LINE, RAW_LINE, RAW_PATH, refuse_rows

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
    for card in cards_of(STATEMENTS, root):
        table = read_raw(card, root, columns=REQUIRED_COLUMNS)
        part = table.reindex(columns=columns, fill_value="").astype("str")
        parts.append(part.assign(source_id=card.source_id, raw_path=card.path, raw_line=table[LINE]))
    if not parts:
        raise SourceError("data/raw/SOURCES.csv", "no statements file", mend="register at least one, kind statements")
    statements = pd.concat(parts, ignore_index=True)
    check_statement_ids(statements)
    for card in cards_of(ANNOTATIONS, root):
        statements = annotate(statements, read_raw(card, root, columns=("statement_id",)))
    statements = statements.assign(scope=statements["scope"].replace("", TRAINING))
    is_known = statements["scope"].isin(SCOPES)
    refuse_rows(statements, ~is_known, "unknown scope {scope!r}", f"use {', '.join(SCOPES)}")
    return retire(statements)


def retire(statements: pd.DataFrame) -> pd.DataFrame:
    """Put the id of its correction beside each row that a correction supersedes.

    >>> statements = pd.DataFrame({"statement_id": ["a", "b", "c1"], "supersedes": ["", "", "a"]})
    >>> retire(statements.assign(superseded_by=["", "c1", ""]))["superseded_by"].to_list()
    ['c1', 'c1', '']
    """
    known = set(statements["statement_id"])
    stated = statements[statements[SUPERSEDES].ne("")]
    retired = stated.assign(retired=stated[SUPERSEDES].str.split(";")).explode("retired")
    refuse_rows(
        retired,
        ~retired["retired"].isin(known),
        "{statement_id!r} supersedes {retired!r}, which is in no raw file",
        "give the id of the row that it corrects",
    )
    refuse_rows(
        statements,
        ~statements[SUPERSEDED_BY].isin(known | {""}),
        "an annotation retires {statement_id!r} for {superseded_by!r}, which is in no raw file",
        "give the id of the row that replaces it",
    )
    by = retired.drop_duplicates("retired", keep="last").set_index("retired")["statement_id"]
    corrected = statements["statement_id"].map(by).astype("str").fillna(statements[SUPERSEDED_BY])
    return statements.drop(columns=SUPERSEDES).assign(superseded_by=corrected)


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


def check_statement_ids(statements: pd.DataFrame) -> None:
    """Raise SourceError where a statement_id is empty or stands on two lines, of one file or of two."""
    ids = statements["statement_id"]
    refuse_rows(statements, ids.str.strip().eq(""), "no statement_id", "give the row an id of its own")
    place = statements[RAW_PATH] + ", line " + statements[RAW_LINE].astype("str")
    refuse_rows(
        statements.assign(first=place.groupby(ids).transform("first")),
        ids.duplicated(),
        "duplicate statement_id {statement_id!r}, already on {first}",
        "give one of the two rows a new id",
    )
