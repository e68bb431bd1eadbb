"""`labormarket refresh`: execute the notebooks aside and say which numbers move."""

from typing import Annotated

import typer

from labormarket.cli.messages import say, stop_on_error


def refresh(
    accept: Annotated[bool, typer.Option("--accept", help="Put the executed notebooks in place.")] = False,
) -> None:
    """Execute the notebooks in a copy and say which numbers move; ends with 1 where one does and is not accepted."""
    from labormarket.project.drift import accept as put_in_place
    from labormarket.project.drift import execute_aside, moved_numbers
    from labormarket.sources import find_project_root

    with stop_on_error():
        root = find_project_root()
        executed = execute_aside(root)
        told = [
            f"{path.name}: {line}"
            for path, content in executed.items()
            for line in moved_numbers((root / path).read_bytes(), content)
        ]
        for line in told:
            say(line)
        if accept:
            put_in_place(root, executed)
        say(f"{len(told)} printed lines moved in {len(executed)} notebooks" + ("; put in place" if accept else ""))
    if told and not accept:
        say("nothing was written: `labormarket refresh --accept` puts the executed notebooks in place")
        raise typer.Exit(1)
