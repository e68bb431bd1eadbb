"""What the readers are made of, one by one: cells, JSON, the pay in JSON, columns of Parquet, sources."""

import datetime
import io
import json
import zipfile
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from labormarket.readers import Budget, ReadOptions, Source, UnreadableError, plan_splits, read_file
from labormarket.readers.boards.json_pay import in_units, inner, pays_of_structure
from labormarket.readers.formats import excel
from labormarket.readers.formats.delimited import cells_of
from labormarket.readers.formats.detect import format_of_text
from labormarket.readers.formats.excel import cell_text
from labormarket.readers.formats.json_records import MOST_OF_A_NAME, is_name, stream_records
from labormarket.readers.formats.json_text import items, load_json, parse_json, parse_miswritten_json, parts_of, words
from labormarket.readers.formats.markup_data import xml_data
from labormarket.readers.formats.page_text import heading_level
from labormarket.readers.formats.parquet import flattened, texts_of
from labormarket.readers.formats.rows import columns_of_grid, pay_header, unique_titles
from labormarket.readers.listing.structured_pay import StatedPay
from labormarket.readers.source import encoding_of, open_unpacked, read_fully, zipped_names
from labormarket.readers.splits import Record


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (float("nan"), ""),
        (True, "True"),
        (40.5, "40.5"),
        (999_999_999_999_999.0, "999999999999999"),
        (1e15, "1000000000000000.0"),
        (datetime.datetime(2026, 1, 2, 3, 4, 5, 678), "2026-01-02T03:04:05"),
        (" four", "four"),
        ("four five", "four "),  # a long text is cut as it stands, and kept once
    ],
)
def test_a_cell_of_a_workbook_is_text(cell: object, text: str) -> None:
    assert cell_text(cell, 5, {}) == text or cell_text(cell, 99, {}) == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<p>role;pay;place</p>\n<p>a;$5;b</p>\n<p>c;$6;d</p>\n", "document"),
        ("role;pay;place\na;$5;b\nc;$6;d\n", "csv"),
        ("role;pay;place\na;$5;b\nc;$6;d\ne;$", "csv"),  # the last line may be cut
        ("role;place;mood\na;b;c\n", "document"),  # two lines alike are no table
        ("a;b\nc\nd;e;f\n", "document"),
        ('{"a": 1}\n{"a": 2}\n', "jsonl"),
        ('[ {"a": 1}]', "json"),
        ("[AI tutor](x) earns $20", "document"),
        ("WARC/1.0\r\n", "warc"),
    ],
)
def test_a_text_file_is_of_the_format_that_its_beginning_shows(text: str, kind: str) -> None:
    assert format_of_text(text.encode(), "", ReadOptions()) == kind


@pytest.mark.parametrize(("keys", "is_so"), [(1, True), (MOST_OF_A_NAME, True), (MOST_OF_A_NAME + 1, False)])
def test_an_object_of_few_keys_is_a_name(keys: int, is_so: bool) -> None:
    assert is_name({"name": "Lyon"} | {f"flag {number}": number for number in range(1, keys)}) is is_so


def test_a_large_json_file_is_read_some_records_at_a_time() -> None:
    records = [{"n": number} for number in range(5)]
    source = Source(content=json.dumps(records).encode())
    assert list(stream_records(source, ReadOptions(), 2)) == [records[:2], records[2:4], records[4:]]


@pytest.mark.parametrize(("letters", "level"), [(1, 6), (60, 6), (61, 0)])
def test_a_short_line_that_ends_in_no_stop_is_a_heading(letters: int, level: int) -> None:
    assert heading_level("x" * letters) == level


class Sheet:
    """A sheet of two rows."""

    def iter_rows(self, *, values_only: bool) -> list[tuple[object, ...]]:
        return [("role", "pay", None), ("tutor", 20.0, None)]


def test_the_cells_of_a_sheet_are_counted_with_one_for_each_row() -> None:
    assert list(excel.cells_of(Sheet(), Budget(cells=8))) == [["role", "pay", ""], ["tutor", "20", ""]]
    with pytest.raises(UnreadableError, match="more than 7 cells"):
        list(excel.cells_of(Sheet(), Budget(cells=7)))


