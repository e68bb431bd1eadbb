"""Charts: what is drawn is what the rows say, it can be read by everyone, and a title never outlives its claim."""

import itertools
import math
import re
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from labormarket.charts import CHARTS, LANGUAGES, WIDTHS, Chart, NothingToDrawError, Style, draw_chart
from labormarket.charts.by_group import find_middles
from labormarket.charts.cells import make_cells, pick_witnesses
from labormarket.charts.marks import Pay, Scale, describe_pay
from labormarket.charts.style import SMALLEST_POINTS, balance, text_width, wrap
from labormarket.charts.wage_ladder import ROWS_PER_TIER
from labormarket.charts.words import Words, _catalogue
from labormarket.comparisons import compare_day_jobs
from labormarket.estimates import with_hourly_pay
from labormarket.publishing.publish import add_references
from labormarket.tables import TABLES as ALL_TABLES
from labormarket.tables import load_table
from labormarket.tiers import TIER_NAMES, assign_tier

Tables = dict[str, pd.DataFrame]

# platform, profession, low, high, kind, origin, hourly_basis
STATEMENTS = [
    ("Sama", "content moderator", 1.32, 2.0, "reported", "TIME", "stated"),
    ("Sama", "content moderator", None, 2.0, "reported", "TIME", "stated"),
    ("Sama", "data labeller", 2.0, 2.0, "reported", None, "stated+fx"),
    ("Remotasks", "data labeller", 1.0, 3.0, "reported", "The Verge", "stated"),
    ("Remotasks", "data labeller", 10.0, 25.0, "reported", None, "stated"),
    ("Remotasks", "lidar annotator", None, 4.0, "reported", None, "context"),
    ("Amazon Mechanical Turk", "microtask worker", 2.0, 2.0, "statistic", "Hara 2018", "stated"),
    ("Amazon Mechanical Turk", "audio transcriptionist", 1.81, 1.81, "reported", None, "stated"),
    ("Prolific", "study participant", 8.0, None, "policy", None, "stated"),
    ("Outlier", "generalist", None, 15.0, "advertised", None, "stated"),
    ("DataAnnotation", "generalist", 20.0, None, "advertised", None, "stated"),
    ("Alignerr", "generalist", 20.0, 40.0, "advertised", None, "stated"),
    ("Mindrift", "writer", None, 25.0, "advertised", None, "stated"),
    ("Mindrift", "software developer", None, 55.0, "advertised", None, "stated"),
    ("Outlier", "physicist", 30.0, 50.0, "advertised", None, "stated"),
    ("DataAnnotation", "lawyer", 40.0, None, "advertised", None, "stated"),
    ("DataAnnotation", "physician, family medicine", 40.0, None, "advertised", None, "stated"),
    ("Handshake AI", "biologist", 55.0, 55.0, "advertised", None, "stated"),
    ("Mercor", "chemist", 60.0, 80.0, "advertised", None, "stated"),
    ("Alignerr", "chemist", 90.0, 200.0, "advertised", None, "stated"),
    ("Mercor", "software developer", 70.0, 120.0, "advertised", None, "stated"),
    ("Handshake AI", "software developer", 80.5, 80.5, "advertised", None, "stated"),
    ("Mercor", "lawyer", 110.0, 130.0, "advertised", None, "stated"),
    ("Mercor", "physician, family medicine", 130.0, 170.0, "advertised", None, "stated"),
    ("Surge AI", "medical fellow", 250.0, 450.0, "advertised", None, "stated"),
    ("Surge AI", "management consultant", 300.0, 500.0, "advertised", None, "stated"),
    ("Surge AI", "venture capital partner", 500.0, 1000.0, "advertised", None, "stated"),
    ("Surge AI", "startup chief executive", 500.0, 1000.0, "advertised", None, "stated"),
    ("Mercor", "real estate tutor", 43.269231, 96.153846, "staff_salary", None, "assumed_hours"),
    ("Appen", "data labeller", 0.0, 3.0, "reported", None, "stated"),
    ("Appen", "search rater", 10.0, 12.0, "reported", None, "stated"),
    ("Appen", "essay writer", None, None, "reported", None, None),
    (None, "data labeller", 15.0, 15.0, "statistic", None, "stated"),
    ("Outlier", None, 12.0, 12.0, "reported", None, "stated"),
]


