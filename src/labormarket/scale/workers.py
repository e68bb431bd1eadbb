"""Tasks of a batch run, in this process, in several processes of this machine, or on whatever executor is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import Generic, NamedTuple, TypeVar

import pyarrow as pa

from labormarket.scale.server import keep_freed_memory, worker_context

Result = TypeVar("Result")

READY_PER_WORKER = 1  # tasks held ready beyond the one at hand: nobody waits, and memory stays bounded
REPLACEMENTS = 3  # broken pools replaced before giving up: a task that kills its worker would do so for ever


class Task(NamedTuple, Generic[Result]):
    """A call that a worker can make, and the bytes of input that it stands for; small ones alone start no pool."""

    call: Callable[[], Result]
    weight: int
    is_small: bool = False


def run_tasks(
    tasks: Iterable[Task[Result]], workers: int = 1, executor: Executor | None = None
) -> Iterator[tuple[Result, int]]:
    """Run every task; yield each result with its task's weight, in no particular order.

    A worker process that dies is replaced and its tasks are done again: each task's result comes exactly once. Raises
    ChildProcessError when that happens more than REPLACEMENTS times; what was yielded stays done.
    """
    if executor is not None:
        yield from submit_all(iter(tasks), executor, at_once=4 * workers, open_tasks=[])
        return
    tasks = iter(tasks)
    first_two = list(islice(tasks, 2))
    tasks = chain(first_two, tasks)
    if workers == 1 or sum(not task.is_small for task in first_two) < 2:  # one split isn't worth starting processes for
        for task in tasks:
            yield task.call(), task.weight
        return
    yield from in_processes(tasks, workers)


def in_processes(tasks: Iterator[Task[Result]], workers: int) -> Iterator[tuple[Result, int]]:
    """Run tasks in processes of this machine, replacing a pool that breaks."""
    open_tasks: list[Task[Result]] = []
    for attempt in range(REPLACEMENTS + 1):
        pool = start_pool(workers)
        try:
            yield from submit_all(tasks, pool, at_once=workers * (1 + READY_PER_WORKER), open_tasks=open_tasks)
            return
        except BrokenProcessPool:
            if attempt == REPLACEMENTS:
                raise ChildProcessError(
                    "worker processes keep dying, perhaps for want of memory: try fewer --workers; "
                    "the same command goes on where this one stopped"
                ) from None
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def start_pool(workers: int) -> Executor:
    """Start worker processes of this machine."""
    return ProcessPoolExecutor(workers, mp_context=worker_context(), initializer=set_up_worker)


def set_up_worker() -> None:
    """Keep Arrow to one core in each worker: the others have workers of their own. Keep memory from batch to batch."""
    pa.set_cpu_count(1)
    keep_freed_memory()


def submit_all(
    tasks: Iterator[Task[Result]], executor: Executor, *, at_once: int, open_tasks: list[Task[Result]]
) -> Iterator[tuple[Result, int]]:
    """Keep `at_once` tasks with the executor until all are done.

    `open_tasks` holds every task that was taken from `tasks` and whose result has not been yielded. A task is put
    there before it is submitted, so none is lost wherever the executor breaks: the next executor begins with them.
    """
    pending: dict[Future[Result], Task[Result]] = {}

    def take() -> Iterator[Task[Result]]:
        for task in tasks:
            open_tasks.append(task)
            yield task

    to_submit = chain(list(open_tasks), take())
    try:
        while True:
            for task in islice(to_submit, at_once - len(pending)):
                pending[executor.submit(task.call)] = task
            if not pending:
                return
            finished, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in finished:
                result, task = future.result(), pending.pop(future)
                open_tasks.remove(task)
                yield result, task.weight
    finally:
        for future in pending:
            future.cancel()
