"""`labormarket trace STATEMENT_ID`: the way from the raw line to the row of the table."""

from __future__ import annotations

import typer

from labormarket.cli.messages import say, stop_on_error


def trace(statement_id: str = typer.Argument(help="An id from pay.csv, unread.csv or a raw file.")) -> None:
    """Print the way of one statement: file, line, checksum, words, cues, hours, rate, tier, and the row it became."""
    from labormarket.project.lineage import trace as find_the_way

    with stop_on_error():
        for label, found in find_the_way(statement_id):
            say(f"{label:<12}{found}")
