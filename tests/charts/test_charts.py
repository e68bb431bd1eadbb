"""Charts: what is drawn is what the rows say, it can be read by everyone, and a title never outlives its claim."""

import itertools
import math
import re
from functools import cache

import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from labormarket.charts import (
    CHARTS,
    LANGUAGES,
    WIDTHS,
    Chart,
    NothingToDrawError,
    Style,
    Tables,
    draw_chart,
    house_style,
)
from labormarket.charts.canvas import Canvas
from labormarket.charts.gallery.owners import find_owners
from labormarket.charts.gallery.wage_ladder import ROWS_PER_BAND, pick_rows, share_bands
from labormarket.charts.groups import find_medians
from labormarket.charts.i18n import SHARED, Words, read_catalogue
from labormarket.charts.marks import LEAST_WIDTH, draw_median, draw_range, to_points
from labormarket.charts.statements import select_stated
from labormarket.charts.style import SMALLEST_POINTS, balance, text_width, wrap
from labormarket.tiers import TIER_NAMES, assign_tier

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
    ("Prolific", "rater", 8.0, None, "policy", None, "stated"),
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
        "source_id": [
            *("article", "pay_statements", "reference_minimum_wages", "reference_oews"),
            *("reference_minimum_wages_2026-11-30", "reference_employment", "reference_measured"),
        ],
        "title": [
            "An explainer article",
            "Pay statements collected by hand from job adverts, reports and studies",
            "Statutory minimum wages",
            "Occupational Employment and Wage Statistics, United States, May 2025 (BLS)",
            "Statutory minimum wages of 56 countries",
            "Costs of employment",
            "Measured pay of data work from published studies",
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
).assign(
    platform="X",
    source_id="pay_statements",
    statement_id=lambda frame: [f"t{number:03}" for number in range(len(frame))],
    published_on="2025",
    binds="yes",
    us_state_per_hour=lambda frame: [16.5 if country == "US" else np.nan for country in frame["country"]],
)
PLACES = pd.DataFrame(
    {"statement_id": ["t000"], "usd_per_hour_low": [2.0], "usd_per_hour_high": [4.0]}
    | {"intl_dollars_per_hour_low": [4.0], "intl_dollars_per_hour_high": [8.0]}
)
TABLES = {
    "pay": make_pay(),
    "sources": SOURCES,
    "professions": PROFESSIONS,
    "minimum_wage_gaps": GAPS,
    "local_pay": PLACES,
}
# A small table has no platform with five professions; what is tested here are the words and the marks.
SELECTED = Style(selected="Selected rows")


def test_the_source_line_names_publishers() -> None:
    chart = draw("wage_ladder", pay=RICH.assign(publisher=["a.org", *["b.com"] * (len(RICH) - 1)]))
    assert "Source: b.com, a.org." in text_of(chart.figure)


def draw(name: str, style: Style = SELECTED, pay: pd.DataFrame | None = None) -> Chart:
    return draw_chart(name, TABLES if pay is None else {**TABLES, "pay": pay}, style)


@cache
def drawn(name: str) -> Chart:
    """A chart of the rich table, drawn once for all tests that only look at it."""
    return draw(name, SELECTED, RICH)


@cache
def ladder(style: Style) -> Chart:
    """The ladder of the small table, drawn once for all tests that only look at it."""
    return draw("wage_ladder", style)


# ---------------------------------------------------------------- words


@pytest.mark.parametrize("name", [SHARED, *CHARTS])
def test_every_text_has_the_same_gaps_in_every_language(name: str) -> None:
    texts = {
        name: text for name, text in read_catalogue(name).items() if name not in ("order", "question", "medians_by")
    }
    sections = texts if name == SHARED else {name: texts}
    for section, key, languages in ((s, k, v) for s, keys in sections.items() for k, v in keys.items()):
        assert set(languages) == set(LANGUAGES), (section, key)
        gaps = {lang: set(re.findall(r"\{(\w+)\}", text)) for lang, text in languages.items()}
        assert all(found == gaps["en"] for found in gaps.values()), (section, key)


