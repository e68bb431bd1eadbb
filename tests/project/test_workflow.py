"""The weekly workflow: what meets the boards can't write, what writes runs no code of the project."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / ".github" / "workflows" / "weekly.yml").read_text("utf-8")
JOBS = yaml.safe_load(TEXT)["jobs"]


def commands(job: str) -> str:
    return "\n".join(step.get("run", "") for step in JOBS[job]["steps"])


def test_what_meets_the_boards_may_only_read() -> None:
    assert yaml.safe_load(TEXT)["permissions"] == {"contents": "read"}
    assert "permissions" not in JOBS["make"] and "make edition" in commands("make")
    assert JOBS["make"]["steps"][0]["with"] == {"persist-credentials": False}
    assert "secrets." not in TEXT and "github.token" not in str(JOBS["make"])


def test_what_writes_runs_none_of_our_code() -> None:
    writing = {name for name, job in JOBS.items() if "write" in str(job.get("permissions", ""))}
    assert writing == {"propose"}
    assert not re.search(r"labormarket |\bmake\b|python|pip|bash ", commands("propose"))


def test_nothing_is_pushed_to_main() -> None:
    assert re.findall(r"git push (.*)", TEXT) == ['--force origin "$branch"']
    assert 'branch="edition/$day"' in TEXT and "gh pr merge" not in TEXT and "--auto" not in TEXT


def test_every_action_is_pinned_by_commit_with_its_version_behind_it() -> None:
    uses = re.findall(r"uses: (.*)", TEXT)
    assert uses and all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one) for one in uses)


def test_what_a_board_sent_reaches_no_shell() -> None:
    """Expressions are pasted into a script before it runs: none stands in one."""
    assert not any("${{" in commands(job) for job in JOBS)
