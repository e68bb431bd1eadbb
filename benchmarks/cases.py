"""What is measured: cleaning dumps beside the floor, building, importing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dumps import write_dump
from measure import Measure, measure, quickest

ROOT = Path(__file__).parents[1]
REPEATS, DISTINCT = "texts repeat", "every pay text distinct"
FLOOR, CLEAN = "read and write back", "clean"
# The same Parquet in, the same compression out, batch by batch: nobody who reads and writes can be quicker.
FLOOR_CODE = """
import sys, pyarrow as pa, pyarrow.parquet as pq
with pq.ParquetFile(sys.argv[1]) as given, pq.ParquetWriter(
    sys.argv[2], given.schema_arrow, compression="zstd", compression_level=1
) as out:
    for batch in given.iter_batches(262_144):
        out.write_table(pa.Table.from_batches([batch]))
"""
SEVERAL_BATCHES = 1_000_000  # rows from which two workers can share the work


class Run(NamedTuple):
    """One measured run over a dump."""

    texts: str
    rows: int
    what: str
    workers: int
    took: Measure

    @property
    def rows_per_second(self) -> float:
        """Rows per second on the clock, start of Python included."""
        return self.rows / self.took.wall_seconds

    @property
    def rows_per_core_second(self) -> float:
        """Rows per second of processor time: what holds when others use the machine too."""
        return self.rows / self.took.cpu_seconds


class Start(NamedTuple):
    """One measured start, build or command."""

    what: str
    took: Measure


def clean_dumps(folder: Path, sizes: dict[str, list[int]]) -> Iterator[Run]:
    """Clean dumps of every size, each beside its floor in the same minute."""
    for texts, counts in sizes.items():
        for rows in counts:
            dump = write_dump(folder / "dump.parquet", rows, distinct=texts == DISTINCT)
            out = folder / "out"
            floor = ["-c", FLOOR_CODE, str(dump), str(folder / "floor.parquet")]
            yield Run(texts, rows, FLOOR, 1, measure(floor))
            for workers in (1, 2) if rows >= SEVERAL_BATCHES else (1,):
                command = ["-m", "labormarket", "clean", str(dump), "--out", str(out), "--workers", str(workers)]
                yield Run(texts, rows, CLEAN, workers, measure(command, ROOT))
                shutil.rmtree(out)


def start_up(folder: Path) -> Iterator[Start]:
    """Import the package, parse one text, build from nothing and again with nothing changed."""
    for code in ("pass", "import pandas", "import labormarket"):
        yield Start(f'python -c "{code}"', quickest(["-c", code]))
    yield Start("labormarket parse", quickest(["-m", "labormarket", "parse", "up to $25 per hour"]))
    project = folder / "project"
    shutil.copytree(ROOT / "data" / "raw", project / "data" / "raw")
    build = ["-m", "labormarket", "build"]
    yield Start("labormarket build, from nothing", measure(build, project))
    yield Start("labormarket build, nothing changed", quickest(build, project))
