"""The wheel: what is in it, and what a bare install of it can do in an empty folder."""

import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from labormarket.tables import PROCESSED

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
MOST_MEGABYTES = 300
EDITION = "labormarket/edition"


@pytest.fixture(scope="module")
def wheel(make_once: Callable[..., Path]) -> Path:
    def build(folder: Path) -> None:
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)

    return next(make_once("wheel", build).glob("*.whl"))


def test_the_wheel_holds_the_edition_and_what_the_code_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    for path in [*(ROOT / PROCESSED).iterdir(), *(ROOT / "data" / "raw").rglob("*.csv")]:
        assert f"{EDITION}/{path.relative_to(ROOT).as_posix()}" in held
    package = ROOT / "src"
    for path in (package / "labormarket").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(package).as_posix() in held
    assert not [name for name in held if name.startswith(("tests", "docs", "notebooks"))]


def test_the_wheel_is_small(wheel: Path) -> None:
    assert wheel.stat().st_size < 6_000_000


def make_environment(folder: Path, wheel: Path, *options: str) -> Path:
    """Install the wheel into an environment of its own; return the folder of its programs."""
    environment = folder / "environment"
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "--quiet", "--python", sys.executable, str(environment)], check=True)
    programs = environment / ("Scripts" if sys.platform == "win32" else "bin")
    install = [*uv, "pip", "install", "--quiet", "--python", str(programs / "python"), *options, str(wheel)]
    run = subprocess.run(install, capture_output=True, text=True, check=False)
    if run.returncode and not options:
        pytest.skip(f"no package index within reach: {run.stderr.strip().splitlines()[-1]}")
    assert run.returncode == 0, run.stderr
    return programs


def run_in(folder: Path, programs: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a program of an environment in a folder, without this process's Python path."""
    return subprocess.run(
        [str(programs / command[0]), *command[1:]], cwd=folder, capture_output=True, text=True, env={}, check=False
    )


@pytest.mark.slow
def test_an_install_with_all_packages_answers_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    programs = make_environment(tmp_path, wheel, "--no-deps")
    inside = Path(next((tmp_path / "environment").rglob("site-packages")))
    # the packages of this environment, but not this package: its own folder stands first
    (inside / "beside.pth").write_text(sysconfig.get_path("purelib"))
    folder = tmp_path / "empty"
    folder.mkdir()
    commands = [
        *("what nurse --country India", "income 60-80 --hours 20 --weeks 4", "trace s0110"),
        *("chart wage_ladder", "chart pay_by_platform --kind advertised", "--version"),
        *("parse '$20/hr'", "title attorney", "platform MTurk"),
    ]
    for command in commands:
        run = run_in(folder, programs, "labormarket", *shlex.split(command))
        assert run.returncode == 0, f"{command}\n{run.stdout}{run.stderr}"
        if command.split()[0] in ("what", "income", "report", "trace", "chart", "--version"):
            assert "that came with the package" in run.stdout + run.stderr, command
    assert {path.suffix for path in folder.glob("wage_ladder.*")} == {".png", ".svg", ".csv", ".json"}
    (folder / "jobs.csv").write_text("Title,Salary\nChemist,$70 per hour\n")
    run = run_in(folder, programs, "labormarket", "clean", "jobs.csv", "--out", "cleaned", "--workers", "1")
    assert run.returncode == 0, run.stderr
    run = run_in(folder, programs, "labormarket", "build")
    assert run.returncode == 1
    assert "run the command inside a checkout" in run.stderr
    run = run_in(folder, programs, "labormarket", "--root", str(ROOT), "trace", "s0110")
    assert run.returncode == 0
    assert "that came with the package" not in run.stderr, "the checkout that was named wins"
    run = run_in(ROOT / "docs", programs, "labormarket", "trace", "s0110")
    assert "that came with the package" not in run.stderr, "the checkout that one stands in wins"
    (block,) = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    run = run_in(folder, programs, "python", "-c", f"import matplotlib as mpl\nmpl.use('Agg')\n{block}")
    assert run.returncode == 0, run.stderr
    assert "300 USD / task of 180 minutes" in run.stdout


@pytest.mark.slow
def test_a_bare_install_is_light_and_says_what_an_extra_would_bring(wheel: Path, tmp_path: Path) -> None:
    programs = make_environment(tmp_path, wheel)
    megabytes = sum(path.stat().st_size for path in (tmp_path / "environment").rglob("*") if path.is_file()) / 1e6
    assert megabytes < MOST_MEGABYTES
    folder = tmp_path / "empty"
    folder.mkdir()
    read = (
        "import labormarket as lm; print(lm.parse_pay('$20/hr'), len(lm.load('pay')), len(lm.clean(lm.load('unread'))))"
    )
    run = run_in(folder, programs, "python", "-c", read)
    assert run.stdout.startswith("20 USD / hour"), run.stderr
    for command in ("what nurse --country India", "income 60-80 --hours 20 --weeks 4 --job nurse", "trace s0110"):
        run = run_in(folder, programs, "labormarket", *shlex.split(command))
        assert run.returncode == 0, f"{command}\n{run.stdout}{run.stderr}"
    wanting = {"chart wage_ladder": "charts", "clean x.csv --out y": "files", "add x.csv": "files", "site": "site"}
    wanting |= {"build": "build", "collect --list": "collect"}
    for command, extra in wanting.items():
        run = run_in(folder, programs, "labormarket", *command.split())
        assert run.returncode == 1
        assert f"pip install 'labormarket[{extra}]'" in run.stderr, f"{command}\n{run.stderr}"
    run = run_in(folder, programs, "python", "-c", "import labormarket as lm; lm.draw_chart('wage_ladder')")
    assert "labormarket.draw_chart needs matplotlib" in run.stderr
    shutil.rmtree(tmp_path / "environment")
