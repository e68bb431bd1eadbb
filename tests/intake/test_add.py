"""From a file to a registered raw file: what is new, what was there, what changed; and on to the ladder."""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from labormarket.cli import app
from labormarket.comparisons.looks import observe_listings
from labormarket.files.errors import SourceError
from labormarket.intake import Intake, plan_file, register_plan
from labormarket.intake.add import compare, statement_ids
from labormarket.readers import BATCH_FIELDS, Budget, UnreadableError, read_file
from labormarket.sources import STATEMENT_COLUMNS, read_looks, read_register, read_statements
from tests.readers.reading import read

BOARD: dict[str, Any] = {"jobs": [{
    "id": 1, "internal_job_id": 2, "title": "Chemistry expert", "company_name": "Mercor", "location": {"name": "US"},
    "absolute_url": "https://boards.greenhouse.io/mercor/jobs/1", "first_published": "2026-01-02T00:00:00Z",
    "content": "&lt;p&gt;Pays $60 - $80 per hour.&lt;/p&gt;",
    "pay_input_ranges": [{"min_cents": 6000, "max_cents": 8000, "currency_type": "USD", "title": "Hourly range"}],
}]}  # fmt: skip
FIELDS = {*STATEMENT_COLUMNS, *BATCH_FIELDS, "profession", "currency", "low", "high", "period", "bound", "approximate",
          "usd_per_hour_low", "usd_per_hour_high", "span", "status"} - {"statement_id"}  # fmt: skip


def board(**changes: Any) -> bytes:
    return json.dumps({"jobs": [BOARD["jobs"][0] | changes]}).encode()


def add(project: Path, content: bytes, name: str = "board.json", day: str = "2026-11-23", **more: str) -> list[str]:
    """Add a file and return the status of each statement."""
    plan = plan_file(content, Intake(name, collected_on=day, **more), project)
    register_plan(plan, project)
    return list(plan.table["status"])


