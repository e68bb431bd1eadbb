"""A small project to take files into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from labormarket.sources.register import CARD_COLUMNS
from labormarket.sources.statements import STATEMENT_COLUMNS
from labormarket.sources.text_table import checksum
from tests.intake.loopback import Site, serve


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one registered statement."""
    folder = tmp_path / "data" / "raw" / "first"
    folder.mkdir(parents=True)
    stated = {"statement_id": "f1", "platform": "Outlier", "profession_raw": "generalist", "kind": "advertised",
              "pay_text": "up to $15 per hour", "published_on": "2025", "confidence": "high"}  # fmt: skip
    row = [stated.get(column, "") for column in STATEMENT_COLUMNS]
    raw = (",".join(STATEMENT_COLUMNS) + "\n" + ",".join(row) + "\n").encode()
    (folder / "2026-01-01_statements.csv").write_bytes(raw)
    card = [
        "first",
        "data/raw/first/2026-01-01_statements.csv",
        "First",
        "",
        "2026-01-01",
        "hand",
        "facts",
        "statements",
    ]
    register = [",".join(CARD_COLUMNS), ",".join([*card, checksum(raw), "1", ""])]
    (tmp_path / "data" / "raw" / "SOURCES.csv").write_text("\n".join(register) + "\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on the loopback address; a path without a page answers 404."""
    with serve() as served:
        yield served