def test_a_text_that_nobody_has_translated_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labormarket.charts.i18n.read_catalogue", lambda name: {"title": {"en": "From {low}"}})
    assert Words("de", "new")("title", low=3) == "From 3"


def test_a_chart_in_another_language_names_professions_in_it() -> None:
    jobs = {"Software developer": "Softwareentwickler/in", "Chemist": "Chemiker/in", "Lawyer": "Anwalt/Anwältin"}
    charts = {lang: ladder(Style(lang=lang)) for lang in ("en", "de")}
    said = {lang: text_of(chart.figure) for lang, chart in charts.items()}
    named = [job for job in jobs if job in said["en"]]
    assert named
    for job in named:
        assert jobs[job] in said["de"] and job not in said["de"]
    # The rows beside the picture keep their key in every language.
    assert charts["de"].data.equals(charts["en"].data)


def test_every_tier_has_a_name_in_every_language() -> None:
    for lang in LANGUAGES:
        assert len({Words(lang).tier(tier) for tier in TIER_NAMES}) == len(TIER_NAMES)


@pytest.mark.parametrize(
    ("usd", "text"),
    [
        (0.02, "$0.02"),
        (2, "$2"),
        (7.25, "$7.25"),
        (9.99, "$9.99"),
        (22.98, "$23"),
        (26.666667, "$27"),
        (99.4, "$99"),
        (1250, "$1,250"),
    ],
)
def test_amounts_are_whole_dollars_from_ten_on(usd: float, text: str) -> None:
    assert Words("en").dollars(usd) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (20, 40, "$20–40"),
        (1.32, 2, "$1.32–2"),
        (500, 1000, "$500–1,000"),
        (5, 5, "$5"),
        (0.9, 12.4, "$0.90–12"),
        (math.nan, 15, "up to $15"),
        (20, math.nan, "from $20"),
    ],
)
def test_a_range_has_one_dollar_sign(low: float, high: float, text: str) -> None:
    assert Words("en").dollar_range(low, high) == text


def test_other_languages_put_the_sign_where_they_do() -> None:
    assert Words("de").dollar_range(500, 1000) == "500–1.000\u00a0$"
    assert Words("fr").dollar_range(500, 1000) == "500–1\u202f000\u00a0$US"


@given(st.text("ab cdefghi", min_size=1, max_size=80), st.floats(20, 200))
def test_wrapping_loses_no_word_and_keeps_to_the_width(text: str, width: float) -> None:
    for lines in (wrap(text, width, "Bold", 10), balance(text, width, "Bold", 10)):
        assert " ".join(lines) == text
        assert all(text_width(line, "Bold", 10) <= width or " " not in line for line in lines)
    assert len(balance(text, width, "Bold", 10)) == len(wrap(text, width, "Bold", 10))


# ---------------------------------------------------------------- marks


def make_canvas() -> Canvas:
    return Canvas(Style(), title="A title", subtitle="", notes=[], body=100)


@cache
def wide_axes() -> Axes:
    canvas = make_canvas()
    return canvas.log_axes(100, 400, canvas.top, canvas.bottom, 0.5, 2000)


@given(st.floats(1, 1000), st.floats(1, 1000))
def test_the_scale_keeps_order_and_a_bar_is_where_its_amounts_are(one: float, other: float) -> None:
    axes = wide_axes()
    low, high = sorted((one, other))
    assert to_points(axes, low) <= to_points(axes, high)
    start, stop = draw_range(axes, 50, "#000000", low, high)
    assert stop - start >= LEAST_WIDTH - 1e-6
    if to_points(axes, high) - to_points(axes, low) > LEAST_WIDTH:
        assert (start, stop) == pytest.approx((to_points(axes, low), to_points(axes, high)))


@pytest.mark.parametrize(("low", "high", "side"), [(math.nan, 20.0, -1), (20.0, math.nan, 1)])
def test_an_open_end_points_to_where_nothing_is_stated(low: float, high: float, side: int) -> None:
    canvas = make_canvas()
    axes = canvas.log_axes(100, 400, canvas.top, canvas.bottom, 1, 1000)
    start, stop = draw_range(axes, 50, "#000000", low, high)
    stated = to_points(axes, 20.0)
    assert (start == stated) if side > 0 else (stop == stated)
    assert start < stop


