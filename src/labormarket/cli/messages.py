"""How the command line speaks: text that a terminal shows and never obeys; an error is one message and exit code 1."""

from __future__ import annotations

import errno
import math
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING, Annotated

import typer

from labormarket.files.errors import UserError
from labormarket.files.extras import say_extra
from labormarket.files.safe_text import as_json, show_hidden

if TYPE_CHECKING:
    from rich.text import Text


PATIENCE = 2.0
"""Seconds after which a command says that it is at work."""
LOOK = "look whether the file is there and may be used, then run this again"
MENDS = {
    errno.ENOSPC: "the disk is full: free some space, then run this again; the files are as they were or whole",
    errno.EDQUOT: "your share of the disk is full: free some space, then run this again",
    errno.EFBIG: "no file of this size may be written here: lift the limit, then run this again",
    errno.EROFS: "the folder cannot be written to: copy the project to one that can",
    errno.EACCES: "the folder cannot be written to: copy the project to one that can",
}


Json = Annotated[bool, typer.Option("--json", help="The answer as JSON, for programs.")]
"""The option that every command of the part Ask has."""


def say(text: str = "", *, error: bool = False) -> None:
    """Print a line; what a terminal would obey (escape sequences, changes of direction) is shown as its code."""
    typer.echo(show_hidden(text), err=error)


def say_json(value: object) -> None:
    """Print a value as JSON; a number that is missing or has no end is null."""
    say(as_json(_finite(value), indent=2))


def answer(record: object, lines: Iterable[str], *, json: bool) -> None:
    """Print an answer: as JSON for programs, or line by line for people."""
    if json:
        say_json(record)
    else:
        for line in lines:
            say(line)


def _finite(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _finite(found) for key, found in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(found) for found in value]
    if isinstance(value, str | bool | int) or value is None:
        return str(value) if isinstance(value, str) else value
    if hasattr(value, "item"):  # a scalar of numpy
        return _finite(value.item())
    number = float(value)  # type: ignore[arg-type]  # a float or a Decimal
    return number if math.isfinite(number) else None


def shown(text: str) -> Text:
    """Return text for a rich table or console, made safe as `say` does."""
    from rich.text import Text

    return Text(show_hidden(text))


class NothingFoundError(UserError):
    """There is no answer, or what was asked for isn't there: the message says so, and the exit code is 1."""


@contextmanager
def stop_on_error(command: str, extra: str = "") -> Iterator[None]:
    """Turn an error about the user's files, words or installation into its message and exit code 1.

    Other errors keep their traceback.
    """
    try:
        yield
    except Exception as error:
        message = say_extra(error, command, extra) if isinstance(error, ModuleNotFoundError) else describe(error)
        if not message:
            raise
        say(f"labormarket: {message}", error=True)
        raise typer.Exit(1) from None


@contextmanager
def at_work(command: str) -> Iterator[None]:
    """Say on a terminal that a command is at work, once it has taken longer than two seconds."""
    timer = Timer(PATIENCE, say, [f"{command}: at work …"], {"error": True})
    if command and sys.stderr.isatty():
        timer.daemon = True
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


def say_edition() -> None:
    """Say which tables are read where they are those of the package; a checkout goes without saying."""
    from labormarket.sources import PACKAGED, find_edition

    if find_edition() == PACKAGED:
        from labormarket.tables import name_edition

        say(f"labormarket: {name_edition()}", error=True)


def describe(error: Exception) -> str:
    """Say what went wrong and how to mend it; empty where it is no fault of the user's files or words."""
    if isinstance(error, UserError):
        return str(error)
    if not isinstance(error, OSError) or isinstance(error, BrokenPipeError):  # `… | head` is nobody's fault
        return ""
    if error.errno is None:  # raised in our own words
        return str(error)
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror}\n  mend: {MENDS.get(error.errno, LOOK)}"
