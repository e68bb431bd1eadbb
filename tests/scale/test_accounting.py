"""Rows in are rows read and refused, held against a count that shares nothing with the readers."""

import gzip
import zipfile
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from labormarket.cli import app
from labormarket.files.errors import SourceError
from labormarket.hourly import ExchangeRates
from labormarket.readers import Budget, ReadOptions, plan_splits, read_split
from labormarket.readers.accounting import count_records
from labormarket.readers.model import STREAMED
from labormarket.scale import Location, clean_dump, run

ROWS = [b'a,"$20/hr"', b'b,"$30\nan hour"', b"c,5"]


@pytest.mark.parametrize(
    ("name", "content", "records"),
    [
        ("x.csv", b"platform,pay_text\n" + b"\n".join(ROWS) + b"\n", 3),
        ("x.csv", b"\xef\xbb\xbfplatform,pay_text\r\n\r\n" + b"\r\n".join(ROWS), 3),
        ("x.csv", b"platform,pay_text\na,$20/hr\rb,$30/hr\nc,5\n", 3),
        ("x.tsv", b"platform\tpay_text\na\t$20\n", 1),
        ("x.csv.gz", gzip.compress(b"platform,pay_text\na,1\n", mtime=0) + gzip.compress(b"b,2\n", mtime=0), 2),
        ("x.jsonl", b'{"pay_text": "$20"}\n\n{"pay_text": "$5"}', 2),
    ],
)
def test_records_are_counted_as_the_format_has_them(tmp_path: Path, name: str, content: bytes, records: int) -> None:
    (tmp_path / name).write_bytes(content)
    assert count_records(list(plan_splits(tmp_path / name)), name, Budget()).records == records


def test_parquet_is_counted_by_its_metadata(tmp_path: Path) -> None:
    pq.write_table(pa.table({"pay_text": ["$20"] * 7}), tmp_path / "x.parquet")
    assert count_records(list(plan_splits(tmp_path / "x.parquet")), "x.parquet", Budget()).records == 7


def test_the_parts_of_an_archive_are_counted_together(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as parts:
        parts.writestr("a.csv", b"platform,pay_text\n" + b"\n".join(ROWS))
        parts.writestr("b.jsonl", b'{"pay_text": "$20", "platform": "a"}\n')
    given, out = (Location.of(tmp_path / name) for name in ("x.zip", "out"))
    summary = clean_dump(given, out, ExchangeRates({}))
    assert (summary.records, summary.differences, summary.is_lacking) == (4, (), False)


@pytest.mark.parametrize("row", [b"Acme,$%d/hr\n", b'{"platform": "Acme", "pay_text": "$%d/hr"}\n'])
def test_a_large_text_in_an_archive_is_never_held_whole(tmp_path: Path, row: bytes) -> None:
    name, head = ("a.csv", b"platform,pay_text\n") if row.startswith(b"Acme") else ("a.jsonl", b"")
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, head + b"".join(row % (10 + number % 90) for number in range(20_000)))
    budget = replace(STREAMED, split_bytes=100_000, document_bytes=50_000)
    splits = list(plan_splits(tmp_path / "x.zip", ReadOptions(budget=budget)))
    assert len(splits) > 2 and all(len(split.text()) < 200_000 and split.source.content is None for split in splits)
    assert count_records(splits[:1], "x.zip", budget).records == 20_000
    read = [
        text for split in splits for batch in read_split(split) for text in batch.statements["pay_text"].to_pylist()
    ]
    assert read == [f"${10 + number % 90}/hr" for number in range(20_000)]


def test_a_row_that_is_nowhere_is_reported_and_the_command_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    (tmp_path / "x.csv").write_bytes(b"platform,pay_text\n" + b"\n".join(ROWS) + b"\n")
    counted = count_records
    monkeypatch.setattr(run, "count_records", lambda *given: counted(*given)._replace(records=4))
    command = ["clean", str(tmp_path / "x.csv"), "--out", str(tmp_path / "out"), "--workers", "1"]
    for _ in range(2):  # the second run finds everything done, and says the same
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 1
        assert "x.csv: 3 records were read or refused, and the csv module counts 4" in result.output


@pytest.mark.parametrize(
    ("batches", "counted", "differences", "is_lacking"),
    [
        ([("a.csv", 3, 0), ("a.csv", 2, 0)], {"a.csv": 5}, (), False),
        ([("a.csv", 3, 1)], {"a.csv": 3}, ("a.csv: 2 records were read or refused, and wc counts 3",), True),
        ([("a.csv", 3, 0)], {"a.csv": 2}, ("a.csv: 3 records were read or refused, and wc counts 2",), False),
        ([("a.csv", 3, 0), ("b.html", 3, 1)], {"a.csv": 3}, (), True),  # no counter for pages
        # The counter takes two lines for one record, and so comes to what was seen: that hides nothing.
        ([("a.csv", 3, 1)], {"a.csv": 2}, (), True),
    ],
)
def test_a_record_that_is_missing_from_a_batch_was_not_seen(
    batches: list[tuple[str, int, int]], counted: dict[str, int], differences: tuple[str, ...], *, is_lacking: bool
) -> None:
    done = [dict(zip(("file", "records", "missing"), batch, strict=True)) for batch in batches]
    counts = [{"file": file, "records": records, "counter": "wc"} for file, records in counted.items()]
    assert run.compare_counts(done, counts) == (differences, is_lacking)


def test_a_run_without_all_of_its_batches_is_not_called_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.csv").write_bytes(b"platform,pay_text\n" + b"\n".join(ROWS) + b"\n")
    all_of = run.run_tasks

    def lose_one(tasks, workers, executor):
        return list(all_of(tasks, workers, executor))[1:]

    monkeypatch.setattr(run, "run_tasks", lose_one)
    with pytest.raises(SourceError, match="1 splits were planned and 0 are done"):
        clean_dump(Location.of(tmp_path / "x.csv"), Location.of(tmp_path / "out"), ExchangeRates({}))
    assert not (tmp_path / "out/manifest.json").exists()
