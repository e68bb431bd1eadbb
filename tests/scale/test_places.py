"""Parts are written whole or not at all, counted as they are, and leave nothing behind in memory."""

import gc
import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from labormarket.scale.places import Place, write_part

SCHEMA = pa.schema([("text", pa.dictionary(pa.int32(), pa.string())), ("usd", pa.float64()), ("row", pa.int64())])


def some_rows(start: int) -> pa.Table:
    texts = pa.array(["a", None, "b"]).dictionary_encode()
    return pa.table([texts, pa.array([1.0, None, 2.5]), pa.array(range(start, start + 3))], schema=SCHEMA)


def test_a_part_says_what_the_file_is(tmp_path: Path) -> None:
    with write_part(Place.of(tmp_path), "pay/x.parquet", SCHEMA) as writer:
        writer.table(some_rows(1))
        writer.table(some_rows(4))
    content = (tmp_path / "pay/x.parquet").read_bytes()
    assert writer.part == ("pay/x.parquet", 6, len(content), hashlib.sha256(content).hexdigest())
    assert pq.read_table(tmp_path / "pay/x.parquet")["row"].to_pylist() == [1, 2, 3, 4, 5, 6]


def test_a_failure_on_the_way_leaves_no_file(tmp_path: Path) -> None:
    def fail() -> None:
        with write_part(Place.of(tmp_path), "x.parquet", SCHEMA) as writer:
            writer.table(some_rows(1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_written_part_is_let_go_at_once(tmp_path: Path) -> None:
    rows = some_rows(1)
    gc.disable()  # nothing may wait for it: Python can't see a circle that goes through Arrow
    try:
        before = pa.total_allocated_bytes()
        for number in range(3):
            with write_part(Place.of(tmp_path), f"{number}.parquet", SCHEMA) as writer:
                writer.table(rows)
            del writer
            assert pa.total_allocated_bytes() == before
    finally:
        gc.enable()