def snapshot(project: Path) -> dict[str, bytes]:
    """Every file of the project but the lock of its writers, which stays."""
    found = (path for path in project.rglob("*") if path.is_file() and path.name != "writing.lock")
    return {path.as_posix(): path.read_bytes() for path in found}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "advert.txt",
            "Cartographer\n\nResponsibilities\n- Judge maps\n\nBenefits\n- $28 - $41 per hour\n\nApply now\n",
        ),
        ("jobs.csv", "role,pay\nCartographer,$28 - $41 per hour\n"),
    ],
)
def test_pay_of_nobody_is_left_to_a_person(project: Path, name: str, content: str) -> None:
    before = snapshot(project)
    assert add(project, content.encode(), name) == ["a person decides"]
    assert snapshot(project) == before
    assert add(project, content.encode(), name, platform="Mercor") == ["new"]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.json", board(), "greenhouse"),
        ("a.json", '[{"text": "Nurse", "hostedUrl": "https://jobs.lever.co/a/1", "categories": {}}]', "lever"),
        ("a.json", '{"jobs": [{"title": "Nurse", "jobUrl": "u", "isListed": true, "compensation": {}}]}', "ashby"),
        ("a.json", '{"@type": "JobPosting", "title": "Nurse", "baseSalary": "$40/hr"}', "job posting"),
        ("a.json", '[{"role": "Nurse", "pay": "$40/hr"}]', "records"),
        ("a.jsonl", '{"role": "Nurse", "pay": "$40/hr"}\n{"role": "Cook", "pay": "$20/hr"}', "jsonl"),
        ("a.csv", "role,pay\nNurse,$40/hr\n", "csv"),
        ("a.txt", "Mercor pays nurses $40 an hour, and cooks less.", "article"),
        ("a.html", "<html><p>Mercor pays nurses $40 an hour.</p>", "page"),
        ("a.bin", "<!-- saved --><html><script type='application/ld+json'>"
                  '{"@type": "JobPosting", "title": "Nurse", "baseSalary": "$40/hr"}</script>', "job posting"),
    ],
)  # fmt: skip
def test_the_contents_decide_the_format(name: str, content: str | bytes, kind: str) -> None:
    assert read(content, name=name).kind == kind


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG....", "a picture"),
        (b"PK\x03\x04....", "Excel"),
        (b"{\"jobs\": ", "broken JSON|no list"),
        (b"<html><title>Access denied</title><p>You are blocked", "bot wall"),
        (b"<html><title>Jobs</title><p>Please verify you are a human to go on", "bot wall"),
    ],
)  # fmt: skip
def test_what_no_reader_takes_says_why(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        read(content)


def test_a_csv_without_pay_is_no_article() -> None:
    with pytest.raises(UnreadableError, match="no column of pay"):
        read(b"name,age\nJo,5\n", name="people.csv")


def test_a_board_becomes_a_dated_file_with_its_card(project: Path) -> None:
    assert add(project, board(), source_url="https://boards-api.greenhouse.io/v1/boards/mercor/jobs") == ["new"]
    card = read_register(project)[-1]
    assert (card.source_id, card.path) == ("board_2026-11-23", "data/raw/board/2026-11-23_statements.csv")
    assert (card.rows, card.method, card.collected_on) == (1, "labormarket add (greenhouse)", "2026-11-23")
    statement = read_statements(project).iloc[0]
    assert statement["pay_text"] == "USD 60 - 80"
    assert (statement["period_context"], statement["country"], statement["published_on"]) == (
        "hour",
        "US",
        "2026-01-02",
    )
    assert "minValue=60" in statement["note"]


def test_the_same_file_twice_adds_nothing(project: Path) -> None:
    add(project, board())
    before = snapshot(project)
    assert add(project, board()) == ["already there"]
    assert add(project, board(), name="copy.json") == ["already there"]
    assert snapshot(project) == before


def test_fields_and_description_that_disagree_are_both_kept(project: Path) -> None:
    content = board(content="<p>Pays $65 to $90 per hour. We repeat: $60 - $80 an hour.</p>")
    plan = plan_file(content, Intake("b.json", collected_on="2026-11-23"), project)
    field, words = plan.raw["pay_text"]
    assert field == "USD 60 - 80" and words.endswith("$65 to $90 per hour")


def test_the_unit_of_the_words_completes_a_field_without_one(project: Path) -> None:
    ranges = [{"min_cents": 6000, "max_cents": 8000, "currency_type": "USD", "title": "Zone 1"}]
    plan = plan_file(board(pay_input_ranges=ranges), Intake("b.json", collected_on="2026-11-23"), project)
    assert plan.raw[["pay_text", "period_context"]].to_numpy().tolist() == [["USD 60 - 80", "hour"]]


def test_a_listing_seen_again_is_one_listing_with_two_looks(project: Path) -> None:
    assert add(project, board(), day="2026-01-05") == ["new"]
    assert add(project, board(), day="2026-01-12") == ["seen again"]
    cut = board(content="", pay_input_ranges=[{"min_cents": 1600, "max_cents": 1600, "currency_type": "USD"}])
    assert add(project, cut, day="2026-02-03") == ["pay changed"]
    statements = read_statements(project)
    assert statements["source_id"].tolist() == ["board_2026-01-05", "board_2026-02-03", "first"]
    (listing,) = observe_listings(statements, read_looks(statements, project), {}).to_dict("records")
    assert (listing["first_seen"], listing["last_seen"], listing["observations"]) == ("2026-01-05", "2026-02-03", 3)
    assert (listing["pay_changes"], listing["first_pay"], listing["last_pay"]) == (1, "USD 60 - 80", "USD 16")
    assert listing["pay_history"] == "2026-01-05: USD 60 - 80 | 2026-02-03: USD 16"


def test_an_article_is_one_witness(project: Path) -> None:
    text = b"Mercor pays nurses $40 an hour and cooks $20 an hour."
    assert add(project, text, name="story.txt") == ["new", "new"]
    added = read_statements(project).query("source_id.str.startswith('story')")
    assert set(added["origin"]) == {"story.txt"}
    assert set(added["kind"]) == {"reported"}
    assert add(project, text, name="story.txt", day="2026-12-24") == ["already there", "already there"]


def test_a_file_of_the_day_is_there_as_a_whole_and_on_another_day_row_by_row(project: Path) -> None:
    rows = b"platform,role,pay\nMercor,nurse,$40/hr\n,cook,$20/hr\n"
    assert add(project, rows, name="t.csv", day="2026-11-23") == ["new", "a person decides"]
    cook = {"2026-11-22": "a person decides", "2026-11-23": "already there", "2026-11-30": "a person decides"}
    for day, status in cook.items():
        found = plan_file(rows, Intake("t.csv", collected_on=day), project).table["status"]
        assert list(found) == ["already there", status], day


def test_a_listing_in_two_files_of_a_day_was_looked_at_once(project: Path) -> None:
    other = BOARD["jobs"][0] | {"title": "Poet", "absolute_url": "https://boards.greenhouse.io/mercor/jobs/2"}
    both = json.dumps({"jobs": [BOARD["jobs"][0], other]}).encode()
    assert add(project, board(), day="2026-01-05") == ["new"]
    assert add(project, both, name="both.json", day="2026-01-12") == ["seen again", "new"]
    assert add(project, board(), day="2026-01-12") == ["already there"]
    looks = read_looks(read_statements(project), project).query("statement_id != 'f1'")
    assert sorted(looks["day"]) == ["2026-01-05", "2026-01-12", "2026-01-12"]


def test_a_second_file_of_the_day_gets_a_name_of_its_own(project: Path) -> None:
    add(project, board())
    add(project, board(title="Physics expert", absolute_url="https://boards.greenhouse.io/mercor/jobs/2"))
    assert [card.source_id for card in read_register(project)] == ["first", "board_2026-11-23", "board_2026-11-23_2"]
    assert read_statements(project)["statement_id"].is_unique


def test_the_platform_fills_only_a_gap(project: Path) -> None:
    rows = b"platform,role,pay\nOutlier,nurse,$40/hr\n,cook,$20/hr\n"
    plan = plan_file(rows, Intake("t.csv", platform="Mercor", collected_on="2026-11-23"), project)
    assert plan.raw["platform"].to_list() == ["Outlier", "Mercor"]


def test_a_date_that_is_none_is_refused(project: Path) -> None:
    with pytest.raises(SourceError, match="no date"):
        plan_file(board(), Intake("b.json", collected_on="yesterday"), project)


def test_a_failed_write_leaves_everything_as_it_was(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_file(board(), Intake("b.json", collected_on="2026-11-23"), project)
    before = snapshot(project)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "disk full")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="disk full"):
        register_plan(plan, project)
    assert snapshot(project) == before


