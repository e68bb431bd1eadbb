"""`labormarket add`: files become raw statements, after a look and a yes."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from labormarket.cli.messages import say, shown, stop_on_error
from labormarket.files.safe_text import as_json

if TYPE_CHECKING:
    from labormarket.intake import Plan

SHOWN = 40  # rows of the preview; the counts below it speak for the rest


def add(
    files: Annotated[list[Path], typer.Argument(help="saved pages, board exports, tables, articles")],
    platform: Annotated[str, typer.Option(help="who hires, where the file doesn't say")] = "",
    source_url: Annotated[str, typer.Option(help="the address of the page, where the file doesn't say")] = "",
    collected_on: Annotated[str, typer.Option(help="the day it was saved, as 2026-11-23; today if left out")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="write without asking")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="show what would be added and write nothing")] = False,
    format: Annotated[str, typer.Option(help="table or jsonl (one JSON object per statement read)")] = "table",
) -> None:
    """Read files of any supported format and add their pay statements to the raw data."""
    from labormarket.files.errors import SourceError
    from labormarket.intake import Intake, plan_file, register_plan
    from labormarket.readers import MAX_FILE_BYTES, UnreadableError
    from labormarket.sources import find_project_root

    if format not in ("table", "jsonl"):
        raise typer.BadParameter("table or jsonl", param_hint="--format")
    day = collected_on or datetime.date.today().isoformat()
    refused = 0
    with stop_on_error():
        try:
            root = find_project_root()
        except SourceError:
            if not dry_run:
                raise
            root = None
        for file in files:
            try:
                if file.is_file() and file.stat().st_size > MAX_FILE_BYTES:
                    raise UnreadableError(f"larger than {MAX_FILE_BYTES // 1024**2} MB")
                intake = Intake(file.name, platform=platform, source_url=source_url, collected_on=day)
                plan = plan_file(file.read_bytes(), intake, root)
            except (UnreadableError, OSError) as error:
                say(f"labormarket: {file.name}: {error}", error=True)
                refused += 1
                continue
            show(plan, format)
            if dry_run or root is None:
                continue
            if not plan.additions:
                say(f"{file.name}: nothing to add", error=True)
            elif yes or typer.confirm(f"Add {len(plan.additions)} statements?"):
                say(f"{file.name}: written to {register_plan(plan, root)}", error=True)
    if refused:
        raise typer.Exit(1)


def show(plan: Plan, format: str) -> None:
    """Print a plan: a table for people, or a JSON object per line."""
    from labormarket.intake.statement_table import as_records

    if format == "jsonl":
        for record in as_records(plan.table):
            say(as_json(record))
        return
    from rich.console import Console
    from rich.table import Table

    console = Console()
    preview = Table(title=shown(f"{plan.intake.name}: {plan.kind}"), title_justify="left")
    for title in ("platform", "profession as stated", "profession", "pay as stated", "read as", "status"):
        preview.add_column(title, overflow="fold")
    for row in plan.table.head(SHOWN).to_dict("records"):
        cells = [
            row["platform"],
            row["profession_raw"],
            row["profession"],
            row["pay_text"],
            reading_of(row),
            row["status"],
        ]
        preview.add_row(*(shown("" if cell != cell or cell is None else str(cell)) for cell in cells))
    console.print(preview)
    if len(plan.table) > SHOWN:
        console.print(f"and {len(plan.table) - SHOWN} more")
    counts = plan.table["status"].value_counts()
    console.print(shown(", ".join(f"{count} {status}" for status, count in counts.items()) or "no statements"))
    for skip in plan.skipped[:SHOWN]:
        console.print(shown(f"left out: {skip.where}: {skip.reason}"), style="dim")
    if len(plan.skipped) > SHOWN:
        console.print(f"and {len(plan.skipped) - SHOWN} more left out")


def reading_of(row: Mapping[Hashable, Any]) -> str:
    """Write what was read of a pay text: ends, currency, unit.

    >>> reading_of({"bound": "upper", "low": float("nan"), "high": 25.0, "currency": "USD", "period": "hour"})
    'up to 25 USD/hour'
    """
    if row["bound"] != row["bound"] or row["bound"] is None:
        return "no pay"
    low, high = (f"{row[end]:,g}" if row[end] == row[end] and row[end] is not None else "" for end in ("low", "high"))
    amount = {"vague": "in words", "upper": f"up to {high}", "lower": f"from {low}", "exact": low}.get(
        str(row["bound"]), f"{low} to {high}"
    )
    currency, period = (
        str(row[name]) if row[name] == row[name] and row[name] else "" for name in ("currency", "period")
    )
    return f"{amount} {currency}".strip() + (f"/{period}" if period else "")
