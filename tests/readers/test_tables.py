"""CSV, Excel, Parquet, JSON records and HTML tables with the column titles that people give them."""

import io
import zipfile

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from labormarket.readers import Budget, ReadOptions, UnreadableError, read_file
from labormarket.readers.formats.markup import parse_html
from labormarket.readers.formats.page_text import grid_of, text_passages
from tests.readers.reading import Reading, read


def rows(reading: Reading) -> list[tuple[str, ...]]:
    return [
        (s.platform, s.profession_raw, s.pay_text, s.period_context, s.currency_context) for s in reading.statements
    ]


def excel(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, grid in sheets.items():
        sheet = book.create_sheet(name)
        for row in grid:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_excel_finds_the_header_under_a_title() -> None:
    content = excel(
        notes=[["read me"], ["nothing here"]],
        rates=[["Rates 2026"], [], ["Platform", "Role", "Min pay", "Max pay", "Unit"],
               ["Acme", "tutor", 20.0, 25.5, "hour"]],
    )  # fmt: skip
    reading = read(content)
    assert rows(reading) == [("Acme", "tutor", "20 - 25.5 per hour", "", "")]
    assert reading.skipped[0].where == "sheet 'notes'"


def test_excel_that_declares_entities_or_unpacks_without_end_is_refused() -> None:
    whole = excel(rates=[["Role", "Pay"], ["tutor", "$20"]])
    evil = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(evil, "w") as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename.endswith("workbook.xml"):
                data = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + data
            target.writestr(part, data)
    with pytest.raises(UnreadableError, match="entities"):
        read(evil.getvalue())
    with pytest.raises(UnreadableError, match="unpacks"):
        list(read_file(whole, ReadOptions(budget=Budget(unpacked_bytes=1_000))))


def test_a_sheet_may_claim_any_size_and_costs_what_it_holds() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Role", "Pay"])
    book.active.append(["tutor", "$20/hr"])
    book.active.cell(row=200_010, column=3, value="end")
    content = io.BytesIO()
    book.save(content)
    reading = read(content.getvalue())
    assert [(s.profession_raw, s.where) for s in reading.statements] == [("tutor", "sheet 'Sheet' row 2")]
    wide = excel(rates=[["Role", "Pay"], ["tutor", "$20/hr"], *([[None] * 16_383 + ["x"]] * 3)])
    read_rows, rest = read_file(wide, ReadOptions(budget=Budget(cells=20_000)))
    assert read_rows.statements["profession_raw"].to_pylist() == ["tutor"]
    assert "more than" in rest.left_out["reason"].to_pylist()[0]


def test_a_row_beyond_what_any_spreadsheet_has_is_not_walked_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labormarket.readers.formats.excel.MOST_ROWS", 300)
    far = excel(rates=[["Role", "Pay"], ["tutor", "$20/hr"], *[[]] * 300, ["nurse", "$30/hr"]])
    reading = read(far)
    assert [s.profession_raw for s in reading.statements] == ["tutor"]
    assert reading.skipped[-1].reason == "more than 300 rows; save it as CSV"


def test_a_broken_cell_of_a_sheet_costs_the_rows_from_it_on() -> None:
    good = excel(rates=[["Role", "Pay"], ["tutor", "$20/hr"], ["nurse", 77], ["coder", "$9/hr"]])
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as parts, zipfile.ZipFile(broken, "w") as out:
        for name in parts.namelist():
            out.writestr(name, parts.read(name).replace(b"<v>77</v>", b"<v>" + b"7" * 5_000 + b"</v>"))
    reading = read(broken.getvalue())
    assert [s.profession_raw for s in reading.statements] == ["tutor"]
    assert [(skip.where, skip.reason.partition(":")[0]) for skip in reading.skipped] == [
        ("sheet 'rates' from row 3 on", "broken")
    ]


@pytest.mark.parametrize("content", [b"PK\x03\x04broken"])
def test_broken_excel_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(content)


def test_parquet_reads_only_mapped_columns() -> None:
    content = io.BytesIO()
    frame = pd.DataFrame(
        {"role": ["tutor", "nurse"], "pay_min": [20.0, None], "pay_max": [25.5, 40.0], "phone": ["5", "6"]}
    )
    frame.to_parquet(content)
    assert rows(read(content.getvalue())) == [
        ("", "tutor", "20 - 25.5", "", ""),
        ("", "nurse", "up to 40", "", ""),
    ]
    with pytest.raises(UnreadableError):
        read(b"PAR1 broken PAR1")


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()], ids=str)
def test_a_text_of_parquet_is_cut_at_the_budget(kind: pa.DataType) -> None:
    content = io.BytesIO()
    hirers = pa.array(["é" * 9, "Acme", None], kind)
    pq.write_table(pa.table({"company": hirers, "pay": ["$20/hr"] * 3}), content)
    [batch] = read_file(content.getvalue(), ReadOptions(budget=Budget(cell_chars=8)))
    assert batch.statements["platform"].to_pylist() == ["é" * 8, "Acme", ""]


