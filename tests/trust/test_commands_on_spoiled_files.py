"""Whatever a file holds, a command ends with its result or with a message and an exit code, never with a traceback."""

import os
import random
import shutil
import subprocess
import sys
import traceback
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from labormarket.charts import CHARTS
from labormarket.cli import app
from labormarket.sources import REGISTER
from tests.small_project import write_small_project
from tests.trust.pages import FILES, HOSTILE, spoil_bytes, spoiled_files, zipped
from tests.trust.spoiled_projects import replaced, replaced_raw, spoil

ROOT = Path(__file__).parents[2]
COUNT = int(os.environ.get("SPOILED_FILES", "500"))  # of each format, in the slow group
AT_ONCE, ALONE = 100, 2  # files to an archive, and how many of each hundred are given alone too
REPORTED_AS_OURS = ("Traceback", "report it", "report this file")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def fault(result: Result) -> str:
    """Say what is wrong with the end of a command, or nothing."""
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        return "".join(traceback.format_exception(result.exception)[-8:])
    if any(words in result.output for words in REPORTED_AS_OURS):
        return result.output[-2_000:]
    if any(
        unicodedata.category(sign) in {"Cc", "Cf"} and sign not in "\n\t\u200c\u200d\u00ad" for sign in result.output
    ):
        return f"characters that a terminal obeys: {result.output[:2_000]!r}"
    if result.exit_code not in (0, 1, 2, 3):
        return f"exit code {result.exit_code}"
    return "" if result.exit_code == 0 or result.output.strip() else "an exit code and no message"


