"""Storage: files of this machine, or of any address that fsspec knows; a file is written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, NamedTuple

import pyarrow as pa
import pyarrow.fs as pa_fs

from labormarket.files.errors import SourceError


class Location(NamedTuple):
    """A folder or a file: a path of this machine, or an address such as s3://bucket/folder."""

    address: str

    @classmethod
    def of(cls, address: object) -> Location:
        """Take a path or an address."""
        return cls(str(address).rstrip("/"))

    def __truediv__(self, name: str) -> Location:
        return Location(f"{self.address}/{name}")

    def system(self) -> tuple[pa_fs.FileSystem, str]:
        """Return the file system and the path in it; raises SourceError for a path that is no text."""
        if "://" not in self.address:
            if "\0" in self.address or self.address.encode(errors="ignore").decode() != self.address:
                raise SourceError(self.address, "its name is not UTF-8 text", mend="rename it")
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
        try:
            found = system.get_file_info(pa_fs.FileSelector(path, recursive=True))
            return sorted(entry.path[len(path) + 1 :] for entry in found if entry.type == pa_fs.FileType.File)
        except UnicodeDecodeError as error:
            raise SourceError(str(error.object), "its name is not UTF-8 text", mend="rename it") from None

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
        """Write beside the file, then move into its place: no reader meets half a file, a failure leaves the old."""
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
