"""A file becomes a dated raw file with its card, after a look at what it adds to what is there."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
import pyarrow as pa

from labormarket.files.atomic_write import write_whole
from labormarket.files.errors import SourceError
from labormarket.files.project_lock import one_writer
from labormarket.files.safe_csv import guard_text
from labormarket.files.safe_text import show_on_one_line
from labormarket.intake.privacy import without_people
from labormarket.intake.prose import OPEN, read_passages
from labormarket.intake.repeats import fold_looks
from labormarket.intake.statement_table import frame_of, understand
from labormarket.readers import Coverage, RawStatement, ReadOptions, Skipped, Source, add_coverage, read_file
from labormarket.sources import REGISTER, STATEMENT_COLUMNS, STATEMENTS, checksum, read_register, read_statements

IDENTITY = ["platform", "profession_raw", "pay_text", "period_context", "currency_context", "country", "source_url"]
LISTING = ["platform", "profession_raw", "source_url"]
NEW, AGAIN, CHANGED, KNOWN, UNREAD = "new", "seen again", "pay changed", "already there", "states no pay"
UNDECIDED = "a person decides"
ADDED = (NEW, AGAIN, CHANGED, UNREAD)
LEFT_OUT = ("where", "reason", "text", "platform", "profession_raw", "pay_text", "source_url", "published_on", "scope")


@dataclass(frozen=True)
class Intake:
    """What is said of a file by the person or the list that brings it.

    `is_dated` tells that `collected_on` is known and not merely today: "3 days ago" counts from it. `takes_open` writes
    what a text leaves open (whose pay it is, for how long) too. `snapshot` names the WARC record that holds the file.
    """

    name: str
    platform: str = ""
    source_url: str = ""
    collected_on: str = ""
    content_type: str = ""
    method: str = "labormarket add"
    columns: Mapping[str, str] = field(default_factory=dict)
    is_dated: bool = True
    takes_open: bool = False
    snapshot: str = ""


@dataclass(frozen=True)
class Plan:
    """What adding a file would do.

    `kind` is the file's format; `raw` its statements as they would be written, `table` the same rows as `clean` reads
    them with their `status`; `left_out` what became no statement, with where and reason; `coverage` the listings by
    platform and month, and how many of them state pay; `folded` the looks at listings that are there already.
    """

    intake: Intake
    kind: str
    raw: pd.DataFrame
    table: pd.DataFrame
    left_out: pd.DataFrame
    coverage: Mapping[tuple[str, str], Coverage]
    folded: int
    file_sha256: str

    @property
    def additions(self) -> pd.DataFrame:
        """The rows that would be written."""
        return self.raw[self.table["status"].isin(ADDED).to_numpy()]

    @property
    def statements(self) -> list[RawStatement]:
        """The statements one by one."""
        return [RawStatement(**row) for row in self.raw.to_dict("records")]  # type: ignore[arg-type]

    @property
    def skipped(self) -> list[Skipped]:
        """What was left out, one by one."""
        pairs = zip(self.left_out["where"], self.left_out["reason"], strict=True)
        return [Skipped(str(where), str(reason)) for where, reason in pairs]


def plan_file(given: bytes | Path, intake: Intake, root: Path | None) -> Plan:
    """Read a file and compare it with the registered statements of `root`; without a root everything is new.

    Raises UnreadableError for a file that no reader takes, SourceError for a date that is none.
    """
    try:
        datetime.date.fromisoformat(intake.collected_on)
    except ValueError:
        raise SourceError(intake.name, f"{intake.collected_on!r} is no date", mend="write it as 2026-11-23") from None
    source = Source.of(given, intake.name)
    options = ReadOptions(
        platform=intake.platform,
        source_url=intake.source_url,
        collected_on=intake.collected_on if intake.is_dated else "",
        name=intake.name,
        content_type=intake.content_type,
        columns=intake.columns,
    )
    batches = list(read_file(source, options))
    kind = next((batch.format for batch in batches), "file")
    passages = tuple(passage for batch in batches for passage in batch.passages)
    in_prose, unread = read_passages(passages, platform=intake.platform)
    stated = fill(frame_of([batch.statements for batch in batches], in_prose), intake)
    raw, folded = fold_looks(without_people(stated))
    sha256 = digest_of(source)
    table = understand(raw)
    status = compare(raw, table, intake, root, sha256)
    left_out = frame_of_left_out([batch.left_out for batch in batches], unread, intake)
    coverage = add_coverage([batch.coverage for batch in batches])
    return Plan(intake, kind, raw, table.assign(status=status), left_out, coverage, folded, sha256)


def fill(frame: pd.DataFrame, intake: Intake) -> pd.DataFrame:
    """Fill what the file leaves open with what was said of it; an article's rows are one origin."""
    is_report = frame["kind"].eq("reported")
    title = frame["source_title"].where(frame["source_title"].ne(""), intake.name)
    told = frame["platform"].eq("") & ~is_report
    return frame.assign(
        platform=frame["platform"].mask(told, intake.platform),
        source_url=frame["source_url"].where(frame["source_url"].ne(""), intake.source_url),
        source_title=title,
        origin=frame["origin"].mask(frame["origin"].eq("") & is_report, title),
    )


