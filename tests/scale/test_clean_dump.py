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
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import labormarket.scale.run as run_module
from labormarket.clean import clean
from labormarket.cli import app
from labormarket.files.errors import SourceError
from labormarket.hourly import ExchangeRates
from labormarket.scale import Place, Summary, clean_dump
from labormarket.scale.batch import READ_FIELDS
from labormarket.sources import read_statements

ROOT = Path(__file__).parents[2]
RATES = ExchangeRates.read(ROOT)
RAW = read_statements(ROOT)[list(READ_FIELDS)].iloc[::4]
SMALL = 20_000  # bytes of a block: the statements make several


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
        pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), path, row_group_size=300)
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
    return clean_dump(Place.of(given), Place.of(out), RATES, block_bytes=SMALL, **options)


def all_files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def read_all(out: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    pay, refused = (pq.read_table(out / name).to_pandas() for name in ("pay", "refused"))
    return pay, refused


FORMS = ["x.csv", "x.tsv", "x.csv.gz", "x.jsonl", "x.jsonl.zst", "x.csv.bz2", "x.jsonl.xz", "x.parquet"]


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_what_clean_gives(
    statements: pd.DataFrame, cleaned: pd.DataFrame, tmp_path: Path, name: str
) -> None:
    summary = clean_small(write_dump(statements, tmp_path / name), tmp_path / "out")
    pay, refused = read_all(tmp_path / "out")
    assert summary[:3] == (len(statements), len(pay), len(refused))
    assert len(pay) + len(refused) == len(statements)
    assert pay["pay_as_stated"].astype("str").tolist() == cleaned["pay_text"].tolist()
    for column in ("currency", "period", "bound", "platform", "owner", "profession", "tier", "hourly_basis"):
        assert pay[column].astype("str").fillna("").tolist() == cleaned[column].astype("str").fillna("").tolist()
    for column in ("low", "high", "usd_per_hour_low", "usd_per_hour_high"):
        pd.testing.assert_series_equal(pay[column], cleaned[column])
    assert {"the text names no amount", "pay_text is empty"} <= set(refused["reason"])
    assert refused["reason"].notna().all()
    places = sorted([*pay["input_row"], *refused["input_row"]])
    first = 1 if name.startswith("x.jsonl") or name == "x.parquet" else 2
    if "csv" not in name:
        assert places == list(range(first, first + len(statements)))
    assert len(set(places)) == len(statements)


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
    assert summary.rows == 90
    assert list(dict.fromkeys(pay["source_id"])) == ["2025/b.csv", "a.parquet"]


def test_bad_lines_are_refused_with_their_reason_and_nothing_else_is_lost(
    statements: pd.DataFrame, tmp_path: Path
) -> None:
    path = write_dump(statements[:40], tmp_path / "x.csv")
    lines = path.read_bytes().split(b"\n")
    lines[10:10] = [b"cut,short", b'"never closed', b"bad \xff," + b"," * (len(READ_FIELDS) - 2), b""]
    path.write_bytes(b"\n".join(lines))
    summary = clean_small(path, tmp_path / "out")
    pay, refused = read_all(tmp_path / "out")
    bad = refused[refused["raw_line"].notna()]
    assert summary.rows == 43 == len(pay) + len(refused)
    assert bad["raw_line"].tolist() == ["cut,short", '"never closed', "bad \ufffd," + "," * (len(READ_FIELDS) - 2)]
    assert bad["reason"].str[:12].tolist() == ["2 cells wher", "a quote that", "not UTF-8 te"]
    assert bad["input_row"].diff().dropna().tolist() == [1.0, 1.0]


def test_other_column_names_and_missing_columns(tmp_path: Path) -> None:
    path = tmp_path / "board.csv"
    path.write_text("Job Title,Company,Comp,currency,recruiter\nDermatologists,MTurk,250 an hour,USD,A. Person\n")
    clean_small(path, tmp_path / "out", mapping={"pay_text": "Comp", "currency_context": "currency"})
    pay, refused = read_all(tmp_path / "out")
    every = pd.concat([pay, refused])
    assert every["platform"].tolist() == ["Amazon Mechanical Turk"]
    assert b"A. Person" not in b"".join(all_files(tmp_path / "out").values())
    with pytest.raises(SourceError, match="no column 'Pay' for pay_text"):
        clean_small(path, tmp_path / "other", mapping={"pay_text": "Pay"})
    with pytest.raises(SourceError, match=r"no column of pay(.|\n)*--column pay_text=<column>"):
        clean_small(path, tmp_path / "other")


def test_numbers_in_parquet_are_read_as_text(tmp_path: Path) -> None:
    table = pa.table({"pay": [25.0, None, 17.5], "title": pa.array(["tutor"] * 3).dictionary_encode()})
    pq.write_table(table, tmp_path / "x.parquet")
    summary = clean_small(tmp_path / "x.parquet", tmp_path / "out")
    pay, refused = read_all(tmp_path / "out")
    assert summary.rows == 3
    assert [*pay["pay_as_stated"], *refused["pay_text"].dropna()] == ["25", "17.5"]


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
    path = write_dump(statements, tmp_path / "x.csv")
    whole = clean_small(path, tmp_path / "whole")
    assert whole.batches > 4

    def stop_after(batches: int):
        left = iter(range(batches))
        return lambda done, weight: next(left) if done else None

    for batches in (0, 1, 2):  # the third run begins after the first two have done some each
        with pytest.raises(StopIteration):
            clean_small(path, tmp_path / "out", report=stop_after(batches))
    assert not (tmp_path / "out" / "manifest.json").exists()
    summary = clean_small(path, tmp_path / "out")
    assert 0 < summary.taken_over < summary.batches
    assert summary[:4] == whole[:4]
    assert all_files(tmp_path / "out") == all_files(tmp_path / "whole")


def test_done_is_done_and_damage_is_mended(statements: pd.DataFrame, tmp_path: Path) -> None:
    path = write_dump(statements, tmp_path / "x.csv")
    clean_small(path, tmp_path / "out")
    before = all_files(tmp_path / "out")
    again = clean_small(path, tmp_path / "out")
    assert again.taken_over == again.batches
    (tmp_path / "out/pay/part-000001.parquet").write_bytes(b"damaged")
    (tmp_path / "out/refused/part-000002.parquet").unlink()
    mended = clean_small(path, tmp_path / "out")
    assert mended.taken_over == mended.batches - 2
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
    with pytest.raises(SourceError, match="begun with other columns"):
        clean_small(path, tmp_path / "out", mapping={"country": "kind"})
    monkeypatch.setattr(run_module, "digest_code", lambda module: "another")
    with pytest.raises(SourceError, match="begun with other code"):
        clean_small(path, tmp_path / "out")


def test_an_input_that_changes_on_the_way_is_noticed(statements: pd.DataFrame, tmp_path: Path) -> None:
    path = write_dump(statements, tmp_path / "x.csv")
    with pytest.raises(SourceError, match="the input has changed since"):
        clean_small(path, tmp_path / "out", report=lambda done, weight: os.utime(path, ns=(0, 0)))
    assert not (tmp_path / "out" / "manifest.json").exists()


def test_files_of_others_are_left_alone(statements: pd.DataFrame, tmp_path: Path) -> None:
    path = write_dump(statements[:20], tmp_path / "x.csv")
    (tmp_path / "out/pay").mkdir(parents=True)
    (tmp_path / "out/pay/mine.parquet").write_bytes(b"mine")
    with pytest.raises(SourceError, match="no run of this command wrote"):
        clean_small(path, tmp_path / "out")
    assert all_files(tmp_path / "out") == {"pay/mine.parquet": b"mine"}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.csv.gz", gzip.compress(b"pay_text,platform\n" + b"$20/h,x\n" * 9, mtime=0)[:-12], "can't be unpacked"),
        ("x.csv", b"", "the file is empty"),
        ("x.csv", b"\xff\xfep\0a\0", "UTF-16 text"),
        ("x.csv", b'"pay_text,platform\n1,2\n', "the header has a quote that is not closed"),
        ("x.parquet", b"PAR1 but no more", "no readable Parquet file"),
        ("x.doc", b"pay", "neither CSV, JSON Lines nor Parquet"),
        ("x.csv", b"pay_text,platform,pay_text\n1,2,3\n", "two columns are called 'pay_text'"),
    ],
)
def test_an_unusable_file_is_named_with_its_reason(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=message):
        clean_small(tmp_path / name, tmp_path / "out")


def test_the_command(statements: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    path = write_dump(statements[:100].rename(columns={"pay_text": "comp"}), tmp_path / "x.jsonl")
    command = ["clean", str(path), "--out", str(tmp_path / "out"), "--workers", "1", "--column", "pay_text=comp"]
    first = CliRunner().invoke(app, command)
    assert first.exit_code == 0, first.output
    assert first.output.startswith("100 rows in 1 batches: ")
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
        "if __name__ == '__main__':\n"
        "    clean_dump(Place.of(sys.argv[1]), Place.of(sys.argv[2]), ExchangeRates.read(Path(sys.argv[3])),"
        " workers=int(sys.argv[4]), block_bytes=20000)\n"
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
