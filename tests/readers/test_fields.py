"""Single fields of a listing, with their odd cases: dates, amounts, places."""

import datetime
from decimal import Decimal

import pytest

from labormarket.readers.listing.dates import date_of, is_day_first
from labormarket.readers.listing.place import country_of_cells, country_of_place, country_of_text, country_within
from labormarket.readers.listing.structured_pay import StatedPay, placeholder_of, state_pay, written


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        (datetime.datetime(2025, 3, 4, 5, 6, tzinfo=datetime.UTC), "2025-03-04"),
        ("2025-02", "2025-02"),
        ("2025-02-30", ""),
        ("20251114", "2025-11-14"),
        ("19891231", ""),
        ("1990-01-01", "1990-01-01"),
        ("1989-12-31", ""),
        ("2099-12-31", "2099-12-31"),
        ("2100-01-01", ""),
        ("1700000000", "2023-11-14"),
        ("2000000000", "2033-05-18"),
        ("1.7e12", "2023-11-14"),
        ("1.2.3", ""),
        (631_152_000, "1990-01-01"),
        (631_151_999, ""),
        (4_102_444_799, "2099-12-31"),
        (4_102_444_800, ""),
        (-1_700_000_000, ""),
        (float("nan"), ""),
        (True, ""),
        ("12/11/2025", "2025"),
        ("13/11/2025", "2025-11-13"),
        ("11/12/2025", "2025"),
        ("11/13/2025", "2025-11-13"),
        ("05/05/2025", "2025-05-05"),
        ("25/03/25", "2025-03-25"),
        ("04/05/1990", "1990"),
        ("04/05/1989", ""),
        ("04/05/2100", ""),
        ("10 Sept 2025", "2025-09-10"),
        ("10\nMarch 2025", ""),
        ("2 weeks ago", "2026-11-09"),
        ("3 months ago", "2026-08-25"),
        ("5 hours ago", "2026-11-23"),
        ("440 months ago", "1990-10-03"),
        ("99999 days ago", ""),
        ("9999999999 days ago", ""),
        ("Posted yesterday", "2026-11-22"),
        ("just posted", "2026-11-23"),
    ],
)
def test_a_date_however_a_board_writes_it(cell: object, date: str) -> None:
    assert date_of(cell, today="2026-11-23") == date


@pytest.mark.parametrize(
    ("cells", "day_first"),
    [
        (["12/05/2025"], None),
        (["05/12/2025"], None),
        (["13/05/2025"], True),
        (["05/13/2025"], False),
        (["13/05/2025", "05/13/2025"], None),
    ],
)
def test_a_column_begins_with_the_day_where_a_number_over_twelve_says_so(
    cells: list[str], day_first: bool | None
) -> None:
    assert is_day_first(cells) is day_first


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, ""), ("1,200.50", "1,200.50"), ("9e14", "900000000000000"), ("1e15", "1e15"), ("n/a", ""), ("-5.0", "-5")],
)
def test_an_amount_is_written_as_the_file_has_it(value: object, text: str) -> None:
    assert written(value) == text


@pytest.mark.parametrize(
    ("fields", "pay_text"),
    [
        ({"low": 40, "high": 60}, "40 - 60"),
        ({"low": 60, "high": 40}, "40 - 60"),
        ({"low": 5, "high": 1}, "1 - 5"),
        ({"low": 40, "high": 40}, "40"),
        ({"low": 40, "high": 0}, "from 40"),
        ({"low": "$40", "high": "$40", "currency": "usd"}, "$40 - $40"),
        ({"low": "CAD 40", "high": "CAD 60", "currency": "usd"}, "CAD 40 - CAD 60"),
        ({"value": "40 to 60", "currency": "usd", "unit": "HOUR"}, "USD 40 to 60 per hour"),
        ({"value": "Competitive"}, ""),
        ({"value": "$20 an hour, " + "x" * 387}, "$20 an hour, " + "x" * 387),
        ({"value": "$20 an hour, " + "x" * 388}, ""),
        ({"value": "123456789012"}, "123456789012"),
        ({"value": "1234567890123"}, ""),
        ({"value": 99_999}, "a placeholder: 99999"),
    ],
)
def test_structured_fields_are_written_as_the_line_that_states_them(fields: dict[str, object], pay_text: str) -> None:
    said = state_pay(**fields)  # type: ignore[arg-type]
    assert (said.pay_text if isinstance(said, StatedPay) else said) == pay_text


def test_a_unit_and_a_currency_that_are_not_understood_are_noted() -> None:
    odd, plain = (state_pay(value=20, unit=unit, currency=money) for unit, money in (("moon", "Credits"), ("", "USD")))
    assert isinstance(odd, StatedPay) and isinstance(plain, StatedPay)
    assert (odd.note, plain.note) == ("unit 'moon' not understood; currency 'Credits' not understood", "")


