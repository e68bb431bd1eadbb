"""`labormarket release`: the archive of a finished build."""

from pathlib import Path
from typing import Annotated

import typer

from labormarket.cli.messages import say


def release(
    out: Annotated[Path | None, typer.Option(help="Folder to write to; dist/ of the project unless given.")] = None,
) -> None:
    """Write tables, charts, dictionary, licences and checksums as one archive."""
    from labormarket.project.release import write_release
    from labormarket.sources import checksum

    path = write_release(folder=out)
    say(f"{path.name}: {path.stat().st_size:,} bytes, SHA-256 {checksum(path.read_bytes())}")
