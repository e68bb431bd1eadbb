"""Batches to workers: this process, several processes of this machine, or whatever executor is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice

import pyarrow as pa

from labormarket.hourly import ExchangeRates
from labormarket.scale.batch import Done, clean_batch
from labormarket.scale.memory import keep_freed_memory
from labormarket.scale.places import Place
from labormarket.scale.plan import Planned
from labormarket.scale.server import worker_context

READY_PER_WORKER = 1  # batches held ready beyond the one at hand: nobody waits, and memory stays bounded
REPLACEMENTS = 3  # dead workers replaced before giving up: a batch that kills its worker would do so for ever


def run_batches(
    planned: Iterable[Planned], out: Place, rates: ExchangeRates, workers: int = 1, executor: Executor | None = None
) -> Iterator[tuple[Done, int]]:
    """Clean the planned batches; yield each as it is done, with its weight, in no particular order.

    A worker process that dies is replaced and its batches are done again. Raises ChildProcessError when that happens
    more than REPLACEMENTS times; what was done stays done.
    """
    if executor is not None:
        yield from submit_all(planned, out, rates, executor, at_once=4 * workers)
        return
    planned = iter(planned)
    first_two = list(islice(planned, 2))
    if workers == 1 or len(first_two) < 2:  # one batch isn't worth starting processes for
        for plan in chain(first_two, planned):
            yield clean_batch(plan.batch, out, rates), plan.weight
        return
    yield from in_processes(chain(first_two, planned), out, rates, workers)


def in_processes(
    planned: Iterator[Planned], out: Place, rates: ExchangeRates, workers: int
) -> Iterator[tuple[Done, int]]:
    """Clean in processes of this machine, replacing those that die."""
    unfinished: list[Planned] = []
    for attempt in range(REPLACEMENTS + 1):
        pool = ProcessPoolExecutor(workers, mp_context=worker_context(), initializer=settle_in)
        held = unfinished
        unfinished = []
        try:
            yield from submit_all(
                chain(held, planned), out, rates, pool, at_once=workers * (1 + READY_PER_WORKER), unfinished=unfinished
            )
            return
        except BrokenProcessPool:
            if attempt == REPLACEMENTS:
                raise ChildProcessError(
                    "worker processes keep dying, perhaps for want of memory: try fewer --workers; "
                    "the same command goes on where this one stopped"
                ) from None
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def settle_in() -> None:
    """Keep Arrow to one core in each worker: the others have workers of their own. Keep memory from batch to batch."""
    pa.set_cpu_count(1)
    keep_freed_memory()


def submit_all(
    planned: Iterable[Planned],
    out: Place,
    rates: ExchangeRates,
    executor: Executor,
    *,
    at_once: int,
    unfinished: list[Planned] | None = None,
) -> Iterator[tuple[Done, int]]:
    """Keep `at_once` batches with the executor until all are done; where it breaks, `unfinished` holds the rest."""
    pending: dict[Future[Done], Planned] = {}
    planned = iter(planned)
    try:
        while True:
            for plan in islice(planned, at_once - len(pending)):
                pending[executor.submit(clean_batch, plan.batch, out, rates)] = plan
            if not pending:
                return
            finished, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in finished:
                done = future.result()
                yield done, pending.pop(future).weight
    except BrokenProcessPool:
        if unfinished is not None:
            unfinished.extend(pending.values())
        raise
    finally:
        for future in pending:
            future.cancel()
