"""US dollars per hour, and what they rest on."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket.hourly import HOURLY_BASES, HOURS_IN_PERIOD, ExchangeRates, add_context, add_hourly, year_of

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
        ({"period": "day"}, 1.25, 2.5, "assumed_hours"),
        ({"period": "week"}, 0.25, 0.5, "assumed_hours"),
        ({"period": "month", "low": 2080.0, "high": 4160.0}, 12, 24, "assumed_hours"),
        ({"period": "year", "low": 90_000.0, "high": 200_000.0}, 43.269231, 96.153846, "assumed_hours"),
        ({"low": np.nan}, None, 20, "stated"),
        ({"high": np.nan}, 10, None, "stated"),
        ({"currency": "EUR"}, 11.2, 22.4, "stated+fx"),
        ({"currency": "EUR", "period": "day"}, 1.4, 2.8, "assumed_hours+fx"),
        ({"currency": "USDT"}, 10, 20, "stated+fx"),
        ({"period": None, "period_context": "hour"}, 10, 20, "context"),
        ({"currency": None, "currency_context": "EUR"}, 11.2, 22.4, "context+fx"),
        ({"period": None, "period_context": "year"}, 0.004808, 0.009615, "assumed_hours"),
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
    found = year_of(pd.Series(["2025-11", " 2023", "", "autumn 2024", "20"]))
    assert found.fillna(0).tolist() == [2025, 2023, 0, 0, 0]


AMOUNTS = st.floats(0.01, 1e7, allow_nan=False)


@given(
    AMOUNTS, AMOUNTS, st.sampled_from([*HOURS_IN_PERIOD, "task", None]), st.sampled_from(["USD", "EUR", "KES", None])
)
def test_order_is_kept_and_no_end_is_invented(a: float, b: float, period: str | None, currency: str | None) -> None:
    row = one(low=min(a, b), high=np.nan if a > b else max(a, b), period=period, currency=currency)
    assert not row["usd_per_hour_low"] > row["usd_per_hour_high"]
    assert not (pd.notna(row["usd_per_hour_high"]) and pd.isna(row["high"]))
    assert pd.isna(row["hourly_basis"]) or row["hourly_basis"] in HOURLY_BASES
