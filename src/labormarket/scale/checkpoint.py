"""Checkpoint of a batch run: one small file a split, so that a run that was killed goes on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from labormarket.files.errors import SourceError
from labormarket.files.storage import Location
from labormarket.readers.accounting import Counted
from labormarket.scale.batch import Done
from labormarket.scale.parts import Part, is_intact

RUN, BATCHES, MANIFEST = ".progress/run.json", ".progress/batches", "manifest.json"
COUNTS = ("records", "read", "refused", "missing", "listings", "listings_with_pay")


class Checkpoint:
    """The record of one run in its output folder.

    `run` says what makes the results: the input files with digests of their content, the options, the code. A folder
    that holds the record of another run is refused, so that results of two inputs never mix.
    """

    def __init__(self, out: Location, run: Mapping[str, Any]) -> None:
        self.out, self.run = out, json.loads(json.dumps(run))

    def finished(self) -> dict[str, Any] | None:
        """Return the manifest of this very run where it is complete and every part is still as it was written."""
        content = (self.out / MANIFEST).read()
        if content is None:
            return None
        manifest: dict[str, Any] = json.loads(content)
        self.refuse_another(manifest["run"])
        intact = all(is_intact(self.out, Part(**part)) for batch in manifest["batches"] for part in batch["parts"])
        return manifest if intact else None

    def begin(self) -> dict[int, Done]:
        """Start or go on: return the batches that are done and whose parts are intact."""
        content = (self.out / RUN).read()
        if content is not None:
            self.refuse_another(json.loads(content))
        elif (self.out / MANIFEST).read() is not None:  # complete once, damaged since: every batch is checked again
            manifest = json.loads((self.out / MANIFEST).read() or b"{}")
            self.refuse_another(manifest["run"])
            for batch in manifest["batches"]:
                self.record(as_done(batch))
        elif any((self.out / folder).names() for folder in ("pay", "refused")):
            raise SourceError(
                self.out.address,
                "holds Parquet files that no run of this command wrote",
                mend="choose an empty folder",
            )
        (self.out / RUN).write_json(self.run)
        done = {}
        for name in (self.out / BATCHES).names():
            if name.startswith("."):
                continue
            batch = as_done(json.loads((self.out / BATCHES / name).read() or b"{}"))
            if all(is_intact(self.out, part) for part in batch.parts):
                done[batch.number] = batch
        return done

    def record(self, done: Done) -> None:
        """Note that a batch is done; called after its parts are in place."""
        (self.out / BATCHES / f"{done.number:06d}.json").write_json(as_json(done))

    def finish(
        self, planned: int, done: Mapping[int, Done], counts: Sequence[Counted], unreadable: Mapping[str, str]
    ) -> dict[str, Any]:
        """Write the manifest and put away the record of the single batches.

        Raises SourceError where a batch of those planned, numbered from 0, is not among those that are done.
        """
        if sorted(done) != list(range(planned)):
            raise SourceError(
                self.out.address,
                f"{planned} splits were planned and {len(done)} are done",
                mend="give the same command again: it goes on with those that are missing",
            )
        batches = [done[number] for number in sorted(done)]
        manifest = {
            "run": self.run,
            **{count: sum(getattr(batch, count) for batch in batches) for count in COUNTS},
            "unreadable": dict(unreadable),
            "counted": [count._asdict() for count in sorted(counts)],
            "batches": [as_json(batch) for batch in batches],
        }
        (self.out / MANIFEST).write_json(manifest)
        (self.out / ".progress").remove()
        return manifest

    def forget(self) -> None:
        """Remove everything that a run of this command wrote, and nothing else."""
        for folder in ("pay", "refused"):
            for name in (self.out / folder).names():
                if name.removeprefix(".").startswith("part-"):
                    (self.out / folder / name).remove()
        for name in (MANIFEST, ".progress"):
            (self.out / name).remove()

    def refuse_another(self, run: Mapping[str, Any]) -> None:
        """Raise SourceError where the folder belongs to another run, saying what differs."""
        for part in self.run:
            if run.get(part) != self.run[part]:
                raise SourceError(
                    self.out.address,
                    f"was begun with other {part}: "
                    + ("the input has changed since" if part == "inputs" else "results would mix"),
                    mend="choose another folder, or start over with --restart",
                )


def as_json(done: Done) -> dict[str, Any]:
    """Turn a done batch into JSON values."""
    return done._asdict() | {"parts": [part._asdict() for part in done.parts]}


def as_done(entry: dict[str, Any]) -> Done:
    """Turn JSON values back into a done batch."""
    return Done(**entry | {"parts": tuple(Part(**part) for part in entry["parts"])})