def make_pay(statements: list[tuple] = STATEMENTS) -> pd.DataFrame:
    columns = ["platform", "profession", "usd_per_hour_low", "usd_per_hour_high", "kind", "origin", "hourly_basis"]
    pay = pd.DataFrame(statements, columns=columns).astype({"usd_per_hour_low": float, "usd_per_hour_high": float})
    pay = pay.assign(
        statement_id=[f"t{number:03}" for number in range(len(pay))],
        source_id="pay_statements",
        owner=None,
        country=[("US", "KE", None)[number % 3] for number in range(len(pay))],
        published_on=[("2025-11", "2023", None, "2026-01-05")[number % 4] for number in range(len(pay))],
        confidence=[("high", "med")[number % 2] for number in range(len(pay))],
        pay_as_stated="as stated",
        bound="range",
        period="hour",
        tier=assign_tier(pay["usd_per_hour_low"], pay["usd_per_hour_high"]),
    )
    text = ["platform", "profession", "origin", "hourly_basis", "owner", "country", "published_on"]
    return pay.astype(dict.fromkeys(text, "str"))


SOURCES = pd.DataFrame(
    {
        "source_id": ["article", "pay_statements", "reference_minimum_wages", "reference_oews"],
        "title": [
            "An explainer article",
            "Pay statements collected by hand from job adverts, reports and studies",
            "Statutory minimum wages",
            "Occupational Employment and Wage Statistics, United States, May 2025 (BLS)",
        ],
    }
)
FIELDS = {
    "anaesthesiologist": "general annotation",
    "nurse": "health",
    "translator": "general annotation",
    "actuary": "finance",
}
PROFESSIONS = pd.DataFrame(
    [(f"{job} of an unusually long name", field) for job, field in FIELDS.items()]
    + [("editor of an unusually long name", "health"), *((f"partner {letter}", "business") for letter in "abcde")],
    columns=["profession", "field"],
)
# A worker in Kenya surely under the minimum wage, one in India who may be, one in Brazil exactly at it.
GAPS = pd.DataFrame(
    [("KE", 0.4, 0.9, "stated"), ("IN", None, 2.0, "stated"), ("IN", 3.0, 4.0, "stated"), ("BR", 1, 1, "assumed_hours")]
    + [("US", 2.0 + number, 5.0 + number, "stated") for number in range(12)],
    columns=["country", "ratio_low", "ratio_high", "minimum_basis"],
).assign(source_id="pay_statements", statement_id=lambda frame: [f"g{number:02}" for number in range(len(frame))])
TABLES = {
    "pay": make_pay(),
    "sources": SOURCES,
    "professions": PROFESSIONS,
    "minimum_wage_gaps": GAPS,
}
# A small table has no platform with five professions; what is tested here are the words and the marks.
SELECTED = Style(selected="Selected rows")


def draw(name: str, style: Style = SELECTED, pay: pd.DataFrame | None = None) -> Chart:
    return draw_chart(name, TABLES if pay is None else {**TABLES, "pay": pay}, style)


@cache
def drawn(name: str) -> Chart:
    """A chart of the rich table, drawn once for all tests that only look at it."""
    return draw(name, SELECTED, RICH)


# ---------------------------------------------------------------- words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_every_text_with_the_same_gaps(lang: str) -> None:
    english, other = _catalogue("en"), _catalogue(lang)
    assert {section: set(texts) for section, texts in other.items()} == {
        section: set(texts) for section, texts in english.items()
    }
    for section, texts in english.items():
        for key, text in texts.items():
            gaps = set(re.findall(r"\{(\w+)\}", text))
            assert set(re.findall(r"\{(\w+)\}", other[section][key])) == gaps, f"{lang}: {section}.{key}"


def test_a_chart_in_another_language_names_professions_in_it() -> None:
    jobs = {"Software developer": "Softwareentwickler/in", "Chemist": "Chemiker/in", "Lawyer": "Anwalt/Anwältin"}
    said = {lang: text_of(draw("wage_ladder", Style(lang=lang)).figure) for lang in ("en", "de")}
    named = [job for job in jobs if job in said["en"]]
    assert named
    for job in named:
        assert jobs[job] in said["de"] and job not in said["de"]
    # The rows beside the picture keep their key in every language.
    assert draw("wage_ladder", Style(lang="de")).data.equals(draw("wage_ladder", Style()).data)


