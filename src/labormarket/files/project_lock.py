"""One command at a time writes to a project; what a killed one left half done is cleared away by the next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from labormarket.files.atomic_write import PART
from labormarket.files.errors import SourceError

LOCK = Path(".labormarket", "writing.lock")
WRITTEN_TO = ("data", "charts", "docs", "notebooks", "dist")


@contextmanager
def one_writer(root: Path) -> Iterator[None]:
    """Hold the project for writing; raise SourceError at once where another command holds it.

    Held within a holder of the same process it does nothing. The parts of files that a killed command left are removed
    on entry.
    """
    lock = FileLock(root / LOCK, timeout=0, is_singleton=True)
    with hold(lock, LOCK.as_posix(), "project"):
        if lock.lock_counter == 1:
            clear_parts(root)
        yield


@contextmanager
def hold(lock: BaseFileLock, name: str, what: str) -> Iterator[None]:
    """Hold a lock; raise SourceError at once where another command holds it.

    The system frees the lock when its holder ends, however it ends: a killed command blocks nobody.
    """
    Path(lock.lock_file).parent.mkdir(parents=True, exist_ok=True)
    try:
        lock.acquire()
    except Timeout:
        raise SourceError(
            name,
            f"another labormarket command is writing to this {what}",
            mend="wait until it has finished, then run this one again",
        ) from None
    try:
        yield
    finally:
        lock.release()


def clear_parts(root: Path) -> None:
    """Remove the unfinished files that a killed command left; no file under its own name is touched."""
    for folder in WRITTEN_TO:
        for path in (root / folder).rglob(f".*{PART}"):
            path.unlink(missing_ok=True)
