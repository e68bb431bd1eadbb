"""The process that workers are forked from, begun early: it loads what they need while the command starts; its memory.

Nothing heavy is imported here: that would be the very wait that this saves.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
from multiprocessing.context import BaseContext
from pathlib import Path

LOADED = "labormarket.scale.preload"
SEVERAL_BATCHES = 2 * 1024 * 1024
"""Bytes of a file from which it may make more than one batch: Parquet packs a batch of rows into as little."""

# Numbers of the two settings in glibc's malloc.h.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
KEPT_BYTES = 64 * 1024 * 1024
LARGEST_KEPT_BYTES = 32 * 1024 * 1024  # the most that glibc takes


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


def keep_freed_memory() -> bool:
    """Keep what a batch frees for the next one instead of giving it back to the system; tell whether that is so.

    Every batch takes the same hundred megabytes, and a page that comes from the system has to be cleared first: a
    tenth of the time. Only glibc can be told; elsewhere nothing happens.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return False
    return bool(mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)) and bool(mallopt(M_MMAP_THRESHOLD, LARGEST_KEPT_BYTES))