def run(project: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str, answer: str = "") -> Result:
    monkeypatch.chdir(project)
    return CliRunner().invoke(app, ["add", *arguments], input=answer)


def test_the_command_asks_before_it_writes(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "board.json").write_bytes(board())
    before = snapshot(project)
    assert "1 new" in run(project, monkeypatch, "board.json", answer="n\n").stdout
    assert "1 new" in run(project, monkeypatch, "board.json", "--dry-run").stdout
    assert snapshot(project) == before
    done = run(project, monkeypatch, "board.json", "--yes", "--collected-on", "2026-11-23")
    assert done.exit_code == 0 and "written to data/raw/board/2026-11-23_statements.csv" in done.output
    assert "nothing to add" in run(project, monkeypatch, "board.json", "--yes", "--collected-on", "2026-11-23").output


def test_jsonl_is_one_object_for_each_statement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Outlier, owned by Scale AI, pays generalists up to $15 per hour.\n"
    (tmp_path / "story.txt").write_text(text, encoding="utf-8")
    (tmp_path / "board.json").write_bytes(board())
    result = run(tmp_path, monkeypatch, "--dry-run", "--format", "jsonl", "story.txt", "board.json")
    assert result.exit_code == 0
    listing, article = (json.loads(line) for line in result.stdout.splitlines())
    assert list(article) == list(listing) and set(article) >= FIELDS
    assert (article["platform"], article["profession_raw"], article["profession"]) == (
        "Outlier", "generalist", "generalist annotator",
    )  # fmt: skip
    assert (article["low"], article["high"], article["bound"], article["period"]) == (None, 15, "upper", "hour")
    assert text[slice(*article["span"])] == article["pay_text"]
    assert (listing["low"], listing["high"], listing["currency"], listing["period"]) == (60, 80, "USD", "hour")
    assert listing["span"] is None


