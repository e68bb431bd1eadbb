"""Listings to raw statements: distinct texts are read once, and the answers spread over the rows as Arrow columns."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple
from urllib.parse import urljoin

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from labormarket.platforms import match_platform, names_in_prose, platforms
from labormarket.readers.column_map import MANY, PAY_FIELDS, ColumnMap
from labormarket.readers.encoded import Encoded, combine
from labormarket.readers.formats.markup import html_to_text
from labormarket.readers.formats.rows import BadRecord, Rows, encode_texts
from labormarket.readers.listing.address import platform_of_address
from labormarket.readers.listing.dates import date_of, is_day_first
from labormarket.readers.listing.description import strings_in, structure_of
from labormarket.readers.listing.pay import ListingPay, PayFields, read_pay
from labormarket.readers.listing.place import country_of_cells, country_of_text
from labormarket.readers.listing.scope import scope_of
from labormarket.readers.listing.structured_pay import (
    Refusal,
    StatedPay,
    named_unit,
    title_currency,
    written,
)
from labormarket.readers.model import BATCH_SCHEMA, LEFT_OUT_SCHEMA, Batch, Coverage, ReadOptions
from labormarket.sources.publisher import publisher_of

DATES = ("published_on", "first_seen", "last_seen")
KEPT = (*DATES, "statement_id", "profession_raw", "kind", "country", "confidence", "scope", "origin", "note",
        "degree_asked", "usd_text", "source_title")  # fmt: skip
"""Fields that are taken as they stand, all of them in a file of raw statements."""
PAY_PARTS = (*PAY_FIELDS, "period", "currency", "period_context", "currency_context", "description")
"""Fields in which pay may stand."""
ESTIMATE = re.compile(
    r"\((?:glassdoor|indeed|linkedin|site)\s+est|\bestimated by (?:glassdoor|indeed|linkedin)", re.IGNORECASE
)
PRICE = ("pay_text", "period_context", "currency_context", "kind")
"""What listings of one template share beside their platform."""
HOURLY = re.compile(r"/\s?h|\bhour|\bhr\b", re.IGNORECASE)
NO_PAY = "states no pay"
POSTED = ("profession_raw", "platform", "place", "source_url", "source_title", "published_on", "category", "kind")
"""Fields of a posting that are those of its listing."""


@dataclass(frozen=True)
class Posting:
    """A job as a board's interface or a page describes it; `where` is its place in the file.

    `pays` are what the board's pay fields state, or why they state none; `fault` says why the posting as a
    whole is left out.
    """

    where: str
    profession_raw: str = ""
    platform: str = ""
    place: tuple[str, ...] = ()
    source_url: str = ""
    source_title: str = ""
    published_on: str = ""
    category: tuple[str, ...] = ()
    kind: str = "advertised"
    texts: tuple[str, ...] = ()
    pays: tuple[StatedPay | Refusal, ...] = ()
    fault: str = ""


class Listings(NamedTuple):
    """Listings of one file: each field as an encoded column, the pay of each, and its place in the file."""

    fields: Mapping[str, Encoded]
    pay: Encoded
    """of PayFields"""
    numbers: np.ndarray
    where: pa.Array
    is_raw: bool = False
    bad: tuple[BadRecord, ...] = ()

    def field(self, name: str, empty: Any = "") -> Encoded:
        """One field; a field that the file doesn't have is empty throughout."""
        held = self.fields.get(name)
        return held if held is not None else Encoded.constant(empty, len(self.numbers))


def listings_of_postings(postings: Sequence[Posting], first: int = 1) -> Listings:
    """Put postings into the columns of listings; those with a fault are bad records."""
    good = [posting for posting in postings if not posting.fault]
    numbers = [number for number, posting in enumerate(postings, first) if not posting.fault]
    bad = [BadRecord(n, p.fault, p.profession_raw, p.where) for n, p in enumerate(postings, first) if p.fault]
    every = Encoded(good, np.arange(len(good)))
    return Listings(
        {name: every.map(attrgetter(name)) for name in POSTED},
        every.map(lambda one: PayFields(descriptions=tuple(filter(None, one.texts)), stated=one.pays)),
        np.array(numbers, dtype=np.int64),
        pa.array([posting.where for posting in good], pa.string()),
        bad=tuple(bad),
    )


