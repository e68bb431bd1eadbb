"""`labormarket platform "NAME"`: which platform and owner a name means, and how that was decided."""

from __future__ import annotations

from typing import Annotated

import typer

from labormarket.cli.messages import Json, NothingFoundError, say, say_json
from labormarket.files.nearest import did_you_mean, nearest

WAYS = {
    "name": "the name is the canonical one",
    "alias": "the name is in aliases.csv",
    "rule": "a known name, beside words that change nothing or beside its owner",
}


def explain_platform(
    name: Annotated[str, typer.Argument(help="A platform's name as scraped.")], json: Json = False
) -> None:
    """Say which platform and owner NAME means, and how that was decided; exit 1 where it means none."""
    from labormarket.platforms import match_platform, platforms

    match = match_platform(name)
    if match.platform is None:
        known = platforms()["platform"]
        if json:
            say_json({"platform": None, "nearest": nearest(name, known)})
            raise typer.Exit(1)
        raise NothingFoundError(
            f"{name!r} is no platform of the list: it stays as it is, unmatched"
            + did_you_mean(name, known)
            + "\n  mend: a line in platforms.csv (a new platform) or in aliases.csv (another name of one) teaches it"
        )
    row = platforms().set_index("platform").loc[match.platform].dropna()
    answer = {
        "platform": match.platform,
        "owner": match.owner or "not stated by any source here",
        "kind": row.get("kind", "none of the five kinds"),
        "how": f"{match.how}: {WAYS[match.how]}",
        "owner by": row.get("owner_basis"),
        "note": row.get("note"),
    }
    if json:
        say_json({label.replace(" ", "_"): value for label, value in answer.items()} | {"owner": match.owner})
        return
    for label, value in answer.items():
        if value is not None:
            say(f"{label:<10}{value}")
