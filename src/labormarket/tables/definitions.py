"""The processed tables, defined."""

from __future__ import annotations

import pandas as pd

from labormarket.hourly import HOURLY_BASES
from labormarket.pay import Bound, Period
from labormarket.sources import STATEMENT_COLUMNS
from labormarket.tables.columns import BOOLEAN, ColumnSpec, count, number, text
from labormarket.tables.schemas import TableSpec
from labormarket.tiers import TIER_NAMES

KINDS_OF_EVIDENCE = ("advertised", "reported", "statistic", "policy", "staff_salary")
CONFIDENCES = ("high", "med", "low")
USD_PER_HOUR = "US dollars per hour"

STATEMENT_ID = text("statement_id", "Identifier of the pay statement, unique over all raw files.", required=True)
SOURCE_ID = text("source_id", "The raw file's card in data/raw/SOURCES.csv.", required=True)
PLATFORM = text("platform", "Who hires: canonical name, or the name as scraped where it isn't known.")
OWNER = text("owner", "Who owns the platform, where known.")
TIER = text("tier", "Band of the wage ladder, by the geometric midpoint or the one stated end.", allowed=TIER_NAMES)


def ends_fit_the_bound(pay: pd.DataFrame) -> pd.Series:
    """Each bound has just the ends that it promises."""
    low, high = pay["low"].notna(), pay["high"].notna()
    return (
        (pay["bound"].eq(Bound.RANGE) & low & high & pay["low"].lt(pay["high"]))
        | (pay["bound"].eq(Bound.EXACT) & low & high & pay["low"].eq(pay["high"]))
        | (pay["bound"].eq(Bound.UPPER) & ~low & high)
        | (pay["bound"].eq(Bound.LOWER) & low & ~high)
        | (pay["bound"].eq(Bound.VAGUE) & ~low & ~high)
    )


def hourly_values_have_a_basis(pay: pd.DataFrame) -> pd.Series:
    """An hourly value says what it rests on, and a basis stands only beside a value and a tier."""
    has_value = pay["usd_per_hour_low"].notna() | pay["usd_per_hour_high"].notna()
    return pay["hourly_basis"].notna().eq(has_value) & pay["tier"].notna().eq(has_value)


def hourly_ends_follow_the_stated(pay: pd.DataFrame) -> pd.Series:
    """No hourly end exists that the statement doesn't have, and low never exceeds high."""
    invented = (pay["usd_per_hour_low"].notna() & pay["low"].isna()) | (
        pay["usd_per_hour_high"].notna() & pay["high"].isna()
    )
    return ~invented & ~pay["usd_per_hour_low"].gt(pay["usd_per_hour_high"])


PAY = TableSpec(
    "pay",
    "Pay statements",
    "one published pay claim: who says that which platform pays which profession what",
    ("statement_id",),
    (
        STATEMENT_ID,
        SOURCE_ID,
        PLATFORM,
        OWNER,
        text("profession", "Canonical profession, empty where the title as stated matches none for sure."),
        text("profession_as_stated", "The profession in the source's own words."),
        text("soc_code", "Standard Occupational Classification 2018 code of the profession, where one exists."),
        text("pay_as_stated", "The pay in the source's own words.", required=True),
        text("kind", "What sort of evidence the statement is.", required=True, allowed=KINDS_OF_EVIDENCE),
        text("country", "Where the worker is (ISO 3166 codes, semicolons between several, or Worldwide)."),
        text("published_on", "Date of publication as far as known: year, year-month or date."),
        text("origin", "The one report behind several rows; rows of one origin are one witness."),
        text("confidence", "The transcriber's confidence in the row.", allowed=CONFIDENCES),
        text("currency", "ISO 4217 code, or a stablecoin as written, that the phrase or its context names."),
        number("low", "Lower end as stated, never converted.", "currency per period"),
        number("high", "Upper end as stated, never converted.", "currency per period"),
        text("period", "Period or unit of work that the amounts are for.", allowed=tuple(Period)),
        text("bound", "Which ends the statement gives.", required=True, allowed=tuple(Bound)),
        ColumnSpec("approximate", BOOLEAN, "Whether the source says about, roughly, on average.", required=True),
        number("usd_per_hour_low", "Lower end in US dollars per hour, where one can be stated.", USD_PER_HOUR),
        number("usd_per_hour_high", "Upper end in US dollars per hour, where one can be stated.", USD_PER_HOUR),
        text("hourly_basis", "What the hourly value rests on.", allowed=HOURLY_BASES),
        TIER,
        number("exchange_year", "Year of the annual average exchange rate applied, if any.", "year"),
        text("language", "Working language that the title as stated names."),
        text("seniority", "Seniority that the title as stated names."),
        text("degree", "Degree that the title as stated names."),
    ),
    (
        ("ends fit the bound", ends_fit_the_bound),
        ("hourly values have a basis and a tier", hourly_values_have_a_basis),
        ("hourly ends follow the stated ends", hourly_ends_follow_the_stated),
    ),
)