def test_every_tier_has_a_name_in_every_language() -> None:
    for lang in LANGUAGES:
        assert len({Words(lang).tier(tier) for tier in TIER_NAMES}) == len(TIER_NAMES)


@pytest.mark.parametrize(
    ("usd", "text"),
    [
        (0.02, "$0.02"),
        (2, "$2"),
        (7.25, "$7.25"),
        (22.98, "$22.98"),
        (26.666667, "$27"),
        (99.5, "$99.50"),
        (1250, "$1,250"),
    ],
)
def test_amounts_keep_the_cents_that_were_stated(usd: float, text: str) -> None:
    assert Words("en").dollars(usd) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(20, 40, "$20–40"), (1.32, 2, "$1.32–2"), (500, 1000, "$500–1,000"), (5, 5, "$5"), (0.9, 12.5, "$0.90–12.50")],
)
def test_a_range_has_one_dollar_sign(low: float, high: float, text: str) -> None:
    assert Words("en").dollar_range(low, high) == text


def test_other_languages_put_the_sign_where_they_do() -> None:
    assert Words("de").dollar_range(500, 1000) == "500–1.000\u00a0$"
    assert Words("fr").dollar_range(500, 1000) == "500–1\u202f000\u00a0$US"


@pytest.mark.parametrize(
    ("pay", "words"),
    [
        (Pay(math.nan, 15.0), ("up to $15", "")),
        (Pay(20.0, math.nan), ("from $20", "")),
        (Pay(2.0, 2.0, "statistic"), ("$2", "measured")),
        (Pay(1.0, 3.0, "reported"), ("$1–3", "reported")),
    ],
)
def test_labels_say_which_end_is_open_and_what_is_no_advert(pay: Pay, words: tuple[str, str]) -> None:
    assert describe_pay(Words("en"), pay) == words


@given(st.text("ab cdefghi", min_size=1, max_size=80), st.floats(20, 200))
def test_wrapping_loses_no_word_and_keeps_to_the_width(text: str, width: float) -> None:
    for lines in (wrap(text, width, "Bold", 10), balance(text, width, "Bold", 10)):
        assert " ".join(lines) == text
        assert all(text_width(line, "Bold", 10) <= width or " " not in line for line in lines)
    assert len(balance(text, width, "Bold", 10)) == len(wrap(text, width, "Bold", 10))


@given(st.floats(0.01, 3000), st.floats(0.01, 3000))
def test_the_scale_keeps_order(one: float, other: float) -> None:
    scale = Scale(0.01, 3000, 10, 200)
    assert (scale(one) <= scale(other)) == (one <= other) or math.isclose(one, other)


# ---------------------------------------------------------------- cells


def test_retellings_of_one_story_are_one_witness() -> None:
    cells = make_cells(make_pay()).set_index(["platform", "profession"])
    moderator = cells.loc[("Sama", "content moderator")]
    assert (moderator["statements"], moderator["witnesses"]) == (2, 1)
    labeller = cells.loc[("Remotasks", "data labeller")]
    assert (labeller["statements"], labeller["witnesses"]) == (2, 2)
    assert (labeller["usd_per_hour_lowest"], labeller["usd_per_hour_highest"]) == (1.0, 25.0)


def test_a_cell_shows_a_statement_that_exists() -> None:
    pay = make_pay()
    cells = make_cells(pay).set_index("statement_id")
    stated = pay.set_index("statement_id").loc[cells.index]
    pd.testing.assert_series_equal(cells["usd_per_hour_high"], stated["usd_per_hour_high"])
    assert cells["platform"].eq(stated["platform"].fillna("")).all()


def test_rows_without_pay_make_no_cell_and_a_missing_name_is_one_of_its_own() -> None:
    cells = make_cells(make_pay()).set_index(["platform", "profession"])
    assert ("Appen", "essay writer") not in cells.index
    assert cells.loc[("", "data labeller"), "usd_per_hour_low"] == 15
    assert cells.loc[("Outlier", ""), "usd_per_hour_low"] == 12
    # "0 to 3" has no low end on a ladder of ratios.
    assert np.isnan(cells.loc[("Appen", "data labeller"), "usd_per_hour_low"])
    hourly = with_hourly_pay(make_pay()).query("hourly_basis != 'assumed_hours'")
    assert len(cells.query("~assumed_hours")) == len(hourly[["platform", "profession"]].drop_duplicates())


