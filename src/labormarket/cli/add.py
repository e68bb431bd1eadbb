"""`labormarket add`: files become raw statements, after a look and a yes."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from labormarket.cli.messages import say, shown
from labormarket.files.safe_text import as_json

if TYPE_CHECKING:
    from labormarket.intake import Plan

SHOWN = 40  # rows of the preview; the counts below it speak for the rest


def add(
    files: Annotated[list[Path], typer.Argument(help="saved pages, board exports, tables, web archives, articles")],
    platform: Annotated[
        str, typer.Option(help="whose board the file is; a known platform that a row names stays")
    ] = "",
    source_url: Annotated[str, typer.Option(help="the address of the page, where the file doesn't say")] = "",
    collected_on: Annotated[str, typer.Option(help="the day it was saved, as 2026-11-23; today if left out")] = "",
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="FIELD=COLUMN", help="which column holds a field: pay_text=Salary"),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="write without asking")] = False,
    take_open: Annotated[
        bool, typer.Option("--take-open", help="write what an article leaves open too: whose pay it is, its unit")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="show what would be added and write nothing")] = False,
    format: Annotated[str, typer.Option(help="table or jsonl (one JSON object per statement read)")] = "table",
) -> None:
    """Read files of any supported format and add their pay statements to the raw data."""
    from labormarket.files.errors import SourceError, UserError
    from labormarket.intake import Intake, plan_file, register_plan
    from labormarket.readers import UnreadableError, parse_column_options
    from labormarket.sources import find_project_root

    if format not in ("table", "jsonl"):
        raise typer.BadParameter("table or jsonl", param_hint="--format")
    day = collected_on or datetime.date.today().isoformat()
    refused = 0
    try:
        columns = parse_column_options(column or [])
    except UnreadableError as error:
        raise typer.BadParameter(str(error), param_hint="--column") from None
    try:
        root = find_project_root()
    except SourceError:
        if not dry_run:
            raise
        root = None
    for file in sorted(set(files)):
        intake = Intake(
            file.name, platform, source_url, day, columns=columns, is_dated=bool(collected_on), takes_open=take_open
        )
        try:
            plan = plan_file(file, intake, root)
        except Exception as error:  # a fault of ours costs this file, and is told as one
            is_ours = not isinstance(error, (UserError, OSError))
            told = f"can't be read ({type(error).__name__}: {error}); please report it" if is_ours else str(error)
            say(f"labormarket: {file.name}: {told}", error=True)
            refused += 1
            continue
        show(plan, format)
        if dry_run or root is None:
            continue
        if plan.additions.empty and not plan.looks:
            say(f"{file.name}: nothing to add", error=True)
        elif yes or typer.confirm(f"Add {len(plan.additions)} statements and {len(plan.looks)} looks?"):
            paths = register_plan(plan, root)
            found = ", ".join(f"written to {path}" for path in paths) or "nothing to add"
            say(f"{file.name}: {found}", error=True)
    if refused:
        raise typer.Exit(1)


def show(plan: Plan, format: str) -> None:
    """Print a plan: a table for people, or a JSON object per line."""
    from labormarket.intake.statement_table import as_records, left_out_records

    if format == "jsonl":
        for record in (*as_records(plan.table), *left_out_records(plan.left_out)):
            say(as_json(record))
        return
    from rich.console import Console
    from rich.table import Table

    from labormarket.intake.prose import describe

    console = Console()
    preview = Table(title=shown(f"{plan.intake.name}: {plan.kind}"), title_justify="left")
    columns = ("platform", "profession_raw", "profession", "pay_text", "kind", "scope", "country", "status")
    for title in (*columns[:4], "read as", *columns[4:]):
        preview.add_column(title.removesuffix("_raw").replace("pay_text", "pay as stated"), overflow="fold")
    in_prose = plan.table["span"].notna().to_numpy()
    rows = plan.table[~in_prose].head(SHOWN)  # a million rows as Python objects would take a gigabyte
    for row in rows.astype("object").where(rows.notna(), "").to_dict("records"):
        cells = [*(row[name] for name in columns[:4]), reading_of(row), *(row[name] for name in columns[4:])]
        preview.add_row(*(shown(str(cell)) for cell in cells))
    for row in plan.table[in_prose].head(SHOWN).to_dict("records"):
        for line in describe({str(name): value for name, value in row.items()}):
            console.print(shown(line))
    if not in_prose.all():
        console.print(preview)
    if len(plan.table) > SHOWN:
        console.print(f"and {len(plan.table) - SHOWN} more")
    for line in summary_of(plan):
        console.print(shown(line))
    for where, reason in list(zip(plan.left_out["where"], plan.left_out["reason"], strict=True))[:SHOWN]:
        console.print(shown(f"left out: {where}: {reason}"), style="dim")
    if len(plan.left_out) > SHOWN:
        console.print(f"and {len(plan.left_out) - SHOWN} more left out")


def summary_of(plan: Plan) -> list[str]:
    """Count what a plan holds: statements by status, listings with pay, looks folded, reasons."""
    counts = plan.table["status"].value_counts()
    lines = [", ".join(f"{count} {status}" for status, count in counts.items()) or "no statements"]
    listings = sum(part.listings for part in plan.coverage.values())
    if listings:
        stating = sum(part.with_pay for part in plan.coverage.values())
        lines.append(f"{stating:,} of {listings:,} listings state pay")
    if plan.folded:
        lines.append(f"{plan.folded:,} further looks at the same listings")
    reasons = plan.left_out["reason"].value_counts().head(6)
    if len(reasons):
        lines.append("left out: " + ", ".join(f"{count} {reason}" for reason, count in reasons.items()))
    return lines


def reading_of(row: Mapping[Hashable, Any]) -> str:
    """Write what was read of a pay text: ends, currency, unit; what is missing is an empty text.

    >>> reading_of({"bound": "upper", "low": "", "high": 25.0, "currency": "USD", "period": "hour"})
    'up to 25 USD/hour'
    """
    if not row["bound"]:
        return "no pay"
    low, high = (f"{row[end]:,g}" if row[end] != "" else "" for end in ("low", "high"))
    ends = {"vague": "in words", "upper": f"up to {high}", "lower": f"from {low}", "exact": low}
    amount = f"{ends.get(str(row['bound']), f'{low} to {high}')} {row['currency']}".strip()
    return f"{amount}/{row['period']}" if row["period"] else amount
