"""Every kind of phrase that the reader can read, and every kind that it must refuse."""

import csv
import runpy
from pathlib import Path

import pytest

from labormarket.pay import parse_pay
from labormarket.pay.explain import describe

CASES = Path(__file__).with_name("cases.tsv")


def cases() -> list[tuple[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        return [(row["text"], row["reading"]) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


@pytest.mark.parametrize(("text", "reading"), cases())
def test_each_case_is_read_as_written_down(text: str, reading: str) -> None:
    assert describe(parse_pay(text)) == reading


def test_the_page_of_cases_shows_them_all() -> None:
    root = Path(__file__).parents[2]
    tool = runpy.run_path(str(root / "tools" / "write_pay_cases.py"))
    page = (root / "docs" / "generated" / "pay_cases.md").read_text("utf-8")
    assert page == tool["write_page"](tool["read_cases"]()), "run make pay-cases"