def test_the_bounds_of_a_median_are_two_dots_and_an_open_one_is_one_dot() -> None:
    canvas = make_canvas()
    axes = canvas.log_axes(100, 400, canvas.top, canvas.bottom, 1, 1000)
    for high, dots in ((20.0, 2), (math.nan, 1)):
        draw_median(axes, 50, "#000000", 10.0, high)
        assert np.isfinite(np.asarray(axes.lines[-1].get_xdata(), dtype=float)).sum() == dots


def test_seaborn_draws_in_the_house_style() -> None:
    with house_style(Style(width="column")) as style:
        figure, axes = pyplot.subplots()
        sns.stripplot(make_pay(), x="usd_per_hour_low", y="tier", ax=axes, jitter=False)
        assert figure.get_size_inches()[0] * 72 == style.size.points
        assert axes.get_facecolor()[:3] == (1, 1, 1) and not axes.spines["top"].get_visible()
        pyplot.close(figure)
    assert pyplot.rcParams["svg.hashsalt"] is None


# ---------------------------------------------------------------- statements and medians


def test_statements_without_stated_hours_or_pay_are_not_drawn() -> None:
    stated = select_stated(make_pay())
    assert not stated["hourly_basis"].str.startswith("assumed").any()
    assert "essay writer" not in set(stated["profession"])
    # "0 to 3" has no low end on a scale of ratios.
    assert np.isnan(stated.set_index(["platform", "profession"]).loc[("Appen", "data labeller"), "usd_per_hour_low"])


def test_a_median_is_bounds_and_an_open_end_stays_open() -> None:
    statements = [("P", f"job {n}", None, 50.0, "advertised", None, "stated") for n in range(5)]
    statements += [("Q", f"job {n}", 10.0 + n, 20.0 + n, "advertised", None, "stated") for n in range(5)]
    statements += [("R", f"job {n}", 10.0, 20.0, "advertised", None, "stated") for n in range(2)]
    statements += [("T", f"job {n}", 10.0, 20.0, "advertised", "one story", "stated") for n in range(9)]
    medians = find_medians(select_stated(make_pay(statements)), "platform").set_index("platform")
    assert list(medians.index) == ["Q", "P"]  # two prices are too few, and a story told nine times is one
    assert medians.loc["Q", ["usd_per_hour_median_low", "usd_per_hour_median_high"]].tolist() == [12.0, 22.0]
    assert np.isnan(medians.loc["P", "usd_per_hour_median_low"])


def test_a_platform_with_many_prices_has_one_vote() -> None:
    statements = [("Big", "nurse", 10.0, 10.0, "advertised", None, "stated")] * 50
    statements += [(name, "nurse", 90.0, 90.0, "advertised", None, "stated") for name in ("A", "B")]
    medians = find_medians(select_stated(make_pay(statements)), "profession").set_index("profession")
    assert medians.loc["nurse", "usd_per_hour_median_low"] == 90
    assert medians.loc["nurse", ["prices", "platforms"]].tolist() == [52, 3]


@cache
def picked(order: tuple[int, ...]) -> pd.DataFrame:
    statements = select_stated(make_pay().iloc[list(order)])
    return pick_rows(with_bands(statements), 3).drop(columns=["price", "witness"])


@settings(max_examples=5, phases=[Phase.generate])
@given(st.permutations(range(len(STATEMENTS))))
def test_what_is_drawn_does_not_depend_on_the_order_of_rows(order: list[int]) -> None:
    pd.testing.assert_frame_equal(picked(tuple(order)), picked(tuple(range(len(STATEMENTS)))))


def with_bands(statements: pd.DataFrame) -> pd.DataFrame:
    return statements.assign(
        band=assign_tier(statements["usd_per_hour_low"], statements["usd_per_hour_high"]).astype("str")
    )


