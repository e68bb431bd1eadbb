"""File format detection by content; the name decides only between a table and an article."""

from __future__ import annotations

import re

from labormarket.readers.formats.delimited import pay_head
from labormarket.readers.model import ReadOptions, UnreadableError
from labormarket.readers.source import SAMPLE_BYTES, Source, encoding_of, open_unpacked, read_fully

REFUSED = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "an old Excel file",
    b"SQLite": "a database",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
}
TABLES = re.compile(r"\.(?:csv|tsv|tab)(?:\.\w+)?$", re.IGNORECASE)
LINES = re.compile(r"\.(?:jsonl|ndjson)(?:\.\w+)?$", re.IGNORECASE)


def format_of(source: Source, options: ReadOptions) -> str:
    """Return csv, jsonl, json, parquet, excel, warc or document; raises UnreadableError for what no reader takes."""
    head = source.head(16)
    if not head:
        raise UnreadableError("the file is empty")
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04") and not source.packing():
        return "excel"
    for mark, what in REFUSED.items():
        if head.startswith(mark):
            raise UnreadableError(f"{what}: save it as text, CSV or .xlsx")
    with open_unpacked(source, options.budget) as stream:
        sample = read_fully(stream, SAMPLE_BYTES)
    if not sample.strip():
        raise UnreadableError("the file is empty")
    return format_of_text(sample, source.name, options)


def format_of_text(sample: bytes, name: str, options: ReadOptions) -> str:
    """Return the format of a text file from its beginning.

    >>> format_of_text(b'{"a": 1}\\n{"a": 2}\\n', "", ReadOptions()), format_of_text(b'[{"a": 1}]', "", ReadOptions())
    ('jsonl', 'json')
    >>> format_of_text(b"role,pay\\ntutor,$20\\n", "", ReadOptions()), format_of_text(b"A text.\\n", "", ReadOptions())
    ('csv', 'document')
    >>> format_of_text(b"# On pay, mostly, here\\n\\nIn all, it pays, too.\\n\\nSo, no, not so.\\n", "", ReadOptions())
    'document'
    """
    if sample.startswith(b"WARC/"):
        return "warc"
    encoding = encoding_of(sample)
    start = sample.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n")
    if LINES.search(name) or re.match(r"\{[^\n]*\}[ \t\r]*\n\s*\{", start):
        return "jsonl"
    if start[:1] == "{" or re.match(r"\[\s*[\[{\"\d\]]", start):
        return "json"
    if start[:1] == "<":
        return "document"
    if TABLES.search(name) or options.columns or is_table(start.encode("utf-8", errors="replace"), options):
        return "csv"
    return "document"


def is_table(sample: bytes, options: ReadOptions) -> bool:
    """Tell whether the first rows are alike under some delimiter, or one of them is a header of pay."""
    lines = [line for line in sample[:20_000].split(b"\n")[:12] if line.strip()]
    lines = lines[: len(lines) - (len(lines) > 3)]
    is_prose = all(line.count(b", ") == line.count(b",") for line in lines)  # a space behind every comma
    for mark in (b";", b"\t", b"|") if is_prose else (b",", b";", b"\t", b"|"):
        if len(lines) > 2 and len({line.count(mark) for line in lines}) == 1 and lines[0].count(mark) > 1:
            return not lines[0].startswith(b"|")  # a table of Markdown stands in a text
    return pay_head(sample[:200_000], options) is not None