def test_empty_cells_beyond_the_columns_of_the_budget_are_left_out() -> None:
    assert list(excel.cells_of(Sheet(), Budget(columns=2))) == [["role", "pay"], ["tutor", "20"]]
    with pytest.raises(UnreadableError, match="more than 1 columns"):
        list(excel.cells_of(Sheet(), Budget(columns=1)))


def test_a_long_text_in_many_cells_is_cut_once() -> None:
    clipped: dict[str, str] = {}
    first, second = (cell_text("four five", 5, clipped) for _ in range(2))
    assert first is second and clipped == {"four five": "four "}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1E+11"), "100000000000"),
        (Decimal("1E+12"), "1E+12"),
        (Decimal("1E-11"), "0.00000000001"),
        (Decimal("1E-12"), "1E-12"),
        (Decimal("NaN"), "NaN"),
        (40.5, "40.5"),
        (7, "7"),
        (True, ""),
        ({"a": 1}, ""),
    ],
)
def test_a_json_value_is_one_line_of_text(value: object, text: str) -> None:
    assert words(value) == text


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("[" * 64 + "]" * 64, True),
        ("[" * 65 + "]" * 65, False),
        ("[[]," + "[" * 64 + "]" * 65, False),
        ('{"a":[' * 32 + "]}" * 32, True),
        ('{"a":[' * 33 + "]}" * 33, False),
        ("[" + ",".join(["[]", "{}"] * 50) + "]", True),
        ('["' + "[" * 100 + '"]', True),
        ('["\\"' + "[" * 100 + '"]', True),
    ],
)
def test_json_nests_sixty_four_levels_deep_and_brackets_in_texts_are_none(text: str, is_read: bool) -> None:
    if is_read:
        parse_json(text)
    else:
        with pytest.raises(UnreadableError, match="nested deeper than 64 levels"):
            parse_json(text)


def test_json_is_read_by_its_mark_and_mended_where_a_page_miswrote_it() -> None:
    one = [Decimal(1)]
    assert [load_json(text) for text in (b"\xef\xbb\xbf[1]", "[1]".encode("utf-16"), "[1]".encode("utf-16-le"))] == [
        one
    ] * 3
    with pytest.raises(UnreadableError, match="not UTF-8"):
        load_json('["é"]'.encode("cp1252"))
    assert parse_miswritten_json('{/* why */ "a": "x // y",}; ') == {"a": "x // y"}
    with pytest.raises(UnreadableError, match="deeper"):
        parse_miswritten_json("[" * 65 + ",]")
    with pytest.raises(UnreadableError, match="broken"):
        parse_miswritten_json(" " * 250_000 + '["' + "x" * 500_000 + '",]')


def test_one_thing_or_a_list_of_things_is_a_list_and_parts_have_places() -> None:
    assert [items(value) for value in (None, "", 0, [1], "a")] == [[], [], [0], [1], ["a"]]
    assert [*parts_of({"a": 1}, "jobs"), *parts_of({"a": 1}), *parts_of([7])] == [("jobs.a", 1), ("a", 1), ("[0]", 7)]


