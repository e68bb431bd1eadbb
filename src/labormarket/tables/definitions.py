"""The processed tables, defined."""

from __future__ import annotations

import pandas as pd

from labormarket.hourly import GROSS, HOURLY_BASES, NET
from labormarket.pay import Bound, Period
from labormarket.sources import SCOPES, STATEMENT_COLUMNS
from labormarket.tables.allowed_values import KINDS_OF_EVIDENCE, POSITIONS, TOPICS, VERDICTS
from labormarket.tables.columns import AS_STATED, INTL_PER_HOUR, USD_PER_HOUR, count, ends, flag, number, text
from labormarket.tables.comparison_definitions import COMPARISON_TABLES
from labormarket.tables.estimate_definitions import ESTIMATE_TABLES
from labormarket.tables.schemas import TableSpec
from labormarket.tiers import TIER_NAMES

CONFIDENCES = ("high", "med", "low")

STATEMENT_ID = text("statement_id", "Identifier of the pay statement, unique over all raw files.", required=True)
SOURCE_ID = text("source_id", "The raw file's card in data/raw/SOURCES.csv.", required=True)
PLATFORM = text("platform", "Who hires: canonical name, or the name as scraped where it isn't known.")
OWNER = text(
    "owner", "Who owned the platform on the date (its last owner, in tables of platforms); empty where unknown."
)
TIER = text(
    "tier", "Pay band, by the geometric midpoint or the one stated end; none over three bands.", allowed=TIER_NAMES
)


def ends_fit_the_bound(pay: pd.DataFrame) -> pd.Series:
    """Each bound has just the ends that it promises."""
    low, high = pay["low"].notna(), pay["high"].notna()
    return (
        (pay["bound"].eq(Bound.RANGE) & pay["low"].lt(pay["high"]))
        | (pay["bound"].eq(Bound.EXACT) & pay["low"].eq(pay["high"]))
        | (pay["bound"].eq(Bound.UPPER) & ~low & high)
        | (pay["bound"].eq(Bound.LOWER) & low & ~high)
        | (pay["bound"].eq(Bound.VAGUE) & ~low & ~high)
    )


def hourly_values_have_a_basis(pay: pd.DataFrame) -> pd.Series:
    """An hourly value says what it rests on; a basis stands only beside a value, a tier too."""
    has_value = pay["usd_per_hour_low"].notna() | pay["usd_per_hour_high"].notna()
    return pay["hourly_basis"].notna().eq(has_value) & (has_value | pay["tier"].isna())


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
        *(STATEMENT_ID, SOURCE_ID, PLATFORM, OWNER),
        text("profession", "Canonical profession, empty where the title as stated matches none for sure."),
        text("profession_as_stated", "The profession in the source's own words."),
        text("soc_code", "Standard Occupational Classification 2018 code of the profession, where one exists."),
        text("pay_as_stated", "The pay in the source's own words.", required=True),
        text("kind", "What sort of evidence the statement is.", required=True, allowed=KINDS_OF_EVIDENCE),
        text("country", "Where the worker is (ISO 3166 codes, semicolons between several, or Worldwide)."),
        text("published_on", "Date of publication as far as known (year, month or day), or the day it was first seen."),
        text("origin", "The one report behind several rows; rows of one origin are one witness."),
        text("confidence", "The transcriber's confidence in the row.", allowed=CONFIDENCES),
        text("currency", "ISO 4217 code, or a stablecoin as written, that the phrase or its context names."),
        *ends("", "{} end as stated, never converted.", AS_STATED),
        text("period", "Period or unit of work that the amounts are for.", allowed=tuple(Period)),
        text("bound", "Which ends the statement gives.", required=True, allowed=tuple(Bound)),
        flag("approximate", "Whether the source says about, roughly, on average."),
        *ends("usd_per_hour_", "{} end in US dollars per hour, where one can be stated.", USD_PER_HOUR),
        text("hourly_basis", "What the hourly value rests on.", allowed=HOURLY_BASES),
        TIER,
        number("exchange_year", "Year of the annual average exchange rate applied, if any.", "year"),
        text("language", "Working language that the title as stated names."),
        text("seniority", "Seniority that the title as stated names."),
        text("degree", "Degree that the title as stated names."),
        text("tax", "Whether the text says that the pay is before or after tax.", allowed=(NET, GROSS)),
        text("scope", "What the work is; only training enters ladder, charts and estimates.", allowed=SCOPES),
        text("degree_asked", "Degrees that the listing asks for, or its title names; semicolons between several."),
        text("publisher", "Who printed it: the registrable domain of the page, owner and name of a repository."),
        text("template_id", "The platform and the price that stand on many of its listings: one price, one template."),
        text("source_url", "Address of the page; empty where there is no public page."),
        text("first_seen", "First day on which the listing was seen, where that was noted."),
        text("last_seen", "Last day on which the listing was seen, where that was noted."),
    ),
    (
        ("ends fit the bound", ends_fit_the_bound),
        ("hourly values have a basis", hourly_values_have_a_basis),
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
        text("owner_basis", "The page or document behind the owner, or why the platform stands as its own."),
        text("status", "Active, closed, merged, sold, offline; empty where no source says."),
        text("status_since", "Date of the status, where it is no longer active."),
        text("ended_in", "Countries (ISO 3166) that it left, each with the date, semicolons between them."),
        text("status_source", "The page or document behind the status."),
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
        text("group", "What a person would ask for: all physicians, nurses, annotators and so on."),
        text("major_group", "Major group of SOC 2018, or the project's own for AI training and data work."),
        text("credential", "What the work asks for: none, degree, licence, doctorate, executive."),
        text("field", "Field of expertise."),
        text(
            "job_zone", "Preparation that O*NET 29.2 finds usual: 1 little, 3 vocational, 4 a degree, 5 graduate work."
        ),
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
        text(
            "kind",
            "Statements, looks, listing counts, annotations, platform facts or reference figures.",
            required=True,
        ),
        text("sha256", "SHA-256 of the file.", required=True),
        count("rows", "Data rows in the file.", "rows"),
        text("note", "Remarks."),
        count("statements_read", "Rows of this file in the pay table.", "statements"),
        count("statements_unread", "Rows of this file in the unread table.", "statements"),
        number("statements_seen_again", "Rows of this file that are another look at a listing.", "looks"),
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
        number("shares", "Statements in the band, each range spread evenly over the logarithm of pay.", "statements"),
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
        text("gone_on", "First day on which its board was counted without it; empty where it was still there."),
        count("observations", "Days on which it was collected.", "days"),
        number("returns", "How often it came back after its board had been counted without it.", "returns"),
        count("pay_changes", "How often the stated pay differs from the look before.", "changes"),
        text("first_pay", "The pay on the first day, in the source's own words; several joined by semicolons."),
        text("last_pay", "The pay on the last day, in the source's own words; several joined by semicolons."),
        text("pay_history", "The pay of the first day and of each day on which it had changed."),
    ),
)

