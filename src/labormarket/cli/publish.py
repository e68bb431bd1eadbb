"""`labormarket chart`, `site` and `release`: one chart, the web pages, the archive of an edition."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from labormarket.cli.messages import NothingFoundError, say

Names = list[str] | None


def chart(
    name: Annotated[str | None, typer.Argument(help="A chart of `labormarket chart --list`.")] = None,
    list_charts: Annotated[bool, typer.Option("--list", help="Name every chart and the question it answers.")] = False,
    platform: Annotated[Names, typer.Option(help="Only this platform; may be repeated.")] = None,
    profession: Annotated[Names, typer.Option(help="Only this profession; may be repeated.")] = None,
    group: Annotated[Names, typer.Option(help="Only this group of professions (nurses); may be repeated.")] = None,
    field: Annotated[Names, typer.Option(help="Only this field of work (law); may be repeated.")] = None,
    tier: Annotated[Names, typer.Option(help="Only this tier; may be repeated.")] = None,
    country: Annotated[Names, typer.Option(help="Only this country (Kenya, KE); may be repeated.")] = None,
    kind: Annotated[Names, typer.Option(help="Only this kind of evidence (advertised); may be repeated.")] = None,
    since: Annotated[str, typer.Option(help="Only what was published since: 2025, 2025-06 or 2025-06-30.")] = "",
    until: Annotated[str, typer.Option(help="Only what was published until, that day, month or year included.")] = "",
    title: Annotated[str, typer.Option(help="Your own title instead of the computed finding.")] = "",
    width: Annotated[str, typer.Option(help="column, page, square or story.")] = "page",
    lang: Annotated[str, typer.Option(help="en, de, fr or es.")] = "en",
    dark: Annotated[bool, typer.Option("--dark", help="For dark pages.")] = False,
    out: Annotated[Path | None, typer.Option(help="Folder for the four files.")] = None,
) -> None:
    """Draw a chart and write its PNG, SVG, CSV and JSON.

    As it is, it goes to the project's charts folder, where the build puts it. With a selection or a format of your
    own it is named after them and goes to --out, or to the folder you are in.
    """
    from labormarket.charts import CHARTS, Style, Tables, draw_chart, select
    from labormarket.publishing.publish import name_variant, publish

    if list_charts or name is None:
        longest = max(map(len, CHARTS)) + 2
        for known, entry in CHARTS.items():
            say(f"{known:<{longest}}{entry.description}")
        raise typer.Exit(0 if list_charts else 2)
    try:
        tables, style = select(
            Tables(),
            Style(width, lang, dark, title),
            platform=platform or (),
            profession=profession or (),
            group=group or (),
            field=field or (),
            tier=tier or (),
            country=country or (),
            kind=kind or (),
            since=since,
            until=until,
        )
        drawn = draw_chart(name, tables, style)
    except (ValueError, KeyError) as unknown:
        raise NothingFoundError(unknown.args[0]) from None
    variant = name_variant(name, style)
    folder = out or (None if variant == name and not title else Path())
    paths = publish(drawn, name=variant, folder=folder)
    say(drawn.title)
    for path in paths.values():
        say(f"  {path}")


def site(
    out: Annotated[Path, typer.Option(help="Folder to write; an earlier site in it is replaced.")] = Path("_site"),
    address: Annotated[
        str,
        typer.Option(
            help="Where the folder will stand on the web (https://…), for embed codes, previews and the sitemap."
        ),
    ] = "",
    lang: Annotated[
        list[str] | None, typer.Option(help="Languages of the charts to take along; all unless given.")
    ] = None,
) -> None:
    """Write the web page: one folder that opens from disk and from any server."""
    from labormarket.charts import LANGUAGES
    from labormarket.site import build_site

    built = build_site(out, address=address, languages=lang or LANGUAGES)
    size = f"{built.pages} pages, {built.files} files, {built.bytes:,} bytes"
    say(f"{out / 'index.html'}: {size}, {built.statements:,} statements")


def release(
    out: Annotated[Path | None, typer.Option(help="Folder to write to; dist/ of the project unless given.")] = None,
) -> None:
    """Write tables, charts, dictionary, licences and checksums as one archive."""
    from labormarket.project.release import write_release
    from labormarket.sources import checksum

    path = write_release(folder=out)
    say(f"{path.name}: {path.stat().st_size:,} bytes, SHA-256 {checksum(path.read_bytes())}")
