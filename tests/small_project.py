"""A small project: the reference figures, and the statements that a test writes."""

import csv
import io
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from labormarket.sources import REGISTER, STATEMENT_COLUMNS, checksum, read_register, read_statements
from labormarket.sources.register import CARD_COLUMNS

ROOT = Path(__file__).parents[1]


def as_csv_text(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(list(header))
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def write_small_project(root: Path, files: Mapping[str, list[dict[str, str]]], *, whole: bool = False) -> Path:
    """Write the project's reference and facts files, and one raw file of statements per item of `files`.

    Where `whole`, the project's own statements are there too.
    """
    kept = [card for card in read_register(ROOT) if whole or card.kind != "statements"]
    for card in kept:
        (root / card.path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / card.path, root / card.path)
    cards = [[getattr(card, column) for column in CARD_COLUMNS] for card in kept]
    for name, statements in files.items():
        content = as_csv_text(STATEMENT_COLUMNS, [[row.get(c, "") for c in STATEMENT_COLUMNS] for row in statements])
        path = f"data/raw/{name}/2026-01-02_statements.csv"
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
        about = [name, path, f"Title of {name}", "", "2026-01-02", "by hand", "facts", "statements"]
        cards.append([*about, checksum(content), len(statements), ""])
    (root / REGISTER).write_bytes(as_csv_text(CARD_COLUMNS, cards))
    return root


def sample_statements(count: int) -> list[dict[str, str]]:
    """Return so many of the project's statements, evenly drawn, with ids of their own: no correction means them."""
    raw = read_statements(ROOT)[list(STATEMENT_COLUMNS)]
    sample = raw.iloc[:: len(raw) // count]
    return sample.assign(statement_id=[f"p{number}" for number in range(len(sample))]).to_dict("records")