def nested(value: Any, levels: int) -> Any:
    return nested({"value": value}, levels - 1) if levels else value


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ({"min": 5, "max": 7}, [("5 - 7", "", "f: minValue=5, maxValue=7")]),
        ([{"min": 5, "title": "per hour"}, {"min": 6}], [("from 5", "hour", "f[0]: minValue=5"),
                                                         ("from 6", "", "f[1]: minValue=6")]),
        ([{"min": 5}], [("from 5", "", "f: minValue=5")]),
        ({"compensationType": "Bonus", "summary": "b", "min": 5}, [("b", "Bonus: not base pay")]),
        ({"compensationType": "Salary", "min": 5}, [("from 5", "", "f: minValue=5")]),
        ({"value": {"value": [{"minValue": 3, "currency": "EUR"}]}}, [("from EUR 3", "",
                                                                      "f: minValue=3, currency=EUR")]),
        ({"value": []}, [('{"value": []}', "a pay field without an amount")]),
        ({"a": "x" * 500}, [('{"a": "' + "x" * 393, "a pay field without an amount")]),
        (True, [("", "a pay field without an amount")]),
        ("Competitive", [("Competitive", "a pay field without an amount")]),
        ({"components": [{"min": 5}], "title": "Z"}, [("from 5", "", "f, tier 'Z': minValue=5")]),
        ({"min": 5, "interval": "hour", "title": "Annual"}, [("from 5 per hour", "", "f: minValue=5, unitText=hour")]),
        ({"@type": "X", "schema:minValue": 4}, [("from 4", "", "f: minValue=4")]),
        ({"low": "", "high": 9, "value": 3}, [("up to 9", "", "f: maxValue=9")]),
        ({"min": 5, "max": "", "value": 3}, [("from 5", "", "f: minValue=5")]),
        ({"value": {"min": 5, "interval": "hour"}, "min": 4}, [("from 4 per hour", "",
                                                               "f: minValue=4, unitText=hour")]),
        ([], []),
    ],
)  # fmt: skip
def test_pay_however_json_nests_it(held: Any, said: list[tuple[str, ...]]) -> None:
    found = [
        (pay.pay_text, pay.period_context, pay.note) if isinstance(pay, StatedPay) else tuple(pay)
        for pay in pays_of_structure(held, field="f")
    ]
    assert found == said


def test_pay_nested_without_end_ends() -> None:
    assert [pay for pay in pays_of_structure(nested({"min": 5}, 7)) if isinstance(pay, StatedPay)]
    assert not [pay for pay in pays_of_structure(nested({"min": 5}, 8)) if isinstance(pay, StatedPay)]


def test_lists_of_salaries_within_eight_lists_are_read_whole_and_deeper_ones_by_their_first() -> None:
    held: Any = [{"min": 5}, {"min": 6}]
    counts = []
    for _ in range(10):
        counts.append(sum(isinstance(pay, StatedPay) for pay in pays_of_structure(held)))
        held = [held]
    assert counts == [2] * 8 + [1] * 2


def test_cents_and_wrapped_values_are_plain() -> None:
    cents = [True, None, "abc", float("inf"), 10**14, 10**15, 4425, 22_280_000]
    assert [in_units(cent) for cent in cents] == ["", "", "", "", "1000000000000", "", "44.25", "222800"]
    assert [inner(value) for value in ([], ["a", "b"], {"@value": 3}, {"name": "x"}, {"q": 1}, [{"value": 4}])] == [
        None, "a", 3, "x", None, 4]  # fmt: skip


DAY = datetime.datetime(2026, 1, 2)


@pytest.mark.parametrize(
    ("column", "written"),
    [
        (pa.array([20, None]), [20, None]),
        (pa.array([20.5]), [20.5]),
        (pa.array(["a", None]), ["a", None]),
        (pa.array(["a"], pa.large_string()), ["a"]),
        (pa.array(["a"], pa.string_view()), ["a"]),
        *((pa.array([DAY, None], pa.timestamp(unit)), [1_767_312_000, None]) for unit in ("s", "ms", "us", "ns")),
        (pa.array([0, 1, 4_102_444_799, 4_102_444_800], pa.timestamp("s")), [None, 1, 4_102_444_799, None]),
        (pa.array([DAY.date()]), [1_767_312_000]),
        (pa.array([True, None]), ["true", None]),
        (pa.array([Decimal("20.50")]), ["20.50"]),
        (pa.nulls(1), [None]),
        (pa.array([["a", "b", None], []]), ["a; b", ""]),
        (pa.array([[1, 2]]), ["1; 2"]),
        (pa.array([[["a"]]]), ['[["a"]]']),
        (pa.array([[{"a": 1}]]), ['[{"a": 1}]']),
        (pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64())), ['[["k", 1]]']),
        (pa.array([b"ab", b"\xff", None]), ["ab", "\ufffd", ""]),
        (pa.array([datetime.time(3, 4)], pa.time64("us")), ["03:04:00"]),
        (pa.array([[datetime.date(2026, 1, 2)]]), ['["2026-01-02"]']),
        (pa.array([20, 30, 20]).dictionary_encode(), [20, 30, 20]),
        (pa.array(["a", None, "a"]).dictionary_encode(), ["a", None, "a"]),
        (pa.array([["x" * 99]]), ["x" * 60]),
    ],
)
def test_a_column_of_parquet_is_texts_or_numbers(column: pa.Array, written: list[object]) -> None:
    held = pa.chunked_array([column])
    assert texts_of(held, Budget(cell_chars=60)).to_pylist() == written


