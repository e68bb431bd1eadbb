"""`labormarket diff OLD NEW`: what changed between two editions of the tables."""

from pathlib import Path
from typing import Annotated

import typer

from labormarket.cli.messages import say, stop_on_error


def diff(
    old: Annotated[Path, typer.Argument(help="The earlier edition: a checkout, a folder of tables, or an archive.")],
    new: Annotated[Path, typer.Argument(help="The later edition.")],
    most: Annotated[int, typer.Option(min=0, help="Most statements of a kind to name.")] = 20,
) -> None:
    """Say in words which statements came, went or changed, and what that did to each headline number."""
    from labormarket.project.editions import compare, in_words, open_edition

    with stop_on_error():
        for line in in_words(compare(open_edition(old), open_edition(new)), most=most):
            say(line)
