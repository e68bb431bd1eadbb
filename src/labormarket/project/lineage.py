"""The way of one statement from its raw line to its tier, every step recomputed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from labormarket.clean import AS_STATED, clean
from labormarket.files.errors import SourceError
from labormarket.hourly import (
    ASSUMED_HOURS,
    DOLLAR_PEGGED,
    EXACT_PERIODS,
    HOURS_IN_PERIOD,
    HOURS_PER_YEAR,
    STATED_TIME,
    WORTH_A_FIXED_SUM,
    ExchangeRates,
)
from labormarket.pay.explain import explain_pay
from labormarket.platforms import match_platform
from labormarket.professions import explain_match
from labormarket.sources import (
    LINE,
    REFERENCE,
    STATEMENTS,
    Card,
    checksum,
    find_edition,
    read_looks,
    read_raw,
    read_register,
    read_statements,
)
from labormarket.tables import PROCESSED, TABLES, load_table
from labormarket.tiers import TIERS, TOO_MANY_BANDS, representative_usd_per_hour

RATES = "reference_fx"
RECORD = re.compile(r"snapshot (?P<file>[\w-]+\.warc\.gz) (?P<record><[^<>]+>)")
"""Where the note of a card names the record of a snapshot."""


class Step(NamedTuple):
    """One step of the way: what it is, and what it found."""

    label: str
    found: str


OF_ALL_LOOKS = frozenset({"first_seen", "last_seen", "template_id"})
"""Columns that rest on other rows too: every look at the listing, every listing of the template."""


def trace(statement_id: str, root: Path | None = None) -> list[Step]:
    """Return the steps that lead from a raw line to its row: file, checksum, words, reading, hours, rate, tier, row.

    Every step is computed again from the raw file, whose checksum and row count are held to its card on the way; the
    last step says whether the built table has the same values. Raises SourceError for an id that no raw file holds.
    """
    root = root or find_edition()
    statements = read_statements(root)
    found = statements[statements["statement_id"].eq(statement_id)]
    if found.empty:
        raise SourceError(
            "data/raw", f"no statement {statement_id!r}", mend="take an id from pay.csv, unread.csv or a raw file"
        )
    raw = found.iloc[0]
    row = clean(found, ExchangeRates.read(root)).iloc[0]
    cards = {card.source_id: card for card in read_register(root)}
    return [
        *steps_of_the_file(raw, cards[raw["source_id"]], sum(card.kind == STATEMENTS for card in cards.values())),
        *steps_of_the_looks(statements, raw, cards[raw["source_id"]], root),
        *steps_of_the_names(raw),
        *steps_of_the_reading(raw, row),
        *steps_of_the_hour(row, root),
        *steps_of_the_tier(row),
        step_of_the_table(statement_id, row, root),
    ]


def steps_of_the_file(raw: pd.Series, card: Card, files: int) -> list[Step]:
    """Say where the words stand, that the file is the one on its card, and who published them."""
    context = [f"{name} {raw[name]!r}" for name in ("period_context", "currency_context") if raw[name]]
    return [
        Step("file", f"{raw['raw_path']}, line {raw['raw_line']} (one of {files} files of statements)"),
        Step("checksum", f"SHA-256 {card.sha256}: the file is the one on its card"),
        Step("collected", f"{card.collected_on}, {card.method}; {card.licence}"),
        Step(
            "published", " · ".join(raw[name] for name in ("source_title", "published_on", "source_url") if raw[name])
        ),
        Step("words", raw["pay_text"] or "(empty)"),
        *([Step("around them", ", ".join(context))] if context else []),
    ]


def steps_of_the_looks(statements: pd.DataFrame, raw: pd.Series, card: Card, root: Path) -> list[Step]:
    """Say which WARC record holds the page that the words were read from, and on which days they were seen again."""
    steps = []
    if named := RECORD.search(card.note):
        # here, since a row of no snapshot is traced without the packages that collecting needs
        from labormarket.intake.web.snapshots import FOLDER as SNAPSHOTS
        from labormarket.intake.web.snapshots import find_record

        body = find_record(root / SNAPSHOTS / named["file"], named["record"])
        place = "not on this machine: it is published with the edition" if body is None else "here"
        same = body is not None and checksum(body) in card.note
        held = f"{place}{', with the SHA-256 on the card' if same else ''}"
        steps.append(Step("record", f"{named['file']}, record {named['record']}, {held}"))
    looks = read_looks(statements, root)
    days = sorted(looks.loc[looks["statement_id"].eq(raw["statement_id"]), "day"].unique())
    if len(days) > 1:
        steps.append(Step("seen", f"on {len(days)} days, from {days[0]} to {days[-1]}"))
    return steps


def steps_of_the_names(raw: pd.Series) -> list[Step]:
    """Say which platform and which profession the names as scraped were taken for, and why."""
    platform = match_platform(raw["platform"])
    known = f"{platform.platform} ({platform.how})" if platform.platform else "no platform of the list: kept as it is"
    profession = explain_match(raw["profession_raw"])
    taken = {
        "platform": (raw["platform"], known),
        "profession": (raw["profession_raw"], f"{profession['profession']} ({profession['decided by']})"),
    }
    return [Step(label, f"{name!r} is {found}" if name else "not stated") for label, (name, found) in taken.items()]


def steps_of_the_reading(raw: pd.Series, row: pd.Series) -> list[Step]:
    """Say what the words were read as, and which of them decided."""
    explained = explain_pay(raw["pay_text"])
    considered = explained.considered
    refused = [Step("refused", f"{number.text!r}: {number.refused}") for number in considered if number.refused]
    pay = explained.pay
    if pay is None:
        return [Step("reading", "the text states no pay: the row is in unread.csv"), *refused]
    ends = [f"{name} {amount:f}" for name, amount in (("low", pay.low), ("high", pay.high)) if amount is not None]
    fields = [pay.bound.value, *ends, pay.currency or "no currency", f"per {pay.period}" if pay.period else "no period"]
    chosen = [number for number in considered if number.chosen]
    cues = [f"{name} from {words!r}" for number in chosen for name, words in number.cues.items()]
    steps = [
        Step("reading", f"{', '.join(fields)}{', approximate' if pay.approximate else ''}"),
        Step("cues", ", ".join([f"{pay.text!r}, characters {pay.span[0]} to {pay.span[1]}", *cues])),
        *refused,
    ]
    for name in ("period", "currency"):
        if row["from_context"] and getattr(pay, name) is None and pd.notna(row[name]):
            steps.append(Step(name, f"{row[name]}, from {name}_context: the words are silent"))
    return steps


def steps_of_the_hour(row: pd.Series, root: Path) -> list[Step]:
    """Say which hours and which exchange rate make the stated amounts US dollars per hour."""
    basis = row["hourly_basis"]
    if pd.isna(basis):
        return [Step("per hour", f"none: {without_hour(row)}")]
    usd = {end: f"{row[f'usd_per_hour_{end}']:,.10g}" for end in ("low", "high") if pd.notna(row[end])}
    values = [f"{end} {amount}" for end, amount in usd.items()]
    if basis.startswith(STATED_TIME):
        ends = (row[f"minutes_{end}"] for end in ("low", "high"))
        minutes = " to ".join(f"{end:g}" for end in ends if pd.notna(end))
        steps = [Step("hours", f"the statement gives its time: {minutes} minutes")]
    else:
        hours = HOURS_IN_PERIOD[row["period"]]
        rests = f", on an assumption: {HOURS_PER_YEAR:,} hours a year" if basis.startswith(ASSUMED_HOURS) else ""
        named = f"one {row['period']} is {hours:.10g} hours{rests}" if hours != 1 else "pay is stated per hour"
        if pd.isna(row["exchange_year"]) and row["currency"] not in WORTH_A_FIXED_SUM:
            words = f"none: the source itself puts {row['usd_text']!r} beside it"
        else:
            rate, words = rate_of(row, root)
            values = [
                f"{end} {row[end]:,.15g} {row['currency']} × {rate:.10g} ÷ {hours:.10g} = {amount}"
                for end, amount in usd.items()
            ]
        steps = [Step("hours", named), Step("rate", words)]
    return [*steps, *(Step("per hour", value) for value in values), Step("basis", basis)]


def without_hour(row: pd.Series) -> str:
    """Say why a statement has no hourly value."""
    period = row["period"]
    if pd.isna(row["low"]) and pd.isna(row["high"]):
        return "the statement names no amount"
    if pd.isna(period):
        return "no period"
    if period not in HOURS_IN_PERIOD:
        return f"no hours in a {period}"
    if period not in EXACT_PERIODS:
        return f"a {period} has no hours of its own, and the work isn't salaried"
    return f"no rate for {row['currency']}" if pd.notna(row["currency"]) else "no currency"


def rate_of(row: pd.Series, root: Path) -> tuple[float, str]:
    """Return US dollars per unit of the row's currency, and where that rate stands."""
    currency = row["currency"]
    if currency == "USD":
        return 1.0, "none: the statement is in US dollars"
    if currency in DOLLAR_PEGGED:
        return DOLLAR_PEGGED[currency], f"{currency} is pegged to the US dollar"
    card = next(card for card in read_register(root) if card.source_id == RATES and card.kind == REFERENCE)
    table = read_raw(card, root)
    year = int(row["exchange_year"])
    at = table[table["currency"].eq(currency) & table["year"].eq(str(year))].iloc[-1]
    words = f"{at['usd_per_lcu']} US dollars per {currency}, {at['basis']} {year}: {card.path}, line {at[LINE]}"
    return float(at["usd_per_lcu"]), words