def test_the_look_for_faults_can_fail(tmp_path: Path) -> None:
    assert fault(Result(CliRunner(), b"", b"", b"", None, 1, ValueError("x"), None))
    assert fault(Result(CliRunner(), b"", b"", b"", None, 1, SystemExit(1), None)) == "an exit code and no message"
    assert fault(run("add", "--dry-run", str(tmp_path / "none"))) == ""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project with the committed tables, charts and notebooks."""
    rows = [
        {"statement_id": f"m{n}", "platform": "Outlier", "profession_raw": "tutor", "pay_text": f"${n + 20} per hour",
         "kind": "reported", "published_on": "2025-01"}
        for n in range(4)
    ]  # fmt: skip
    root = write_small_project(tmp_path_factory.mktemp("project"), {"mine": rows})
    for folder in ("data/processed", "charts", "notebooks"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copyfile(ROOT / "sources.toml", root / "sources.toml")
    return root


@pytest.fixture
def in_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(project)
    return project


# ---- commands that take a file


def read_with_add(path: Path, folder: Path) -> Result:
    return run("add", "--dry-run", "--format", "jsonl", "--collected-on", "2026-02-03", str(path))


def read_with_clean(path: Path, folder: Path) -> Result:
    return run("clean", str(path), "--out", str(folder / "cleaned"), "--workers", "1", "--restart")


TAKES_A_FILE: dict[str, Callable[[Path, Path], Result]] = {"add": read_with_add, "clean": read_with_clean}


def check_file(command: str, content: bytes, folder: Path, label: str) -> None:
    path = folder / "spoiled"
    path.write_bytes(content)
    wrong = fault(TAKES_A_FILE[command](path, folder))
    assert not wrong, f"{label}: {wrong}: {content[:1_000]!r}"


@pytest.mark.usefixtures("in_project")
@pytest.mark.parametrize("name", FILES)
def test_a_spoiled_file_of_each_format_costs_a_message(name: str, tmp_path: Path) -> None:
    for content in spoiled_files(name, 0, 1):
        check_file("add", content, tmp_path, name)


@pytest.mark.slow
@pytest.mark.usefixtures("in_project")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_a_message(name: str, tmp_path: Path) -> None:
    check_file("add", HOSTILE[name], tmp_path, name)
    assert not list(tmp_path.parent.rglob("escaped.csv"))


@pytest.mark.usefixtures("in_project")
def test_each_file_of_a_spoiled_folder_costs_itself(tmp_path: Path) -> None:
    folder = tmp_path / "dump"
    folder.mkdir()
    spoiled = HOSTILE | {f"{name}, spoiled": content for name in FILES for content in spoiled_files(name, 0, 1)}
    for number, content in enumerate(spoiled.values()):
        (folder / f"{number}.dat").write_bytes(content)
    wrong = fault(read_with_clean(folder, tmp_path))
    assert not wrong, wrong
    assert not list(tmp_path.parent.rglob("escaped.csv"))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the file system takes no such name")
@pytest.mark.usefixtures("in_project")
@pytest.mark.parametrize("command", TAKES_A_FILE)
def test_a_name_that_is_no_text_costs_a_message(command: str, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff.csv")
    path.write_bytes(FILES["csv"])
    for given in (path, tmp_path) if command == "clean" else (path,):
        result = TAKES_A_FILE[command](given, tmp_path / "out")
        assert not fault(result) and "its name is not UTF-8 text" in result.output


def check_archive(contents: list[bytes], folder: Path, label: str) -> None:
    """Give many files to one command, which costs little more than one file does; then each alone, if that failed."""
    try:
        check_file("add", zipped({f"{number}.dat": content for number, content in enumerate(contents)}), folder, label)
    except AssertionError:
        for number, content in enumerate(contents):
            check_file("add", content, folder, f"{label}, file {number}")
        raise


@pytest.mark.slow
@pytest.mark.usefixtures("in_project")
@pytest.mark.parametrize("name", FILES)
def test_thousands_of_spoiled_files_cost_a_message(name: str, tmp_path: Path) -> None:
    contents = spoiled_files(name, 1, COUNT)
    for first in range(0, COUNT, AT_ONCE):
        some = contents[first : first + AT_ONCE]
        check_archive(some, tmp_path, f"seed 1 from file {first} on")
        for number, content in enumerate(some[:ALONE], first):
            for command in TAKES_A_FILE:
                check_file(command, content, tmp_path, f"seed 1, file {number}")


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_process_of_its_own_ends_as_the_command_does_here(name: str, in_project: Path, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.dat" for number in range(5)]
    for path, content in zip(paths, spoiled_files(name, 1, len(paths)), strict=True):
        path.write_bytes(content)
    given = ["add", "--dry-run", "--format", "jsonl", "--collected-on", "2026-02-03", *map(str, paths)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "utf-8"}
    begun = [sys.executable, "-m", "labormarket", *given]
    process = subprocess.run(begun, cwd=in_project, env=environment, capture_output=True)
    here = run(*given)
    assert not fault(here)
    said = (here.exit_code, here.stdout_bytes, here.stderr_bytes)
    assert (process.returncode, process.stdout, process.stderr) == said


# ---- commands that take a text


@pytest.mark.parametrize("command", ["parse", "platform", "title", "trace"])
def test_a_spoiled_text_costs_a_message(command: str, in_project: Path) -> None:
    for content in spoiled_files("article", 2, 5):
        text = content.decode("utf-8", "replace").replace("\0", "")
        wrong = fault(run(command, "--", text))
        assert not wrong, f"{text[:1_000]!r}: {wrong}"


# ---- commands that read a project


def check_project(root: Path, files: list[Path], command: list[str], chance: random.Random) -> None:
    path = chance.choice(files)
    content = spoil(path, chance)
    is_raw = path.is_relative_to(root / "data" / "raw") and path != root / REGISTER
    with replaced_raw(root, path, content) if is_raw else replaced(path, content):
        wrong = fault(run(*command))
    assert not wrong, f"{path.name}: {wrong}: {content[:1_000]!r}"


def below(root: Path, *patterns: str) -> list[Path]:
    return sorted(path for pattern in patterns for path in root.glob(pattern))


SPOILT: dict[str, tuple[tuple[str, ...], list[str]]] = {
    "report": (("data/processed/*.csv",), ["report"]),
    "trace": (("data/raw/SOURCES.csv", "data/raw/mine/*", "data/processed/pay.csv"), ["trace", "m1"]),
    "collect": (("sources.toml",), ["collect", "--list"]),
    "diff": (("data/processed/pay.csv", "data/processed/unread.csv", "charts/*.json"), ["diff", ".", str(ROOT)]),
    "income": (("data/raw/reference/*.csv",), ["income", "80", "--hours", "9", "--weeks", "3", "--job", "lawyer"]),
    "income of a platform": (("data/processed/platform_facts.csv",), ["income", "80", "--platform", "Mercor"]),
    "release": (("data/processed/pay.csv", "charts/*.json", "charts/*.csv"), ["release", "--out", "dist"]),
    "site": (("data/processed/pay.csv", "charts/*.json", "charts/*.csv", "charts/*.png"), ["site"]),
    "build": (("data/raw/SOURCES.csv", "data/raw/*/*.csv"), ["build"]),
    **{f"chart {name}": (("data/processed/*.csv",), ["chart", name, "--out", "drawn"]) for name in CHARTS},
}
SOON = ("report", "trace", "collect", "diff", "income")


@pytest.mark.parametrize("name", SOON)
def test_a_spoiled_project_costs_a_message(name: str, in_project: Path) -> None:
    patterns, command = SPOILT[name]
    chance = random.Random(name)
    for _ in range(2):
        check_project(in_project, below(in_project, *patterns), command, chance)


@pytest.mark.slow
@pytest.mark.parametrize("name", SPOILT)
def test_hundreds_of_spoiled_projects_cost_a_message(
    name: str, in_project: Path, monkeypatch: pytest.MonkeyPatch, build_less: Callable[..., None]
) -> None:
    patterns, command = SPOILT[name]
    build_less(monkeypatch)
    chance = random.Random(f"{name} 1")
    for _ in range(COUNT):
        check_project(in_project, below(in_project, *patterns), command, chance)


@pytest.mark.slow
def test_a_spoiled_notebook_costs_a_message(in_project: Path) -> None:
    first, *others = below(in_project, "notebooks/*.ipynb")
    for path in others:  # a good one would be executed, which takes a minute
        path.unlink()
    chance = random.Random("notebook")
    for number in range(COUNT // 10):
        with replaced(first, spoil_bytes(first.read_bytes(), chance)[:-2]):
            wrong = fault(run("notebooks"))
        assert not wrong, f"notebook {number}: {wrong}"


@pytest.mark.parametrize("count", [3, pytest.param(COUNT, marks=pytest.mark.slow)])
def test_a_spoiled_archive_costs_a_message(count: int, in_project: Path, tmp_path: Path) -> None:
    good, chance = tmp_path / "good.zip", random.Random("archive")
    with zipfile.ZipFile(good, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("data/processed/pay.csv", "data/processed/unread.csv", "charts/wage_ladder.json"):
            archive.writestr(name, (in_project / name).read_bytes()[:20_000])
    for number in range(count):
        content = spoil_bytes(good.read_bytes(), chance)
        (tmp_path / "spoiled.zip").write_bytes(content)
        wrong = fault(run("diff", str(tmp_path / "spoiled.zip"), "."))
        assert not wrong, f"archive {number}: {wrong}"
