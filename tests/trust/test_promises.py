"""The page on trust names tests that exist, and the workflows run what the Makefile has."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "trust.md"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def named_tests(text: str) -> list[tuple[str, str]]:
    """Return each (file, test) that a page names; a name without a file is of the file before it in its cell."""
    found: list[tuple[str, str]] = []
    path = ""
    for name in re.findall(r"`((?:tests/[\w/]+\.py)?::\w+)`", text):
        file, _, test = name.partition("::")
        path = file or path
        found.append((path, test))
    return found


@pytest.mark.parametrize(("path", "test"), named_tests(PAGE.read_text("utf-8")))
def test_a_named_test_exists(path: str, test: str) -> None:
    assert f"\ndef {test}(" in (ROOT / path).read_text("utf-8")


def test_every_promise_names_a_test() -> None:
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 12
    assert not [row for row in rows if not named_tests(row)]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_only_read_and_runs_what_there_is(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for job in workflow["jobs"].values():
        assert job["timeout-minutes"] <= 360
        commands = "\n".join(step.get("run", "") for step in job["steps"])
        assert set(re.findall(r"\bmake ([\w-]+)", commands)) <= targets
        assert "${{ github.event" not in commands  # words of a stranger would be run
