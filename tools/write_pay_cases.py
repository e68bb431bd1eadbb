"""Write docs/generated/pay_cases.md: what the pay reader reads and refuses, from its test cases."""

from __future__ import annotations

import csv
from itertools import groupby
from operator import itemgetter
from pathlib import Path

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "pay" / "cases.tsv"
PAGE = ROOT / "docs" / "generated" / "pay_cases.md"
INTRODUCTION = """# What the pay reader reads, and what it refuses

Written by `make pay-cases` from tests/pay/cases.tsv, where each line is a test: the page can't claim what the reader
doesn't do. How it decides is told in [reading_pay.md](../reading_pay.md).
"""


def write_page(cases: list[dict[str, str]]) -> str:
    """Return the page: a table of texts and readings for each kind of case."""
    parts = [INTRODUCTION]
    for kind, group in groupby(sorted(cases, key=itemgetter("kind")), key=itemgetter("kind")):
        lines = [f"| {_as_code(case['text'])} | {case['reading']} |" for case in group]
        parts.append(
            f"## {kind}\n\n{len(lines)} texts.\n\n| text | read as |\n| --- | --- |\n" + "\n".join(lines) + "\n"
        )
    return "\n".join(parts)


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
