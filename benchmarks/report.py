"""The measures as a page and a chart of the documentation."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import matplotlib
from cases import CLEAN, DISTINCT, FLOOR, REPEATS, Run, Start
from matplotlib.figure import Figure

from labormarket.charts.style import RC

MEBIBYTE = 1024 * 1024
MILLION, BILLION = 1_000_000, 1_000_000_000


def write_page(runs: Sequence[Run], starts: Sequence[Start], load: tuple[float, float]) -> str:
    """Everything measured, as Markdown."""
    return "\n".join(
        [
            "# Benchmarks",
            "",
            "Written by `make bench`; what is measured, and on what data, stands in `benchmarks/`. Every run is a",
            "process of its own, its start included. The floor reads the same Parquet and writes it back. Rows per",
            "core second are rows per second of processor time: they hold, more or less, when others use the machine.",
            "",
            f"Python {platform.python_version()}, pandas {version('pandas')}, pyarrow {version('pyarrow')}; "
            f"{os.cpu_count()} cores;",
            f"load {load[0]:.1f} when it began and {load[1]:.1f} when it ended (0 is a machine at rest).",
            "",
            "![Rows per core second by size of the dump](benchmarks.svg)",
            "",
            "## Cleaning a dump",
            "",
            "| texts | rows | what | workers | seconds | rows/s | rows/core s | of the floor | peak MiB |",
            "|---|---:|---|---:|---:|---:|---:|---:|---:|",
            *(row_of(run, floor_of(run, runs)) for run in runs),
            "",
            "## A billion rows",
            "",
            "Reckoned from the largest dump of each kind, cleaned by one process. Workers are cores.",
            "",
            "| texts | core seconds for a million rows | core hours for a billion | workers to be done in an hour |",
            "|---|---:|---:|---:|",
            *(reckon(texts, runs) for texts in (REPEATS, DISTINCT)),
            "",
            "## Starting and building",
            "",
            "| what | seconds | processor seconds | peak MiB |",
            "|---|---:|---:|---:|",
            *(
                f"| `{start.what}` | {start.took.wall_seconds:.2f} | {start.took.cpu_seconds:.2f} "
                f"| {start.took.peak_bytes / MEBIBYTE:.0f} |"
                for start in starts
            ),
            "",
        ]
    )


def floor_of(run: Run, runs: Sequence[Run]) -> Run:
    """The floor beside a run."""
    return next(other for other in runs if (other.texts, other.rows, other.what) == (run.texts, run.rows, FLOOR))


def row_of(run: Run, floor: Run) -> str:
    """One run as a row of the table."""
    share = run.rows_per_core_second / floor.rows_per_core_second
    cells = (run.texts, f"{run.rows:,}", run.what, run.workers, f"{run.took.wall_seconds:.2f}")
    rates = (f"{run.rows_per_second:,.0f}", f"{run.rows_per_core_second:,.0f}", f"{share:.0%}")
    return " | ".join(["", *map(str, cells), *rates, f"{run.took.peak_bytes / MEBIBYTE:.0f}", ""]).strip()


def reckon(texts: str, runs: Sequence[Run]) -> str:
    """What a billion rows of a kind would take, as a row of the table."""
    alone = [run for run in runs if (run.texts, run.what, run.workers) == (texts, CLEAN, 1)]
    rate = max(alone, key=lambda run: run.rows).rows_per_core_second
    hours = BILLION / rate / 3600
    return f"| {texts} | {MILLION / rate:.1f} | {hours:.1f} | {math.ceil(hours)} |"


def draw(runs: Sequence[Run], path: Path) -> None:
    """Draw rows per core second by the size of the dump, labelled where the lines end."""
    lines = {(REPEATS, FLOOR): "#8a8a8a", (REPEATS, CLEAN): "#1f5a93", (DISTINCT, CLEAN): "#7aa6cf"}
    with matplotlib.rc_context({**RC, "svg.hashsalt": "benchmarks"}):
        figure = Figure(figsize=(8, 4.2), layout="constrained")
        axes = figure.subplots()
        for (texts, what), color in lines.items():
            points = [run for run in runs if (run.texts, run.what, run.workers) == (texts, what, 1)]
            sizes, rates = [run.rows for run in points], [run.rows_per_core_second for run in points]
            axes.plot(sizes, rates, color=color, marker="o")
            label = what if what == FLOOR else f"{what}: {texts}"
            axes.annotate(label, (sizes[-1], rates[-1]), (8, 0), textcoords="offset points", va="center", color=color)
        axes.set(xscale="log", yscale="log", xlabel="rows of the dump", xlim=(8e3, 3e8))
        axes.set_title("Rows per second of processor time", loc="left")
        figure.savefig(path, metadata={"Date": None, "Creator": None})
