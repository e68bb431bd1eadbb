"""The raw statements of the explainer article, and the contract of every answer."""

import csv
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket.pay import Bound, PayRange, Period, find_pay, parse_pay, parse_pay_column

ARTICLE = Path(__file__).parents[2] / "data" / "raw" / "ai_training_article" / "2026-11-23_statements.csv"

# pay_text -> (low, high, currency, period, bound): what the article states, read by a person
STATED = {
    "a few dollars an hour": (None, None, "USD", "hour", "vague"),
    "less than a dollar per task": (None, 1, "USD", "task", "upper"),
    "starting out at $20 per hour": (20, None, "USD", "hour", "lower"),
    "start at $40 per hour": (40, None, "USD", "hour", "lower"),
    "up to $15 per hour": (None, 15, "USD", "hour", "upper"),
    "between $30 to $50 per hour": (30, 50, "USD", "hour", "range"),
    "$20 to $40 per hour": (20, 40, "USD", "hour", "range"),
    "up to 90 to $200 per hour": (90, 200, "USD", "hour", "range"),
    "up to $25 per hour": (None, 25, "USD", "hour", "upper"),
    "up to $55 per hour": (None, 55, "USD", "hour", "upper"),
    "$130 to $170 per hour": (130, 170, "USD", "hour", "range"),
    "$110 to $130 per hour": (110, 130, "USD", "hour", "range"),
    "$80 to $120 per hour": (80, 120, "USD", "hour", "range"),
    "roughly $60 to $80 per hour": (60, 80, "USD", "hour", "range"),
    "salaries between $90,000 and $200,000": (90000, 200000, "USD", "year", "range"),
    "an hourly rate of $250 to $450": (250, 450, "USD", "hour", "range"),
    "an hourly rate of $300 to $500": (300, 500, "USD", "hour", "range"),
    "an hourly rate of $500 to $1,000": (500, 1000, "USD", "hour", "range"),
}


COLUMNS = [
    *("low", "high", "currency", "period", "bound", "approximate"),
    *("start", "end", "minutes_low", "minutes_high", "refusal"),
]


def article_texts() -> list[str]:
    with ARTICLE.open(encoding="utf-8", newline="") as lines:
        return [row["pay_text"] for row in csv.DictReader(lines)]


def test_every_article_row_is_read_as_stated() -> None:
    texts = article_texts()
    assert len(texts) == 34
    for text in texts:
        pay = parse_pay(text)
        assert pay is not None
        assert (pay.low, pay.high, pay.currency, pay.period, pay.bound) == STATED[text], text
        assert pay.approximate == text.startswith("roughly")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We pay about up to $30 an hour.", "about up to $30 an hour"),
        ("We pay up to about $30 an hour.", "up to about $30 an hour"),
        ("You earn roughly at least $30 an hour", "roughly at least $30 an hour"),
        ("They pay about $30 an hour", "about $30 an hour"),
    ],
)
def test_a_statement_in_prose_begins_with_its_about_or_its_bound_whichever_comes_first(text: str, found: str) -> None:
    assert [pay.text for pay in find_pay(text)] == [found]


def test_millions_are_pay_where_a_word_for_pay_states_them_and_not_where_they_are_a_bound() -> None:
    assert str(parse_pay("a salary of $1.2 million")) == "1200000 USD"
    assert str(parse_pay("they earned more than $10 million a year")) == "from 10000000 USD / year"
    assert parse_pay("together they earned more than $10 million") is None
    assert parse_pay("earnings of over $2 million") is None


def test_a_pay_range_is_frozen_and_its_words_are_enums() -> None:
    pay = parse_pay("$20 an hour")
    assert isinstance(pay, PayRange)
    assert pay.low == Decimal(20)
    assert isinstance(pay.low, Decimal)
    assert pay.period is Period.HOUR
    assert pay.bound is Bound.EXACT
    with pytest.raises(AttributeError):
        pay.low = Decimal(1)  # type: ignore[misc]


def test_a_column_keeps_its_index_and_its_repeats() -> None:
    texts = pd.Series(["€30 hourly", None, "24/7 support", "€30 hourly"], index=[3, 1, 1, 0])
    table = parse_pay_column(texts)
    assert list(table.index) == [3, 1, 1, 0]
    assert list(table.columns) == COLUMNS
    assert table["low"].tolist()[::3] == [30.0, 30.0]
    assert table["low"].isna().tolist() == [False, True, True, False]
    assert table["currency"].isna().tolist() == [False, True, True, False]
    assert table["approximate"].dtype == bool
    assert table["start"].tolist()[::3] == [0, 0]
    assert table["end"].tolist()[::3] == [10, 10]
    assert table["refusal"].tolist()[1:3] == [
        "the text names no amount",
        "two numbers with a slash",
    ]


def test_a_column_of_nothing_has_the_same_columns() -> None:
    table = parse_pay_column(pd.Series([], dtype="str"))
    assert list(table.columns) == COLUMNS


def test_a_column_knows_the_country_of_each_row() -> None:
    texts = pd.Series(["$50,000 a year"] * 2, index=["a", "b"])
    assert parse_pay_column(texts, country=pd.Series({"b": "CA"}))["currency"].tolist() == ["USD", "CAD"]
    assert parse_pay_column(texts, country="AU")["currency"].tolist() == ["AUD", "AUD"]


ODD = "0123456789 .,-–+$€£k/ %()~upto perhouran年薪万元時給年俸тыс\n&;#\\u'’"
SOUP = st.text(alphabet=st.sampled_from(ODD), max_size=60)


@given(SOUP | st.text(max_size=80))
def test_no_text_raises_and_every_span_is_exact(text: str) -> None:
    for pay in [parse_pay(text), *find_pay(text)]:
        if pay is not None:
            start, end = pay.span
            assert pay.text == text[start:end]
            assert pay.text
            assert pay.low is None or pay.high is None or pay.low <= pay.high
            assert (pay.bound is Bound.VAGUE) == (pay.low is None and pay.high is None)
