"""Notebooks are thin stories: executed in order, nothing defined, nothing read, nothing hidden."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FORBIDDEN = {
    r"^\s*(def|class|lambda)\b|=\s*lambda\b": "notebooks import, they never define",
    r"\bread_(csv|parquet|json|excel)\b|\bopen\(": "only data/processed is read, through load_table",
    r"\b(random|sample)\(|\bnow\(|\btoday\(|\btime\.": "no clock, no random numbers",
    r"\b(requests|httpx|urllib|socket)\b": "no network",
    r"nbval|NBVAL": "strict comparison, no exceptions",
    r";\s*$": "nbval fails a cell that ends in a semicolon",
    r"^[%!]": "no magics",
}


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def faults(path: Path) -> list[str]:
    """Say what is wrong with a notebook, cell by cell."""
    found = []
    cells = code_cells(path)
    if [cell.execution_count for cell in cells] != list(range(1, len(cells) + 1)):
        found.append("not executed from top to bottom: run make notebooks")
    for number, cell in enumerate(cells, start=1):
        for pattern, reason in FORBIDDEN.items():
            if re.search(pattern, cell.source, re.MULTILINE):
                found.append(f"cell {number}: {reason}")
        for output in cell.outputs:
            if output.output_type == "error" or output.get("name") == "stderr":
                found.append(f"cell {number}: an error or a warning in its output")
            words = {kind: data for kind, data in output.get("data", {}).items() if not kind.startswith("image/")}
            if re.search(r"0x[0-9a-f]{6,}|/home/|/tmp/", f"{output.get('text', '')}{words}"):
                found.append(f"cell {number}: a memory address or a local path in its output")
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown" and cell.source.count("$") > 1:
            found.append(f"two $ in one cell become mathematics in JupyterLab: {cell.source.splitlines()[0]}")
    return found


def test_there_are_notebooks() -> None:
    names = [path.stem for path in NOTEBOOKS]
    expected = (
        *("0_start_here", "1_from_raw_to_tidy", "2_wage_tiers", "3_platforms"),
        *("4_professions", "5_same_work_by_country"),
        *("6_day_job_and_minimum_wage", "7_over_time", "8_what_is_a_degree_worth", "9_how_sure_are_we"),
    )
    assert set(expected) <= set(names)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_hygiene(path: Path) -> None:
    assert not faults(path)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_reads_as_a_story(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    first = notebook.cells[0]
    assert first.cell_type == "markdown" and first.source.splitlines()[0].endswith("?"), "the title is a question"
    headings = [
        cell.source for cell in notebook.cells if cell.cell_type == "markdown" and cell.source.startswith("## ")
    ]
    assert headings, "each finding is a heading"
    for heading in headings:
        assert re.search(r"\d", heading.splitlines()[0]), f"a finding states its number: {heading}"


def figures_in(text: str) -> set[str]:
    """Return the whole numbers and decimals of a text, without the commas that group them."""
    return {figure.replace(",", "") for figure in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


def unguarded(notebook: nbformat.NotebookNode) -> list[str]:
    """Name each figure of a sentence that no cell shows: below its heading, or anywhere for the answer on top."""
    shown = [
        figures_in(cell.source + "".join(output.get("text", "") for output in cell.outputs))
        if cell.cell_type == "code"
        else set()
        for cell in notebook.cells
    ]
    findings = [at for at, cell in enumerate(notebook.cells) if cell.source.startswith("## ")]
    found = []
    for at, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            end = min((later for later in findings if later > at), default=len(shown)) if at else len(shown)
            missing = figures_in(cell.source) - set().union(*shown[at:end])
            found += [f"{figure} of {cell.source.splitlines()[0]!r} isn't shown" for figure in sorted(missing)]
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_figure_of_each_sentence_is_shown_by_a_cell(path: Path) -> None:
    assert not unguarded(nbformat.read(path, as_version=4))


def test_the_guard_compares_whole_figures() -> None:
    cells = [nbformat.v4.new_markdown_cell("## 3 of 35"), nbformat.v4.new_code_cell("print(35, 12.3)")]
    assert unguarded(nbformat.v4.new_notebook(cells=cells)) == ["3 of '## 3 of 35' isn't shown"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_figure_is_drawn_in_the_open_with_seaborn(path: Path) -> None:
    sources = "\n".join(cell.source for cell in code_cells(path))
    assert re.search(r"with (?:lm\.)?house_style\(\).*\n(?:.*\n)*? +axes = sns\.\w+plot\(", sources), (
        "no plot an analyst can change"
    )


@pytest.mark.parametrize(
    ("source", "count", "fault"),
    [
        ("def f(): pass", 1, "never define"),
        ("frame = pd.read_csv('x.csv')", 1, "load_table"),
        ("print(1);", 1, "semicolon"),
        ("print(1)", 7, "not executed"),
        ("print(1)", None, "not executed"),
    ],
)
def test_the_hygiene_test_can_fail(tmp_path: Path, source: str, count: int | None, fault: str) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source, execution_count=count)])
    path = tmp_path / "bad.ipynb"
    nbformat.write(notebook, path)
    assert any(fault in line for line in faults(path))


def test_the_dollar_test_can_fail(tmp_path: Path) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("From $1 to\n\n\\$2")])
    nbformat.write(notebook, tmp_path / "bad.ipynb")
    assert any("mathematics" in line for line in faults(tmp_path / "bad.ipynb"))


def test_one_changed_number_in_a_stored_output_fails_nbval(tmp_path: Path) -> None:
    cells = [
        nbformat.v4.new_code_cell(
            f"print({printed})", execution_count=count, outputs=[nbformat.v4.new_output("stream", text=f"{stored}\n")]
        )
        for count, (printed, stored) in enumerate([(12.5, 12.5), (1234, 1235)], start=1)
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "1_story.ipynb")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", "."],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert run.returncode == 1, run.stdout
    assert "Cell outputs differ" in run.stdout
    assert "1 failed, 1 passed" in run.stdout
