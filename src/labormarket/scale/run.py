"""Batch run over a dump: splits to workers, a checkpoint after each, an account of every record at the end."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from filelock import FileLock

from labormarket.files.errors import SourceError
from labormarket.files.project_lock import hold
from labormarket.files.storage import Location
from labormarket.hourly import ExchangeRates
from labormarket.readers import STREAMED, ReadOptions, Split, UnreadableError, plan_splits
from labormarket.readers.accounting import Counted, can_count, count_records
from labormarket.scale.batch import Done, Planned, clean_split
from labormarket.scale.checkpoint import COUNTS, Checkpoint
from labormarket.scale.inputs import InputFile, find_inputs
from labormarket.scale.workers import Task, run_tasks

LOCK = ".lock"
PACKAGE = Path(__file__).parents[1]
PACKAGES = ("pandas", "numpy", "pyarrow", "rapidfuzz", "lxml")
"""Packages whose releases may change a cleaned row."""
WORDS_AND_CODE = frozenset({".py", ".toml", ".csv", ".txt", ".tsv", ".json"})
RANGES = ("csv", "jsonl")
"""Formats whose splits are ranges of bytes."""


class Summary(NamedTuple):
    """What a run did: each record of the input is read or refused, and one with several rates makes several rows."""

    records: int
    read: int
    refused: int
    listings: int
    listings_with_pay: int
    splits: int
    taken_over: int
    """Splits that an earlier run had done."""
    unreadable: Mapping[str, str]
    """Files that no reader takes, or that break off, each with the reason."""
    differences: tuple[str, ...]
    """Files whose records differ from an independent count, each in one sentence."""
    is_lacking: bool
    """Some records are neither read nor refused."""


Report = Callable[[Done | None, int], None]
"""Called after each split with what was done (None where an earlier run did it) and its size in bytes."""


def weigh(given: Location) -> int:
    """Return the size of the input in bytes, as the progress bar counts it."""
    return sum(file.bytes for file in find_inputs(given))


def clean_dump(
    given: Location,
    out: Location,
    rates: ExchangeRates,
    *,
    options: ReadOptions | None = None,
    workers: int = 1,
    executor: Executor | None = None,
    restart: bool = False,
    report: Report = lambda done, weight: None,
) -> Summary:
    """Clean a file or a folder of files that the readers take into `out`: pay/, refused/ and manifest.json.

    Results depend only on the input, the options and the code: not on the number of workers, nor on how often the run
    was stopped and started again. `executor` runs the splits elsewhere (a Dask cluster); else `workers` processes of
    this machine do. Raises SourceError where nothing of the input can be read, it has changed since the run was begun,
    another run is writing to `out`, or `out` holds the results of another run (`restart` removes them).
    """
    options = options or ReadOptions(budget=STREAMED)
    options = replace(options, columns=dict(options.columns))  # a plain dict travels to other processes
    with one_run_at_a_time(out):
        files = find_inputs(given)
        checkpoint = Checkpoint(out, describe_run(files, options, rates))
        if restart:
            checkpoint.forget()
        manifest = checkpoint.finished()
        if manifest is not None:
            return summarise(manifest, taken_over=len(manifest["batches"]))
        done = checkpoint.begin()
        taken_over = len(done)
        planned = 0  # splits of the whole input
        counts: list[Counted] = []
        unreadable: dict[str, str] = {}

        def tasks() -> Iterator[Task[Done | Counted]]:
            """Splits that no earlier run did; after those of a file, the count of its records."""
            nonlocal planned
            for file in files:
                firsts: list[Split] = []
                rest = file.bytes
                for split in plan_file(file, options, unreadable):
                    firsts += [] if split.number else [replace(split, content=None)]
                    weight = bytes_of_range(split)
                    rest -= weight
                    one = Planned(planned, file.name, split)
                    planned += 1
                    if one.number in done:
                        report(None, weight)
                    else:
                        yield Task(partial(clean_split, one, options, out, rates), weight)
                if can_count(firsts) and file.name not in unreadable:
                    count = partial(count_records, firsts, file.name, options.budget)
                    yield Task(count, rest, is_small=True)
                else:
                    report(None, rest)

        for result, weight in run_tasks(tasks(), workers, executor):
            if isinstance(result, Counted):
                counts.append(result)
                report(None, weight)
                continue
            checkpoint.record(result)
            done[result.number] = result
            report(result, weight)
        if unreadable and not done:
            name, reason = next(iter(unreadable.items()))
            raise SourceError(name, reason, mend="mend or convert the file, then run this again")
        checkpoint.refuse_another(describe_run(find_inputs(given), options, rates))
        return summarise(checkpoint.finish(planned, done, counts, unreadable), taken_over)


@contextmanager
def one_run_at_a_time(out: Location) -> Iterator[None]:
    """Hold the output folder; folders of other machines have no lock."""
    if "://" in out.address:
        yield
        return
    with hold(FileLock(Path(out.address) / LOCK, timeout=0), out.address, "folder"):
        yield


def plan_file(file: InputFile, options: ReadOptions, unreadable: dict[str, str]) -> Iterator[Split]:
    """Cut a file into splits; why it can't be read, or not to its end, goes to `unreadable`."""
    try:
        yield from plan_splits(file.source, options)
    except UnreadableError as error:
        unreadable[file.name] = str(error)


