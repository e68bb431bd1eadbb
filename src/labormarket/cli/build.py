"""`labormarket build`, `labormarket notebooks` and `labormarket report`."""

from __future__ import annotations

from labormarket.cli.messages import say, stop_on_error


def build() -> None:
    """Read every raw file, write the processed tables and publish the charts."""
    from labormarket.build import build as build_all

    with stop_on_error():
        print_report(build_all())


def notebooks() -> None:
    """Execute the notebooks in place."""
    from labormarket.rerun import rerun
    from labormarket.sources import find_project_root

    with stop_on_error():
        changed = rerun(find_project_root())
    say(f"notebooks executed; changed: {', '.join(changed) or 'none'}")


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
