"""What a profession is paid in a country: the nearest statements first, and what they can't say."""

import math
from pathlib import Path

import pandas as pd
import pytest

from labormarket.estimates import Interval
from labormarket.estimates.answer import (
    FEW,
    Answer,
    Range,
    after_unpaid_time,
    answer,
    day_job_of,
    drop_repeated,
    gaps,
    left_the_country,
    minimum_wage_of,
    span,
    split_places,
)
from labormarket.estimates.calculator import find_day_job
from labormarket.estimates.unpaid_time import list_scenarios
from labormarket.hourly import HOURS_PER_MONTH, ExchangeRates
from labormarket.sources import read_reference
from labormarket.sources.countries import WORLDWIDE


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])


def made(*ends: tuple[float | None, float | None], **columns: object) -> Range:
    """A range of statements with these hourly ends, by default of one platform, each an advert of its own."""
    low, high = zip(*ends, strict=True) if ends else ((), ())
    frame = pd.DataFrame({"usd_per_hour_low": pd.Series(low, dtype=float), "usd_per_hour_high": high}).astype(float)
    given = {"platform": "X", "kind": "advertised", "template_id": None, "origin": None, "published_on": "2025"}
    ids = [f"s{number}" for number in range(len(ends))]
    return Range("poet", "there", frame.assign(statement_id=ids, pay_as_stated="$9", **(given | columns)))


def test_a_price_that_is_posted_or_told_again_counts_once() -> None:
    posted = made((20, 20), (20, 20), (30, 30), (30, 30), template_id=["t", "t", None, None])
    assert posted.prices["usd_per_hour_low"].tolist() == [20, 30, 30]
    told = made(*[(20, 20)] * 4, origin=["TIME", "TIME", "TIME", None], platform=["X", "X", "Y", "X"])
    assert told.prices["statement_id"].tolist() == ["s0", "s2", "s3"]
    assert made((20, 20), (None, None), (None, 9)).prices["statement_id"].tolist() == ["s0", "s2"]


@pytest.mark.parametrize(
    ("ends", "hourly"),
    [
        ([(20, 30), (25, 50)], (20, 50)),
        ([(0, 85), (30, 40)], (30, 85)),  # "up to 85" makes nothing the lowest pay
        ([(None, 85)], (0, 85)),
        ([(40, None)], (40, math.inf)),
        ([(50, None), (None, 30)], (50, 50)),
        ([(None, None)], None),
        ([], None),
    ],
)
def test_the_range_spans_what_is_stated(
    ends: list[tuple[float | None, float | None]], hourly: tuple[float, float] | None
) -> None:
    assert made(*ends).usd_per_hour == hourly


def test_the_middle_wants_prices_with_both_ends() -> None:
    ends = [(10.0 * number, 12.0 * number) for number in range(1, FEW + 1)]
    assert made(*ends).middle == Interval(30, 36)
    assert made(*ends[:-1], (None, 99)).middle is None
    assert made(*ends[:-1], ends[0], template_id=["t", *"abc", "t"]).middle is None


def test_a_record_counts_statements_and_names_them() -> None:
    found = made(
        (20, 30), (None, None), (20, 30), kind=["reported", "advertised", "advertised"], platform=["Y", "X", "X"]
    )
    record = found.record()
    assert [record[name] for name in ("statements", "with_hourly_pay", "prices")] == [3, 2, 2]
    assert (record["kinds"], list(record["platforms"].items())) == (
        {"advertised": 2, "reported": 1},
        [("X", 2), ("Y", 1)],
    )
    assert record["statement_ids"] == ["s0", "s1", "s2"]


def test_places_part_the_statements_by_how_near_they_are() -> None:
    countries = ["KE", "UG;KE", "UG", f"UG;{WORLDWIDE}", f"US;{WORLDWIDE}", "US", None]
    pay = pd.DataFrame({"country": countries})
    places = pd.DataFrame({"region": ["Africa", "Africa", "America"]}, index=["KE", "UG", "US"])
    found = {where: rows.index.tolist() for where, rows in split_places(pay, "KE", places)}
    assert list(found.values()) == [[0, 1], [2, 3], [4], [6], [5]]
    assert list(found) == [
        *("Kenya", "elsewhere in Africa", "open to the whole world", "no country stated", "other countries"),
    ]
    assert [where for where, _ in split_places(pay, "KE", places.drop("KE"))][1] == "open to the whole world"
    [(where, rows)] = split_places(pay, "", places)
    assert (where, len(rows)) == ("anywhere", len(pay))


