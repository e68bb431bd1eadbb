"""The one front door: any file of statements to batches of raw statements, whole or split by split."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa

from labormarket.readers.accounting import can_count, count_records
from labormarket.readers.documents import AT_ONCE, left_out_batch, read_document, read_records
from labormarket.readers.formats.delimited import plan_csv, read_csv_split
from labormarket.readers.formats.detect import format_of
from labormarket.readers.formats.excel import plan_excel, read_excel_split
from labormarket.readers.formats.json_records import plan_json_lines, read_json_lines_split, stream_records
from labormarket.readers.formats.parquet import plan_parquet, read_parquet_split
from labormarket.readers.formats.rows import BadRecord, Rows, bad_rows
from labormarket.readers.formats.warc import pages_of
from labormarket.readers.listings import add_coverage, bad_table, listings_of_rows, read_listings
from labormarket.readers.model import Batch, ReadOptions, UnreadableError
from labormarket.readers.source import PACKED, UNPACKING, Source, open_unpacked, read_fully, zipped_names
from labormarket.readers.splits import Split, too_long_line

TABLES: dict[str, tuple[Callable[..., Iterator[Split]], Callable[[Split, ReadOptions], Iterator[Rows]]]] = {
    "csv": (plan_csv, read_csv_split),
    "jsonl": (plan_json_lines, read_json_lines_split),
    "parquet": (plan_parquet, read_parquet_split),
    "excel": (plan_excel, read_excel_split),
}
"""Formats of tables: what cuts a file into splits, and what reads one."""
PAGES_AT_ONCE = 500  # of a WARC file, in one batch
REFUSED = "refused"
HELD = (b"PAR1", b"PK\x03\x04", *PACKED)
"""How the files of an archive begin that are not read from head to tail."""
THE_REST = "the rest is not read; `labormarket clean`"


def plan_splits(given: Source | str | Path | bytes, options: ReadOptions | None = None) -> Iterator[Split]:
    """Cut a file into splits, each to be read apart from the others, in any order and process.

    A CSV or JSON Lines file is cut into ranges of bytes that end where a record ends (held in the split where the file
    is compressed), a Parquet file into row groups, a workbook into sheets, an archive into its files; a JSON file, a
    page or a WARC file is one split. Raises UnreadableError, with the mend, for a file that no reader takes.

    >>> [split.format for split in plan_splits(b"role,pay\\ntutor,$20/hr\\n")]
    ['csv']
    """
    options = options or ReadOptions()
    source = Source.of(given, options.name)
    try:
        if source.packing() == "zip":
            yield from plan_archive(source, options)
            return
        found = format_of(source, options)
        if found in TABLES:
            yield from TABLES[found][0](source, options)
        else:
            yield Split(source, found)
    except UNPACKING as error:
        raise UnreadableError(f"can't be read: {type(error).__name__}: {error}; collect it again") from None


def plan_archive(source: Source, options: ReadOptions) -> Iterator[Split]:
    """Give the splits of each file of a .zip archive; one that no reader takes costs itself.

    A large text is unpacked as it is read. What is small, or packed in itself, or read here and there (Parquet, a
    workbook) is held.
    """
    names, most = zipped_names(source), options.budget.unpacked_bytes
    with source.open() as file, zipfile.ZipFile(cast(BinaryIO, file)) as parts:
        if 0 < most < sum(parts.getinfo(name).file_size for name in names):  # no more is read than a file claims
            raise UnreadableError(f"unpacks to more than {most // 1024**2:,} MB")
        for name in names:
            is_small = parts.getinfo(name).file_size <= options.budget.document_bytes
            with parts.open(name) as part:
                head = part.read(8)
                if is_small or head.startswith(HELD):
                    member = Source("", head + read_fully(cast(BinaryIO, part), 2**40), name)
                else:
                    member = Source(source.address, source.content, name, name)
            try:
                yield from plan_splits(member, options)
            except UnreadableError as error:
                if len(names) == 1:
                    raise
                yield Split(Source("", b"", name), REFUSED, part=str(error))


def read_split(split: Split, options: ReadOptions | None = None) -> Iterator[Batch]:
    """Read one split into batches of raw statements; see plan_splits."""
    options = options or ReadOptions()
    if split.cut_short and split.columns:
        text = split.text().decode("utf-8", errors="replace")
        bad = BadRecord(split.first_row, too_long_line(options.budget.record_bytes), text)
        yield read_listings(listings_of_rows(bad_rows(split.columns, [bad]), "row"), options, split.format)
    elif split.format in TABLES:
        place = f"sheet {split.part!r} row" if split.format == "excel" else "row"
        for rows in TABLES[split.format][1](split, options):
            yield read_listings(listings_of_rows(rows, place), options, split.format)
    elif split.format == "warc":
        yield from read_warc(split, options)
    elif split.format == REFUSED:
        yield left_out_batch(split.name, split.part, REFUSED)
    else:
        yield from read_whole(split, options)


def read_whole(split: Split, options: ReadOptions) -> Iterator[Batch]:
    """Read a page, a text or a JSON file; JSON that is too large to be held is streamed."""
    budget, seen = options.budget, 1
    with open_unpacked(split.source, budget) as stream:
        content = read_fully(stream, budget.document_bytes + 1)
    is_json = split.format == "json"
    is_large = len(content) > budget.document_bytes
    if is_json and (is_large or sum(map(content.count, (b",", b"[", b"{"))) > budget.values):
        for records in stream_records(split.source, options, AT_ONCE):
            yield from read_records(records, options, seen)
            seen += len(records)
    elif is_large:
        raise UnreadableError(f"a page or text larger than {budget.document_bytes // 1024**2} MB; cut it into parts")
    else:
        yield from read_document(content, options)


def read_warc(split: Split, options: ReadOptions) -> Iterator[Batch]:
    """Read the saved pages of a WARC file, a few hundred to a batch; one that can't be read costs itself."""
    held: list[Batch] = []
    try:
        for count, page in enumerate(pages_of(split.source, options), start=1):
            day = options.collected_on or page.day
            within = replace(options, source_url=page.url, collected_on=day, content_type=page.content_type, columns={})
            try:
                if page.body is None:
                    raise UnreadableError(f"larger than {options.budget.document_bytes // 1024**2} MB")
                held += [numbered(batch, page.number) for batch in read_document(page.body, within)]
            except UnreadableError as error:
                held.append(numbered(left_out_batch(page.url, str(error), "warc"), page.number))
            if count % PAGES_AT_ONCE == 0:
                yield joined(held, "warc")
                held = []
    except UnreadableError as error:  # the file breaks off: the pages before are kept
        held.append(left_out_batch(split.name, str(error), "warc"))
    if held:
        yield joined(held, "warc")


