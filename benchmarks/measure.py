"""Measure one command: time on the clock, time of the processors, peak of memory, children included."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import psutil

SAMPLE_SECONDS = 0.01


class Measure(NamedTuple):
    """What one run of a command took; `peak_bytes` is resident memory, summed over the command and its children."""

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int


def measure(arguments: Sequence[str], folder: Path | None = None) -> Measure:
    """Run Python with the arguments in a process of its own; raises CalledProcessError where it fails."""
    command, started = [sys.executable, *arguments], time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    watched, peak = psutil.Process(process.pid), 0
    busy: dict[int, float] = {}  # processor seconds of each process, as last seen: workers end before the command does
    while process.poll() is None:
        resident, seconds = look_at(watched)
        peak, busy = max(peak, resident), busy | seconds
        time.sleep(SAMPLE_SECONDS)
    wall = time.perf_counter() - started
    if process.returncode:
        raise subprocess.CalledProcessError(
            process.returncode, command, stderr=process.stderr and process.stderr.read()
        )
    return Measure(wall, sum(busy.values()), peak)


def look_at(process: psutil.Process) -> tuple[int, dict[int, float]]:
    """Memory of a process and all below it, and the processor seconds of each; one that ends meanwhile is left out."""
    resident, busy = 0, {}
    try:
        for one in [process, *process.children(recursive=True)]:
            with one.oneshot():
                resident += one.memory_info().rss
                busy[one.pid] = sum(one.cpu_times()[:2])
    except psutil.Error:
        pass
    return resident, busy


def quickest(arguments: Sequence[str], folder: Path | None = None, times: int = 5) -> Measure:
    """The quickest of several runs: what it takes when nothing else wants the machine."""
    return min((measure(arguments, folder) for _ in range(times)), key=lambda one: one.wall_seconds)