CELLS = make_cells(TABLES["pay"])


@settings(max_examples=20)
@given(st.permutations(range(len(STATEMENTS))))
def test_cells_do_not_depend_on_the_order_of_rows(order: list[int]) -> None:
    pd.testing.assert_frame_equal(make_cells(TABLES["pay"].iloc[order]), CELLS)


@settings(max_examples=20)
@given(st.lists(st.integers(0, len(STATEMENTS) - 1), min_size=1, max_size=20))
def test_saying_it_again_adds_no_witness(repeated: list[int]) -> None:
    pay = make_pay().assign(origin=lambda frame: frame["origin"].fillna("story " + frame["statement_id"]))
    again = pd.concat([pay, pay.iloc[repeated].assign(statement_id=[f"again{n}" for n in range(len(repeated))])])
    assert len(pick_witnesses(again)) == len(pick_witnesses(pay))


def test_middles_are_bounds_and_open_ends_stay_open() -> None:
    statements = [("P", f"job {n}", None, 50.0, "advertised", None, "stated") for n in range(5)]
    statements += [("Q", f"job {n}", 10.0 + n, 20.0 + n, "advertised", None, "stated") for n in range(5)]
    statements += [("R", f"job {n}", 10.0, 20.0, "advertised", None, "stated") for n in range(4)]
    middles = find_middles(make_pay(statements), "platform", 5).set_index("platform")
    assert list(middles.index) == ["Q", "P"]
    assert middles.loc["Q", ["usd_per_hour_middle_low", "usd_per_hour_middle_high"]].tolist() == [12.0, 22.0]
    assert np.isnan(middles.loc["P", "usd_per_hour_middle_low"])


# ---------------------------------------------------------------- findings


def test_the_ladder_names_its_two_ends() -> None:
    chart = draw("wage_ladder", Style())
    assert (
        chart.title
        == "AI-training pay runs from $1 an hour for sweatshop labelling to $1,000 for VC-partner consulting"
    )
    assert "assumed_hours" in set(chart.data["hourly_basis"])
    assert any("2,080" in assumption for assumption in chart.assumptions)


def test_a_claim_that_no_longer_holds_gives_way_to_a_plain_title() -> None:
    chart = draw("wage_ladder", Style(), make_pay([row for row in STATEMENTS if row[0] != "Surge AI"]))
    assert chart.title == "AI-training pay: $1 to $200 an hour"
    assert "VC-partner consulting" in chart.fallen


def stale_tables(name: str) -> dict[str, pd.DataFrame]:
    """Tables that don't bear out what a chart claims."""
    tables = {**TABLES, "pay": RICH}
    alike = RICH.assign(usd_per_hour_low=10.0, usd_per_hour_high=90.0)
    if name == "day_jobs":
        tables["day_jobs"] = TABLES["day_jobs"].assign(verdict="less")
    elif name == "minimum_wages":
        tables["minimum_wage_gaps"] = GAPS.assign(ratio_low=5.0, ratio_high=6.0)
    elif name == "evidence_quality":
        tables["pay"] = pd.concat([RICH, RICH.assign(origin="another", statement_id="z" + RICH["statement_id"])])
    elif name == "evidence_by_platform":
        tables["pay"] = RICH.assign(kind="statistic")
    else:
        tables["pay"] = alike
    return tables


@pytest.mark.parametrize("name", CHARTS)
def test_no_chart_keeps_a_title_that_its_table_does_not_bear_out(name: str) -> None:
    assert drawn(name).title
    stale = draw_chart(name, stale_tables(name), Style())
    assert stale.fallen and stale.fallen != stale.title
    # To a reader's own selection it is no news.
    selected = draw_chart(name, stale_tables(name), SELECTED)
    assert selected.title == stale.title and not selected.fallen


def test_a_selection_gets_a_title_that_claims_nothing() -> None:
    chart = draw("wage_ladder", Style(selected="Mercor"), make_pay([row for row in STATEMENTS if row[0] == "Mercor"]))
    assert chart.title == "AI-training pay: $60 to $170 an hour"
    assert chart.subtitle.startswith("Mercor.")


