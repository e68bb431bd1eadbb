"""One pure function: nothing depends on the other rows, on their order, or on how texts are encoded."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labormarket.clean import clean
from labormarket.hourly import ExchangeRates
from labormarket.pay import column
from labormarket.sources import read_statements

ROOT = Path(__file__).parents[1]
RATES = ExchangeRates.read(ROOT)
STATEMENTS = read_statements(ROOT)
TEXTS = ("pay_text", "platform", "profession_raw", "period_context", "currency_context", "published_on")
ODD = pd.DataFrame(
    [
        ("", "", "", "", "", ""),
        ("$20 - $30", "MTurk", "Dermatologists", "hour", "", "2024-02"),
        ("$20 - $30", "MTurk", "Dermatologists", "", "", "2024"),
        ("150", "nobody", "French-speaking tutor", "hour", "KES", "2022"),
        ("150", "nobody", "French-speaking tutor", "hour", "KES", "2023-05-01"),
        ("a few dollars an hour", "Outlier", "annotator", "", "", "yesterday"),
        ("\x00\ud7ff💰 ₹3 lakh", " outlier ", "PhD physicist", "", "", ""),
    ],
    columns=list(TEXTS),
    dtype="str",
)
POOL = pd.concat([STATEMENTS[list(TEXTS)], ODD, ODD], ignore_index=True)
PICKED = st.lists(st.integers(0, len(POOL) - 1), min_size=20, max_size=60)  # a call costs more than sixty rows of it


def as_plain(cleaned: pd.DataFrame) -> pd.DataFrame:
    """The same table with texts in place of categories, which name the texts of one chunk only."""
    encoded = cleaned.select_dtypes(include=["category"]).columns
    return cleaned.astype(dict.fromkeys(encoded, "str"))


@cache
def whole() -> pd.DataFrame:
    return as_plain(clean(POOL, RATES))


@settings(max_examples=10)
@given(st.data())
def test_chunks_and_order_change_nothing(data: st.DataObject) -> None:
    rows = data.draw(PICKED)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(rows)), max_size=3)))
    picked = POOL.take(rows)
    chunks = [picked.iloc[a:b] for a, b in zip([0, *cuts], [*cuts, len(rows)], strict=True)]
    parts = [as_plain(clean(chunk, RATES)) for chunk in chunks]
    pd.testing.assert_frame_equal(pd.concat(parts), whole().take(rows))


@settings(max_examples=10)
@given(PICKED, st.sets(st.sampled_from(TEXTS)))
def test_encoded_columns_change_nothing(rows: list[int], encoded: set[str]) -> None:
    cleaned = clean(POOL.astype(dict.fromkeys(encoded, "category")).take(rows), RATES)  # with categories no row has
    pd.testing.assert_frame_equal(as_plain(cleaned), whole().take(rows))


def test_missing_is_empty() -> None:
    blank = pd.DataFrame({name: pd.Series(["", None, ""], dtype="str") for name in TEXTS})
    for frame in (blank, blank.astype("category"), blank.astype(object)):
        cleaned = clean(frame, RATES)
        assert cleaned["refusal"].eq("pay_text is empty").all()
        assert cleaned["scope"].eq("training").all()
        known = [*TEXTS, "approximate", "from_context", "platform_as_stated", "refusal", "scope"]
        understood = cleaned.drop(columns=known)
        assert understood.isna().all(axis=None)


def test_context_columns_may_be_absent_and_no_rows_are_rows() -> None:
    frame = POOL[["pay_text"]]
    full = clean(frame.assign(**dict.fromkeys(TEXTS[1:], "")), RATES)
    short = clean(frame, RATES)
    pd.testing.assert_frame_equal(short[full.columns.difference(TEXTS[1:])], full[full.columns.difference(TEXTS[1:])])
    none = clean(POOL[:0], RATES)
    assert list(none.columns) == list(clean(POOL[:1], RATES).columns) and len(none) == 0


def test_a_table_of_other_columns_is_refused_with_the_names_that_are_read() -> None:
    with pytest.raises(ValueError, match=r"none of the columns Salary, Firm is read \(.*pay_text.*rename"):
        clean(pd.DataFrame({"Salary": ["$20 an hour"], "Firm": ["Outlier"]}), RATES)


def test_the_input_is_left_alone() -> None:
    before = POOL.copy(deep=True)
    clean(POOL, RATES)
    pd.testing.assert_frame_equal(POOL, before)


def test_each_distinct_text_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    read_field = column.read_field
    monkeypatch.setattr(column, "read_field", lambda text, country: asked.append(text) or read_field(text, country))
    clean(pd.concat([ODD] * 50, ignore_index=True), RATES)
    assert asked == ODD["pay_text"].unique().tolist()  # in the order of the rows


def test_the_year_decides_the_rate_and_the_day_does_not() -> None:
    rates = ExchangeRates({("KES", 2022): 0.01, ("KES", 2023): 0.02})
    frame = pd.DataFrame({"pay_text": ["KES 100 per hour"] * 4, "published_on": ["2022", "2022-12-31", "2023-01", ""]})
    assert clean(frame, rates)["usd_per_hour_low"].tolist() == [1.0, 1.0, 2.0, 2.0]


def test_new_text_columns_cost_four_bytes_a_row() -> None:
    frame = POOL.take(np.zeros(100_000, dtype=int)).reset_index(drop=True)
    cleaned = clean(frame, RATES)
    for name in ("platform", "currency", "period", "bound", "tier", "profession", "hourly_basis"):
        assert cleaned[name].memory_usage(index=False) < 5 * len(frame)


@pytest.mark.parametrize(
    ("raw", "column", "value"),
    [
        (
            {"source_url": "github:o/n/a.csv", "note": "@558f1bc"},
            "source_url",
            "https://github.com/o/n/blob/558f1bc/a.csv",
        ),
        ({"source_url": "github:o/n/a.csv", "note": "@558f1bc"}, "publisher", "o/n"),
        ({"source_url": "https://jobs.lever.co/appen/1"}, "publisher", "lever.co"),
        ({"scope": "study"}, "scope", "study"),
        ({"scope": ""}, "scope", "training"),
        ({"degree_asked": "master"}, "degree_asked", "master"),
        ({"profession_raw": "Math PhD Expert"}, "degree_asked", "doctorate"),
        ({"platform": "CrowdFlower", "published_on": "2013"}, "owner", "CrowdFlower"),
        ({"platform": "CrowdFlower", "published_on": "2020"}, "owner", "Appen"),
        ({"pay_text": "Ksh160 ($1.32) per hour", "usd_text": "$1.32"}, "hourly_basis", "stated_usd"),
        ({"pay_text": "Ksh160 ($1.32) per hour", "usd_text": "$1.32"}, "usd_per_hour_low", 1.32),
        ({"pay_text": "£9 per hour", "usd_text": "€9"}, "hourly_basis", "stated+fx"),
        ({"pay_text": "$90,000 a year", "kind": "staff_salary"}, "hourly_basis", "assumed_hours"),
        ({"pay_text": "$90,000 a year", "kind": "advertised", "note": "full-time"}, "hourly_basis", "assumed_hours"),
        ({"pay_text": "4200 zł brutto miesięcznie"}, "tax", "gross"),
        ({"pay_text": "Sh 300 a day", "country": "KE"}, "currency", "KES"),
        ({"pay_text": "Sh 300 a day", "country": "KE", "currency_context": "UGX"}, "currency", "UGX"),
    ],
)
def test_what_stands_beside_the_pay_is_read(raw: dict[str, str], column: str, value: object) -> None:
    frame = pd.DataFrame([{"pay_text": "$20 an hour", "platform": "", "profession_raw": ""} | raw])
    rates = ExchangeRates({("GBP", 2025): 1.25, ("KES", 2025): 0.01})
    assert clean(frame, rates).iloc[0][column] == value


def test_an_abbreviated_address_is_written_out_and_the_others_stay() -> None:
    urls = ["github:o/n/a.csv", "https://jobs.lever.co/appen/1", ""]
    frame = pd.DataFrame({"pay_text": "$20 an hour", "source_url": urls, "note": ["@558f1bc", "", ""]})
    cleaned = clean(frame, RATES)
    assert cleaned["publisher"].astype("str").fillna("").to_list() == ["o/n", "lever.co", ""]
    assert cleaned["source_url"].fillna("").to_list() == ["https://github.com/o/n/blob/558f1bc/a.csv", urls[1], ""]


def test_a_gig_paid_by_the_year_has_no_hourly_pay() -> None:
    frame = pd.DataFrame([{"pay_text": "$105 a year", "kind": "reported", "platform": "", "profession_raw": ""}])
    assert clean(frame, RATES).iloc[0][["usd_per_hour_low", "hourly_basis", "tier"]].isna().all()
