"""Where the project's data stands."""

from __future__ import annotations

from pathlib import Path

from labormarket.files.errors import SourceError

REGISTER = Path("data", "raw", "SOURCES.csv")


def find_project_root(start: Path | None = None) -> Path:
    """Walk up from `start` (default: the working directory) to the folder that holds data/raw/SOURCES.csv.

    The package may be installed anywhere and notebooks run in notebooks/, so the place of this file says nothing.
    """
    begin = (start or Path.cwd()).resolve()
    for folder in (begin, *begin.parents):
        if (folder / REGISTER).is_file():
            return folder
    raise SourceError(
        str(REGISTER),
        f"no such file in {begin.name or begin} or any folder above it",
        mend="run the command inside a checkout of labormarket, or pass the checkout's folder",
    )


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
