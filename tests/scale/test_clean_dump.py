"""A dump of any form, on any number of workers, stopped and started: the same bytes, and every row accounted for."""

import bz2
import gzip
import json
import lzma
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import dask
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import labormarket.scale.run as run_module
from labormarket.clean import AS_STATED, clean
from labormarket.cli import app
from labormarket.files.errors import SourceError
from labormarket.hourly import ExchangeRates
from labormarket.intake.add import Intake, plan_file
from labormarket.readers import STREAMED, ReadOptions, read_file
from labormarket.scale import Location, Summary, clean_dump, clean_files
from labormarket.scale.batch import Done
from labormarket.sources import STATEMENT_COLUMNS, read_statements

ROOT = Path(__file__).parents[2]
RATES = ExchangeRates.read(ROOT)
RAW = read_statements(ROOT)[list(STATEMENT_COLUMNS)].iloc[::36]
# The statements make six splits: each costs as much as thousands of rows.
SMALL = ReadOptions(budget=replace(STREAMED, split_bytes=15_000))


@pytest.fixture(scope="module")
def statements() -> pd.DataFrame:
    """The project's own statements a few times over, with some rows that state no pay."""
    frame = pd.concat([RAW] * 3, ignore_index=True)
    frame.loc[frame.index[5::50], "pay_text"] = "see posting"
    frame.loc[frame.index[7::50], "pay_text"] = ""
    return frame


@pytest.fixture(scope="module")
def cleaned(statements: pd.DataFrame) -> pd.DataFrame:
    """What `clean` makes of the statements that state pay."""
    whole = clean(statements, RATES)
    return whole[whole["bound"].notna()].reset_index(drop=True)


def write_dump(frame: pd.DataFrame, path: Path) -> Path:
    """Write the frame in the form that the path's ending names."""
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), path, row_group_size=60)
        return path
    if ".jsonl" in path.name:
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in frame.to_dict("records"))
    else:
        text = frame.to_csv(index=False, sep="\t" if ".tsv" in path.name else ",", lineterminator="\n")
    packers = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstd}
    path.write_bytes(packers.get(path.suffix, bytes)(text.encode()))
    return path


def zstd(content: bytes) -> bytes:
    packed: bytes = pa.compress(content, codec="zstd", asbytes=True)
    return packed


def clean_small(given: Path, out: Path, **options) -> Summary:
    return clean_dump(Location.of(given), Location.of(out), RATES, **{"options": SMALL, **options})


