"""Text of an edition's pull request, in Markdown: which listings came, went and changed, what a person must look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from labormarket.comparisons.coverage import share_by_day
from labormarket.files.safe_text import in_markdown, show_on_one_line
from labormarket.project.editions import Changes, Edition, Headline, compare, statements_in_words, value

CHANGES = ("came", "went", "returned", "pay changed")
LISTING = ("change", "platform", "profession_as_stated", "source_url", "first_pay", "last_pay")
MOST = 20  # listings, titles or statements named of a kind; the counts above them speak for the rest
MOST_CHARACTERS = 60_000  # GitHub takes 65,536 in a pull request


@dataclass(frozen=True)
class Steps:
    """What the steps before said: the summary of `collect --json`, findings that fell, failed steps with their end."""

    collected: Mapping[str, Any] = field(default_factory=dict)
    fallen: Sequence[str] = ()
    failed: Mapping[str, str] = field(default_factory=dict)


def write_text(day: str, old: Edition, new: Edition, steps: Steps, counts: pd.DataFrame) -> str:
    """Write the text of the edition of a day; whatever comes from a board stands in it as code, that nothing obeys.

    `counts` are those of `read_listing_counts`.
    """
    listings = compare_listings(old.listings, new.listings)
    changes = compare(old, new)
    titles = sorted(new.unmatched - old.unmatched)
    boards = steps.collected.get("outcomes", [])
    failed = [board for board in boards if board["trouble"]]
    counted = listings["change"].value_counts()
    told = ", ".join(f"{counted.get(change, 0):,} {change}" for change in CHANGES)
    parts = [
        [f"# Edition of {day}"],
        [f"Of the listings, {told}. {len(boards) - len(failed):,} of {len(boards):,} addresses could be read."],
        ["## To look at", *(to_look_at(failed, steps, changes, titles) or ["Nothing."])],
        ["## Listings", *table(count_changes(listings, new.listings)), *name_listings(listings)],
        ["## Listings that state pay", *(table(stating_pay(counts, day)) or ["None was counted."])],
        ["## Headlines that moved", *(table(moved_numbers(changes.headlines)) or ["None."])],
        ["## Statements", "```", *map(in_block, statements_in_words(changes, most=MOST)), "```"],
        ["## What each host was asked for", *(table(asked_of_hosts(steps.collected)) or ["Nothing."])],
    ]
    text = "\n\n".join("\n".join(part) for part in parts) + "\n"
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + "\n```\n\nCut short here.\n"


def to_look_at(failed: Sequence[Mapping[str, Any]], steps: Steps, changes: Changes, titles: list[str]) -> list[str]:
    """List what a person must decide on before the edition is merged, each with a box to tick."""
    lines = [
        f"board {in_markdown(board['name'])} could not be read: {in_markdown(board['trouble'])}" for board in failed
    ]
    lines += [f"a finding fell: {in_markdown(message, most=400)}" for message in steps.fallen]
    lines += [f"{name} failed: {in_markdown(end, most=400)}" for name, end in steps.failed.items()]
    for name, (was, now) in changes.titles.items():
        lines.append(f"chart {name} says {in_markdown(now or 'nothing')}, not {in_markdown(was or 'nothing')}")
    if titles:
        named = ", ".join(in_markdown(title) for title in titles[:MOST])
        lines.append(f"{len(titles):,} titles match no profession yet: {named}{and_more(len(titles))}")
    return [f"- [ ] {line}" for line in lines]


def compare_listings(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return what became of listings between two editions: a row per listing and change, `first_pay` being that before.

    A listing went where its board was counted without it, and returned where it was there again at a later look; one
    that could not be looked at did neither.

    >>> columns = ["listing_id", *LISTING[1:], "gone_on", "returns", "pay_changes"]
    >>> rater, poet = ("a", "M", "Rater", "u", "$9"), ("b", "M", "Poet", "v", "$5", "$5")
    >>> old = pd.DataFrame([(*rater, "$9", "", 0, 0), (*poet, "", 0, 0)], columns=columns)
    >>> new = pd.DataFrame([(*rater, "$8", "", 0, 1), (*poet, "2026-02-02", 0, 0)], columns=columns)
    >>> compare_listings(old, new)[["change", "profession_as_stated", "first_pay", "last_pay"]].values.tolist()
    [['went', 'Poet', '$5', '$5'], ['pay changed', 'Rater', '$9', '$8']]
    """
    joined = new.merge(old, on="listing_id", how="left", suffixes=("", "_before"), indicator=True)
    is_new = joined["_merge"].eq("left_only")
    grown = {
        name: joined[name].fillna(0).gt(joined[f"{name}_before"].fillna(0)) & ~is_new
        for name in ("returns", "pay_changes")
    }
    is_gone, was_gone = (joined[name].astype("str").fillna("").ne("") for name in ("gone_on", "gone_on_before"))
    which = dict(zip(CHANGES, (is_new, is_gone & ~was_gone, grown["returns"], grown["pay_changes"]), strict=True))
    told = joined.assign(first_pay=joined["last_pay_before"].astype("str").fillna(joined["first_pay"]))
    parts = [told[rows].assign(change=change)[list(LISTING)] for change, rows in which.items()]
    return pd.concat(parts, ignore_index=True)


