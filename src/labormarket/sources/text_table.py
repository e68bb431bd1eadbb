"""Open one CSV file as text: nothing is typed, nothing is guessed, "" stays ""."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from pathlib import Path

import pandas as pd

from labormarket.files.errors import SourceError

HTML_START = re.compile(rb"\A\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE)
MAX_BYTES = 512 * 1024 * 1024  # a raw file is hand-sized; anything larger goes through the streaming reader
LINE = "_line"
RAW_PATH, RAW_LINE = "raw_path", "raw_line"
"""Columns of a table made of several raw files: the file and the line that a row is from."""


def checksum(content: bytes) -> str:
    """SHA-256 of the bytes as they stand, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def refuse_rows(table: pd.DataFrame, wrong: pd.Series, reason: str, mend: str, name: str = "") -> None:
    """Raise SourceError at the first row that is wrong, if there is one; {column} in the reason is its cell.

    The rows say in `raw_path` and `raw_line` where they are from, or in `_line`, where the file is named.

    >>> table = pd.DataFrame({"_line": [2, 3], "scope": ["staff", "all"]})
    >>> refuse_rows(table, table["scope"].eq("all"), "unknown scope {scope!r}", "use training", "x.csv")
    Traceback (most recent call last):
    ...
    labormarket.files.errors.SourceError: x.csv, line 3: unknown scope 'all'
      mend: use training
    """
    if wrong.any():
        row = table[wrong].iloc[0]
        place = int(row[LINE if name else RAW_LINE])
        raise SourceError(name or row[RAW_PATH], reason.format_map(row), row=place, mend=mend)


def read_bytes(path: Path, *, name: str, mend: str) -> bytes:
    """Read a raw file whole; raises SourceError, with `mend`, where it isn't there, and where it is too large."""
    if not path.is_file():
        raise SourceError(name, "no such file", mend=mend)
    if path.stat().st_size > MAX_BYTES:
        raise SourceError(name, f"larger than {MAX_BYTES // 1024**2} MB", mend="split it, or stream it")
    return path.read_bytes()


def parse_text_table(content: bytes, *, name: str, columns: tuple[str, ...] = ()) -> pd.DataFrame:
    """Read the bytes of a UTF-8 CSV file as a table of strings, with the column `_line` for each row's line.

    Raises SourceError for an empty file, an HTML page saved as CSV, bytes that are not UTF-8, a missing
    column, or a row with more or fewer cells than the header (a truncated or mangled file).

    >>> parse_text_table(b"id,text\\n007,NA\\n", name="x.csv").to_dict("records")
    [{'_line': 2, 'id': '007', 'text': 'NA'}]
    >>> parse_text_table(b"<!doctype html><title>503</title>", name="x.csv")
    Traceback (most recent call last):
    ...
    labormarket.files.errors.SourceError: x.csv: an HTML page, not a table
      mend: the site answered with a page (an error or a bot wall): collect the file again
    """
    if not content.strip():
        raise SourceError(name, "the file is empty", mend="collect it again")
    if HTML_START.match(content):
        raise SourceError(
            name,
            "an HTML page, not a table",
            mend="the site answered with a page (an error or a bot wall): collect the file again",
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise SourceError(name, "not UTF-8 text", row=line, mend="save the file as UTF-8") from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise SourceError(name, "a NUL byte in the text", row=line, mend="save the file as plain UTF-8 text")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[object]] = []
    try:
        header = next(reader)
        missing = [column for column in columns if column not in header]
        if missing:
            raise SourceError(name, f"missing column {', '.join(missing)}", row=1, mend=f"add {', '.join(missing)}")
        if len(set(header)) < len(header):
            raise SourceError(name, "two columns share a name", row=1, mend="rename one")
        first = reader.line_num + 1
        for cells in reader:
            line, first = first, reader.line_num + 1
            if not cells:
                continue
            if len(cells) != len(header):
                raise SourceError(
                    name,
                    f"{len(cells)} cells where the header has {len(header)}",
                    row=line,
                    mend="quote cells that hold commas; if the file ends here, it was cut short: collect it again",
                )
            rows.append([line, *cells])
    except csv.Error as error:
        raise SourceError(name, f"broken CSV: {error}", row=reader.line_num, mend="close the quote") from None
    frame = pd.DataFrame(rows, columns=[LINE, *header])
    return frame.astype({LINE: "int64"} | dict.fromkeys(header, "str"))
