"""Where the project's data stands: a checkout, or the edition that comes with the package."""

from __future__ import annotations

import os
from pathlib import Path

from labormarket.files.errors import SourceError

REGISTER = Path("data", "raw", "SOURCES.csv")
ROOT_VARIABLE = "LABORMARKET_ROOT"
"""Environment variable that names the checkout to use; `labormarket --root` sets it."""
PACKAGE = Path(__file__).resolve().parents[1]
PACKAGED = PACKAGE / "edition"
"""Where the wheel keeps data/raw and data/processed as they were when it was built."""


def find_project_root(start: Path | None = None) -> Path:
    """Walk up from `start` to the folder that holds data/raw/SOURCES.csv: the checkout to read from and to write to.

    `start` is the folder that LABORMARKET_ROOT names, or else the working directory. Raises SourceError where there is
    no checkout; who only reads takes `find_edition`.
    """
    begin = (start or Path(os.environ.get(ROOT_VARIABLE, ""))).resolve()
    for folder in (begin, *begin.parents):
        if (folder / REGISTER).is_file():
            return folder
    raise SourceError(
        str(REGISTER),
        f"no such file in {begin.name or begin} or any folder above it",
        mend="run the command inside a checkout of labormarket, or pass the checkout's folder",
    )


def find_edition() -> Path:
    """Return the folder whose data is to be read: the checkout at hand, else the edition that came with the package.

    Code that runs from its own checkout, wherever it was started, reads the data beside it.
    """
    try:
        return find_project_root()
    except SourceError:
        folders = [] if os.environ.get(ROOT_VARIABLE) else [PACKAGED, *PACKAGE.parents[1:2]]
        for folder in folders:
            if (folder / REGISTER).is_file():
                return folder
        raise


def resolve_inside(root: Path, path: str, *, named_in: str, row: int | None = None) -> Path:
    """Return `root / path`, refusing a path that is absolute or leaves the project folder.

    >>> resolve_inside(Path("/project"), "../secret.csv", named_in="SOURCES.csv", row=2)
    Traceback (most recent call last):
    ...
    labormarket.files.errors.SourceError: SOURCES.csv, line 2: the path '../secret.csv' leaves the project folder
      mend: give a path below the project folder, such as data/raw/<source>/<date>_statements.csv
    """
    full = (root / path).resolve()
    if not full.is_relative_to(root.resolve()):
        raise SourceError(
            named_in,
            f"the path {path!r} leaves the project folder",
            row=row,
            mend="give a path below the project folder, such as data/raw/<source>/<date>_statements.csv",
        )
    return full