def test_a_wider_circle_that_adds_nothing_is_left_out() -> None:
    empty, one, two = made(), made((1, 1)), made((1, 1), (2, 2))
    assert drop_repeated([empty, one, two]) == [empty, one, two]
    assert drop_repeated([one, one, empty, two, two]) == [one, two]
    elsewhere = Range("poet", "elsewhere", one.statements)
    assert drop_repeated([one, elsewhere]) == [one, elsewhere]


def test_unpaid_time_takes_its_share_of_both_ends() -> None:
    shares = list_scenarios(read_reference("reference_benchmarks")).set_index("scenario")["paid_share"].iloc[1:]
    left = dict(after_unpaid_time(Interval(10, 20)))
    assert left == {name: Interval(10 * share, 20 * share) for name, share in shares.items()}
    assert all(0 < both.low < 10 for both in left.values())


def test_a_minimum_wage_is_the_one_in_force_in_its_own_currency_and_in_dollars() -> None:
    assert minimum_wage_of("XX") is None
    [us, uk] = [minimum_wage_of(code) for code in ("US", "GB")]
    assert us is not None
    assert uk is not None
    assert (us["local_per_hour"], us["currency"], us["usd_per_hour"]) == (7.25, "USD", 7.25)
    rate, _ = ExchangeRates.read().nearest("GBP", None) or (math.nan, 0)
    assert (uk["currency"], uk["usd_per_hour"]) == ("GBP", pytest.approx(uk["local_per_hour"] * rate))
    assert isinstance(uk["binds"], bool)


def test_a_day_job_is_paid_by_the_hour() -> None:
    name, month = find_day_job("lawyer", read_reference("reference_oews"))
    assert day_job_of("lawyer") == (name, (month.low / HOURS_PER_MONTH, month.high / HOURS_PER_MONTH))
    assert day_job_of("data annotator") is None


def asked(*ranges: Range, **fields: object) -> Answer:
    return Answer("poet", "poet", "writers", str(fields.pop("country", "")), list(ranges), None, **fields)  # type: ignore[arg-type]


def test_an_answer_says_what_it_does_not_know() -> None:
    few = gaps(asked(made((20, 30))))
    assert few == [
        "whether that is usual: the nearest pay rests on 1 price",
        "whether anybody was paid that: it is advertised, not reported",
        "what is offered today: those statements are from 2025",
        "how many hours of work there are, and whom a platform accepts",
        "what a day job as poet pays: the US wage survey has no such occupation",
    ]
    many = made(*[(20, 30)] * FEW, kind=["reported", *["advertised"] * (FEW - 1)], published_on=None)
    known = {"day_job": ("poets", Interval(9, 9)), "minimum_wage": {}}
    assert gaps(asked(many, **known)) == ["how many hours of work there are, and whom a platform accepts"]
    assert gaps(asked(many, country="US", **known)) == gaps(asked(many, **known))
    assert gaps(asked(made(), many, country="CH", **known)) == [
        "no statement says what the work of poet is paid in Switzerland",
        "how many hours of work there are, and whom a platform accepts",
        "what the day job pays in Switzerland: the wage survey at hand is of the United States",
    ]
    assert "the minimum wage of Switzerland: it is not in the list" in gaps(asked(many, country="CH"))


def test_a_platform_that_left_a_country_is_named_there_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = pd.DataFrame({"platform": ["Outlier", "Appen"], "ended_in": ["KE 2024-03-08;NG 2024-04-01", None]})
    monkeypatch.setattr("labormarket.estimates.answer.load_table", lambda name: ended)
    assert left_the_country("NG") == ["whether Outlier will be back: it left Nigeria on 2024-04-01"]
    assert left_the_country("US") == []


def test_the_nearest_range_with_pay_is_the_answer() -> None:
    none, some = made((None, None)), made((20, 30))
    assert asked(none, some).nearest == some
    assert asked(none).nearest is None
    assert asked(some, Range("all writers", "elsewhere", some.statements)).wheres == ["there"]


def test_one_day_is_no_span() -> None:
    assert (span("2025", "2025"), span("2024", "2025")) == ("2025", "2024 to 2025")


def test_a_question_is_answered_by_training_work_alone_or_refused() -> None:
    found = answer("physician", "US")
    assert (found.country, found.ranges[0].who, found.any_work_there is not None) == ("US", found.profession, True)
    assert found.unknown == gaps(found)
    assert found.nearest is not None
    best = found.nearest.middle or found.nearest.usd_per_hour
    assert best is not None
    assert found.after_unpaid_time == after_unpaid_time(best)
    assert answer("physician").any_work_there is None
    with pytest.raises(ValueError, match="xyzzy"):
        answer("xyzzy")


def test_a_profession_is_followed_by_its_group_and_its_field() -> None:
    who = dict.fromkeys(one.who for one in answer("chemist").ranges)
    assert list(who) == ["chemist", "all physicists and chemists", "all STEM work"]
