"""What earlier builds made, and of what: a step that would make the very same again is left out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from labormarket.fingerprint import digest_file, digest_folder, digest_package, digest_packages

RECORD = Path(".labormarket", "steps.json")
RAW = Path("data", "raw")
WHOLE = "build"
"""The step that stands for a whole build; it writes nothing of its own."""


Value = TypeVar("Value")


class Steps:
    """The record of a project's steps: for each, the digests of what went in, and of every file that came out.

    A step is done when all that went in is as it was and all its files are still as they were written, so a deleted or
    edited result is made again. `force` forgets the earlier builds. The record is local: a fresh checkout has none.
    """

    def __init__(self, root: Path, *, force: bool = False) -> None:
        self.root = root
        # Taken before anything is read: what changes during a build is noticed by the next.
        self.everything = {
            "raw": digest_folder(root / RAW),
            "code": digest_package(),
            "packages": digest_packages(),
        }
        self.taken: list[str] = []
        self.left: list[str] = []
        self.record: dict[str, Any] = {} if force else read_record(root / RECORD)

    def files(self, step: str) -> list[Path]:
        """Return the files that a step wrote."""
        return [self.root / name for name in self.record.get(step, {"files": ()})["files"]]

    def nothing_changed(self) -> bool:
        """Tell whether a build would write what is there already."""
        written = {name: digest for step in self.record.values() for name, digest in step["files"].items()}
        return self.is_done(WHOLE, self.everything) and self.are_intact(written)

    def is_done(self, step: str, at_hand: Mapping[str, str]) -> bool:
        """Tell whether a step would make the same again; `at_hand` holds the digests of all that it might take."""
        done = self.record.get(step)
        same = (
            done is not None
            and all(at_hand.get(name, "") == digest for name, digest in done["made_from"].items())
            and self.are_intact(done["files"])
        )
        if same:
            self.left.append(step)
        return same

    def are_intact(self, files: Mapping[str, str]) -> bool:
        """Tell whether the files are as they were written."""
        return all(digest_file(self.root / name) == digest for name, digest in files.items())

    def note(self, step: str, made_from: Mapping[str, str], files: Iterable[Path] = ()) -> None:
        """Put down what a step took and wrote; called when its files are in place."""
        from labormarket.files.atomic_write import write_whole

        written = {path.relative_to(self.root).as_posix(): digest_file(path) for path in sorted(files)}
        self.taken.append(step)
        self.record[step] = {"made_from": dict(made_from), "files": written}
        write_whole({self.root / RECORD: json.dumps(self.record, indent=1).encode("utf-8")})

    def summary(self) -> str:
        """Say which steps were taken and how many were left out."""
        taken = [step for step in self.taken if step != WHOLE]
        left = [step for step in self.left if step != WHOLE]
        return f"done: {', '.join(taken) or 'nothing'}; as they were: {len(left)}"


def read_record(path: Path) -> dict[str, Any]:
    """Read the record; one that is missing or damaged is empty, and every step is taken again."""
    try:
        record: dict[str, Any] = json.loads(path.read_bytes())
        return {step: {part: dict(done[part]) for part in ("made_from", "files")} for step, done in record.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


class Taken(Mapping[str, Value]):
    """A mapping with note of what was asked for: what a step rests on needs no list beside its code.

    >>> tables = Taken({"pay": 442, "tiers": 7})
    >>> tables["pay"], "unread" in tables, sorted(tables.names)
    (442, False, ['pay', 'unread'])
    """

    def __init__(self, values: Mapping[str, Value]) -> None:
        self.values_by_name, self.names = values, set[str]()

    def __getitem__(self, name: str) -> Value:
        self.names.add(name)
        return self.values_by_name[name]

    def __iter__(self) -> Iterator[str]:
        self.names |= set(self.values_by_name)
        return iter(self.values_by_name)

    def __len__(self) -> int:
        return len(self.values_by_name)
