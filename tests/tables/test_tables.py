"""Processed tables: definitions, twins on disk, description."""

import json
from pathlib import Path

import frictionless
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket import __version__
from labormarket.files.atomic_write import write_whole
from labormarket.files.safe_csv import guard_cells, unguard_cells
from labormarket.tables import (
    PROCESSED,
    TABLES,
    TableError,
    as_csv,
    as_parquet,
    check_table,
    dictionary_page,
    load_table,
    read_csv_twin,
    save_tables,
)
from labormarket.tables.columns import ColumnSpec
from labormarket.tables.definitions import (
    ends_fit_the_bound,
    hourly_ends_follow_the_stated,
    hourly_values_have_a_basis,
)
from labormarket.tables.describe import data_package, table_resource
from labormarket.tables.report import report

ROOT = Path(__file__).parents[2]


@pytest.fixture
def pay() -> pd.DataFrame:
    return load_table("pay", ROOT)


@pytest.mark.parametrize("name", TABLES)
def test_csv_and_parquet_are_the_same_table(name: str) -> None:
    parquet = pd.read_parquet(ROOT / PROCESSED / f"{name}.parquet")
    pd.testing.assert_frame_equal(parquet, load_table(name, ROOT), check_exact=True)


@pytest.mark.parametrize("name", TABLES)
def test_saving_what_was_loaded_gives_the_same_bytes(name: str) -> None:
    table = load_table(name, ROOT)
    shuffled = table if TABLES[name].keeps_order else table.sample(frac=1, random_state=1)
    again = check_table(TABLES[name], shuffled)
    assert as_csv(TABLES[name], again) == (ROOT / PROCESSED / f"{name}.csv").read_bytes()
    assert as_parquet(TABLES[name], again) == (ROOT / PROCESSED / f"{name}.parquet").read_bytes()


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("bound", "maybe", "bound: isin"),
        ("bound", "upper", "ends fit the bound"),
        ("kind", None, "kind: not_nullable"),
        ("low", -1.0, "low: greater_than_or_equal_to"),
        ("usd_per_hour_high", np.inf, "usd_per_hour_high: finite"),
        ("hourly_basis", None, "hourly values have a basis"),
        ("tier", "princely", "tier: isin"),
        ("usd_per_hour_low", 1e6, "hourly ends follow"),
        ("platform", "", "platform: missing is empty"),
    ],
)
def test_a_broken_row_is_named(pay: pd.DataFrame, column: str, value: object, message: str) -> None:
    place = pay.index[pay["bound"].eq("range") & pay["hourly_basis"].eq("stated")][0]
    pay.loc[place, column] = value
    with pytest.raises(TableError) as refusal:
        check_table(TABLES["pay"], pay)
    assert message in str(refusal.value)
    assert pay.loc[place, "statement_id"] in str(refusal.value)


ENDS = {"no end": (np.nan, np.nan), "low": (5.0, np.nan), "high": (np.nan, 5.0), "one": (5.0, 5.0), "two": (5.0, 6.0)}


@pytest.mark.parametrize(
    ("bound", "fits"), [("range", "two"), ("exact", "one"), ("upper", "high"), ("lower", "low"), ("vague", "no end")]
)
def test_a_bound_has_just_the_ends_that_it_promises(bound: str, fits: str) -> None:
    rows = pd.DataFrame([*ENDS.values(), (6.0, 5.0)], columns=["low", "high"]).assign(bound=bound)
    assert ends_fit_the_bound(rows).to_list() == [ends == fits for ends in [*ENDS, "crossed"]]


@pytest.mark.parametrize(
    ("low", "high", "usd_low", "usd_high", "follows"),
    [
        (10, 20, 1, 2, True),
        (10, 10, 1, 1, True),
        (10, 20, None, None, True),
        (10, 20, 2, 1, False),
        (None, 20, 1, 2, False),
        (None, 20, None, 2, True),
        (10, None, 1, 2, False),
        (10, None, 1, None, True),
    ],
)
def test_an_hourly_end_has_a_stated_end(
    low: float | None, high: float | None, usd_low: float | None, usd_high: float | None, follows: bool
) -> None:
    row = {"low": low, "high": high, "usd_per_hour_low": usd_low, "usd_per_hour_high": usd_high}
    assert hourly_ends_follow_the_stated(pd.DataFrame([row], dtype="float64")).to_list() == [follows]


@pytest.mark.parametrize(
    ("usd_low", "usd_high", "basis", "tier", "is_so"),
    [
        (1, 2, "stated", "expert", True),
        (1, None, "stated", None, True),
        (None, 2, "stated", "expert", True),
        (1, 2, None, None, False),
        (None, None, None, None, True),
        (None, None, "stated", None, False),
        (None, None, None, "expert", False),
    ],
)
def test_a_basis_and_a_tier_stand_beside_a_value_alone(
    usd_low: float | None, usd_high: float | None, basis: str | None, tier: str | None, is_so: bool
) -> None:
    row = {"usd_per_hour_low": usd_low, "usd_per_hour_high": usd_high, "hourly_basis": basis, "tier": tier}
    assert hourly_values_have_a_basis(pd.DataFrame([row])).to_list() == [is_so]


def test_five_broken_checks_are_named_and_all_are_counted(pay: pd.DataFrame) -> None:
    with pytest.raises(TableError) as refusal:
        check_table(TABLES["pay"], pay.head(6).assign(platform=""))
    first, *lines = str(refusal.value).splitlines()
    assert first == "pay: 6 broken checks"
    assert len(lines) == 5
    assert all(line.endswith("found ''") for line in lines)


