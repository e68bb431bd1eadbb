"""The site's folder: written whole or not at all, and nothing that isn't ours is ever replaced."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from glob import escape
from pathlib import Path

from labormarket.files.errors import SourceError

MARK = "site.txt"
MARK_TEXT = b"This folder was written by `labormarket site`, which replaces it whole.\n"
"""The file that tells a folder of ours from anybody else's, by what it says: others name files so too."""

BESIDE = ".labormarket-"
"""Stands in the name of the folder beside it in which a new one is made."""


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put `files` (path within the folder -> content) in place of what the folder held.

    Raises SourceError for a folder that holds something and was not written by us; a failure on the way leaves the
    old folder as it was. What a killed run left beside the folder is cleared away.
    """
    if folder.exists() and not folder.is_dir():
        raise SourceError(folder.name, "is a file", mend="name a folder")
    if folder.is_dir() and any(folder.iterdir()) and not is_ours(folder):
        raise SourceError(folder.name, "the folder holds other things", mend="name an empty folder, or a new one")
    folder.parent.mkdir(parents=True, exist_ok=True)
    mend_folder(folder)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}{BESIDE}", dir=folder.parent))
    try:
        new, old = beside / "new", beside / "old"
        for name, content in files.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def is_ours(folder: Path) -> bool:
    """Tell whether a folder was written by us."""
    mark = folder / MARK
    return mark.is_file() and mark.read_bytes() == MARK_TEXT


def mend_folder(folder: Path) -> None:
    """Clear away what a killed run left beside the folder, the old folder put back where it was moved aside."""
    for beside in sorted(folder.parent.glob(f".{escape(folder.name)}{BESIDE}*")):
        if (beside / "old").is_dir() and not folder.exists():
            (beside / "old").rename(folder)
        shutil.rmtree(beside, ignore_errors=True)
