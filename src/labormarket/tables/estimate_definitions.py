"""The tables of estimates, defined: intervals with what they rest on, and a note wherever there was too little."""

from __future__ import annotations

from labormarket.tables.allowed_values import KINDS_OF_EVIDENCE
from labormarket.tables.columns import USD_PER_HOUR, count, ends, number, text
from labormarket.tables.schemas import TableSpec

STATISTICS = ("p10", "median", "p90")
WEIGHTINGS = ("platform", "listing")
YES_OR_NO = ("yes", "no")
NOTE = text("note", "Why a figure is missing; empty where it is there. Without a note, an empty high end is open.")
EVIDENCE = text(
    "evidence",
    "What sort of evidence the statements are; never put together.",
    required=True,
    allowed=KINDS_OF_EVIDENCE,
)
WEIGHTING = text(
    "weighting",
    "What has one vote: a platform, shared by its prices; or a listing.",
    required=True,
    allowed=WEIGHTINGS,
)
COUNTS = (
    count("statements", "Pay statements behind the row.", "statements"),
    count("prices", "Distinct prices of platforms behind the row: rows of one origin or template are one.", "prices"),
    count("witnesses", "Independent witnesses: they differ in publisher, in origin and in template.", "witnesses"),
    count("publishers", "Publishers behind the row.", "publishers"),
    count("platforms", "Platforms behind the row.", "platforms"),
)
OPTIONAL_COUNTS = tuple(number(column.name, column.description, column.unit) for column in COUNTS)
MOVED_MOST_BY = text("moved_most_by", "The platform without which the figure moves most; empty where none moves it.")
EFFECTIVE_PLATFORMS = number(
    "effective_platforms", "Platforms of equal weight that would leave as much to chance.", "platforms"
)
READINGS = {
    "allowed": "of everything that the ranges allow",
    "point": "if each range holds one unknown pay (Turnbull's estimate)",
    "highest_of_many": 'if an "up to" is the top of a range as wide as the stated ones',
    "stated_end": 'if an "up to" is paid in full',
    "ci95": "of the 95 % interval of the point reading, clustered by platform; empty where it isn't certified",
    "left_out": "of the point reading with any one platform left out",
}

ESTIMATES = TableSpec(
    "estimates",
    "Level and spread of hourly pay",
    "one statistic of one group of statements of one kind without assumed hours, under one weighting",
    ("evidence", "group_by", "group", "weighting", "statistic"),
    (
        EVIDENCE,
        text(
            "group_by",
            "What the statements are grouped by.",
            required=True,
            allowed=("all", "platform_kind", "platform", "credential", "field"),
        ),
        text("group", "Name of the group.", required=True),
        WEIGHTING,
        text("statistic", "10th percentile, median or 90th percentile.", required=True, allowed=STATISTICS),
        *(*COUNTS, EFFECTIVE_PLATFORMS),
        *(
            column
            for reading, meaning in READINGS.items()
            for column in ends(f"usd_per_hour_{reading}_", f"{{}} end {meaning}.", USD_PER_HOUR, ("Low", "High"))
        ),
        *(MOVED_MOST_BY, NOTE),
    ),
    keeps_order=True,
)

PREMIUMS = TableSpec(
    "premiums",
    "What goes with a credential or a field, on one and the same platform",
    "one level of one factor in a regression of advertised pay within platforms; or a regression without enough rows",
    ("factor", "level"),
    (
        text("factor", "What is compared: credential or field.", required=True),
        text("level", "Level of the factor."),
        text("reference", "The level that it is compared with."),
        *(column for column in OPTIONAL_COUNTS if column.name in ("statements", "prices", "platforms")),
        EFFECTIVE_PLATFORMS,
        number("ratio", "Pay at the level over pay at the reference, on the same platform.", "ratio"),
        number("ratio_low", "Low end of its 95 % interval, clustered by platform; empty at the reference.", "ratio"),
        number("ratio_high", "High end of its 95 % interval.", "ratio"),
        NOTE,
    ),
    keeps_order=True,
)

