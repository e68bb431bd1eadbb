"""A build does what would come out otherwise and nothing else: results are always those of a build from scratch."""

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from packaging.requirements import Requirement
from typer.testing import CliRunner

from labormarket import fingerprint
from labormarket.build import build
from labormarket.charts import CHARTS
from labormarket.cli import app
from labormarket.fingerprint import digest_code, digest_table, files_of
from labormarket.project.notebooks import ingredients
from labormarket.sources import checksum
from labormarket.steps import RECORD, WHOLE, Steps

ROOT = Path(__file__).parents[1]
DRAWN = ("day_jobs", "evidence_by_platform")
"""Two charts stand for all: one that rests on a reference table, one that doesn't."""


OCCUPATIONS = "reference/2026-11-23_oews_2025.csv"


@pytest.fixture(scope="module")
def built(make_once: Callable[..., Path], build_less: Callable[..., None]) -> Path:
    """The project's data, built from scratch once; tests take a copy of it."""

    def build_two_charts(root: Path) -> None:
        shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
        with pytest.MonkeyPatch.context() as patch:
            build_less(patch, DRAWN)
            build(root)

    return make_once("two_charts", build_two_charts)


@pytest.fixture
def project(built: Path, build_less: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    build_less(monkeypatch, DRAWN)
    monkeypatch.chdir(tmp_path)
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path


def results(root: Path) -> dict[str, bytes]:
    folders = [root / name for name in ("data/processed", "charts", "docs")]
    return {str(path.relative_to(root)): path.read_bytes() for folder in folders for path in folder.rglob("*.*")}


def steps_taken(root: Path, *, force: bool = False) -> list[str]:
    """Build, and return which steps were taken."""
    steps = Steps(root, force=force)
    build(root, steps)
    return steps.taken


def change_raw(root: Path, name: str, change: Callable[[str], str]) -> None:
    """Change a raw file and its card, as a new edition of it would."""
    path, register = root / "data" / "raw" / name, root / "data" / "raw" / "SOURCES.csv"
    before = path.read_bytes()
    path.write_text(change(before.decode()), encoding="utf-8")
    assert path.read_bytes() != before
    register.write_text(register.read_text().replace(checksum(before), checksum(path.read_bytes())))


def test_nothing_changed_is_said_and_done_at_once(project: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in project.rglob("*") if path.is_file()}
    result = CliRunner().invoke(app, ["build"])
    assert result.exit_code == 0
    assert result.output.startswith("nothing has changed since the last build")
    assert before == {path: path.stat().st_mtime_ns for path in project.rglob("*") if path.is_file()}


def test_one_raw_file_redoes_what_depends_on_it_and_no_more(project: Path) -> None:
    before = results(project)
    pay_written = (project / "data/processed/pay.csv").stat().st_mtime_ns
    change_raw(project, OCCUPATIONS, lambda text: text.replace("All Occupations", "Every Occupation"))
    assert steps_taken(project) == ["tables", WHOLE]  # no chart and no estimate takes that row
    chemists, revised = ",28.11,33.39,43.87,", ",28.11,33.39,43.88,"
    change_raw(project, OCCUPATIONS, lambda text: text.replace(chemists, revised))
    assert steps_taken(project) == ["estimates", "tables", "chart day_jobs", WHOLE]
    assert (project / "data/processed/pay.csv").stat().st_mtime_ns == pay_written
    changed = {name.partition(".")[0] for name, content in results(project).items() if content != before[name]}
    assert changed <= {
        *(f"data/processed/{name}" for name in ("sources", "day_jobs", "project_income")),
        "charts/day_jobs",
    }
    step_by_step = results(project)
    assert steps_taken(project, force=True) == ["estimates", "tables", *(f"chart {name}" for name in DRAWN), WHOLE]
    assert results(project) == step_by_step


def test_lost_and_edited_results_are_made_again_and_no_others(project: Path) -> None:
    before = results(project)
    damaged = ["charts/day_jobs.svg", "data/processed/tiers.csv", "docs/generated/data_dictionary.md"]
    for name in damaged:
        for damage in (lambda path: path.write_bytes(b"edited"), Path.unlink):
            damage(project / name)
            assert not Steps(project).nothing_changed(), name
            (project / name).write_bytes(before[name])
        assert Steps(project).nothing_changed()
    for name in damaged:
        (project / name).unlink()
    assert steps_taken(project) == ["tables", "chart day_jobs", WHOLE]
    assert results(project) == before


def test_what_can_change_a_result_is_noticed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Steps(project).nothing_changed()
    assert not Steps(project, force=True).nothing_changed()
    (project / "data/raw/new.csv").write_text("a file that no card names yet")
    assert not Steps(project).nothing_changed()
    (project / "data/raw/new.csv").unlink()
    for what in ("digest_package", "digest_packages"):
        with monkeypatch.context() as patch:
            patch.setattr(f"labormarket.steps.{what}", lambda: "another")
            assert not Steps(project).nothing_changed()


@pytest.mark.parametrize("content", [b"", b"[]", b'{"build": 1}', b'{"build": {"made_from": {}}}', b"\xff"])
def test_a_damaged_record_is_no_record(project: Path, content: bytes) -> None:
    (project / RECORD).write_bytes(content)
    assert not Steps(project).nothing_changed()


def test_a_step_is_done_until_something_that_it_took_changes(tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.write_text("x")
    Steps(tmp_path).note("step", {"table pay": "1", "table that was not there": ""}, [made])
    at_hand = {"table pay": "1", "table tiers": "2"}
    assert Steps(tmp_path).is_done("step", at_hand)
    assert Steps(tmp_path).is_done("step", at_hand | {"table tiers": "3"})
    assert not Steps(tmp_path).is_done("step", at_hand | {"table pay": "3"})
    assert not Steps(tmp_path).is_done("step", at_hand | {"table that was not there": "3"})
    assert not Steps(tmp_path).is_done("another step", at_hand)
    made.write_text("y")
    assert not Steps(tmp_path).is_done("step", at_hand)


def test_code_that_a_module_rests_on_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "labormarket"
    files = {
        "__init__.py": "",
        "a.py": "from labormarket.room import lazy",
        "room/__init__.py": "HOME = {'lazy': 'labormarket.room.deep'}",
        "room/deep.py": "def f():\n    import labormarket.b as b",
        "room/rules.csv": "x",
        "b.py": "from labormarket import __version__",
        "c.py": "import labormarket.a",
        "other/__init__.py": "from labormarket import c",
        "other/alone.py": "",
    }
    for name, text in files.items():
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(text)
    monkeypatch.setattr(fingerprint, "PACKAGE", package)
    found = {path.relative_to(package).as_posix() for path in files_of(["labormarket.a"])}
    assert found == {"__init__.py", "a.py", "room/__init__.py", "room/deep.py", "room/rules.csv", "b.py"}
    alone = {path.relative_to(package).as_posix() for path in files_of(["labormarket.other.alone"])}
    assert alone == {"__init__.py", "other/__init__.py", "other/alone.py"}


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_rests_on_its_own_code_and_not_on_its_neighbours(chart: str) -> None:
    files = {path.name for path in files_of([CHARTS[chart].draw.__module__])}
    assert {"style.py", "page.py"} <= files
    assert "build.py" not in files


def test_cleaning_rests_on_what_reads_and_not_on_what_draws() -> None:
    rooms = {path.relative_to(fingerprint.PACKAGE).parts[0] for path in files_of(["labormarket.scale.batch"])}
    assert {"pay", "professions", "platforms", "clean.py", "hourly.py", "tiers.py"} <= rooms
    assert not rooms & {"charts", "estimates", "cli", "site", "publish.py"}


def test_packages_that_decide_a_result_are_in_the_fingerprint() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {Requirement(line).name for line in project["dependencies"]}
    decide_nothing = {"typer", "rich", "httpx", "protego", "filelock"}
    assert names - decide_nothing <= set(fingerprint.DECISIVE)


def test_a_table_is_told_by_cells_order_types_and_names() -> None:
    table = pd.DataFrame({"usd": [1.0, 2.0], "tier": ["a", None]})
    others = [table[::-1], table.rename(columns={"usd": "eur"}), table.astype({"usd": "int64"}), table.fillna("b")]
    assert digest_table(table) == digest_table(table.copy())
    assert len({digest_table(other) for other in [table, *others]}) == 5


def test_a_notebook_rests_on_the_tables_it_names(project: Path) -> None:
    steps = Steps(project)
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        found = ingredients(path, steps)
        # a chart that names reference figures needs their sources, and with them everything
        assert ("raw" in found) == ("labormarket.publishing.publish" in path.read_text())
        assert found["table pay"] == fingerprint.digest_file(project / "data/processed/pay.parquet")
        assert found["code"] == digest_code("labormarket.tables.load_table") or "charts" in path.read_text()


def test_a_notebook_that_reads_more_than_tables_rests_on_everything(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "7_raw.ipynb"
    cell = nbformat.v4.new_code_cell("from labormarket.sources import read_register")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    assert set(Steps(project).everything) <= set(ingredients(path, Steps(project)))
