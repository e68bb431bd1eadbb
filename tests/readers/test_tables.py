"""CSV, Excel, Parquet, JSON records and HTML tables with the column titles that people give them."""

import io
import zipfile

import openpyxl
import pandas as pd
import pytest

from labormarket.readers import MAX_ROWS, Reading, UnreadableError, page_text, tables
from labormarket.readers.columns import map_columns


def rows(reading: Reading) -> list[tuple[str, ...]]:
    return [
        (s.platform, s.profession_raw, s.pay_text, s.period_context, s.currency_context) for s in reading.statements
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Company,Role,Pay\nAcme,tutor,$20/hr\n", [("Acme", "tutor", "$20/hr", "", "")]),
        ("Company;Role;Pay\nAcme;tutor;20,50 €/h\n", [("Acme", "tutor", "20,50 €/h", "", "")]),
        ("role\tHourly Rate\ntutor\t20\n", [("", "tutor", "20 per hour", "", "")]),
        ("Job Title,Pay (USD/hour)\ntutor,20-30\n", [("", "tutor", "USD 20-30 per hour", "", "")]),
        ("sep=;\nRolle;Job title;Pay (EUR/Std)\nx;Koch;20,50\n", [("", "Koch", "EUR 20,50 per hour", "", "")]),
        ("# exported 2026-01-01\n\nRole\tPay\ntutor\t$20/hr\n", [("", "tutor", "$20/hr", "", "")]),
        ("title,salary_min,salary_max,currency,interval\nnurse,40.00,60,usd,HOURLY\n",
         [("", "nurse", "USD 40.00 - 60 per hour", "", "")]),
        ("title,min pay,max pay,period\nnurse,,60,hour\n", [("", "nurse", "up to 60 per hour", "", "")]),
        ("platform,profession_raw,pay_text,period_context,currency_context\nA,b,10,hour,USD\n",
         [("A", "b", "10", "hour", "USD")]),
        ("platform,role,pay\nA,b,a few dollars an hour\n", [("A", "b", "a few dollars an hour", "", "")]),
        ("platform,role,pay\nA,b,\n", []),
        ("\ufeffplatform,role,pay\r\nA,\"b, c\",$5\r\n\r\n", [("A", "b, c", "$5", "", "")]),
    ],
)  # fmt: skip
def test_delimited(content: str, expected: list[tuple[str, ...]]) -> None:
    assert rows(tables.read_delimited(content.encode())) == expected


def test_a_row_without_an_amount_is_reported() -> None:
    reading = tables.read_delimited(b"platform,role,pay\nA,b,\n")
    assert [(skip.where, skip.reason) for skip in reading.skipped] == [("table row 2", "no amount")]


@pytest.mark.parametrize("content", [b"", b"name,phone\nJo,555\n", b"\0\0", b'a,"b\n' * 3])
def test_a_file_without_a_pay_table_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        tables.read_delimited(content)


def test_columns_of_people_are_not_mapped() -> None:
    header = ["Recruiter", "Recruiter email", "Phone", "Contact name", "Role", "Pay"]
    assert set(map_columns(header).values()) == {4, 5}


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
    reading = tables.read_excel(content)
    assert rows(reading) == [("Acme", "tutor", "20 - 25.5 per hour", "", "")]
    assert reading.skipped[0].where == "sheet 'notes'"


def test_excel_that_declares_entities_or_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = excel(rates=[["Role", "Pay"], ["tutor", "$20"]])
    evil = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(evil, "w") as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename.endswith("workbook.xml"):
                data = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + data
            target.writestr(part, data)
    with pytest.raises(UnreadableError, match="entities"):
        tables.read_excel(evil.getvalue())
    monkeypatch.setattr(tables, "MAX_UNPACKED", 1_000)
    with pytest.raises(UnreadableError, match="unpacks"):
        tables.read_excel(whole)


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"no zip"])
def test_broken_excel_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        tables.read_excel(content)


