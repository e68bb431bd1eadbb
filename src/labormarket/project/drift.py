"""Which numbers of the notebooks move when they are executed again, told before anything is overwritten."""

from __future__ import annotations

import difflib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from labormarket.files.atomic_write import write_whole
from labormarket.files.project_lock import one_writer
from labormarket.project.notebooks import NOTEBOOKS, execute
from labormarket.tables import PROCESSED

NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")
INPUT = (Path("data"), NOTEBOOKS)


def execute_aside(root: Path) -> dict[Path, bytes]:
    """Execute every notebook in a copy of the project; return the executed files by their path in the project."""
    with tempfile.TemporaryDirectory() as folder:
        for place in INPUT:
            shutil.copytree(root / place, Path(folder, place))
        (Path(folder) / PROCESSED).mkdir(parents=True, exist_ok=True)
        paths = sorted(Path(folder, NOTEBOOKS).glob("[0-9]*_*.ipynb"))
        return {NOTEBOOKS / path.name: execute(path) for path in paths}


def accept(root: Path, executed: dict[Path, bytes]) -> None:
    """Put the executed notebooks in the place of the committed ones."""
    with one_writer(root):
        write_whole({root / path: content for path, content in executed.items()})


def moved_numbers(old: bytes, new: bytes) -> list[str]:
    """Say which printed numbers differ between two executions of a notebook, under the heading that they stand below.

    >>> def notebook(text):
    ...     cells = [{"cell_type": "markdown", "source": "## Half earn under $30"},
    ...              {"cell_type": "code", "source": "", "outputs": [{"text": text}]}]
    ...     return json.dumps({"cells": cells}).encode()
    >>> moved_numbers(notebook("median  30.0 of 1,442 rows"), notebook("median  31.5 of 1,442 rows"))
    ['Half earn under $30: “median  30.0 of 1,442 rows”: 30.0 → 31.5']
    >>> moved_numbers(notebook("no rows"), notebook("no row"))
    ['Half earn under $30: “no rows” → “no row”']
    """
    told: list[str] = []
    for (heading, before), (_, after) in zip(printed(old), printed(new), strict=False):
        matched = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
        for kind, first, last, start, end in matched.get_opcodes():
            if kind == "equal":
                continue
            pairs = max(last - first, end - start)
            lost, came = before[first:last], after[start:end]
            for at in range(pairs):
                told += describe(heading, lost[at] if at < len(lost) else "", came[at] if at < len(came) else "")
    return told


def describe(heading: str, old: str, new: str) -> list[str]:
    """Say what differs between two lines: the numbers alone where their words are the same."""
    if NUMBER.sub("#", " ".join(old.split())) == NUMBER.sub("#", " ".join(new.split())):
        pairs = zip(NUMBER.findall(old), NUMBER.findall(new), strict=True)
        return [f"{heading}: “{old.strip()}”: {before} → {after}" for before, after in pairs if before != after]
    return [f"{heading}: “{old.strip()}” → “{new.strip()}”"]


def printed(notebook: bytes) -> Iterator[tuple[str, list[str]]]:
    """Yield for each code cell the heading above it and the lines of text that it printed."""
    heading = "above the first heading"
    for cell in json.loads(notebook)["cells"]:
        if cell["cell_type"] == "markdown":
            titles = [line.lstrip("# ") for line in "".join(cell["source"]).splitlines() if line.startswith("#")]
            heading = titles[-1] if titles else heading
        elif cell["cell_type"] == "code":
            texts = (out.get("text") or out.get("data", {}).get("text/plain", "") for out in cell["outputs"])
            yield heading, [line for text in texts for line in "".join(text).splitlines()]
