"""The tables of estimates, defined: intervals with their counts, and a note wherever there was too little to say."""

from __future__ import annotations

from labormarket.tables.columns import ColumnSpec, count, number, text
from labormarket.tables.schemas import TableSpec

USD_PER_HOUR = "US dollars per hour"
REAL_PER_HOUR = "see unit"
STATISTICS = ("p10", "median", "p90")
NOTE = text("note", "Why a figure is missing; empty where it is there. Without a note, an empty high end is open.")
STATEMENTS = count("statements", "Pay statements behind the row.", "statements")
WITNESSES = count("witnesses", "Distinct origins and statements behind the row.", "witnesses")
CELLS = count("cells", "Platform × profession cells behind the row; one cell is one vote.", "cells")


def readings(prefix: str, unit: str) -> tuple[ColumnSpec, ...]:
    """The four intervals of a statistic."""
    meanings = {
        "allowed": "of everything that the ranges allow",
        "point": "if each range holds one unknown pay (Turnbull's estimate)",
        "spread": "if workers are spread evenly over each range",
        "ci95": "of the 95 % interval of the point reading, whole sources drawn again",
    }
    return tuple(
        number(f"{prefix}_{reading}_{end}", f"{end.capitalize()} end {meaning}.", unit)
        for reading, meaning in meanings.items()
        for end in ("low", "high")
    )


ESTIMATES = TableSpec(
    "estimates",
    "Level and spread of hourly pay",
    "one statistic of one group of statements without assumed hours, under one weighting",
    ("group_by", "group", "weighting", "statistic"),
    (
        text(
            "group_by",
            "What the statements are grouped by.",
            required=True,
            allowed=("all", "evidence", "platform_kind", "platform", "credential", "field"),
        ),
        text("group", "Name of the group.", required=True),
        text(
            "weighting",
            "What has one vote: a platform × profession cell, or a listing.",
            required=True,
            allowed=("cell", "listing"),
        ),
        text("statistic", "10th percentile, median or 90th percentile.", required=True, allowed=STATISTICS),
        *(STATEMENTS, WITNESSES, CELLS),
        *readings("usd_per_hour", USD_PER_HOUR),
        NOTE,
    ),
    keeps_order=True,
)

PREMIUMS = TableSpec(
    "premiums",
    "What a credential, a field or a platform is worth",
    "one level of one factor in one regression of hourly pay; or one regression that its rows can't carry",
    ("model", "factor", "level"),
    (
        text("model", "The regression: with kinds of platform, or with platforms.", required=True),
        text("factor", "What is compared: credential, field, platform and so on."),
        text("level", "Level of the factor."),
        text("reference", "The level that it is compared with."),
        number("statements", "Pay statements at the level.", "statements"),
        number("cells", "Platform × profession cells at the level.", "cells"),
        number("sources", "Distinct pages or origins at the level.", "sources"),
        number("ratio", "What the level multiplies hourly pay by, the other factors alike.", "ratio"),
        number(
            "ratio_low", "Low end of its 95 % interval, errors clustered by source; empty at the reference.", "ratio"
        ),
        number("ratio_high", "High end of its 95 % interval.", "ratio"),
        NOTE,
    ),
    keeps_order=True,
)

EFFECTIVE_PAY = TableSpec(
    "effective_pay",
    "Advertised pay per hour worked",
    "the median advertised pay of one group under one published scenario of unpaid time; a scenario is no data",
    ("group_by", "group", "scenario"),
    (
        text("group_by", "What is grouped by.", required=True, allowed=("all", "platform_kind", "platform")),
        text("group", "Name of the group.", required=True),
        text("scenario", "The scenario and its study.", required=True),
        number("paid_share", "Share of working time that is paid.", "share", required=True),
        *(STATEMENTS, CELLS),
        number("usd_per_hour_worked_low", "Lowest median that the ranges allow, per hour worked.", USD_PER_HOUR),
        number("usd_per_hour_worked_high", "Highest median that the ranges allow, per hour worked.", USD_PER_HOUR),
        text("source_citation", "The study behind the scenario; empty for the advertised pay itself."),
        NOTE,
    ),
    keeps_order=True,
)

