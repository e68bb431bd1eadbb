"""The same raw files give the same bytes everywhere: in any zone, language, folder and order, on any hash seed."""

import csv
import io
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from labormarket.sources import REGISTER

ROOT = Path(__file__).parents[2]
WRITTEN = ("data/processed", "charts", "docs/generated/data_dictionary.md")
# The system's own rules for dates, decimals and capital letters are switched on, which a plain start leaves off.
BUILD = "import locale; locale.setlocale(locale.LC_ALL, ''); from labormarket.build import build; print(build())"


@dataclass(frozen=True)
class World:
    """Where and how a build is run; each field is one thing that must not show in the results."""

    zone: str = "UTC"
    locale: str = "C"
    hash_seed: str = "0"
    folder: str = "."
    turned: bool = False
    """The raw files, and the register that names them, are written in the opposite order."""


WORLDS = {
    "a zone ahead of every other": World(zone="Pacific/Kiritimati"),
    "a zone behind every other": World(zone="Etc/GMT+12"),
    "Turkish, whose small i has another capital": World(locale="tr_TR.UTF-8"),
    "German, with decimal commas and an old encoding": World(locale="de_DE.ISO-8859-1"),
    "one hash seed": World(hash_seed="1"),
    "another hash seed": World(hash_seed="4294967295"),
    "from a folder of the project": World(folder="data/raw"),
    "raw files in the opposite order": World(turned=True),
}
ALL_AT_ONCE = World("Pacific/Apia", "tr_TR.UTF-8", "77", "notebooks/deep", turned=True)


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the locales that the tests need, since few machines have them."""
    if not shutil.which("localedef"):
        pytest.skip("localedef is not here to make the locales with")
    folder = tmp_path_factory.mktemp("locales")
    for name in ("tr_TR.UTF-8", "de_DE.ISO-8859-1"):
        language, _, encoding = name.partition(".")
        made = subprocess.run(["localedef", "-i", language, "-f", encoding, folder / name], capture_output=True)
        if made.returncode != 0:
            pytest.skip(f"localedef cannot make {name}: {made.stderr.decode(errors='replace')}")
    return folder


def copy_project(to: Path, *, turned: bool) -> Path:
    """Copy what a build reads, and nothing that it writes."""
    with (ROOT / REGISTER).open(encoding="utf-8", newline="") as file:
        header, *cards = csv.reader(file)
    if turned:
        cards.reverse()
    for card in cards:
        path = card[header.index("path")]
        (to / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, to / path)
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([header, *cards])
    (to / REGISTER).write_text(text.getvalue(), "utf-8")
    return to


def written(root: Path) -> dict[str, bytes]:
    files = [path for place in WRITTEN for path in ((root / place), *(root / place).rglob("*")) if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def check_same_bytes(world: World, locales: Path, root: Path) -> None:
    copy_project(root, turned=world.turned)
    (root / world.folder).mkdir(parents=True, exist_ok=True)
    settings = {"TZ": world.zone, "LC_ALL": world.locale, "LOCPATH": str(locales), "PYTHONHASHSEED": world.hash_seed}
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", BUILD],
        cwd=root / world.folder,
        env=kept | settings | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
    )
    assert run.returncode == 0, run.stderr.decode(errors="replace")
    ours, theirs = written(ROOT), written(root)
    assert sorted(ours) == sorted(theirs)
    assert not [name for name, content in ours.items() if theirs[name] != content]


@pytest.mark.slow
def test_nothing_around_a_build_shows_in_its_bytes(locales: Path, tmp_path: Path) -> None:
    check_same_bytes(ALL_AT_ONCE, locales, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS.keys())
def test_one_thing_around_a_build_does_not_show_in_its_bytes(world: World, locales: Path, tmp_path: Path) -> None:
    check_same_bytes(world, locales, tmp_path)