def test_structures_part_into_columns_four_levels_deep() -> None:
    deep = pa.table({"a": [{"b": {"c": {"d": {"e": 1}}}}], "x": [2]})
    assert flattened(deep).column_names == ["a.b.c.d.e", "x"]
    assert flattened(pa.table({"a": [{"b": 1}]})).column_names == ["a.b"]


def parquet(rows: int, group: int) -> bytes:
    content = io.BytesIO()
    table = pa.table({"id": range(rows), "pay": [f"${n}/hr" for n in range(5, rows + 5)], "role": ["tutor"] * rows})
    pq.write_table(table, content, row_group_size=group)
    return content.getvalue()


def test_groups_of_parquet_are_put_into_splits_and_each_row_has_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labormarket.readers.formats.parquet.ROWS_OF_A_SPLIT", 4)
    content = parquet(9, 2)
    splits = list(plan_splits(content))
    assert [(split.number, split.start, split.end, split.first_row) for split in splits] == [
        (0, 0, 2, 1), (1, 2, 4, 5), (2, 4, 5, 9)]  # fmt: skip
    batches = list(read_file(content, ReadOptions(budget=Budget(split_bytes=1))))
    assert [row for batch in batches for row in batch.statements["input_row"].to_pylist()] == list(range(1, 10))
    assert [row for batch in batches for row in batch.statements["pay_text"].to_pylist()][-1] == "$13/hr"


def test_a_damaged_group_of_parquet_costs_its_rows_and_says_so() -> None:
    content = bytearray(parquet(6, 3))
    group = pq.ParquetFile(io.BytesIO(content)).metadata.row_group(1)
    begin = group.column(1).dictionary_page_offset  # the plan looks at the first group
    content[begin : begin + 12] = b"\xff" * 12
    batches = list(read_file(bytes(content)))
    assert [row for batch in batches for row in batch.statements["input_row"].to_pylist()] == [1, 2, 3]
    left = [row for batch in batches for row in batch.left_out.to_pylist()]
    assert [row["input_row"] for row in left] == [4, 5, 6]
    assert all("a damaged page" in row["reason"] for row in left)


def test_more_columns_of_parquet_than_the_budget_has_are_refused() -> None:
    options = [ReadOptions(budget=Budget(columns=columns)) for columns in (3, 2)]
    assert sum(batch.records for batch in read_file(parquet(2, 2), options[0])) == 2
    with pytest.raises(UnreadableError, match="more than 2 columns"):
        list(read_file(parquet(2, 2), options[1]))


@pytest.mark.parametrize(
    ("sample", "encoding"),
    [
        (b"a" * 4_999 + b"\xff", "utf-8"),
        (b"a" * 4_998 + b"\xff", "cp1252"),
        ("a,b".encode("utf-16-le"), "utf-16-le"),
        ("a,b".encode("utf-16-be"), "utf-16-be"),
        (b"a\0\0b" + b"c" * 4, "utf-8"),
        (b"a\0\0bc", "utf-16-le"),
        (b"caf\xc3", "utf-8"),
        (b"", "utf-8"),
    ],
)
def test_text_is_decoded_by_its_mark_or_by_what_it_reads_as(sample: bytes, encoding: str) -> None:
    assert encoding_of(sample) == encoding


