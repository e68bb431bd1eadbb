"""`labormarket clean`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from labormarket.scale import Summary


def clean(
    given: Annotated[
        str,
        typer.Argument(metavar="INPUT", help="A CSV, JSON Lines or Parquet file (.gz .zst .bz2 .xz too), or a folder."),
    ],
    out: Annotated[str, typer.Option("--out", metavar="DIR", help="Folder for pay/, refused/ and manifest.json.")],
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="FIELD=COLUMN", help="Which column holds a field: pay_text=salary."),
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=0, help="Processes; 0 takes every core.")] = 0,
    scheduler: Annotated[
        str, typer.Option("--scheduler", metavar="ADDRESS", help="Clean on this Dask cluster (tcp://…:8786).")
    ] = "",
    restart: Annotated[bool, typer.Option("--restart", help="Throw away what an earlier run wrote to DIR.")] = False,
) -> None:
    """Clean a dump of any size: read rows and refused rows as Parquet; a run that was stopped goes on."""
    from labormarket.scale.server import available_cores, begin

    workers = workers or available_cores()
    if not scheduler:
        begin(given, workers)
    from labormarket.cli.messages import say, stop_on_error
    from labormarket.hourly import ExchangeRates
    from labormarket.scale import Place, clean_dump, on_cluster, parse_mapping, weigh
    from labormarket.scale.memory import keep_freed_memory

    keep_freed_memory()

    with stop_on_error():
        mapping, rates = parse_mapping(column or []), ExchangeRates.read()
        with on_cluster(scheduler) as executor, progress(lambda: weigh(Place.of(given))) as report:
            summary = clean_dump(
                Place.of(given),
                Place.of(out),
                rates,
                mapping=mapping,
                workers=workers,
                executor=executor,
                restart=restart,
                report=report,
            )
    say(describe(summary, out))
    for difference in summary.differences:
        say(f"labormarket: {difference}", error=True)
    if summary.rows_missing:
        say("  mend: report this file; its rows are not all in pay/ and refused/", error=True)
        raise typer.Exit(1)


def describe(summary: Summary, out: str) -> str:
    """Say in a line or two what was done."""
    line = f"{summary.rows:,} rows in {summary.batches:,} batches: {summary.read:,} read, {summary.refused:,} refused"
    if summary.taken_over == summary.batches:
        return f"{line}\nalready clean: nothing has changed since {out} was written"
    if summary.taken_over:
        line += f"\nwent on after {summary.taken_over:,} batches of an earlier run"
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
            rows = state.fields["rows"] + (done.rows if done else 0)
            bar.update(task, advance=weight, rows=rows, rate=rows / max(state.elapsed or 0.0, 0.001))

        yield report
