"""Write docs/generated/pay_cases.md: what the pay reader reads and refuses, and why, from its test cases."""

from __future__ import annotations

import csv
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from labormarket.pay import find_pay
from labormarket.pay.explain import Considered, explain_pay

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "pay" / "cases.tsv"
PAGE = ROOT / "docs" / "generated" / "pay_cases.md"
INTRODUCTION = """# What the pay reader reads, and what it refuses

Written by `make pay-cases` from tests/pay/cases.tsv, where each line is a test: the page can't claim what the reader
doesn't do. How it decides is told in [reading_pay.md](../reading_pay.md). Below "because" stand the words of the answer
with those that set its fields, and each other number with the reason why it wasn't taken; below "in running text" what
is read of the same words where prose holds them: "alike", other statements, or nothing.
"""


def write_page(cases: list[dict[str, str]]) -> str:
    """Return the page: a table of texts and readings for each kind of case."""
    parts = [INTRODUCTION]
    for kind, group in groupby(sorted(cases, key=itemgetter("kind")), key=itemgetter("kind")):
        lines = [_as_row(case["text"], case["reading"]) for case in group]
        head = "| text | read as | because | in running text |\n| --- | --- | --- | --- |\n"
        parts.append(f"## {kind}\n\n{len(lines)} texts.\n\n{head}" + "\n".join(lines) + "\n")
    return "\n".join(parts)


def _as_row(text: str, reading: str) -> str:
    """A text, its reading, why it is read so, and what prose would state with it."""
    why = "; ".join(map(_because, explain_pay(text).considered))
    in_prose = [(pay.text, str(pay)) for pay in find_pay(text)]
    if in_prose and [stated for _, stated in in_prose] == [reading]:
        prose = "alike" if in_prose[0][0] in why else f"alike, {_as_code(in_prose[0][0])}"
    else:
        prose = "; ".join(f"{_as_code(words)}: {stated}" for words, stated in in_prose)
    return f"| {_as_code(text)} | {reading} | {why} | {prose} |"


def _because(number: Considered) -> str:
    """The words of a number, and why it was taken or not."""
    cues = ", ".join(f"{field} {_as_code(words)}" for field, words in number.cues.items())
    why = cues if number.chosen else number.refused or "not the first"
    return _as_code(number.text) + (f" ({why})" if why else "")


def _as_code(text: str) -> str:
    """The text as a code span that no bar and no tick of its own ends."""
    fence = "``" if "`" in text else "`"
    return f"{fence} {text} {fence}".replace("|", "\\|") if fence == "``" else f"`{text}`".replace("|", "\\|")


def read_cases() -> list[dict[str, str]]:
    """Return the cases in the order of their file."""
    with CASES.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


if __name__ == "__main__":
    PAGE.write_text(write_page(read_cases()), encoding="utf-8")
