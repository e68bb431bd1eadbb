"""`labormarket collect`: the pages of sources.toml, fetched politely and taken in."""

from __future__ import annotations

import datetime
from typing import Annotated

import typer

from labormarket.cli.messages import say, stop_on_error


def collect(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="fetch and read, write no raw file")] = False,
    only: Annotated[str, typer.Option(help="the name of the one page to collect")] = "",
) -> None:
    """Fetch the pages listed in sources.toml and add their pay statements to the raw data."""
    from dataclasses import replace

    from labormarket.files.errors import SourceError
    from labormarket.intake.collect import collect as collect_pages
    from labormarket.intake.collect import read_source_list
    from labormarket.sources import find_project_root

    failed = 0
    with stop_on_error():
        root = find_project_root()
        listed = read_source_list(root)
        if only:
            listed = replace(listed, pages=tuple(page for page in listed.pages if page.name == only))
            if not listed.pages:
                raise SourceError("sources.toml", f"no page named {only!r}", mend="see the names in sources.toml")
        for outcome in collect_pages(root, listed, today=datetime.date.today().isoformat(), dry_run=dry_run):
            written = f"; written to {outcome.path}" if outcome.path else ""
            say(f"{outcome.source.name}: {outcome.message}{written}", error=outcome.failed)
            failed += outcome.failed
    if failed:
        raise typer.Exit(1)
