"""`labormarket title "TITLE"`: which profession a job title means, and how that was decided."""

from __future__ import annotations

from typing import Annotated

import typer

from labormarket.cli.messages import Json, say, say_json
from labormarket.files.nearest import nearest


def explain_title(title: Annotated[str, typer.Argument(help="A job title as posted.")], json: Json = False) -> None:
    """Say which profession and SOC code TITLE means, and how that was decided; exit 1 where it means none.

    A title that several occupations share gets their group, and the occupations are listed.
    """
    from labormarket.professions import explain_match, professions

    lines = explain_match(title)
    if lines["profession"] == "unmatched" and lines["group"] == "none":
        lines["did you mean"] = ", ".join(nearest(title, professions()["profession"])) or "nothing near"
    if json:
        say_json({label.lower().replace(" ", "_"): value for label, value in lines.items()})
    else:
        for label, value in lines.items():
            say(f"{label:<12} {value}")
    if "did you mean" in lines:
        raise typer.Exit(1)
