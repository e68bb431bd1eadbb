"""`labormarket platform "NAME"`: which platform and owner a name means, and how that was decided."""

from __future__ import annotations

import typer


def explain_platform(name: str = typer.Argument(help="A platform's name as scraped.")) -> None:
    """Say which platform and owner NAME means, and how that was decided."""
    from labormarket.platforms import match_platform, platforms

    match = match_platform(name)
    if match.platform is None:
        typer.echo(f"{name!r} is no platform of the list: it stays as it is, unmatched.")
        typer.echo("To teach it: a line in platforms.csv (a new platform) or in aliases.csv (another name of one).")
        return
    ways = {
        "name": "the name is the canonical one",
        "alias": "the name is in aliases.csv",
        "rule": "a known name, beside words that change nothing or beside its owner",
    }
    row = platforms().set_index("platform").loc[match.platform].dropna()
    typer.echo(f"platform  {match.platform}")
    typer.echo(f"owner     {match.owner or 'not stated by any source here'}")
    typer.echo(f"kind      {row.get('kind', 'none of the five kinds')}")
    typer.echo(f"how       {match.how}: {ways[match.how]}")
    if "owner_basis" in row:
        typer.echo(f"owner by  {row['owner_basis']}")
    if "note" in row:
        typer.echo(f"note      {row['note']}")
