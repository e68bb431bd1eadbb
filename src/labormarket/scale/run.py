"""Clean a whole dump, batch after batch, on one core or several, going on where an earlier run stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from functools import partial
from typing import NamedTuple

from labormarket.fingerprint import digest_code, digest_packages, digest_texts
from labormarket.hourly import ExchangeRates
from labormarket.scale.accounting import Counted, compare_counts, count_records
from labormarket.scale.batch import Done, clean_batch
from labormarket.scale.inputs import InputFile, find_inputs
from labormarket.scale.journal import Journal
from labormarket.scale.places import Place
from labormarket.scale.plan import fields_of, plan_batches
from labormarket.scale.records import BLOCK_BYTES
from labormarket.scale.workers import Task, run_tasks


class Summary(NamedTuple):
    """What a run did: input rows = read + refused, always."""

    rows: int
    read: int
    refused: int
    batches: int
    taken_over: int
    """Batches that an earlier run had done."""
    differences: tuple[str, ...] = ()
    """Files whose rows differ from an independent count of their records, each in one sentence."""
    rows_missing: bool = False
    """The independent count found more records than were read and refused."""


def weigh(given: Place) -> int:
    """Return the size of the input in bytes, as the progress bar counts it."""
    return sum(int(file.identity["bytes"]) for file in find_inputs(given))


Report = Callable[[Done | None, int], None]
"""Called after each batch with what was done (None where an earlier run did it) and its weight in bytes."""


def clean_dump(
    given: Place,
    out: Place,
    rates: ExchangeRates,
    *,
    mapping: Mapping[str, str] | None = None,
    workers: int = 1,
    executor: Executor | None = None,
    restart: bool = False,
    block_bytes: int = BLOCK_BYTES,
    report: Report = lambda done, weight: None,
) -> Summary:
    """Clean a file or a folder of CSV, JSON Lines or Parquet into `out`: pay/, refused/ and manifest.json.

    Results depend only on the input, the mapping and the code: not on the number of workers, nor on how often the run
    was stopped and started again. `executor` runs the batches elsewhere (a Dask cluster); else `workers` processes of
    this machine do. Raises SourceError where the input can't be read, has changed since the run was begun, or `out`
    holds the results of another run (`restart` removes them).
    """
    files = find_inputs(given)
    journal = Journal(out, describe_run(files, mapping or {}, block_bytes, rates))
    if restart:
        journal.forget()
    manifest = journal.finished()
    if manifest is not None:
        return summarise(manifest, taken_over=len(manifest["batches"]))
    done = journal.begin()
    taken_over = len(done)
    counts: list[Counted] = []

    def tasks() -> Iterator[Task[Done | Counted]]:
        """Batches that no earlier run did, then the counts of the files."""
        planned = 0
        for plan in plan_batches(files, mapping or {}, block_bytes=block_bytes):
            planned += 1
            if plan.batch.number in done:
                report(None, plan.weight)
            else:
                yield Task(partial(clean_batch, plan.batch, out, rates), plan.weight)
        journal.expect(planned)
        for file in files:
            yield Task(partial(count_records, file), 0)

    for result, weight in run_tasks(tasks(), workers, executor):
        if isinstance(result, Counted):
            counts.append(result)
            continue
        journal.record(result)
        done[result.number] = result
        report(result, weight)
    journal.refuse_another(describe_run(files, mapping or {}, block_bytes, rates))
    return summarise(journal.finish(done, counts), taken_over)


def describe_run(
    files: list[InputFile], mapping: Mapping[str, str], block_bytes: int, rates: ExchangeRates
) -> dict[str, object]:
    """Say what makes the results of a run: equal descriptions, equal results."""
    return {
        "inputs": [file.identity for file in files],
        "columns": [fields_of(file, mapping) for file in files],
        "batch size": block_bytes,
        "exchange rates": digest_texts(f"{key} {rate}" for key, rate in sorted(rates.usd_per_unit.items())),
        "code": digest_code("labormarket.scale.batch"),
        "packages": digest_packages(),
    }


def summarise(manifest: Mapping[str, object], taken_over: int) -> Summary:
    """Turn a manifest into the summary of the run."""
    counts = {name: int(str(manifest[name])) for name in ("rows", "read", "refused")}
    batches, counted = manifest["batches"], manifest["counted"]
    assert isinstance(batches, list)
    assert isinstance(counted, list)
    differences, missing = compare_counts(batches, counted)
    return Summary(**counts, batches=len(batches), taken_over=taken_over, differences=differences, rows_missing=missing)