def listings_of_rows(rows: Rows, place: str) -> Listings:
    """Take the listings from the rows of a table."""
    table, columns = rows.table, rows.columns
    fields = {}
    for field, titles in columns.columns.items():
        held = [Encoded.of(table[title]) for title in titles]
        fields[field] = combine(held) if field in MANY else held[0]
    return Listings(
        {name: column for name, column in fields.items() if name not in PAY_PARTS},
        pay_fields(fields, columns, table.num_rows),
        rows.numbers,
        pc.binary_join_element_wise(place, pa.array(rows.numbers).cast(pa.string()), " "),
        columns.is_raw,
        rows.bad,
    )


def pay_fields(fields: Mapping[str, Encoded], columns: ColumnMap, rows: int) -> Encoded:
    """Combine the columns in which pay may stand into one column; their titles may name the unit and the currency."""
    heading = next(filter(None, map(columns.first, ("low", "high", "middle", "pay_text"))), "")
    unit, currency = named_unit(heading), title_currency(heading)
    parts = [name for name in PAY_PARTS if name in fields]
    if not parts:
        return Encoded.constant(PayFields(), rows)

    def made(values: tuple[Any, ...]) -> PayFields:
        held = dict(zip(parts, values, strict=True))
        texts = tuple(text for text in held.pop("description", ()) if isinstance(text, str) and written(text))
        held |= {"period": written(held.get("period")) or unit, "currency": written(held.get("currency")) or currency}
        return PayFields(**held, descriptions=texts)

    held = combine([fields[name] for name in parts])
    return Encoded([made(values) for values in held.values], held.codes)


def read_listings(listings: Listings, options: ReadOptions, format: str) -> Batch:
    """Read listings into a batch of raw statements.

    One row for each pay that a listing states; a listing that states none is left out, with the reason.
    """
    answers = [
        read_pay(held, is_raw=listings.is_raw, longest=options.budget.cell_chars) for held in listings.pay.values
    ]
    counts = np.array([len(answer.pays) for answer in answers], dtype=np.int64)
    per_row = counts[listings.pay.codes]
    rows = np.repeat(np.arange(len(per_row)), per_row)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(per_row) - per_row, per_row)
    firsts = np.cumsum(counts) - counts
    stated = Encoded([pay for answer in answers for pay in answer.pays], firsts[listings.pay.codes[rows]] + within)
    hourly = Encoded(answers, listings.pay.codes).map(
        lambda answer: any(pay.period_context == "hour" or HOURLY.search(pay.pay_text) for pay in answer.pays)
    )
    known = known_fields(listings, options, hourly)
    silent = np.flatnonzero(per_row == 0)
    return Batch(
        statements_table(listings, known, stated, rows),
        left_out_table(listings, known, answers, silent),
        len(per_row) + len(listings.bad),
        format,
        {} if listings.is_raw else coverage_of(known, per_row > 0),
    )


def known_fields(listings: Listings, options: ReadOptions, hourly: Encoded) -> dict[str, Encoded]:
    """Read everything of a listing but its pay: each field of a statement as an encoded column."""
    known = {name: listings.field(name).map(written) for name in KEPT}
    known["country_note"] = Encoded.constant("", len(listings.numbers))
    url = known["source_url"] = listings.field("source_url").map(lambda link: address_of(link, options))
    known["publisher"] = url.map(publisher_of)
    named = combine([listings.field("platform"), url])
    known["platform"] = named.map(lambda pair: platform_of(name_of(pair[0]), pair[1], options))
    if listings.is_raw:
        return known
    title, texts = listings.field("profession_raw"), listings.pay.map(attrgetter("descriptions"))
    known["profession_raw"] = title.map(title_of)
    if brands().keys() & set(known["platform"].values):
        branded = combine([known["platform"], known["profession_raw"], texts])
        known["platform"] = branded.map(lambda held: brand_of(held[0], (held[1], *held[2])))
    for name in DATES:
        day = listings.field(name)
        day_first = is_day_first(list(day.values))
        known[name] = day.map(partial(date_of, day_first=day_first, today=options.collected_on))
    places = combine([listings.field("place", ("",)), listings.field("country")])
    stated = places.map(lambda pair: country_of_cells(tuple(map(place_of, (*pair[0], pair[1])))))
    found = combine([stated, texts]).map(
        lambda pair: pair[0] if any(pair[0]) else (next(filter(None, map(country_of_text, pair[1])), ""), "")
    )
    known["country"], known["country_note"] = found.map(itemgetter(0)), found.map(itemgetter(1))
    known["kind"] = known["kind"].map(lambda kind: kind or "advertised")
    if "scope" not in listings.fields:
        is_known = known["platform"].map(lambda name: not name or match_platform(name).platform is not None)
        named = combine([is_known, title, listings.field("category", ()), texts, hourly])
        known["scope"] = named.map(decide_scope)
    known["confidence"] = url.map(lambda link: "high" if link else "low")
    return known


