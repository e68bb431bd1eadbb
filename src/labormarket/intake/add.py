"""A file becomes a dated raw file with its card, after a look at what it adds to what is there."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

import pandas as pd

from labormarket.files.atomic_write import write_whole
from labormarket.files.errors import SourceError
from labormarket.files.project_lock import one_writer
from labormarket.intake.privacy import without_people
from labormarket.intake.prose import read_passages
from labormarket.intake.statement_table import understand
from labormarket.readers import RawStatement, Skipped
from labormarket.readers.detect import read_file
from labormarket.sources import REGISTER, STATEMENT_COLUMNS, STATEMENTS, checksum, read_register, read_statements

IDENTITY = ("platform", "profession_raw", "pay_text", "period_context", "currency_context", "country", "source_url")
NEW, AGAIN, CHANGED, KNOWN, UNREAD = "new", "seen again", "pay changed", "already there", "states no pay"
ADDED = (NEW, AGAIN, CHANGED, UNREAD)


@dataclass(frozen=True)
class Intake:
    """What is said of a file by the person or the list that brings it."""

    name: str
    platform: str = ""
    source_url: str = ""
    collected_on: str = ""
    content_type: str = ""
    method: str = "labormarket add"


@dataclass(frozen=True)
class Plan:
    """What adding a file would do: its format, its statements as understood with their `status`, what was left out."""

    intake: Intake
    kind: str
    statements: tuple[RawStatement, ...]
    table: pd.DataFrame
    skipped: tuple[Skipped, ...]
    file_sha256: str

    @property
    def additions(self) -> list[RawStatement]:
        """The statements that would be written."""
        return [s for s, status in zip(self.statements, self.table["status"], strict=True) if status in ADDED]


def plan_file(content: bytes, intake: Intake, root: Path | None) -> Plan:
    """Read a file and compare it with the registered statements of `root`; without a root everything is new.

    Raises UnreadableError for a file that no reader takes, SourceError for a date that is none.
    """
    try:
        datetime.date.fromisoformat(intake.collected_on)
    except ValueError:
        raise SourceError(intake.name, f"{intake.collected_on!r} is no date", mend="write it as 2026-11-23") from None
    kind, reading = read_file(content, name=intake.name, url=intake.source_url, content_type=intake.content_type)
    in_prose, left_out = read_passages(reading.passages, platform=intake.platform)
    stated = [fill(statement, intake) for statement in (*reading.statements, *in_prose)]
    statements, repeats = without_repeats([without_people(statement) for statement in stated])
    table = understand(statements)
    table = table.assign(status=compare(statements, table, intake.collected_on, root))
    return Plan(intake, kind, tuple(statements), table, (*reading.skipped, *left_out, *repeats), checksum(content))


def fill(statement: RawStatement, intake: Intake) -> RawStatement:
    """Fill what the file leaves open with what was said of it; an article's rows are one origin."""
    is_listing = statement.kind != "reported"
    title = statement.source_title or intake.name
    return replace(
        statement,
        platform=statement.platform or (intake.platform if is_listing else ""),
        source_url=statement.source_url or intake.source_url,
        source_title=title,
        origin=statement.origin or ("" if is_listing else title),
    )


def without_repeats(statements: Sequence[RawStatement]) -> tuple[list[RawStatement], list[Skipped]]:
    """Leave out a listing's pay in words that repeats a field of it, and whole rows twice; disagreements both stay.

    Where the field names no unit and the words do, the words' unit becomes the field's context.
    """
    kept: list[RawStatement] = []
    skipped: list[Skipped] = []
    readings = understand(statements)[["low", "high", "currency", "period", "bound"]].itertuples(index=False)
    seen: dict[tuple[str, ...], list[tuple[int, tuple[object, ...]]]] = {}
    for statement, pay in zip(statements, map(tuple, readings), strict=True):
        place = statement.source_url or statement.where.split(".")[0]
        listing = (statement.platform, statement.profession_raw, statement.country, place)
        at = next((at for at, other in seen.get(listing, []) if agrees(pay, other)), None)
        if at is None or (statement.span is None and statement.kind != "advertised"):
            seen.setdefault(listing, []).append((len(kept), pay))
            kept.append(statement)
            continue
        skipped.append(Skipped(statement.where, f"the same pay again: {statement.pay_text!r}"))
        former = next(other for number, other in seen[listing] if number == at)
        if former[3] != former[3] and pay[3] == pay[3]:
            kept[at] = replace(kept[at], period_context=str(pay[3]))
    return kept, skipped


