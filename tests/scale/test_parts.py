"""Parts are written whole or not at all, counted as they are, and leave nothing behind in memory."""

import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from labormarket.files.storage import Location
from labormarket.scale.parts import Part, is_intact, write_part

SCHEMA = pa.schema([("text", pa.dictionary(pa.int32(), pa.string())), ("usd", pa.float64()), ("row", pa.int64())])


def some_rows(start: int) -> pa.Table:
    texts = pa.array(["a", None, "b"]).dictionary_encode()
    return pa.table([texts, pa.array([1.0, None, 2.5]), pa.array(range(start, start + 3))], schema=SCHEMA)


def test_a_part_says_what_the_file_is(tmp_path: Path) -> None:
    part = write_part(Location.of(tmp_path), "pay/x.parquet", [some_rows(1), some_rows(4)], SCHEMA)
    content = (tmp_path / "pay/x.parquet").read_bytes()
    assert part == ("pay/x.parquet", 6, len(content), hashlib.sha256(content).hexdigest())
    assert pq.read_table(tmp_path / "pay/x.parquet")["row"].to_pylist() == [1, 2, 3, 4, 5, 6]
    assert is_intact(Location.of(tmp_path), part)
    assert not is_intact(Location.of(tmp_path), Part("pay/y.parquet", 6, len(content), part.sha256))
    (tmp_path / "pay/x.parquet").write_bytes(content[:-1] + b"!")
    assert not is_intact(Location.of(tmp_path), part)


def test_a_failure_on_the_way_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    location = Location.of(tmp_path / "x")
    location.write(b"old")

    def fail() -> None:
        with location.writing() as stream:
            stream.write(b"new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("x", b"old")]


def test_a_written_part_is_freed_at_once(tmp_path: Path) -> None:
    rows = some_rows(1)
    before = pa.total_allocated_bytes()
    for number in range(3):
        write_part(Location.of(tmp_path), f"{number}.parquet", [rows], SCHEMA)
        assert pa.total_allocated_bytes() == before
