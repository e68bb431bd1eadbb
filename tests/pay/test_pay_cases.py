"""Every kind of phrase that the reader can read, and every kind that it must refuse."""

import csv
import runpy
from pathlib import Path

import pytest

from labormarket.pay import parse_pay
from labormarket.pay.explain import describe


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


def test_the_page_of_cases_shows_them_all() -> None:
    root = Path(__file__).parents[2]
    tool = runpy.run_path(str(root / "tools" / "write_pay_cases.py"))
    page = (root / "docs" / "generated" / "pay_cases.md").read_text("utf-8")
    assert page == tool["write_page"](tool["read_cases"]()), "run make pay-cases"
