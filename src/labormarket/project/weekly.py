"""Steps of a weekly edition: collect, build, notebooks, tests, and the text that says what they changed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from labormarket.files.errors import SourceError
from labormarket.project.edition_text import Steps, write_text
from labormarket.project.editions import open_edition
from labormarket.project.series import record_edition
from labormarket.sources import read_listing_counts

OUT = Path("build", "edition")
TEXT = "pull_request.md"
ALL_WELL, SOME_FAILED = 0, 3
FELL = "the data no longer show"
END_LINES = 12  # of a failed step's output


def make_edition(
    root: Path,
    day: str,
    *,
    before: Path | None = None,
    collect: Sequence[str] = (),
    tests: Sequence[str] = ("make", "test"),
    tell: Callable[[str], object] = str,
) -> tuple[Path, int]:
    """Make the edition of a day and return the text of its pull request, and an exit code.

    `before` is the edition that it is compared with, the last commit unless given; `collect` further options of that
    command; `tests` the command that runs the tests. The code is 0 where all is well, 3 where a person has something
    to look at: a board that can't be read, a finding that fell, a notebook or a test that fails. Raises SourceError
    where nothing was collected or the tables can't be built: then there is no edition.
    """
    out = root / OUT
    out.mkdir(parents=True, exist_ok=True)
    before = before or archive_last_commit(root, out / "before.zip")
    ours = (sys.executable, "-m", "labormarket")

    def run(name: str, command: Sequence[str], *allowed: int) -> subprocess.CompletedProcess[str]:
        tell(f"{name}: {' '.join(command[-2:])}")
        ran = subprocess.run(command, cwd=root, capture_output=True, text=True, errors="replace", check=False)
        (out / f"{name}.log").write_text(ran.stdout + ran.stderr, encoding="utf-8")
        if allowed and ran.returncode not in allowed:
            raise SourceError(name, end_of(ran), mend=f"read {(OUT / name).as_posix()}.log")
        return ran

    collected = run("collect", [*ours, "collect", "--json", *collect], ALL_WELL, SOME_FAILED)
    built = run("build", [*ours, "build"], ALL_WELL)
    checks = {"notebooks": run("notebooks", [*ours, "notebooks"]), "tests": run("tests", tests)}
    steps = Steps(
        json.loads(collected.stdout),
        [line.strip().split("  ", 1)[-1] for line in built.stdout.splitlines() if FELL in line],
        {name: end_of(ran) for name, ran in checks.items() if ran.returncode},
    )
    old, new = open_edition(before), open_edition(root)
    text = write_text(day, old, new, steps, read_listing_counts(root))
    record_edition(root, day, text, old, new)
    (out / TEXT).write_text(text, encoding="utf-8")
    is_well = collected.returncode == ALL_WELL and not steps.fallen and not steps.failed
    return out / TEXT, ALL_WELL if is_well else SOME_FAILED


def end_of(ran: subprocess.CompletedProcess[str]) -> str:
    """Return the last lines that a step wrote."""
    return "\n".join((ran.stdout + ran.stderr).strip().splitlines()[-END_LINES:])


def archive_last_commit(root: Path, path: Path) -> Path:
    """Write tables and charts of the last commit as an archive that `open_edition` reads."""
    command = ["git", "archive", "--format=zip", f"--output={path}", "HEAD", "data/processed", "charts"]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SourceError("git archive", ran.stderr.strip(), mend="name the edition before with --before")
    return path
