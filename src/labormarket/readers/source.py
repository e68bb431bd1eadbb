"""A file to read: a path, an address that fsspec knows, or bytes; decompressed and decoded as it is read."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

import pyarrow as pa

from labormarket.files.storage import Location
from labormarket.readers.model import Budget, UnreadableError

SAMPLE_BYTES = 1024 * 1024
AT_ONCE = 16 * 1024 * 1024  # a stream asked for more might set that much memory aside
UNPACKING = (
    EOFError,
    OSError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    RuntimeError,
    NotImplementedError,
    pa.ArrowInvalid,
)
PACKED = {b"\x1f\x8b": "gz", b"\x28\xb5\x2f\xfd": "zst", b"BZh": "bz2", b"\xfd7zXZ": "xz"}
MARKS = {b"\xff\xfe\0\0": "utf-32", b"\0\0\xfe\xff": "utf-32", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
"""Byte-order marks, the longer before those that they begin with."""
OPENERS: dict[str, Callable[[Any], Any]] = {"gz": gzip.open, "bz2": bz2.open, "xz": lzma.open}


class Source(NamedTuple):
    """A file: its address (or its bytes), the name that messages give it, and which member it is of a .zip archive."""

    address: str = ""
    content: bytes | None = None
    name: str = ""
    member: str = ""

    @classmethod
    def of(cls, given: Source | str | Path | bytes, name: str = "") -> Source:
        """Take a path, an address such as s3://bucket/file.csv, or bytes."""
        if isinstance(given, Source):
            return given
        if isinstance(given, bytes):
            return cls("", given, name or "file")
        address = str(given)
        return cls(address, None, name or address.replace("\\", "/").rpartition("/")[2])

    def open(self) -> pa.NativeFile:
        """Open the bytes as they lie, for reading at any place; a member of an archive is unpacked on the way."""
        if self.member:
            archive = zipfile.ZipFile(cast(BinaryIO, self._replace(member="").open()))
            return pa.PythonFile(archive.open(self.member), mode="r")
        if self.content is not None:
            return pa.BufferReader(self.content)
        if "://" not in self.address and not Path(self.address).is_file():
            raise UnreadableError("no regular file" if Path(self.address).exists() else "no such file")
        return Location(self.address).open()

    def head(self, size: int) -> bytes:
        """The first bytes as they lie."""
        with self.open() as file:
            return read_fully(file, size)

    def packing(self) -> str:
        """How the file is compressed: gz, zst, bz2, xz, zip, member (of an archive) or "" for not at all.

        The bytes say so, not the name.
        """
        if self.member:
            return "member"
        head = self.head(8)
        if head.startswith(b"PK\x03\x04"):
            return "zip" if zipped_names(self) else ""
        return next((kind for mark, kind in PACKED.items() if head.startswith(mark)), "")


def zipped_names(source: Source) -> list[str]:
    """The files of a .zip archive; none where the archive is a workbook or another document."""
    try:
        with source.open() as file, zipfile.ZipFile(file) as parts:
            names = parts.namelist()
    except UNPACKING:
        return []
    if "[Content_Types].xml" in names or "mimetype" in names:
        return []
    return [name for name in names if not name.endswith("/") and not re.search(r"(?:^|/)[._]", name)]


def read_fully(stream: BinaryIO | pa.NativeFile, size: int) -> bytes:
    """Read `size` bytes, fewer only at the end: a decompressor may hand out less at a time."""
    parts = []
    while size > 0 and (part := stream.read(min(size, AT_ONCE))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def open_unpacked(source: Source, budget: Budget) -> BinaryIO:
    """Open a file unpacked; reading past the budget raises UnreadableError, damage raises one of UNPACKING."""
    raw = source.open()
    packing = source.packing()
    if packing == "zst":
        raw = pa.CompressedInputStream(raw, "zstd")
    elif packing in OPENERS:
        raw = OPENERS[packing](raw)
    return cast(BinaryIO, Metered(raw, budget.unpacked_bytes if packing else budget.file_bytes))


def encoding_of(sample: bytes) -> str:
    """Say how text is encoded by its mark, else by whether it reads as UTF-8.

    >>> encoding_of("a,b".encode("utf-16")), encoding_of("£5".encode("cp1252")), encoding_of("£5".encode())
    ('utf-16', 'cp1252', 'utf-8')
    """
    if marked := next((codec for mark, codec in MARKS.items() if sample.startswith(mark)), ""):
        return marked
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(sample)  # a character cut at the end of the sample is no error
    except UnicodeDecodeError:
        strays = sample.decode("utf-8", errors="replace").count("\ufffd")
        return "utf-8" if strays <= len(sample) // 5_000 else "cp1252"
    if sample[:200].count(b"\0") > len(sample[:200]) // 4:  # UTF-16 without a mark
        return "utf-16-le" if sample[1:2] == b"\0" else "utf-16-be"
    return "utf-8"


def open_text(source: Source, budget: Budget) -> tuple[BinaryIO, bool]:
    """Open a text file as UTF-8 bytes without a mark, each lone carriage return a line feed.

    The second value tells whether the bytes lie so in the file, but for a mark of three bytes and carriage returns:
    then a place in the text is a place in the file.
    """
    stream = open_unpacked(source, budget)
    sample = read_fully(stream, SAMPLE_BYTES)
    encoding = encoding_of(sample)
    stream.close()
    stream = open_unpacked(source, budget)
    if encoding != "utf-8":
        decoder = codecs.getincrementaldecoder(encoding)("replace")

        def recode(part: pa.Buffer) -> bytes:
            return decoder.decode(bytes(part), final=not len(part)).encode("utf-8", errors="replace")

        return cast(BinaryIO, pa.TransformInputStream(pa.PythonFile(stream, "r"), recode)), False
    return stream, not source.packing()


class Metered(io.RawIOBase):
    """A stream that counts what it gives and stops at a bound."""

    def __init__(self, stream: BinaryIO, bound: int, mend: str = "`labormarket clean` streams it") -> None:
        self.stream, self.bound, self.mend, self.given = stream, bound, mend, 0

    def readable(self) -> bool:
        """Reading is all it does."""
        return True

    def readinto(self, buffer: object) -> int:
        """Read into a buffer, as the io classes ask."""
        view = memoryview(cast(bytearray, buffer))
        part = self.stream.read(len(view))
        self.given += len(part)
        if self.bound and self.given > self.bound:
            raise UnreadableError(f"larger than {self.bound // 1024**2:,} MB: cut it into parts; {self.mend}")
        view[: len(part)] = part
        return len(part)

    def close(self) -> None:
        """Close the stream beneath."""
        self.stream.close()
        super().close()
