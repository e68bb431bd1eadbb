"""`labormarket diff OLD NEW`: what changed between two editions of the tables."""

from pathlib import Path
from typing import Annotated

import typer

from labormarket.cli.messages import Json, answer


def diff(
    old: Annotated[Path, typer.Argument(help="The earlier edition: a checkout, a folder of tables, or an archive.")],
    new: Annotated[Path, typer.Argument(help="The later edition.")],
    most: Annotated[int, typer.Option(min=0, help="Most statements of a kind to name.")] = 20,
    json: Json = False,
) -> None:
    """Say in words which statements came, went or changed, and what that did to each headline number."""
    from labormarket.project.editions import compare, in_words, open_edition

    changes = compare(open_edition(old), open_edition(new))
    record = vars(changes) | {"came": changes.came.index.to_list(), "went": changes.went.index.to_list()}
    record |= {"headlines": [vars(headline) for headline in changes.headlines]}
    answer(record, in_words(changes, most=most), json=json)
