"""`make bench`: measure everything and write docs/generated/benchmarks.md with its chart. Takes ten minutes or so."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from cases import DISTINCT, REPEATS, ROOT, clean_dumps, start_up
from report import draw, floor_of, row_of, write_page

from labormarket.files.atomic_write import write_whole

SIZES = {REPEATS: [10_000, 100_000, 1_000_000, 10_000_000], DISTINCT: [10_000, 100_000, 1_000_000]}
FOLDER = ROOT / "docs" / "generated"


def main() -> None:
    """Measure, print on the way, write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=10_000_000, help="rows of the largest dump")
    largest = parser.parse_args().largest
    sizes = {texts: [rows for rows in counts if rows <= largest] for texts, counts in SIZES.items()}
    before = os.getloadavg()[0]
    runs, starts = [], []
    with tempfile.TemporaryDirectory() as name:
        for start in start_up(Path(name)):
            starts.append(start)
            print(f"{start.what}: {start.took.wall_seconds:.2f} s", flush=True)
        for run in clean_dumps(Path(name), sizes):
            runs.append(run)
            print(row_of(run, floor_of(run, runs)), flush=True)
    page = write_page(runs, starts, (before, os.getloadavg()[0]))
    write_whole({FOLDER / "benchmarks.md": page.encode("utf-8")})
    draw(runs, FOLDER / "benchmarks.svg")


if __name__ == "__main__":
    main()
