"""Independent count of the records of a file, to hold the rows that were read against."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from labormarket.readers import ReadOptions, Split
from labormarket.readers.source import open_text


class Counted(NamedTuple):
    """How many records a file has, by a counter that shares nothing with the readers but unpacking and decoding."""

    file: str
    records: int
    counter: str


def can_count(split: Split) -> bool:
    """Tell whether there is an independent counter for the format."""
    return split.format in ("csv", "jsonl", "parquet")


def count_records(first: Split, options: ReadOptions) -> Counted:
    """Count the records of the file whose first split is given.

    CSV is counted by Python's csv module from the first record on, JSON Lines by its lines, Parquet by its metadata.
    Blank lines are no records.
    """
    name = first.name
    if first.format == "parquet":
        with first.source.open() as source:
            return Counted(name, pq.ParquetFile(source).metadata.num_rows, "the Parquet metadata")
    stream, _ = open_text(first.source, options.budget)
    with stream, io.TextIOWrapper(stream, encoding="utf-8", errors="replace", newline="") as text:
        if first.format == "jsonl":
            return Counted(name, sum(1 for line in text if line.strip()), "the number of lines")
        csv.field_size_limit(sys.maxsize)
        rows = csv.reader(text, delimiter=first.delimiter)
        return Counted(name, sum(1 for cells in rows if cells and rows.line_num >= first.first_row), "the csv module")


def compare_counts(
    batches: Sequence[Mapping[str, Any]], counts: Sequence[Mapping[str, Any]]
) -> tuple[tuple[str, ...], bool]:
    """Say where a run (`batches` of its manifest) and an independent count differ, and whether records lack.

    More records than were seen means that some are neither read nor refused. Fewer means that the counter takes several
    lines for one record, as it does from a quote that is not closed.

    >>> batches = [{"file": "x.csv", "records": 2, "missing": 0}]
    >>> compare_counts(batches, [{"file": "x.csv", "records": 3, "counter": "the csv module"}])
    (('x.csv: 2 records were read or refused, and the csv module counts 3',), True)
    """
    seen: dict[str, int] = {}
    for batch in batches:
        seen[batch["file"]] = seen.get(batch["file"], 0) + batch["records"] - batch["missing"]
    different = [count for count in counts if count["records"] != seen.get(count["file"], 0)]
    said = [
        f"{count['file']}: {seen.get(count['file'], 0):,} records were read or refused, "
        f"and {count['counter']} counts {count['records']:,}"
        for count in different
    ]
    lacking = any(count["records"] > seen.get(count["file"], 0) for count in different)
    return tuple(said), lacking or any(batch["missing"] for batch in batches)
