"""Every kind of phrase that the reader can read, and every kind that it must refuse; what holds for all of them."""

import csv
import runpy
from pathlib import Path

import pytest

from labormarket.pay import Bound, find_pay, parse_pay
from labormarket.pay.explain import describe, explain_pay
from labormarket.pay.normalise import normalise
from labormarket.pay.parser import read_field


def read_cases() -> dict[str, list[tuple[str, str]]]:
    """Return the texts of each kind, with their readings."""
    found: dict[str, list[tuple[str, str]]] = {}
    with Path(__file__).with_name("cases.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            found.setdefault(row["kind"], []).append((row["text"], row["reading"]))
    return found


CASES = read_cases()


@pytest.mark.parametrize("kind", CASES)
def test_each_case_is_read_as_written_down(kind: str) -> None:
    found = [(text, describe(parse_pay(text)), reading) for text, reading in CASES[kind]]
    assert not [(text, f"{read}, not {reading}") for text, read, reading in found if read != reading]


# In "between 20 and 30" the word that makes a range of two amounts stands before them.
BETWEEN = ("and", "und", "et", "y", "e", "en", "in", "och", "و")


@pytest.mark.parametrize("kind", CASES)
def test_the_words_of_an_answer_state_it_again(kind: str) -> None:
    for text, _ in CASES[kind]:
        if (pay := parse_pay(text)) is None:
            continue
        assert pay.text == pay.text.strip() == text[slice(*pay.span)]
        assert [pay.text.count(bracket) for bracket in "(["] == [pay.text.count(bracket) for bracket in ")]"], text
        decided = next((number.cues.get("bound", "") for number in explain_pay(text).considered if number.chosen), "")
        again = parse_pay(pay.text)  # None: a word before it calls it pay
        if again is not None and not decided.startswith(BETWEEN) and decided in pay.text:
            assert (again.low, again.high, again.bound) == (pay.low, pay.high, pay.bound), text


@pytest.mark.parametrize("kind", CASES)
def test_an_explanation_shows_the_number_that_was_chosen_and_what_set_its_fields(kind: str) -> None:
    for text, _ in CASES[kind]:
        told = explain_pay(text)
        chosen = [number for number in told.considered if number.chosen]
        assert [number.refused for number in chosen] == [""] * len(chosen), text
        if told.pay is None:
            assert all(number.refused for number in told.considered), text
        if told.pay is None or told.pay.bound is Bound.VAGUE:
            assert not chosen, text
            continue
        [number] = chosen
        assert number.text == normalise(told.pay.text)[0], text
        assert all(number.cues.values()), text
        assert "currency" in number.cues or told.pay.currency in (None, "INR"), text  # lakh and crore are rupees
        assert "bound" in number.cues or told.pay.bound in (Bound.EXACT, Bound.RANGE), text
        is_of_size_or_time = told.pay.period in ("year", "other")  # a salary of $84,000; $20 for two hours
        assert "period" in number.cues or told.pay.period is None or is_of_size_or_time, text


@pytest.mark.parametrize("kind", CASES)
def test_statements_of_prose_stand_one_after_the_other(kind: str) -> None:
    for text, _ in CASES[kind]:
        found = find_pay(text)
        ends = [end for pay in found for end in pay.span]
        assert ends == sorted(ends), text
        assert [pay.text for pay in found] == [text[slice(*pay.span)] for pay in found]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Work and play", "the text names no amount"),
        ("5% of $200", "a percentage"),
        ("$5 per euro", "a share of other money"),
        ("45,000 1.2.3 Leeds", "part of a time, a date or a longer number"),
        ("pay at 9:30", "part of a time, a date or a longer number"),
        ("(020) 79460018", "part of a phone number or a date"),
        ("3. October", "part of a phone number or a date"),
        ("hours: 40 a week", "hours of work"),
        ("9-10 pm", "a time of day"),
        ("20/25", "two numbers with a slash"),
        ("403(b)", "a pension plan"),
        ("401 people work here", "a count"),
        ("350 weekly paid staff", "a count"),
        ("2,000 hours a year", "a length of time or a number of pieces"),
        ("(+$5)", "a rise"),
        ("$11.44 an hour is the minimum wage", "a price, a minimum wage, a demand or a supposition"),
        ("budget: $500", "money that isn't pay"),
        ("$10 million", "too large for pay"),
        ("1万50000円", "one piece of work"),
        ("$25 at the village fete", "an amount in a sentence that doesn't call it pay"),
        ("Level P 3", "a label"),
        ("40,70,,hourly", "a row of a table"),
        ("$5 (500 coins)", "worth so many points"),
        ("3 crore", "a large number that isn't called pay"),
        ("salary in 2026", "a year"),
        ("pay is 22 widgets", "a number of things"),
        ("1200-1250 Harbour Road", "a bare range before a word"),
        ("45000-30", "a bare range too small for a salary"),
        ("45001", "a bare number"),
        ("GPT-40", "the text names no amount"),
    ],
)
def test_an_unread_text_says_why(text: str, reason: str) -> None:
    assert read_field(text) == (None, reason)


def test_the_page_of_cases_shows_them_all() -> None:
    root = Path(__file__).parents[2]
    tool = runpy.run_path(str(root / "tools" / "write_pay_cases.py"))
    page = (root / "docs" / "generated" / "pay_cases.md").read_text("utf-8")
    assert page == tool["write_page"](tool["read_cases"]()), "run make pay-cases"
