"""Blocks end where records end, whatever the block size; a broken line costs that line."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labormarket.scale.lines import TextFormat, read_block
from labormarket.scale.records import MAX_RECORD_BYTES, TOO_LONG, cut_blocks, record_ends, scan_records

CELLS = st.text(alphabet=st.sampled_from('ab ,"\n\r;é5中'), max_size=12)
HEADER = ("id", "pay", "note")
FIELDS = {"statement_id": "id", "pay_text": "pay"}


def write_csv(rows: list[list[str]], delimiter: str = ",") -> bytes:
    sink = io.StringIO(newline="")
    csv.writer(sink, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return sink.getvalue().encode()


def read_all(content: bytes, block_bytes: int, delimiter: str | None = ",", fields=FIELDS):
    """Every row read from the content in blocks, and every bad line."""
    form = TextFormat(HEADER if delimiter else (), delimiter)
    rows, lines, bad = [], [], []
    for block in cut_blocks(io.BytesIO(content), delimiter, block_bytes=block_bytes):
        read = read_block(block, form, fields)
        rows += [tuple(row.values()) for row in read.table.to_pylist()]
        lines += read.line_numbers.tolist()
        bad += read.bad
    return rows, lines, bad


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), CELLS, CELLS), max_size=8), st.integers(1, 60))
def test_any_regular_csv_is_read_the_same_in_blocks_of_any_size(rows: list, block_bytes: int) -> None:
    content = write_csv([[str(a), b, c] for a, b, c in rows])
    read, lines, bad = read_all(content, block_bytes)
    assert read == [(str(a), b) for a, b, _ in rows]
    assert bad == []
    assert lines == first_lines(content)


def first_lines(content: bytes) -> list[int]:
    """The number of each record's first line, as Python's own reader counts them."""
    text = content.decode().replace("\r", " ")  # which it would count as a line end
    reader, first, numbers = csv.reader(io.StringIO(text, newline="")), 1, []
    for _ in reader:
        numbers.append(first)
        first = reader.line_num + 1
    return numbers


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(alphabet=st.sampled_from('a,"\n\r5'), max_size=30).map(str.encode), max_size=6))
def test_the_quick_boundaries_agree_with_the_careful_ones(parts: list[bytes]) -> None:
    content = b"\n".join(parts) + b"\n"
    quick = record_ends(content, ",")
    careful = list(scan_records(content, ","))
    assert b"".join(content[record.start : record.end] for record in careful) == content
    if quick is not None and not any(record.fault for record in careful):
        assert quick.tolist() == [record.end for record in careful if content[record.end - 1 : record.end] == b"\n"]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=80), st.integers(1, 40), st.sampled_from([",", "\t", None]))
def test_any_bytes_are_cut_without_loss_and_read_alike_in_any_blocks(
    content: bytes, block_bytes: int, delimiter: str | None
) -> None:
    blocks = list(cut_blocks(io.BytesIO(content), delimiter, block_bytes=block_bytes))
    assert b"".join(block.content for block in blocks) == content
    assert [block.first_line for block in blocks] == [
        1 + b"".join(block.content for block in blocks[:place]).count(b"\n") for place in range(len(blocks))
    ]
    assert read_all(content, block_bytes, delimiter) == read_all(content, 1000, delimiter)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"2,$30", "2 cells where the header has 3"),
        (b"2,$30,a,b", "4 cells where the header has 3"),
        (b'2,"$30,a', "a quote that is not closed"),
        (b'2,"$30" an hour,a', "a quote that is not closed"),
        (b"2,$30\xff,a", "not UTF-8 text at byte 6"),
        (b"<html>", "1 cells where the header has 3"),
    ],
)
def test_a_bad_csv_line_costs_that_line(line: bytes, reason: str) -> None:
    content = b"1,$20,a\n" + line + b"\n\n3,$40,b\n"
    rows, lines, bad = read_all(content, 1000)
    assert rows == [("1", "$20"), ("3", "$40")]
    assert lines == [1, 4]
    assert [(entry.line, entry.reason) for entry in bad] == [(2, reason)]
    assert bad[0].text == line.decode(errors="replace")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": "2", "pay": "$30"', "broken JSON"),
        (b"[1, 2]", "no JSON object"),
        (b'{"id": "2", "pay": "\xff"}', "not UTF-8 text at byte 21"),
        (b'{"id": "2", "pay": "\\ud800"}', "half of a surrogate pair"),
        (b"[" * 100_000, "broken JSON"),
    ],
)
def test_a_bad_json_line_costs_that_line(line: bytes, reason: str) -> None:
    content = b'{"id": "1", "pay": "$20"}\n' + line + b'\n{"pay": "$40", "id": "3"}\n'
    rows, lines, bad = read_all(content, 1_000_000, None)
    assert rows == [("1", "$20"), ("3", "$40")]
    assert lines == [1, 3]
    assert len(bad) == 1 and bad[0].line == 2 and bad[0].reason.startswith(reason)


def test_json_values_of_any_type_are_read_as_written() -> None:
    records = [{"id": 1, "pay": 17.50}, {"id": None}, {"pay": ["$20", "$30"], "id": True}]
    content = "".join(json.dumps(record) + "\n" for record in records).replace("17.5", "17.50").encode()
    assert read_all(content, 1000, None)[0] == [("1", "17.50"), ("", ""), ("true", '["$20", "$30"]')]


def test_a_lost_quote_costs_one_line_even_a_megabyte_on() -> None:
    good = [[str(number), "$20, or so", "x" * 200] for number in range(12_000)]
    content = b'0,"$20,lost\n' + write_csv(good)
    rows, _, bad = read_all(content, 3 * MAX_RECORD_BYTES)
    assert len(rows) == len(good)
    assert [(entry.line, entry.reason) for entry in bad] == [(1, "a quote that is not closed")]


@pytest.mark.parametrize("delimiter", [",", None])
@pytest.mark.parametrize("block_bytes", [MAX_RECORD_BYTES // 4, 2 * MAX_RECORD_BYTES, 9 * MAX_RECORD_BYTES])
def test_an_overlong_line_costs_that_line(delimiter: str | None, block_bytes: int) -> None:
    one, three = (
        (b"1,$20,a\n", b"3,$40,b\n") if delimiter else (b'{"id":"1","pay":"$20"}\n', b'{"id":"3","pay":"$40"}\n')
    )
    content = one + b"x" * (4 * MAX_RECORD_BYTES) + b"\n" + three
    rows, lines, bad = read_all(content, block_bytes, delimiter)
    assert rows == [("1", "$20"), ("3", "$40")]
    assert lines == [1, 3]
    assert [(entry.line, entry.reason) for entry in bad] == [(2, TOO_LONG)]
    assert len(bad[0].text) <= 2000


def test_memory_is_bounded_by_the_block_not_by_the_line() -> None:
    class Endless(io.RawIOBase):
        asked = 0

        def read(self, size: int = -1) -> bytes:
            assert 0 < size <= 2 * MAX_RECORD_BYTES
            self.asked += size
            return b"x" * size if self.asked < 50 * MAX_RECORD_BYTES else b""

    blocks = list(cut_blocks(Endless(), ",", block_bytes=MAX_RECORD_BYTES))
    assert [block.cut_short for block in blocks] == [True]


def test_windows_line_ends_and_a_missing_last_newline() -> None:
    assert read_all(b'1,$20,a\r\n2,"$30",b\r\n3,$40,c', 1000)[0] == [("1", "$20"), ("2", "$30"), ("3", "$40")]


def test_a_block_knows_its_first_line() -> None:
    blocks = cut_blocks(io.BytesIO(b"1\n22\n3"), None, first_line=2, block_bytes=3)
    assert [tuple(block) for block in blocks] == [(b"1\n", 2, False), (b"22\n", 3, False), (b"3", 4, False)]