def test_of_columns_of_one_name_in_parquet_the_first_is_read() -> None:
    content = io.BytesIO()
    pay = [pa.array([text]) for text in ("$20/hr", "$30/hr")]
    pq.write_table(pa.Table.from_arrays([*pay, pa.array(["tutor"])], ["pay", "pay", "role"]), content)
    assert rows(read(content.getvalue())) == [("", "tutor", "$20/hr", "", "")]


@pytest.mark.parametrize(
    "content",
    [
        b'[{"title": "tutor", "payRate": "$20/hr"}]',
        b'{"results": [{"title": "tutor", "pay_rate": "$20/hr"}], "count": 1}',
        b'{"title": "tutor", "pay": "$20/hr"}\n{"title": "", "pay": ""}\n',
    ],
)
def test_records(content: bytes) -> None:
    assert rows(read(content)) == [("", "tutor", "$20/hr", "", "")]


def test_rows_have_a_limit() -> None:
    content = b"role,pay\n" + b"tutor,$1\n" * 5
    [batch] = read_file(content, ReadOptions(budget=Budget(rows=2)))
    assert "rest is not read" in batch.left_out["reason"].to_pylist()[-1]
    [batch] = read_file(content, ReadOptions(budget=Budget(rows=5)))
    assert batch.left_out.num_rows == 0


PAGE = """<html><head><title>Rates</title><meta property="article:published_time" content="2026-02-03T00:00:00Z"></head>
<body><nav>Jobs $99/hr</nav><form><p>Acme is hiring.</p></form>
<table><tr><th>Platform<th>Role<th>Hourly pay</tr>
<tr><td rowspan=2>Acme<td>tutor<td>$20</tr><tr><td>nurse<td><b>$40</b>–$60</tr></table>
<table><tr><td>Founded<td>2020</tr></table><footer>Call 555</footer></body></html>"""


def test_html_tables_and_the_text_around_them() -> None:
    reading = read(PAGE)
    assert rows(reading) == [("Acme", "tutor", "$20", "hour", ""), ("Acme", "nurse", "$40–$60", "hour", "")]
    assert [passage.text for passage in reading.passages] == ["Acme is hiring.", "Founded", "2020"]
    assert reading.passages[0].context.published_on == "2026-02-03"


def test_a_page_that_claims_endless_spans_ends() -> None:
    page = "<table><tr><th>Role<th>Pay<tr><td colspan=999999999>x<td rowspan=888888>$5</table>"
    assert [passage.context.pay_text for passage in read(page).passages] == ["$5"]


def test_rows_that_name_no_platform_stand_in_the_text_where_their_table_stood() -> None:
    page = "<h2>Mercor</h2><table><tr><th>Role<th>Pay per hour<tr><td>Nurse<td>$40</table><p>More soon.</p>"
    reading = read(page)
    assert [(p.text, p.context.profession_raw) for p in reading.passages] == [
        ("Mercor", ""),
        ("", "Nurse"),
        ("More soon.", ""),
    ]


def test_a_table_with_a_column_for_each_platform_is_written_out_row_by_row() -> None:
    page = "<table><tr><th><th>Outlier<th>Mercor<tr><td>Lawyer<td>$40/hr<td>$110/hr<tr><td>Nurse<td><td>$60/hr</table>"
    reading = read(page)
    assert [passage.text for passage in reading.passages] == [
        "Lawyer – Outlier $40/hr, Mercor $110/hr",
        "Nurse – Mercor $60/hr",
    ]


def test_a_cell_stands_in_the_rows_that_it_spans_and_in_no_more() -> None:
    page = "<table><tr><td rowspan=3>A<td colspan=2>1<tr><td>2<td>3<tr><td>4<td>5<tr><td>B<td>6<td>7</table>"
    assert grid_of(next(parse_html(page).iter("table"))) == [
        ["A", "1", "1"], ["A", "2", "3"], ["A", "4", "5"], ["B", "6", "7"]]  # fmt: skip


def test_text_paragraphs_keep_their_places() -> None:
    text = "First line\nstill first.\n\n  \nSecond pays $5."
    passages = text_passages(text, "")
    assert [passage.text for passage in passages] == ["First line\nstill first.", "Second pays $5."]
    assert all(text[p.start :].startswith(p.text) for p in passages)


def test_the_passages_of_a_page_are_numbered_by_their_place_in_its_text() -> None:
    passages = read("<h2>Mercor</h2><p>It pays.</p><nav>x</nav><p>More.</p>").passages
    assert [(p.text, p.start) for p in passages] == [("Mercor", 0), ("It pays.", 8), ("More.", 18)]


@pytest.mark.parametrize("codec", ["utf-8", "cp1252", "utf-16", "utf-8-sig"])
def test_charsets(codec: str) -> None:
    assert read("£40 – €50 für".encode(codec)).passages[0].text == "£40 – €50 für"


def test_a_million_columns_are_refused_before_they_are_named() -> None:
    with pytest.raises(UnreadableError, match="more than 2,000 columns"):
        read(",".join(f"c{n}" for n in range(300_000)) + "\n" + "x," * 299_999 + "x\n", name="x.csv")
