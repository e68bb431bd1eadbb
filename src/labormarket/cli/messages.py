"""How the command line speaks: text that a terminal shows and never obeys; an error is one message and exit code 1."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from labormarket.files.safe_text import show_hidden

if TYPE_CHECKING:
    from rich.text import Text


LOOK = "look whether the file is there and may be used, then run this again"
MENDS = {
    errno.ENOSPC: "the disk is full: free some space, then run this again; the files are as they were or whole",
    errno.EDQUOT: "your share of the disk is full: free some space, then run this again",
    errno.EFBIG: "no file of this size may be written here: lift the limit, then run this again",
    errno.EROFS: "the folder cannot be written to: copy the project to one that can",
    errno.EACCES: "the folder cannot be written to: copy the project to one that can",
}


def say(text: str = "", *, error: bool = False) -> None:
    """Print a line; what a terminal would obey (escape sequences, changes of direction) is shown as its code."""
    typer.echo(show_hidden(text), err=error)


def shown(text: str) -> Text:
    """Return text for a rich table or console, made safe as `say` does."""
    from rich.text import Text

    return Text(show_hidden(text))


@contextmanager
def stop_on_error() -> Iterator[None]:
    """Turn an error about the user's files into its message and exit code 1; other errors keep their traceback."""
    try:
        yield
    except Exception as error:
        if not is_about_files(error):
            raise
        say(f"labormarket: {describe(error)}", error=True)
        raise typer.Exit(1) from None


def is_about_files(error: Exception) -> bool:
    """Tell whether the user's files are at fault; asked only after an error, since the rooms take a while to load."""
    from labormarket.files.errors import SourceError
    from labormarket.readers import UnreadableError
    from labormarket.tables import TableError

    return isinstance(error, SourceError | TableError | UnreadableError | OSError)


def describe(error: Exception) -> str:
    """Say what went wrong and how to mend it."""
    if not isinstance(error, OSError) or error.errno is None:  # raised in our own words
        return str(error)
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror}\n  mend: {MENDS.get(error.errno, LOOK)}"