DAY_JOBS = TableSpec(
    "day_jobs",
    "AI-training pay against the day job",
    "one platform and profession with a SOC code, beside the US wages of the same occupation",
    ("platform", "profession"),
    (
        text("platform", "Who hires.", required=True),
        text("profession", "Canonical profession.", required=True),
        text("soc_code", "SOC 2018 code of the profession.", required=True),
        *ends(
            "usd_per_hour_",
            "{} stated end of any statement of the pair; empty where none.",
            USD_PER_HOUR,
            ("Lowest", "Highest"),
        ),
        count("statements", "Statements of the pair: no assumed hours, no worker known to be abroad.", "statements"),
        text("source_ids", "The raw files behind them, semicolons between several.", required=True),
        text("day_job_code", "Code under which the wage survey publishes the occupation.", required=True),
        text("day_job", "The survey's title of the occupation.", required=True),
        flag("annual_only", "Published per year only, divided by 2,080 hours here."),
        number("day_job_p10", "10th percentile of the day job (BLS OEWS, May 2025).", USD_PER_HOUR),
        number("day_job_p25", "25th percentile.", USD_PER_HOUR),
        number("day_job_median", "Median.", USD_PER_HOUR, required=True),
        number("day_job_p75", "75th percentile; empty above the survey's top code.", USD_PER_HOUR),
        number("day_job_p90", "90th percentile; empty above the survey's top code.", USD_PER_HOUR),
        *ends("ratio_", "{} end over the day job's median.", "ratio", ("Low", "High")),
        text("position_low", "Where the low end falls among the percentiles.", allowed=POSITIONS),
        text("position_high", "Where the high end falls among the percentiles.", allowed=POSITIONS),
        text(
            "verdict",
            "Against the day job's median: more, less, or either where the interval holds it.",
            required=True,
            allowed=VERDICTS,
        ),
    ),
)

