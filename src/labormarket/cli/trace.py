"""`labormarket trace STATEMENT_ID`: the way from the raw line to the row of the table."""

from __future__ import annotations

from typing import Annotated

import typer

from labormarket.cli.messages import Json, answer


def trace(
    statement_id: Annotated[str, typer.Argument(help="An id from pay.csv, unread.csv or a raw file.")],
    json: Json = False,
) -> None:
    """Print the way of one statement: file, line, checksum, words, cues, hours, rate, tier, and the row it became."""
    from labormarket.project.lineage import trace as find_the_way

    steps = find_the_way(statement_id)
    record = {"statement_id": statement_id, "steps": [step._asdict() for step in steps]}
    answer(record, (f"{label:<12}{found}" for label, found in steps), json=json)
