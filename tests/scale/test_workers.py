"""Every task's result comes exactly once, wherever a pool of workers breaks."""

import os
import random
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from labormarket.hourly import ExchangeRates
from labormarket.readers import STREAMED, ReadOptions
from labormarket.scale import Location, clean_dump, workers
from labormarket.scale.batch import Done
from labormarket.scale.workers import REPLACEMENTS, Task, run_tasks

TASKS = 9


class Breaking(ThreadPoolExecutor):
    """A pool that refuses its nth task, as a process pool does once a worker has died."""

    def __init__(self, good_submits: int) -> None:
        super().__init__(2)
        self.good_submits = good_submits

    def submit(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.good_submits == 0:
            raise BrokenProcessPool("a worker died")
        self.good_submits -= 1
        return super().submit(call, *args, **kwargs)


def tasks(count: int = TASKS) -> Iterator[Task[int]]:
    return (Task(partial(int, number), 1) for number in range(count))


@pytest.mark.parametrize("good_submits", range(TASKS + 1))
@pytest.mark.parametrize("broken_pools", range(1, REPLACEMENTS + 1))
def test_no_task_is_lost_when_a_pool_breaks_at_any_submit(
    monkeypatch: pytest.MonkeyPatch, good_submits: int, broken_pools: int
) -> None:
    pools: list[Executor] = [Breaking(good_submits) for _ in range(broken_pools)]
    pools.append(ThreadPoolExecutor(2))
    monkeypatch.setattr(workers, "start_pool", lambda count: pools.pop(0))
    assert sorted(run_tasks(tasks(), workers=2)) == [(number, 1) for number in range(TASKS)]


@pytest.mark.parametrize("broken", range(TASKS))
def test_no_task_is_lost_when_a_result_breaks_the_pool(monkeypatch: pytest.MonkeyPatch, broken: int) -> None:
    attempts: list[int] = []

    def die_once(number: int) -> int:
        attempts.append(number)
        if number == broken and attempts.count(number) == 1:
            raise BrokenProcessPool("a worker died")
        return number

    monkeypatch.setattr(workers, "start_pool", lambda count: ThreadPoolExecutor(2))
    given = (Task(partial(die_once, number), 1) for number in range(TASKS))
    assert sorted(run_tasks(given, workers=2)) == [(number, 1) for number in range(TASKS)]


def test_a_task_that_always_kills_its_worker_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "start_pool", lambda count: Breaking(1))
    with pytest.raises(ChildProcessError, match="fewer --workers"):
        list(run_tasks(tasks(), workers=2))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_no_row_is_lost_when_worker_processes_are_killed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, seed: int
) -> None:
    """Kill a worker process at three random moments of a real run."""
    rows, moments = 60_000, random.Random(seed)
    lines = (f"Outlier,${number % 97 + 3}.{number % 89:02} an hour\n" for number in range(rows))
    (tmp_path / "x.csv").write_text("platform,pay_text\n" + "".join(lines))
    pools: list[ProcessPoolExecutor] = []
    start_pool = workers.start_pool
    monkeypatch.setattr(workers, "start_pool", lambda count: pools.append(start_pool(count)) or pools[-1])
    left = sorted(moments.sample(range(1, 20), REPLACEMENTS))
    killers: list[threading.Timer] = []

    def kill_now_and_then(done: Done | None, weight: int) -> None:
        if done is not None and left and done.number >= left[0]:
            left.pop(0)
            victim = moments.choice(list(pools[-1]._processes))
            killers.append(threading.Timer(moments.uniform(0, 0.02), os.kill, (victim, signal.SIGKILL)))
            killers[-1].start()

    summary = clean_dump(
        Location.of(tmp_path / "x.csv"),
        Location.of(tmp_path / "out"),
        ExchangeRates({}),
        workers=2,
        options=ReadOptions(budget=replace(STREAMED, split_bytes=50_000)),
        report=kill_now_and_then,
    )
    for killer in killers:
        killer.join()
    assert len(pools) > 1
    assert summary.read + summary.refused == summary.records == rows
    assert summary.differences == ()
