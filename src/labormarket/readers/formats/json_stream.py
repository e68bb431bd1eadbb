"""Large JSON files, record by record with a streaming parser (ijson): memory holds a batch, not the file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

import ijson  # type: ignore[import-untyped]

from labormarket.readers.model import ReadOptions, UnreadableError
from labormarket.readers.source import Source, open_text

WHOLE = 32 * 1024 * 1024  # bytes: a smaller file is read whole, and its board recognised
LOOKED_AT = 200_000  # events within which the list of records begins


def stream_records(source: Source, options: ReadOptions, at_once: int) -> Iterator[list[Any]]:
    """Give the records of a large JSON file, some at a time; raises UnreadableError for what is no list of objects."""
    try:
        stream, _ = open_text(source, options.budget)
        with stream:
            prefix = prefix_of(stream)
        stream, _ = open_text(source, options.budget)
        with stream:
            records = ijson.items(stream, prefix)
            while some := list(islice(records, at_once)):
                yield some
    except (ijson.JSONError, UnicodeDecodeError, ArithmeticError) as error:
        raise UnreadableError(
            f"broken JSON: {error}; save it as JSON Lines, where a broken record costs itself"
        ) from None


def prefix_of(stream: BinaryIO) -> str:
    """Return where the records are in a file: the first list that begins with an object.

    >>> import io
    >>> prefix_of(io.BytesIO(b'{"meta": {"n": [1]}, "data": {"jobs": [{"title": "tutor"}]}}'))
    'data.jobs.item'
    """
    before = ""
    for prefix, event, _ in islice(ijson.parse(stream), LOOKED_AT):
        if event == "start_map" and before == "start_array" and prefix.endswith("item"):
            return str(prefix)
        before = event
    raise UnreadableError("no list of records")
