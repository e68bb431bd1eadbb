"""Raw to processed: nothing lost, nothing broken, the same every time."""

import csv
import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from joblib import parallel_config
from typer.testing import CliRunner

from labormarket.build import build, remove_charts
from labormarket.charts import Chart, NothingToDrawError, Style, draw_chart
from labormarket.cli import app
from labormarket.publishing.render import render_chart
from labormarket.site import build_site
from labormarket.sources import checksum, read_statements
from labormarket.tables import PROCESSED, load_table
from labormarket.tables.report import COUNTED, report
from labormarket.tiers import TIERS
from tests.small_project import sample_statements, write_small_project

ROOT = Path(__file__).parents[1]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project's data, with the working directory in it."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def built(make_once: Callable[..., Path]) -> Path:
    """All tables of the project's raw files, built from nothing, once for all tests that only look at them."""

    def build_all_tables(root: Path) -> None:
        shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("labormarket.build.CHARTS", {})  # tests/charts draws each of the committed tables
            build(root)

    return make_once("built", build_all_tables)


def replace_in_raw(project: Path, name: str, old: str, new: str, *, mend_card: bool = True) -> None:
    path = project / "data" / "raw" / name
    content = path.read_bytes()
    changed = content.replace(old.encode(), new.encode(), 1)
    assert changed != content
    path.write_bytes(changed)
    if mend_card:
        register = project / "data" / "raw" / "SOURCES.csv"
        register.write_text(register.read_text().replace(checksum(content), checksum(changed)))


def test_rows_in_equal_rows_out() -> None:
    raw = read_statements(ROOT)
    named = [*load_table("pay", ROOT)["statement_id"], *load_table("unread", ROOT)["statement_id"]]
    assert len(set(named)) == len(named)
    assert set(named) <= set(raw["statement_id"])
    assert len(raw) - len(named) == load_table("sources", ROOT)["statements_seen_again"].sum()


def test_committed_tables_are_the_built_ones(built: Path) -> None:
    committed = {path.name: path.read_bytes() for path in (ROOT / PROCESSED).iterdir()}
    assert {path.name: path.read_bytes() for path in (built / PROCESSED).iterdir()} == committed


def test_no_listing_of_a_dump_counts_twice(built: Path) -> None:
    adverts = load_table("pay", built).query("kind == 'advertised' and source_url.notna()")
    of_dumps = adverts[adverts["source_id"].str.contains("_jobs?_", regex=True)]
    same = adverts[adverts["source_url"].isin(of_dumps["source_url"])]
    assert len(of_dumps) > 50
    assert not same.duplicated(["source_url", "low", "high"]).any()
    assert same.groupby("source_url")["platform"].nunique().eq(1).all()


@pytest.mark.parametrize(
    ("old", "new", "mend_card", "message"),
    [
        ("$15 per hour", "$25 per hour", False, "the checksum is not the one on its card"),
        ("pay_text", "pay", True, "line 1: missing column pay_text"),
        ("a009,", "a010,", True, "duplicate statement_id 'a010'"),
        ("a009,", ",", True, "line 10: no statement_id"),
        ("a034,Surge AI", "<html>", True, "line 35: 13 cells where the header has 14"),
    ],
)
def test_a_bad_raw_file_stops_the_build_and_leaves_the_last_one(
    project: Path, old: str, new: str, mend_card: bool, message: str
) -> None:
    before = {path.name: path.read_bytes() for path in (project / PROCESSED).iterdir()}
    replace_in_raw(project, "ai_training_article/2026-11-23_statements.csv", old, new, mend_card=mend_card)
    result = CliRunner().invoke(app, ["build"])
    assert result.exit_code == 1
    assert "data/raw/ai_training_article/2026-11-23_statements.csv" in result.output
    assert message in result.output
    assert "mend:" in result.output
    assert {path.name: path.read_bytes() for path in (project / PROCESSED).iterdir()} == before


def test_an_unreadable_row_goes_to_unread_whole(small: Path) -> None:
    unread = load_table("unread", small).set_index("statement_id")
    assert unread.loc["odd", "pay_text"] == ASKED["pay_text"]
    assert unread.loc["odd", "reason"]
    assert "odd" not in set(load_table("pay", small)["statement_id"])