def test_a_band_names_its_best_witnessed_rows_then_the_latest() -> None:
    statements = [("A", "nurse", 35.0, 35.0, "advertised", None, "stated")] * 3
    statements += [
        (name, job, 40.0, 40.0, "advertised", None, "stated") for name, job in (("B", "chemist"), ("C", "lawyer"))
    ]
    statements += [("D", "writer", 20.0, 400.0, "advertised", None, "stated")] * 4
    pay = make_pay(statements).assign(
        published_on=["2024", "2025", "2023", "2024", "2026", *["2026"] * 4], country="US"
    )
    rows = pick_rows(with_bands(select_stated(pay)), 2)
    # The lowest and the highest amount are always there; a range over four bands names none of them.
    assert rows["profession"].tolist() == ["nurse", "lawyer", "writer"]
    nurse = rows.set_index("profession").loc["nurse"]
    assert (nurse["published_on"], nurse["witnesses"]) == ("2025", 3)


def test_a_statement_that_is_an_end_has_one_row() -> None:
    statements = [("A", "lawyer", 15.0, 50.0, "advertised", None, "stated")]
    statements += [("B", "writer", 10.0, 10.0, "advertised", None, "stated")]
    assert pick_rows(with_bands(select_stated(make_pay(statements))), 3)["profession"].tolist() == ["writer", "lawyer"]


def test_a_row_of_many_countries_names_the_first() -> None:
    chart = draw("wage_ladder", pay=RICH.assign(country="EG;MA;BH"))
    assert "Egypt and 2 more" in text_of(chart.figure)
    assert set(chart.data["country_name"]) == {"Egypt, Morocco, Bahrain"}


def test_the_shares_of_the_bands_are_a_whole() -> None:
    shares = share_bands(select_stated(make_pay()))
    assert shares["tier"].tolist() == list(TIER_NAMES)
    assert shares[["share_of_platforms", "share_of_listings"]].sum().tolist() == pytest.approx([1, 1])


def test_a_statement_counts_for_the_owner_of_its_date() -> None:
    owners = find_owners(select_stated(RICH))
    assert owners["owner"].unique().tolist() == ["Omega Holding"]
    sold = RICH.assign(owner=RICH["owner"].where(RICH["platform"].ne("Delta"), "Other"))
    assert find_owners(select_stated(sold)).empty


# ---------------------------------------------------------------- findings


def test_the_ladder_names_its_two_ends() -> None:
    chart = ladder(Style())
    assert chart.title == "AI-training pay is stated from $1 to $1,000 an hour"
    assert "assumed_hours" not in set(chart.data["hourly_basis"])
    rows = chart.data[chart.data["drawn_as"].eq("row")]
    assert (rows["usd_per_hour_low"].min(), rows["usd_per_hour_high"].max()) == (1, 1000)


def test_a_claim_that_no_longer_holds_gives_way_to_a_plain_title() -> None:
    chart = draw("wage_ladder", Style(), make_pay([row for row in STATEMENTS if row[0] != "Surge AI"]))
    assert chart.title == "AI-training pay: $1 to $200 an hour"
    assert chart.fallen == "AI-training pay is stated from $1 to $200 an hour"


def stale_tables(name: str) -> dict[str, pd.DataFrame]:
    """Tables that don't bear out what a chart claims."""
    tables = {**TABLES, "pay": RICH}
    alike = RICH.assign(usd_per_hour_low=10.0, usd_per_hour_high=90.0)
    if name == "day_jobs":
        tables["like_for_like"] = TABLES["like_for_like"].assign(verdict="more")
    elif name == "same_work_by_country":
        tables[name] = TABLES[name].assign(usd_per_hour_low=10.0, usd_per_hour_high=[10.0] * 11 + [11.0])
    elif name == "degree_within_title":
        tables["degree_pairs"] = TABLES["degree_pairs"].assign(ratio_high=1.0)
    elif name == "same_work_over_time":
        tables[name] = TABLES[name].assign(direction="same")
    elif name == "advertised_against_measured":
        table = TABLES["measured_pay"]
        tables["measured_pay"] = table.assign(measured_usd_per_hour_low=900.0, measured_usd_per_hour_high=900.0)
    elif name == "who_states_pay":
        tables["listings_stating_pay"] = TABLES["listings_stating_pay"].assign(stating_pay=1)
    elif name == "minimum_wages":
        tables["minimum_wage_gaps"] = GAPS.assign(ratio_low=5.0, ratio_high=6.0)
    elif name == "evidence":
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
    assert chart.title.startswith("Of 16 prices from 4 countries, one lies under")
    of_one_country = {**TABLES, "minimum_wage_gaps": GAPS[GAPS["country"].eq("KE")]}
    chart = draw_chart("minimum_wages", of_one_country, SELECTED)
    assert chart.title == "1 price from 1 country, as a multiple of the local minimum wage"