PAY_SHARES = TableSpec(
    "pay_shares",
    "Shares of votes in pay bands and under minimum wages",
    "one measure of one band or country, for one kind of evidence, under one weighting",
    ("evidence", "measure", "group", "weighting"),
    (
        EVIDENCE,
        text("measure", "What the share is.", required=True),
        text("group", "A pay band, or a country (ISO 3166).", required=True),
        WEIGHTING,
        number("low", "At least: ranges wholly inside.", "share"),
        number("high", "At most: ranges that touch.", "share"),
        number("point", "If each range holds one unknown pay (Turnbull's estimate).", "share"),
        number("ci95_low", "Low end of the 95 % interval of that, clustered by platform.", "share"),
        number("ci95_high", "High end of that interval; both are empty where it isn't certified.", "share"),
        *(*COUNTS, NOTE),
    ),
    keeps_order=True,
)

MEASURED_PAY = TableSpec(
    "measured_pay",
    "Advertised against measured",
    "one statistic of one study of hourly pay, beside what is advertised for the platforms that it is about",
    ("study", "measured_on", "place", "statistic", "counts_unpaid_time", "measured_usd_per_hour_high"),
    (
        text("study", "The study or survey.", required=True),
        count("year", "Year that was measured.", "year"),
        text("measured_on", "Whose pay, in the study's words.", required=True),
        text("place", "Where, in the study's words."),
        text("n", "How many were asked or observed, in the study's words."),
        text("statistic", "What was measured.", required=True),
        text("counts_unpaid_time", "Whether unpaid time counts as time, in the study's words."),
        text("method", "How it was measured."),
        number("measured_usd_per_hour_low", "Low end of the figure; empty where it says less than.", USD_PER_HOUR),
        number("measured_usd_per_hour_high", "High end of the figure; empty where it says more than.", USD_PER_HOUR),
        text("beside", "Whose adverts stand beside it: platforms named, or a kind of platform; empty for none."),
        number("advertised_usd_per_hour_low", "Low end of their median, one platform one vote.", USD_PER_HOUR),
        number("advertised_usd_per_hour_high", "High end of their median; empty below five prices.", USD_PER_HOUR),
        text("advertised_from", "Year of the first of the adverts."),
        text("advertised_to", "Year of the last of the adverts."),
        *(column for column in COUNTS if column.name in ("statements", "prices", "platforms")),
        text("source_citation", "The study.", required=True),
        text("source_url", "Where it was seen."),
    ),
    keeps_order=True,
)

CLAIM = text("claim", "The claim.", required=True)
MEASURE = (
    text("unit", "What is measured.", required=True, allowed=("times", "share", USD_PER_HOUR)),
    number("low", "Low end of the measure.", "see unit"),
    number("high", "High end of the measure; empty where open.", "see unit"),
    text(
        "holds", "Whether the measure bears the claim out; empty where there is too little to say.", allowed=YES_OR_NO
    ),
)

CLAIMS = TableSpec(
    "claims",
    "What is claimed, and whether it holds without any one platform",
    "one claim",
    ("claim",),
    (
        CLAIM,
        text("shown_in", "The charts and notebooks whose headline it is.", required=True),
        *MEASURE,
        number("left_out_low", "Lowest low end with any one platform left out.", "see unit"),
        number("left_out_high", "Highest high end with any one platform left out; empty where open.", "see unit"),
        MOVED_MOST_BY,
        text(
            "holds_with_any_platform_left_out",
            "Whether the claim is borne out without any one platform.",
            allowed=YES_OR_NO,
        ),
        *(*OPTIONAL_COUNTS, NOTE),
    ),
    keeps_order=True,
)

SENSITIVITY = TableSpec(
    "sensitivity",
    "Which claims survive other assumptions",
    "one claim measured under one scenario that can touch it",
    ("claim", "scenario"),
    (
        CLAIM,
        text("scenario", "The assumption that is changed; the first is the published one.", required=True),
        *(*MEASURE, *COUNTS, NOTE),
    ),
    keeps_order=True,
)

ESTIMATE_TABLES = (ESTIMATES, PREMIUMS, PAY_SHARES, MEASURED_PAY, CLAIMS, SENSITIVITY)
