"""The command line: what each command takes and prints; each imports what it needs when it runs."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated

import typer

from labormarket.cli.add import add
from labormarket.cli.build import build, edition, notebooks, report
from labormarket.cli.clean import clean
from labormarket.cli.collect import collect
from labormarket.cli.diff import diff
from labormarket.cli.explain import explain_parse, explain_platform, explain_title, trace
from labormarket.cli.income import income
from labormarket.cli.messages import at_work, say, say_edition, stop_on_error
from labormarket.cli.publish import chart, release, site
from labormarket.cli.what import what

ASK, ADD, BUILD, PUBLISH = "Ask", "Add", "Build", "Publish"
HELP = """What AI training pays: ask, add what you found, build the tables, publish the charts.

Inside a checkout (or with --root) its data is used; elsewhere that of the edition which came with the package."""

app = typer.Typer(help=HELP, no_args_is_help=True, pretty_exceptions_enable=False)


def register(
    command: Callable[..., None],
    name: str,
    panel: str,
    *examples: str,
    reads: bool = False,
    tells: bool = False,
    extra: str = "",
) -> None:
    """Add a command: its part of the help, its examples, whether it reads the tables or tells its steps, its extra."""
    called = f"labormarket {name}"

    @wraps(command)
    def run(*given: object, **options: object) -> None:
        with stop_on_error(name, extra), at_work("" if tells else called):
            if reads:
                say_edition()
            command(*given, **options)

    epilog = "\n\n".join(["Examples:", *(f"{called} {example}".rstrip() for example in examples)])
    app.command(name, rich_help_panel=panel, epilog=epilog)(run)


register(what, "what", ASK, "nurse --country India", "'software developer' --country KE --json", reads=True)
register(explain_parse, "parse", ASK, "'up to $25 per hour'", "'15 $ / hora' --country MX --explain")
register(explain_title, "title", ASK, "'Sr. attorney (remote)'", "'Physics PhD' --json")
register(explain_platform, "platform", ASK, "MTurk", "'Data Annotation' --json")
register(
    income,
    "income",
    ASK,
    "'$60-80/hr' --hours 20 --weeks 4 --job lawyer",
    "'₹500-800' --platform Mercor --unpaid ILO",
    reads=True,
)
register(report, "report", ASK, "", "--json", reads=True)
register(trace, "trace", ASK, "s0110", "n0012 --json", reads=True)
register(diff, "diff", ASK, "old_checkout new_checkout", "labormarket-2026-11-23.zip . --most 5")
register(
    add, "add", ADD, "jobs.csv --platform Outlier --dry-run", "page.html --source-url https://example.org/jobs --yes"
)
register(collect, "collect", ADD, "--list", "--only outlier --dry-run", tells=True, extra="collect")
register(clean, "clean", ADD, "jobs.csv.gz --out cleaned", "dump/ --out cleaned --column pay_text=Salary", tells=True)
register(build, "build", BUILD, "", "--strict", tells=True, extra="build")
register(notebooks, "notebooks", BUILD, "", "--force", tells=True, extra="notebooks")
register(edition, "edition", BUILD, "", "--before labormarket-2026-11-30.zip", tells=True, extra="build")
register(
    chart,
    "chart",
    PUBLISH,
    "--list",
    "wage_ladder --profession lawyer --kind advertised --since 2026 --lang de",
    reads=True,
)
register(site, "site", PUBLISH, "", "--out public --address https://example.org/pay", extra="site")
register(release, "release", PUBLISH, "", "--out dist", extra="build")


def print_version(wanted: bool) -> None:
    """Print the version, and where the data comes from."""
    if wanted:
        from labormarket import __version__
        from labormarket.tables import name_edition

        say(f"labormarket {__version__}, data of {name_edition()}")
        raise typer.Exit


@app.callback()
def choose_root(
    context: typer.Context,
    root: Annotated[
        Path | None,
        typer.Option(help="The checkout whose data to use; also set by LABORMARKET_ROOT.", show_default=False),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Set the checkout for the command that follows."""
    from labormarket.sources import ROOT_VARIABLE

    if root is not None:
        before = os.environ.get(ROOT_VARIABLE)
        os.environ[ROOT_VARIABLE] = str(root)
        context.call_on_close(lambda: os.environ.update({ROOT_VARIABLE: before or ""}))