def test_a_reader_may_word_the_title() -> None:
    chart = draw("wage_ladder", Style(title="My own words"))
    assert chart.title == "My own words"
    assert "My own words" in text_of(chart.figure)


@pytest.mark.parametrize("name", CHARTS)
def test_an_empty_selection_is_refused_by_name(name: str) -> None:
    with pytest.raises(NothingToDrawError, match=name):
        draw_chart(name, {**TABLES, "pay": make_pay().iloc[:0], "minimum_wage_gaps": GAPS.iloc[:0]}, SELECTED)


def test_the_title_of_a_selection_is_true_of_what_is_drawn() -> None:
    statements = [("X", "physician", 120.0, 200.0, "advertised", None, "stated")]
    statements += [("Y", "physician", 125.0, 125.0, "advertised", None, "stated")]
    chart = draw("wage_ladder", Style(selected="physician"), make_pay(statements))
    assert chart.title == "AI-training pay: $120 to $200 an hour"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_ladder_draws_every_price_and_so_many_rows(width: str) -> None:
    chart = ladder(Style(width=width))
    ticks = chart.data[chart.data["drawn_as"].eq("tick")]
    stated = select_stated(make_pay())
    assert len(ticks) == len(stated.drop_duplicates(["platform", "price"]))
    rows = chart.data[chart.data["drawn_as"].eq("row")]
    assert rows.groupby("tier").size().max() <= max(ROWS_PER_BAND[width], 2)


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

CODES = {f"{job} of an unusually long name": f"11-{number:04}" for number, job in enumerate(JOBS)}
TABLES["professions"] = PROFESSIONS.assign(soc_code=PROFESSIONS["profession"].map(CODES))


def ids(*numbers: int) -> str:
    return ";".join(f"t{number:03}" for number in numbers)