def place_of(value: object) -> str:
    """Write a place as text; the objects that a board wrote into one cell as JSON, one after the other."""
    text = written(value)
    return "; ".join(strings_in(structure_of(text))) if text[:1] in ("{", "[") else text


def decide_scope(held: tuple[bool, object, tuple[object, ...], tuple[str, ...], bool]) -> str:
    """Decide the scope of a listing: is its platform known, title, categories, texts, is it paid hourly."""
    is_known, title, categories, texts, is_hourly = held
    category = " ".join(map(written, categories))
    return scope_of(written(title), "\n".join(texts), category, is_hourly=is_hourly, is_known=is_known)


def platform_of(stated: str, url: str, options: ReadOptions) -> str:
    """Return who hires: a known platform that the file names, else the one that the file is said to be of.

    A board's file may name the client of each listing; where nobody says whose board it is, the name in the file
    stands, then the address.

    >>> platform_of("Acme Corp", "", ReadOptions(platform="Mercor")), platform_of("Outlier", "", ReadOptions())
    ('Mercor', 'Outlier')
    """
    if options.platform and not (stated and match_platform(stated).platform):
        return options.platform
    found = platform_of_address(url)
    return stated or ("" if found in publishers() else found)


@cache
def publishers() -> frozenset[str]:
    """Return the names that print what others pay and hire nobody: those without a kind of platform."""
    known = platforms()
    return frozenset(known.loc[known["kind"].fillna("").eq(""), "platform"])


