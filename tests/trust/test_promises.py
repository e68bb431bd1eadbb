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


def test_each_named_test_exists() -> None:
    named = named_tests(PAGE.read_text("utf-8"))
    assert not [(path, test) for path, test in named if f"\ndef {test}(" not in (ROOT / path).read_text("utf-8")]


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
        if "permissions" in job:  # what may write runs nothing of the project or of a package
            assert not re.search(r"\b(?:make|pip|uv|python\S*) ", commands)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_runs_only_pinned_actions_and_tools(path: Path) -> None:
    text = path.read_text("utf-8")
    actions = re.findall(r"uses: (\S+)", text)
    assert actions and not [action for action in actions if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action)]
    for command in re.findall(r"pip install .*", text):
        if "--resolution" not in command:  # nightly: the versions that pyproject.toml allows are what it tries
            assert re.search(r"--only-binary :all: [\w-]+==[\d.]+$", command), command
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert all(f"\nuv=={version} " in lock for version in re.findall(r"\buv==([\d.]+)", text))


def test_an_install_takes_wheels_with_known_checksums_alone() -> None:
    installs = re.findall(r"pip install (?:.*\\\n)*.*", (ROOT / "Makefile").read_text("utf-8"))
    of_lock = [install for install in installs if "requirements.lock" in install]
    assert of_lock
    assert all("--only-binary :all:" in install and "--require-hashes" in install for install in of_lock)
