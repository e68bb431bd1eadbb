"""`labormarket edition`: collect, build, notebooks, tests, and the text of a pull request."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from labormarket.cli.messages import say


def edition(
    before: Annotated[
        Path | None, typer.Option(help="the edition to compare with; the last commit if left out")
    ] = None,
    tests: Annotated[str, typer.Option(help="the command that runs the tests")] = "make test",
    collect: Annotated[str, typer.Option(help="further options of `labormarket collect`")] = "",
    day: Annotated[str, typer.Option(hidden=True, help="the day of the edition, in tests")] = "",
) -> None:
    """Make this week's edition and write what it changed, as the text of a pull request.

    Exit code: 0 all is well, 3 something is to be looked at before it is merged, 1 there is no edition.
    """
    from labormarket.project.weekly import make_edition
    from labormarket.sources import find_project_root

    today = day or datetime.date.today().isoformat()
    path, code = make_edition(
        find_project_root(), today, before=before, collect=collect.split(), tests=tests.split(), tell=say
    )
    say(f"written to {path}")
    if code:
        raise typer.Exit(code)