@cache
def brands() -> Mapping[str, re.Pattern[str]]:
    """The names of the active platforms that pay for data work, as one pattern for each owner."""
    held: dict[str, list[str]] = {}
    for row in platforms().dropna(subset=["owner", "kind"]).to_dict("records"):
        if row["owner"] != row["platform"] and row["status"] == "active" and row["platform"] in names_in_prose():
            held.setdefault(row["owner"], []).append(row["platform"])
    return {owner: re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b") for owner, names in held.items()}


def brand_of(platform: str, texts: Sequence[str]) -> str:
    """Return who hires: the one platform of the board's owner that a listing names, else the owner.

    >>> brand_of("Appen", ("Rater", "You join the CrowdGen community.")), brand_of("Appen", ("Rater", "Join us."))
    ('CrowdGen', 'Appen')
    """
    pattern = brands().get(platform)
    named = {name for text in texts for name in pattern.findall(text)} if pattern else set()
    return named.pop() if len(named) == 1 else platform


def name_of(value: object) -> str:
    """Write the name of a company without the rating under it or the number of an office before it.

    >>> name_of("Acme Research\\n3.8"), name_of("400 Acme Inc.")
    ('Acme Research', 'Acme Inc.')
    """
    return title_of(re.sub(r"^\d{3,} (?=[A-Z])|\n[\d.]+\s*$", "", value) if isinstance(value, str) else value)


def title_of(value: object) -> str:
    """Write a title or a name without HTML.

    >>> title_of("AI <b>Tutor</b> R&amp;D")
    'AI Tutor R&D'
    """
    text = written(value)
    return written(html_to_text(text)) if re.search(r"[<&]", text) else text


def address_of(link: object, options: ReadOptions) -> str:
    """Return a listing's address; a path alone is joined to the address that the file came from."""
    text = written(link)
    if text.startswith("/") and options.source_url:
        return urljoin(options.source_url, text)
    if text.startswith("www."):
        return f"https://{text}"
    return text or options.source_url


def statements_table(listings: Listings, known: Mapping[str, Encoded], stated: Encoded, rows: np.ndarray) -> pa.Table:
    """Put the fields of the listings and their pays together, a row for each pay."""
    held = {name: column.take(rows) for name, column in known.items()}
    for name in ("pay_text", "period_context", "currency_context"):
        held[name] = stated.map(attrgetter(name))
    if not listings.is_raw:
        own, estimated = stated.map(attrgetter("country")), stated.map(lambda pay: bool(ESTIMATE.search(pay.pay_text)))
        held["country"] = combine([held["country"], own]).map(lambda pair: pair[1] or pair[0])
        held["kind"] = combine([held["kind"], estimated]).map(lambda pair: "statistic" if pair[1] else pair[0])
    notes = combine([held["note"], stated.map(lambda pay: pay.note), held["country_note"]])
    held["note"] = notes.map(lambda parts: "; ".join(filter(None, parts)))
    hirer = held["platform"].map(lambda platform: match_platform(platform).platform or platform)
    held["template_id"] = combine([hirer, *(held[part] for part in PRICE)]).map(template_id)
    return as_table(held, listings.where.take(pa.array(rows)), listings.numbers[rows], BATCH_SCHEMA)


def as_table(held: Mapping[str, Encoded], where: pa.Array, numbers: np.ndarray, schema: pa.Schema) -> pa.Table:
    """Put columns into a table of the schema; one that isn't there holds empty texts."""
    if not len(numbers):
        return schema.empty_table()
    empty = Encoded.constant("", len(numbers))
    columns = {"where": where, "input_row": pa.array(numbers, pa.int64())}
    filled = [columns[f.name] if f.name in columns else held.get(f.name, empty).to_arrow() for f in schema]
    return pa.table([column.cast(field.type) for field, column in zip(schema, filled, strict=True)], schema=schema)


def template_id(held: tuple[str, str, str, str, str]) -> str:
    """Name the pay text of a platform: listings that share it state one price, whatever their titles.

    >>> [template_id(("Appen", text, "", "", "advertised")) for text in ("$5  an hour", "$5 an Hour")]
    ['0ec94b057b38', '0ec94b057b38']
    """
    name, text, period, currency, kind = held
    if kind != "advertised" or not text:
        return ""
    seed = "\n".join(" ".join(part.casefold().split()) for part in (name, text, period, currency))
    return hashlib.sha256(seed.encode("utf-8", errors="replace")).hexdigest()[:12]


def left_out_table(
    listings: Listings, known: Mapping[str, Encoded], answers: Sequence[ListingPay], silent: np.ndarray
) -> pa.Table:
    """Put what became no statement into a table: listings without pay, refused fields, broken records."""
    refusal = Encoded(answers, listings.pay.codes[silent])
    held = {name: column.take(silent) for name, column in known.items()}
    held["pay_text"] = refusal.map(lambda answer: "; ".join(refused.text for refused in answer.refused))
    reason = refusal.map(
        lambda answer: "; ".join(dict.fromkeys(refused.reason for refused in answer.refused)) or NO_PAY
    )
    held["reason"] = reason
    table = as_table(held, listings.where.take(pa.array(silent)), listings.numbers[silent], LEFT_OUT_SCHEMA)
    return pa.concat_tables([table, bad_table(listings.bad)]) if listings.bad else table


def bad_table(bad: Sequence[BadRecord]) -> pa.Table:
    """Put broken records into a table of what was left out, each with its whole text."""
    held = {name: Encoded.of(encode_texts([getattr(record, name) for record in bad])) for name in ("reason", "text")}
    where = pa.array([record.where or f"line {record.number}" for record in bad], pa.string())
    return as_table(held, where, np.array([record.number for record in bad], np.int64), LEFT_OUT_SCHEMA)


def coverage_of(known: Mapping[str, Encoded], with_pay: np.ndarray) -> dict[tuple[str, str], Coverage]:
    """Count the listings, and those that state pay, by platform and month."""
    keys = combine([known["platform"], known["published_on"].map(lambda day: day[:7])])
    every = np.bincount(keys.codes, minlength=len(keys.values))
    stating = np.bincount(keys.codes[with_pay], minlength=len(keys.values))
    return {key: Coverage(int(a), int(b)) for key, a, b in zip(keys.values, every, stating, strict=True)}


def add_coverage(parts: Sequence[Mapping[tuple[str, str], Coverage]]) -> dict[tuple[str, str], Coverage]:
    """Add up the coverage of several batches."""
    every: Counter[tuple[str, str]] = Counter()
    stating: Counter[tuple[str, str]] = Counter()
    for part in parts:
        for key, counted in part.items():
            every[key] += counted.listings
            stating[key] += counted.with_pay
    return {key: Coverage(every[key], stating[key]) for key in sorted(every)}
