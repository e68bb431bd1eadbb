"""The one front door: any file of statements to batches of raw statements, whole or split by split."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from labormarket.readers.formats.csv_splits import plan_csv, read_csv_split
from labormarket.readers.formats.rows import BadRecord
from labormarket.readers.listings import bad_table, listings_of_rows, read_listings
from labormarket.readers.model import Batch, ReadOptions, UnreadableError
from labormarket.readers.source import UNPACKING, Source
from labormarket.readers.splits import Split

PLANS = {"csv": plan_csv}


def plan_splits(given: Source | str | Path | bytes, options: ReadOptions | None = None) -> Iterator[Split]:
    """Cut a file into splits, each to be read apart from the others, in any order and process.

    Raises UnreadableError, with the mend, for a file that no reader takes.

    >>> [split.format for split in plan_splits(b"role,pay\\ntutor,$20/hr\\n")]
    ['csv']
    """
    options = options or ReadOptions()
    source = Source.of(given, options.name)
    try:
        yield from PLANS["csv"](source, options)
    except UNPACKING as error:
        raise UnreadableError(f"can't be read: {type(error).__name__}: {error}; collect it again") from None


def read_split(split: Split, options: ReadOptions | None = None) -> Iterator[Batch]:
    """Read one split into batches of raw statements."""
    options = options or ReadOptions()
    for rows, columns in read_csv_split(split, options):
        yield read_listings(listings_of_rows(rows, columns), options, split.format)


def read_file(given: Source | str | Path | bytes, options: ReadOptions | None = None) -> Iterator[Batch]:
    """Read a file, split after split, within the budget of the options.

    >>> [batch] = read_file(b"role,pay,where\\ntutor,$20/hr,Remote (Kenya)\\nnurse,,\\n")
    >>> batch.statements.select(["profession_raw", "pay_text", "where"]).to_pylist()
    [{'profession_raw': 'tutor', 'pay_text': '$20/hr', 'where': 'row 2'}]
    >>> batch.left_out.select(["profession_raw", "reason"]).to_pylist(), batch.records
    ([{'profession_raw': 'nurse', 'reason': 'states no pay'}], 2)
    """
    options = options or ReadOptions()
    deadline, budget, seen = options.budget.deadline(), options.budget, 0
    for split in plan_splits(given, options):
        for batch in read_split(split, options):
            seen += batch.records
            stop = ""
            if budget.rows and seen > budget.rows:
                stop = f"more than {budget.rows:,} rows: the rest is not read; `labormarket clean` reads any number"
            elif deadline.passed():
                stop = (
                    f"more than {budget.seconds:,.0f} seconds: the rest is not read; `labormarket clean` has no bound"
                )
            if stop:
                rest = bad_table([BadRecord(seen, stop, "")])
                yield replace(batch, left_out=pa.concat_tables([batch.left_out, rest]))
                return
            yield batch
