"""Where results go: a local folder, or any address that fsspec knows; files appear there whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, NamedTuple

import pyarrow as pa
import pyarrow.fs as pa_fs
import pyarrow.parquet as pq

# Texts that repeat are encoded already, and amounts repeat with them; a dictionary of ids would only cost.
COMPRESSION, COMPRESSION_LEVEL = "zstd", 1
BYTES_AT_ONCE = 1024 * 1024  # Parquet is written in hundreds of small pieces, each of which would be handed to Python


class Place(NamedTuple):
    """A folder or a file: a path of this machine, or an address such as s3://bucket/folder."""

    address: str

    @classmethod
    def of(cls, address: object) -> Place:
        """Take a path or an address."""
        return cls(str(address).rstrip("/"))

    def __truediv__(self, name: str) -> Place:
        return Place(f"{self.address}/{name}")

    def system(self) -> tuple[pa_fs.FileSystem, str]:
        """Return the file system and the path in it."""
        if "://" not in self.address:
            return pa_fs.LocalFileSystem(), self.address
        import fsspec  # comes with the extra `scale`

        system, path = fsspec.core.url_to_fs(self.address)
        return pa_fs.PyFileSystem(pa_fs.FSSpecHandler(system)), path

    def open(self) -> pa.NativeFile:
        """Open the file for reading at any place in it."""
        system, path = self.system()
        return system.open_input_file(path)

    def read(self) -> bytes | None:
        """Return the file's bytes, None where there is no such file."""
        try:
            with self.open() as file:
                return bytes(file.read())
        except FileNotFoundError:
            return None

    def names(self) -> list[str]:
        """Return the names of the files in the folder, none where there is no such folder."""
        system, path = self.system()
        found = system.get_file_info(pa_fs.FileSelector(path, allow_not_found=True))
        return sorted(entry.base_name for entry in found if entry.type == pa_fs.FileType.File)

    def names_below(self) -> list[str]:
        """Return the names of all files in the folder and the folders in it, from this folder on."""
        system, path = self.system()
        found = system.get_file_info(pa_fs.FileSelector(path, recursive=True))
        return sorted(entry.path[len(path) + 1 :] for entry in found if entry.type == pa_fs.FileType.File)

    def facts(self) -> pa_fs.FileInfo:
        """Return what the file system knows of the file or folder: type, size, time of change."""
        system, path = self.system()
        return system.get_file_info(path)

    def remove(self) -> None:
        """Remove the file, or the folder with all that is in it; nothing happens where it isn't there."""
        system, path = self.system()
        kind = system.get_file_info(path).type
        if kind == pa_fs.FileType.Directory:
            system.delete_dir(path)
        elif kind == pa_fs.FileType.File:
            system.delete_file(path)

    def write(self, content: bytes) -> None:
        """Write the file whole or not at all."""
        with self.writing() as file:
            file.write(content)

    def write_json(self, value: Any) -> None:
        """Write a value as JSON that people can read."""
        self.write((json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8"))

    @contextmanager
    def writing(self) -> Iterator[BinaryIO]:
        """Write beside the place, then move into it: no reader meets half a file, and a failure leaves the old one."""
        system, path = self.system()
        folder, _, name = path.rpartition("/")
        waiting = f"{folder or '.'}/.{name}.part"
        system.create_dir(folder or ".", recursive=True)
        try:
            with system.open_output_stream(waiting) as stream:
                yield stream
            system.move(waiting, path)
        except BaseException:
            if system.get_file_info(waiting).type == pa_fs.FileType.File:
                system.delete_file(waiting)
            raise


class Part(NamedTuple):
    """One written file: its name below the output folder, its rows, its size and its SHA-256."""

    name: str
    rows: int
    bytes: int
    sha256: str


class Counted:
    """A stream for Arrow to write to: passes bytes on to another, counting them and working out their SHA-256.

    It knows nothing of the one who writes: Python can't see what Arrow holds, so a circle would never be let go.
    """

    closed = False

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.bytes, self.digest = stream, 0, hashlib.sha256()

    def write(self, content: Any) -> int:
        """Take bytes on their way."""
        self.digest.update(content)
        self.stream.write(content)
        self.bytes += len(content)
        return len(content)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Leave the stream to the one who opened it."""


class PartWriter:
    """Writes tables of one schema to one Parquet file, keeping count."""

    def __init__(self, name: str, stream: BinaryIO, schema: pa.Schema) -> None:
        self.name, self.rows, self.counted = name, 0, Counted(stream)
        self.gathered = pa.BufferedOutputStream(pa.PythonFile(self.counted, mode="w"), BYTES_AT_ONCE)
        encoded = [field.name for field in schema if pa.types.is_dictionary(field.type)]
        repeated = [field.name for field in schema if pa.types.is_floating(field.type)]
        rising = [field.name for field in schema if pa.types.is_integer(field.type)]  # places of rows: each the next
        self.parquet = pq.ParquetWriter(
            self.gathered,
            schema,
            compression=COMPRESSION,
            compression_level=COMPRESSION_LEVEL,
            use_dictionary=encoded + repeated,
            column_encoding=dict.fromkeys(rising, "DELTA_BINARY_PACKED"),
            # The least and the greatest of a batch help a reader to skip batches only where order means something.
            write_statistics=[field.name for field in schema if not pa.types.is_dictionary(field.type)],
        )

    def table(self, table: pa.Table) -> None:
        """Add the rows of a table."""
        if table.num_rows:
            self.parquet.write_table(table)
            self.rows += table.num_rows

    def finish(self) -> None:
        """Write the end of the Parquet file; without it, the file is none."""
        self.parquet.close()
        self.gathered.flush()

    @property
    def part(self) -> Part:
        """What was written."""
        return Part(self.name, self.rows, self.counted.bytes, self.counted.digest.hexdigest())


@contextmanager
def write_part(out: Place, name: str, schema: pa.Schema) -> Iterator[PartWriter]:
    """Write one part file below `out`, whole or not at all."""
    with (out / name).writing() as stream:
        writer = PartWriter(name, stream, schema)
        yield writer
        writer.finish()
