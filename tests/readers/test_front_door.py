"""The front door: files as people scrape them, cut into splits and read into batches of raw statements."""

import gzip
import io
import zipfile
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from labormarket.readers import (
    BATCH_SCHEMA,
    LEFT_OUT_SCHEMA,
    Budget,
    ReadOptions,
    Source,
    UnreadableError,
    front_door,
    plan_splits,
    read_file,
    read_split,
)


def zipped(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in files.items():
            archive.writestr(name, held)
    return content.getvalue()


def table_of(content: bytes | str, options: ReadOptions | None = None) -> pa.Table:
    data = content.encode() if isinstance(content, str) else content
    return pa.concat_tables([batch.statements for batch in read_file(data, options)])


def rows_of(content: bytes | str, *names: str, options: ReadOptions | None = None) -> list[tuple[str, ...]]:
    table = table_of(content, options).select(list(names))
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Company,Role,Pay\nAcme,tutor,$20/hr\n", [("Acme", "tutor", "$20/hr", "", "")]),
        ("Company;Role;Pay\nAcme;tutor;20,50 €/h\n", [("Acme", "tutor", "20,50 €/h", "", "")]),
        ("role\tHourly Rate\ntutor\t20\n", [("", "tutor", "20 per hour", "", "")]),
        ("Job Title,Pay (USD/hour)\ntutor,20-30\n", [("", "tutor", "USD 20-30 per hour", "", "")]),
        ("# exported 2026-01-01\n\nRole\tPay\ntutor\t$20/hr\n", [("", "tutor", "$20/hr", "", "")]),
        ("title,salary_min,salary_max,currency,interval\nnurse,40.00,60,usd,HOURLY\n",
         [("", "nurse", "USD 40.00 - 60 per hour", "", "")]),
        ("title,min pay,max pay,period\nnurse,,60,hour\n", [("", "nurse", "up to 60 per hour", "", "")]),
        ("platform,profession_raw,pay_text,period_context,currency_context\nA,b,10,hour,USD\n",
         [("A", "b", "10", "hour", "USD")]),
        ("platform,role,pay\nA,b,a few dollars an hour\n", [("A", "b", "a few dollars an hour", "", "")]),
        ("\ufeffplatform,role,pay\r\nA,\"b, c\",$5\r\n\r\n", [("A", "b, c", "$5", "", "")]),
        ("role,pay\rtutor,$20/hr\rnurse,$30/hr\r", [("", "tutor", "$20/hr", "", ""), ("", "nurse", "$30/hr", "", "")]),
    ],
)  # fmt: skip
def test_tables_as_people_write_them(content: str, expected: list[tuple[str, ...]]) -> None:
    names = ("platform", "profession_raw", "pay_text", "period_context", "currency_context")
    assert rows_of(content, *names) == expected


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings(codec: str) -> None:
    content = "role,pay\ncafé tutor,£20–£30 an hour\n".encode(codec)
    assert rows_of(content, "profession_raw", "pay_text") == [("café tutor", "£20–£30 an hour")]


def test_a_lone_carriage_return_ends_a_record_and_loses_none() -> None:
    content = "platform,pay_text\nOutlier,$20/hr\rMercor,$30/hr\nX,$5/hr\n"
    assert [row[0] for row in rows_of(content, "platform")] == ["Outlier", "Mercor", "X"]


def test_two_members_of_gzip_are_one_file() -> None:
    content = gzip.compress(b"role,pay\ntutor,$20/hr\n", mtime=0) + gzip.compress(b"nurse,$30/hr\n", mtime=0)
    assert rows_of(content, "profession_raw") == [("tutor",), ("nurse",)]


@pytest.mark.parametrize("content", [b'{"a": 1}', b"<title>Just a moment...</title><p>Checking your browser", b""])
def test_a_file_of_an_archive_that_cannot_be_read_costs_itself(content: bytes) -> None:
    table = b"role,pay\ntutor,$20/hr\n"
    batches = list(read_file(zipped({"a.csv": table, "b": content, "c.csv": table})))
    assert [batch.statements.num_rows for batch in batches] == [1, 0, 1]
    [left] = batches[1].left_out.to_pylist()
    with pytest.raises(UnreadableError) as alone:
        table_of(content)
    assert (left["where"], left["reason"]) == ("b", str(alone.value))
    with pytest.raises(UnreadableError):  # nothing else is there to be read
        table_of(zipped({"b": content}))


