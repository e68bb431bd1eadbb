"""`labormarket build`, `labormarket notebooks` and `labormarket report`."""

from __future__ import annotations

from typing import Annotated

import typer

from labormarket.cli.messages import say, stop_on_error

Force = Annotated[bool, typer.Option("--force", help="Do everything again, whatever was done before.")]


def build(force: Force = False) -> None:
    """Read the raw files, write the processed tables and publish the charts; what hasn't changed is left as it is."""
    from labormarket.sources.root import find_project_root
    from labormarket.steps import Steps

    with stop_on_error():
        steps = Steps(find_project_root(), force=force)
        if steps.nothing_changed():
            say("nothing has changed since the last build: raw files, code and results are as they were")
            return
        from labormarket.build import build as build_all

        print_report(build_all(steps.root, steps))
        say(steps.summary())


def notebooks(force: Force = False) -> None:
    """Execute the notebooks in place, those whose tables, code or text have changed."""
    from labormarket.sources.root import find_project_root
    from labormarket.steps import Steps

    with stop_on_error():
        from labormarket.project.notebooks import rerun

        steps = Steps(find_project_root(), force=force)
        changed = rerun(steps.root, steps)
    say(f"{steps.summary()}; changed: {', '.join(changed) or 'none'}")


def report() -> None:
    """Print the counts of the last build."""
    from labormarket.build import report as count
    from labormarket.tables import TABLES, load_table

    with stop_on_error():
        print_report(count({name: load_table(name) for name in TABLES}))


def print_report(counts: object) -> None:
    """Print a build's counts, one a line."""
    for name, value in vars(counts).items():
        say(f"{name.replace('_', ' '):22} {value:>6,}")