def all_files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def read_all(out: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    pay, refused = (pq.read_table(out / name).to_pandas() for name in ("pay", "refused"))
    return pay, refused


FORMS = ["x.csv", "x.tsv", "x.csv.gz", "x.jsonl", "x.jsonl.zst", "x.csv.bz2", "x.jsonl.xz", "x.parquet"]
TEXTS = ("currency", "period", "bound", "platform", "owner", "profession", "tier", "hourly_basis")


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_what_clean_gives(
    statements: pd.DataFrame, cleaned: pd.DataFrame, tmp_path: Path, name: str
) -> None:
    summary = clean_small(write_dump(statements, tmp_path / name), tmp_path / "out")
    pay, refused = read_all(tmp_path / "out")
    assert (summary.records, summary.read, summary.refused) == (len(statements), len(pay), len(refused))
    assert len(pay) + len(refused) == len(statements)
    assert (summary.differences, summary.is_lacking, dict(summary.unreadable)) == ((), False, {})
    assert pay["pay_as_stated"].astype("str").tolist() == cleaned["pay_text"].tolist()
    for column in TEXTS:
        assert pay[column].astype("str").fillna("").tolist() == cleaned[column].astype("str").fillna("").tolist()
    for column in ("low", "high", "usd_per_hour_low", "usd_per_hour_high"):
        pd.testing.assert_series_equal(pay[column], cleaned[column])
    assert refused["reason"].notna().all()
    assert len({*pay["input_row"], *refused["input_row"]}) == len(statements)


LISTINGS = [
    {"title": "Chemistry tutor", "company": "Outlier", "salary": "$31 - $40 per hour", "location": "Remote, Kenya"},
    {"title": "Image labeller", "company": "Toloka", "salary": "from 2 to 4 USD/h", "location": ""},
    {"title": 'Radiologist, "on call"', "company": "Mercor", "salary": "", "location": "India"},
    {"title": "Poet\nand reader", "company": "nobody", "salary": "see posting", "location": "Paris"},
]


@pytest.mark.parametrize("name", FORMS)
def test_the_same_file_gives_the_same_statements_through_add_clean_and_dask(tmp_path: Path, name: str) -> None:
    path = write_dump(pd.DataFrame(LISTINGS), tmp_path / name)
    batches = list(read_file(path))
    raw = pd.concat([batch.statements.to_pandas() for batch in batches])
    added = plan_file(path, Intake(path.name, collected_on="2026-01-02"), None).raw
    for column in ("pay_text", "profession_raw", "platform", "country"):
        assert added[column].tolist() == raw[column].tolist()
    stated = clean(raw, RATES).rename(columns=AS_STATED)
    stated = stated[stated["bound"].notna()]
    clean_small(path, tmp_path / "out", options=None)
    pay, refused = read_all(tmp_path / "out")
    with dask.config.set(scheduler="synchronous"):
        dataset = clean_files([str(path)], rates=RATES)
        shared = dataset.compute()
    assert dict(dataset.dtypes) == dict(shared.dtypes)
    dask_pay, dask_refused = shared[shared["bound"].notna()], shared[shared["bound"].isna()]
    for column in (*TEXTS, "pay_as_stated", "profession_as_stated", "country", "low", "high", "input_row"):
        every = [rows[column].astype("str").fillna("").tolist() for rows in (stated, pay, dask_pay)]
        assert every[0] == every[1] == every[2]
    assert len(pay) == 2
    assert refused["reason"].tolist() == dask_refused["reason"].tolist()
    assert len({*pay["input_row"], *refused["input_row"]}) == len(LISTINGS)


def test_a_row_is_where_its_number_says(statements: pd.DataFrame, tmp_path: Path) -> None:
    path = write_dump(statements, tmp_path / "x.jsonl")
    clean_small(path, tmp_path / "out")
    lines = path.read_text().splitlines()
    pay, refused = read_all(tmp_path / "out")
    for row in pay.iloc[::37].itertuples():
        assert json.loads(lines[row.input_row - 1])["pay_text"] == row.pay_as_stated
    assert json.loads(lines[refused["input_row"].iloc[0] - 1])["pay_text"] == refused["pay_text"].iloc[0]


def test_a_folder_is_one_dump_in_the_order_of_names(statements: pd.DataFrame, tmp_path: Path) -> None:
    folder = tmp_path / "dump"
    (folder / "2025").mkdir(parents=True)
    write_dump(statements[:50], folder / "2025" / "b.csv")
    write_dump(statements[50:90], folder / "a.parquet")
    (folder / "notes.md").write_text("not data")
    summary = clean_small(folder, tmp_path / "out")
    pay, _ = read_all(tmp_path / "out")
    assert summary.records == 90
    assert list(dict.fromkeys(pay["source_id"])) == ["2025/b.csv", "a.parquet"]


def test_bad_lines_are_refused_whole_with_their_reason_and_nothing_else_is_lost(
    statements: pd.DataFrame, tmp_path: Path
) -> None:
    path = write_dump(statements[:40], tmp_path / "x.csv")
    lines = path.read_bytes().split(b"\n")
    lines[10:10] = [b"cut,short", b'"never closed', b""]
    path.write_bytes(b"\n".join(lines))
    summary = clean_small(path, tmp_path / "out")
    pay, refused = read_all(tmp_path / "out")
    bad = refused[refused["text"].notna()]
    assert summary.records == 42 == len(pay) + len(refused)
    assert bad["text"].tolist() == ['"never closed']
    assert ("cut", "short") in refused[["statement_id", "platform"]].itertuples(index=False, name=None)
    assert not summary.is_lacking


@pytest.mark.parametrize(
    ("name", "content", "records", "read"),
    [
        ("x.csv", b"platform,pay_text\nOutlier,$20/hr\rMercor,$30/hr\nX,$5/hr\n", 3, 3),
        ("x.csv", b"platform,pay_text\rOutlier,$20/hr\rMercor,$30/hr\r", 2, 2),
        (
            "x.csv.gz",
            gzip.compress(b"platform,pay_text\nA,$20/hr\n", mtime=0) + gzip.compress(b"B,$30/hr\n", mtime=0),
            2,
            2,
        ),
        ("x.csv", "\ufeffplatform;pay_text\r\nA;20 €/h\r\n".encode("utf-8"), 1, 1),
        ("x.csv", "platform,pay_text\nA,£20/hr\n".encode("utf-16"), 1, 1),
        ("x.jsonl", b'{"pay_text": "$20/hr"}\n' + b'{"a":' * 2000 + b"1" + b"}" * 2000 + b"\n{}\n", 3, 1),
        ("x.jsonl", b'{"pay_text": "$20/hr"}\r{"pay_text": "$21/hr"}\n{"pay_text": "\\ud800 $9/hr"}\n', 3, 2),
    ],
)
def test_odd_ends_of_lines_and_odd_lines_cost_at_most_themselves(
    tmp_path: Path, name: str, content: bytes, records: int, read: int
) -> None:
    (tmp_path / name).write_bytes(content)
    summary = clean_small(tmp_path / name, tmp_path / "out")
    assert (summary.records, summary.is_lacking, summary.differences) == (records, False, ())
    assert summary.read >= read
    assert summary.read + summary.refused == records


def test_parquet_of_odd_types_costs_its_cells(tmp_path: Path) -> None:
    table = pa.table(
        {
            "pay_text": ["$20/hr", "$30/hr"],
            "title": pa.array([["a", "b"], None]),
            "location": pa.array([{"city": "Nairobi"}, None]),
            "date": pa.array([10**9, None], pa.date32()),
        }
    )
    pq.write_table(table, tmp_path / "x.parquet")
    summary = clean_small(tmp_path / "x.parquet", tmp_path / "out")
    assert (summary.records, summary.read, summary.is_lacking) == (2, 2, False)


def test_a_damaged_page_of_parquet_costs_its_rows_and_each_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    table = pa.table({"pay_text": [f"${number}/hr" for number in range(10, 2_010)]})
    pq.write_table(table, path, row_group_size=1_000, compression="none", use_dictionary=False)
    second = pq.ParquetFile(path).metadata.row_group(1).column(0).data_page_offset
    content = bytearray(path.read_bytes())
    content[second : second + 20] = b"\xff" * 20
    path.write_bytes(content)
    summary = clean_small(path, tmp_path / "out")
    pay, refused = read_all(tmp_path / "out")
    assert (len(pay), len(refused), summary.is_lacking, summary.differences) == (1_000, 1_000, False, ())
    assert refused["reason"].str.contains("damaged").all()


def test_one_unreadable_file_costs_itself(statements: pd.DataFrame, tmp_path: Path) -> None:
    folder = tmp_path / "dump"
    folder.mkdir()
    write_dump(statements[:50], folder / "b.csv")
    (folder / "a.csv").write_bytes(b"colour,size\nred,7\n")
    whole = gzip.compress(b"platform,pay_text\n" + b"Outlier,$20/h\n" * 9, mtime=0)
    (folder / "c.csv.gz").write_bytes(whole[:-12])
    summary = clean_small(folder, tmp_path / "out")
    assert sorted(summary.unreadable) == ["a.csv", "c.csv.gz"]
    assert summary.records == 50
    assert json.loads((tmp_path / "out/manifest.json").read_text())["unreadable"] == dict(summary.unreadable)


def test_two_runs_at_once_on_one_folder_get_a_message(
    statements: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    path = write_dump(statements[:20], tmp_path / "x.csv")
    said = []

    def second_run(done: Done | None, weight: int) -> None:
        said.append(CliRunner().invoke(app, ["clean", str(path), "--out", str(tmp_path / "out"), "--workers", "1"]))

    clean_small(path, tmp_path / "out", report=second_run)
    assert said[0].exit_code == 1
    assert "another labormarket command is writing to this folder" in said[0].output
    assert clean_small(path, tmp_path / "out").taken_over == 1


def test_columns_by_option_and_no_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    path = tmp_path / "board.csv"
    path.write_text("Job Title,Company,Zzz,recruiter\nDermatologists,MTurk,250 USD an hour,A. Person\n")
    command = ["clean", str(path), "--workers", "1", "--column", "pay_text=Zzz", "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    pay, _ = read_all(tmp_path / "out")
    assert pay["platform"].tolist() == ["Amazon Mechanical Turk"]
    assert b"A. Person" not in b"".join(all_files(tmp_path / "out").values())
    wrong = CliRunner().invoke(app, [*command[:-4], "--column", "pay_text=Pay", "--out", str(tmp_path / "other")])
    assert wrong.exit_code == 1
    assert "Job Title" in wrong.output  # the columns that there are


def test_numbers_in_parquet_are_taken_as_numbers(tmp_path: Path) -> None:
    table = pa.table({"min_amount": [25.0, None], "max_amount": [25.5, None], "interval": ["hourly", None]})
    pq.write_table(table, tmp_path / "x.parquet")
    summary = clean_small(tmp_path / "x.parquet", tmp_path / "out")
    pay, _ = read_all(tmp_path / "out")
    assert (summary.records, summary.read, summary.refused) == (2, 1, 1)
    assert (pay["low"].tolist(), pay["high"].tolist(), pay["period"].tolist()) == ([25.0], [25.5], ["hour"])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["x.csv.gz", "x.parquet"])
def test_two_workers_write_the_very_bytes_of_one(statements: pd.DataFrame, tmp_path: Path, name: str) -> None:
    path = write_dump(pd.concat([statements] * 3), tmp_path / name)
    clean_small(path, tmp_path / "one")
    clean_small(path, tmp_path / "two", workers=2)
    assert all_files(tmp_path / "two") == all_files(tmp_path / "one")


def test_stopped_anywhere_it_goes_on_to_the_same_bytes(
    statements: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_dump(pd.concat([statements, statements[:90]]), tmp_path / "x.csv")
    whole = clean_small(path, tmp_path / "whole")
    assert whole.splits > 6  # the three runs that are stopped do one, two and three

    def stop_after(batches: int):
        left = iter(range(batches))
        return lambda done, weight: next(left) if done else None

    for batches in (0, 1, 2):  # the third run begins after the first two have done some each
        with pytest.raises(StopIteration):
            clean_small(path, tmp_path / "out", report=stop_after(batches))
    assert not (tmp_path / "out" / "manifest.json").exists()
    summary = clean_small(path, tmp_path / "out")
    assert 0 < summary.taken_over < summary.splits
    assert summary[:4] == whole[:4]
    assert all_files(tmp_path / "out") == all_files(tmp_path / "whole")


def test_done_is_done_and_damage_is_mended(
    statements: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_dump(statements, tmp_path / "x.csv")
    clean_small(path, tmp_path / "out")
    before = all_files(tmp_path / "out")
    with monkeypatch.context() as patched:
        patched.setattr("labormarket.scale.run.plan_file", lambda *_: pytest.fail("the input is cut again"))
        again = clean_small(path, tmp_path / "out")
    assert again.taken_over == again.splits
    (tmp_path / "out/pay/part-000001.parquet").write_bytes(b"damaged")
    (tmp_path / "out/refused/part-000002.parquet").unlink()
    mended = clean_small(path, tmp_path / "out")
    assert mended.taken_over == mended.splits - 2
    assert all_files(tmp_path / "out") == before


def test_a_changed_input_is_noticed_whether_done_or_not(
    statements: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_dump(statements, tmp_path / "x.csv")
    with pytest.raises(ZeroDivisionError):
        clean_small(path, tmp_path / "out", report=lambda done, weight: 1 / 0)
    path.write_bytes(path.read_bytes().replace(b"$", b"K", 1))
    os.utime(path, ns=(0, 0))
    with pytest.raises(SourceError, match="the input has changed since"):
        clean_small(path, tmp_path / "out")
    clean_small(path, tmp_path / "out", restart=True)
    with pytest.raises(SourceError, match="begun with other options"):
        clean_small(path, tmp_path / "out", options=replace(SMALL, platform="Outlier"))
    monkeypatch.setattr(run_module, "code_version", lambda: "another")
    with pytest.raises(SourceError, match="begun with other code"):
        clean_small(path, tmp_path / "out")


def test_an_input_that_changes_on_the_way_is_noticed(statements: pd.DataFrame, tmp_path: Path) -> None:
    path = write_dump(statements, tmp_path / "x.csv")
    with pytest.raises(SourceError, match="the input has changed since"):
        clean_small(path, tmp_path / "out", report=lambda done, weight: path.write_bytes(b"another"))
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_files_of_others_are_left_alone(statements: pd.DataFrame, tmp_path: Path) -> None:
    path = write_dump(statements[:20], tmp_path / "x.csv")
    (tmp_path / "out/pay").mkdir(parents=True)
    (tmp_path / "out/pay/mine.parquet").write_bytes(b"mine")
    with pytest.raises(SourceError, match="no run of this command wrote"):
        clean_small(path, tmp_path / "out")
    assert all_files(tmp_path / "out") == {"pay/mine.parquet": b"mine"}


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.csv", b""), ("x.csv", b"colour,size\nred,7\n"), ("x.parquet", b"PAR1 but no more")],
)
def test_an_unusable_file_is_named_with_its_reason(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=f"{name}: "):
        clean_small(tmp_path / name, tmp_path / "out")
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_the_command(statements: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    path = write_dump(statements[:100].rename(columns={"pay_text": "comp"}), tmp_path / "x.jsonl")
    command = ["clean", str(path), "--out", str(tmp_path / "out"), "--workers", "1", "--column", "pay_text=comp"]
    first = CliRunner().invoke(app, command)
    assert first.exit_code == 0, first.output
    assert first.output.startswith("100 records in 1 splits: ")
    assert "already clean" in CliRunner().invoke(app, command).output
    wrong = CliRunner().invoke(app, [*command[:-1], "pay=comp"])
    assert wrong.exit_code == 1
    assert "not of the form field=column" in wrong.output


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_kill_9_on_the_way_costs_nothing(statements: pd.DataFrame, tmp_path: Path, workers: int) -> None:
    """The whole process group is killed again and again, until a run comes through."""
    distinct = pd.concat([statements] * 20, ignore_index=True)
    distinct["pay_text"] += (" " + distinct.index.astype("str")).where(distinct["pay_text"].ne(""), "")
    path = write_dump(distinct, tmp_path / "x.csv")
    script = (
        "import sys; from pathlib import Path; from labormarket.scale import *; from labormarket.hourly import *\n"
        "from dataclasses import replace; from labormarket.readers import STREAMED, ReadOptions\n"
        "if __name__ == '__main__':\n"
        "    options = ReadOptions(budget=replace(STREAMED, split_bytes=15000))\n"
        "    clean_dump(Location.of(sys.argv[1]), Location.of(sys.argv[2]), ExchangeRates.read(Path(sys.argv[3])),"
        " workers=int(sys.argv[4]), options=options)\n"
    )
    (tmp_path / "run.py").write_text(script)
    command = [sys.executable, str(tmp_path / "run.py"), str(path), str(tmp_path / "out"), str(ROOT), str(workers)]
    kills, progress = 0, tmp_path / "out" / ".progress" / "batches"
    while True:
        process = subprocess.Popen(command, start_new_session=True)
        before = len(list(progress.glob("*.json"))) if progress.exists() else 0
        while process.poll() is None and kills < 3:
            if progress.exists() and len(list(progress.glob("*.json"))) >= before + 3:
                os.killpg(process.pid, signal.SIGKILL)
                kills += 1
                break
            time.sleep(0.005)
        if process.wait() == 0:
            break
    assert kills == 3
    clean_small(path, tmp_path / "whole")
    assert all_files(tmp_path / "out") == all_files(tmp_path / "whole")