def frame_of_left_out(tables: Sequence[pa.Table], unread: Sequence[Skipped], intake: Intake) -> pd.DataFrame:
    """Put what was left out into one table of text."""
    schema = pa.schema([(name, pa.string()) for name in LEFT_OUT])
    held = pa.concat_tables([table.select(list(LEFT_OUT)).cast(schema) for table in tables] or [schema.empty_table()])
    prose = pd.DataFrame([vars(skip) for skip in unread], columns=["where", "reason"], dtype="str")
    frame = pd.concat([held.to_pandas(), prose], ignore_index=True).reindex(columns=list(LEFT_OUT)).fillna("")
    return without_people(frame.astype("str"))


def compare(raw: pd.DataFrame, table: pd.DataFrame, intake: Intake, root: Path | None, file_sha256: str) -> list[str]:
    """Say of each statement what it adds to what is registered.

    A listing (advertised, with an address) collected on another day is seen again, or its pay changed; anything else
    that is there word for word is already there, and so is every row of a file that was added before.
    """
    collected_on = intake.collected_on
    known: dict[tuple[str, ...], set[str]] = {}
    listings: dict[tuple[str, ...], set[str]] = {}
    if root is not None:
        cards = read_register(root)
        if file_sha256 and any(file_sha256 in card.note and card.collected_on == collected_on for card in cards):
            return [KNOWN] * len(raw)
        days = {card.source_id: card.collected_on for card in cards}
        registered = read_statements(root)
        for *stated, source in registered[[*IDENTITY, "source_id"]].itertuples(index=False):
            known.setdefault(tuple(stated), set()).add(days[source])
        for *advert, source in registered[[*LISTING, "source_id"]].itertuples(index=False):
            listings.setdefault(tuple(advert), set()).add(days[source])
    status = []
    rows = zip(
        raw[IDENTITY].itertuples(index=False, name=None),
        raw[LISTING].itertuples(index=False, name=None),
        raw["kind"].eq("advertised") & raw["source_url"].ne(""),
        table["bound"].notna(),
        strict=True,
    )
    is_open = raw["note"].str.startswith(OPEN) & (not intake.takes_open)
    for (identity, listing, is_listing, states_pay), undecided in zip(rows, is_open, strict=True):
        before = listings.get(listing, set()) - {collected_on}
        if undecided:
            status.append(UNDECIDED)
        elif collected_on in known.get(identity, set()) or (identity in known and not is_listing):
            status.append(KNOWN)
        elif not states_pay:
            status.append(UNREAD)
        elif is_listing and before:
            status.append(AGAIN if identity in known else CHANGED)
        else:
            status.append(NEW)
    return status


def register_plan(plan: Plan, root: Path) -> Path | None:
    """Write the additions of a plan as a dated raw file and its line in SOURCES.csv, both or neither.

    Returns the file's path, or None where there is nothing to add: what somebody else has registered since the plan
    was made is not registered twice.
    """
    if plan.additions.empty:
        return None
    with one_writer(root):
        status = compare(plan.raw, plan.table, plan.intake, root, plan.file_sha256)
        plan = replace(plan, table=plan.table.assign(status=status))
        return None if plan.additions.empty else write_plan(plan, root)