def bytes_of_range(split: Split) -> int:
    """Bytes of the file that a split stands for in the progress bar, 0 where it is no range of the file."""
    return split.end - split.start if split.format in RANGES and split.content is None else 0


def describe_run(files: Sequence[InputFile], options: ReadOptions, rates: ExchangeRates) -> dict[str, object]:
    """Say what makes the results of a run: equal descriptions, equal results."""
    return {
        "inputs": [{"file": file.name, "bytes": file.bytes, "digest": file.digest} for file in files],
        "columns": dict(options.columns),
        "options": {
            "platform": options.platform,
            "source_url": options.source_url,
            "collected_on": options.collected_on,
            "budget": asdict(options.budget),
        },
        "exchange rates": hashlib.sha256(repr(sorted(rates.usd_per_unit.items())).encode()).hexdigest(),
        "code": code_version(),
    }


@cache
def code_version() -> dict[str, str]:
    """Return a digest of the package's code and word lists, and the releases of the packages that results rest on."""
    digest = hashlib.sha256()
    for path in sorted(path for path in PACKAGE.rglob("*") if path.suffix in WORDS_AND_CODE):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return {"labormarket": digest.hexdigest()[:16], **{name: version(name) for name in PACKAGES}}


def compare_counts(
    batches: Sequence[Mapping[str, Any]], counts: Sequence[Mapping[str, Any]]
) -> tuple[tuple[str, ...], bool]:
    """Say where a run (`batches` of its manifest) and an independent count differ, and whether records lack.

    More records than were seen means that some are neither read nor refused. Fewer means that the counter takes several
    lines for one record, as it does from a quote that is not closed.

    >>> batches = [{"file": "x.csv", "records": 2, "missing": 0}]
    >>> compare_counts(batches, [{"file": "x.csv", "records": 3, "counter": "the csv module"}])
    (('x.csv: 2 records were read or refused, and the csv module counts 3',), True)
    """
    seen: Counter[str] = Counter()
    for batch in batches:
        seen[batch["file"]] += batch["records"] - batch["missing"]
    counted = [Counted(**count) for count in counts]
    said = tuple(f"{one.file}: {why}" for one in counted if (why := one.difference(seen[one.file])))
    is_lacking = any(one.records > seen[one.file] for one in counted) or any(batch["missing"] for batch in batches)
    return said, is_lacking


def summarise(manifest: Mapping[str, Any], taken_over: int) -> Summary:
    """Turn a manifest into the summary of the run."""
    differences, is_lacking = compare_counts(manifest["batches"], manifest["counted"])
    return Summary(
        **{name: manifest[name] for name in COUNTS if name != "missing"},
        splits=len(manifest["batches"]),
        taken_over=taken_over,
        unreadable=manifest["unreadable"],
        differences=differences,
        is_lacking=is_lacking,
    )