def test_every_record_is_a_statement_or_left_out_whole() -> None:
    content = 'role,pay\ntutor,$20/hr\nnurse,\n"lost,$5\ncoder,$9/hr,x\nlawyer,$90/hr\n'
    [batch] = read_file(content.encode())
    assert batch.records == 5
    assert batch.statements["profession_raw"].to_pylist() == ["tutor", "lawyer"]
    left = batch.left_out.select(["where", "reason", "text"]).to_pylist()
    assert [(row["where"], row["text"]) for row in left] == [
        ("row 3", ""), ("line 4", '"lost,$5'), ("line 5", "coder,$9/hr,x"), ("the file", "")]  # fmt: skip
    assert left[0]["reason"] == "states no pay"
    assert left[3]["reason"] == "5 records were read or refused, and the csv module counts 3"


def test_half_a_character_in_a_key_costs_its_letter() -> None:
    [batch] = read_file(b'{"platform": "Sama", "pay": "$31 per hour", "li\\ud800k": "https://example.org/1"}\n')
    assert batch.statements["source_url"].to_pylist() == ["https://example.org/1"]


def test_the_lines_of_json_are_counted_blank_ones_apart() -> None:
    [batch] = read_file(b'{"role": "tutor", "pay": "$20/hr"}\n\n{"role": "nurse", "pay": "$30/hr"}\n')
    assert (batch.format, batch.records, batch.left_out.num_rows) == ("jsonl", 2, 0)


def test_a_record_that_the_readers_lose_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    read = front_door.read_split
    monkeypatch.setattr(front_door, "read_split", lambda *given: (replace(b, records=1) for b in read(*given)))
    [batch] = read_file(b"role,pay\ntutor,$20/hr\nnurse,$30/hr\n")
    assert batch.left_out["reason"].to_pylist() == ["1 records were read or refused, and the csv module counts 2"]


def test_splits_read_apart_give_what_the_file_gives() -> None:
    options = ReadOptions(budget=Budget(split_bytes=120))
    content = "role,pay\n" + "".join(f'"tutor\n{n}",${n + 5}/hr\n' for n in range(50))
    splits = list(plan_splits(content.encode(), options))
    assert len(splits) > 3
    apart = [batch.statements for split in reversed(splits) for batch in read_split(split, options)]
    whole = table_of(content).sort_by("input_row")
    assert pa.concat_tables(apart).sort_by("input_row").to_pylist() == whole.to_pylist()
    assert whole["input_row"].to_pylist() == list(range(2, 102, 2))


def test_batches_keep_their_schema() -> None:
    [batch] = read_file(b"role,pay\ntutor,$20/hr\n")
    assert batch.statements.schema == BATCH_SCHEMA
    assert batch.left_out.schema == LEFT_OUT_SCHEMA


def test_columns_are_named_by_hand_and_a_wrong_name_tells_those_there_are() -> None:
    content = "a,b\ntutor,20 USD per hour\n"
    assert rows_of(
        content, "profession_raw", options=ReadOptions(columns={"pay_text": "b", "profession_raw": "a"})
    ) == [("tutor",)]
    with pytest.raises(UnreadableError, match=r"no column 'c' for pay_text; the columns are 'a', 'b'"):
        table_of(content, ReadOptions(columns={"pay_text": "c"}))
    with pytest.raises(UnreadableError, match="name it with --column pay_text="):
        table_of("name,size\nx,1\n", ReadOptions(name="x.csv"))


def test_columns_are_found_by_what_they_hold() -> None:
    content = "c1,c2,c3,c4,c5\n" + "\n".join(
        f"https://jobs.example/{n},2026-01-{n:02},{place},{title},${n + 9} - ${n + 20}/hr"
        for n, (place, title) in enumerate(
            [("Kenya", "Chemist"), ("Remote - India", "Tutor of law"), ("Berlin", "Coder")], 1
        )
    )
    assert rows_of(content, "source_url", "published_on", "country", "profession_raw", "pay_text")[0] == (
        "https://jobs.example/1", "2026-01-01", "KE", "Chemist", "$10 - $21/hr")  # fmt: skip


