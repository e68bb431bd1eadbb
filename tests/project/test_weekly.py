"""A week's edition on a world of loopback boards: what it says, and that no board can make it say anything else."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from labormarket.build import build_tables
from labormarket.intake.collect import Run, as_json
from labormarket.intake.source_list import read_source_list
from labormarket.intake.web.fetch import Fetcher, Manners
from labormarket.project.edition_text import Steps, compare_listings, write_text
from labormarket.project.editions import open_edition
from labormarket.project.series import list_editions, read_series, record_edition
from labormarket.sources import read_listing_counts
from labormarket.tables import PROCESSED, load_table, save_tables
from tests.intake.loopback import Site, serve
from tests.project import world
from tests.small_project import write_small_project

STATEMENT = {"statement_id": "h1", "platform": "Toloka", "profession_raw": "rater", "pay_text": "$3 per hour",
             "kind": "reported", "scope": "training", "published_on": "2025", "confidence": "high"}  # fmt: skip


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as served:
        yield served


def collect(root: Path, site: Site, week: int) -> dict[str, object]:
    """Collect one week; return the summary that the command would print."""
    world.serve_week(site, week)
    fetcher = Fetcher("c", Manners(delay_s=0, tries=1), allow_private=True)
    with fetcher:
        listed = read_source_list(root)
        outcomes = list(Run(root, world.day_of(week), fetcher).collect(listed.sources))
        summary: dict[str, object] = json.loads(as_json(outcomes, fetcher.spent))
    return summary


def build_edition(root: Path) -> None:
    """Build the tables that an edition is read from."""
    tables = build_tables(root)
    save_tables({name: tables[name] for name in ("pay", "listings", "unread")}, root)


def test_the_text_says_what_a_week_changed(site: Site, tmp_path: Path) -> None:
    root = write_small_project(tmp_path / "new", {"by_hand": [STATEMENT]})
    (root / "sources.toml").write_text(world.source_list(site.url), encoding="utf-8")
    collect(root, site, 2)
    build_edition(root)
    shutil.copytree(root / PROCESSED, tmp_path / "old" / PROCESSED)
    collected = collect(root, site, 5)
    build_edition(root)
    old, new = open_edition(tmp_path / "old"), open_edition(root)
    text = write_text("2026-02-02", old, new, Steps(collected, ["chart a: “x”"], {"tests": "1 failed"}),
                      read_listing_counts(root))  # fmt: skip
    assert "Of the listings, 0 came, 1 went, 0 returned, 1 pay changed. 3 of 4 addresses could be read." in text
    assert "- [ ] board `appen_board` could not be read: `the server answered 503, 1 times`" in text
    assert "- [ ] a finding fell: `chart a: “x”`" in text and "- [ ] tests failed: `1 failed`" in text
    assert "- `Outlier`, `Lawyer`: `$90 per hour` → `$80 per hour`" in text
    assert "\nWent: 1\n\n- `Outlier`, `Poet`: `$50 per hour`" in text
    assert "| `Outlier` | 3 | 0 | 1 | 0 | 1 |" in text
    assert "| `Outlier` | 4 | 3 | 75% | 80% |" in text and "| `Appen` |" not in text
    assert re.search(r"\| `127\.0\.0\.1:\d+` \| 5 \| \d\.\d \| \d \|", text)

    record_edition(root, "2026-02-02", text, old, new)
    record_edition(root, "2026-02-02", text, old, new)
    (note,) = list_editions(root)
    assert (note.day, note.since) == ("2026-02-02", "") and "\n".join(note.lines) in text
    assert note.headlines[0].startswith("statements that came: ")
    series = read_series(root).set_index("headline")
    assert series.index.is_unique and series.loc["statements read", "value"] == len(new.pay)
    low = series.loc["median US dollars per hour, low"]
    assert low["same_work_before"] > 0 and low["same_work"] > 0


@pytest.mark.parametrize(
    ("before", "now", "changes"),
    [
        ("2026-01-12", "2026-01-12", []),  # told once, in the edition after it went
        (None, "2026-01-12", ["went"]),
        ("2026-01-12", None, ["returned"]),
        (None, None, []),
    ],
)
def test_a_listing_goes_once(before: str | None, now: str | None, changes: list[str]) -> None:
    old, new = (
        pd.DataFrame(
            {"listing_id": ["a"], "platform": "M", "profession_as_stated": "Poet", "source_url": "u",
             "first_pay": "$5", "last_pay": "$5", "gone_on": [gone], "returns": [returns], "pay_changes": [0]}
        )
        for gone, returns in ((before, 0), (now, int(changes == ["returned"])))
    )  # fmt: skip
    assert compare_listings(old, new)["change"].to_list() == changes


def test_nothing_from_a_board_is_obeyed_in_the_text(site: Site, tmp_path: Path) -> None:
    root = write_small_project(tmp_path / "new", {"by_hand": [STATEMENT]})
    (root / "sources.toml").write_text(world.source_list(site.url), encoding="utf-8")
    collected = collect(root, site, 8)
    build_edition(root)
    new = open_edition(root)
    old = replace(new, pay=new.pay.head(0), listings=new.listings.head(0))
    text = write_text("2026-02-23", old, new, Steps(collected), read_listing_counts(root))
    outside = re.sub(r"`[^`\n]*`", "", re.sub(r"^```$.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE))
    assert "Turing" in text and not re.search(r"[@<`\x1b\u202e]|\]\(", outside)
    assert "\x1b" not in text and "\u202e" not in text
    assert "the board of Mercor has changed its form" in text
    assert "2 titles match no profession yet" in text and "Vibe alchemist" in text
    assert len(text) < 20_000


@pytest.mark.slow
def test_ten_weeks_of_the_command(site: Site, tmp_path: Path) -> None:
    """Built and committed after week 1, collected each week, and `labormarket edition` in week 10."""
    root = write_small_project(tmp_path / "checkout", {"by_hand": [STATEMENT]})
    (root / "sources.toml").write_text(world.source_list(site.url), encoding="utf-8")
    (root / ".gitignore").write_text(".labormarket/\nbuild/\n", encoding="utf-8")

    def run(*command: str) -> int:
        ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        assert ran.returncode in (0, 3), ran.stdout + ran.stderr
        return ran.returncode

    def commit() -> None:
        git = ("git", "-c", "user.name=t", "-c", "user.email=t@t.example")
        for step in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "a week")):
            run(*git, *step)

    ours = (sys.executable, "-m", "labormarket")
    codes = []
    for week in range(1, world.WEEKS):
        world.serve_week(site, week)
        codes.append(run(*ours, "collect", "--allow-private", "--day", world.day_of(week)))
        if week == 1:
            run(*ours, "build")
            commit()
    assert codes == [0, 0, 0, 0, 3, 3, 0, 3, 3]
    world.serve_week(site, world.WEEKS)
    day = world.day_of(world.WEEKS)
    assert run(*ours, "edition", f"--collect=--allow-private --day {day}", "--day", day, "--tests", "true") == 3
    text = (root / "build" / "edition" / "pull_request.md").read_text(encoding="utf-8")
    assert text.startswith(f"# Edition of {day}\n") and "`the board of Mercor has changed its form" in text
    assert "Of the listings, 1 came, 1 went, 1 returned, 1 pay changed. 3 of 4 addresses could be read." in text
    assert [note.day for note in list_editions(root)] == [day]
    outlier = read_listing_counts(root).query("board == 'outlier_board'")
    assert outlier["listings"].tolist() == [4, 5, 5, 4, 4, 4, 4, 5, 5, 5]
    assert load_table("listings", root)["observations"].sum() > 5 * len(load_table("listings", root))