def test_parquet_reads_only_mapped_columns() -> None:
    content = io.BytesIO()
    frame = pd.DataFrame(
        {"role": ["tutor", "nurse"], "pay_min": [20.0, None], "pay_max": [25.5, 40.0], "phone": ["5", "6"]}
    )
    frame.to_parquet(content)
    assert rows(tables.read_parquet(content.getvalue())) == [
        ("", "tutor", "20 - 25.5", "", ""),
        ("", "nurse", "up to 40", "", ""),
    ]
    with pytest.raises(UnreadableError):
        tables.read_parquet(b"PAR1 broken PAR1")


@pytest.mark.parametrize(
    "content",
    [
        b'[{"title": "tutor", "payRate": "$20/hr"}]',
        b'{"results": [{"title": "tutor", "pay_rate": "$20/hr"}], "count": 1}',
        b'{"title": "tutor", "pay": "$20/hr"}\n{"title": "", "pay": ""}\n',
    ],
)
def test_records(content: bytes) -> None:
    assert rows(tables.read_records(content)) == [("", "tutor", "$20/hr", "", "")]


def test_rows_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_ROWS >= 100_000
    monkeypatch.setattr("labormarket.readers.columns.MAX_ROWS", 2)
    reading = tables.read_delimited(b"role,pay\n" + b"tutor,$1\n" * 5)
    assert len(reading.statements) == 2
    assert "rest is not read" in reading.skipped[-1].reason


PAGE = """<html><head><title>Rates</title><meta property="article:published_time" content="2026-02-03T00:00:00Z"></head>
<body><nav>Jobs $99/hr</nav><form><p>Acme is hiring.</p></form>
<table><tr><th>Platform<th>Role<th>Hourly pay</tr>
<tr><td rowspan=2>Acme<td>tutor<td>$20</tr><tr><td>nurse<td><b>$40</b>–$60</tr></table>
<table><tr><td>Founded<td>2020</tr></table><footer>Call 555</footer></body></html>"""


def test_html_tables_and_the_text_around_them() -> None:
    reading = page_text.read_html(PAGE.encode())
    assert rows(reading) == [("Acme", "tutor", "$20", "hour", ""), ("Acme", "nurse", "$40–$60", "hour", "")]
    assert [passage.text for passage in reading.passages] == ["Acme is hiring.", "Founded", "2020"]
    assert reading.passages[0].context.published_on == "2026-02-03"


def test_a_page_that_claims_endless_spans_ends() -> None:
    page = "<table><tr><th>Role<th>Pay<tr><td colspan=999999999>x<td rowspan=888888>$5</table>"
    assert [passage.context.pay_text for passage in page_text.read_html(page.encode()).passages] == ["$5"]


def test_rows_that_name_no_platform_stand_in_the_text_where_their_table_stood() -> None:
    page = "<h2>Mercor</h2><table><tr><th>Role<th>Pay per hour<tr><td>Nurse<td>$40</table><p>More soon.</p>"
    reading = page_text.read_html(page.encode())
    assert [(p.text, p.context.profession_raw) for p in reading.passages] == [
        ("Mercor", ""),
        ("", "Nurse"),
        ("More soon.", ""),
    ]


def test_a_table_with_a_column_for_each_platform_is_written_out_row_by_row() -> None:
    page = "<table><tr><th><th>Outlier<th>Mercor<tr><td>Lawyer<td>$40/hr<td>$110/hr<tr><td>Nurse<td><td>$60/hr</table>"
    reading = page_text.read_html(page.encode())
    assert [passage.text for passage in reading.passages] == [
        "Lawyer – Outlier $40/hr, Mercor $110/hr",
        "Nurse – Mercor $60/hr",
    ]


def test_text_paragraphs_keep_their_places() -> None:
    text = "First line\nstill first.\n\n  \nSecond pays $5."
    reading = page_text.read_text(text.encode())
    assert [passage.text for passage in reading.passages] == ["First line\nstill first.", "Second pays $5."]
    assert all(text[p.start :].startswith(p.text) for p in reading.passages)


@pytest.mark.parametrize("codec", ["utf-8", "cp1252", "utf-16", "utf-8-sig"])
def test_charsets(codec: str) -> None:
    assert page_text.read_text("£40 – €50 für".encode(codec)).passages[0].text == "£40 – €50 für"