def test_what_breaks_across_columns_names_its_row_and_no_cell(pay: pd.DataFrame) -> None:
    place = pay.index[pay["hourly_basis"].eq("stated")][0]
    pay.loc[place, "hourly_basis"] = None  # a missing cell is not passed over
    with pytest.raises(TableError) as refusal:
        check_table(TABLES["pay"], pay)
    (line,) = [line for line in str(refusal.value).splitlines() if "hourly values have a basis" in line]
    assert line.endswith(f"row ['{pay.loc[place, 'statement_id']}']")


def test_the_report_counts_names_that_no_list_holds() -> None:
    tables = {name: load_table(name, ROOT) for name in ("pay", "unread", "sources", "platforms")}
    before = report(tables)
    counted = tables["pay"]["platform"].isin(tables["platforms"].query("kind.notna()")["platform"])
    known = tables["pay"].index[counted & tables["pay"]["profession"].notna()][:3]
    tables["pay"].loc[known, "platform"] = ["Nowhere Labs", "Nowhere Labs", None]
    tables["pay"].loc[known[:2], "profession"] = None
    after = report(tables)
    assert after.unmatched_platforms - before.unmatched_platforms == 2  # none is named where the platform is empty
    assert after.unmatched_professions - before.unmatched_professions == 2


def test_a_smallest_value_is_whole_only_for_whole_numbers() -> None:
    columns = (
        ColumnSpec("share", "number", "a share", minimum=0.5),
        ColumnSpec("n", "integer", "how many", minimum=1.0),
    )
    schema = table_resource(TABLES["tiers"]._replace(columns=columns, key=("n",)))["schema"]
    assert [repr(field["constraints"]["minimum"]) for field in schema["fields"]] == ["0.5", "1"]


def test_the_data_package_is_the_built_one_and_says_which_columns_are_never_empty() -> None:
    built = (ROOT / PROCESSED / "datapackage.json").read_text("utf-8")
    assert built == data_package(__version__)
    (tiers,) = [table for table in json.loads(built)["resources"] if table["name"] == "tiers"]
    never_empty = [field["name"] for field in tiers["schema"]["fields"] if field["constraints"].get("required")]
    assert never_empty == [column.name for column in TABLES["tiers"].columns if column.required]


def test_a_missing_column_and_a_repeated_key_are_refused(pay: pd.DataFrame) -> None:
    with pytest.raises(TableError, match="no column tier"):
        check_table(TABLES["pay"], pay.drop(columns="tier"))
    with pytest.raises(TableError, match="unique"):
        check_table(TABLES["pay"], pd.concat([pay, pay.head(1)]))


def test_a_bad_table_leaves_the_last_good_build(tmp_path: Path, pay: pd.DataFrame) -> None:
    save_tables({"pay": pay}, tmp_path)
    before = {path.name: path.read_bytes() for path in (tmp_path / PROCESSED).iterdir()}
    tiers = load_table("tiers", ROOT)
    with pytest.raises(TableError):
        save_tables({"tiers": tiers, "pay": pay.assign(bound="maybe")}, tmp_path)
    assert {path.name: path.read_bytes() for path in (tmp_path / PROCESSED).iterdir()} == before


def test_a_write_that_fails_leaves_old_files_and_no_litter(tmp_path: Path) -> None:
    write_whole({tmp_path / "a": b"old", tmp_path / "b": b"old"})
    (tmp_path / "file").write_text("a file where a folder should be")
    with pytest.raises(OSError, match="file"):
        write_whole({tmp_path / "a": b"new", tmp_path / "file" / "b": b"new"})
    assert (tmp_path / "a").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "file"]


def test_a_table_that_was_never_built_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="run `labormarket build` first"):
        load_table("pay", tmp_path)
    with pytest.raises(KeyError, match="no table 'wages'"):
        load_table("wages", tmp_path)


@given(st.lists(st.text(min_size=1) | st.text(";'=\"\n+ a", min_size=1)))
def test_guarded_cells_are_harmless_and_come_back(texts: list[str]) -> None:
    series = pd.Series(texts, dtype="str")
    guarded = guard_cells(series)
    assert not guarded.str.match(r"[=+\-@\t\r]").any()
    assert unguard_cells(guarded).equals(series)


def test_dictionary_is_the_generated_one_and_names_every_column() -> None:
    page = (ROOT / "docs" / "generated" / "data_dictionary.md").read_text("utf-8")
    assert page == dictionary_page()
    assert all(f"`{column}`" in page for spec in TABLES.values() for column in spec.column_names)


def test_each_number_has_a_unit_and_each_column_a_meaning() -> None:
    for spec in TABLES.values():
        for column in spec.columns:
            assert column.description.endswith("."), column.name
            assert bool(column.unit) == (column.type in {"number", "integer"}), f"{spec.name}.{column.name}"


def test_frictionless_finds_the_data_package_valid() -> None:
    outcome = frictionless.validate(str(ROOT / PROCESSED / "datapackage.json"))
    assert outcome.valid, outcome.flatten(["rowNumber", "fieldName", "message"])[:5]
    assert {task.name for task in outcome.tasks} == set(TABLES)


def test_a_table_of_an_earlier_edition_lacks_only_what_may_be_empty() -> None:
    sources = pd.read_csv(ROOT / PROCESSED / "sources.csv", dtype="str")
    older = sources.drop(columns=["note", "statements_seen_again"]).to_csv(index=False).encode()
    assert read_csv_twin("sources", older)[["note", "statements_seen_again"]].isna().all(axis=None)
    with pytest.raises(TableError, match="no column title"):
        read_csv_twin("sources", sources.drop(columns="title").to_csv(index=False).encode())
