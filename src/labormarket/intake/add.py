"""A file becomes a dated raw file with its card, after a look at what it adds to what is there."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from labormarket.files.errors import SourceError
from labormarket.files.project_lock import one_writer
from labormarket.files.safe_text import show_on_one_line
from labormarket.files.storage import Location
from labormarket.intake.privacy import without_people
from labormarket.intake.prose import NO_PLATFORM, OPEN, propose
from labormarket.intake.raw_files import NewCard, slug, write_raw
from labormarket.intake.repeats import fold_looks
from labormarket.intake.statement_table import frame_of, understand
from labormarket.readers import Coverage, ReadOptions, Skipped, Source, add_coverage, read_file
from labormarket.sources import STATEMENT_COLUMNS, STATEMENTS, read_looks, read_register, read_statements
from labormarket.sources.register import LOOKS

IDENTITY = ["platform", "profession_raw", "pay_text", "period_context", "currency_context", "country", "source_url"]
LISTING = ["platform", "profession_raw", "source_url"]
NEW, AGAIN, CHANGED, KNOWN, UNREAD = "new", "seen again", "pay changed", "already there", "states no pay"
UNDECIDED = "a person decides"
ADDED = (NEW, CHANGED, UNREAD)
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
    them with their `status`, and `look_of`, the id of one that is seen again; `left_out` what became no statement, with
    where and reason; `coverage` the listings by platform and month, and how many of them state pay; `folded` the looks
    at one listing within the file.
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
        """The rows that would be written as statements."""
        return self.raw[self.table["status"].isin(ADDED).to_numpy()]

    @property
    def looks(self) -> list[str]:
        """The ids of the statements that are seen again, each once."""
        return list(dict.fromkeys(self.table.loc[self.table["look_of"].ne(""), "look_of"]))


def plan_file(given: bytes | Path, intake: Intake, root: Path | None) -> Plan:
    """Read a file and compare it with the registered statements of `root`; without a root everything is new.

    Raises UnreadableError for a file that no reader takes, SourceError for a date that is none and for a file that is
    written to while it is read: its digest would be that of another.
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
    before = state_of(source)
    batches = list(read_file(source, options))
    kind = next((batch.format for batch in batches), "file")
    passages = tuple(passage for batch in batches for passage in batch.passages)
    in_prose, unread = propose(passages, platform=intake.platform)
    stated = fill(frame_of([batch.statements for batch in batches], in_prose), intake)
    raw, folded = fold_looks(without_people(stated))
    with source.open() as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if state_of(source) != before:
        raise SourceError(intake.name, "was written to while it was read", mend="run this again when it is whole")
    table = understand(raw)
    found = compare(raw, table, intake, root, sha256)
    left_out = frame_of_left_out([batch.left_out for batch in batches], unread, intake)
    coverage = add_coverage([batch.coverage for batch in batches])
    return Plan(intake, kind, raw, table.assign(**found), left_out, coverage, folded, sha256)


def state_of(source: Source) -> tuple[int | None, int | None]:
    """Return the size and the time of change of a file that may change; bytes in hand don't."""
    facts = Location(source.address).facts() if source.content is None else None
    return (facts.size, facts.mtime_ns) if facts else (None, None)


