"""Recognise the format of a file by its contents, and read it."""

from __future__ import annotations

import re

from labormarket.readers import (
    MAX_ROWS,
    Reading,
    Skipped,
    UnreadableError,
    ashby,
    greenhouse,
    jobposting,
    lever,
    page_text,
    tables,
)
from labormarket.readers.block_pages import wall_of
from labormarket.readers.json_text import load_json
from labormarket.readers.markup import decode_page, page_title, paragraphs, parse_html
from labormarket.readers.model import check_size

BOARDS = {"greenhouse": greenhouse, "lever": lever, "ashby": ashby}
HTML = re.compile(r"\A[\s\ufeff]*<(?:!--|!doctype|\?xml|[a-z][a-z0-9-]*[\s>/])", re.IGNORECASE)


def read_file(content: bytes, *, name: str = "", url: str = "", content_type: str = "") -> tuple[str, Reading]:
    """Read a file of any supported format: the format's name and the reading.

    The contents decide; the name only where they can't (a CSV without a pay column is no article). Raises
    UnreadableError for a file that no reader takes, a bot wall among them.

    >>> read_file(b"role,pay\\ntutor,$20/hr\\n")[0], read_file(b"Acme pays tutors $20 an hour.")[0]
    ('table', 'article')
    >>> read_file(b"<title>Just a moment...</title><p>Checking your browser")
    Traceback (most recent call last):
    ...
    labormarket.readers.model.UnreadableError: a bot wall or error page ("Just a moment...")
    """
    check_size(content)
    try:
        kind, reading = dispatch(content, name, url, content_type)
    except RecursionError:
        raise UnreadableError("nested too deeply") from None
    if len(reading.statements) > MAX_ROWS:
        rest = Skipped(name or "file", f"more than {MAX_ROWS:,} statements: the rest is not read")
        reading = Reading(reading.statements[:MAX_ROWS], reading.passages, (*reading.skipped, rest))
    return kind, reading


def dispatch(content: bytes, name: str, url: str, content_type: str) -> tuple[str, Reading]:
    """Choose the reader by what the file is."""
    where = {"name": name, "url": url}
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"PK\x03\x04"):
        return "excel", tables.read_excel(content, **where)
    if start.startswith(b"PAR1"):
        return "parquet", tables.read_parquet(content, **where)
    if start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")):
        raise UnreadableError("a PDF, a picture, an archive or an old Excel file: save it as text, CSV or .xlsx")
    if start[:1] in (b"{", b"["):
        return read_json(content, where)
    text = decode_page(content, content_type)
    if HTML.match(text):
        return read_page(content, text, where, content_type)
    if "\0" in text:
        raise UnreadableError("no text: it holds NUL bytes")
    try:
        return "table", tables.read_delimited(content, **where)
    except UnreadableError:
        if name.lower().endswith((".csv", ".tsv")):
            raise
    return "article", page_text.read_text(content, **where)


def read_json(content: bytes, where: dict[str, str]) -> tuple[str, Reading]:
    """Read a JSON file: a board's export, a job posting, or records."""
    try:
        data = load_json(content)
    except UnreadableError:
        return "records", tables.read_records(content, **where)  # JSON Lines, or refused there
    for kind, board in BOARDS.items():
        if board.recognises(data):
            return kind, board.read(content, **where)
    reading = jobposting.read(content, **where)
    if reading.statements or reading.passages:
        return "job posting", reading
    return "records", tables.read_records(content, **where)


def read_page(content: bytes, text: str, where: dict[str, str], content_type: str) -> tuple[str, Reading]:
    """Read an HTML page: its job postings where it has any, else its tables and its text."""
    reading = jobposting.read(content, content_type=content_type, **where)
    estimates = all(statement.kind == "statistic" for statement in reading.statements)
    if reading.passages or not estimates:
        return "job posting", reading
    tree = parse_html(text)
    if wall := wall_of(page_title(tree), " ".join(block for block, _ in paragraphs(tree)), text):
        raise UnreadableError(wall)
    found = page_text.read_html(content, content_type=content_type, **where)
    stated = (*reading.statements, *found.statements)  # estimates of occupations stand beside the text of their page
    return "page", Reading(stated, found.passages, (*reading.skipped, *found.skipped))
