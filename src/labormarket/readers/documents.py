"""Documents that are read whole: a board's JSON, records, a saved page, a text; the contents decide which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from labormarket.readers.boards import schema_org
from labormarket.readers.boards.json_boards import board_of, board_postings
from labormarket.readers.formats.block_pages import wall_of
from labormarket.readers.formats.json_records import SAMPLE, columns_of, read_objects
from labormarket.readers.formats.json_text import load_json
from labormarket.readers.formats.markup import canonical_url, decode_page, page_title, paragraphs, parse_html
from labormarket.readers.formats.markup_data import xml_data
from labormarket.readers.formats.page_text import posting_of_text, read_page_text, text_passages
from labormarket.readers.formats.rows import BadRecord
from labormarket.readers.listings import Posting, bad_table, listings_of_postings, listings_of_rows, read_listings
from labormarket.readers.model import Batch, ReadOptions, UnreadableError

HTML = re.compile(r"\A[\s\ufeff]*<(?:!--|!doctype|\?xml|[a-z][a-z0-9-]*[\s>/])", re.IGNORECASE)
XML = re.compile(
    r"\A[\s\ufeff]*(?:<\?xml[^>]*>\s*(?:<!--.*?-->\s*)*<(?!html\b|!doctype\s+html)|<(?:rss|feed|jobs|source)[\s>])",
    re.IGNORECASE | re.DOTALL,
)
OTHERS = re.compile(r"similar|related|recommended", re.IGNORECASE)
"""Keys beside a job that hold other jobs."""
AT_ONCE = 5_000  # postings or records of one batch: their descriptions are held while they are read


def read_document(content: bytes, options: ReadOptions) -> Iterator[Batch]:
    """Read a document by what it is; raises UnreadableError, a bot wall among the reasons.

    >>> [batch.format for batch in read_document(b"Acme pays tutors $20 an hour.", ReadOptions())]
    ['article']
    >>> list(read_document(b"<title>Just a moment...</title><p>Checking your browser", ReadOptions()))
    Traceback (most recent call last):
    ...
    labormarket.readers.model.UnreadableError: a bot wall or error page ("Just a moment...")
    """
    if not content.strip():
        raise UnreadableError("the file is empty")
    try:
        start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:50]
        if start[:1] in (b"{", b"["):
            try:
                data = load_json(content)
            except UnreadableError:
                if re.match(rb"\{|\[\s*[\[{\"\d]", start):
                    raise
            else:
                yield from read_json(data, options)
                return
        text = decode_page(content, options.content_type)
        if XML.match(text):
            yield from read_json(xml_data(text), options)
        else:
            yield from (read_page if HTML.match(text) else read_text)(text, options)
    except RecursionError:
        raise UnreadableError("nested too deeply") from None


def read_json(data: Any, options: ReadOptions) -> Iterator[Batch]:
    """Read a JSON file: a board's export, job postings, or records."""
    if board := "" if options.columns else board_of(data):
        yield from read_postings(list(board_postings(data, board)), options, board)
    elif found := list(schema_org.postings(data)):
        yield from read_postings(found, options, "job posting")
    else:
        yield from read_records(records_of(data), options)


def read_postings(found: Sequence[Posting], options: ReadOptions, kind: str) -> Iterator[Batch]:
    """Read postings, some at a time."""
    for at in range(0, len(found), AT_ONCE):
        yield read_listings(listings_of_postings(found[at : at + AT_ONCE], at + 1), options, kind)


def read_records(records: Sequence[Any], options: ReadOptions, first: int = 1) -> Iterator[Batch]:
    """Read records, the columns chosen from the first of them; raises UnreadableError where no key states pay."""
    if not records:
        raise UnreadableError("no list of records, and no board's export")
    columns = columns_of(records[:SAMPLE], options)
    for at in range(0, len(records), AT_ONCE):
        rows = read_objects(enumerate(records[at : at + AT_ONCE], first + at), columns)
        yield read_listings(listings_of_rows(rows, "record"), options, "records")


def records_of(data: Any, level: int = 0) -> list[Any]:
    """Return the records of a JSON file: the list that it is, or the longest list of objects that it holds.

    >>> records_of({"meta": {"pages": [1]}, "data": {"results": [{"title": "tutor"}]}})
    [{'title': 'tutor'}]
    """
    if isinstance(data, list):
        return data if any(isinstance(part, dict) for part in data) else []
    if not isinstance(data, dict) or level > 4:
        return []
    own = (part for key, part in data.items() if not OTHERS.match(key))
    found = [records_of(part, level + 1) for part in own if isinstance(part, list | dict)]
    best = max(found, key=len, default=[])
    is_one_record = level == 0 and len(data) > 6 and {"title", "text", "name"} & data.keys()
    if best and (len(best) > 1 or level == 0) and not is_one_record:
        return best
    if not level and data and all(isinstance(part, dict) for part in data.values()):
        return list(data.values())  # records by their ids
    return best if level else [data]


def read_page(text: str, options: ReadOptions) -> Iterator[Batch]:
    """Read an HTML page: its job postings where it has any, else its tables and its text."""
    tree = parse_html(text)
    title = page_title(tree)
    found = list(schema_org.postings_of_page(tree, title))
    within = replace(options, source_url=options.source_url or canonical_url(tree), columns={})
    if found:
        yield from read_postings(found, within, "job posting")
    good = [posting for posting in found if not posting.fault]
    if any(posting.kind != "statistic" for posting in good):
        return
    if not good and (wall := wall_of(title, " ".join(block for block, _ in paragraphs(tree)), text)):
        raise UnreadableError(wall)
    batches, passages = read_page_text(tree, within)  # estimates of occupations stand beside the text of their page
    yield from batches
    yield Batch(format="page", passages=passages)


def read_text(text: str, options: ReadOptions) -> Iterator[Batch]:
    """Read a text or Markdown file: one job advert, or an article in passages."""
    if "\0" in text:
        raise UnreadableError("no text: it holds NUL bytes")
    posting = posting_of_text(text, options)
    if posting is not None:
        yield from read_postings([posting], options, "job text")
    else:
        yield Batch(format="article", passages=text_passages(text, options.source_url))


def left_out_batch(where: str, reason: str, kind: str, number: int = 1) -> Batch:
    """Say that a file, or a part of one, is left out as a whole."""
    return Batch(left_out=bad_table([BadRecord(number, reason, "", where)]), records=1, format=kind)
