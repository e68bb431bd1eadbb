"""The calculator `labormarket income`: the arithmetic, what it reads, and what it says to bad input."""

import math
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from labormarket.cli import app
from labormarket.estimates import Interval
from labormarket.estimates.calculator import (
    choose_scenarios,
    find_day_job,
    look_up_terms,
    multiply_out,
    read_range,
    read_rate,
    read_terms,
    work_out_income,
)
from labormarket.estimates.unpaid_time import ADVERTISED, list_scenarios
from labormarket.hourly import ExchangeRates
from labormarket.sources import read_reference
from labormarket.tables import load_table

ROOT = Path(__file__).parents[2]
RATES = ExchangeRates({("EUR", 2025): 1.2, ("INR", 2025): 0.012})


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("80", 80, 80),
        (" 60-80 ", 60, 80),
        ("80 – 60", 60, 80),
        ("1,000", 1000, 1000),
        ("up to 80", 0, 80),
        ("40+", 40, math.inf),
        ("From $40", 40, math.inf),
        ("$60-80/hr", 60, 80),
        ("80 an hour", 80, 80),
        ("$22.50 per hour", 22.5, 22.5),
        ("€50/hr", 60, 60),
        ("€ 50 – 60", 60, 72),
        ("50 €", 60, 60),
        ("50 EUR", 60, 60),
        ("up to ₹1,000", 0, 12),
        ("₹500+", 6, math.inf),
    ],
)
def test_rates_are_read(text: str, low: float, high: float) -> None:
    assert read_rate(text, RATES) == Interval(low, high)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "states no pay"),
        ("abc", "states no pay"),
        ("-5", "states no pay"),
        ("-$5 per hour", "states no pay"),
        ("1e400", "states no pay"),
        ("a few dollars an hour", "states no pay"),
        ("0", "pays nothing"),
        ("$0/hr", "pays nothing"),
        ("150 KES per hour", "in KES, of which no exchange rate is known"),
        ("$500 a day", "per day: give the pay of one hour"),
        ("$0.05 per word", "per word"),
        ("$5 per audio hour", "per audio hour"),
        ("$90k-200k", "for no period that it names"),
    ],
)
def test_other_rates_are_refused_with_a_way_out(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_rate(text, RATES)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        rate = read_rate(text, RATES)
    except ValueError as refusal:
        assert str(refusal).startswith("rate ")  # noqa: PT017 - either way is fine, and both are checked
    else:
        assert 0 <= rate.low <= rate.high
        assert rate.high > 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "hours: '' is no range of numbers"),
        ("ten", "hours: 'ten' is no range"),
        ("30-10", "hours 30-10: the larger number stands first"),
        ("0", "hours 0: a project takes some"),
        ("0-10", "a project takes some"),
        ("169", "hours 169: more than 168"),
        ("9" * 400, "more than 168"),
    ],
)
def test_terms_are_checked(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_terms("hours", text, 168)


def test_scenarios_are_chosen_by_a_word_or_a_share() -> None:
    benchmarks = read_reference("reference_benchmarks")
    assert choose_scenarios(benchmarks)["paid_share"].tolist() == pytest.approx([1, 0.67, 0.75])
    assert choose_scenarios(benchmarks, "ilo")["paid_share"].tolist() == pytest.approx([1, 0.75])
    assert choose_scenarios(benchmarks, "40 %")["paid_share"].tolist() == pytest.approx([1, 0.6])
    for nonsense in ("some", "100%", "150%", "-5%"):
        with pytest.raises(ValueError, match=r"a word of a scenario \(.*Toxtli.*\), or a share"):
            choose_scenarios(benchmarks, nonsense)


def test_terms_of_a_platform_are_those_it_states() -> None:
    facts = load_table("platform_facts", ROOT)
    name, hours, weeks, source = look_up_terms("MERCOR", facts)
    assert (name, hours, weeks) == ("Mercor", Interval(10, 30), Interval(3, 4))
    assert source
    with pytest.raises(ValueError, match=r"Outlier run \(known: Mercor\): give --hours and --weeks"):
        look_up_terms("Outlier", facts)


def test_day_jobs_are_those_of_the_wage_survey() -> None:
    oews = read_reference("reference_oews")
    title, usd_per_month = find_day_job("Lawyer", oews)
    row = oews[oews["title"].eq("Lawyers")].iloc[0]
    assert title == "Lawyers"
    assert usd_per_month == pytest.approx([float(row["h_median"]) * 2080 / 12] * 2)
    title, usd_per_month = find_day_job("nurse", oews)
    assert title.endswith("occupations of nurses")
    assert usd_per_month.low < usd_per_month.high
    for nonsense in ("wizard", "", "expert"):
        with pytest.raises(ValueError, match="no occupation"):
            find_day_job(nonsense, oews)


POSITIVE = st.floats(0.5, 1000)


@given(POSITIVE, POSITIVE, st.floats(1, 168), st.floats(1, 100), st.floats(100, 50_000))
def test_the_arithmetic(one: float, other: float, hours: float, weeks: float, usd_per_month: float) -> None:
    rate = Interval(*sorted([one, other]))
    scenarios = choose_scenarios(read_reference("reference_benchmarks", ROOT))
    month = Interval(usd_per_month, usd_per_month)
    income = work_out_income(rate, Interval(hours, hours), Interval(weeks, weeks), scenarios, month)
    for row in income.to_dict("records"):
        assert row["usd_per_project_low"] == pytest.approx(rate.low * hours * weeks * row["paid_share"], abs=1e-3)
        assert row["usd_per_project_high"] == pytest.approx(rate.high * hours * weeks * row["paid_share"], abs=1e-3)
        assert row["months_of_day_job_low"] == pytest.approx(row["usd_per_project_low"] / usd_per_month, abs=1e-3)
    # what nobody pays never adds
    assert income["usd_per_project_high"].idxmax() == 0


def run(command: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["income", *shlex.split(command)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_a_project_of_a_platform_against_the_day_job() -> None:
    code, output = run("$60-80/hr --platform mercor --job chemist")
    assert code == 0
    assert "60 to 80 US dollars per hour" in output
    assert "10 to 30 hours worked a week for 3 to 4 weeks (Mercor, stated in: " in output
    assert "day job   Chemists:" in output
    assert "as advertised\n  1,800 to 9,600 US dollars in all\n" in output
    assert "20 unpaid minutes per paid hour (ILO 2018)\n  1,350 to 7,200 US dollars in all\n" in output
    assert "months of the day job" in output
    assert output.endswith("a scenario from the named study, not a measurement of this project.\n")


def test_an_open_rate_stays_open() -> None:
    code, output = run("40+ --hours 10 --weeks 2 --unpaid 50%")
    assert code == 0
    assert "from 800 US dollars in all" in output
    assert "50% of the time unpaid (your own figure)\n  from 400 US dollars in all" in output
    assert "day job" not in output


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("abc --hours 1 --weeks 1", "states no pay"),
        ("80", "give --hours and --weeks"),
        ("80 --hours 10", "give --hours and --weeks"),
        ("80 --hours 200 --weeks 1", "hours 200: more than 168"),
        ("80 --hours 10 --weeks 1000", "weeks 1000: more than 520"),
        ("80 --platform Outlier", "known: Mercor"),
        ("80 --hours 10 --weeks 2 --job wizard", "no occupation of the US wage survey"),
        ("80 --hours 10 --weeks 2 --unpaid often", "or a share such as 25%"),
    ],
)
def test_bad_input_gets_one_message_and_exit_code_1(command: str, message: str) -> None:
    code, output = run(command)
    assert code == 1
    assert message in output
    assert output.count("labormarket: ") == 1


def test_the_registered_scenarios_are_the_published_factors() -> None:
    scenarios = list_scenarios(read_reference("reference_benchmarks")).set_index("scenario")
    assert scenarios.index[0] == ADVERTISED
    assert scenarios["paid_share"].to_dict() == {
        ADVERTISED: 1,
        "33% of the time unpaid (Toxtli 2021)": pytest.approx(0.67),
        "20 unpaid minutes per paid hour (ILO 2018)": pytest.approx(0.75),
    }
    assert scenarios["source_citation"].iloc[1:].notna().all()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("10-30", (10, 30)), ("3 – 4", (3, 4)), ("20", (20, 20)), ("2.5 to 3", (2.5, 3)), (" 7 ", (7, 7))],
)
def test_ranges_are_read(text: str, expected: tuple) -> None:
    assert read_range(text) == Interval(*expected)


@pytest.mark.parametrize("text", ["", "ten", "10-", "-5", "10-20-30", "about 10"])
def test_other_words_are_no_range(text: str) -> None:
    with pytest.raises(ValueError, match="no range of numbers"):
        read_range(text)


@pytest.mark.parametrize(
    ("rate", "hours", "weeks", "share", "message"),
    [
        ((90, 50), (1, 1), (1, 1), 1, "rate: 90 to 50"),
        ((-1, 5), (1, 1), (1, 1), 1, "rate: -1 to 5"),
        ((1, 5), (30, 10), (1, 1), 1, "hours a week: 30 to 10"),
        ((1, 5), (1, 1), (math.nan, 1), 1, "weeks: nan"),
        ((1, 5), (1, 1), (1, 1), 0, "paid share"),
        ((1, 5), (1, 1), (1, 1), 1.1, "paid share"),
    ],
)
def test_a_project_wants_sound_terms(rate, hours, weeks, share: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        multiply_out(Interval(*rate), Interval(*hours), Interval(*weeks), share)
