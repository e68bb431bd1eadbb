"""Two editions of the tables compared: which statements came, went or changed, and what that did to each headline."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from labormarket.estimates import bound, count_evidence, weigh_by_platform, with_hourly_pay
from labormarket.estimates.votes import select_work
from labormarket.files.errors import SourceError
from labormarket.files.safe_csv import unguard_cells
from labormarket.hourly import ASSUMED_HOURS
from labormarket.readers.source import UNPACKING
from labormarket.tables import PROCESSED, TABLES
from labormarket.tables.columns import INTEGER, NUMBER, TEXT
from labormarket.tiers import TIER_NAMES, assign_tier

MAX_MEMBERS = 5_000  # files in an archive; a release has a few hundred
MAX_UNPACKED_BYTES = 512 * 1024 * 1024  # all files of an archive, unpacked: larger is no release
KEY = "statement_id"
OF_LOOKS = ("first_seen", "last_seen")  # they move with every look, and the listings say so


@dataclass(frozen=True)
class Edition:
    """The tables as they stood at one time: pay, listings, the ids that were refused, the titles of the charts."""

    name: str
    pay: pd.DataFrame
    listings: pd.DataFrame
    refused: frozenset[str]
    titles: dict[str, str]

    @property
    def unmatched(self) -> frozenset[str]:
        """The titles that match no profession."""
        return frozenset(self.pay.loc[self.pay["profession"].isna(), "profession_as_stated"].dropna())


@dataclass(frozen=True)
class Headline:
    """One headline number before and after, and how much of its change each kind of change explains, in turn.

    `same_work_old` and `same_work_new` are a median of the pairs of platform and profession that stand in both.
    """

    label: str
    old: float
    new: float
    by_going: float
    by_changing: float
    by_coming: float
    same_work_old: float = np.nan
    same_work_new: float = np.nan

    @property
    def has_moved(self) -> bool:
        """Tell whether the number changed, or two changes of it made up for one another."""
        parts = (self.by_going, self.by_changing, self.by_coming)
        return not same(self.old, self.new) or any(part and not np.isnan(part) for part in parts)


@dataclass(frozen=True)
class Changes:
    """What lies between two editions; `changed` has, per statement, the old and the new value of each moved column."""

    came: pd.DataFrame
    went: pd.DataFrame
    changed: dict[str, dict[str, tuple[object, object]]]
    newly_read: list[str]
    newly_refused: list[str]
    headlines: list[Headline]
    titles: dict[str, tuple[str, str]]


def open_edition(path: Path) -> Edition:
    """Open an edition: a checkout of the project, a folder with pay.csv, or a release archive.

    An archive is read in memory, never unpacked to disk. Raises SourceError for one that is too large, broken, or has
    no pay table.
    """
    if not (path.is_dir() or path.is_file()):  # a pipe would be waited for
        raise SourceError(str(path), "no such file or folder", mend="give two folders or release archives")
    files = read_files(path) if path.is_dir() else read_archive(path)
    if "pay.csv" not in files:
        raise SourceError(str(path), "no pay.csv in it", mend="give a folder or archive that `make release` wrote")
    tables = {name: read_as_typed(name, files.get(f"{name}.csv", b"")) for name in ("pay", "listings", "unread")}
    titles = {name.removesuffix(".json"): title_of(name, files[name]) for name in files if name.endswith(".json")}
    return Edition(path.name, tables["pay"], tables["listings"], frozenset(tables["unread"][KEY]), titles)


def title_of(name: str, description: bytes) -> str:
    """Return the title of a chart's description."""
    try:
        return str(json.loads(description)["title"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise SourceError(name, f"no description of a chart ({error})", mend="fetch the release again") from None


def read_files(place: Path | zipfile.Path) -> dict[str, bytes]:
    """Read the tables and the chart descriptions of a folder, or of an archive as if it were one, by file name."""
    processed = place / PROCESSED.parts[0] / PROCESSED.parts[1]
    folders = [(processed if processed.is_dir() else place, ".csv"), (place / "charts", ".json")]
    found = [(file, suffix) for folder, suffix in folders if folder.is_dir() for file in folder.iterdir()]
    return {file.name: file.read_bytes() for file, suffix in found if file.name.endswith(suffix) and file.is_file()}


def read_archive(path: Path) -> dict[str, bytes]:
    """Read what `read_files` does of a release archive, within limits."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
                raise SourceError(
                    str(path),
                    f"more than {MAX_MEMBERS:,} files or {MAX_UNPACKED_BYTES // 1024**2} MB unpacked",
                    mend="this is no release: give an archive that `make release` wrote",
                )
            return read_files(zipfile.Path(archive))  # a size that lies is cut at the size it claimed
    except UNPACKING as error:
        raise SourceError(str(path), f"no readable archive: {error}", mend="fetch the release again") from None


def read_as_typed(name: str, content: bytes) -> pd.DataFrame:
    """Read a table of any version from CSV: columns that this version knows get their type, missing ones are empty.

    An edition that had no such table has an empty one.
    """
    (key,) = TABLES[name].key
    content = content or f"{key}\n".encode()
    try:
        table = pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False, na_values=[""])
        if key not in table:
            raise ValueError(f"no column {key}")
        for column in TABLES[name].columns:
            is_number = column.type in (NUMBER, INTEGER)
            if column.name not in table:
                table[column.name] = pd.Series(np.nan, index=table.index, dtype="float64" if is_number else "str")
            elif is_number:
                table[column.name] = pd.to_numeric(table[column.name])
            elif column.type == TEXT:
                table[column.name] = unguard_cells(table[column.name])
    except ValueError as error:
        raise SourceError(f"{name}.csv", f"no such table ({error})", mend="give the tables of a release") from None
    return table


def headline_numbers(pay: pd.DataFrame) -> dict[str, float]:
    """Return the numbers that the project is cited for, by their label; NaN where there is nothing to say.

    Figures of pay are of training work only, in the pay bands of today. The median gives each platform one vote; its
    two ends are the median if every statement paid its low end, and if every one paid its high end. Lowest and highest
    leave assumed hours out.
    """
    work = select_work(pay)
    hourly = with_hourly_pay(work)
    sure = hourly[~hourly["hourly_basis"].fillna("").str.startswith(ASSUMED_HOURS)]
    ends = pd.concat([sure["usd_per_hour_low"], sure["usd_per_hour_high"]])
    numbers = {
        "statements read": float(len(pay)),
        "statements with hourly pay": float(len(hourly)),
        "platforms": float(pay["platform"].nunique()),
        "professions": float(pay["profession"].nunique()),
        "prices with hourly pay": float(count_evidence(hourly)["prices"]),
        "lowest US dollars per hour": float(ends[ends.gt(0)].min()),  # "$0 to $65" states no lowest pay
        "highest US dollars per hour": float(ends.max()),
    }
    tiers = assign_tier(work["usd_per_hour_low"], work["usd_per_hour_high"]).value_counts()
    numbers |= median_numbers(hourly)
    return numbers | {f"statements in tier {tier}": float(tiers.get(tier, 0)) for tier in TIER_NAMES}


def median_numbers(hourly: pd.DataFrame) -> dict[str, float]:
    """Return the two ends of the median by their label; nothing where no statement has hourly pay."""
    if hourly.empty:
        return {}
    weight = weigh_by_platform(hourly)
    median = bound(hourly["usd_per_hour_low"], hourly["usd_per_hour_high"], weight, statistic="median")
    return {"median US dollars per hour, low": median.low, "median US dollars per hour, high": median.high}


def medians_of_same_work(old: pd.DataFrame, new: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Return the ends of the median before and after, of the pairs of platform and profession that stand in both."""
    work = ["platform", "profession"]
    before, after = (with_hourly_pay(select_work(pay)).dropna(subset=work) for pay in (old, new))
    pairs = [pd.MultiIndex.from_frame(hourly[work]) for hourly in (before, after)]
    was, now = median_numbers(before[pairs[0].isin(pairs[1])]), median_numbers(after[pairs[1].isin(pairs[0])])
    return {label: (was[label], now[label]) for label in was.keys() & now.keys()}


def headline_series(old: Edition, new: Edition) -> list[Headline]:
    """Return every headline number before and after, whether it moved or not; medians of the same work beside them.

    Each is computed four times: as it was, without what went, with what changed, with what came.
    """
    before, after = old.pay.set_index(KEY), new.pay.set_index(KEY)
    both = before.index.intersection(after.index)
    without = before.loc[before.index.isin(both)]
    mended = pd.concat([after.loc[both], without.iloc[:0]]).reindex(both)
    stages = [headline_numbers(stage.reset_index()) for stage in (before, without, mended, after)]
    same_work = medians_of_same_work(old.pay, new.pay)
    headlines = []
    for label in dict.fromkeys(label for stage in stages for label in stage):
        was, gone, moved, now = (stage.get(label, np.nan) for stage in stages)
        ends = same_work.get(label, (np.nan, np.nan))
        headlines.append(Headline(label, was, now, gone - was, moved - gone, now - moved, *ends))
    return headlines


def compare(old: Edition, new: Edition) -> Changes:
    """Compare two editions statement by statement; of a column that only one of them has, nothing is said."""
    before, after = old.pay.set_index(KEY), new.pay.set_index(KEY)
    went, came = before.index.difference(after.index), after.index.difference(before.index)
    both = before.index.intersection(after.index)
    return Changes(
        came=after.loc[came],
        went=before.loc[went],
        changed=changed_values(*(table.loc[both].drop(columns=[*OF_LOOKS]) for table in (before, after))),
        newly_read=sorted(old.refused & set(after.index)),
        newly_refused=sorted(new.refused & set(before.index)),
        headlines=[headline for headline in headline_series(old, new) if headline.has_moved],
        titles={
            name: (old.titles.get(name, ""), new.titles.get(name, ""))
            for name in sorted(old.titles.keys() | new.titles.keys())
            if old.titles.get(name) != new.titles.get(name)
        },
    )


def changed_values(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, dict[str, tuple[object, object]]]:
    """Return, per statement of both tables, the columns whose value moved, with the old and the new value."""
    changed: dict[str, dict[str, tuple[object, object]]] = {}
    for column in before.columns.intersection(after.columns):
        old, new = before[column], after[column]
        for statement_id in before.index[~(old.eq(new) | (old.isna() & new.isna()))]:
            changed.setdefault(str(statement_id), {})[str(column)] = (old[statement_id], new[statement_id])
    return dict(sorted(changed.items()))


def same(one: float, other: float) -> bool:
    """Tell whether two numbers are the same; nothing is the same as nothing.

    >>> bool(same(np.nan, np.nan)), bool(same(1.0, np.nan)), same(1.0, 1.0)
    (True, False, True)
    """
    return one == other or (np.isnan(one) and np.isnan(other))


def in_words(changes: Changes, *, most: int = 20) -> list[str]:
    """Say what changed, a line each, at most `most` statements of each kind."""
    lines = statements_in_words(changes, most=most)
    lines.append(f"headline numbers that moved: {len(changes.headlines)}")
    for headline in changes.headlines:
        causes = {"went": headline.by_going, "changed": headline.by_changing, "came": headline.by_coming}
        why = ", ".join(f"{verb} {amount:+,.6g}" for verb, amount in causes.items() if amount and not np.isnan(amount))
        lines.append(f"  {headline.label}: {value(headline.old)} → {value(headline.new)}{f' ({why})' if why else ''}")
    for name, (old, new) in changes.titles.items():
        lines += [f"chart {name}", f"  was: {old or 'not there'}", f"  is:  {new or 'gone'}"]
    return lines


def statements_in_words(changes: Changes, *, most: int) -> list[str]:
    """Say which statements came, went, changed, were read or refused."""
    lines: list[str] = []
    for verb, frame in (("came", changes.came), ("went", changes.went)):
        told = [f"  {key}: {describe(row)}" for key, row in frame.head(most).iterrows()]
        lines += counted(f"statements that {verb}", told, len(frame))
    told = [
        f"  {key}: " + "; ".join(f"{column} {value(old)} → {value(new)}" for column, (old, new) in columns.items())
        for key, columns in list(changes.changed.items())[:most]
    ]
    lines += counted("statements that changed", told, len(changes.changed))
    for label, ids in (
        ("refused before, read now", changes.newly_read),
        ("read before, refused now", changes.newly_refused),
    ):
        if ids:
            lines += counted(label, [f"  {key}" for key in ids[:most]], len(ids))
    return lines


def counted(label: str, told: list[str], total: int) -> list[str]:
    """Put a count above a list, and what is left off below it."""
    return [f"{label}: {total:,}", *told, *([f"  and {total - len(told):,} more"] if total > len(told) else [])]


def describe(row: pd.Series) -> str:
    """Say in one line whose statement this is and what it says."""
    who = ", ".join(str(row[name]) for name in ("platform", "profession") if pd.notna(row[name])) or "nobody named"
    return f"{who}: {row['pay_as_stated']!r}"


def value(found: object) -> str:
    """Write a value as people do: numbers without needless digits, nothing as such."""
    if found is None or found != found:
        return "nothing"
    return f"{found:,.10g}" if isinstance(found, (int, float)) else repr(found)