def numbered(batch: Batch, number: int) -> Batch:
    """Number the rows of a page's batch by the record of the page."""

    def with_number(table: pa.Table) -> pa.Table:
        at = table.schema.get_field_index("input_row")
        return table.set_column(at, table.schema.field(at), pa.array([number] * table.num_rows, pa.int64()))

    return replace(batch, statements=with_number(batch.statements), left_out=with_number(batch.left_out))


def joined(batches: Sequence[Batch], kind: str) -> Batch:
    """Put batches together."""
    return Batch(
        pa.concat_tables([batch.statements for batch in batches]).unify_dictionaries(),
        pa.concat_tables([batch.left_out for batch in batches]).unify_dictionaries(),
        sum(batch.records for batch in batches),
        kind,
        add_coverage([batch.coverage for batch in batches]),
        tuple(passage for batch in batches for passage in batch.passages),
    )


def read_file(given: Source | str | Path | bytes, options: ReadOptions | None = None) -> Iterator[Batch]:
    """Read a file, split after split, within the budget of the options; one file of an archive costs itself.

    >>> [batch] = read_file(b"role,pay,where\\ntutor,$20/hr,Remote (Kenya)\\nnurse,,\\n")
    >>> batch.statements.select(["profession_raw", "pay_text", "where"]).to_pylist()
    [{'profession_raw': 'tutor', 'pay_text': '$20/hr', 'where': 'row 2'}]
    >>> batch.left_out.select(["profession_raw", "reason"]).to_pylist(), batch.records
    ([{'profession_raw': 'nurse', 'reason': 'states no pay'}], 2)
    """
    options = options or ReadOptions()
    source = Source.of(given, options.name)
    budget, started, seen = options.budget, time.monotonic(), 0
    firsts: list[Split] = []
    last: Batch | None = None

    def batches() -> Iterator[Batch]:
        has_several = source.packing() == "zip" and len(zipped_names(source)) > 1
        for split in plan_splits(source, options):
            firsts.extend([] if split.number else [replace(split, content=None)])
            try:
                yield from read_split(split, options)
            except UnreadableError as error:
                if not has_several:
                    raise
                yield left_out_batch(split.name, str(error), REFUSED)

    for batch in batches():
        if last:
            yield last
        last, seen, said = batch, seen + batch.records, ""
        if budget.rows and seen > budget.rows:
            said = f"more than {budget.rows:,} rows: {THE_REST} reads any number"
        elif budget.seconds and time.monotonic() - started > budget.seconds:
            said = f"more than {budget.seconds:,.0f} seconds: {THE_REST} has no bound"
        if said:
            break
    else:
        said = count_records(firsts, firsts[0].name, budget).difference(seen) if can_count(firsts) else ""
    if last and said:  # of the file as a whole, where it was left out
        rest = bad_table([BadRecord(seen, said, "", "the file")])
        last = replace(last, left_out=pa.concat_tables([last.left_out, rest]))
    if last:
        yield last