# What the article states, row by row: low, high, period, bound, owner, tier.
ARTICLE = {
    "a004": (None, 1, "task", "upper", None, None),
    "a005": (20, None, "hour", "lower", "Surge AI", "generalist annotation"),
    **dict.fromkeys(("a006", "a007", "a008"), (40, None, "hour", "lower", "Surge AI", "skilled specialist")),
    "a009": (None, 15, "hour", "upper", "Scale AI", "generalist annotation"),
    "a010": (30, 50, "hour", "range", "Scale AI", "skilled specialist"),
    "a011": (20, 40, "hour", "range", "Labelbox", "generalist annotation"),
    "a012": (90, 200, "hour", "range", "Labelbox", "senior expert"),
    "a013": (None, 25, "hour", "upper", "Toloka", "generalist annotation"),
    **dict.fromkeys(("a014", "a015", "a016"), (None, 55, "hour", "upper", "Toloka", "skilled specialist")),
    "a017": (130, 170, "hour", "range", None, "senior expert"),
    "a018": (110, 130, "hour", "range", None, "senior expert"),
    **dict.fromkeys(("a019", "a020"), (80, 120, "hour", "range", None, "expert")),
    **dict.fromkeys([f"a{n:03}" for n in range(21, 26)], (60, 80, "hour", "range", None, "expert")),
    **dict.fromkeys(
        # "salaries" that only a year can hold, of salaried tutors: hours are assumed.
        [f"a{n:03}" for n in range(26, 30)],
        (90_000, 200_000, "year", "range", None, "expert"),
    ),
    "a030": (250, 450, "hour", "range", None, "elite expertise"),
    **dict.fromkeys(("a031", "a032"), (300, 500, "hour", "range", None, "elite expertise")),
    **dict.fromkeys(("a033", "a034"), (500, 1000, "hour", "range", None, "VC-partner consulting")),
}


# The article gives no platform its "few dollars an hour": c0001 says so, and these stay in unread with that reason.
RETIRED = {"a001", "a002", "a003"}


TIER_STATEMENTS = {tier.name: (tier.usd_per_hour_from or 2.0) * 1.1 for tier in TIERS}
"""A plain amount of dollars an hour in every tier."""
ASKED = {"statement_id": "odd", "platform": "Outlier", "profession_raw": "poet", "pay_text": "ask us"}
ASKED |= {"kind": "advertised", "published_on": "2026-11-29", "confidence": "high"}


def plain_statements(amounts: Iterable[float]) -> list[dict[str, str]]:
    """Return a nurse's statement of each amount."""
    return [
        {"statement_id": f"n{n}", "platform": "Mercor", "profession_raw": "registered nurse", "kind": "advertised"}
        | {"pay_text": f"${usd:.2f} per hour", "country": "US", "source_url": "https://example.org/jobs"}
        | {"source_title": "A board", "published_on": "2026-11-29", "confidence": "high"}
        for n, usd in enumerate(amounts)
    ]


@pytest.fixture(scope="module")
def small(make_once: Callable[..., Path], build_less: Callable[..., None]) -> Path:
    """Every twentieth statement, one in each tier and one that states no pay: built by the command, with two charts."""

    def build_small(root: Path) -> None:
        statements = [*sample_statements(130), *plain_statements(TIER_STATEMENTS.values()), ASKED]
        write_small_project(root, {"mine": statements})
        with pytest.MonkeyPatch.context() as patch, parallel_config("sequential"):
            patch.chdir(root)
            build_less(patch, ["wage_ladder", "pay_by_profession"])
            result = CliRunner().invoke(app, ["build"])
        assert result.exit_code == 0, result.output
        (root / "said").write_text(result.output, "utf-8")

    return make_once("small", build_small)


def check_tiers_and_site(root: Path, tiers: Iterable[str], out: Path) -> None:
    pay = load_table("pay", root).set_index("statement_id")
    assert pay["tier"].filter(regex=r"^n\d$").to_dict() == {f"n{n}": tier for n, tier in enumerate(tiers)}
    assert build_site(out, languages=["en"]).statements == len(pay)


def test_a_plain_statement_in_any_tier_builds_and_makes_the_site(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small)
    check_tiers_and_site(small, TIER_STATEMENTS, tmp_path / "_site")


@pytest.mark.slow
@pytest.mark.parametrize(
    "tiers", [*([tier] for tier in TIER_STATEMENTS), list(TIER_STATEMENTS)], ids=[*TIER_STATEMENTS, "all"]
)
def test_plain_statements_beside_all_others_build_and_make_the_site(
    tmp_path: Path, tiers: list[str], monkeypatch: pytest.MonkeyPatch, build_less: Callable[..., None]
) -> None:
    write_small_project(tmp_path, {"new": plain_statements(TIER_STATEMENTS[tier] for tier in tiers)}, whole=True)
    monkeypatch.chdir(tmp_path)
    if len(tiers) == 1:  # all at once are drawn in every chart, some of which need the estimates
        build_less(monkeypatch, ["wage_ladder", "pay_by_profession"])
    result = CliRunner().invoke(app, ["build"])
    assert result.exit_code == 0, result.output
    check_tiers_and_site(tmp_path, tiers, tmp_path / "_site")


