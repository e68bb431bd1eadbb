"""Write files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

PART = ".part"


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write every file beside its place first, then move all into place, so that no reader meets a half file.

    A file that holds these very bytes already is left alone. A failure before the moves (a full disk, a read-only
    folder) leaves every old file as it was and no litter, and raises OSError with the name of the file that could not
    be written.
    """
    waiting: list[tuple[str, Path]] = []
    try:
        for path, content in files.items():
            if path.is_file() and path.read_bytes() == content:
                continue
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=PART)
                waiting.append((temporary, path))
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                Path(temporary).chmod(0o644)
            except OSError as error:  # a full disk names no file of its own
                raise OSError(error.errno, error.strerror, str(path)) from error
        while waiting:
            temporary, path = waiting[0]
            Path(temporary).replace(path)
            waiting.pop(0)
    finally:
        for temporary, _ in waiting:
            Path(temporary).unlink(missing_ok=True)
