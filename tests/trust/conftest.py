"""A small project of its own for each test of trust: the reference figures, and the statements that the test writes."""

import csv
import io
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from labormarket.sources import REGISTER, STATEMENT_COLUMNS, checksum, read_register

ROOT = Path(__file__).parents[2]


def as_csv_text(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(list(header))
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def write_small_project(root: Path, files: Mapping[str, list[dict[str, str]]], *, backward: bool = False) -> Path:
    """Write the project's reference and facts files, and one raw file of statements per item of `files`."""
    kept = [card for card in read_register(ROOT) if card.kind != "statements"]
    for card in kept:
        (root / card.path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / card.path, root / card.path)
    columns = (
        "source_id",
        "path",
        "title",
        "url",
        "collected_on",
        "method",
        "licence",
        "kind",
        "sha256",
        "rows",
        "note",
    )
    cards = [[getattr(card, column) for column in columns] for card in kept]
    for name, statements in files.items():
        content = as_csv_text(STATEMENT_COLUMNS, [[row.get(c, "") for c in STATEMENT_COLUMNS] for row in statements])
        path = f"data/raw/{name}/2026-01-02_statements.csv"
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
        about = [name, path, f"Title of {name}", "", "2026-01-02", "by hand", "facts", "statements"]
        cards.append([*about, checksum(content), len(statements), ""])
    (root / REGISTER).write_bytes(as_csv_text(columns, reversed(cards) if backward else cards))
    return root


@pytest.fixture(scope="session")
def small_project() -> Callable[..., Path]:
    return write_small_project
