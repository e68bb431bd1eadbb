"""`labormarket collect`: the boards and pages of sources.toml, fetched politely and taken in."""

from __future__ import annotations

import datetime
from typing import Annotated

import typer

from labormarket.cli.messages import say


def collect(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="fetch and read, write no raw file")] = False,
    only: Annotated[str, typer.Option(help="the name of the one source to collect")] = "",
    archive: Annotated[bool, typer.Option("--archive", help="take in a web archive's captures of the sources")] = False,
    most: Annotated[int, typer.Option(min=1, help="postings of a sitemap, or captures of a source, in one run")] = 200,
    list_sources: Annotated[bool, typer.Option("--list", help="name the sources and ask nobody")] = False,
    json: Annotated[bool, typer.Option("--json", help="the summary as JSON")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="the summary as a Markdown table")] = False,
    day: Annotated[str, typer.Option(hidden=True, help="the day of the run, in tests")] = "",
    allow_private: Annotated[
        bool, typer.Option(hidden=True, help="let servers of this machine through, in tests")
    ] = False,
) -> None:
    """Fetch the sources listed in sources.toml and add their pay statements to the raw data.

    Exit code: 0 all went well, 3 some sources failed, 1 none could be had.
    """
    from labormarket.intake.collect import as_json, as_markdown, exit_code, open_run
    from labormarket.intake.source_list import read_source_list
    from labormarket.intake.web.archive import Archive
    from labormarket.sources import find_project_root

    outcomes = []
    root = find_project_root()
    listed = read_source_list(root)
    listed = listed.only(only) if only else listed
    if list_sources:
        for source in listed.sources:
            say(f"{source.name}: {source.platform or 'any platform'}, {source.url}")
        return
    today = day or datetime.date.today().isoformat()
    run = open_run(root, listed, today=today, dry_run=dry_run, most=most, allow_private=allow_private)
    with run.fetcher:
        found = run.collect_archive(listed.sources, Archive()) if archive else run.collect(listed.sources)
        for outcome in found:
            written = "".join(f"; written to {path}" for path in outcome.written)
            say(f"{outcome.name}: {outcome.message}{written}", error=json or markdown or bool(outcome.trouble))
            outcomes.append(outcome)
    if json:
        say(as_json(outcomes, run.fetcher.spent))
    if markdown:
        say(as_markdown(outcomes))
    if code := exit_code(outcomes):
        raise typer.Exit(code)
