"""The tables of like with like, defined: one platform's job between degrees, countries, dates and the day job."""

from __future__ import annotations

from labormarket.tables.allowed_values import DIRECTIONS, KINDS_OF_EVIDENCE, STEPS_TO_THE_DAY_JOB, VERDICTS
from labormarket.tables.columns import AS_STATED, INTL_PER_HOUR, USD_PER_HOUR, ColumnSpec, count, ends, number, text
from labormarket.tables.schemas import TableSpec

PLATFORM = text("platform", "Who hires.", required=True)
JOB = text("job", "The title's words without language, place, degree, seniority and role noun.", required=True)
PROFESSION = text("profession", "Canonical profession, empty where the titles match none.")
RESTS_ON = (
    count("statements", "Pay statements behind the row.", "statements"),
    text("statement_ids", "Those statements, semicolons between several.", required=True),
    text("source_ids", "The raw files behind them, semicolons between several.", required=True),
)


def medians(prefix: str, meaning: str, unit: str) -> tuple[ColumnSpec, ColumnSpec]:
    """Describe the medians of the low and of the high ends over some statements."""
    return ends(prefix, f"Median of the {{}} ends {meaning}; empty where none states it.", unit, ("low", "high"))


DEGREE_PAIRS = TableSpec(
    "degree_pairs",
    "What a degree adds within one title",
    "two degrees asked for by adverts of one platform for one job on one day",
    ("platform", "job", "seen_on", "degree_lower", "degree_higher"),
    (
        *(PLATFORM, JOB),
        text("seen_on", "Date of publication, or the day on which the adverts were seen.", required=True),
        PROFESSION,
        text("degree_lower", "The lower degree.", required=True),
        text("degree_higher", "The higher degree.", required=True),
        *medians("usd_per_hour_lower_", "at the lower degree", USD_PER_HOUR),
        *medians("usd_per_hour_higher_", "at the higher degree", USD_PER_HOUR),
        *ends("ratio_", "{} end at the higher over that at the lower degree.", "ratio", ("Low", "High")),
        *RESTS_ON,
    ),
)

SAME_WORK_BY_COUNTRY = TableSpec(
    "same_work_by_country",
    "The same work, priced by country",
    "one platform's job in one year, in one country and language; jobs in two countries at least",
    ("platform", "job", "year", "country", "language"),
    (
        *(PLATFORM, JOB),
        count("year", "Year of publication.", "year"),
        text("country", "Where the worker is (ISO 3166).", required=True),
        text("language", "Working language that the titles name."),
        PROFESSION,
        *medians("usd_per_hour_", "of the adverts", USD_PER_HOUR),
        *medians("intl_dollars_per_hour_", "in purchasing power", INTL_PER_HOUR),
        number("ppp_year", "Year of the purchasing power parity.", "year"),
        number("minimum_wage_usd_per_hour", "Local minimum wage of the day, where one is known.", USD_PER_HOUR),
        *ends("ratio_to_minimum_", "{} end over the local minimum wage.", "ratio", ("Low", "High")),
        number("ratio_to_lowest", "Top of the row over that of the job's lowest paid row.", "ratio"),
        count("countries", "Countries that the job is advertised for.", "countries"),
        count("countries_of_language", "Countries with the job in just this language; 0 without one.", "countries"),
        *RESTS_ON,
    ),
    keeps_order=True,
)

SAME_WORK_OVER_TIME = TableSpec(
    "same_work_over_time",
    "The same work over time",
    "one step from a date to the next, of one platform's job in one place and language, as stated",
    ("platform", "job", "country", "language", "currency", "period", "from_date", "to_date"),
    (
        *(PLATFORM, JOB),
        text("country", "Where the worker is, as in the pay table."),
        text("language", "Working language that the titles name."),
        text("currency", "Currency of the amounts."),
        text("period", "Period of the amounts."),
        text("from_date", "Earlier date.", required=True),
        text("to_date", "Later date.", required=True),
        *medians("from_", "at the earlier date", AS_STATED),
        *medians("to_", "at the later date", AS_STATED),
        *ends("ratio_", "Later over earlier {} end.", "ratio", ("low", "high")),
        text("direction", "Whether like ends rose, fell, stayed, or differ.", required=True, allowed=DIRECTIONS),
        text("evidence", "Adverts of two dates, or one report of both.", required=True, allowed=KINDS_OF_EVIDENCE),
        *RESTS_ON,
    ),
)

LIKE_FOR_LIKE = TableSpec(
    "like_for_like",
    "US adverts against the day job, like for like",
    "one platform and profession at one step; each step includes those before",
    ("platform", "profession", "step"),
    (
        PLATFORM,
        text("profession", "Canonical profession.", required=True),
        text("step", "What of the day job counts.", required=True, allowed=STEPS_TO_THE_DAY_JOB),
        text("soc_code", "SOC 2018 code of the profession.", required=True),
        text("day_job", "The wage survey's title of the occupation.", required=True),
        *medians("usd_per_hour_", "of the adverts for workers in the United States", USD_PER_HOUR),
        number(
            "day_job_median_usd_per_hour", "Median of the day job (BLS OEWS, May 2025).", USD_PER_HOUR, required=True
        ),
        number(
            "break_even_usd_per_hour", "Pay at which a contractor breaks even with it.", USD_PER_HOUR, required=True
        ),
        text("verdict", "The adverts against that: more, less, or either.", required=True, allowed=VERDICTS),
        text("template_id", "The one pay text behind the row, where that stands on many listings."),
        *RESTS_ON,
    ),
    keeps_order=True,
)

LISTINGS_STATING_PAY = TableSpec(
    "listings_stating_pay",
    "Listings that state pay",
    "one platform and month of publication, from the fullest look at its board",
    ("platform", "month"),
    (
        PLATFORM,
        text("month", "Month of publication; of the look, where the board dates no listing.", required=True),
        count("listings", "Listings of the month that the look found, of training work or not.", "listings"),
        count("stating_pay", "Those in which the program reads pay.", "listings"),
        text("publisher", "Who published the copy of the board that was counted."),
        text("source_id", "The raw file's card in data/raw/SOURCES.csv.", required=True),
    ),
)

COMPARISON_TABLES = (DEGREE_PAIRS, SAME_WORK_BY_COUNTRY, SAME_WORK_OVER_TIME, LIKE_FOR_LIKE, LISTINGS_STATING_PAY)
