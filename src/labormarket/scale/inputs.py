"""Input files of a dump, each with a digest of its content."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from pyarrow.fs import FileType

from labormarket.files.errors import SourceError
from labormarket.files.storage import Location
from labormarket.readers import Source

DATA_FILE = re.compile(
    r"\.(?:csv|tsv|jsonl|ndjson|json|parquet|pq|xlsx|html?|warc)(?:\.(?:gz|zst|bz2|xz|zip))?$", re.IGNORECASE
)
"""The files of a folder that are part of a dump; notes and pictures beside them are left alone."""
MB = 1024 * 1024
WHOLE_BYTES = 256 * MB
"""A file up to this size is digested whole, in a quarter of a second; a larger one by PIECES of a megabyte."""
PIECES = 64


class InputFile(NamedTuple):
    """One file of the dump: where it lies, its name within the dump, its size and a digest of its content."""

    location: Location
    name: str
    bytes: int
    digest: str

    @property
    def source(self) -> Source:
        """The file as the readers take it."""
        return Source(self.location.address, None, self.name)


def find_inputs(given: Location) -> list[InputFile]:
    """Return the file, or every data file below the folder, in the order of names."""
    kind = given.facts().type
    if kind == FileType.NotFound:
        raise SourceError(given.address, "no such file or folder", mend="check the path")
    if kind == FileType.File:
        return [describe_file(given, given.address.rpartition("/")[2])]
    names = [name for name in given.names_below() if DATA_FILE.search(name) and not is_hidden(name)]
    if not names:
        raise SourceError(
            given.address, "no file of data in it (CSV, JSON, Parquet, Excel, WARC …)", mend="check the path"
        )
    return [describe_file(given / name, name) for name in names]


def is_hidden(name: str) -> bool:
    """Tell whether a file, or a folder that it is in, is set apart by a dot or an underscore."""
    return any(part.startswith((".", "_")) for part in name.split("/"))


def describe_file(location: Location, name: str) -> InputFile:
    """Take the size and the digest of a file."""
    size = location.facts().size or 0
    return InputFile(location, name, size, digest_content(location, size))


def digest_content(location: Location, size: int) -> str:
    """SHA-256 of a file: of the whole up to WHOLE_BYTES, else of its size and of pieces from head to tail.

    The time of change is no part of it: a file that is copied or touched is the same, one of the same size and time
    with other content is not.
    """
    digest = hashlib.sha256(str(size).encode())
    starts = range(0, size, MB) if size <= WHOLE_BYTES else [at * (size - MB) // (PIECES - 1) for at in range(PIECES)]
    with location.open() as file:
        for start in starts:
            file.seek(start)
            digest.update(file.read(MB))
    return digest.hexdigest()