def test_one_is_no_plural() -> None:
    chart = draw("minimum_wages", Style())
    assert chart.title.startswith("Of 16 amounts from 4 countries, one surely lies under")
    of_one_country = {**TABLES, "minimum_wage_gaps": GAPS[GAPS["country"].eq("KE")]}
    chart = draw_chart("minimum_wages", of_one_country, SELECTED)
    assert chart.title == "1 amount from 1 country, as a multiple of the local minimum wage"


def test_a_reader_may_word_the_title() -> None:
    chart = draw("wage_ladder", Style(title="My own words"))
    assert chart.title == "My own words"
    assert "My own words" in text_of(chart.figure)


@pytest.mark.parametrize("name", CHARTS)
def test_an_empty_selection_is_refused_by_name(name: str) -> None:
    with pytest.raises(NothingToDrawError, match=name):
        draw_chart(name, {**TABLES, "pay": make_pay().iloc[:0], "minimum_wage_gaps": GAPS.iloc[:0]}, SELECTED)


def test_the_ladder_draws_every_cell_and_names_the_extremes() -> None:
    for width in WIDTHS:
        chart = draw("wage_ladder", Style(width=width))
        hourly = chart.data[chart.data["drawn_as"].isin(["row", "tick"])]
        assert len(hourly) == len(make_cells(make_pay()).query("~assumed_hours"))
        rows = chart.data[chart.data["drawn_as"].eq("row")]
        assert rows.groupby("tier").size().max() <= ROWS_PER_TIER[width]
        assert ("Remotasks", "data labeller") in set(zip(rows["platform"], rows["profession"], strict=True))
        assert rows["usd_per_hour_high"].max() == 1000


# ---------------------------------------------------------------- what the eye meets


def text_of(figure: Figure) -> str:
    return " ".join(text.get_text() for text in figure.findobj(Text))


def assert_readable(chart: Chart) -> None:
    figure = chart.figure
    renderer = FigureCanvasAgg(figure).get_renderer()
    frame = figure.bbox
    boxes = []
    for text in figure.findobj(Text):
        if not text.get_text().strip() or not text.get_visible():
            continue
        assert text.get_fontsize() >= SMALLEST_POINTS, text.get_text()
        box = text.get_window_extent(renderer)
        assert frame.x0 <= box.x0 and box.x1 <= frame.x1, f"{text.get_text()!r} leaves the sheet"
        assert frame.y0 <= box.y0 and box.y1 <= frame.y1, f"{text.get_text()!r} leaves the sheet"
        # Line boxes hold room above and below the letters: half of it may be shared.
        boxes.append(
            (text.get_text(), box.x0 + 0.5, box.x1 - 0.5, box.y0 + box.height * 0.2, box.y1 - box.height * 0.2)
        )
    for (one, x0, x1, y0, y1), (other, u0, u1, v0, v1) in itertools.combinations(boxes, 2):
        assert x1 <= u0 or u1 <= x0 or y1 <= v0 or v1 <= y0, f"{one!r} lies on {other!r}"


# A table on which every chart has something to say: four platforms, two of one owner, four years, long names.
JOBS = ("anaesthesiologist", "translator", "actuary", "editor", "nurse")
RICH_STATEMENTS = [
    (platform, f"{job} of an unusually long name", base * factor, base * factor * 1.5, kind, None, "stated")
    for platform, factor, kind in (
        ("Alpha", 1.0, "reported"),
        ("Beta Marketplace", 1.3, "advertised"),
        ("C", 1.6, "policy"),
    )
    for job, base in zip(JOBS, (3.0, 9.0, 30.0, 90.0, 200.0), strict=True)
] + [("Delta", f"partner {letter}", 600.0, 900.0, "advertised", None, "stated") for letter in "abcde"]
OWNERS = {"Alpha": "Omega Holding", "Delta": "Omega Holding", "Beta Marketplace": "Beta", "C": "C"}
YEARS = {"Alpha": "2023", "Beta Marketplace": "2025-06", "C": "2026-01-02", "Delta": "2026"}
RICH = make_pay(RICH_STATEMENTS).assign(
    owner=lambda frame: frame["platform"].map(OWNERS).astype("str"),
    published_on=lambda frame: frame["platform"].map(YEARS).astype("str"),
)

