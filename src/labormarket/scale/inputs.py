"""The files of a dump: which they are, how each is opened, and what identifies them."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import zlib
from typing import BinaryIO, NamedTuple, cast

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.fs import FileType

from labormarket.files.errors import SourceError
from labormarket.readers import ReadOptions
from labormarket.readers.formats.csv_splits import find_dialect
from labormarket.scale.lines import TextFormat
from labormarket.scale.places import Place
from labormarket.scale.records import MAX_RECORD_BYTES, read_fully, scan_records

COMPRESSIONS = ("", ".gz", ".zst", ".bz2", ".xz")
CSV_ENDINGS, JSON_ENDINGS, PARQUET_ENDINGS = (".csv", ".tsv", ".txt"), (".jsonl", ".ndjson"), (".parquet", ".pq")
SAMPLE_BYTES = 4 * MAX_RECORD_BYTES


class InputFile(NamedTuple):
    """One file of the dump: its name within it, its form, and its column titles (the keys of JSON's first lines)."""

    place: Place
    name: str
    kind: str
    """csv, json or parquet."""
    titles: tuple[str, ...]
    form: TextFormat
    first_byte: int = 0
    """Where the first record begins, behind the byte order mark and the header."""
    first_line: int = 1

    @property
    def identity(self) -> dict[str, str | int]:
        """What changes when the file does: name, size, time of change."""
        facts = self.place.facts()
        return {"file": self.name, "bytes": facts.size or 0, "changed_ns": facts.mtime_ns or 0}


def find_inputs(given: Place) -> list[InputFile]:
    """Return the file, or every file below the folder that is CSV, JSON Lines or Parquet, in the order of names."""
    kind = given.facts().type
    if kind == FileType.NotFound:
        raise SourceError(given.address, "no such file or folder", mend="check the path")
    if kind == FileType.File:
        return [describe_input(given, given.address.rpartition("/")[2])]
    names = [name for name in given.names_below() if kind_of(name) and not hidden(name)]
    if not names:
        raise SourceError(given.address, "no CSV, JSON Lines or Parquet file in it", mend="check the path")
    return [describe_input(given / name, name) for name in names]


def hidden(name: str) -> bool:
    """Tell whether a file, or a folder that it is in, is set apart by a dot or an underscore."""
    return any(part.startswith((".", "_")) for part in name.split("/"))


def kind_of(name: str) -> str:
    """Return csv, json or parquet by the ending, "" for any other.

    >>> kind_of("dump.jsonl.gz"), kind_of("dump.TSV"), kind_of("notes.md")
    ('json', 'csv', '')
    """
    name = name.lower()
    for packed in COMPRESSIONS:
        for kind, endings in (("csv", CSV_ENDINGS), ("json", JSON_ENDINGS)):
            if name.endswith(tuple(ending + packed for ending in endings)):
                return kind
    return "parquet" if name.endswith(PARQUET_ENDINGS) else ""


def describe_input(place: Place, name: str) -> InputFile:
    """Look at a file's beginning: its form and its column titles."""
    kind = kind_of(name)
    if not kind:
        raise SourceError(
            name, "neither CSV, JSON Lines nor Parquet by its ending", mend="rename it to what it is, such as x.csv.gz"
        )
    if kind == "parquet":
        try:
            with place.open() as source:
                titles = tuple(pq.ParquetFile(source).schema_arrow.names)
        except (pa.ArrowException, OSError) as error:
            raise SourceError(name, f"no readable Parquet file: {error}", mend="collect it again") from None
        return InputFile(place, name, kind, titles, TextFormat())
    with place.open() as packed, open_text(packed, name) as stream:
        try:
            sample = read_fully(stream, SAMPLE_BYTES)
        except (EOFError, OSError, zlib.error, lzma.LZMAError) as error:
            raise SourceError(name, f"can't be unpacked: {error}", mend="collect it again") from None
    if not sample.strip():
        raise SourceError(name, "the file is empty", mend="collect it again")
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(name, "UTF-16 text", mend="save it as UTF-8")
    mark = len(b"\xef\xbb\xbf") if sample.startswith(b"\xef\xbb\xbf") else 0
    if kind == "json":
        return InputFile(place, name, kind, keys_of(sample[mark:]), TextFormat(), first_byte=mark)
    return describe_csv(place, name, sample[mark:], mark)


def describe_csv(place: Place, name: str, sample: bytes, mark: int) -> InputFile:
    """Read the header of a CSV file: delimiter, column titles, where the records begin."""
    blank = len(sample) - len(sample.lstrip(b"\r\n"))
    delimiter = find_dialect(sample[blank:], ReadOptions()).delimiter
    header = next(scan_records(sample[blank:], delimiter))
    if header.fault:
        raise SourceError(name, f"the header has {header.fault}", row=1, mend="mend the first line")
    try:
        head = sample[blank : blank + header.end].decode("utf-8")
        titles = next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise SourceError(name, f"the header can't be read: {error}", row=1, mend="mend the first line") from None
    titles = [title.strip() for title in titles]
    first_line = 1 + sample.count(b"\n", 0, blank + header.end)
    form = TextFormat(tuple(titles), delimiter)
    return InputFile(place, name, "csv", tuple(titles), form, mark + blank + header.end, first_line)


def keys_of(sample: bytes) -> tuple[str, ...]:
    """Return the keys of the first lines of JSON, each once, in the order met."""
    keys: dict[str, None] = {}
    for line in sample.split(b"\n")[:1000]:
        try:
            record = json.loads(line)
        except ValueError:
            continue
        if isinstance(record, dict):
            keys |= dict.fromkeys(map(str, record))
    return tuple(keys)


def open_text(packed: pa.NativeFile, name: str) -> BinaryIO:
    """Unpack a file by its ending; the position in `packed` shows how far the reading has come."""
    ending = name.lower().rpartition(".")[2]
    if ending == "zst":
        return cast(BinaryIO, pa.CompressedInputStream(packed, "zstd"))
    if ending == "gz":
        return cast(BinaryIO, gzip.open(packed))
    if ending == "bz2":
        return cast(BinaryIO, bz2.open(packed))
    return cast(BinaryIO, lzma.open(packed) if ending == "xz" else packed)
