"""Looks at statements and counts of listings: each look names a statement, and no count states more than it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from labormarket.files.errors import SourceError
from labormarket.sources import checksum, read_listing_counts, read_looks, read_statements
from labormarket.sources.register import CARD_COLUMNS
from labormarket.sources.statements import REQUIRED_COLUMNS

STATEMENT = dict.fromkeys(REQUIRED_COLUMNS, "") | {"statement_id": "f1", "kind": "advertised", "pay_text": "$15/hour"}


def project_of(root: Path, *files: tuple[str, str, str, str]) -> Path:
    """Write raw files with their cards: the path below data/raw, the kind, the day, the text."""
    cards = [",".join(CARD_COLUMNS)]
    first = ",".join(REQUIRED_COLUMNS) + "\n" + ",".join(STATEMENT.values()) + "\n"
    for path, kind, day, text in (("first/a.csv", "statements", "2026-01-05", first), *files):
        place = root / "data" / "raw" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
        rows = str(text.count("\n") - 1)
        cards.append(
            ",".join([path, f"data/raw/{path}", "t", "", day, "m", "l", kind, checksum(text.encode()), rows, ""])
        )
    (root / "data" / "raw" / "SOURCES.csv").write_text("\n".join(cards) + "\n", encoding="utf-8")
    return root


def test_looks_are_those_of_the_statements_and_of_the_files_of_looks(tmp_path: Path) -> None:
    root = project_of(tmp_path, ("looks/b.csv", "looks", "2026-01-12", "board,statement_id\nacme_board,f1\n"))
    looks = read_looks(read_statements(root), root)
    assert looks.to_numpy().tolist() == [["f1", "first", "2026-01-05"], ["f1", "acme_board", "2026-01-12"]]


def test_a_look_at_nothing_is_refused(tmp_path: Path) -> None:
    root = project_of(tmp_path, ("looks/b.csv", "looks", "2026-01-12", "board,statement_id\nacme_board,gone\n"))
    with pytest.raises(SourceError, match="a look at 'gone', which is in no raw file"):
        read_looks(read_statements(root), root)


def test_counts_name_a_board_that_was_counted_as_a_whole(tmp_path: Path) -> None:
    root = project_of(
        tmp_path,
        ("dump/a.csv", "listing_counts", "2026-01-05", "platform,month,listings,stating_pay\nAcme,2026-01,9,4\n"),
        ("all/b.csv", "listing_counts", "2026-01-12", "board,platform,month,listings,stating_pay\nacme,Acme,,0,0\n"),
    )
    counts = read_listing_counts(root)
    assert counts[["board", "platform", "month", "listings", "stating_pay", "day"]].to_numpy().tolist() == [
        ["acme", "Acme", "", 0, 0, "2026-01-12"],
        ["", "Acme", "2026-01", 9, 4, "2026-01-05"],
    ]
    assert read_listing_counts(project_of(tmp_path / "none")).empty


@pytest.mark.parametrize(("listings", "stating"), [("3", "4"), ("-1", "0"), ("3.5", "1"), ("", "")])
def test_a_count_that_is_none_is_refused(tmp_path: Path, listings: str, stating: str) -> None:
    text = f"platform,month,listings,stating_pay\nAcme,2026-01,{listings},{stating}\n"
    root = project_of(tmp_path, ("dump/a.csv", "listing_counts", "2026-01-05", text))
    with pytest.raises(SourceError, match="count the listings again"):
        read_listing_counts(root)
