"""Splits of a text file: whole records, wherever the cuts fall."""

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from labormarket.readers import Budget, Source
from labormarket.readers.splits import (
    Record,
    Split,
    cut_records,
    end_of_last_record,
    record_ends,
    sample_of,
    scan_records,
    skip_line,
    with_line_feeds,
)

PIECES = st.lists(st.sampled_from(["a", "bc", ",", '"', '""', "\n", "\r", "\r\n", '"x"', '"x\ny"', "é"]), max_size=40)


def records(content: bytes, line: int = 1) -> list[tuple[int, bytes, str]]:
    return [(one.line, one.content, one.fault) for one in scan_records(content, ",", 10**6, line)]


@settings(suppress_health_check=[HealthCheck.too_slow])
@example(["\r", "\r\n"], 1, False)
@given(PIECES, st.integers(1, 30), st.booleans())
def test_splits_are_the_file_and_their_records_are_its_records(pieces: list[str], size: int, packed: bool) -> None:
    content = "".join(pieces).encode()
    given = gzip.compress(content, mtime=0) if packed else content
    splits = list(cut_records(Split(Source.of(given), "csv", delimiter=","), Budget(split_bytes=size)))
    assert [split.number for split in splits] == list(range(len(splits)))
    assert b"".join(split.text() for split in splits) == with_line_feeds(content)
    apart = [record for split in splits for record in records(split.text(), split.first_row)]
    assert apart == records(with_line_feeds(content))
    assert all(b"".join(one for _, one, _ in records(split.text())) == split.text() for split in splits)


@pytest.mark.parametrize("packed", [False, True])
def test_a_line_too_long_is_cut_short_and_the_next_begins_behind_it(packed: bool, tmp_path: Path) -> None:
    lines = [b"1,a\n", b"2," + b"x" * 30 + b"\n", b"3,c\n", b"4," + b"y" * 40]
    path = tmp_path / "x.csv"
    path.write_bytes(gzip.compress(b"".join(lines), mtime=0) if packed else b"".join(lines))
    file = Split(Source.of(path), "csv", delimiter=",")
    splits = list(cut_records(file, Budget(split_bytes=10, record_bytes=20)))
    found = [(split.text(), split.first_row, split.cut_short) for split in splits]
    assert found == [
        (lines[0], 1, False),
        (lines[1][:20], 2, True),
        (lines[2] + lines[3], 3, False),  # to the file's end: the reader of the last line says that it is too long
    ]
    if not packed:
        assert [split.content is None for split in splits] == [True, False, True]
        assert all(b"".join(lines)[split.start :].startswith(split.text()) for split in splits)


def test_lines_of_json_are_records_whatever_their_quotes() -> None:
    content = b'{"a": "1"}\n{"a": "\n{"a": 3}\n'
    splits = list(cut_records(Split(Source.of(content), "jsonl"), Budget(split_bytes=12)))
    assert [(split.text(), split.first_row) for split in splits] == [
        (b'{"a": "1"}\n', 1),
        (b'{"a": "\n', 2),
        (b'{"a": 3}\n', 3),
    ]


@pytest.mark.parametrize(
    ("content", "rest", "length", "beyond"),
    [
        (b"abc\ndef", b"", 4, b"def"),
        (b"\nabc", b"", 1, b"abc"),
        (b"abc", b"de\nf", 6, b"f"),
        (b"abc", b"", 3, b""),
        (b"", b"x\n", 0, b""),
    ],
)
def test_a_line_is_skipped_to_its_end(content: bytes, rest: bytes, length: int, beyond: bytes) -> None:
    with Source.of(rest).open() as stream:
        assert skip_line(stream, content) == (length, beyond)


@pytest.mark.parametrize(
    ("content", "ends"),
    [
        (b"1,2\n3,4\n", [4, 8]),
        (b'"1",2\n3,"4"\n', [6, 12]),
        (b'1,"a\nb"\n2,c\n', [8, 12]),
        (b'1,"a\r\n"\r\n2', [9]),
        (b'1,"a"', []),
        (b'1,""\n2,""""\n', [5, 12]),
        (b'1,"a"b\n', None),
        (b'1,"a"b', None),
        (b'1,a"b"\n', None),
        (b'1,5" pipe\n2,6" pipe\n', None),
        (b"123456789\n", [10]),
        (b"1234567890\n", None),
        (b"1\n1234567890\n", None),
        (b"1\n12345678901", None),
        (b"", []),
    ],
)
def test_records_end_where_no_quote_is_open_and_quotes_stand_as_they_should(
    content: bytes, ends: list[int] | None
) -> None:
    found = record_ends(content, ",", 10)
    assert (None if found is None else found.tolist()) == ends


@pytest.mark.parametrize(
    ("content", "end"),
    [
        (b"1,2\n3", 4),
        (b"1,2", 0),
        (b'1,"2\n3', 0),
        (b'1,"2"\n3,"4', 6),
        (b'1,5"x\n2,3\n4', 10),
        (b'1,5"x\n2,"3\n', 6),
    ],
)
def test_a_block_ends_behind_its_last_whole_record(content: bytes, end: int) -> None:
    assert end_of_last_record(content, ",", 99) == end


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"1,2\n", [Record(1, 4, b"1,2\n", "", True)]),
        (b"1,2", [Record(1, 3, b"1,2", "", False)]),
        (b'1,"2\n3', [Record(1, 5, b'1,"2\n', "a quote that is not closed", False), Record(2, 6, b"3", "", False)]),
        (b'1,"2"x\n3\n', [Record(1, 7, b'1,"2"x\n', "a quote that is not closed", True),
                          Record(2, 9, b"3\n", "", True)]),
        (b"x" * 20 + b"\n1\n", [Record(1, 21, b"x" * 20 + b"\n", "a line longer than 20 bytes", True),
                               Record(2, 23, b"1\n", "", True)]),
        (b"x" * 19 + b"\n", [Record(1, 20, b"x" * 19 + b"\n", "", True)]),
        (b"x" * 21, [Record(1, 21, b"x" * 21, "a line longer than 20 bytes", False)]),
    ],
)  # fmt: skip
def test_records_one_by_one(content: bytes, expected: list[Record]) -> None:
    assert list(scan_records(content, ",", 20)) == expected


def test_the_mark_before_a_text_is_no_part_of_it() -> None:
    assert sample_of(Source.of(b"\xef\xbb\xbfa\rb"), Budget()) == (b"a\nb", 3)
    assert sample_of(Source.of(b"a\r\nb"), Budget()) == (b"a\r\nb", 0)
