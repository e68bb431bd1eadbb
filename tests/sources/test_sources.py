"""Raw files and their register."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from labormarket.files.errors import SourceError
from labormarket.sources import (
    REGISTER,
    SCOPES,
    STATEMENT_COLUMNS,
    checksum,
    find_project_root,
    parse_text_table,
    read_raw,
    read_reference,
    read_register,
    read_statements,
)
from labormarket.sources.publisher import address_of, publisher_of
from labormarket.sources.statements import EVIDENCE_COLUMNS, REQUIRED_COLUMNS, retire

ROOT = Path(__file__).parents[2]
HEADER = ",".join(REQUIRED_COLUMNS)
ROW = "x1,Outlier,generalist,$15 per hour,,,advertised,US,,A page,2025,,high,"
CARD_HEADER = "source_id,path,title,url,collected_on,method,licence,kind,sha256,rows,note"


def write_project(root: Path, *files: tuple[str, str], rows: int | None = None, **changes: str) -> Path:
    """Write a small project: each file is a name and its text; every card can be changed by field."""
    cards = [CARD_HEADER]
    for name, text in files:
        path = root / "data" / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        card = {
            "source_id": name.partition("/")[0],
            "path": f"data/raw/{name}",
            "title": "A title",
            "url": "",
            "collected_on": "2026-01-02",
            "method": "by hand",
            "licence": "facts",
            "kind": "statements",
            "sha256": checksum(text.encode()),
            "rows": str(max(0, len(text.splitlines()) - 1) if rows is None else rows),
            "note": "",
        } | changes
        cards.append(",".join(card.values()))
    (root / REGISTER).write_text("\n".join(cards) + "\n")
    return root


def test_committed_raw_files_match_their_cards() -> None:
    cards = read_register(ROOT)
    assert len(cards) >= 10
    for card in cards:
        assert len(read_raw(card, ROOT)) == card.rows


def test_every_raw_file_has_a_card() -> None:
    on_cards = {card.path for card in read_register(ROOT)} | {REGISTER.as_posix()}
    on_disk = {path.relative_to(ROOT).as_posix() for path in (ROOT / "data" / "raw").rglob("*") if path.is_file()}
    assert on_disk == on_cards


def test_one_changed_digit_in_a_raw_file_is_refused(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    card = next(card for card in read_register(tmp_path) if card.source_id == "pay_statements")
    path = tmp_path / card.path
    path.write_bytes(path.read_bytes().replace(b"$250 per hour", b"$260 per hour", 1))
    with pytest.raises(SourceError, match=r"pay_statements/.*\.csv: the checksum is not the one on its card"):
        read_statements(tmp_path)


def test_statements_are_text_only_and_lead_back_to_their_line() -> None:
    statements = read_statements(ROOT)
    assert (statements.drop(columns="raw_line").dtypes == "str").all()
    assert statements["statement_id"].is_unique
    row = statements.set_index("statement_id").loc["a012"]
    line = (ROOT / row["raw_path"]).read_text().splitlines()[row["raw_line"] - 1]
    assert line.startswith("a012,") and row["pay_text"] in line


def test_the_order_of_cards_plays_no_part(tmp_path: Path) -> None:
    files = [("one/a.csv", f"{HEADER}\n{ROW}\n"), ("two/b.csv", f"{HEADER}\n{ROW.replace('x1', 'x2')}\n")]
    forward = read_statements(write_project(tmp_path / "f", *files))
    backward = read_statements(write_project(tmp_path / "b", *reversed(files)))
    assert forward.equals(backward)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        (" \n\n", "the file is empty"),
        ("<!DOCTYPE html>\n<title>Access denied</title>", "an HTML page, not a table"),
        ("\n  <HTML><body>503</body></HTML>", "an HTML page, not a table"),
        (f"{HEADER.replace('pay_text,', '')}\n", "line 1: missing column pay_text"),
        (f"{HEADER}\n{ROW}\n{ROW}\n", "line 3: duplicate statement_id 'x1', already on data/raw/one/a.csv, line 2"),
        (f"{HEADER}\n{ROW[2:]}\n", "line 2: no statement_id"),
        (f"{HEADER}\n{ROW}\nx2,Outl", "line 3: 2 cells where the header has 14"),
        (f'{HEADER}\n{ROW}\nx2,"Outl', "broken CSV"),
        (f"{HEADER}\n{ROW}\nx\0,", "line 3: a NUL byte"),
    ],
)
def test_a_bad_file_is_refused_by_name_row_and_mend(tmp_path: Path, text: str, message: str) -> None:
    root = write_project(tmp_path, ("one/a.csv", text))
    with pytest.raises(SourceError) as refusal:
        read_statements(root)
    assert message in str(refusal.value)
    assert str(refusal.value).startswith("data/raw/one/a.csv")
    assert "\n  mend: " in str(refusal.value)


def test_a_wrong_encoding_names_the_line() -> None:
    with pytest.raises(SourceError, match=r"x\.csv, line 2: not UTF-8"):
        parse_text_table("id,pay\n1,12 €\n".encode("cp1252"), name="x.csv")


def test_a_file_cut_at_a_line_end_is_refused(tmp_path: Path) -> None:
    root = write_project(tmp_path, ("one/a.csv", f"{HEADER}\n{ROW}\n"), rows=2)
    with pytest.raises(SourceError, match="1 rows where its card says 2: cut short"):
        read_statements(root)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"licence": " "}, "the card has no licence"),
        ({"kind": "stuff"}, "unknown kind 'stuff'"),
        ({"collected_on": "2026-13-01"}, "is no date"),
        ({"rows": "many"}, "is no count"),
        ({"path": "../../etc/passwd"}, "leaves the project folder"),
        ({"path": "data/raw/gone.csv"}, "no such file"),
    ],
)
def test_an_incomplete_card_is_refused(tmp_path: Path, changes: dict[str, str], message: str) -> None:
    root = write_project(tmp_path, ("one/a.csv", f"{HEADER}\n{ROW}\n"), **changes)
    with pytest.raises(SourceError, match=message):
        read_statements(root)


def test_two_cards_cannot_share_a_source_id(tmp_path: Path) -> None:
    root = write_project(tmp_path, ("one/a.csv", f"{HEADER}\n{ROW}\n"), ("one/b.csv", f"{HEADER}\n{ROW}\n"))
    with pytest.raises(SourceError, match=r"SOURCES.csv, line 3: 'one' is on two cards"):
        read_register(root)


def test_text_survives_as_it_stands() -> None:
    table = parse_text_table(b'id,note\n007,NA\n008,\n\n009,"two\nlines"\n010,null\n', name="x.csv")
    assert table["id"].tolist() == ["007", "008", "009", "010"]
    assert table["note"].tolist() == ["NA", "", "two\nlines", "null"]
    assert table["_line"].tolist() == [2, 3, 5, 7]


def test_reference_tables_carry_their_source() -> None:
    assert {"currency", "year", "usd_per_lcu", "source"} <= set(read_reference("reference_fx", ROOT).columns)
    with pytest.raises(SourceError, match="no reference table 'reference_moon'"):
        read_reference("reference_moon", ROOT)


def test_root_is_found_from_below_and_missed_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_project_root(ROOT / "notebooks" / "deeper") == ROOT
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError, match="run the command inside a checkout"):
        find_project_root()


def test_a_file_without_evidence_columns_is_training_and_says_nothing_more(tmp_path: Path) -> None:
    statement = read_statements(write_project(tmp_path, ("old/a.csv", f"{HEADER}\n{ROW}\n"))).iloc[0]
    assert statement[list(EVIDENCE_COLUMNS)].to_list() == ["training", "", "", "", ""]
    assert statement["superseded_by"] == ""


def test_an_empty_scope_is_training_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    text = ",".join(STATEMENT_COLUMNS) + f"\n{ROW},,bachelor,$1.32,2026-01-02,\n"
    statement = read_statements(write_project(tmp_path, ("new/a.csv", text))).iloc[0]
    assert statement[list(EVIDENCE_COLUMNS)].to_list() == ["training", "bachelor", "$1.32", "2026-01-02", ""]
    with pytest.raises(SourceError, match=r"line 2: unknown scope 'job'") as refusal:
        read_statements(write_project(tmp_path, ("new/a.csv", text.replace(",,bachelor", ",job,bachelor"))))
    assert all(scope in str(refusal.value) for scope in SCOPES)


def test_a_later_reading_fills_in_and_replaces_but_takes_nothing_away(tmp_path: Path) -> None:
    rows = f"{HEADER}\n{ROW}\n{ROW.replace('x1', 'x2')}\n"
    said = "statement_id,scope,country,platform,why\nx2,study,,Elsewhere,paid for a study\nx9,staff,,,no such row\n"
    root = write_project(tmp_path, ("old/a.csv", rows), ("scopes/a.csv", said))
    register = root / REGISTER
    lines = register.read_text().splitlines()
    register.write_text("\n".join([*lines[:2], lines[2].replace("statements", "annotations")]) + "\n")
    statements = read_statements(root).set_index("statement_id")
    assert statements["scope"].to_dict() == {"x1": "training", "x2": "study"}
    assert set(statements["country"]) == {"US"}
    assert set(statements["platform"]) == {"Outlier"}


def test_the_name_of_a_private_person_is_out_of_the_raw_file() -> None:
    statements = read_statements(ROOT).set_index("statement_id")
    assert statements.loc["s0474", "profession_raw"] == "trabajador digital (desde 2019)"


def test_a_correction_retires_the_rows_that_it_names(tmp_path: Path) -> None:
    rows = "\n".join([HEADER, ROW, ROW.replace("x1", "x2"), ROW.replace("x1", "x3")]) + "\n"
    correction = f"{HEADER},supersedes\n{ROW.replace('x1', 'c1')},x1;x2\n"
    statements = read_statements(write_project(tmp_path, ("old/a.csv", rows), ("mended/a.csv", correction)))
    assert statements.set_index("statement_id")["superseded_by"].to_dict() == {
        "x1": "c1",
        "x2": "c1",
        "x3": "",
        "c1": "",
    }
    with pytest.raises(SourceError, match="supersedes 'x9', which is in no raw file"):
        read_statements(write_project(tmp_path, ("old/a.csv", rows), ("mended/a.csv", correction.replace("x2", "x9"))))


def test_an_annotation_retires_a_row_for_another_reading_of_its_listing(tmp_path: Path) -> None:
    rows = f"{HEADER}\n{ROW}\n{ROW.replace('x1', 'x2')}\n"
    said = "statement_id,superseded_by,why\nx2,x1,the dollars are Australian\n"
    root = write_project(tmp_path, ("old/a.csv", rows), ("readings/a.csv", said))
    register = root / REGISTER
    lines = register.read_text().splitlines()
    register.write_text("\n".join([*lines[:2], lines[2].replace("statements", "annotations")]) + "\n")
    statements = read_statements(root).set_index("statement_id")
    assert statements["superseded_by"].to_dict() == {"x1": "", "x2": "x1"}


def test_a_row_is_not_retired_for_one_that_is_in_no_file() -> None:
    statements = pd.DataFrame({"statement_id": ["a"], "superseded_by": ["gone"], "supersedes": [""]})
    with pytest.raises(SourceError, match="retires 'a' for 'gone', which is in no raw file"):
        retire(statements.assign(raw_path="x.csv", raw_line=2))


def test_every_annotation_says_why_and_every_address_is_one() -> None:
    for card in read_register(ROOT):
        if card.kind == "annotations":
            assert read_raw(card, ROOT)["why"].ne("").all(), card.path
    statements = read_statements(ROOT)
    addresses = [
        address_of(*texts)
        for texts in zip(*(statements[c] for c in ("source_url", "source_title", "note")), strict=True)
    ]
    assert all(address.startswith(("https://", "http://")) for address in addresses)
    assert all(map(publisher_of, addresses))