UNREAD = TableSpec(
    "unread",
    "Statements that could not be read",
    "one raw statement whose text states no pay that can be read, whole, with the reason",
    ("statement_id",),
    (
        STATEMENT_ID,
        *(text(name, "As in the raw file.") for name in STATEMENT_COLUMNS if name != "statement_id"),
        SOURCE_ID,
        text("reason", "Why the row is not in the pay table.", required=True),
    ),
)

PLATFORMS = TableSpec(
    "platforms",
    "Platforms and their owners",
    "one platform that hires, or that a fact is known about",
    ("platform",),
    (
        text("platform", "Who hires: canonical name, or the name as scraped where it isn't known.", required=True),
        OWNER,
        text("kind", "Sort of platform; empty where the name isn't known."),
        text("owner_basis", "The source_id behind the owner, or why the platform stands as its own."),
        text("note", "Remarks."),
        text("workforce", "Size of the workforce as the source states it."),
        text("workforce_source", "Where the workforce figure stands."),
        count("statements", "Rows of the pay table.", "statements"),
        count("professions", "Distinct professions in the pay table.", "professions"),
        number("usd_per_hour_lowest", "Lowest stated end of any statement with an hourly value.", USD_PER_HOUR),
        number("usd_per_hour_highest", "Highest stated end of any statement with an hourly value.", USD_PER_HOUR),
    ),
)

PROFESSIONS = TableSpec(
    "professions",
    "Professions",
    "one canonical profession of the taxonomy",
    ("profession",),
    (
        text("profession", "Canonical name.", required=True),
        text("soc_code", "SOC 2018 code, where one exists."),
        text("soc_note", "Why SOC has no code for it, and the nearest code."),
        text("group", "Major group."),
        text("credential", "What the work asks for: none, degree, licence, doctorate, executive."),
        text("field", "Field of expertise."),
        count("statements", "Rows of the pay table.", "statements"),
        count("platforms", "Distinct platforms in the pay table.", "platforms"),
    ),
)

SOURCES = TableSpec(
    "sources",
    "Sources",
    "one raw file",
    ("source_id",),
    (
        SOURCE_ID,
        text("path", "Where the raw file stands.", required=True),
        text("title", "What it is.", required=True),
        text("url", "Where it was found, if it is one page."),
        text("collected_on", "Date of collection.", required=True),
        text("method", "How it was collected.", required=True),
        text("licence", "Terms of the file.", required=True),
        text("kind", "Statements, platform facts or reference figures.", required=True),
        text("sha256", "SHA-256 of the file.", required=True),
        count("rows", "Data rows in the file.", "rows"),
        text("note", "Remarks."),
        count("statements_read", "Rows of this file in the pay table.", "statements"),
        count("statements_unread", "Rows of this file in the unread table.", "statements"),
    ),
)

TIERS_TABLE = TableSpec(
    "tiers",
    "The wage ladder",
    "one tier, from the lowest paid to the highest",
    ("tier",),
    (
        text("tier", "Name of the tier.", required=True, allowed=TIER_NAMES),
        number("from", "Lower cut-off, included.", USD_PER_HOUR, required=True),
        number("to", "Upper cut-off, excluded; empty for the top tier.", USD_PER_HOUR),
        count("statements", "Statements placed in the tier.", "statements"),
        count("platforms", "Distinct platforms among them.", "platforms"),
        count("professions", "Distinct professions among them.", "professions"),
        number("lowest", "Lowest stated end among them.", USD_PER_HOUR),
        number("highest", "Highest stated end among them.", USD_PER_HOUR),
    ),
    keeps_order=True,
)

LISTINGS = TableSpec(
    "listings",
    "Listings over time",
    "one advertised listing: a title of a platform at one address, however often it was collected",
    ("listing_id",),
    (
        text("listing_id", "Checksum of platform, title and address: the same on every day.", required=True),
        text("platform", "Who hires, as the raw file names it."),
        text("profession_as_stated", "The profession in the source's own words."),
        text("source_url", "Address of the listing.", required=True),
        text("first_seen", "First day on which it was collected.", required=True),
        text("last_seen", "Last day on which it was collected.", required=True),
        count("observations", "Days on which it was collected.", "days"),
        count("pay_changes", "How often the stated pay differs from the look before.", "changes"),
        text("first_pay", "The pay on the first day, in the source's own words; several joined by semicolons."),
        text("last_pay", "The pay on the last day, in the source's own words; several joined by semicolons."),
        text("pay_history", "The pay of the first day and of each day on which it had changed."),
    ),
)

TABLES = {spec.name: spec for spec in (PAY, UNREAD, PLATFORMS, PROFESSIONS, SOURCES, TIERS_TABLE, LISTINGS)}
