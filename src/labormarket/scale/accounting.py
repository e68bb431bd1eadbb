"""Independent count of the records of a file, to hold the rows that were read against."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow.parquet as pq

from labormarket.scale.inputs import InputFile, open_text


class Counted(NamedTuple):
    """How many records a file has, by a counter that shares nothing with the readers."""

    file: str
    records: int
    counter: str


def count_records(file: InputFile) -> Counted:
    """Count the records of a file: CSV by Python's csv module, JSON by its lines, Parquet by the file's own metadata.

    Blank lines are no records. The counter reads the whole file once more, with code that `clean` doesn't use.
    """
    if file.kind == "parquet":
        with file.place.open() as source:
            return Counted(file.name, pq.ParquetFile(source).metadata.num_rows, "the Parquet metadata")
    with file.place.open() as packed, open_text(packed, file.name) as stream:
        newline = "\n" if file.kind == "json" else ""
        text = io.TextIOWrapper(stream, encoding="utf-8", errors="replace", newline=newline)
        try:
            if file.kind == "json":
                return Counted(file.name, sum(1 for line in text if line.strip()), "the number of lines")
            csv.field_size_limit(sys.maxsize)
            rows = sum(1 for cells in csv.reader(text, delimiter=file.form.delimiter or ",") if cells)
            return Counted(file.name, rows - 1, "the csv module")  # less the header
        finally:
            text.detach()


def compare_counts(
    batches: Sequence[Mapping[str, Any]], counts: Sequence[Mapping[str, Any]]
) -> tuple[tuple[str, ...], bool]:
    """Say where the rows of a run (`batches` of its manifest) and the counted records differ, and whether rows lack.

    More records than rows means that rows are neither read nor refused. Fewer means that the counter takes several
    lines for one record, as it does from a quote that is not closed.

    >>> compare_counts([{"file": "x.csv", "rows": 2}], [{"file": "x.csv", "records": 3, "counter": "the csv module"}])
    (('x.csv: 2 rows were read or refused, and the csv module counts 3 records',), True)
    """
    rows: dict[str, int] = {}
    for batch in batches:
        rows[batch["file"]] = rows.get(batch["file"], 0) + batch["rows"]
    different = [count for count in counts if count["records"] != rows.get(count["file"], 0)]
    said = [
        f"{count['file']}: {rows.get(count['file'], 0):,} rows were read or refused, "
        f"and {count['counter']} counts {count['records']:,} records"
        for count in different
    ]
    return tuple(said), any(count["records"] > rows.get(count["file"], 0) for count in different)