def archive(*names: str) -> Source:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        for name in names:
            parts.writestr(name, "role,pay\ntutor,$20/hr\n")
    return Source.of(content.getvalue())


def test_an_archive_holds_files_and_a_document_is_none() -> None:
    assert zipped_names(archive("a.csv", "b/", "__MACOSX/._a.csv", ".hid", "d/.x", "e/f.csv")) == ["a.csv", "e/f.csv"]
    assert [zipped_names(archive(name, "a.csv")) for name in ("[Content_Types].xml", "mimetype")] == [[], []]
    assert zipped_names(Source.of(b"PK\x03\x04")) == []


@pytest.mark.parametrize(("bytes_of_two", "is_read"), [(44, True), (43, False), (0, True)])
def test_an_archive_unpacks_within_the_budget(bytes_of_two: int, is_read: bool) -> None:
    options = ReadOptions(budget=Budget(unpacked_bytes=bytes_of_two))
    if is_read:
        assert len(list(plan_splits(archive("a.csv", "b.csv"), options))) == 2
    else:
        with pytest.raises(UnreadableError, match="unpacks to more than"):
            list(plan_splits(archive("a.csv", "b.csv"), options))


def test_a_file_is_read_to_the_bound_of_its_budget_and_no_further() -> None:
    read = [read_fully(open_unpacked(Source.of(b"abc"), Budget(file_bytes=bound)), 99) for bound in (3, 0)]
    assert read == [b"abc", b"abc"]
    with pytest.raises(UnreadableError, match="larger than 0 MB"):
        read_fully(open_unpacked(Source.of(b"abcd"), Budget(file_bytes=3)), 99)


def test_a_path_that_is_no_file_is_refused(tmp_path: Any) -> None:
    for path, reason in ((tmp_path, "no regular file"), (tmp_path / "x", "no such file")):
        with pytest.raises(UnreadableError, match=reason):
            Source.of(path).open()


def test_a_record_has_a_cell_for_each_column_of_its_header() -> None:
    read = [cells_of(Record(1, 0, content, "", True), width, ",") for content, width in ((b"a,b", 4), (b"a,b,, ", 2))]
    assert read == [["a", "b", "", ""], ["a", "b"]]
    with pytest.raises(UnreadableError, match="3 cells where the header has 2"):
        cells_of(Record(1, 0, b"a,b,c", "", True), 2, ",")


def test_a_header_is_among_the_first_fifteen_rows() -> None:
    header = [["Role", "Pay"]]
    above = [[[["Pay"]]], [[["x", "y"]] * 14], [[["x", "y"]] * 15]]
    assert [pay_header([*rows, *header], ReadOptions()) for (rows,) in above] == [1, 14, None]


def test_where_no_row_is_a_header_of_pay_the_first_of_several_cells_is_one() -> None:
    grid = [["Rates"], ["Who", "Xyz"], ["tutor", "$5"]]
    at, columns = columns_of_grid(grid, ReadOptions(columns={"pay_text": "Xyz", "profession_raw": "Who"}))
    assert (at, columns.titles) == (1, ("Who", "Xyz"))


@pytest.mark.parametrize(("levels", "is_read"), [(64, True), (65, False)])
def test_xml_nests_sixty_four_levels_deep(levels: int, is_read: bool) -> None:
    text = "<a>" * (levels + 1) + "</a>" * (levels + 1)
    if is_read:
        assert set(xml_data(text)) == {"a"}
    else:
        with pytest.raises(UnreadableError, match="nested deeper than 64 levels"):
            xml_data(text)


def test_xml_with_a_text_of_megabytes_is_refused() -> None:
    assert xml_data(f"<a>{'x' * 1_000}</a>") == "x" * 1_000
    with pytest.raises(UnreadableError, match="broken XML"):
        xml_data(f"<a>{'x' * 10_000_001}</a>")


def test_titles_are_made_one_for_each_column() -> None:
    assert unique_titles(["pay", "pay", "pay", "", "pay (2)"]) == (
        "pay", "pay (2)", "pay (3)", "column 4", "pay (2) (2)")  # fmt: skip