def test_columns_of_people_are_never_read() -> None:
    content = "Recruiter,Recruiter email,Phone,Role,Pay\nJo Roe,jo@x.example,555,tutor,$20/hr\n"
    [batch] = read_file(content.encode())
    assert not {"Jo Roe", "jo@x.example", "555"} & {
        text for row in batch.statements.to_pylist() for text in row.values()
    }


@pytest.mark.parametrize("content", [b"", b"   \n", b"name,phone\nJo,555\n"])
def test_a_file_without_pay_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        table_of(content, ReadOptions(name="people.csv"))


def coverage(batches: Iterable[object]) -> dict[tuple[str, str], tuple[int, int]]:
    return {key: (c.listings, c.with_pay) for batch in batches for key, c in batch.coverage.items()}  # type: ignore[attr-defined]


def test_listings_with_and_without_pay_are_counted_by_platform_and_month() -> None:
    content = (
        "company,title,date_posted,description\nA,tutor,2026-01-05,We pay $20 an hour.\nA,coder,2026-01-09,Join us.\n"
    )
    assert coverage(read_file(content.encode())) == {("A", "2026-01"): (2, 1)}


RECORDS = b'[{"role": "tutor", "pay": "$20/hr"}, {"role": "nurse", "pay": "$30/hr"}]'


@pytest.mark.parametrize(
    ("content", "budget", "said"),
    [
        (b"<p>Tutors earn $20 an hour.</p>" * 99, Budget(document_bytes=999), "a page or text larger than"),
        (b"Tutors earn $20 an hour." * 99, Budget(document_bytes=999), "a page or text larger than"),
        (b'{"a": [' + b"1, " * 99 + b"1]}", Budget(values=9), "no list of records"),
        (b'[{"a": [' + b"1, " * 99_999 + b"1]}]", Budget(values=9, record_bytes=9_999), "cut it into parts"),
        (b"role,x,pay\n" + b"1,2,$5/hr\n" * 3, Budget(columns=2), "more than 2 columns"),
    ],
)
def test_a_bound_of_the_budget_is_said_with_its_mend(content: bytes, budget: Budget, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        table_of(content, ReadOptions(budget=budget))


@pytest.mark.parametrize("budget", [Budget(document_bytes=9), Budget(values=2)])
def test_json_beyond_the_budget_of_a_document_is_streamed_to_the_same_rows(budget: Budget) -> None:
    names = ("profession_raw", "pay_text", "where")
    assert rows_of(RECORDS, *names, options=ReadOptions(budget=budget)) == rows_of(RECORDS, *names)


def test_more_tags_than_the_budget_has_are_not_parsed() -> None:
    with pytest.raises(UnreadableError, match="more than 500,000 elements; cut it into parts"):
        table_of(b"<html>" + b"<b>" * 500_001)


def test_an_archive_that_claims_more_than_the_budget_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(front_door, "read_fully", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(UnreadableError, match="unpacks to more than"):
        table_of(zipped({"a.csv": b"0" * 3_000_000}), ReadOptions(budget=Budget(unpacked_bytes=2_000_000)))


def test_cells_that_each_reach_down_to_all_rows_below_stop_at_the_budget() -> None:
    with pytest.raises(UnreadableError, match="more than 2,000 columns"):
        table_of(b"<table>" + b"<tr><td rowspan=999 colspan=50>$20/hr" * 50)


def test_a_long_text_in_many_rows_of_parquet_is_held_once() -> None:
    rows = pa.array(np.zeros(20_000, np.int32))
    table = pa.table({"role": pa.DictionaryArray.from_arrays(rows, ["a" * 50_000]), "pay": ["$20/hr"] * len(rows)})
    content = io.BytesIO()
    pq.write_table(table, content, store_schema=False)
    before = pa.default_memory_pool().max_memory()
    assert sum(batch.records for batch in read_file(content.getvalue())) == len(rows)
    assert pa.default_memory_pool().max_memory() - before < 100_000_000, "written out they take a gigabyte"


@pytest.mark.parametrize(
    ("given", "name", "said"), [("dump/a.csv", "", "a.csv"), ("dump\\a.csv", "", "a.csv"), ("a.csv", "b", "b")]
)
def test_a_file_is_named_in_messages_by_its_last_part_or_as_one_says(given: str, name: str, said: str) -> None:
    assert Source.of(given, name).name == said
