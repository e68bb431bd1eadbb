"""Execute the notebooks in place, leaving nothing in them that depends on the machine or the moment."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from labormarket.files.atomic_write import write_whole
from labormarket.fingerprint import digest_code, digest_file, digest_packages
from labormarket.steps import Steps
from labormarket.tables import PROCESSED, TABLES

NOTEBOOKS = Path("notebooks")
SECONDS_PER_CELL = 300
LOAD_TABLE, CHARTS = "labormarket.tables.load_table", "labormarket.charts."
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def execute(path: Path) -> bytes:
    """Run one notebook from top to bottom and return the executed file."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata = nbformat.from_dict(METADATA)
    client = NotebookClient(
        notebook,
        timeout=SECONDS_PER_CELL,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    notebook.metadata = nbformat.from_dict(METADATA)
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number}"
        cell["metadata"] = {}
    nbformat.validate(notebook)
    return (nbformat.writes(notebook) + "\n").encode("utf-8")


def rerun(root: Path, steps: Steps | None = None) -> list[str]:
    """Execute in order the notebooks that might say something else by now; return those whose file changed.

    A notebook is left as it is when its file, the tables it loads, the code it imports and the packages are those of
    its last execution.
    """
    steps = steps or Steps(root)
    changed = []
    for path in sorted((root / NOTEBOOKS).glob("[0-9]*_*.ipynb")):
        made_from = ingredients(path, steps)
        if steps.is_done(path.name, made_from):
            continue
        executed = execute(path)
        if executed != path.read_bytes():
            write_whole({path: executed})
            changed.append(path.name)
        steps.note(path.name, made_from, [path])
    return changed


def ingredients(path: Path, steps: Steps) -> dict[str, str]:
    """Return the digests of what a notebook rests on: packages, code, tables.

    A notebook loads tables by their names. One that asks for anything but charts and tables by name (raw files, the
    list of all tables) rests on everything.
    """
    cells = (cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")
    nodes = list(ast.walk(ast.parse("\n".join(cells))))
    ours = imports_among(nodes)
    found = {"packages": digest_packages(), "code": digest_code(*ours)}
    if not all(name == LOAD_TABLE or name.startswith(CHARTS) for name in ours):
        return found | steps.everything | name_tables(TABLES, steps.root)
    words = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return found | name_tables(TABLES.keys() & words, steps.root)


def name_tables(names: Iterable[str], root: Path) -> dict[str, str]:
    """Return the digests of processed tables."""
    return {f"table {name}": digest_file(root / PROCESSED / f"{name}.parquet") for name in sorted(names)}


def imports_among(nodes: Iterable[ast.AST]) -> set[str]:
    """Return what is imported of this package, each name with its module in front."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            names |= {module + alias.name for alias in node.names}
    return {name for name in names if name.split(".")[0] == "labormarket"}
