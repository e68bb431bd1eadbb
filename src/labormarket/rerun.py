"""Execute the notebooks in place, leaving nothing in them that depends on the machine or the moment."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient

from labormarket.tables import write_whole

NOTEBOOKS = Path("notebooks")
SECONDS_PER_CELL = 300
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


def rerun(root: Path) -> list[str]:
    """Execute every notebook in order; return the names of those whose file changed."""
    changed = []
    for path in sorted((root / NOTEBOOKS).glob("[0-9]*_*.ipynb")):
        executed = execute(path)
        if executed != path.read_bytes():
            write_whole({path: executed})
            changed.append(path.name)
    return changed
