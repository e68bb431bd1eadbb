"""Nothing lost: each raw row of any raw file is in the pay table or, whole, in the unread table."""

import tempfile
from collections.abc import Collection
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from labormarket.build import build_tables, report
from labormarket.cli import app
from labormarket.files.errors import SourceError
from labormarket.pay import Period
from labormarket.project.lineage import trace
from labormarket.sources import SCOPES, STATEMENT_COLUMNS, read_statements
from labormarket.tables import PROCESSED, TABLES, load_table, read_csv_twin, save_tables
from tests.small_project import write_small_project

ROOT = Path(__file__).parents[2]

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
PAY_TEXT = st.one_of(
    ANY_TEXT,
    st.sampled_from(
        ["", " ", "$15 per hour", "up to €40/h", "=1+1", "KES 150/h", "a few dollars an hour", "NA", "007"]
    ),
    st.builds("{}{}{}".format, ANY_TEXT, st.sampled_from(["$20-25/hr", "£30k", "0.05 USD per task"]), ANY_TEXT),
)
STATEMENT = st.fixed_dictionaries(
    dict.fromkeys(STATEMENT_COLUMNS[1:], ANY_TEXT)
    | {
        "platform": st.one_of(ANY_TEXT, st.sampled_from(["Outlier", "outlier.ai", "", "Nowhere Labs"])),
        "profession_raw": st.one_of(ANY_TEXT, st.sampled_from(["Radiologist", "", "Python coder"])),
        "pay_text": PAY_TEXT,
        "period_context": st.sampled_from(["", *Period]),
        "currency_context": st.sampled_from(["", "USD", "KES", "XXX"]),
        "kind": st.sampled_from(["advertised", "reported", "statistic", "policy", "staff_salary"]),
        "confidence": st.sampled_from(["", "high", "med", "low"]),
        "scope": st.sampled_from(SCOPES),
    }
)


def raw_files(least_rows: int) -> st.SearchStrategy[dict[str, list[dict[str, str]]]]:
    rows = st.lists(STATEMENT, min_size=least_rows, max_size=8)
    return st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), rows, min_size=1, max_size=3)


def check_nothing_is_lost(files: dict[str, list[dict[str, str]]], saved: Collection[str]) -> None:
    for name, rows in files.items():
        for number, row in enumerate(rows):
            row["statement_id"] = f"{name}-{number}"
    with tempfile.TemporaryDirectory() as folder:
        root = write_small_project(Path(folder), files)
        raw = read_statements(root).set_index("statement_id")
        built = build_tables(root)
        tables = save_tables({name: table for name, table in built.items() if name in saved}, root)
        pay, unread = (load_table(name, root).set_index("statement_id") for name in ("pay", "unread"))
        twins = {name: read_csv_twin(name, (root / PROCESSED / f"{name}.csv").read_bytes()) for name in tables}
    written = {row["statement_id"]: row for rows in files.values() for row in rows}
    assert set(raw.index) == set(written)
    looks = set(written) - {*pay.index, *unread.index}
    assert {*pay.index, *unread.index} <= set(written)
    assert tables["sources"]["statements_seen_again"].sum() == len(looks)
    assert report(tables).raw_rows == len(written) == len(pay) + len(unread) + len(looks)
    for statement_id, row in written.items():
        if statement_id in unread.index:
            kept = unread.loc[statement_id]
            assert {name: "" if kept[name] != kept[name] else kept[name] for name in STATEMENT_COLUMNS[1:]} == {
                name: row[name] for name in STATEMENT_COLUMNS[1:]
            }
            assert kept["reason"]
        elif statement_id in pay.index:
            assert pay.loc[statement_id, "pay_as_stated"] == row["pay_text"]
    for name, twin in twins.items():
        assert twin.equals(tables[name]), f"{name}.csv isn't {name}.parquet"


@settings(max_examples=3)  # a build costs as much as hundreds of rows
@given(files=raw_files(3))
def test_every_raw_row_is_in_pay_or_whole_in_unread(files: dict[str, list[dict[str, str]]]) -> None:
    check_nothing_is_lost(files, ("pay", "unread", "sources", "platforms"))  # the others come back in test_hostile_data


@pytest.mark.slow
@settings(max_examples=300)
@given(files=raw_files(0))
def test_every_raw_row_is_in_pay_or_whole_in_unread_three_hundred_times(files: dict[str, list[dict[str, str]]]) -> None:
    check_nothing_is_lost(files, TABLES)


def test_a_build_that_loses_a_row_says_so() -> None:
    tables = {name: load_table(name, ROOT) for name in TABLES}
    with pytest.raises(SourceError, match=r"\d+ raw rows, but \d+ in pay, \d+ in unread and \d+ looks"):
        report(tables | {"pay": tables["pay"].iloc[1:]})


def check_way_back(statement_id: str) -> None:
    steps = trace(statement_id, ROOT)
    found = dict(steps)
    path, _, rest = found["file"].partition(", line ")
    first_line = (ROOT / path).read_text("utf-8").splitlines()[int(rest.split()[0]) - 1]
    assert first_line.startswith(f"{statement_id},"), statement_id
    assert "the same in all" in found["table"], statement_id


@pytest.mark.parametrize(("table", "row"), [("pay", 0), ("unread", -1)])
def test_a_row_leads_back_to_its_raw_line(table: str, row: int) -> None:
    check_way_back(load_table(table, ROOT)["statement_id"].iloc[row])


@pytest.mark.slow
@pytest.mark.parametrize("table", ["pay", "unread"])
def test_each_row_leads_back_to_its_raw_line(table: str) -> None:
    for statement_id in load_table(table, ROOT)["statement_id"]:
        check_way_back(statement_id)


def traced(statement_id: str, root: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for label, text in trace(statement_id, root):
        found.setdefault(label, []).append(text)
    return found


def test_the_way_names_hours_rate_and_tier(tmp_path: Path) -> None:
    common = {"platform": "Sama", "profession_raw": "labeller", "kind": "reported", "published_on": "2023"}
    rows = [
        common | {"statement_id": "year", "pay_text": "a salary of $90k–$200k a year"},
        common | {"statement_id": "kes", "pay_text": "KES 150", "period_context": "hour"},
        common | {"statement_id": "task", "pay_text": "$0.05 per task"},
        common | {"statement_id": "odd", "pay_text": "ask \x1b[31mus"},
    ]
    root = write_small_project(tmp_path, {"mine": rows})
    year = traced("year", root)
    assert year["hours"] == ["one year is 2080 hours, on an assumption: 2,080 hours a year"]
    assert year["per hour"][0] == "low 90,000 USD × 1 ÷ 2080 = 43.269231"
    assert year["table"] == ["not in data/processed/pay.csv: run `labormarket build`"]
    assert traced("task", root)["per hour"] == ["none: no hours in a task"]
    (rate,) = traced("kes", root)["rate"]
    assert "US dollars per KES, annual" in rate and "_fx.csv, line " in rate
    assert traced("odd", root)["reading"] == ["the text states no pay: the row is in unread.csv"]


def test_the_command_prints_the_way_and_names_a_missing_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    good = CliRunner().invoke(app, ["trace", "a012"])
    assert good.exit_code == 0, good.output
    assert "2026-11-23_statements.csv, line 13" in good.output
    assert "senior expert: from 110, under 250" in good.output
    bad = CliRunner().invoke(app, ["trace", "\x1b[2Jnope"])
    assert bad.exit_code == 1
    assert "no statement" in bad.output
    assert "\x1b" not in bad.output