def test_one_bad_file_costs_a_message_and_not_the_others(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "wall.html").write_text("<title>Just a moment...</title>", encoding="utf-8")
    (project / "board.json").write_bytes(board())
    result = run(project, monkeypatch, "wall.html", "gone.txt", "board.json", "--yes")
    assert result.exit_code == 1
    assert "wall.html: a bot wall" in result.output and "gone.txt" in result.output
    assert len(read_register(project)) == 2


def test_a_file_too_large_is_not_opened(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (project / "huge.json").open("wb") as file:
        file.truncate(Budget().file_bytes + 1)
    result = run(project, monkeypatch, "huge.json", "--dry-run")
    assert result.exit_code == 1 and "larger than 32 MB" in result.output


def test_a_file_that_is_written_to_while_it_is_read_is_refused(
    tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.csv"
    path.write_text("platform,job title,pay\nOutlier,tutor,$31 per hour\n")

    def read_and_write(*given: Any) -> Any:
        yield from read_file(*given)
        path.write_text("platform,job title,pay\nOutlier,tutor,$61 per hour\nOutlier,nurse,$50 per hour\n")

    intake = Intake("x.csv", collected_on="2026-11-23")
    assert len(plan_file(path, intake, project).table) == 1
    monkeypatch.setattr("labormarket.intake.add.read_file", read_and_write)
    with pytest.raises(SourceError, match="written to while it was read"):
        plan_file(path, intake, project)


def test_outside_a_project_only_a_dry_run_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "board.json").write_bytes(board())
    assert run(tmp_path, monkeypatch, "board.json", "--yes").exit_code == 1
    assert run(tmp_path, monkeypatch, "board.json", "--dry-run").exit_code == 0


def test_many_rows_of_one_platform_take_time_in_proportion(project: Path) -> None:
    """A row reads the rows before it no more: the calls that grow with the rows do so in proportion."""
    calls = []
    for count in (200, 800):
        rows = "".join(f"Outlier,tutor,${5 + n % 90}/hr,https://x.example/{n}\n" for n in range(count))
        plan = plan_file(f"platform,role,pay,url\n{rows}".encode(), Intake("t.csv", collected_on="2026-11-23"), project)
        seen: list[str] = []
        sys.setprofile(lambda frame, event, _, seen=seen: seen.append(event))
        try:
            statement_ids(plan.raw, "t")
            compare(plan.raw, plan.table, plan.intake, None, "")
        finally:
            sys.setprofile(None)
        assert len(plan.raw) == count
        calls.append(seen.count("call"))
    assert calls[1] < 5 * calls[0]


def test_looks_at_one_listing_in_one_file_are_one_row(project: Path) -> None:
    head = "platform,role,pay,url,date_posted\n"
    rows = "Outlier,tutor,$20/hr,https://x.example/1,2026-01-05\nOutlier,tutor,$20/hr,https://x.example/1,2026-02-03\n"
    plan = plan_file((head + rows).encode(), Intake("t.csv", collected_on="2026-11-23"), project)
    (row,) = plan.raw[["first_seen", "last_seen", "published_on"]].to_dict("records")
    assert row == {"first_seen": "2026-01-05", "last_seen": "2026-02-03", "published_on": "2026-01-05"}
    assert plan.folded == 1


def test_rows_without_an_address_are_one_only_where_nothing_but_their_place_differs(project: Path) -> None:
    days = ("2026-01-05", "2026-02-03", "2026-01-05", "2026-02-03")
    rows = "".join(f"Outlier,tutor,$20/hr,{day}\n" for day in days)
    content = f"platform,role,pay,date_posted\n{rows}".encode()
    plan = plan_file(content, Intake("t.csv", collected_on="2026-11-23"), project)
    assert (list(plan.raw["published_on"]), plan.folded) == (["2026-01-05", "2026-02-03"], 2)
    assert len(set(statement_ids(plan.raw, "t"))) == 2


def test_statements_that_are_alike_have_ids_of_their_own() -> None:
    alike = pd.DataFrame({"platform": ["Outlier"] * 3, "pay_text": ["$20/hr", "$20/hr", "$5/hr"]})
    assert len({*statement_ids(alike, "t")}) == 3
    assert statement_ids(alike[:1], "t") == statement_ids(alike, "t")[:1]


def test_a_plan_made_twice_is_registered_once(project: Path) -> None:
    first, second = (plan_file(board(), Intake("b.json", collected_on="2026-11-23"), project) for _ in range(2))
    assert register_plan(first, project)
    assert not register_plan(second, project)
    assert len(read_register(project)) == 2


def test_a_link_out_of_the_project_is_not_followed(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (project / "data" / "raw" / "board").symlink_to(outside)
    plan = plan_file(board(), Intake("board.json", collected_on="2026-11-23"), project)
    with pytest.raises(SourceError, match="leaves the project folder"):
        register_plan(plan, project)
    assert list(outside.iterdir()) == []


def test_a_device_and_a_pipe_are_no_files(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(project / "pipe.csv")
    result = run(project, monkeypatch, "/dev/zero", "pipe.csv", "--dry-run")
    assert result.exit_code == 1
    assert result.output.count("no regular file") == 2


def test_the_order_of_the_files_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.csv").write_text(f"role,pay\n{name},$20/hr\n", encoding="utf-8")
    there, back = (
        run(tmp_path, monkeypatch, "--dry-run", "--format", "jsonl", *names).stdout
        for names in (("a.csv", "b.csv"), ("b.csv", "a.csv"))
    )
    assert there == back


def test_columns_are_named_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t.csv").write_text("a,b\ntutor,20 USD per hour\n", encoding="utf-8")
    named = ["--column", "pay_text=b", "--column", "profession_raw=a"]
    result = run(tmp_path, monkeypatch, "--dry-run", "--format", "jsonl", "t.csv", *named)
    assert [json.loads(line)["low"] for line in result.stdout.splitlines()] == [20]
    wrong = run(tmp_path, monkeypatch, "--dry-run", "t.csv", "--column", "pay_text=z")
    assert "no column 'z' for pay_text; the columns are 'a', 'b'" in wrong.output
    assert run(tmp_path, monkeypatch, "--dry-run", "t.csv", "--column", "pay").exit_code == 2


def test_what_is_left_out_is_said_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t.csv").write_text('title,pay\ntutor,$20/hr\nnurse,\n"lost,$5\n', encoding="utf-8")
    result = run(tmp_path, monkeypatch, "--dry-run", "--format", "jsonl", "t.csv")
    _, silent, broken = (json.loads(line) for line in result.stdout.splitlines())
    assert (silent["left_out"], silent["profession_raw"], silent["where"]) == ("states no pay", "nurse", "row 3")
    assert (broken["left_out"], broken["text"]) == ("a quote that is not closed", '"lost,$5')