def test_a_finding_that_falls_is_said_and_stops_only_the_strict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, build_less: Callable[..., None]
) -> None:
    write_small_project(tmp_path, {"mine": plain_statements(TIER_STATEMENTS.values())})
    monkeypatch.chdir(tmp_path)
    build_less(monkeypatch, ["wage_ladder"])
    monkeypatch.setattr("labormarket.publishing.render.draw_chart", draw_fallen)
    strict = CliRunner().invoke(app, ["build", "--strict"])
    assert strict.exit_code == 1 and "mend:" in strict.output
    assert not (tmp_path / PROCESSED).exists() and not (tmp_path / "charts").exists()
    result = CliRunner().invoke(app, ["build"])
    assert result.exit_code == 0
    for output in (strict.output, result.output):
        assert "the data no longer show that “A pays twice as much as B”" in output
        assert "CONTRIBUTING.md, “When a finding falls”" in output
    title = json.loads((tmp_path / "charts" / "wage_ladder.json").read_text())["title"]
    assert title != "A pays twice as much as B"


def draw_fallen(name: str, tables: Mapping[str, pd.DataFrame], style: Style) -> Chart:
    return replace(draw_chart(name, tables, style), fallen="A pays twice as much as B")


def test_a_chart_with_nothing_to_draw_leaves_with_its_files(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def draw_nothing(name: str, tables: Mapping[str, pd.DataFrame], style: Style) -> Chart:
        raise NothingToDrawError(f"chart {name}: no statement")

    monkeypatch.setattr("labormarket.publishing.render.draw_chart", draw_nothing)
    rendered = render_chart("owners", {}, [])
    assert (rendered.files, rendered.message) == ({}, "chart owners: no statement: left out")
    (project / "charts").mkdir()
    for name in ("owners.svg", "owners.csv", "mine.svg"):
        (project / "charts" / name).touch()
    remove_charts(project, ["owners"])
    assert [path.name for path in (project / "charts").iterdir()] == ["mine.svg"]


@pytest.fixture(scope="module")
def pay() -> pd.DataFrame:
    return load_table("pay", ROOT).set_index("statement_id")


@pytest.mark.parametrize("statement_id", ARTICLE)
def test_the_article_is_read_as_it_states(statement_id: str, pay: pd.DataFrame) -> None:
    low, high, period, bound, owner, tier = ARTICLE[statement_id]
    row = pay.loc[statement_id]
    amounts = tuple(None if pd.isna(row[end]) else row[end] for end in ("low", "high"))
    stated_period = None if pd.isna(row["period"]) else row["period"]
    assert (amounts, stated_period, row["bound"]) == ((low, high), period, bound)
    assert row["currency"] == "USD"
    assert (None if pd.isna(row["tier"]) else row["tier"]) == tier
    if owner is not None:
        assert row["owner"] == owner
    assert bool(row["approximate"]) == row["pay_as_stated"].startswith("roughly")


def test_every_article_row_is_there() -> None:
    with (ROOT / "data/raw/ai_training_article/2026-11-23_statements.csv").open(encoding="utf-8") as file:
        assert {row["statement_id"] for row in csv.DictReader(file)} == set(ARTICLE) | RETIRED


def test_a_corrected_row_names_the_row_that_replaced_it() -> None:
    unread = load_table("unread", ROOT).set_index("statement_id")
    assert unread.loc[sorted(RETIRED), "reason"].str.contains("superseded by c0001").all()


def test_build_and_report_count_every_raw_row(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small)
    rows = len(read_statements(small))
    reported = CliRunner().invoke(app, ["report"])
    assert reported.exit_code == 0, reported.output
    for output in ((small / "said").read_text("utf-8"), reported.output):
        assert f"raw rows{rows:>21,}" in output
    assert report({name: load_table(name, small) for name in COUNTED}).raw_rows == rows


def test_every_statement_has_its_scope_its_publisher_and_a_link(built: Path) -> None:
    pay = load_table("pay", built)
    assert pay[["scope", "publisher", "source_url"]].notna().all(axis=None)
    assert pay["source_url"].str.match(r"https?://").all()


def test_the_tables_are_wide_enough_to_bear_weight(built: Path) -> None:
    pay, unread = load_table("pay", built), load_table("unread", built)
    retired = unread["reason"].str.startswith("superseded by")
    countries = pay["country"].dropna().str.split(";").explode()
    assert len(pay) >= 1900
    assert len(pay) / (len(pay) + (~retired).sum()) >= 0.95
    assert countries[countries.ne("Worldwide")].nunique() >= 100
    assert pay["platform"].value_counts().ge(30).sum() >= 12


def test_a_corrected_row_keeps_its_id_and_its_reason(built: Path) -> None:
    pay, unread = load_table("pay", built).set_index("statement_id"), load_table("unread", built)
    retired = unread[unread["reason"].str.startswith("superseded by")]
    assert len(retired) == 52
    assert set(retired["reason"].str.removeprefix("superseded by ")) <= set(pay.index)
