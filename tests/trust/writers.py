"""What the crash tests run in a process of their own: each command that writes, on the project it is given."""

import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO
from unittest.mock import patch

import labormarket.build as room
from labormarket.charts import CHARTS
from labormarket.hourly import ExchangeRates
from labormarket.intake import Intake, plan_file, register_plan
from labormarket.readers import STREAMED, ReadOptions
from labormarket.scale import Location, clean_dump
from labormarket.site import build_site

HANDED_IN = (
    b"platform,job title,pay\n"
    b"Outlier,Chemistry tutor,$31 per hour\n"
    b"Toloka,Image labeller,$2 to $4 per hour\n"
    b"Mercor,Radiologist,up to $170 per hour\n"
)


@contextmanager
def building_less() -> Iterator[None]:
    """Build with one chart and no estimates: the same steps, sooner taken."""
    one_chart = {"wage_ladder": CHARTS["wage_ladder"]}
    with patch.object(room, "CHARTS", one_chart), patch.object(room, "estimate_everything", lambda *evidence: {}):
        yield


def run_build(root: Path) -> None:
    with building_less():
        room.build(root)


def run_add(root: Path) -> None:
    plan = plan_file(HANDED_IN, Intake("handed_in.csv", collected_on="2026-02-03"), root)
    register_plan(plan, root)


DUMP = b"platform,profession_raw,pay_text\n" + b"".join(
    b"Outlier,Chemistry tutor %d,up to $%d per hour (listing %d)\n" % (number % 50, number % 90 + 5, number)
    for number in range(600)  # five splits: each costs as much as thousands of rows
)


SMALL_SPLITS = ReadOptions(budget=replace(STREAMED, split_bytes=8_000))


def run_clean(root: Path) -> None:
    dump = root / "dump" / "listings.csv"
    clean_dump(
        Location.of(str(dump)), Location.of(str(root / "cleaned")), ExchangeRates.read(root), options=SMALL_SPLITS
    )


def run_site(root: Path) -> None:
    build_site(root / "page" / "site", languages=["en"])


WRITERS: dict[str, Callable[[Path], None]] = {
    "build": run_build,
    "add": run_add,
    "clean": run_clean,
    "site": run_site,
}


def run(command: str, root: Path) -> None:
    os.chdir(root)
    WRITERS[command](root)


def run_until_move(command: str, root: Path, move: int) -> None:
    """Run a command, and die as by kill -9 just before its `move`-th file is moved into place."""
    done = 0
    replace, writing = Path.replace, Location.writing

    def count_move() -> None:
        nonlocal done
        if done == move:
            os.kill(os.getpid(), signal.SIGKILL)
        done += 1

    def counted_replace(self: Path, target: Path) -> Path:
        count_move()
        return replace(self, target)

    @contextmanager
    def counted_writing(self: Location) -> Iterator[BinaryIO]:
        with writing(self) as stream:
            yield stream
            count_move()

    Path.replace = counted_replace  # type: ignore[method-assign]
    Location.writing = counted_writing  # type: ignore[method-assign]
    run(command, root)


WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "os.truncate"}


def run_until_write(command: str, root: Path, write: int | None) -> None:
    """Run a command, and die as by kill -9 just before its `write`-th change of the project's folder.

    Without `write` it runs to its end and leaves the number of changes in `root`/writes.
    """
    done, writing = 0, Location.writing

    def count() -> None:
        nonlocal done
        if done == write:
            os.kill(os.getpid(), signal.SIGKILL)
        done += 1

    def watch(event: str, arguments: tuple[object, ...]) -> None:  # Python tells of each change before it makes it
        is_change = event in CHANGES or (event == "open" and int(str(arguments[2] or 0)) & WRITING)
        path = arguments[0] if is_change else None
        if isinstance(path, str | Path) and Path(path).absolute().is_relative_to(root):
            count()

    @contextmanager
    def counted_writing(self: Location) -> Iterator[BinaryIO]:  # by Arrow, of which Python knows nothing
        count()
        with writing(self) as stream:
            yield stream
            count()

    sys.addaudithook(watch)
    Location.writing = counted_writing  # type: ignore[method-assign]
    run(command, root)
    if write is None:
        (root / "writes").write_text(str(done), "utf-8")


def run_with_small_files(command: str, root: Path, limit: int) -> None:
    """Run a command where no file may grow past `limit` bytes, and leave the message in `root`/message."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    (root / "handed_in.csv").write_bytes(HANDED_IN)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
    from typer.testing import CliRunner

    from labormarket.cli import app

    os.chdir(root)
    if command == "build":
        with building_less():
            result = CliRunner().invoke(app, ["build"])
    else:
        result = CliRunner().invoke(app, ["add", "handed_in.csv", "--yes", "--collected-on", "2026-02-03"])
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    (root / "message").write_text(f"{result.exit_code}\n{result.output}", "utf-8")


def hold(root: Path, ready: Path) -> None:
    """Hold the project for writing until killed."""
    from labormarket.files.project_lock import one_writer

    with one_writer(root):
        ready.touch()
        signal.pause()


def replace_site(folder: Path, files: dict[str, bytes], rename: int) -> None:
    """Replace a site's folder, and die as by kill -9 just before its `rename`-th folder is renamed."""
    from labormarket.site.folder import replace_folder

    done, real = 0, Path.rename

    def count(self: Path, target: Path) -> Path:
        nonlocal done
        if done == rename:
            os.kill(os.getpid(), signal.SIGKILL)
        done += 1
        return real(self, target)

    Path.rename = count  # type: ignore[method-assign]
    replace_folder(folder, files)
