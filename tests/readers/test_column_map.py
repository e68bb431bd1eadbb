"""Which column of a table is which field: by title, by content, and where each way gives way to the next."""

import pytest

from labormarket.readers.column_map import choose_columns, guess_columns, is_long, is_titles, map_columns, states_pay

LONG = "word " * 70
Columns = dict[str, tuple[str, ...]]


@pytest.mark.parametrize(
    ("titles", "columns"),
    [
        (["Title", "Job Title"], {"profession_raw": ("Job Title",)}),
        (["Pay ($/hr)", "Pay"], {"pay_text": ("Pay",)}),
        (["Role", "Pay (USD)", "Rate (EUR)"], {"profession_raw": ("Role",), "pay_text": ("Pay (USD)",)}),
        (["Company", "Employer"], {"platform": ("Company",)}),
        (["City", "Country", "Location"], {"place": ("Location", "Country", "City")}),
        ([f"description{'' if n else '1'}" for n in range(2)], {"description": ("description", "description1")}),
        (["Phone pay", "pay"], {"pay_text": ("pay",)}),
        (["jobs.0.title", "data.attributes.salary"], {"profession_raw": ("jobs.0.title",),
                                                      "pay_text": ("data.attributes.salary",)}),
        (["job"], {"profession_raw": ("job",)}),
        (["salary_hkd_min", "salary_hkd_max"], {"low": ("salary_hkd_min",), "high": ("salary_hkd_max",)}),
        (["salary_min"], {"low": ("salary_min",)}),
        (["Salary (per annum)"], {"pay_text": ("Salary (per annum)",)}),
        (["from", "to"], {"low": ("from",), "high": ("to",)}),
        (["from"], {}),
        (["max"], {}),
    ],
)  # fmt: skip
def test_a_title_names_a_field(titles: list[str], columns: Columns) -> None:
    assert map_columns(titles) == columns


@pytest.mark.parametrize(
    ("fields", "is_so"),
    [("pay_text platform", True), ("description profession_raw", True), ("pay_text", False), ("platform", False),
     ("platform profession_raw", False)],
)  # fmt: skip
def test_a_table_of_pay_has_an_amount_and_whose_it_is(fields: str, is_so: bool) -> None:
    assert states_pay(dict.fromkeys(fields.split())) is is_so


def test_two_columns_of_raw_statements_make_a_raw_file_and_one_does_not() -> None:
    raw = choose_columns(["statement_id", "pay_text", "country", "x"], {}, sample={"x": ["tutor", "nurse"]})
    assert (raw.is_raw, raw.first("country"), raw.first("profession_raw")) == (True, "country", "")
    table = choose_columns(["pay_text", "country", "note", "x"], {}, sample={"x": ["tutor", "nurse"]})
    assert not table.is_raw
    assert [table.first(field) for field in ("country", "place", "note", "profession_raw")] == [
        "", "country", "note", "x"]  # fmt: skip


@pytest.mark.parametrize(
    ("found", "cells", "columns"),
    [
        ({"profession_raw": ("a",)}, {"a": [LONG] * 3}, {"description": ("a",)}),
        ({"profession_raw": ("a",), "description": ("b",)}, {"a": [LONG] * 3}, {"description": ("b", "a")}),
        ({"published_on": ("a",)}, {"a": ["soon"] * 4 + ["2025-01-01"]}, {"published_on": ("a",)}),
        ({"published_on": ("a",)}, {"a": ["soon"] * 5 + ["2025-01-01"]}, {}),
        ({"published_on": ("a",)}, {"a": ["", " "]}, {"published_on": ("a",)}),
        ({}, {"a": ["https://x.example/1"] * 3 + ["x"] * 2}, {"source_url": ("a",)}),
        ({}, {"a": ["https://x.example/1"] * 5 + ["-"] * 5}, {}),
        ({}, {"a": ["2025-01-01"] * 3 + ["-"] * 2}, {"published_on": ("a",)}),
        ({}, {"seen": ["2025-01-01"] * 3}, {}),
        ({}, {"a": ["$20/hr"] * 3 + ["ask"] * 7}, {"pay_text": ("a",)}),
        ({}, {"a": ["$20/hr"] * 2 + ["-"] * 8}, {}),
        ({"low": ("b",)}, {"a": ["$20/hr"] * 3, "b": ["20"]}, {"low": ("b",)}),
        ({}, {"a": ["Kenya"] * 3 + ["xyzzy"] * 2}, {"place": ("a",)}),
        ({}, {"lang": ["sv", "de", "de"]}, {"profession_raw": ("lang",)}),
        ({}, {"a": ["", "  ", "tutor", "nurse"]}, {"profession_raw": ("a",)}),
        ({}, {"email": ["tutor", "nurse"]}, {}),
    ],
)
def test_cells_say_which_field_a_column_holds(found: Columns, cells: dict[str, list[str]], columns: Columns) -> None:
    assert guess_columns(sorted({*cells, "b"}), found, cells) == columns


@pytest.mark.parametrize(
    ("cells", "platform"),
    [
        (["greenhouse", "lever", "x"], "company"),
        (["greenhouse"] * 3 + ["x"] * 2, "company"),
        (["greenhouse", "x", "x"], "platform"),
    ],
)
def test_the_software_of_a_board_is_no_platform(cells: list[str], platform: str) -> None:
    guessed = guess_columns(["platform", "company"], {"platform": ("platform",)}, {"platform": cells})
    assert guessed["platform"] == (platform,)
    alone = guess_columns(["platform"], {"platform": ("platform",), "pay_text": ("x",)}, {"platform": cells})
    assert ("platform" in alone, "pay_text" in alone) == (platform == "platform", True)


@pytest.mark.parametrize(
    ("cells", "are"),
    [
        (["tutor", "nurse"], True),
        (["tutor", "tutor", "nurse"], True),
        (["tutor"] * 3, False),
        (["tutor"] * 2, True),
        (["t", "u", "t", "t"], True),
        (["a1", "b2", "nurse"], False),
        (["a1", "tutor", "nurse", "cook"], True),
        (["a1", "b2", "c3", *"tutor nurse cook poet baker clerk judge".split()], True),
        (["a1"] + ["tutor", "nurse"] * 4 + ["---"], False),
        (["x" * 121, "y" * 121, "z" * 121], False),
        (["x" * 120, "y" * 120, "z" * 120], True),
        (["tutor", "---"], False),
    ],
)
def test_titles_are_short_phrases_most_of_them_different(cells: list[str], are: bool) -> None:
    assert is_titles(cells) is are


def test_descriptions_are_longer_than_any_title() -> None:
    assert (is_long(["x" * 300]), is_long(["x" * 301]), is_long([])) == (False, True, False)
