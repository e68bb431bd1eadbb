"""`labormarket title "TITLE"`: which profession a job title means, and how that was decided."""

from __future__ import annotations

import typer

from labormarket.cli.messages import say


def explain_title(title: str = typer.Argument(help="A job title as posted.")) -> None:
    """Say which profession and SOC code TITLE means, and how that was decided; exit 1 where it means none.

    A title that several occupations share gets their group, and the occupations are listed.
    """
    from labormarket.professions import explain_match

    lines = explain_match(title)
    for label, value in lines.items():
        say(f"{label:<12}{value}")
    if lines["profession"] == "unmatched" and lines["group"] == "none":
        raise typer.Exit(1)
