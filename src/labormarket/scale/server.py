"""The process that workers are forked from: begun early, it loads what they need while the command itself starts.

Nothing heavy is imported here: that would be the very wait that this saves.
"""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.context import BaseContext
from pathlib import Path

LOADED = "labormarket.scale.preload"
SEVERAL_BATCHES = 2 * 1024 * 1024
"""Bytes of a file from which it may make more than one batch: Parquet packs a batch of rows into as little."""


def available_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def begin(given: str, workers: int) -> None:
    """Begin the process at once where there will be workers: several, and an input that may be more than one batch.

    Does nothing where the system can't fork. `given` is the path or address of the input.
    """
    small = Path(given).is_file() and Path(given).stat().st_size < SEVERAL_BATCHES
    if workers > 1 and not small and worker_context().get_start_method() == "forkserver":
        from multiprocessing.forkserver import ensure_running

        ensure_running()


def worker_context() -> BaseContext:
    """Return how workers are made: forked from a process that has everything loaded, where the system can fork."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([LOADED])
    return context