def fill(frame: pd.DataFrame, intake: Intake) -> pd.DataFrame:
    """Fill what the file leaves open with what was said of it; an article's rows are one origin."""
    is_report = frame["kind"].eq("reported")
    title = frame["source_title"].where(frame["source_title"].ne(""), intake.name)
    told = frame["platform"].eq("") & ~is_report
    platform = frame["platform"].mask(told, intake.platform)
    is_nameless = platform.eq("") & ~frame["note"].str.startswith(OPEN)
    return frame.assign(
        platform=platform,
        note=frame["note"].mask(is_nameless, f"{OPEN}{NO_PLATFORM}; " + frame["note"]).str.removesuffix("; "),
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


def compare(raw: pd.DataFrame, table: pd.DataFrame, intake: Intake, root: Path | None, sha256: str) -> pd.DataFrame:
    """Say of each statement what it adds to what is registered: `status`, and `look_of`, the id of one seen again.

    A listing (advertised, with an address) that states pay is seen again on a day on which it wasn't collected yet, or
    its pay changed; anything else that is there word for word is already there, and so is every row of a file that was
    added before.
    """
    states_pay = table["bound"].notna()
    status = pd.Series(np.where(states_pay, NEW, UNREAD), index=raw.index, dtype="str")
    look_of = pd.Series("", index=raw.index, dtype="str")
    if root is not None and len(raw):
        day = intake.collected_on
        if any(sha256 in card.note and card.collected_on == day for card in read_register(root)):
            return pd.DataFrame({"status": KNOWN, "look_of": look_of})
        registered = read_statements(root)
        looks = read_looks(registered, root)
        ids = registered["statement_id"]
        is_listing = raw["kind"].eq("advertised") & raw["source_url"].ne("") & states_pay
        first = registered.drop_duplicates(IDENTITY).set_index(IDENTITY)["statement_id"]
        found = first.reindex(pd.MultiIndex.from_frame(raw[IDENTITY])).set_axis(raw.index)
        today = registered[ids.isin(looks.loc[looks["day"].eq(day), "statement_id"])]
        other_days = registered[ids.isin(looks.loc[looks["day"].ne(day), "statement_id"])]
        again = found.notna() & is_listing & ~is_among(raw, today, IDENTITY)
        changed = found.isna() & is_listing & is_among(raw, other_days, LISTING)
        status = status.mask(found.notna(), KNOWN).mask(again, AGAIN).mask(changed, CHANGED)
        look_of = found.where(again, "").astype("str")
    undecided = raw["note"].str.startswith(OPEN) & (not intake.takes_open)
    return pd.DataFrame({"status": status.mask(undecided, UNDECIDED), "look_of": look_of.mask(undecided, "")})


def is_among(rows: pd.DataFrame, others: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Tell which rows are the same as one of the others in some columns."""
    there = pd.MultiIndex.from_frame(others[list(columns)])
    return pd.Series(pd.MultiIndex.from_frame(rows[list(columns)]).isin(there), index=rows.index)


def register_plan(plan: Plan, root: Path, *, with_looks: bool = True) -> list[Path]:
    """Write what a plan adds as dated raw files with their lines in SOURCES.csv: statements, and looks at known ones.

    Returns the files' paths: what somebody else has registered since the plan was made is not registered twice. The
    looks of many boards go into one file: `collect` writes them itself.
    """
    with one_writer(root):
        found = compare(plan.raw, plan.table, plan.intake, root, plan.file_sha256)
        plan = replace(plan, table=plan.table.assign(**found))
        intake, name = plan.intake, slug(plan.intake.name)
        method = f"{intake.method} ({plan.kind})"
        note = f"read from {show_on_one_line(intake.name)}, sha256 {plan.file_sha256}"
        note += f", snapshot {intake.snapshot}" if intake.snapshot else ""
        written = []
        if len(added := plan.additions):
            title = next((title for title in added["source_title"] if title), intake.name)
            card = NewCard(name, STATEMENTS, intake.collected_on, title, method, intake.source_url, note)
            written.append(write_raw(root, card, partial(with_ids, added)))
        if with_looks and plan.looks:
            looks = pd.DataFrame({"board": name, "statement_id": plan.looks})
            title = f"Listings of {intake.name} that were seen again"
            card = NewCard(name, LOOKS, intake.collected_on, title, method, intake.source_url, note)
            written.append(write_raw(root, card, looks))
        return written


def with_ids(statements: pd.DataFrame, source_id: str) -> pd.DataFrame:
    """Return statements as the columns of a raw file, each with an id made of the file's and its own contents."""
    return statements.assign(statement_id=statement_ids(statements, source_id))[list(STATEMENT_COLUMNS)]


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