def write_plan(plan: Plan, root: Path) -> Path:
    """Write what `register_plan` promises, the project being held for writing.

    A raw file that stands without a card, and holds just what would be written, was left by a killed run: it is taken
    up. Any other is somebody's own, and the next number is taken.
    """
    added = plan.additions
    name, day = slug(plan.intake.name), plan.intake.collected_on
    stay_inside(root, Path("data", "raw", name))
    cards = read_register(root)
    taken = {card.source_id for card in cards} | {card.path for card in cards}
    number = 1
    while True:
        mark = day if number == 1 else f"{day}_{number}"
        source_id, path = f"{name}_{mark}", Path("data", "raw", name, f"{mark}_statements.csv")
        rows = added.assign(statement_id=statement_ids(added, source_id))[list(STATEMENT_COLUMNS)]
        raw = as_csv([list(STATEMENT_COLUMNS), *rows.itertuples(index=False, name=None)])
        is_free = not (root / path).exists() or (root / path).read_bytes() == raw
        if source_id not in taken and path.as_posix() not in taken and is_free:
            break
        number += 1
    card = [
        source_id,
        path.as_posix(),
        guard_text(show_on_one_line(next((t for t in added["source_title"] if t), plan.intake.name))),
        guard_text(plan.intake.source_url),
        day,
        f"{plan.intake.method} ({plan.kind})",
        "facts and short quotations; the source keeps its own terms",
        STATEMENTS,
        checksum(raw),
        str(len(added)),
        f"read from {show_on_one_line(plan.intake.name)}, sha256 {plan.file_sha256}"
        + (f", snapshot {plan.intake.snapshot}" if plan.intake.snapshot else ""),
    ]
    register = (root / REGISTER).read_bytes()
    joint = b"" if register.endswith(b"\n") else b"\n"
    write_whole({root / path: raw, root / REGISTER: register + joint + as_csv([card])})
    return path


def stay_inside(root: Path, folder: Path) -> None:
    """Raise SourceError where a link leads the folder out of the project."""
    if not (root / folder).resolve().is_relative_to(root.resolve()):
        raise SourceError(folder.as_posix(), "a link out of the project", mend="put a folder in its place")


def statement_ids(statements: pd.DataFrame, source_id: str) -> list[str]:
    """Return an id for each statement that rests on its contents, so that a rerun gives the same ids."""
    seen: Counter[str] = Counter()
    ids: list[str] = []
    texts = [name for name in statements.columns if name not in ("span", "statement_id")]
    for row in statements[texts].itertuples(index=False, name=None):
        seed = repr(row)
        mark = hashlib.sha256(f"{seed}{seen[seed]}".encode("utf-8", errors="replace")).hexdigest()[:12]
        seen[seed] += 1
        ids.append(f"{source_id}-{mark}")
    return ids


def digest_of(source: Source) -> str:
    """The SHA-256 of a file as it lies."""
    digest = hashlib.sha256()
    with source.open() as file:
        while part := file.read(1024 * 1024):
            digest.update(part)
    return digest.hexdigest()


def as_csv(rows: Sequence[Sequence[object]]) -> bytes:
    """Write rows as CSV with plain line ends."""
    text = io.StringIO(newline="")
    # the csv module leaves a lone carriage return unquoted, and then reads it as the end of a row
    quote_all = any("\r" in str(cell) for row in rows for cell in row)
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL).writerows(rows)
    return text.getvalue().encode("utf-8", errors="replace")


def slug(name: str) -> str:
    """Return a file's name as a folder's: letters, digits and underscores.

    >>> slug("Mercor jobs (2026).json"), slug("../../etc/passwd"), slug("求人.csv")
    ('mercor_jobs_2026', 'etc_passwd', 'file')
    """
    stem = re.sub(r"\.(?:gz|zst|bz2|xz|zip)$", "", name, flags=re.IGNORECASE)
    stem = re.sub(r"\.[A-Za-z0-9]{1,8}$", "", stem)
    return re.sub(r"[^a-z0-9]+", "_", stem.lower()).strip("_")[:60] or "file"
