"""The weekly workflow: what meets the boards can't write, and nothing reaches main but by a merge."""

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


def test_nothing_is_pushed_to_main() -> None:
    assert re.findall(r"git push (.*)", TEXT) == ['--force origin "$branch"']
    assert 'branch="edition/$day"' in TEXT and "gh pr merge" not in TEXT and "--auto" not in TEXT


def test_what_a_board_sent_reaches_no_shell() -> None:
    """Expressions are pasted into a script before it runs: none stands in one."""
    assert not any("${{" in commands(job) for job in JOBS)
