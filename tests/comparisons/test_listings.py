"""One row per listing and pay, one template per price: nothing counts twice, and nothing is lost."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket.comparisons import fold_looks, mark_templates
from labormarket.comparisons.listings import LISTINGS_OF_A_TEMPLATE, name_template

ADVERT = {
    "source_id": "listings",
    "kind": "advertised",
    "platform": "Mercor",
    "source_url": "https://m.example/1",
    "profession_as_stated": "rater",
    "country": None,
    "low": 20.0,
    "high": 25.0,
    "currency": "USD",
    "period": "hour",
    "bound": "range",
    "published_on": "2026-01-01",
    "first_seen": None,
    "last_seen": None,
}


def make_pay(*changes: dict[str, object]) -> pd.DataFrame:
    rows = [ADVERT | {"statement_id": f"s{number}"} | change for number, change in enumerate(changes)]
    texts = [name for name, value in ADVERT.items() if not isinstance(value, float)]
    return pd.DataFrame(rows).astype(dict.fromkeys(texts, "str"))


@pytest.mark.parametrize(
    "change",
    [
        {"low": 21.0},
        {"source_url": "https://m.example/2"},
        {"source_url": None},
        {"country": "KE"},
        {"profession_as_stated": "writer"},
        {"platform": "Outlier"},
        {"bound": "exact", "high": 20.0},
    ],
)
def test_another_listing_or_another_pay_is_no_look(change: dict[str, object]) -> None:
    folded = fold_looks(make_pay({}, change))
    assert len(folded.pay) == 2
    assert folded.looks.empty


def test_reports_and_adverts_without_an_address_are_never_folded() -> None:
    assert len(fold_looks(make_pay({"kind": "reported"}, {"kind": "reported"})).pay) == 2
    assert len(fold_looks(make_pay({"source_url": None}, {"source_url": None})).pay) == 2


def test_the_earliest_look_stays_and_spans_the_others() -> None:
    pay = make_pay(
        {"published_on": "2026-03-01"},
        {"published_on": "2026-01-05", "first_seen": "2026-01-02", "last_seen": "2026-04-01"},
        {"published_on": None},
        {"published_on": "2026-02-01", "country": "KE"},
    )
    folded = fold_looks(pay)
    assert folded.pay["statement_id"].to_list() == ["s1", "s3"]
    assert folded.pay["first_seen"].fillna("").to_list() == ["2026-01-02", ""]
    assert folded.pay["last_seen"].fillna("").to_list() == ["2026-04-01", ""]
    assert sorted(folded.looks["statement_id"]) == ["s0", "s2"]


BY_PROGRAM = {"source_id": "dump", "statement_id": "dump-1"}


@pytest.mark.parametrize(
    ("person", "program"),
    [
        ({}, {}),
        ({"published_on": "2026-05-01"}, {"published_on": "2026-01-01"}),
        ({"country": "US"}, {}),
        ({}, {"country": "US"}),
        ({"profession_as_stated": "rater (quality assurance)"}, {}),
        ({"period": None}, {}),
    ],
)
def test_of_two_readings_of_a_listing_the_persons_is_kept(
    person: dict[str, object], program: dict[str, object]
) -> None:
    folded = fold_looks(make_pay(BY_PROGRAM | program, {"statement_id": "n1"} | person))
    assert folded.pay["statement_id"].to_list() == ["n1"]
    assert folded.looks["statement_id"].to_list() == ["dump-1"]


@pytest.mark.parametrize(
    "program",
    [
        {"low": 21.0},
        {"currency": "AUD"},
        {"period": "task"},
        {"platform": "Outlier"},
        {"source_url": "https://m.example/2"},
        {"profession_as_stated": "rater of maps"},
        {"country": "US", "statement_id": "s9"},  # a person's own second row: its country is another listing
    ],
)
def test_readings_that_contradict_are_two_rows(program: dict[str, object]) -> None:
    assert len(fold_looks(make_pay({"statement_id": "n1"}, BY_PROGRAM | program)).pay) == 2


@given(st.lists(st.sampled_from([{}, {"low": 9.0}, {"kind": "reported"}, {"published_on": None}, {"country": "KE"}])))
def test_every_row_is_kept_or_a_look(changes: list[dict[str, object]]) -> None:
    if changes:
        pay = make_pay(*changes)
        folded = fold_looks(pay)
        assert sorted([*folded.pay["statement_id"], *folded.looks["statement_id"]]) == sorted(pay["statement_id"])
        assert fold_looks(folded.pay).looks.empty


def test_a_price_on_many_listings_is_one_template() -> None:
    titles = [{"profession_as_stated": f"title {number}"} for number in range(LISTINGS_OF_A_TEMPLATE)]
    marked = mark_templates(make_pay(*titles, {"low": 1.0}, {"kind": "reported"}, {"platform": "Outlier"}))
    assert marked["template_id"].notna().to_list() == [True] * LISTINGS_OF_A_TEMPLATE + [False] * 3
    assert marked["template_id"].nunique() == 1
    few = mark_templates(make_pay(*titles[:-1]))
    assert few["template_id"].isna().all()
    again = mark_templates(make_pay(*[{"published_on": f"2026-01-0{day}"} for day in range(1, 6)]))
    assert again["template_id"].isna().all(), "looks at one listing are no template"


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ({"low": 2.75, "high": 2.75, "bound": "exact"}, "Mercor: 2.75 USD per hour"),
        ({"low": 15.0, "high": None, "bound": "lower"}, "Mercor: from 15 USD per hour"),
        ({"low": None, "high": 50.0, "bound": "upper", "currency": None}, "Mercor: up to 50 per hour"),
    ],
)
def test_a_template_is_named_by_its_price(row: dict[str, object], name: str) -> None:
    assert name_template(ADVERT | row) == name
