"""Files for the fuzz tests: one good file of each supported format, and what a careless web makes of it."""

import copy
import csv
import io
import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.readers.test_boards import ASHBY_JOB, GREENHOUSE_JOB, LEVER_POSTING
from tests.readers.test_jobposting import HOURLY, POSTING, page

GRID = [
    ["platform", "job title", "pay", "currency", "country", "link"],
    ["Outlier", "Chemistry tutor", "$31 - $45 per hour", "USD", "US", "https://example.org/1"],
    ["Sama", "Labeller", "1.50 to 2.10", "USD", "KE", ""],
    ["Toloka", "Rater", "up to 300", "RUB", "RU", ""],
]
ARTICLE = """What the work pays

Outlier pays chemistry tutors up to $45 an hour, while Remotasks offered $1.10 per task in Kenya.

- Surge AI: $300-$500 per hour for consultants
- Appen: between 4 and 6 dollars

"I made $3,200 in May," one worker said; the company raised $50M in 2024.
"""
MARKDOWN_TABLE = (
    "# Rates\n\n| platform | role | pay |\n|---|---|---|\n| Outlier | tutor | $20/hr |\n| Sama | rater | KES 150/h |\n"
)
HTML_PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>What it pays</title>
<meta property="article:published_time" content="2026-02-03"></head><body><h1>Rates</h1>
<p>Outlier pays <b>$20</b>&ndash;<b>$35</b> an hour.</p><table><tr><th>Platform</th><th>Role</th><th>Pay</th></tr>
<tr><td rowspan=2>Mercor</td><td>Radiologist</td><td>up to $170 per hour</td></tr><tr><td>Lawyer</td>
<td>$110&#8211;$130/hr</td></tr></table><!-- <p>$1 --><script>var pay = "$999 an hour";</script></body></html>"""
MICRODATA = """<div itemscope itemtype="https://schema.org/JobPosting"><h1 itemprop="title">AI tutor</h1>
<span itemprop="hiringOrganization" itemscope itemtype="https://schema.org/Organization">
<b itemprop="name">Acme</b></span>
<span itemprop="baseSalary" itemscope itemtype="https://schema.org/MonetaryAmount">
<meta itemprop="currency" content="USD">
<span itemprop="value" itemscope itemtype="https://schema.org/QuantitativeValue"><meta itemprop="minValue" content="18">
<meta itemprop="maxValue" content="27.50"><meta itemprop="unitText" content="HOUR"></span></span></div>"""

DOCUMENTS: dict[str, Any] = {
    "greenhouse": {"jobs": [GREENHOUSE_JOB, GREENHOUSE_JOB | {"title": "Rater"}]},
    "lever": [LEVER_POSTING],
    "ashby": {"jobs": [ASHBY_JOB], "apiVersion": "1"},
    "job posting": POSTING | {"baseSalary": HOURLY},
    "records": [dict(zip(GRID[0], row, strict=True)) for row in GRID[1:]],
}


def delimited(mark: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark).writerows(GRID)
    return out.getvalue().encode()


def excel() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in GRID:
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


def parquet() -> bytes:
    out = io.BytesIO()
    columns = [list(column) for column in zip(*GRID[1:], strict=True)]
    pq.write_table(pa.table(dict(zip(GRID[0], columns, strict=True))), out)
    return out.getvalue()


FILES: dict[str, bytes] = {
    **{name: json.dumps(document).encode() for name, document in DOCUMENTS.items()},
    "json lines": b"\n".join(json.dumps(record).encode() for record in DOCUMENTS["records"]),
    "page with a posting": page(json.dumps(DOCUMENTS["job posting"]), body="<p>Join us: $20 an hour"),
    "microdata": MICRODATA.encode(),
    "page": HTML_PAGE.encode(),
    "article": ARTICLE.encode(),
    "markdown": MARKDOWN_TABLE.encode(),
    "csv": delimited(","),
    "tsv": delimited("\t"),
    "excel": excel(),
    "parquet": parquet(),
}

PIECES = [
    *(
        b"<",
        b">",
        b"</p>",
        b"<table>",
        b"<td rowspan=99999>",
        b"<!--",
        b"]]>",
        b"&#0;",
        b"&#x110000;",
        b"<script>",
        b'"',
    ),
    *(b"{", b"}", b"[", b"]", b",", b":", b"null", b"\\u0000", b"\\ud800", b"1e999", b"-0", b"NaN", b"9" * 400, b"'"),
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\x80", b"\r", b"\n", b"\t", b";", b"|", b"|---|", b"$", b"$40/hr", b"%s"),
    *(
        b"<?xml version='1.0' encoding='utf-7'?>",
        b"<meta charset=utf-16>",
        b"<base href='//x'>",
        b"PK\x03\x04",
        b"=1+1",
    ),
]
VALUES = [
    *(
        None,
        True,
        False,
        0,
        -1,
        40,
        1e308,
        10**30,
        "",
        " ",
        "NaN",
        "40",
        "$40 an hour",
        "1e9",
        "٣",
        "\ud800",
        "\0",
        [],
        {},
    ),
    *([None], [[]], {"@value": 3}, {"value": {"value": {"value": 4}}}, ["40", 60], {"minValue": "a"}, "x" * 2_000),
    *("<p>$5 an hour</p>", "&lt;p&gt;$5", "P1Y", "9999-99-99", "0000-00-00", 253402300800000, -62135596800001),
]


def spoil_bytes(content: bytes, chance: random.Random) -> bytes:
    """Lose, repeat, change or add a few bytes."""
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(content) + 1)
        to = min(len(content), at + chance.choice((0, 1, 3, 20, 200)))
        new = chance.choice((b"", content[at:to] * chance.randrange(1, 4), chance.choice(PIECES), chance.randbytes(2)))
        content = content[:at] + new + content[to:]
    return content[: chance.randrange(len(content) + 1)] if chance.random() < 0.1 else content


def places(value: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Every place in a JSON document where a value stands, as (container, key)."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    for key in keys:
        found.append((value, key))
        places(value[key], found)
    return found


def spoil_document(document: Any, chance: random.Random) -> bytes:
    """Put a value where another kind of value is due, a few times."""
    spoiled = copy.deepcopy(document)
    for _ in range(chance.randrange(1, 5)):
        if found := places(spoiled, []):
            container, key = chance.choice(found)
            container[key] = copy.deepcopy(chance.choice((*VALUES, container[key], [container[key]], spoiled)))
        spoiled = copy.deepcopy(spoiled)
    return json.dumps(spoiled).encode()


def spoiled_files(name: str, seed: int, count: int) -> list[bytes]:
    """Return `count` spoiled files of a format, made from the seed alone."""
    chance = random.Random(f"{name} {seed}")
    ways: list[Callable[[], bytes]] = [lambda: spoil_bytes(FILES[name], chance)]
    if name in DOCUMENTS:
        ways.append(lambda: spoil_document(DOCUMENTS[name], chance))
    return [chance.choice(ways)() for _ in range(count)]
