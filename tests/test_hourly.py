"""US dollars per hour, and what they rest on."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket import hourly
from labormarket.hourly import (
    HOURLY_BASES,
    HOURS_IN_PERIOD,
    ExchangeRates,
    add_context,
    add_hourly,
    is_salaried,
    tax_of,
    year_of,
)
from labormarket.sources import read_reference

ROOT = Path(__file__).parents[1]
RATES = ExchangeRates({("EUR", 2023): 1.08, ("EUR", 2025): 1.12, ("KES", 2024): 0.0074})


def one(**fields: object) -> pd.Series:
    row = {"low": 10.0, "high": 20.0, "currency": "USD", "period": "hour", "published_on": "2025", "bound": "range"}
    frame = pd.DataFrame([{**row, "period_context": "", "currency_context": "", **fields}])
    return add_hourly(add_context(frame), RATES).iloc[0]


@pytest.mark.parametrize(
    ("fields", "low", "high", "basis"),
    [
        ({}, 10, 20, "stated"),
        ({"period": "minute"}, 600, 1200, "stated"),
        ({"period": "day", "salaried": True}, 1.25, 2.5, "assumed_hours"),
        ({"period": "week", "salaried": True}, 0.25, 0.5, "assumed_hours"),
        ({"period": "month", "low": 2080.0, "high": 4160.0, "salaried": True}, 12, 24, "assumed_hours"),
        (
            {"period": "year", "low": 90_000.0, "high": 200_000.0, "salaried": True},
            43.269231,
            96.153846,
            "assumed_hours",
        ),
        ({"low": np.nan}, None, 20, "stated"),
        ({"high": np.nan}, 10, None, "stated"),
        ({"currency": "EUR"}, 11.2, 22.4, "stated+fx"),
        ({"currency": "EUR", "period": "day", "salaried": True}, 1.4, 2.8, "assumed_hours+fx"),
        ({"currency": "USDT"}, 10, 20, "stated+fx"),
        ({"period": None, "period_context": "hour"}, 10, 20, "context"),
        ({"currency": None, "currency_context": "EUR"}, 11.2, 22.4, "context+fx"),
        ({"period": None, "period_context": "year", "salaried": True}, 0.004808, 0.009615, "assumed_hours"),
        ({"period": "task", "minutes_low": 180.0}, 3.333333, 6.666667, "stated_time"),
        ({"period": "task", "minutes_low": 15.0, "minutes_high": 20.0}, 30, 80, "stated_time"),
        ({"period": "other", "low": np.nan, "minutes_high": 120.0}, None, 10, "stated_time"),
        ({"period": "day", "minutes_low": 420.0, "currency": "EUR"}, 1.6, 3.2, "stated_time+fx"),
        ({"period": "hour", "minutes_low": 540.0}, 10, 20, "stated"),
        ({"currency": "KES", "stated_usd_low": 1.32, "stated_usd_high": 1.32}, 1.32, 1.32, "stated_usd"),
        ({"currency": "XAF", "stated_usd_low": 1.32, "stated_usd_high": 2.0}, 1.32, 2, "stated_usd"),
        ({"currency": "KES", "stated_usd_low": 1.32}, 1.32, 1.32, "stated_usd"),
        (
            {"currency": "KES", "high": np.nan, "stated_usd_low": 1.32, "stated_usd_high": 1.32},
            1.32,
            None,
            "stated_usd",
        ),
        ({"currency": "USD", "stated_usd_low": 99.0, "stated_usd_high": 99.0}, 10, 20, "stated"),
        (
            {
                "currency": "KES",
                "period": "month",
                "salaried": True,
                "stated_usd_low": 2080.0,
                "stated_usd_high": 2080.0,
            },
            *(12, 12, "assumed_hours"),
        ),
    ],
)
def test_value_and_basis(fields: dict[str, object], low: float | None, high: float | None, basis: str) -> None:
    row = one(**fields)
    assert row["usd_per_hour_low"] == pytest.approx(low if low is not None else np.nan, nan_ok=True)
    assert row["usd_per_hour_high"] == pytest.approx(high if high is not None else np.nan, nan_ok=True)
    assert row["hourly_basis"] == basis


@pytest.mark.parametrize(
    "fields",
    [
        *({"period": period} for period in ("task", "word", "page", "project", "audio_hour", "audio_minute", "other")),
        {"period": None},
        {"currency": None},
        {"currency": "XAF"},
        {"low": np.nan, "high": np.nan, "bound": "vague"},
        *({"period": period} for period in ("day", "week", "month", "year")),
        {"period": "task", "minutes_low": 0.0},
        {"currency": "EUR", "published_on": "0000"},
        {"currency": "EUR", "published_on": "last spring"},
    ],
)
def test_no_hourly_value_where_none_can_be_stated(fields: dict[str, object]) -> None:
    row = one(**fields)
    assert row[["usd_per_hour_low", "usd_per_hour_high", "hourly_basis", "exchange_year"]].isna().all()


def test_context_never_overrules_the_phrase_and_never_fills_an_unread_row() -> None:
    stated = one(period="hour", period_context="year", currency="USD", currency_context="EUR")
    assert (stated["period"], stated["currency"], stated["hourly_basis"]) == ("hour", "USD", "stated")
    unread = one(bound=None, low=np.nan, high=np.nan, period=None, currency=None, period_context="hour")
    assert pd.isna(unread["period"])


@pytest.mark.parametrize(
    ("published_on", "year"), [("2025", 2025), ("2024", 2023), ("2013-07-29", 2023), ("2030", 2025), ("", 2025)]
)
def test_the_nearest_year_with_a_rate_is_used_and_said(published_on: str, year: int) -> None:
    assert one(currency="EUR", published_on=published_on)["exchange_year"] == year


def test_years() -> None:
    found = year_of(pd.Series(["2025-11", None, " 2023", "", "autumn 2024", "20", "2024"]))
    assert found.fillna(0).tolist() == [2025, 0, 2023, 0, 0, 0, 2024]


def test_a_word_for_a_tax_counts_in_capitals_and_two_of_them_say_nothing() -> None:
    texts = pd.Series(["4200 ZŁ BRUTTO", "NET 500", "gross 500, net 400", None])
    assert tax_of(texts).fillna("").tolist() == ["gross", "net", "", ""]


def test_the_rate_is_of_the_year_in_which_the_pay_was_earned() -> None:
    assert one(currency="EUR", published_on="2025", earned_in="2023-04")["exchange_year"] == 2023
    assert one(currency="EUR", published_on="2025", earned_in="")["exchange_year"] == 2025


@pytest.mark.parametrize(
    ("text", "salaried"),
    [
        ("a salary of $90,000", True),
        ("full time, $4,000 a month", True),
        ("SALARY: $90,000", True),
        ("salaire de 1 800 € par mois", True),
        ("月薪1.8万-2.2万", True),
        ("연봉 4000만원", True),
        ("€105 a year", False),
        ("Ksh10,000 a week", False),
        ("paid by the employer's client", False),
    ],
)
def test_only_a_word_for_a_salary_makes_work_salaried(text: str, salaried: bool) -> None:
    assert is_salaried(pd.DataFrame({"pay_text": [text], "kind": ["reported"]})).to_list() == [salaried]
    assert is_salaried(pd.DataFrame({"pay_text": [text], "kind": ["staff_salary"]})).to_list() == [True]


def test_work_of_no_stated_kind_is_salaried_by_its_words_alone() -> None:
    assert is_salaried(pd.DataFrame({"pay_text": ["$5 a day", None, "a salary"]})).to_list() == [False, False, True]


def test_an_undated_amount_takes_the_latest_of_many_years() -> None:
    rates = ExchangeRates({("JPY", year): 0.01 for year in (2019, 2021, 2023)})
    assert rates.nearest("JPY", None) == (0.01, 2023)


def test_the_rates_of_a_root_are_read_from_it_and_of_no_other_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hourly, "find_edition", lambda: pytest.fail("looked for an edition"))
    rates = ExchangeRates.read(ROOT)
    registered = read_reference("reference_fx", ROOT)
    assert len(rates.usd_per_unit) == len(registered)
    first = registered.iloc[0]
    assert rates.nearest(first["currency"], int(first["year"])) == (float(first["usd_per_lcu"]), int(first["year"]))


def test_a_row_without_a_value_has_no_year_of_a_rate() -> None:
    row = one(currency="EUR", period="task")
    assert pd.isna(row["usd_per_hour_low"]) and pd.isna(row["exchange_year"]) and pd.isna(row["hourly_basis"])


AMOUNTS = st.floats(0.01, 1e7, allow_nan=False)


@given(
    AMOUNTS, AMOUNTS, st.sampled_from([*HOURS_IN_PERIOD, "task", None]), st.sampled_from(["USD", "EUR", "KES", None])
)
def test_order_is_kept_and_no_end_is_invented(a: float, b: float, period: str | None, currency: str | None) -> None:
    row = one(low=min(a, b), high=np.nan if a > b else max(a, b), period=period, currency=currency)
    assert not row["usd_per_hour_low"] > row["usd_per_hour_high"]
    assert not (pd.notna(row["usd_per_hour_high"]) and pd.isna(row["high"]))
    assert pd.isna(row["hourly_basis"]) or row["hourly_basis"] in HOURLY_BASES