def agrees(pay: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Tell whether two readings state the same: the same ends, and no two different currencies or units."""
    same_ends = all(a == b or (a != a and b != b) for a, b in zip(pay[:2], other[:2], strict=True))
    silent = all(a == b or a != a or b != b for a, b in zip(pay[2:4], other[2:4], strict=True))
    return same_ends and silent and pay[4] == pay[4] and (pay[0] == pay[0] or pay[1] == pay[1])


def compare(statements: Sequence[RawStatement], table: pd.DataFrame, collected_on: str, root: Path | None) -> list[str]:
    """Say of each statement what it adds to what is registered.

    A listing (advertised, with an address) collected on another day is seen again, or its pay changed; anything else
    that is there word for word is already there.
    """
    known: dict[tuple[str, ...], set[str]] = {}
    listings: dict[tuple[str, ...], set[str]] = {}
    if root is not None:
        days = {card.source_id: card.collected_on for card in read_register(root)}
        for row in read_statements(root).to_dict("records"):
            day = days[row["source_id"]]
            known.setdefault(tuple(row[name] for name in IDENTITY), set()).add(day)
            listings.setdefault((row["platform"], row["profession_raw"], row["source_url"]), set()).add(day)
    status = []
    for statement, bound in zip(statements, table["bound"], strict=True):
        identity = tuple(getattr(statement, name) for name in IDENTITY)
        listing = (statement.platform, statement.profession_raw, statement.source_url)
        is_listing = statement.kind == "advertised" and bool(statement.source_url)
        before = {day for day in listings.get(listing, set()) if day != collected_on}
        if collected_on in known.get(identity, set()) or (identity in known and not is_listing):
            status.append(KNOWN)
        elif bound != bound or bound is None:
            status.append(UNREAD)
        elif is_listing and before:
            status.append(AGAIN if identity in known else CHANGED)
        else:
            status.append(NEW)
    return status


def register_plan(plan: Plan, root: Path) -> Path | None:
    """Write the additions of a plan as a dated raw file and its line in SOURCES.csv, both or neither.

    Returns the file's path, or None where there is nothing to add.
    """
    if not plan.additions:
        return None
    with one_writer(root):
        return write_plan(plan, root)


def write_plan(plan: Plan, root: Path) -> Path:
    """Write what `register_plan` promises, the project being held for writing.

    A raw file that stands without a card, and holds just what would be written, was left by a killed run: it is taken
    up. Any other is somebody's own, and the next number is taken.
    """
    added = plan.additions
    name, day = slug(plan.intake.name), plan.intake.collected_on
    cards = read_register(root)
    taken = {card.source_id for card in cards} | {card.path for card in cards}
    number = 1
    while True:
        mark = day if number == 1 else f"{day}_{number}"
        source_id, path = f"{name}_{mark}", Path("data", "raw", name, f"{mark}_statements.csv")
        ids = statement_ids(added, source_id)
        rows = [{**vars(statement), "statement_id": ids[at]} for at, statement in enumerate(added)]
        raw = as_csv([list(STATEMENT_COLUMNS), *([row[column] for column in STATEMENT_COLUMNS] for row in rows)])
        is_free = not (root / path).exists() or (root / path).read_bytes() == raw
        if source_id not in taken and path.as_posix() not in taken and is_free:
            break
        number += 1
    card = [
        source_id,
        path.as_posix(),
        next((s.source_title for s in added if s.source_title), plan.intake.name),
        plan.intake.source_url,
        day,
        f"{plan.intake.method} ({plan.kind})",
        "facts and short quotations; the source keeps its own terms",
        STATEMENTS,
        checksum(raw),
        str(len(added)),
        f"read from {plan.intake.name}, sha256 {plan.file_sha256}",
    ]
    register = (root / REGISTER).read_bytes()
    joint = b"" if register.endswith(b"\n") else b"\n"
    write_whole({root / path: raw, root / REGISTER: register + joint + as_csv([card])})
    return path


def statement_ids(statements: Sequence[RawStatement], source_id: str) -> list[str]:
    """Return an id for each statement that rests on its contents, so that a rerun gives the same ids."""
    ids: list[str] = []
    for statement in statements:
        seed = repr(astuple(statement))
        number = 0
        while (made := f"{source_id}-{hashlib.sha256((seed + str(number)).encode()).hexdigest()[:10]}") in ids:
            number += 1
        ids.append(made)
    return ids


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """Write rows as CSV with plain line ends."""
    text = io.StringIO(newline="")
    # the csv module leaves a lone carriage return unquoted, and then reads it as the end of a row
    quote_all = any("\r" in cell for row in rows for cell in row)
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL).writerows(rows)
    return text.getvalue().encode("utf-8")


def slug(name: str) -> str:
    """Return a file's name as a folder's: letters, digits and underscores.

    >>> slug("Mercor jobs (2026).json"), slug("../../etc/passwd"), slug("求人.csv")
    ('mercor_jobs_2026', 'etc_passwd', 'file')
    """
    stem = re.sub(r"\.[A-Za-z0-9]{1,8}$", "", name)
    return re.sub(r"[^a-z0-9]+", "_", stem.lower()).strip("_")[:60] or "file"
