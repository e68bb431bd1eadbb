"""The files of a dump are known by their content, not by their time of change."""

import os
from pathlib import Path

import pytest

from labormarket.files.storage import Location
from labormarket.scale import inputs
from labormarket.scale.inputs import find_inputs


def digest_of(path: Path) -> str:
    return find_inputs(Location.of(path))[0].digest


def test_a_touched_file_is_the_same_and_other_content_of_the_same_size_and_time_is_not(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"pay_text\n$20\n")
    before = digest_of(path)
    os.utime(path, ns=(0, 0))
    assert digest_of(path) == before
    path.write_bytes(b"pay_text\n$21\n")
    os.utime(path, ns=(0, 0))
    assert digest_of(path) != before


@pytest.mark.parametrize("at", [0, 500, 1_000, 1_999])
def test_a_large_file_is_known_by_pieces_from_head_to_tail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    monkeypatch.setattr(inputs, "MB", 10)
    monkeypatch.setattr(inputs, "WHOLE_BYTES", 100)
    monkeypatch.setattr(inputs, "PIECES", 200)
    path = tmp_path / "x.csv"
    path.write_bytes(b"a" * 2_000)
    before = digest_of(path)
    with path.open("r+b") as file:
        file.seek(at)
        file.write(b"b")
    assert digest_of(path) != before


@pytest.mark.parametrize(("size", "heads"), [(200, [0, 63, 126, 190]), (101, [0, 30, 60, 91])])
def test_few_pieces_of_a_large_file_lie_evenly_from_its_first_byte_to_its_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, heads: list[int]
) -> None:
    monkeypatch.setattr(inputs, "MB", 10)
    monkeypatch.setattr(inputs, "WHOLE_BYTES", 100)
    monkeypatch.setattr(inputs, "PIECES", 4)
    path = tmp_path / "x.csv"
    path.write_bytes(b"a" * size)
    before = digest_of(path)
    noticed = []
    for at in range(size):
        path.write_bytes(b"a" * at + b"b" + b"a" * (size - at - 1))
        noticed += [at] if digest_of(path) != before else []
    assert noticed == [at for head in heads for at in range(head, head + 10)]


def test_files_beside_the_data_are_no_part_of_a_dump(tmp_path: Path) -> None:
    for name in ("b.csv.gz", "a/x.jsonl", "notes.md", "chart.png", ".hidden.csv", "_old/x.csv", "z.WARC.gz"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert [file.name for file in find_inputs(Location.of(tmp_path))] == ["a/x.jsonl", "b.csv.gz", "z.WARC.gz"]
