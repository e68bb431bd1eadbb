"""Independent count of the records of a file, to hold the rows that were read against."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import NamedTuple

import pyarrow.parquet as pq

from labormarket.readers.model import Budget
from labormarket.readers.source import open_text
from labormarket.readers.splits import Split

COUNTERS = {"csv": "the csv module", "jsonl": "the number of lines", "parquet": "the Parquet metadata"}


class Counted(NamedTuple):
    """How many records a file has, by a counter that shares nothing with the readers but unpacking and decoding."""

    file: str
    records: int
    counter: str

    def difference(self, seen: int) -> str:
        """Say how the records that were seen differ from the count, "" where they don't."""
        if seen == self.records:
            return ""
        return f"{seen:,} records were read or refused, and {self.counter} counts {self.records:,}"


def can_count(firsts: Sequence[Split]) -> bool:
    """Tell whether there are independent counters for a file, or for every part of an archive."""
    return bool(firsts) and all(first.format in COUNTERS for first in firsts)


def count_records(firsts: Sequence[Split], name: str, budget: Budget) -> Counted:
    """Count the records of a file by its first split, of an archive by the first split of each part."""
    counters = dict.fromkeys(COUNTERS[first.format] for first in firsts)
    return Counted(name, sum(count_of(first, budget) for first in firsts), " and ".join(counters))


def count_of(first: Split, budget: Budget) -> int:
    """Count CSV by Python's csv module from the first record on, JSON Lines by its lines, Parquet by its metadata.

    Blank lines are no records.
    """
    if first.format == "parquet":
        with first.source.open() as source:
            return int(pq.ParquetFile(source).metadata.num_rows)
    stream, _ = open_text(first.source, budget)
    with stream, io.TextIOWrapper(stream, encoding="utf-8", errors="replace", newline="") as text:
        if first.format == "jsonl":
            return sum(1 for line in text if line.strip())
        rows = csv.reader(text, delimiter=first.delimiter)
        return sum(1 for cells in rows if cells and rows.line_num >= first.first_row)
