"""Descriptions and documents: which text is read, which pay of it is the listing's, which list holds the records."""

from typing import Any

import pytest

from labormarket.readers import ReadOptions, UnreadableError
from labormarket.readers.documents import read_document, records_of
from labormarket.readers.listing.description import MOST_PAYS, pays_of_text, plain_text, strings_in, structure_of, wider


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("$20 &amp; up", "$20 & up"),
        ("<p>$20</p>", "$20"),
        ("a\\nb\\r\\n\\tc", "a\nb\n c"),
        ("a\\nb\nc", "a\\nb\nc"),
        ("a \\$20", "a $20"),
        ("**$20** a_b __c__", "$20 a_b c"),
        ("Pay:\r\n$20", "Pay: $20"),
        ("Pay: $12\nUSD", "Pay: $12 USD"),
        ("$5 to\n$6", "$5 to $6"),
        ("x\u200by", "xy"),
        ("{'pay': 'Up to $20/hr'}", "pay\nUp to $20/hr"),
        ('["a", {"title": "x", "pay": "$5"}]', "a\nx\npay\n$5"),
        ('{"a": {"value": "<p>x</p>"}}', "a\nx"),
        ('{"pay": "$20\tan hour"}', "pay\n$20\tan hour"),
        ("{broken}", "{broken}"),
        ("[x", "[x"),
        ("[1, 2]", "[1, 2]"),
    ],
)
def test_a_description_becomes_running_text(cell: str, text: str) -> None:
    assert plain_text(cell) == text


def nested(value: Any, lists: int) -> Any:
    return nested([value], lists - 1) if lists else value


def test_what_is_nested_too_deep_or_printed_too_long_is_no_structure() -> None:
    assert list(strings_in(nested("x", 16))) == ["x"]
    assert list(strings_in(nested("x", 17))) == []
    assert list(strings_in({"a": nested({"b": "x"}, 14)})) == ["a", "b", "x"]
    deep: Any = "x"
    for level in range(17, 0, -1):
        deep = {str(level): deep}
    assert list(strings_in(deep)) == [str(level) for level in range(1, 17)]
    assert structure_of("['" + "x" * 99_996 + "']") is not None
    assert structure_of("['" + "x" * 99_997 + "']") is None


@pytest.mark.parametrize(
    ("text", "pays"),
    [
        ("For example $20 an hour.", []),
        ("Example: 8.50. You get $9 an hour.", ["$9 an hour"]),
        ("Example:\nYou get $9 an hour.", ["$9 an hour"]),
        ("You get $9 an hour. Minimum wage is higher.", []),
        ("Clients pay $100 an hour.", []),
        (f"You earn $20 an hour.{' word' * 20} market rate", ["$20 an hour"]),
        ("Pay: $20 an hour, doubled until May", []),
        ("You get a dollar a task.", ["a dollar a task"]),
        ("It makes a real difference.", []),
        ("Project P17958", []),
        ("Pay is $60. The range is $40 to $60 an hour.", ["$40 to $60 an hour"]),
        ("Pay: $60. Then $60 to $70.", ["$60 to $70"]),
        ("Pay: $60. Later we pay $60 an hour.", ["$60 an hour"]),
        ("$60 an hour, $60 to $70 a day", ["$60 an hour", "$60 to $70 a day"]),
        ("500 and $30 per hour", ["$30 per hour"]),
        ("Pay: 45,000 to 52,000", ["45,000 to 52,000"]),
        ("\n".join(f"${dollars} an hour" for dollars in range(10, 40)),
         [f"${dollars} an hour" for dollars in range(10, 10 + MOST_PAYS)]),
    ],
)  # fmt: skip
def test_the_pay_of_a_description_is_the_listings_own(text: str, pays: list[str]) -> None:
    assert [pay.pay_text for pay in pays_of_text(text)] == pays


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("US - $50/hr\nEgypt - $14/hr\nKenya", [("$50/hr", "", "US"), ("$14/hr", "", "EG")]),
        ("US - $50/hr", [("$50/hr", "", "")]),
        ("US - 50/hr\nEgypt - 14.60 USD/hr", [("50/hr", "USD", "US"), ("14.60 USD/hr", "", "EG")]),
        ("20 per hour and $30 per hour", [("20 per hour", "USD", ""), ("$30 per hour", "", "")]),
        ("20 per hour, $30 per hour, €9 per hour", [("20 per hour", "", ""), ("$30 per hour", "", ""),
                                                   ("€9 per hour", "", "")]),
        ("in Kenya: $5/hr\nfor the Philippines: $4/hr\nParis and France: $9/hr",
         [("$5/hr", "", "KE"), ("$4/hr", "", "PH"), ("$9/hr", "", "FR")]),
    ],
)  # fmt: skip
def test_a_pay_has_the_country_of_its_line_and_the_one_currency_of_its_text(
    text: str, stated: list[tuple[str, str, str]]
) -> None:
    assert [(pay.pay_text, pay.currency_context, pay.country) for pay in pays_of_text(text)] == stated


def test_the_context_of_a_pay_stays_within_its_line_and_its_clause() -> None:
    text = "one\nWe pay 20 to you; and more.\nthree"
    start = text.index("20")
    assert set(wider(text, start, start + 2)) == {"We pay 20 to you"}


ONE, TWO = [{"x": 1}], [{"x": 1}, {"x": 2}]
JOB = {**dict.fromkeys("abcde", 1), "title": "t", "f": TWO}
DEEP = {"d": {"e": {"f": {"g": {"h": {"i": TWO}}}}}, "n": 1}


@pytest.mark.parametrize(
    ("data", "records"),
    [
        ([1, 2], []),
        (ONE, ONE),
        ({"a": ONE, "b": TWO}, TWO),
        ({"similar": TWO, "data": ONE}, ONE),
        ({"title": "t", "a": 1, "f": TWO}, TWO),
        (JOB, [JOB]),
        ({**dict.fromkeys("abcd", 1), "title": "t", "f": TWO}, TWO),
        ({"1": {"a": 1}, "2": {"a": 2}}, [{"a": 1}, {"a": 2}]),
        ({"a": 1}, [{"a": 1}]),
        ({"d": {"e": {"f": ONE}}}, ONE),
        ({"d": {"e": {"f": {"g": {"h": TWO}}}}, "n": 1}, TWO),
        (DEEP, [DEEP]),
        ("x", []),
    ],
)  # fmt: skip
def test_the_records_of_a_json_file_are_its_longest_list_of_objects(data: Any, records: list[Any]) -> None:
    assert records_of(data) == records


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"[AI tutor](https://x.example) earns $20 an hour", "article"),
        (b"[[AI tutor]", "broken JSON"),
        (b"{bad", "broken JSON"),
        (b'\xef\xbb\xbf {"title": "tutor", "pay": "$5/hr"}', "records"),
        (b"<?xml version='1.0'?><jobs><job><title>T</title><salary>$5/hr</salary></job></jobs>", "records"),
        (b"<p>x</p>", "page"),
        (b"<x", "article"),
        (b"a\0b", "no text: it holds NUL bytes"),
        (b" \n", "the file is empty"),
    ],
)
def test_a_document_is_what_its_contents_are(content: bytes, kind: str) -> None:
    try:
        found = next(batch.format for batch in read_document(content, ReadOptions()))
    except UnreadableError as error:
        found = str(error).partition(": Exp")[0]
    assert found == kind