PROJECT_INCOME = TableSpec(
    "project_income",
    "What a project pays against a month of the day job",
    "one platform that states how long its projects run, and one profession with a day job",
    ("platform", "profession"),
    (
        text("platform", "Who hires.", required=True),
        text("profession", "Canonical profession.", required=True),
        text("soc_code", "SOC 2018 code of the profession.", required=True),
        STATEMENTS,
        number("usd_per_hour_low", "Lowest stated end of the pair; empty where none.", USD_PER_HOUR),
        number("usd_per_hour_high", "Highest stated end of the pair; empty where none.", USD_PER_HOUR),
        number("hours_per_week_low", "Fewest hours a week that the platform states.", "hours per week", required=True),
        number("hours_per_week_high", "Most hours a week that the platform states.", "hours per week", required=True),
        number("weeks_low", "Fewest weeks that the platform states.", "weeks", required=True),
        number("weeks_high", "Most weeks that the platform states.", "weeks", required=True),
        text("terms_source", "Where the platform states them.", required=True),
        number("usd_per_project_low", "Lowest pay, fewest hours and weeks.", "US dollars per project", required=True),
        number(
            "usd_per_project_high", "Highest pay, most hours and weeks; empty where open.", "US dollars per project"
        ),
        text("day_job", "The wage survey's title of the occupation.", required=True),
        number("usd_per_month_median", "Median of the day job for a month of full time.", "US dollars per month"),
        number("months_of_day_job_low", "Low end of the project over that month.", "months"),
        number("months_of_day_job_high", "High end of the project over that month; empty where open.", "months"),
    ),
)

REAL_PAY = TableSpec(
    "real_pay",
    "Pay over time in constant money",
    "one statistic of one place and year, in the unit that the row names",
    ("place", "unit", "year", "statistic"),
    (
        text("place", "All statements, or one country (ISO 3166).", required=True),
        text("unit", "US dollars of the price year, or international dollars (purchasing power).", required=True),
        count("price_year", "Year of the prices: of the consumer price index, or of the parity.", "year"),
        count("year", "Year of publication.", "year"),
        text("statistic", "10th percentile, median or 90th percentile.", required=True, allowed=STATISTICS),
        *(STATEMENTS, WITNESSES, CELLS),
        *readings("real_per_hour", REAL_PER_HOUR),
        NOTE,
    ),
)

INEQUALITY = TableSpec(
    "inequality",
    "Length and fullness of the ladder",
    "one measure of one group",
    ("measure", "group"),
    (
        text("measure", "What is measured.", required=True),
        text("group", "All, a tier, or a country (ISO 3166).", required=True),
        text("unit", "Times or share.", required=True, allowed=("times", "share")),
        number("low", "Low end: at least.", "see unit"),
        number("high", "High end: at most; empty where open.", "see unit"),
        *(STATEMENTS, CELLS, NOTE),
    ),
    keeps_order=True,
)

SENSITIVITY = TableSpec(
    "sensitivity",
    "Which findings survive other assumptions",
    "one finding measured under one scenario",
    ("finding", "scenario"),
    (
        text("finding", "The claim.", required=True),
        text("scenario", "The assumption that is changed; the first is the published one.", required=True),
        text("unit", "Times or share.", required=True, allowed=("times", "share")),
        number("low", "Low end of the measure.", "see unit"),
        number("high", "High end of the measure; empty where open.", "see unit"),
        text(
            "verdict",
            "Whether the measure bears the claim out; empty where there is too little to say.",
            allowed=("survives", "falls"),
        ),
        *(STATEMENTS, CELLS, NOTE),
    ),
    keeps_order=True,
)

ESTIMATE_TABLES = (ESTIMATES, PREMIUMS, EFFECTIVE_PAY, PROJECT_INCOME, REAL_PAY, INEQUALITY, SENSITIVITY)
