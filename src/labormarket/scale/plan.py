"""A dump, cut into batches: the same cuts however many workers there are and however often the run was stopped."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pyarrow.parquet as pq

from labormarket.files.errors import SourceError
from labormarket.scale.batch import READ_FIELDS, ROWS_AT_ONCE, Batch, RowGroups
from labormarket.scale.fields import choose_fields
from labormarket.scale.inputs import InputFile, open_text
from labormarket.scale.places import Place
from labormarket.scale.records import BLOCK_BYTES, Block, cut_blocks, read_fully


class Planned(NamedTuple):
    """A batch, and how many bytes of its file it stands for in the progress bar."""

    batch: Batch
    weight: int


def fields_of(file: InputFile, mapping: Mapping[str, str]) -> dict[str, str]:
    """Choose the fields of a file, of those that are read."""
    chosen = choose_fields(file.titles, mapping, file=file.name)
    return {field: column for field, column in chosen.items() if field in READ_FIELDS}


def plan_batches(
    files: Sequence[InputFile], mapping: Mapping[str, str], *, block_bytes: int = BLOCK_BYTES
) -> Iterator[Planned]:
    """Cut the files into batches, in the order of their names, reading text as far as the batches are asked for."""
    number = 0
    for file in files:
        fields = fields_of(file, mapping)
        pieces: Iterator[tuple[Block | RowGroups, int]] = (
            plan_parquet(file.place) if file.kind == "parquet" else plan_text(file, block_bytes)
        )
        for rows, weight in pieces:
            yield Planned(Batch(number, file.name, rows, file.form, fields), weight)
            number += 1


def plan_text(file: InputFile, block_bytes: int) -> Iterator[tuple[Block, int]]:
    """Cut a text file into blocks of whole records."""
    before = 0
    with file.place.open() as packed, open_text(packed, file.name) as stream:
        try:
            read_fully(stream, file.first_byte)
            blocks = cut_blocks(stream, file.form.delimiter, first_line=file.first_line, block_bytes=block_bytes)
            for block in blocks:
                here = packed.tell()
                yield block, here - before
                before = here
        except (EOFError, OSError, zlib.error, lzma.LZMAError) as error:
            raise SourceError(
                file.name,
                f"can't be unpacked to its end: {error}",
                mend="it was cut short or damaged: collect it again; what stands before is cleaned",
            ) from None


def plan_parquet(place: Place) -> Iterator[tuple[RowGroups, int]]:
    """Put row groups together until they make a batch; one that is larger is a batch of its own."""
    with place.open() as source:
        layout = pq.ParquetFile(source).metadata
    gathered: list[int] = []
    first_row, weight, rows = 1, 0, 0
    for number in range(layout.num_row_groups):
        group = layout.row_group(number)
        if gathered and rows + group.num_rows > ROWS_AT_ONCE:
            yield RowGroups(place.address, tuple(gathered), first_row), weight
            first_row, gathered, weight, rows = first_row + rows, [], 0, 0
        gathered.append(number)
        rows, weight = rows + group.num_rows, weight + compressed_bytes(group)
    if gathered:
        yield RowGroups(place.address, tuple(gathered), first_row), weight


def compressed_bytes(group: pq.RowGroupMetaData) -> int:
    """Bytes that a row group takes in its file."""
    return sum(group.column(number).total_compressed_size for number in range(group.num_columns))
