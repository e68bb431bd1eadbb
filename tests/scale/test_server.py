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
import sys
import labormarket.scale.ready
from labormarket.clean import clean
from labormarket.hourly import ExchangeRates
from labormarket.pay import lexicon as pay_lexicon
from labormarket.professions import heads, lexicon, likeness
from labormarket.sources import read_statements

INDEXES = pay_lexicon.lexicon, heads.groups_by_head, lexicon.lexicon, likeness.evidence, likeness.vocabulary
statements = read_statements()
before = set(sys.modules), [index.cache_info().misses for index in INDEXES]
clean(statements, ExchangeRates({}))
after = set(sys.modules), [index.cache_info().misses for index in INDEXES]
assert after[1] == before[1] == [1] * len(INDEXES), (before[1], after[1])
assert after[0] == before[0], after[0] - before[0]
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
    ours = "from labormarket.scale.memory import keep_freed_memory; print(keep_freed_memory())"
    said = subprocess.run([sys.executable, "-c", ours], check=True, capture_output=True, text=True).stdout
    assert said.strip() == str("glibc" in platform.libc_ver()[0])
