"""Workers are forked from a process that has everything: begun where it pays, and complete."""

import multiprocessing.forkserver
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from labormarket.scale import server

ROOT = Path(__file__).parents[2]
BUILT = """
import inspect, sys
import labormarket.scale.preload
from labormarket.clean import clean
from labormarket.hourly import ExchangeRates
from labormarket.sources import read_statements

def indexes():  # what is built once: functions without a parameter that keep their answer
    every = [value for name, module in sorted(sys.modules.items()) if name.startswith('labormarket')
             for value in vars(module).values() if hasattr(value, 'cache_info')]
    return {f'{index.__module__}.{index.__name__}': index.cache_info().misses
            for index in every if not inspect.signature(index).parameters}

statements = read_statements()
modules, built = set(sys.modules), indexes()
clean(statements, ExchangeRates({}))
late = {name for name, misses in indexes().items() if misses != built.get(name)}
assert not late, late
assert set(sys.modules) == modules, set(sys.modules) - modules
"""


def test_a_forked_worker_has_nothing_left_to_load_or_build() -> None:
    subprocess.run([sys.executable, "-c", BUILT], cwd=ROOT, check=True)


@pytest.mark.parametrize(
    ("size", "workers", "begun"),
    [(server.SEVERAL_BATCHES, 2, True), (server.SEVERAL_BATCHES - 1, 2, False), (server.SEVERAL_BATCHES, 1, False)],
)
def test_it_begins_where_there_is_work_for_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, workers: int, begun: bool
) -> None:
    calls: list[bool] = []
    monkeypatch.setattr(multiprocessing.forkserver, "ensure_running", lambda: calls.append(True))
    (tmp_path / "x.csv").write_bytes(b" " * size)
    server.begin(str(tmp_path / "x.csv"), workers)
    server.begin(str(tmp_path), workers)
    assert calls == [True] * (begun + (workers > 1))


def test_the_command_begins_it_before_anything_heavy() -> None:
    code = "import sys, labormarket.cli, labormarket.scale.server; assert not {'pandas', 'pyarrow'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_memory_is_kept_where_the_system_lets_it() -> None:
    ours = "from labormarket.scale.server import keep_freed_memory; print(keep_freed_memory())"
    said = subprocess.run([sys.executable, "-c", ours], check=True, capture_output=True, text=True).stdout
    assert said.strip() == str("glibc" in platform.libc_ver()[0])
