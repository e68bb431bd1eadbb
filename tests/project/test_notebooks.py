"""Notebooks are executed when something that they rest on has changed, and not otherwise."""

import json
import shutil
from pathlib import Path

import nbformat
import pytest

from labormarket.files.errors import SourceError
from labormarket.project.notebooks import EXECUTED, execute, rerun


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "data" / "processed").mkdir(parents=True)
    for number in (1, 2):
        cell = nbformat.v4.new_code_cell(f"for i in range(3):\n    print({number}, i, flush=True)")
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "notebooks" / f"{number}_story.ipynb")
    return tmp_path


def print_sources(path: Path) -> bytes:
    """Stand in for an execution: each cell shouts its source."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.outputs = [nbformat.v4.new_output("stream", text=cell.source.upper())]
    return nbformat.writes(notebook).encode()


def test_only_what_changed_is_executed_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labormarket.project.notebooks.execute", print_sources)
    names = ["1_story.ipynb", "2_story.ipynb"]
    assert rerun(project) == names
    told: list[str] = []
    assert rerun(project, tell=told.append) == []
    assert told == ["0 of 2 notebooks are to be executed"]
    first = project / "notebooks" / names[0]
    first.write_text(first.read_text().replace("range(3)", "range(2)"))
    assert rerun(project, tell=told.append) == names[:1]
    assert told[1:] == ["1 of 2 notebooks are to be executed", "executed 1_story.ipynb"]
    (project / "data" / "processed" / "pay.parquet").write_bytes(b"a new table")
    rerun(project, tell=told.append)
    assert "2 of 2 notebooks are to be executed" in told
    # A lost record only costs time: the same bytes come out.
    (project / EXECUTED).write_text("[]")
    assert rerun(project, tell=told.append) == []
    assert rerun(project, force=True, tell=told.append) == []
    shutil.rmtree(project / ".labormarket")
    assert rerun(project, tell=told.append) == []
    assert told.count("2 of 2 notebooks are to be executed") == 4


def test_a_failing_cell_is_named_and_the_other_notebooks_are_executed(project: Path) -> None:
    cells = [nbformat.v4.new_code_cell("claimed, found = 3, 4"), nbformat.v4.new_code_cell("assert found == claimed")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), project / "notebooks" / "1_story.ipynb")
    before = (project / "notebooks" / "1_story.ipynb").read_bytes()
    with pytest.raises(SourceError, match=r"notebooks/1_story.ipynb: AssertionError in the cell\nassert found"):
        rerun(project)
    assert (project / "notebooks" / "1_story.ipynb").read_bytes() == before
    assert "2 0" in (project / "notebooks" / "2_story.ipynb").read_text()


def test_what_a_cell_prints_is_stored_as_one_text_without_times_and_warnings_each_time(project: Path) -> None:
    path = project / "notebooks" / "1_story.ipynb"
    executed = execute(path)
    [cell] = json.loads(executed)["cells"]
    assert ["".join(output["text"]) for output in cell["outputs"]] == ["1 0\n1 1\n1 2\n"]
    assert cell["metadata"] == {} and cell["id"] == "cell-1"
    path.write_bytes(executed)
    assert execute(path) == executed
