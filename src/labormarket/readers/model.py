"""What the readers take and hand back: options and a budget in, batches of raw statements out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import pyarrow as pa

from labormarket.files.errors import UserError
from labormarket.sources import STATEMENT_COLUMNS

MB = 1024 * 1024
BATCH_FIELDS = (*STATEMENT_COLUMNS, "template_id", "publisher", "where")
"""The text columns of a batch: the raw columns, what the door knows beside them, and the place in the file."""
ENCODED = pa.dictionary(pa.int32(), pa.string())
"""How texts are held: each distinct one once, and its number in every row."""
BATCH_SCHEMA = pa.schema([*((name, ENCODED) for name in BATCH_FIELDS if name != "where"), ("where", pa.string()),
                          ("input_row", pa.int64())])  # fmt: skip
LEFT_OUT_SCHEMA = pa.schema([*BATCH_SCHEMA, ("reason", pa.string()), ("text", pa.string())])


class UnreadableError(UserError):
    """A file that a reader refuses as a whole; the message says why, in words for the person who saved it."""


@dataclass(frozen=True)
class Budget:
    """The most that a reader takes from one file; a bound of 0 is none.

    The default holds for files that are read whole (`add`, `collect`); `STREAMED` is for dumps that are cut into
    splits, where memory depends on a split and not on the file.
    """

    file_bytes: int = 200 * MB
    """of the file as it lies on disk; the largest public board export is under 20 MB"""
    unpacked_bytes: int = 1_000 * MB
    """after decompression: an archive that grows without end stops here"""
    document_bytes: int = 32 * MB
    """of what is read as a whole: a page, a text, a feed, a board's JSON; larger JSON is streamed, record by record"""
    split_bytes: int = 4 * MB
    """of one split: some 20,000 postings, or as many rows of a bare table as the budget has"""
    record_bytes: int = MB
    """of one record: a posting is a few KB, anything longer is a lost quote or a broken line"""
    rows: int = 500_000
    """records of one file; `add` holds them all in memory"""
    cells: int = 20_000_000
    """of one workbook, the empty ones among them: a sheet may claim 16,384 columns in a million rows"""
    columns: int = 2_000
    """of one table: wider ones are matrices, not listings"""
    elements: int = 500_000
    """tags of a page or a feed"""
    values: int = 2_000_000
    """parts of a JSON document that is read as a whole, counted by its commas and brackets"""
    depth: int = 64
    """nested brackets or tags; real postings stay under 20"""
    cell_chars: int = 200_000
    """of one cell or description; the rest of it is not searched for pay"""
    passages: int = 20_000
    """paragraphs of one text"""
    passage_chars: int = 100_000
    """of one paragraph: what the pay reader answers in well under a second"""
    seconds: float = 600.0
    """for one file, checked between batches"""


WHOLE = Budget()
"""What holds where no file's own budget is at hand."""
STREAMED = replace(WHOLE, file_bytes=0, unpacked_bytes=0, split_bytes=32 * MB, rows=0, seconds=0.0)
"""The budget of dumps of any size: each record, cell and column keeps its bound; a split outweighs its fixed cost."""


@dataclass(frozen=True)
class RawStatement:
    """One pay claim as a file states it: text only, empty where the file says nothing.

    The fields are those of a raw statements file (STATEMENT_COLUMNS) but for the id, with `template_id` and
    `publisher`, `where`, the place in the file (a row, a job, a field), and `span`, the characters of `where` that
    hold the pay, where prose was read.
    """

    platform: str = ""
    profession_raw: str = ""
    pay_text: str = ""
    period_context: str = ""
    currency_context: str = ""
    kind: str = "advertised"
    country: str = ""
    source_url: str = ""
    source_title: str = ""
    published_on: str = ""
    origin: str = ""
    confidence: str = ""
    note: str = ""
    scope: str = ""
    degree_asked: str = ""
    usd_text: str = ""
    first_seen: str = ""
    last_seen: str = ""
    template_id: str = ""
    publisher: str = ""
    where: str = ""
    span: tuple[int, int] | None = None


@dataclass(frozen=True)
class Passage:
    """A stretch of running text that may state pay; `context` holds what the file says of it (platform, title, URL).

    `start` is the place of its first character in the whole text of the file; `level` is 1 to 6 for a heading.
    """

    text: str
    context: RawStatement = field(default_factory=RawStatement)
    start: int = 0
    level: int = 0


@dataclass(frozen=True)
class Skipped:
    """Something that a reader saw and left out: where it stands in the file, and why."""

    where: str
    reason: str


@dataclass(frozen=True)
class ReadOptions:
    """What the person who brings a file says of it.

    `columns` maps a field to a column title of the file (`{"pay_text": "Salary (USD)"}`): the fields are those of a
    raw statements file, and `low`, `high`, `period`, `currency`, `place`, `description`, `category`.
    """

    platform: str = ""
    source_url: str = ""
    collected_on: str = ""
    name: str = ""
    content_type: str = ""
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    budget: Budget = field(default_factory=Budget)


@dataclass(frozen=True)
class Coverage:
    """How many listings of one platform and month state pay: `listings`, and `with_pay` of them."""

    listings: int = 0
    with_pay: int = 0


@dataclass(frozen=True)
class Batch:
    """Some records of a file, read.

    `statements` has the columns of BATCH_SCHEMA (texts dictionary-encoded, `input_row` the number of the record's
    line, row or job). `left_out` has the same and `reason` and `text`: each record that became no statement, a broken
    one with its whole text. `passages` is running text for the prose reader. `records` counts what was seen in the
    file; `coverage` the listings by (platform, month).
    """

    statements: pa.Table = field(default_factory=BATCH_SCHEMA.empty_table)
    left_out: pa.Table = field(default_factory=LEFT_OUT_SCHEMA.empty_table)
    records: int = 0
    format: str = ""
    coverage: Mapping[tuple[str, str], Coverage] = field(default_factory=dict)
    passages: tuple[Passage, ...] = ()

    @property
    def listings(self) -> int:
        """The listings seen, with pay or without."""
        return sum(part.listings for part in self.coverage.values())


def raw_statements(table: pa.Table) -> list[RawStatement]:
    """Return the rows of a batch's table one by one, for readers of prose and tables that people look at."""
    names = [name for name in RawStatement.__dataclass_fields__ if name in table.column_names]
    return [RawStatement(**row) for row in table.select(names).to_pylist()]
