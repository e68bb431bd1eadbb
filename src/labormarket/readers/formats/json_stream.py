"""Large JSON files, record by record with a streaming parser (ijson): memory holds a batch, not the file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO, cast

import ijson  # type: ignore[import-untyped]

from labormarket.readers.model import ReadOptions, UnreadableError
from labormarket.readers.source import Metered, Source, open_text

LOOKED_AT = 200_000  # events within which the list of records begins


def stream_records(source: Source, options: ReadOptions, at_once: int) -> Iterator[list[Any]]:
    """Give the records of a large JSON file, some at a time; raises UnreadableError for what is no list of objects.

    No more than a record's bytes are read for a record, and no more than a split's are held.
    """
    budget = options.budget
    try:
        with Metered(open_text(source, budget)[0], budget.record_bytes, MEND) as stream:
            prefix = prefix_of(cast(BinaryIO, stream))
        with Metered(open_text(source, budget)[0], budget.record_bytes, MEND) as stream:
            some: list[Any] = []
            begun = 0
            for record in ijson.items(stream, prefix):
                some.append(record)
                stream.bound = stream.given + budget.record_bytes
                if len(some) == at_once or stream.given - begun > budget.split_bytes:
                    yield some
                    some, begun = [], stream.given
            if some:
                yield some
    except (ijson.JSONError, UnicodeDecodeError, ArithmeticError) as error:
        raise UnreadableError(f"broken JSON: {error}; {MEND}") from None


MEND = "save it as JSON Lines, where a record that can't be read costs itself"


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
    raise UnreadableError(f"no list of records; {MEND}")
