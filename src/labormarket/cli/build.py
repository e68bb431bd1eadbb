"""`labormarket build`, `notebooks`, `report` and `edition`: what a checkout is made into, week by week."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from labormarket.cli.messages import Json, answer, say

Strict = Annotated[bool, typer.Option("--strict", help="Stop, and write nothing, where a finding no longer holds.")]
Force = Annotated[bool, typer.Option("--force", help="Execute every notebook, changed or not.")]


def build(strict: Strict = False) -> None:
    """Read the raw files, write the processed tables and publish the charts."""
    tell = stopwatch()
    from labormarket.build import build as build_all

    tell("loaded the code")
    print_report(build_all(strict=strict, tell=tell))


def notebooks(force: Force = False) -> None:
    """Execute the notebooks in place, those whose tables, code or text have changed."""
    tell = stopwatch()
    from labormarket.project.notebooks import rerun
    from labormarket.sources.root import find_project_root

    changed = rerun(find_project_root(), force=force, tell=tell)
    say(f"changed: {', '.join(changed) or 'none'}")


def report(json: Json = False) -> None:
    """Print the counts of the last build."""
    from labormarket.tables import load_table
    from labormarket.tables.report import COUNTED
    from labormarket.tables.report import report as count

    print_report(count({name: load_table(name) for name in COUNTED}), json=json)


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


def print_report(counts: object, *, json: bool = False) -> None:
    """Print a build's counts, one a line."""
    lines = (f"{name.replace('_', ' '):22} {value:>6,}" for name, value in vars(counts).items())
    answer(vars(counts), lines, json=json)


def stopwatch() -> Callable[[str], None]:
    """Return a function that prints what was done, after the seconds that it took."""
    last = time.monotonic()

    def tell(what: str) -> None:
        nonlocal last
        now = time.monotonic()
        say(f"{now - last:6.1f} s  {what}")
        last = now

    return tell
