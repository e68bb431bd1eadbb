"""Two editions compared: what came, went and changed, and what it did to the headline numbers."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import labormarket.project.editions as changes_module
from labormarket.cli import app
from labormarket.files.errors import SourceError
from labormarket.project.editions import compare, headline_numbers, in_words, open_edition
from labormarket.project.release import write_release
from labormarket.tables import PROCESSED, load_table

ROOT = Path(__file__).parents[2]


@pytest.fixture
def edition(tmp_path: Path) -> Callable[[str, Callable[[str], str]], Path]:
    """Write the built tables and chart descriptions under another name, with pay.csv changed."""

    def write(name: str, change: Callable[[str], str]) -> Path:
        shutil.copytree(ROOT / PROCESSED, tmp_path / name / PROCESSED)
        shutil.copytree(ROOT / "charts", tmp_path / name / "charts")
        path = tmp_path / name / PROCESSED / "pay.csv"
        path.write_text(change(path.read_text("utf-8")), "utf-8")
        return tmp_path / name

    return write


def drop_line(text: str, start: str) -> str:
    kept = [line for line in text.splitlines(keepends=True) if not line.startswith(start)]
    assert len(kept) == text.count("\n") - 1
    return "".join(kept)


def test_nothing_changed_is_said(edition: Callable) -> None:
    lines = in_words(compare(open_edition(edition("old", lambda text: text)), open_edition(ROOT)))
    assert lines == [
        *("statements that came: 0", "statements that went: 0", "statements that changed: 0"),
        "headline numbers that moved: 0",
    ]


def test_what_came_went_and_changed_and_what_it_did(edition: Callable) -> None:
    old = edition("old", lambda text: drop_line(text, "a012,"))
    new = edition("new", lambda text: drop_line(text, "a033,").replace("up to $15 per hour", "up to $16 per hour"))
    lines = in_words(compare(open_edition(old), open_edition(new)))
    text = "\n".join(lines)
    assert "statements that came: 1\n  a012: Alignerr, chemist: 'up to 90 to $200 per hour'" in text
    assert "statements that went: 1\n  a033: " in text
    assert "a009: pay_as_stated 'up to $15 per hour' → 'up to $16 per hour'" in text
    tier = next(line for line in lines if "tier VC-partner consulting" in line)
    assert tier.endswith("(went -1)")
    assert "tier senior expert" in text and "(came +1)" in text


def test_the_parts_of_a_change_add_up(edition: Callable) -> None:
    old = edition("old", lambda text: drop_line(drop_line(text, "a012,"), "a020,"))
    new = edition("new", lambda text: drop_line(text, "a033,"))
    found = compare(open_edition(old), open_edition(new))
    assert found.headlines
    for headline in found.headlines:
        parts = headline.by_going + headline.by_changing + headline.by_coming
        assert headline.new - headline.old == pytest.approx(parts)


def test_headline_numbers_are_those_of_the_tables() -> None:
    pay, tiers = load_table("pay", ROOT), load_table("tiers", ROOT).set_index("tier")
    numbers = headline_numbers(pay)
    assert numbers["statements read"] == len(pay)
    for tier, row in tiers.iterrows():
        assert numbers[f"statements in tier {tier}"] == row["statements"]
    assert numbers["median US dollars per hour, low"] <= numbers["median US dollars per hour, high"]
    assert headline_numbers(pay.head(0))["statements read"] == 0


def test_an_archive_and_the_checkout_it_was_made_of_are_the_same(tmp_path: Path) -> None:
    found = compare(open_edition(write_release(ROOT, tmp_path)), open_edition(ROOT))
    assert (len(found.came), len(found.went), found.changed, found.headlines, found.titles) == (0, 0, {}, [], {})


def test_an_older_table_without_a_column_is_read(edition: Callable) -> None:
    path = edition("old", lambda text: text)
    table = pd.read_csv(path / PROCESSED / "pay.csv", dtype="str", keep_default_na=False)
    table.drop(columns=["degree"]).to_csv(path / PROCESSED / "pay.csv", index=False)
    assert not compare(open_edition(path), open_edition(ROOT)).came.size


def archive_of(path: Path, files: dict[str, bytes], **options: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_bomb_a_stranger_and_a_broken_archive_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = archive_of(tmp_path / "bomb.zip", {"data/processed/pay.csv": b"0" * 2_000_000})
    monkeypatch.setattr(changes_module, "MAX_UNPACKED_BYTES", 1_000_000)
    with pytest.raises(SourceError, match="unpacked"):
        open_edition(bomb)
    monkeypatch.undo()
    monkeypatch.setattr(changes_module, "MAX_MEMBERS", 3)
    with pytest.raises(SourceError, match="more than 3 files"):
        open_edition(archive_of(tmp_path / "many.zip", {f"{n}.csv": b"" for n in range(4)}))
    with pytest.raises(SourceError, match=r"no pay\.csv"):
        open_edition(archive_of(tmp_path / "other.zip", {"../data/processed/pay.csv": b"statement_id\n1\n"}))
    (tmp_path / "torn.zip").write_bytes(bomb.read_bytes()[:-30])
    with pytest.raises(SourceError, match="no readable archive"):
        open_edition(tmp_path / "torn.zip")


def test_the_command_prints_it_and_names_a_missing_folder() -> None:
    good = CliRunner().invoke(app, ["diff", str(ROOT), str(ROOT)])
    assert good.exit_code == 0, good.output
    assert "headline numbers that moved: 0" in good.output
    bad = CliRunner().invoke(app, ["diff", str(ROOT / "nowhere"), str(ROOT)])
    assert bad.exit_code == 1 and "no such file or folder" in bad.output
