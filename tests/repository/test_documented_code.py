"""README and the cookbook run as they stand: each block of Python, each line of the command line."""

import gzip
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import pyplot
from typer.testing import CliRunner

from labormarket.cli import app

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
COOKBOOK = (ROOT / "docs" / "cookbook.md").read_text("utf-8")
COMMAND = re.compile(r"^labormarket [^\n]*", re.MULTILINE)


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


RECIPES = blocks(COOKBOOK, "python")
HEADINGS = [re.findall(r"^## (.*)$", before, re.MULTILINE) for before in COOKBOOK.split("```python\n")]
NAMES = [(found or ["imports"])[-1] for found in HEADINGS][: len(RECIPES)]
LINES = [line for block in blocks(README, "sh") for line in COMMAND.findall(block)]


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the data of the checkout, to be written in."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    mpl.use("Agg")
    yield tmp_path
    pyplot.close("all")


@pytest.mark.parametrize("number", range(1, len(RECIPES)), ids=NAMES[1:])
def test_recipe(number: int, clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    needed = re.match(r"import (duckdb|polars)", RECIPES[number])
    if needed:
        pytest.importorskip(needed[1])
    exec(compile(RECIPES[0] + RECIPES[number], "cookbook.md", "exec"), {})
    if "publish_chart" in RECIPES[number]:
        assert {path.name for path in (clone / "charts").iterdir()} == {
            f"my_ladder.{form}" for form in ("png", "svg", "csv", "json")
        }
    else:
        assert capsys.readouterr().out.strip()


def test_the_recipes_of_the_first_hour_are_there() -> None:
    for word in (
        *("seaborn", "kin", "2026", "Kenya", "SOC code", "your own table", "chart, published"),
        *("depends on", "R,"),
    ):
        assert word.casefold() in COOKBOOK.casefold()


def test_readme_python(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = blocks(README, "python")
    exec(compile(block, "README.md", "exec"), {})
    assert "300 USD / task of 180 minutes" in capsys.readouterr().out


def test_readme_has_commands_to_run() -> None:
    assert len(LINES) > 6
    assert not [line for line in LINES if re.search(r'"[^"]*\$', line)], "a shell expands $ in double quotes"


@pytest.mark.parametrize("line", LINES)
def test_readme_command(line: str, clone: Path) -> None:
    (clone / "jobs.csv").write_text("Title,Salary,URL\nChemist,$70 per hour,https://jobs.example/1\n")
    (clone / "jobs.csv.gz").write_bytes(gzip.compress((clone / "jobs.csv").read_bytes(), mtime=0))
    run = CliRunner().invoke(app, shlex.split(line, comments=True)[1:], input="y\n")
    assert run.exit_code == 0, run.output
    assert run.stdout.strip()
