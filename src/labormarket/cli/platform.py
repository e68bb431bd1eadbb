"""`labormarket platform "NAME"`: which platform and owner a name means, and how that was decided."""

from __future__ import annotations

import typer

from labormarket.cli.messages import say


def explain_platform(name: str = typer.Argument(help="A platform's name as scraped.")) -> None:
    """Say which platform and owner NAME means, and how that was decided."""
    from labormarket.platforms import match_platform, platforms

    match = match_platform(name)
    if match.platform is None:
        say(f"{name!r} is no platform of the list: it stays as it is, unmatched.")
        say("To teach it: a line in platforms.csv (a new platform) or in aliases.csv (another name of one).")
        return
    ways = {
        "name": "the name is the canonical one",
        "alias": "the name is in aliases.csv",
        "rule": "a known name, beside words that change nothing or beside its owner",
    }
    row = platforms().set_index("platform").loc[match.platform].dropna()
    say(f"platform  {match.platform}")
    say(f"owner     {match.owner or 'not stated by any source here'}")
    say(f"kind      {row.get('kind', 'none of the five kinds')}")
    say(f"how       {match.how}: {ways[match.how]}")
    if "owner_basis" in row:
        say(f"owner by  {row['owner_basis']}")
    if "note" in row:
        say(f"note      {row['note']}")
