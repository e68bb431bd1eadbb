"""A run that ends anywhere leaves every file whole, old or new, and the next run mends what is left."""

import errno
import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from functools import cached_property
from multiprocessing import forkserver
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
from typer.testing import CliRunner

import labormarket.files.atomic_write as whole_file
from labormarket.cli import app
from labormarket.files.project_lock import one_writer
from labormarket.site.folder import MARK, MARK_TEXT, replace_folder
from labormarket.sources import read_statements
from tests.small_project import sample_statements, write_small_project

sys.path.insert(0, str(Path(__file__).parent))  # the child processes import it by this name
import writers

ROOT = Path(__file__).parents[2]
OUTPUTS = ("data", "charts", "docs", "dump", "cleaned", "page")
JOURNAL = "cleaned/.progress/"  # what of a dump is done: neither there before the run nor after it
SITE = "page/site/"
BESIDE = re.compile(r"page/\.site\.labormarket-[^/]+/(?:new|(old))/")  # where a site is made and the last one put aside
OLDER_SITE = {SITE + MARK: MARK_TEXT, SITE + "index.html": b"an older page", SITE + "data/gone_since.js": b"older data"}
KILLS = 50  # of each command

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is a thing of Unix")


@pytest.fixture(scope="module")
def children() -> multiprocessing.context.ForkServerContext:
    """Start processes from one that has imported everything, so that a run takes what the work takes."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["writers"])
    with pytest.MonkeyPatch.context() as patch:  # the server finds its modules by this, not by our sys.path
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        forkserver.ensure_running()
    return context


def files_of(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in OUTPUTS
        for path in sorted((root / folder).rglob("*"))
        if path.is_file()
    }


def write_files(root: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return root


def files_below(folder: str, files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name.startswith(folder)}


class Case:
    """One command on one project: its files before, and after a run that nothing stopped."""

    def __init__(self, command: str, before: dict[str, bytes], root: Path) -> None:
        self.command, self.before, self.root = command, before, root
        self.seconds = 0.0
        self._writes = 0

    @cached_property
    def after(self) -> dict[str, bytes]:
        here, begin = Path.cwd(), time.monotonic()
        try:
            writers.run(self.command, write_files(self.root, self.before))
        finally:
            os.chdir(here)
        self.seconds = time.monotonic() - begin
        after = files_of(self.root)
        assert after != self.before, "the command must change something, or the test proves nothing"
        return after

    def run_until_killed(self, root: Path, child: Callable[..., ForkServerProcess], chance: random.Random) -> bool:
        """Run the command and kill it, half the time at a random moment, else at one of its writes; tell whether."""
        if chance.random() < 0.5:
            run = child(target=writers.run_until_write, args=(self.command, root, chance.randrange(self.writes(child))))
            run.start()
        else:
            run = child(target=writers.run, args=(self.command, root))
            run.start()
            run.join(chance.uniform(0, self.seconds))
            if run.is_alive():
                os.kill(run.pid, signal.SIGKILL)
        run.join()
        assert run.exitcode in (0, -signal.SIGKILL)
        return run.exitcode != 0

    def writes(self, child: Callable[..., ForkServerProcess]) -> int:
        """How often the command creates, moves or deletes something in the project; counted once."""
        if not self._writes:
            root = write_files(self.root.with_name(f"{self.command} counted"), self.before)
            run = child(target=writers.run_until_write, args=(self.command, root, None))
            run.start()
            run.join()
            assert run.exitcode == 0
            self._writes = int((root / "writes").read_text("utf-8"))
        return self._writes

    def check_whole(self, root: Path) -> bool:
        """Hold every file to its old or its new content; tell whether anything was new already."""
        now = files_of(root)
        for name, content in now.items():
            if name.startswith(JOURNAL) and name.endswith(".json"):
                json.loads(content)
            elif not name.endswith(whole_file.PART) and not BESIDE.match(name):
                assert content in (self.before.get(name), self.after.get(name)), f"{name} is neither old nor new"
        assert {name for name in self.before if not name.startswith(SITE)} <= set(now), "a file is gone"
        # A site is replaced whole. Between its two moves the old one stands aside, and the next run finds it there.
        site = files_below(SITE, now) or {
            BESIDE.sub(SITE, name): content
            for name, content in now.items()
            if (found := BESIDE.match(name)) and found.group(1)
        }
        assert site in (files_below(SITE, self.before), files_below(SITE, self.after)), "the site is a mixture"
        return now != self.before

    def check_mended(self, root: Path, child: Callable[..., ForkServerProcess]) -> None:
        run = child(target=writers.run, args=(self.command, root))
        run.start()
        run.join()
        assert run.exitcode == 0
        assert files_of(root) == self.after


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    """The committed project; for `build` and `site` a small one, which for `build` has changed since it was built."""
    folder, committed, statements = tmp_path_factory.mktemp("cases"), files_of(ROOT), sample_statements(60)
    small = write_small_project(folder / "small", {"mine": statements})
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(small)
        writers.run_build(small)
    built = files_of(small)
    write_small_project(small, {"mine": [row | {"pay_text": "up to $16 per hour"} for row in statements[:50]]})
    before = {
        "build": files_of(small),
        "add": committed,
        "clean": committed | {"dump/listings.csv": writers.DUMP},
        "site": built | OLDER_SITE,
    }
    return {command: Case(command, before[command], folder / command) for command in writers.WRITERS}


@pytest.mark.parametrize(
    ("command", "move"),
    [
        ("add", 0),
        ("add", 1),
        ("clean", 3),
        *(pytest.param("build", move, marks=pytest.mark.slow) for move in (0, 3, 20)),
    ],
)
def test_killed_between_two_files(
    command: str, move: int, cases: dict[str, Case], children: multiprocessing.context.ForkServerContext, tmp_path: Path
) -> None:
    case = cases[command]
    root = write_files(tmp_path, case.before)
    run = children.Process(target=writers.run_until_move, args=(command, root, move))
    run.start()
    run.join()
    assert run.exitcode == -signal.SIGKILL, "the run ended before it was killed"
    case.check_whole(root)
    case.check_mended(root, children.Process)


@pytest.mark.slow
@pytest.mark.parametrize("command", writers.WRITERS)
def test_killed_fifty_times_at_random(
    command: str,
    cases: dict[str, Case],
    children: multiprocessing.context.ForkServerContext,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    case, chance = cases[command], random.Random(command)
    assert case.after
    assert case.writes(children.Process) > 1
    killed = interrupted = 0
    for trial in range(1, 3 * KILLS):  # some runs end before they are killed
        root = write_files(tmp_path / str(trial), case.before)
        was_killed = case.run_until_killed(root, children.Process, chance)
        killed += was_killed
        interrupted += case.check_whole(root) and was_killed
        if trial % 3 == 0:
            case.check_mended(root, children.Process)
        shutil.rmtree(root)
        if was_killed and killed % 10 == 0:
            with capsys.disabled():
                print(f"\n{command}: {killed} of {KILLS} kills, {interrupted} of them while writing", flush=True)
        if killed == KILLS:
            break
    assert killed == KILLS
    assert interrupted, "no kill fell into the writing: the moments are badly chosen"


@pytest.mark.parametrize(
    ("command", "limit"),
    [*(pytest.param("build", size, marks=pytest.mark.slow) for size in (30_000, 2_000)), ("add", 200)],
)
def test_a_full_disk_is_said_and_breaks_nothing(
    command: str,
    limit: int,
    cases: dict[str, Case],
    children: multiprocessing.context.ForkServerContext,
    tmp_path: Path,
) -> None:
    case = cases[command]
    root = write_files(tmp_path, case.before)
    run = children.Process(target=writers.run_with_small_files, args=(command, root, limit))
    run.start()
    run.join()
    code, _, message = (root / "message").read_text("utf-8").partition("\n")
    assert code == "1"
    assert "File too large\n  mend: no file of this size may be written here" in message
    assert files_of(root) == case.before


IN_A_NAMESPACE = ["unshare", "--map-root-user", "--mount"]
COMMAND = [sys.executable, "-W", "error", "-m", "labormarket"]


def on_a_full_disk(root: Path, files: dict[str, bytes], kilobytes: int, options: str, command: list[str]) -> str:
    """Run a command on a project whose disk has only `kilobytes` left; return what it says and how it ended.

    The disk is a real file system in memory that only the command and its shell see. Its files are packed into
    `root`/left.tar afterwards.
    """
    write_files(root / "given", files)
    (root / "disk").mkdir()
    script = f"""
        mount -t tmpfs -o size=64m tmpfs disk && cp -r given/. disk/ && cd disk || exit 1
        head -c $(( ($(df --output=avail -k . | tail -1) - {kilobytes}) * 1024 )) /dev/zero > filler
        mount -o remount,{options} .
        "$@" 2>&1; echo "exit $?"
        tar cf ../left.tar --exclude filler .
    """
    paths = {"PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.environ["PATH"]}
    run = subprocess.run(
        [*IN_A_NAMESPACE, "sh", "-c", script, "sh", *command], cwd=root, env=paths, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def own_disks() -> None:
    """Skip where the system lets nobody but its owner mount a disk."""
    if not shutil.which("unshare"):
        pytest.skip("no unshare here")
    tried = subprocess.run([*IN_A_NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True)
    if tried.returncode != 0:
        pytest.skip("no disk may be mounted here")


FULL = "No space left on device\n  mend: the disk is full: free some space"
READ_ONLY = "Read-only file system\n  mend: the folder cannot be written to"
COMMANDS = {
    "build": ["build"],
    "add": ["add", "handed_in.csv", "--yes", "--collected-on", "2026-02-03"],
    "clean": ["clean", "dump/listings.csv", "--out", "cleaned", "--workers", "1"],
}


@pytest.mark.slow
@pytest.mark.usefixtures("own_disks")
@pytest.mark.parametrize(
    ("command", "kilobytes", "options", "words"),
    [
        *(("build", 0, "rw", FULL), ("build", 200, "rw", FULL), ("build", 600, "ro", READ_ONLY)),
        *(("add", 0, "rw", FULL), ("add", 4, "rw", FULL), ("add", 600, "ro", READ_ONLY)),
        *(("clean", 0, "rw", FULL), ("clean", 8, "rw", FULL), ("clean", 600, "ro", READ_ONLY)),
    ],
)
def test_a_real_disk_that_is_full_or_read_only(
    command: str, kilobytes: int, options: str, words: str, cases: dict[str, Case], tmp_path: Path
) -> None:
    case = cases[command]
    given = case.before | {"handed_in.csv": writers.HANDED_IN}
    said = on_a_full_disk(tmp_path, given, kilobytes, options, [*COMMAND, *COMMANDS[command]])
    assert said.endswith("exit 1\n"), said
    assert words in said
    with tarfile.open(tmp_path / "left.tar") as archive:
        archive.extractall(tmp_path / "left", filter="data")
    assert not [name for name in files_of(tmp_path / "left") if name.endswith(whole_file.PART)]
    is_new = case.check_whole(tmp_path / "left")
    assert not (is_new and options == "ro")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "No space left on device\n  mend: the disk is full: free some space"),
        pytest.param(
            errno.EROFS,
            "Read-only file system\n  mend: the folder cannot be written to",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            errno.EACCES, "Permission denied\n  mend: the folder cannot be written to", marks=pytest.mark.slow
        ),
    ],
)
def test_what_the_system_refuses_is_said_with_its_file(
    number: int, words: str, build_less: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_small_project(tmp_path, {"mine": sample_statements(20)})
    before = files_of(root)
    build_less(monkeypatch)  # the tables are what is refused: no chart is drawn before them

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(whole_file.tempfile, "mkstemp", refuse)
    monkeypatch.chdir(root)
    result = CliRunner().invoke(app, ["build"])
    assert result.exit_code == 1
    assert words in result.output
    assert "data/processed/" in result.output
    assert files_of(root) == before


def test_two_at_once_is_said_and_breaks_nothing(
    cases: dict[str, Case],
    children: multiprocessing.context.ForkServerContext,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root, ready = write_files(tmp_path / "project", cases["build"].before), tmp_path / "ready"
    holder = children.Process(target=writers.hold, args=(root, ready))
    holder.start()
    while not ready.exists():
        assert holder.is_alive()
        time.sleep(0.01)
    monkeypatch.chdir(root)
    (root / "handed_in.csv").write_bytes(writers.HANDED_IN)
    for command in (["build"], ["add", "handed_in.csv", "--yes"], ["site"], ["release"], ["notebooks"]):
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 1, result.output
        assert "another labormarket command is writing to this project\n  mend: wait" in result.output
    assert files_of(root) == cases["build"].before
    os.kill(holder.pid, signal.SIGKILL)
    holder.join()
    with one_writer(root):
        pass  # a killed holder blocks nobody


def test_what_add_wrote_is_read_back_as_it_was(cases: dict[str, Case], tmp_path: Path) -> None:
    statements = read_statements(write_files(tmp_path, cases["add"].after))
    assert len(statements) == len(read_statements(ROOT)) + 3


@pytest.mark.parametrize("rename", [0, 1])
def test_a_site_whose_writing_is_killed_is_mended_by_the_next(
    rename: int, children: multiprocessing.context.ForkServerContext, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    old, new = ({"index.html": name, "a/b.csv": name, MARK: MARK_TEXT} for name in (b"old", b"new"))
    replace_folder(folder, old)
    run = children.Process(target=writers.replace_site, args=(folder, new, rename))
    run.start()
    run.join()
    assert run.exitcode == -signal.SIGKILL
    assert len(list(tmp_path.iterdir())) == 2 - rename, "the moment is badly chosen"
    replace_folder(folder, new)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")} == new
