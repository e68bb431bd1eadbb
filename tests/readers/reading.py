"""A file through the front door, as lists that a test can look at."""

from __future__ import annotations

from dataclasses import dataclass

from labormarket.readers import Passage, RawStatement, ReadOptions, Skipped, read_file
from labormarket.readers.model import raw_statements


@dataclass(frozen=True)
class Reading:
    """What a file holds: its format, statements, what was left out, running text."""

    kind: str
    statements: list[RawStatement]
    skipped: list[Skipped]
    passages: list[Passage]


def read(content: bytes | str, *, name: str = "file", url: str = "", content_type: str = "") -> Reading:
    data = content.encode() if isinstance(content, str) else content
    batches = list(read_file(data, ReadOptions(name=name, source_url=url, content_type=content_type)))
    left_out = [row for batch in batches for row in batch.left_out.select(["where", "reason"]).to_pylist()]
    return Reading(
        batches[-1].format if batches else "",
        [statement for batch in batches for statement in raw_statements(batch.statements)],
        [Skipped(row["where"], row["reason"]) for row in left_out],
        [passage for batch in batches for passage in batch.passages],
    )