@pytest.mark.parametrize(
    ("low", "high", "period", "reason"),
    [
        ("1", "1000", "", "a placeholder"),
        ("1", "999", "", ""),
        ("2", "1500", "", ""),
        ("2", "2000", "", "a placeholder"),
        ("0", "1000", "", "a placeholder"),
        ("9999", None, "", ""),
        (None, "99999", "", "a placeholder"),
        ("499", None, "year", "an hourly amount in a yearly field"),
        ("500", None, "year", ""),
        ("5000", None, "hour", "a yearly amount in an hourly field"),
        ("4999", None, "hour", ""),
        ("0", "0", "hour", ""),
        ("0.19", "0.19", "hour", "an amount for a piece of work in an hourly field"),
        ("0.2", "0.2", "hour", ""),
        ("0.01", "0.01", "task", ""),
        ("5", "5", "project", ""),
        (None, None, "hour", ""),
    ],
)
def test_amounts_that_no_pay_is_are_refused(low: str | None, high: str | None, period: str, reason: str) -> None:
    ends = [Decimal(end) if end else None for end in (low, high)]
    assert placeholder_of(ends[0], ends[1], period).partition(":")[0] == reason


@pytest.mark.parametrize(
    ("place", "country"),
    [
        ("", ""),
        ("uk", "GB"),
        ("NA", ""),
        ("Remote, NA", ""),
        ("USA", "US"),
        ("usa wide", "US"),
        ("IND - Remote", "IN"),
        ("US - Home Office", "US"),
        ("US-Remote, US-New York", "US"),
        ("XX-Foo", ""),
        ("Berlin, DEU", "DE"),
        ("Berlin, XYZ", "DE"),
        ("Foo, DEU", "DE"),
        ("Munich, DE", "DE"),
        ("Foo, ZZ", ""),
        ("Delhi, IN", "IN"),
        ("Bloomington, IN", "US"),
        ("Chennai, Tamil Nadu, IN", "IN"),
        ("Toronto, ON, CA", "CA"),
        ("San Jose, CA", "US"),
        ("Vancouver, BC", "CA"),
        ("Perth, WA, AU", "AU"),
        ("Paris, TX", "US"),
        ("Ontario", "CA"),
        ("London, Ontario", "CA"),
        ("Bavaria, Germany", "DE"),
        ("Kenya, Nairobi", "KE"),
        ("Lebanon, New Hampshire", "US"),
        ("Mexico, New Mexico", "US"),
        ("Mexico, Foo, New Mexico", "US"),
        ("Foo, Mexico, New Mexico", "US"),
        ("Kenya, Mexico, New Mexico", "KE MX"),
        ("New Mexico, Mexico", "MX"),
        ("Georgia, United States", "US"),
        ("Atlanta, Georgia, United States", "US"),
        ("Tbilisi, Georgia", "GE"),
        ("Tbilisi, Georgia, Foo", "GE"),
        ("XXX - London", "GB"),
        ("London, Foo, Dublin", "IE"),
        ("Ontario, CA", "US"),
        ("Foo, Bar, DE", "US"),
        *(
            ("Foo, IN", "US"),
            ("Berlin, DE", "DE"),
            ("Kerala, IN", "IN"),
            ("Ontario, CA", "US"),
            ("Ontario", "CA"),
            ("Mysuru, IN", "IN"),
            ("Foo, in Kenya", "KE"),
            ("Remote In the US", "US"),
        ),
        ("London, Dublin", "GB IE"),
        ("France, Germany", "DE FR"),
        ("Kenya; Uganda", "KE UG"),
        ("Bosnia and Herzegovina", "BA"),
        ("Trinidad and Tobago - Remote", "TT"),
        ("Remote - Congo, Democratic Republic of the", "CD"),
        ("candidates from kenya", "KE"),
        ("a b c d e f g kenya", "KE"),
        ("a b c d e f g h kenya", ""),
        ("Anywhere", "Worldwide"),
        ("x " * 1_000 + "; Kenya", ""),
    ],
)
def test_a_place_names_its_country(place: str, country: str) -> None:
    code, note = country_of_place(place)
    several = country if " " in country else ""
    assert (code, note) == ("" if several else country, f"countries: {', '.join(several.split())}" if several else "")


@pytest.mark.parametrize(
    ("phrase", "country"),
    [("from south korea only", "KR"), ("kenya or uganda", ""), ("people of bosnia and herzegovina", "BA"), ("", "")],
)
def test_a_phrase_names_one_country(phrase: str, country: str) -> None:
    assert country_within(phrase) == country


def test_the_first_cell_that_names_one_country_speaks_and_else_the_first_that_says_anything() -> None:
    assert country_of_cells((None, "")) == ("", "")
    assert country_of_cells(("Worldwide", "Kenya")) == ("KE", "")
    assert country_of_cells(("Remote", "Kenya; Uganda", "Worldwide")) == ("", "countries: KE, UG")


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("You must be based in Kenya.", "KE"),
        ("US citizens only", "US"),
        ("This is open to candidates from the Philippines.", "PH"),
        ("open to U.S.-based students", "US"),
        ("You must live in France, or you must live in Spain.", ""),
        ("x" * 20_000 + " Kenya residents only", ""),
    ],
)
def test_a_text_says_whom_it_is_open_to(text: str, country: str) -> None:
    assert country_of_text(text) == country