def steps_of_the_tier(row: pd.Series) -> list[Step]:
    """Say which value places the statement on the ladder, and between which cut-offs it lies."""
    low, high = row["usd_per_hour_low"], row["usd_per_hour_high"]
    if pd.isna(row["tier"]):
        without = pd.isna(low) and pd.isna(high)
        reason = "no value in US dollars per hour" if without else f"a range over {TOO_MANY_BANDS} bands or more"
        return [Step("tier", f"none: {reason}")]
    value = float(representative_usd_per_hour(pd.Series([low]), pd.Series([high])).iloc[0])
    is_one_end = pd.isna(low) or pd.isna(high) or low == high
    how = "the one stated end" if is_one_end else "the geometric midpoint of both ends"
    tier = next(tier for tier in TIERS if tier.name == row["tier"])
    return [
        Step("placed by", f"{value:,.10g} US dollars per hour: {how}"),
        Step("tier", f"{tier.name}: from {tier.usd_per_hour_from:g}, under {tier.usd_per_hour_to:g}"),
    ]


def step_of_the_table(statement_id: str, row: pd.Series, root: Path) -> Step:
    """Hold the recomputed values to the built tables, value by value."""
    name = "unread" if pd.isna(row["bound"]) or row["superseded_by"] else "pay"
    place = f"{PROCESSED.as_posix()}/{name}.csv"
    built = load_table(name, root).set_index("statement_id") if (root / place).is_file() else pd.DataFrame()
    if statement_id not in built.index:
        return Step("table", f"not in {place}: run `labormarket build`")
    stored, row = built.loc[statement_id], row.rename(AS_STATED)
    both = stored.index.intersection(row.index)
    columns = [column for column in TABLES[name].column_names if column in both and column not in OF_ALL_LOOKS]
    moved = [column for column in columns if not same_value(stored[column], row[column])]
    if moved:
        return Step("table", f"{place} has another {', '.join(moved)}: run `labormarket build`")
    at = list(built.index).index(statement_id) + 1
    return Step("table", f"{place}, row {at}: the same in all {len(columns)} columns")


def same_value(stored: object, recomputed: object) -> bool:
    """Tell whether a stored value is the recomputed one; an empty text and a missing value are the same."""
    missing = [pd.isna(value) or value == "" for value in (stored, recomputed)]  # type: ignore[call-overload]
    return all(missing) if any(missing) else stored == recomputed