# Most pairs beat their day job, one is open and one below it; the finding has to hold on these rows too.
MEDIANS = {"anaesthesiologist": 2.0, "translator": 8.0, "actuary": 32.0, "editor": 500.0, "nurse": 60.0}
OEWS = pd.DataFrame(
    [
        {"soc_code": f"11-{number:04}", "title": job, "annual_only": "False", "h_median": str(middle)}
        | {f"h_pct{p}": str(middle * factor) for p, factor in ((10, 0.4), (25, 0.7), (75, 1.6), (90, 2.5))}
        | {"a_pct10": "", "a_median": str(middle * 2080), "a_pct90": ""}
        for number, (job, middle) in enumerate(MEDIANS.items())
    ]
)
CODES = {f"{job} of an unusually long name": f"11-{number:04}" for number, job in enumerate(MEDIANS)}
COUNTRYLESS = RICH.assign(country=None, soc_code=RICH["profession"].map(CODES).astype("str"))
TABLES["day_jobs"] = compare_day_jobs(COUNTRYLESS, OEWS)
TABLES["professions"] = PROFESSIONS.assign(soc_code=PROFESSIONS["profession"].map(CODES))


# English in every format and the longest words in the narrowest; the other pairs take their time.
FORMATS = [
    pytest.param(lang, width, marks=() if lang == "en" or (lang, width) == ("de", "column") else pytest.mark.slow)
    for lang, width in itertools.product(LANGUAGES, WIDTHS)
]


@pytest.mark.parametrize(("lang", "width"), FORMATS)
@pytest.mark.parametrize("name", CHARTS)
def test_no_text_is_clipped_covered_or_small(name: str, lang: str, width: str) -> None:
    style = Style(width=width, lang=lang)
    assert_readable(draw(name, style, RICH))


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "width"), [*itertools.product(LANGUAGES, WIDTHS)])
def test_the_published_tables_read_well_in_every_format(lang: str, width: str, project_tables: Tables) -> None:
    for name in CHARTS:
        assert_readable(draw_chart(name, project_tables, Style(width=width, lang=lang)))


@pytest.fixture(scope="module")
def project_tables() -> Tables:
    return add_references({name: load_table(name) for name in ALL_TABLES})


@pytest.mark.parametrize(("lang", "width"), FORMATS)
def test_both_ends_of_the_scale_are_labelled(lang: str, width: str) -> None:
    chart = draw("wage_ladder", Style(width=width, lang=lang))
    written = {text.get_text() for text in chart.figure.findobj(Text)}
    assert {Words(lang).dollars(1), Words(lang).dollars(1000)} <= written


def test_the_readability_check_can_fail() -> None:
    chart = draw("wage_ladder")
    chart.figure.text(0.98, 0.5, "far beyond the edge of the sheet")
    with pytest.raises(AssertionError, match="leaves the sheet"):
        assert_readable(chart)
    chart = draw("wage_ladder")
    chart.figure.text(0.5, 0.5, "tiny", fontsize=5)
    with pytest.raises(AssertionError, match="tiny"):
        assert_readable(chart)


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_says_that_advertised_is_not_paid_and_where_it_is_from(name: str) -> None:
    chart = drawn(name)
    said = text_of(chart.figure)
    assert "Source: " in said
    assert "Pay statements collected by hand" in " ".join(said.split())
    assert "CC BY 4.0" in said
    assert "pay_statements" in chart.source_ids
    if name != "evidence_by_platform":
        assert "Advertised is not paid" in " ".join(said.split())
    assert "Selected rows" in said


@pytest.mark.parametrize("name", CHARTS)
def test_alt_text_states_the_finding_and_its_numbers(name: str) -> None:
    chart = drawn(name)
    assert chart.alt_text.startswith(chart.title)
    assert len(re.findall(r"\d", chart.alt_text)) > 8


@pytest.mark.parametrize("name", CHARTS)
def test_drawing_twice_gives_the_same_picture(name: str) -> None:
    first, second = drawn(name), draw(name, SELECTED, RICH.iloc[::-1])
    assert first._repr_png_() == second._repr_png_()
    pd.testing.assert_frame_equal(first.data, second.data)
