"""The command line: one module per command, each importing what it needs when it runs."""

from __future__ import annotations

import typer

from labormarket.cli.add import add
from labormarket.cli.build import build, notebooks, report
from labormarket.cli.chart import chart
from labormarket.cli.clean import clean
from labormarket.cli.collect import collect
from labormarket.cli.diff import diff
from labormarket.cli.income import income
from labormarket.cli.parse import explain_parse
from labormarket.cli.platform import explain_platform
from labormarket.cli.release import release
from labormarket.cli.site import site
from labormarket.cli.title import explain_title
from labormarket.cli.trace import trace

app = typer.Typer(
    help="What AI training pays: read pay statements, build the tables, publish the charts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.command("build")(build)
app.command("notebooks")(notebooks)
app.command("report")(report)
app.command("chart")(chart)
app.command("income")(income)
app.command("parse")(explain_parse)
app.command("clean")(clean)
app.command("platform")(explain_platform)
app.command("title")(explain_title)
app.command("add")(add)
app.command("collect")(collect)
app.command("trace")(trace)
app.command("diff")(diff)
app.command("release")(release)
app.command("site")(site)
