"""A number that moves is told before it is kept, and nothing else is."""

import shutil
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from labormarket.cli import app
from labormarket.sources import REGISTER

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one notebook whose stored output says 41 where its cell prints 42."""
    (tmp_path / REGISTER).parent.mkdir(parents=True)
    shutil.copyfile(ROOT / REGISTER, tmp_path / REGISTER)
    stored = nbformat.v4.new_output("stream", name="stdout", text="rows  41 of 1,442\n")
    cells = [
        nbformat.v4.new_markdown_cell("## 42 rows are read", id="cell-1"),
        nbformat.v4.new_code_cell('print("rows  42 of 1,442")', id="cell-2", outputs=[stored], execution_count=1),
    ]
    (tmp_path / "notebooks").mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "notebooks" / "1_rows.ipynb")
    return tmp_path


@pytest.mark.slow
def test_a_moved_number_is_told_and_kept_only_on_request(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    path = project / "notebooks" / "1_rows.ipynb"
    before = path.read_bytes()
    told = CliRunner().invoke(app, ["refresh"])
    assert told.exit_code == 1
    assert "1_rows.ipynb: 42 rows are read: “rows  41 of 1,442”: 41 → 42\n1 printed lines moved" in told.output
    assert path.read_bytes() == before
    kept = CliRunner().invoke(app, ["refresh", "--accept"])
    assert kept.exit_code == 0, kept.output
    assert "rows  42 of 1,442" in path.read_text("utf-8")
    again = CliRunner().invoke(app, ["refresh"])
    assert (again.exit_code, again.output) == (0, "0 printed lines moved in 1 notebooks\n")