MINIMUM_WAGE_GAPS = TableSpec(
    "minimum_wage_gaps",
    "AI-training pay against minimum wages",
    "one pay statement of one country, beside the minimum wage there at the time",
    ("statement_id",),
    (
        *(STATEMENT_ID, SOURCE_ID, PLATFORM),
        text("profession", "Canonical profession, empty where the title as stated matches none for sure."),
        text("country", "Where the worker is (ISO 3166).", required=True),
        text("published_on", "Date of publication as far as known.", required=True),
        text("minimum_currency", "Local currency (ISO 4217).", required=True),
        *ends("local_per_hour_", "{} end of the pay.", "local currency per hour"),
        number("minimum_per_hour", "Minimum wage in force.", "local currency per hour", required=True),
        text("minimum_class", "Which of the country's minimum wages it is.", required=True),
        text("minimum_from", "Day from which the list has it in force; empty where the list names no start."),
        text("binds", "Whether it binds employers; no for an advisory or abandoned wage.", allowed=("yes", "no")),
        text(
            "minimum_basis",
            "Whether its source gives an hourly amount, or a day or month was divided by assumed hours.",
            required=True,
            allowed=("stated", "assumed_hours"),
        ),
        *ends("ratio_", "{} end over the local minimum wage.", "ratio"),
        number("us_federal_per_hour", "US federal minimum wage of the day.", USD_PER_HOUR, required=True),
        *ends("us_ratio_", "{} end over the US federal minimum wage.", "ratio"),
        text("strictest_us_state", "For US statements: the listed state with the highest minimum wage of the day."),
        number("us_state_per_hour", "Its minimum wage.", USD_PER_HOUR),
    ),
)

PLATFORM_FACTS_TABLE = TableSpec(
    "platform_facts",
    "Facts about platforms",
    "one fact about a platform as one source states it, or one figure derived from such facts",
    ("platform", "fact", "value", "source_id", "source_url", "as_of"),
    (
        text("platform", "Whom the fact is about.", required=True),
        OWNER,
        text("topic", "What the fact is about.", required=True, allowed=TOPICS),
        text("fact", "The fact in the transcriber's words; derived ones say what they rest on.", required=True),
        text("value", "Its value as stated.", required=True),
        text("unit", "Unit of the value; empty for words."),
        text("as_of", "Date of the fact as far as its source gives one."),
        text("source_url", "Where it stands."),
        text("source_title", "What the source is called."),
        SOURCE_ID,
        text("collected_on", "Date of collection of the raw file.", required=True),
        flag("is_derived", "Computed here from stated facts."),
    ),
)

OWNERS_TABLE = TableSpec(
    "owners",
    "Owners of platforms over time",
    "one owner of one platform, for the time that it held it",
    ("platform", "owner", "from"),
    (
        text("platform", "Canonical name.", required=True),
        text("owner", "Who owned it; its own name where it was independent.", required=True),
        text("from", "First year, month or day; empty where open or not known."),
        text("to", "Last year, month or day; empty where it still holds it."),
        text("share", "Share held, in the source's words."),
        text("source", "The page or document that says so, or that none was seen.", required=True),
    ),
)

LOCAL_PAY = TableSpec(
    "local_pay",
    "Pay and what it buys in the place",
    "one pay statement of one country with an hourly value",
    ("statement_id",),
    (
        *(STATEMENT_ID, SOURCE_ID, PLATFORM),
        text("profession", "Canonical profession, empty where the title as stated matches none for sure."),
        text("country", "Where the worker is (ISO 3166).", required=True),
        text("region", "World Bank region.", required=True),
        text("income_group", "World Bank income group of fiscal year 2026; empty where it classifies none."),
        text("published_on", "Date of publication as far as known."),
        *ends("usd_per_hour_", "{} end of the pay.", USD_PER_HOUR),
        *ends("intl_dollars_per_hour_", "{} end, at purchasing power parity.", INTL_PER_HOUR),
        number("ppp_year", "Year of the parity; empty where the country has none, or its money no rate.", "year"),
    ),
)

AGREEMENT = TableSpec(
    "agreement",
    "Agreement with a second reader",
    "one column of the pay table that a second reader read again, as the table stands now",
    ("column",),
    (
        text("column", "The column; soc_major is the major group of its SOC code.", required=True),
        count("statements", "Statements that were read twice.", "statements"),
        number("alike", "Share read alike.", "share"),
        number(
            "kappa", "Cohen's kappa: agreement beyond chance; empty where both give one value.", "kappa", minimum=-1.0
        ),
        text(
            "differences", "The statements read otherwise, semicolons between them; reference_second_reading says why."
        ),
    ),
    keeps_order=True,
)

TABLES = {
    spec.name: spec
    for spec in (
        *(PAY, UNREAD, PLATFORMS, PROFESSIONS, SOURCES, TIERS_TABLE, LISTINGS),
        *(DAY_JOBS, MINIMUM_WAGE_GAPS, LOCAL_PAY, PLATFORM_FACTS_TABLE, OWNERS_TABLE, AGREEMENT),
        *COMPARISON_TABLES,
        *ESTIMATE_TABLES,
    )
}
