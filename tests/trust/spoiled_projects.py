"""A project whose tables, raw files, lists or charts are spoiled, and put back: for commands that read a project."""

import io
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from labormarket.sources import REGISTER, checksum, read_register
from tests.trust.pages import spoil_bytes

ODD_VALUES = [
    None,
    "",
    "x",
    "=1+1",
    "\ud7ff\u202e",
    -1.0,
    1e308,
    float("inf"),
    0,
    10**15,
    True,
    "9999-99-99",
    "x" * 5_000,
]


def spoil_cells(content: bytes, chance: random.Random) -> bytes:
    """Put odd values into cells of a CSV file that stays one."""
    table = pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False)
    for _ in range(chance.randrange(1, 5) if len(table) else 0):
        row, column = chance.randrange(len(table)), chance.randrange(len(table.columns))
        value = chance.choice(ODD_VALUES)
        table.iloc[row, column] = "" if value is None else str(value)
    if (way := chance.randrange(10)) < 2:
        table = table.drop(columns=[chance.choice(list(table.columns))])
    elif way == 2:
        table = pd.concat([table, table.head(2)])
    elif way == 3:
        table = table.head(chance.randrange(3))
    return table.to_csv(index=False, lineterminator="\n").encode()


def spoil(path: Path, chance: random.Random) -> bytes:
    """Spoil a file by its bytes, or by what it holds."""
    content = path.read_bytes()
    if path.suffix == ".csv" and chance.random() < 0.7:
        return spoil_cells(content, chance)
    return spoil_bytes(content, chance)


@contextmanager
def replaced(path: Path, content: bytes) -> Iterator[None]:
    """Hold other content in a file's place."""
    before = path.read_bytes()
    path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(before)


@contextmanager
def replaced_raw(root: Path, path: Path, content: bytes) -> Iterator[None]:
    """Hold other content in a raw file's place, with its checksum and rows on its card: as handed in, spoiled."""
    card = next(card for card in read_register(root) if root / card.path == path)
    rows = max(0, content.count(b"\n") - 1)
    register = (root / REGISTER).read_text("utf-8")
    register = register.replace(card.sha256, checksum(content)).replace(f'"{card.rows}"', f'"{rows}"')
    with replaced(path, content), replaced(root / REGISTER, register.encode()):
        yield
