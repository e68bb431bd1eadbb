"""Execute the notebooks in place, leaving nothing in them that depends on the machine or the moment."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import distributions
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

import labormarket
from labormarket.files.atomic_write import write_whole
from labormarket.files.errors import SourceError
from labormarket.files.project_lock import one_writer
from labormarket.sources import checksum
from labormarket.tables import PROCESSED

NOTEBOOKS = Path("notebooks")
EXECUTED = Path(".labormarket", "notebooks.json")
"""Per notebook, the digest of everything that its last execution rested on; local, so a fresh checkout has none."""
SECONDS_PER_CELL = 300
AT_ONCE = 2
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def execute(path: Path) -> bytes:
    """Run one notebook from top to bottom and return the executed file."""
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except Exception as error:  # nbformat raises what a damaged file makes it stumble over
        mend = "restore the file from version control"
        raise SourceError(f"{NOTEBOOKS}/{path.name}", f"no readable notebook: {error}", mend=mend) from None
    notebook.metadata = nbformat.from_dict(METADATA)
    client = NotebookClient(
        notebook,
        timeout=SECONDS_PER_CELL,
        record_timing=False,
        # On a busy machine a printed text arrives in several messages: stored as one, the file is the same each time.
        coalesce_streams=True,
        extra_arguments=["--log-level=40"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    asyncio.run(client.async_execute())
    notebook.metadata = nbformat.from_dict(METADATA)
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number}"
        cell["metadata"] = {}
    nbformat.validate(notebook)
    return (nbformat.writes(notebook) + "\n").encode("utf-8")


def rerun(root: Path, *, force: bool = False, tell: Callable[[str], object] = str) -> list[str]:
    """Execute the notebooks that might say something else by now; return those whose file changed.

    A notebook is left as it is when its file, the processed tables, this package and the packages beside it are those
    of its last execution, unless `force`. `tell` gets one line about each step. One whose cell fails is left as it
    is, the others are executed; then SourceError names the cell.
    """
    with one_writer(root):
        world = digest_world(root)
        record = {} if force else read_record(root / EXECUTED)
        paths = sorted((root / NOTEBOOKS).glob("[0-9]*_*.ipynb"))
        waiting = [path for path in paths if record.get(path.name) != digest([world, path.read_bytes()])]
        tell(f"{len(waiting)} of {len(paths)} notebooks are to be executed")
        changed, failed = [], None
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for path, executed in zip(waiting, pool.map(try_execute, waiting), strict=True):
                if isinstance(executed, SourceError):
                    failed = failed or executed
                    tell(f"a cell failed in {path.name}")
                    continue
                if executed != path.read_bytes():
                    changed.append(path.name)
                record[path.name] = digest([world, executed])
                write_whole({path: executed, root / EXECUTED: json.dumps(record, indent=1).encode()})
                tell(f"executed {path.name}")
        if failed:
            raise failed
        return changed


def try_execute(path: Path) -> bytes | SourceError:
    """Run one notebook; return the executed file, or the error that names the cell that failed."""
    try:
        return execute(path)
    except CellExecutionError as error:
        cell = str(error).partition("------------------")[2].partition("------------------")[0].strip()
        reason = f"{error.ename} {error.evalue}".strip() + f" in the cell\n{cell}"
        mend = "mend the cell, or the sentence that the new data no longer bear out; then run it again"
        return SourceError(f"{NOTEBOOKS}/{path.name}", reason, mend=mend)


def digest_world(root: Path) -> bytes:
    """Return the digest of all that any notebook may rest on: tables, this package, the packages beside it."""
    package = Path(labormarket.__file__).parent
    files = [*(root / PROCESSED).glob("*.parquet"), *(path for path in package.rglob("*") if path.suffix != ".pyc")]
    contents = (path.name.encode() + b"\0" + path.read_bytes() for path in sorted(files) if path.is_file())
    beside = sorted(f"{found.name} {found.version}" for found in distributions())
    return digest([*contents, *map(str.encode, beside)]).encode()


def digest(contents: Iterable[bytes]) -> str:
    """Return one SHA-256 of several contents.

    >>> digest([b"ab", b"c"]) == digest([b"a", b"bc"])
    False
    """
    return checksum("".join(map(checksum, contents)).encode())


def read_record(path: Path) -> dict[str, str]:
    """Read the digests of the last executions; a record that is missing or damaged is empty."""
    try:
        record = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}