def count_changes(changes: pd.DataFrame, listings: pd.DataFrame) -> list[Mapping[str, object]]:
    """Count the changes of each platform that has any, beside the listings of it that are there now."""
    counts = pd.crosstab(changes["platform"], changes["change"]).reindex(columns=list(CHANGES), fill_value=0)
    there = listings[listings["gone_on"].isna()]["platform"].value_counts()
    return [
        {"platform": in_markdown(str(platform)), "there now": int(there.get(platform, 0))}
        | {str(change): int(count) for change, count in row.items()}
        for platform, row in zip(counts.index, counts.to_dict("records"), strict=True)
    ]


def name_listings(listings: pd.DataFrame) -> Iterable[str]:
    """Name the listings of each change, the first MOST of them."""
    for change in CHANGES:
        rows = listings[listings["change"].eq(change)]
        if len(rows):
            yield f"\n{change.capitalize()}: {len(rows):,}\n"
        for row in rows.head(MOST).astype("str").fillna("").to_dict("records"):
            before = f"{in_markdown(row['first_pay'])} → " if change == "pay changed" else ""
            words = ", ".join(in_markdown(row[name]) for name in ("platform", "profession_as_stated") if row[name])
            yield f"- {words}: {before}{in_markdown(row['last_pay'])}"
        if len(rows) > MOST:
            yield f"- {and_more(len(rows)).strip()}"


def moved_numbers(headlines: Sequence[Headline]) -> list[Mapping[str, object]]:
    """Return the headline numbers that moved; where work is compared with the same work, that too."""
    return [
        {
            "headline": headline.label,
            "before": value(headline.old),
            "now": value(headline.new),
            "same work, before": value(headline.same_work_old),
            "same work, now": value(headline.same_work_new),
        }
        for headline in headlines
    ]


def stating_pay(counts: pd.DataFrame, day: str) -> list[Mapping[str, object]]:
    """Return the share of listings that state pay on a day, and on the day before on which the platform was counted."""
    shares = share_by_day(counts)
    before = shares[shares["day"].lt(day)].drop_duplicates("platform", keep="last").set_index("platform")["share"]
    return [
        {
            "platform": in_markdown(str(row["platform"])),
            "listings": f"{row['listings']:,}",
            "state pay": f"{row['stating_pay']:,}",
            "share": percent(row["share"]),
            "before": percent(before.get(row["platform"], float("nan"))),
        }
        for row in shares[shares["day"].eq(day)].to_dict("records")
    ]


def percent(share: float) -> str:
    """Write a share in whole percent; nothing where there is none.

    >>> percent(0.755), percent(float("nan"))
    ('76%', '')
    """
    return "" if share != share else f"{share:.0%}"


def asked_of_hosts(collected: Mapping[str, Any]) -> list[Mapping[str, object]]:
    """Return what each host was asked for, a row each."""
    return [
        {
            "host": in_markdown(host),
            "requests": f"{asked['requests']:,}",
            "MB": f"{asked['bytes'] / 1e6:.1f}",
            "seconds": f"{asked['seconds']:,.0f}",
        }
        for host, asked in collected.get("hosts", {}).items()
    ]


def table(rows: Sequence[Mapping[str, object]]) -> list[str]:
    """Write rows as a Markdown table; nothing where there are none.

    >>> table([{"platform": "Acme", "came": 2}])
    ['| platform | came |', '|---|---|', '| Acme | 2 |']
    """
    if not rows:
        return []
    lines = [f"| {' | '.join(map(str, cells))} |" for cells in (list(rows[0]), *(row.values() for row in rows))]
    return [lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]


def in_block(line: str) -> str:
    """Return a line that neither ends the block of code that it stands in nor moves a terminal's cursor."""
    return show_on_one_line(line).replace("```", "'''")


def and_more(total: int) -> str:
    """Say how many are left off."""
    return f" and {total - MOST:,} more" if total > MOST else ""
