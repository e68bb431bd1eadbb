"""`labormarket site`: the web page."""

from pathlib import Path
from typing import Annotated

import typer

from labormarket.cli.messages import say


def site(
    out: Annotated[Path, typer.Option(help="Folder to write; an earlier site in it is replaced.")] = Path("_site"),
    address: Annotated[
        str, typer.Option(help="Where the folder will stand on the web (https://…), for the embed codes.")
    ] = "",
) -> None:
    """Write the web page: one folder that opens from disk and from any server."""
    from labormarket.site import build_site

    built = build_site(out, address=address)
    say(f"{out / 'index.html'}: {built.files} files, {built.bytes:,} bytes, {built.statements:,} statements")
