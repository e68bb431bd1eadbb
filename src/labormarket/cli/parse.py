"""`labormarket parse "TEXT"`: what a pay text was understood to say, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from labormarket.cli.messages import Json, say_json, shown


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
