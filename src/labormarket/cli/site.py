"""`labormarket site`: the web page."""

from pathlib import Path
from typing import Annotated

import typer

from labormarket.cli.messages import say


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
