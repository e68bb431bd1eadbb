"""`labormarket title "TITLE"`: which profession a job title means, and how that was decided."""

from __future__ import annotations

import typer

from labormarket.cli.messages import say


def explain_title(title: str = typer.Argument(help="A job title as posted.")) -> None:
    """Say which profession and SOC code TITLE means, and how that was decided."""
    from labormarket.professions import explain_match

    for label, value in explain_match(title).items():
        say(f"{label:<12}{value}")
