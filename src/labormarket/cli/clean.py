"""`labormarket clean`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from labormarket.scale import Summary

SOME_FAILED = 3
"""Exit code where some files couldn't be read and the others were."""


def clean(
    given: Annotated[
        str,
        typer.Argument(metavar="INPUT", help="A file of any kind that `add` reads, of any size, or a folder of them."),
    ],
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="Folder for pay/, refused/ and manifest.json.")],
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="FIELD=COLUMN", help="Which column holds a field: pay_text=salary."),
    ] = None,
    platform: Annotated[str, typer.Option("--platform", help="Who hires, where the file doesn't say.")] = "",
    collected_on: Annotated[
        str,
        typer.Option("--collected-on", metavar="DATE", help='The day it was saved, for dates such as "3 days ago".'),
    ] = "",
    workers: Annotated[int, typer.Option("--workers", min=0, help="Processes; 0 takes every core.")] = 0,
    scheduler: Annotated[
        str, typer.Option("--scheduler", metavar="ADDRESS", help="Clean on this Dask cluster (tcp://…:8786).")
    ] = "",
    restart: Annotated[bool, typer.Option("--restart", help="Throw away what an earlier run wrote to DIR.")] = False,
) -> None:
    """Clean a dump of any size: read rows and refused rows as Parquet; a run that was stopped goes on.

    Exit code 0: every record is accounted for; 3: some files can't be read; 1: nothing could be done, or records lack.
    """
    from labormarket.scale.server import available_cores, begin, keep_freed_memory

    workers = workers or available_cores()
    if not scheduler:
        begin(given, workers)
    from labormarket.cli.messages import say
    from labormarket.hourly import ExchangeRates
    from labormarket.readers import STREAMED, ReadOptions, parse_column_options
    from labormarket.scale import Location, clean_dump, on_cluster, weigh

    keep_freed_memory()

    options = ReadOptions(
        platform=platform, collected_on=collected_on, columns=parse_column_options(column or []), budget=STREAMED
    )
    rates = ExchangeRates.read()
    with on_cluster(scheduler) as executor, progress(lambda: weigh(Location.of(given))) as report:
        summary = clean_dump(
            Location.of(given),
            Location.of(out),
            rates,
            options=options,
            workers=workers,
            executor=executor,
            restart=restart,
            report=report,
        )
    say(describe(summary, out))
    problems = [f"{name}: {reason}" for name, reason in summary.unreadable.items()]
    if summary.is_lacking:
        problems.append("records are in neither pay/ nor refused/: report this file")
    for problem in (*summary.differences, *problems):
        say(f"labormarket: {problem}", error=True)
    if problems:
        raise typer.Exit(1 if summary.is_lacking else SOME_FAILED)


def describe(summary: Summary, out: str) -> str:
    """Say in a few lines what was done."""
    line = f"{summary.records:,} records in {summary.splits:,} splits: "
    line += f"{summary.read:,} rows read, {summary.refused:,} refused"
    if summary.listings:
        line += f"\n{summary.listings_with_pay:,} of {summary.listings:,} listings state pay"
    if summary.taken_over == summary.splits:
        return f"{line}\nalready clean: nothing has changed since {out} was written"
    if summary.taken_over:
        line += f"\nwent on after {summary.taken_over:,} splits of an earlier run"
    return f"{line}\nin {out}: pay/, refused/, manifest.json"


@contextmanager
def progress(total: Callable[[], int]) -> Iterator[Callable[[Any, int], None]]:
    """Show a bar with rows per second and the time left on a terminal; elsewhere show nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done, weight: None
        return
    columns: list[ProgressColumn] = [
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,.0f} rows/s, left"),
        TimeRemainingColumn(),
    ]
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total(), rows=0, rate=0.0)

        def report(done: Any, weight: int) -> None:
            state = bar.tasks[0]
            rows = state.fields["rows"] + (done.records if done else 0)
            bar.update(task, advance=weight, rows=rows, rate=rows / max(state.elapsed or 0.0, 0.001))

        yield report
