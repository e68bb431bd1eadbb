"""Collecting from boards and pages on the loopback address: each source costs itself alone, and nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from labormarket.cli import app
from labormarket.comparisons.looks import observe_listings
from labormarket.intake.collect import Outcome, Run, as_json, as_markdown, exit_code
from labormarket.intake.source_list import Feed, Source
from labormarket.intake.web.archive import Archive
from labormarket.intake.web.fetch import CACHE, Fetcher, Manners
from labormarket.intake.web.network import AnswerLimits
from labormarket.project.lineage import steps_of_the_looks
from labormarket.sources import read_listing_counts, read_looks, read_register, read_statements
from tests.intake.loopback import Site

FEEDS = {
    "greenhouse": Feed("greenhouse", "jobs"),
    "lever": Feed("lever"),
    "ashby": Feed("ashby", "jobs"),
    "workable": Feed("workable", "jobs"),
    "smartrecruiters": Feed("smartrecruiters", "content"),
}
GREENHOUSE = FEEDS["greenhouse"]
PAGE = b"<html><title>Pay</title><p>Mercor pays lawyers $110 to $130 an hour.</p></html>"


def open_run(project: Path, *, today: str = "2026-11-23", dry_run: bool = False, most: int = 200) -> Run:
    manners, limits = Manners(delay_s=0, tries=2, backoff_s=0.01), AnswerLimits(total_s=5)
    fetcher = Fetcher("c", manners, limits, cache=project / CACHE, allow_private=True)
    return Run(project, today, fetcher, dry_run, most)


def gather(project: Path, *sources: Source, today: str = "2026-11-23", dry_run: bool = False) -> list[Outcome]:
    run = open_run(project, today=today, dry_run=dry_run)
    with run.fetcher:
        return list(run.collect(sources))


def pages(site: Site, *paths: str) -> list[Source]:
    return [Source(f"page{number}", site.url + path) for number, path in enumerate(paths)]


def greenhouse(*jobs: tuple[int, str, str]) -> bytes:
    listed = [
        {
            "id": number,
            "title": title,
            "absolute_url": f"https://job-boards.example/b/jobs/{number}",
            "location": {"name": "Remote"},
            "updated_at": "2026-01-02T03:04:05-05:00",
            "content": f"&lt;p&gt;The rate for this work is {pay}.&lt;/p&gt;",
        }
        for number, title, pay in jobs
    ]
    return json.dumps({"jobs": listed, "meta": {"total": len(listed)}}).encode()


def test_a_page_becomes_a_raw_file_and_a_record(site: Site, project: Path) -> None:
    site.answer("/a", PAGE, Content_Type="text/html", Set_Cookie="who=you")
    (outcome,) = gather(project, *pages(site, "/a"))
    assert outcome.written == ("data/raw/page0/2026-11-23_statements.csv",)
    added = read_statements(project).set_index("source_id").loc["page0_2026-11-23"]
    assert (added["platform"], added["profession_raw"]) == ("Mercor", "lawyer")
    (file,) = (project / ".labormarket" / "snapshots").iterdir()
    with file.open("rb") as stream:
        (record,) = [(r.rec_headers, r.http_headers, r.content_stream().read()) for r in ArchiveIterator(stream)]
    assert record[0].get_header("WARC-Target-URI") == f"{site.url}/a"
    assert record[2] == PAGE
    assert record[1].get_header("Set-Cookie") is None
    note = next(card.note for card in read_register(project) if card.source_id == "page0_2026-11-23")
    assert note.endswith(f"snapshot {file.name} {record[0].get_header('WARC-Record-ID')}")
    statements = read_statements(project).set_index("source_id", drop=False)
    card = next(card for card in read_register(project) if card.source_id == "page0_2026-11-23")
    (step,) = steps_of_the_looks(statements, statements.loc["page0_2026-11-23"], card, project)
    assert step.found.endswith(", here, with the SHA-256 on the card")
    file.write_bytes(b"cut")
    (step,) = steps_of_the_looks(statements, statements.loc["page0_2026-11-23"], card, project)
    assert step.found.endswith("not on this machine: it is published with the edition")


def test_an_unchanged_page_adds_nothing_the_same_day(site: Site, project: Path) -> None:
    site.answer("/a", PAGE, ETag='"v1"')
    first, second = gather(project, *pages(site, "/a")), gather(project, *pages(site, "/a"))
    assert first[0].written and not second[0].written
    assert second[0].message == "1 already there"


def test_a_dry_run_writes_nothing(site: Site, project: Path) -> None:
    site.answer("/a", PAGE)
    before = {path for path in project.rglob("*") if ".labormarket" not in path.parts}
    (outcome,) = gather(project, *pages(site, "/a"), dry_run=True)
    assert outcome.counts == {"new": 1}
    assert {path for path in project.rglob("*") if ".labormarket" not in path.parts} == before
    assert not (project / ".labormarket" / "snapshots").exists()


def test_each_trouble_costs_one_page(site: Site, project: Path) -> None:
    site.answer("/wall", b"<title>Just a moment...</title><p>Checking your browser before you go on.")
    site.answer("/wrong", "<meta charset=utf-8><p>Mercor pays chemists £60 an hour.".encode("cp1252"),
                Content_Type="text/html; charset=utf-8")  # fmt: skip
    site.answer("/deep", b"<div>" * 50_000 + b"<p>Mercor pays poets $40 an hour.")
    site.answer("/good", PAGE)
    register = project / "data" / "raw" / "SOURCES.csv"
    before = register.read_text(encoding="utf-8")
    outcomes = gather(project, *pages(site, "/wall", "/gone", "/wrong", "/deep", "/good"))
    wall, gone, wrong, deep, good = outcomes
    assert "bot wall" in wall.trouble and "404" in gone.trouble and deep.trouble
    assert not wrong.trouble and wrong.written and good.written
    assert register.read_text(encoding="utf-8").startswith(before)
    table = read_statements(project)
    assert table.loc[table["profession_raw"].eq("chemist"), "pay_text"].str.contains("£60 an hour").all()
    assert pd.Series(table["statement_id"]).is_unique
    assert exit_code(outcomes) == 3
    assert json.loads(as_json(outcomes))["failed"] == 3
    assert as_markdown(outcomes).splitlines()[0] == "Collected 2 of 5 addresses."


def test_a_board_in_another_form_is_named(site: Site, project: Path) -> None:
    site.answer("/board", json.dumps([{"role": "nurse", "pay": "$40/hr"}]).encode())
    (outcome,) = gather(project, Source("acme_board", f"{site.url}/board", "Acme", GREENHOUSE))
    assert outcome.trouble.startswith("the board of Acme has changed its form: no list jobs")
    assert len(read_register(project)) == 1


LEVER = [{"text": "Nurse", "hostedUrl": "https://jobs.example/1", "workplaceType": "remote", "categories": {},
          "descriptionPlain": "You will grade answers. The rate is $40 per hour."}]  # fmt: skip
ASHBY = {"apiVersion": "1", "jobs": [
    {"id": "a", "title": "Poet", "location": "Remote", "isListed": True, "employmentType": "Contract",
     "jobUrl": "https://jobs.example/2", "publishedAt": "2026-05-06T07:00:00.000+00:00", "descriptionPlain": "Score.",
     "compensation": {"compensationTierSummary": "$50 per hour", "compensationTiers": []}}]}  # fmt: skip
WORKABLE = {"name": "Acme", "description": None, "jobs": [
    {"title": "Chemist", "shortcode": "A1B2", "telecommuting": True, "employment_type": "Contract", "city": "Nairobi",
     "country": "Kenya", "url": "https://jobs.example/3", "application_url": "https://jobs.example/3/apply",
     "published_on": "2026-04-05", "description": "<p>Check answers.</p><p>We pay $60 per hour.</p>"}]}  # fmt: skip
SMARTRECRUITERS = {"offset": 0, "limit": 100, "totalFound": 1, "content": [
    {"id": "7", "name": "Welder", "company": {"name": "Acme"}, "releasedDate": "2026-03-04T05:06:07.000Z",
     "location": {"city": "Lyon", "country": "fr"}, "ref": "https://jobs.example/4", "typeOfEmployment": {"label": "x"},
     "jobAd": {"sections": {"companyDescription": {"text": "We raised $9 million."},
                            "jobDescription": {"text": "<p>The rate is $30 per hour.</p>"}}}}]}  # fmt: skip


@pytest.mark.parametrize(
    ("feed", "answer", "title"),
    [
        ("greenhouse", json.loads(greenhouse((1, "Lawyer", "$90 per hour"))), "Lawyer"),
        ("lever", LEVER, "Nurse"),
        ("ashby", ASHBY, "Poet"),
        ("workable", WORKABLE, "Chemist"),
        ("smartrecruiters", SMARTRECRUITERS, "Welder"),
    ],
)
def test_the_feed_of_each_service_is_read(site: Site, project: Path, feed: str, answer: object, title: str) -> None:
    site.answer("/board", json.dumps(answer).encode(), Content_Type="application/json")
    (outcome,) = gather(project, Source("acme_board", f"{site.url}/board", "Acme", FEEDS[feed]))
    assert (outcome.trouble, outcome.listings, outcome.with_pay) == ("", 1, 1)
    added = read_statements(project).query("source_id == 'acme_board_2026-11-23'")
    assert added[["platform", "profession_raw"]].to_numpy().tolist() == [["Acme", title]]


@pytest.mark.parametrize(
    ("feed", "answer"),
    [("lever", b"[]"), ("greenhouse", b'{"jobs": [], "meta": {"total": 0}}'), ("smartrecruiters", b'{"content": []}')],
)
def test_a_board_without_jobs_is_no_trouble(site: Site, project: Path, feed: str, answer: bytes) -> None:
    site.answer("/board", answer)
    (outcome,) = gather(project, Source("acme_board", f"{site.url}/board", "Acme", FEEDS[feed]))
    assert (outcome.trouble, outcome.message) == ("", "no statements")
    counts = read_listing_counts(project)
    assert counts[["board", "platform", "listings", "stating_pay"]].to_numpy().tolist() == [
        ["acme_board", "Acme", 0, 0]
    ]


@pytest.mark.parametrize("answer", [b'{"postings": []}', b'{"jobs": {}}', b"{}", b"null", b"<html>", b"[" * 9_000])
def test_a_board_whose_list_is_elsewhere_is_no_empty_board(site: Site, project: Path, answer: bytes) -> None:
    site.answer("/board", answer)
    (outcome,) = gather(project, Source("acme_board", f"{site.url}/board", "Acme", GREENHOUSE))
    assert outcome.trouble.startswith("the board of Acme has changed its form: no ")
    assert read_listing_counts(project).empty


def lever(*numbers: int) -> bytes:
    return json.dumps([LEVER[0] | {"hostedUrl": f"https://jobs.example/{number}"} for number in numbers]).encode()


def test_a_board_of_many_pages_is_read_to_its_end(site: Site, project: Path) -> None:
    source = Source("acme_board", f"{site.url}/board?skip={{offset}}", "Acme", Feed("lever", page_size=2))
    for offset, numbers in ((0, (1, 2)), (2, (3, 4)), (4, (5,))):
        site.answer(f"/board?skip={offset}", lever(*numbers))
    (outcome,) = gather(project, source)
    assert (outcome.trouble, outcome.listings, outcome.counts) == ("", 5, {"new": 5})
    card = read_register(project)[1]
    assert card.url == f"{site.url}/board?skip=0" and card.note.endswith("> and 2 more")


def test_a_board_that_knows_no_pages_is_named(site: Site, project: Path) -> None:
    source = Source("acme_board", f"{site.url}/board?skip={{offset}}", "Acme", Feed("lever", page_size=2))
    for offset in (0, 2):
        site.answer(f"/board?skip={offset}", lever(1, 2))
    (outcome,) = gather(project, source)
    assert outcome.trouble.startswith("the board of Acme goes on for ever")


def test_jobs_without_texts_are_asked_for_one_by_one(site: Site, project: Path) -> None:
    (job,) = SMARTRECRUITERS["content"]
    site.answer("/board", json.dumps({"content": [{k: v for k, v in job.items() if k != "jobAd"}]}).encode())
    site.answer("/jobs/7", json.dumps(job).encode())
    feed = Feed("smartrecruiters", "content", each=f"{site.url}/jobs/{{id}}")
    (outcome,) = gather(project, Source("acme_board", f"{site.url}/board", "Acme", feed))
    assert (outcome.trouble, outcome.listings, outcome.with_pay) == ("", 1, 1)


def test_ten_weeks_of_a_board_are_looks_not_adverts(site: Site, project: Path) -> None:
    """One listing stays, one changes its pay in week 4, one goes after week 3 and returns in week 8, one comes late
    and goes, one never says what it pays."""
    source = Source("acme_board", f"{site.url}/board", "Acme", GREENHOUSE)
    days = [str(day.date()) for day in pd.date_range("2026-01-05", periods=10, freq="7D")]
    for week, day in enumerate(days, start=1):
        jobs = [(1, "Nurse", "$40 per hour"), (2, "Lawyer", "$90 per hour" if week < 4 else "$80 per hour")]
        jobs += [(3, "Poet", "$50 per hour")] if week <= 3 or week >= 8 else []
        jobs += [(4, "Welder", "$30 per hour")] if 6 <= week <= 9 else []
        site.answer("/board", greenhouse(*jobs, (5, "Baker", "good")))
        (outcome,) = gather(project, source, today=day)
        assert not outcome.trouble
        if week == 4:
            assert not gather(project, source, today=day)[0].written, "the same day again adds nothing"
    statements = read_statements(project)
    added = statements[statements["source_id"].ne("first")]
    assert sorted(added["profession_raw"]) == ["Lawyer", "Lawyer", "Nurse", "Poet", "Welder"]
    looks = read_looks(statements, project)
    assert looks["statement_id"].isin(added["statement_id"]).sum() == 10 + 10 + 6 + 4
    counts = read_listing_counts(project)
    assert counts.groupby("day")["listings"].sum().tolist() == [4, 4, 4, 3, 3, 4, 4, 5, 5, 4]
    assert (counts["listings"] - counts["stating_pay"]).tolist() == [1] * 10
    seen = observe_listings(statements, looks, {"acme_board": days}).set_index("profession_as_stated")
    told = seen[["observations", "returns", "pay_changes"]].T.to_dict("list")
    assert told == {"Lawyer": [10, 0, 1], "Nurse": [10, 0, 0], "Poet": [6, 1, 0], "Welder": [4, 0, 0]}
    assert seen["gone_on"].to_dict() == {"Lawyer": "", "Nurse": "", "Poet": "", "Welder": days[-1]}
    assert seen.loc["Poet", ["first_seen", "last_seen"]].tolist() == [days[0], days[-1]]
    written = sorted(path.name for path in (project / "data" / "raw").rglob("*.csv") if days[4] in path.name)
    assert written == [f"{days[4]}_listing_counts.csv", f"{days[4]}_looks.csv"], "a week without news costs two files"


def test_postings_of_a_sitemap_are_read(site: Site, project: Path) -> None:
    addresses = [f"{site.url}/jobs/1", f"{site.url}/jobs/2", f"{site.url}/about"]
    site.answer(
        "/sitemap.xml", ("<urlset>" + "".join(f"<url><loc>{a}</loc></url>" for a in addresses)).encode() + b"</urlset>"
    )
    posting = {"@type": "JobPosting", "title": "Poet", "hiringOrganization": {"name": "Acme"},
               "baseSalary": {"@type": "MonetaryAmount", "currency": "USD",
                              "value": {"value": 50, "unitText": "HOUR"}}}  # fmt: skip
    site.answer("/jobs/1", f'<script type="application/ld+json">{json.dumps(posting)}</script>'.encode())
    first, second = gather(project, Source("acme", f"{site.url}/sitemap.xml", postings="/jobs/"))
    assert first.counts == {"new": 1} and "404" in second.trouble
    assert [path for path, _ in site.asked if path == "/about"] == []


def captures(site: Site, *rows: tuple[str, str], key: str = "") -> bytes:
    listed = [["timestamp", "original", "digest"], *([stamp, f"{site.url}/a", digest] for stamp, digest in rows)]
    return json.dumps([*listed, *([[], [key]] if key else [])]).encode()


def test_an_archive_gives_the_history_of_a_page(site: Site, project: Path) -> None:
    index = (
        "/cdx?url=http%3A%2F%2F127.0.0.1%3A{port}%2Fa&output=json&fl=timestamp%2Coriginal%2Cdigest".format(
            port=site.url.rsplit(":", 1)[1]
        )
        + "&filter=statuscode%3A200&collapse=digest&limit=1000&showResumeKey=true"
    )
    site.answer(index, captures(site, ("20240105120000", "A"), ("20240601120000", "B"), key="more please"))
    site.answer(index + "&resumeKey=more+please", captures(site, ("20250101120000", "A"), ("20250301120000", "C")))
    for stamp, pay in (("20240105120000", "$50"), ("20240601120000", "$45"), ("20250301120000", "$40")):
        posted = PAGE.replace(b"$110 to $130", pay.encode())
        site.answer(f"/web/{stamp}id_/{site.url}/a", posted)
    archive = Archive(f"{site.url}/cdx", site.url + "/web/{timestamp}id_/{url}")
    source = Source("mercor_page", f"{site.url}/a")

    def take(most: int) -> list[Outcome]:
        run = open_run(project, most=most)
        with run.fetcher:
            return list(run.collect_archive([source], archive))

    assert [outcome.written[0].split("/")[-1][:10] for outcome in take(2)] == ["2024-01-05", "2024-06-01"]
    before = len(site.asked)
    assert [outcome.written[0].split("/")[-1][:10] for outcome in take(2)] == ["2025-03-01"]
    asked_again = [path for path, _ in site.asked[before:] if path.startswith("/web/")]
    assert len(asked_again) == 1
    assert take(2) == []


def test_an_archive_that_fails_costs_its_source(site: Site, project: Path) -> None:
    archive = Archive(f"{site.url}/cdx", site.url + "/web/{timestamp}id_/{url}")
    run = open_run(project)
    with run.fetcher:
        outcomes = list(run.collect_archive(pages(site, "/a", "/b"), archive))
    assert [outcome.trouble for outcome in outcomes] == ["the server answered 404"] * 2


@pytest.mark.parametrize("outcomes", [[], [Outcome("a|b", "https://a.example", {"new": 1}, ("x.csv",))]])
def test_summaries_are_whole(outcomes: list[Outcome]) -> None:
    held = json.loads(as_json(outcomes))
    assert held["addresses"] == len(outcomes) and len(held["outcomes"]) == len(outcomes)
    assert as_markdown(outcomes).count("\n") == 3 + len(outcomes)


LISTED = """
contact = "https://project.example"
delay_s = 0
[[page]]
name = "good"
url = "http://127.0.0.1:9/a"
"""


def test_the_command_names_its_sources_and_its_exit_code(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server of this machine is private: the command, which lets no such address through, gets nothing."""
    (project / "sources.toml").write_text(LISTED, encoding="utf-8")
    monkeypatch.chdir(project)
    runner = CliRunner()
    assert "good: any platform, http://127.0.0.1:9/a" in runner.invoke(app, ["collect", "--list"]).output
    run = runner.invoke(app, ["collect", "--json"])
    assert run.exit_code == 1
    assert "private address" in json.loads(run.stdout)["outcomes"][0]["trouble"]
    assert runner.invoke(app, ["collect", "--only", "nobody"]).exit_code == 1
