"""How the command line says that something is wrong: one message, exit code 1, no traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from labormarket.sources import SourceError
from labormarket.tables import TableError


@contextmanager
def stop_on_error() -> Iterator[None]:
    """Turn an error about the user's files into its message and exit code 1; other errors keep their traceback."""
    try:
        yield
    except (SourceError, TableError, OSError) as error:
        typer.echo(f"labormarket: {error}", err=True)
        raise typer.Exit(1) from None