# What a contractor has to be paid, over the day job's wage; only the last platform's writers start above it.
WAGES = (400.0, 8.0, 32.0, 500.0, 60.0)
TABLES["like_for_like"] = pd.DataFrame(
    [
        {"platform": platform, "profession": job, "step": step, "usd_per_hour_low": low, "usd_per_hour_high": high}
        | {"day_job_median_usd_per_hour": wage, "break_even_usd_per_hour": wage * factor, "statements": 1}
        | {"verdict": "more" if low >= wage * factor else "less" if high < wage * factor else "either"}
        | {"statement_ids": ids(number), "template_id": None}
        for number, (platform, job, low, high, *_) in enumerate(RICH_STATEMENTS[:15])
        for wage in (WAGES[number % 5],)
        for step, factor in zip(("wage", "benefits", "payroll_tax", "unpaid_time"), (1, 1.3, 1.5, 2.0), strict=True)
    ]
)
TABLES["same_work_by_country"] = pd.DataFrame(
    [
        {"platform": platform, "job": "assessor of an unusually long name", "year": 2025, "country": country}
        | {"language": "Spanish", "usd_per_hour_low": low, "usd_per_hour_high": high, "statements": 1}
        | {"intl_dollars_per_hour_low": np.nan, "intl_dollars_per_hour_high": 12.0}
        | {"minimum_wage_usd_per_hour": 2.0, "statement_ids": ids(number)}
        for number, platform in enumerate(("Alpha", "Beta Marketplace"))
        for country, low, high in (
            *(("MX", np.nan, 3.0), ("BO", 3.0, 3.5), ("PE", 4.0, 4.0)),
            *(("CL", 5.0, 5.0), ("ES", 11.0, 11.0), ("US", 14.0, 14.0)),
        )
    ]
)
TABLES["degree_pairs"] = pd.DataFrame(
    [
        {"platform": "Alpha", "job": job, "seen_on": "2026", "degree_lower": "master", "degree_higher": "doctorate"}
        | {"usd_per_hour_lower_low": np.nan, "usd_per_hour_lower_high": 50.0, "usd_per_hour_higher_low": np.nan}
        | {"usd_per_hour_higher_high": high, "ratio_low": np.nan, "ratio_high": high / 50, "statement_ids": ids(0, 1)}
        for job, high in (("chemistry of an unusually long name", 75.0), ("physics", 75.0), ("law", 150.0))
    ]
)
TABLES["same_work_over_time"] = pd.DataFrame(
    [
        {"platform": "Alpha", "job": "rater of an unusually long name", "country": "KE", "language": None}
        | {"currency": currency, "period": "hour", "from_date": "2024", "to_date": "2025-06-30", "from_low": np.nan}
        | {"from_high": 20.0, "to_low": np.nan, "to_high": 20 * ratio, "ratio_low": np.nan, "ratio_high": ratio}
        | {"direction": direction, "evidence": evidence, "statements": 2, "statement_ids": ids(0, 1)}
        for ratio, direction, currency, evidence in (
            *((0.5, "cut", "USD", "advertised"), (1.4, "rise", "KES", "reported")),
            (1.0, "same", "USD", "advertised"),
        )
    ]
)
TABLES["platforms"] = pd.DataFrame({"platform": ["Beta Marketplace", "Delta"], "kind": "microtask"})
TABLES["measured_pay"] = pd.DataFrame(
    [
        {
            "study": study,
            "year": 2018,
            "measured_on": "MTurk",
            "place": place,
            "n": n,
            "statistic": "median hourly wage",
        }
        | {"counts_unpaid_time": "yes", "method": "survey", "beside": "microtask platforms"}
        | {"measured_usd_per_hour_low": low, "measured_usd_per_hour_high": 2.0}
        for study, place, n, low in (("A 2018", "75 countries", "3,500 (surveys)", np.nan), ("B 2021", None, None, 1.0))
    ]
)
TABLES["listings_stating_pay"] = pd.DataFrame(
    [
        {"platform": platform, "month": month, "listings": 20, "stating_pay": stating, "source_id": "pay_statements"}
        | {"publisher": None}
        for platform, stating in (("Alpha", 5), ("Beta Marketplace", 19), ("C", 20), ("Delta", 20))
        for month in ("2024-12", "2025-01", "2026-03")
    ]
)


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
def test_the_published_tables_read_well_in_every_format(lang: str, width: str) -> None:
    tables = Tables()
    for name in CHARTS:
        assert_readable(draw_chart(name, tables, Style(width=width, lang=lang)))


@pytest.mark.parametrize(("lang", "width"), FORMATS)
def test_both_ends_of_the_scale_are_labelled(lang: str, width: str) -> None:
    chart = ladder(Style(width=width, lang=lang))
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
    assert "Advertised is not paid" in " ".join(said.split())
    assert "Selected rows" in said


@pytest.mark.parametrize("name", CHARTS)
def test_alt_text_states_the_finding_and_its_numbers(name: str) -> None:
    chart = drawn(name)
    assert chart.alt_text.startswith(chart.title)
    assert len(re.findall(r"\d", chart.alt_text)) > 5


@pytest.mark.parametrize("name", CHARTS)
def test_drawing_twice_gives_the_same_picture(name: str) -> None:
    first, second = drawn(name), draw(name, SELECTED, RICH.iloc[::-1])
    assert first._repr_png_() == second._repr_png_()
    pd.testing.assert_frame_equal(first.data, second.data)
