"""Two editions compared: what came, went and changed, and what it did to the headline numbers."""

import math
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import labormarket.project.editions as changes_module
from labormarket.cli import app
from labormarket.files.errors import SourceError
from labormarket.project.editions import Changes, compare, headline_numbers, in_words, open_edition
from labormarket.tables import PROCESSED, load_table

ROOT = Path(__file__).parents[2]


def write_edition(root: Path, change: Callable[[str], str]) -> Path:
    """Write the built tables and chart descriptions under another name, with pay.csv changed."""
    shutil.copytree(ROOT / PROCESSED, root / PROCESSED)
    shutil.copytree(ROOT / "charts", root / "charts")
    path = root / PROCESSED / "pay.csv"
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    return root


def drop_line(text: str, start: str) -> str:
    kept = [line for line in text.splitlines(keepends=True) if not line.startswith(start)]
    assert len(kept) == text.count("\n") - 1
    return "".join(kept)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Changes:
    """What an edition with one row more, one row fewer and one changed pay changes."""
    folder = tmp_path_factory.mktemp("editions")
    old = write_edition(folder / "old", lambda text: drop_line(text, "a012,"))
    new = write_edition(
        folder / "new", lambda text: drop_line(text, "a033,").replace("up to $15 per hour", "up to $16 per hour")
    )
    return compare(open_edition(old), open_edition(new))


def test_what_came_went_and_changed_and_what_it_did(found: Changes) -> None:
    lines = in_words(found)
    text = "\n".join(lines)
    assert "statements that came: 1\n  a012: Alignerr, chemist: 'up to 90 to $200 per hour'" in text
    assert "statements that went: 1\n  a033: " in text
    assert "a009: pay_as_stated 'up to $15 per hour' → 'up to $16 per hour'" in text
    tier = next(line for line in lines if "tier VC-partner consulting" in line)
    assert tier.endswith("(went -1)")
    assert "tier senior expert" in text and "(came +1)" in text


def test_the_parts_of_a_change_add_up(found: Changes) -> None:
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


def test_no_pay_at_all_is_no_lowest_pay() -> None:
    """Of "$0 to $65" and "$0.40 to $5" the lowest is 40 cents; of unpaid work alone there is none."""
    stated = {"platform": "a", "profession": "rater", "usd_per_hour_low": [0.0, 0.4], "usd_per_hour_high": [65.0, 5.0]}
    pay = load_table("pay", ROOT).head(2).assign(**stated, scope="training", hourly_basis="stated")
    numbers = headline_numbers(pay)
    assert (numbers["lowest US dollars per hour"], numbers["highest US dollars per hour"]) == (0.4, 65.0)
    unpaid = headline_numbers(pay.assign(usd_per_hour_low=0.0, usd_per_hour_high=0.0))
    assert math.isnan(unpaid["lowest US dollars per hour"])


def test_an_archive_and_the_checkout_it_was_made_of_are_the_same(archive: Path) -> None:
    found = compare(open_edition(archive), open_edition(ROOT))
    assert (len(found.came), len(found.went), found.changed, found.headlines, found.titles) == (0, 0, {}, [], {})


def test_an_older_table_without_a_column_is_read(tmp_path: Path) -> None:
    table = load_table("pay", ROOT).drop(columns=["degree"])
    path = write_edition(tmp_path, lambda text: table.to_csv(index=False))
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
    content = bomb.read_bytes()
    for damaged in (content[:-30], content[:100] + b"\xff" * 100 + content[200:]):  # at its end, and in what is packed
        (tmp_path / "torn.zip").write_bytes(damaged)
        with pytest.raises(SourceError, match="no readable archive"):
            open_edition(tmp_path / "torn.zip")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are a thing of Unix")
def test_a_pipe_is_no_edition_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SourceError, match="no such file or folder"):
        open_edition(tmp_path / "pipe")


def test_the_command_says_that_nothing_changed_and_names_a_missing_folder() -> None:
    good = CliRunner().invoke(app, ["diff", str(ROOT), str(ROOT)])
    assert good.exit_code == 0, good.output
    for line in (
        *("statements that came: 0", "statements that went: 0", "statements that changed: 0"),
        "headline numbers that moved: 0",
    ):
        assert line in good.output
    bad = CliRunner().invoke(app, ["diff", str(ROOT / "nowhere"), str(ROOT)])
    assert bad.exit_code == 1 and "no such file or folder" in bad.output
