"""Currencies and rates are read as locales write them, in each language of the reader."""

import babel
import pytest
import rtoml
from babel import Locale
from babel.units import format_compound_unit

from labormarket.pay import find_pay, lexicon, parse_pay
from tests.load_file import load_file


@pytest.fixture(scope="module")
def tool():
    return load_file("tools/write_currency_names.py")


def test_each_name_is_read_to_its_currency(tool) -> None:
    names = rtoml.loads(tool.NAMES.read_text(encoding="utf-8"))["word"]
    pairs = [(code, name) for code, of_code in names.items() for name in of_code]
    assert len(pairs) > 4000
    for code, name in pairs:
        pay = parse_pay(f"500 {name}")
        assert pay is not None and pay.currency == code, (code, name, pay)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("A labeller in Nakuru is paid 150 Kenyan shillings an hour.", "KES"),
        ("Die Firma zahlt 900 Kenia-Schilling am Tag.", "KES"),
        ("Разметчикам платят 300 филиппинских песо в день.", "PHP"),
        ("Les annotateurs gagnent 400 roupies indiennes par jour.", "INR"),
        ("标注员每天的工资是800肯尼亚先令。", "KES"),
        ("El salario es de 60 dólares de Hong Kong por hora.", "HKD"),
        ("Gajinya 25 dolar Kanada per jam.", "CAD"),
    ],
)
def test_a_name_of_several_words_is_not_cut_to_its_last(text: str, currency: str) -> None:
    assert [pay.currency for pay in find_pay(text)] == [currency]


def test_people_are_no_money() -> None:
    assert find_pay("The firm employs 500 bolivianos and pays on time.") == []


def test_the_file_is_what_the_tool_writes(tool) -> None:
    written, kept = tool.written(), tool.NAMES.read_text(encoding="utf-8")
    if written.splitlines()[0] != kept.splitlines()[0]:
        pytest.skip(f"Babel {babel.__version__} has other locale data than the file was written from")
    assert written == kept


@pytest.mark.parametrize("language", lexicon.LANGUAGES)
def test_a_rate_is_read_as_its_locale_writes_it(tool, language: str) -> None:
    """Of every language of the reader: "500 € pro Tag" was five hundred a task, "na rok" no period at all."""
    locale = Locale.parse(tool.LOCALES.get(language, language))
    for period in ("hour", "day", "week", "month", "year", "minute"):
        rate = format_compound_unit(500, denominator_unit=f"duration-{period}", length="long", locale=locale)
        if "duration" in rate:
            continue  # the locale has no word for it
        pay = parse_pay(rate.replace("500", "500 €"))
        assert pay is not None and pay.period == period, rate


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Stawka 12 zł na godzinę, po roku 80 000 zł na rok", "12 PLN / hour"),
        ("9000 Ft/nap", "9000 HUF / day"),
        ("Оплата 120 злотих за день", "120 PLN / day"),
        ("시급 11,000원 당일지급", "11000 KRW / hour"),
        ("from $14 per hour up to a six-figure salary", "from 14 USD / hour"),
        ("5 cents per tag", "0.05 USD / task"),
    ],
)
def test_close_calls_between_languages(text: str, told: str) -> None:
    assert str(parse_pay(text)) == told
