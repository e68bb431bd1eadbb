"""`labormarket parse`, `title`, `platform` and `trace`: what a text as scraped became, and how that was decided."""

from __future__ import annotations

from typing import Annotated

import typer

from labormarket.cli.messages import Json, NothingFoundError, answer, say_json, shown
from labormarket.files.nearest import did_you_mean, nearest

WAYS = {
    "name": "the name is the canonical one",
    "alias": "the name is in aliases.csv",
    "rule": "a known name, beside words that change nothing or beside its owner",
}


def explain_parse(
    text: Annotated[str, typer.Argument(help="A pay text, such as 'up to $25 per hour'.")],
    country: Annotated[str | None, typer.Option(help="A country: what a bare $ or kr means there.")] = None,
    *,
    json: Json = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show the kind of every token too.")] = False,
) -> None:
    """Say how TEXT is read as pay: the answer, the words that decided, what was refused and why.

    Exit code 1 where it states no pay.
    """
    from rich.console import Console
    from rich.table import Table

    from labormarket.pay.explain import describe, explain_pay

    if country:
        from labormarket.sources.countries import find_country

        country = find_country(country)
    found = explain_pay(text, country=country)
    if json:
        say_json(
            {
                "text": text,
                "pay": found.pay and found.pay._asdict(),
                "considered": [vars(number) for number in found.considered],
            }
        )
        raise typer.Exit(found.pay is None)
    console = Console(highlight=False)
    console.print(shown(describe(found.pay)), style="bold")
    if found.pay is not None:
        console.print(shown(f"from the words: {found.pay.text}"))
    for number in found.considered:
        cues = ", ".join(f"{name} from {words!r}" for name, words in number.cues.items())
        verdict = (
            f"refused: {number.refused}"
            if number.refused
            else "read"
            if number.chosen
            else "pay too, but not the first"
        )
        console.print(shown(f"{number.text!r}: {verdict}{f' ({cues})' if cues and not number.refused else ''}"))
    if explain:
        table = Table("words", "kind", title="tokens", title_justify="left", box=None)
        for words, kind in found.tokens:
            table.add_row(shown(words), kind)
        console.print(table)
    raise typer.Exit(found.pay is None)


def explain_title(title: Annotated[str, typer.Argument(help="A job title as posted.")], json: Json = False) -> None:
    """Say which profession and SOC code TITLE means, and how that was decided; exit 1 where it means none.

    A title that several occupations share gets their group, and the occupations are listed.
    """
    from labormarket.professions import explain_match, professions

    lines = explain_match(title)
    if lines["profession"] == "unmatched" and lines["group"] == "none":
        lines["did you mean"] = ", ".join(nearest(title, professions()["profession"])) or "nothing near"
    record = {label.lower().replace(" ", "_"): value for label, value in lines.items()}
    answer(record, (f"{label:<12} {value}" for label, value in lines.items()), json=json)
    if "did you mean" in lines:
        raise typer.Exit(1)


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
    found = {
        "platform": match.platform,
        "owner": match.owner or "not stated by any source here",
        "kind": row.get("kind", "none of the five kinds"),
        "how": f"{match.how}: {WAYS[match.how]}",
        "owner by": row.get("owner_basis"),
        "note": row.get("note"),
    }
    record = {label.replace(" ", "_"): value for label, value in found.items()} | {"owner": match.owner}
    answer(record, (f"{label:<10}{value}" for label, value in found.items() if value is not None), json=json)


def trace(
    statement_id: Annotated[str, typer.Argument(help="An id from pay.csv, unread.csv or a raw file.")],
    json: Json = False,
) -> None:
    """Print the way of one statement: file, line, checksum, words, cues, hours, rate, tier, and the row it became."""
    from labormarket.project.lineage import trace as find_the_way

    steps = find_the_way(statement_id)
    record = {"statement_id": statement_id, "steps": [step._asdict() for step in steps]}
    answer(record, (f"{label:<12}{found}" for label, found in steps), json=json)
