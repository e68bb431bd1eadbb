"""Files for the fuzz tests: one good file of each supported format, and what a careless or hostile web makes of it."""

import bz2
import copy
import csv
import gzip
import io
import json
import lzma
import random
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from tests.readers.test_boards import ASHBY_JOB, GREENHOUSE_JOB, LEVER_POSTING, SMARTRECRUITERS_POSTING, WORKABLE_JOB
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
    "workable": {"name": "Acme", "jobs": [WORKABLE_JOB]},
    "smartrecruiters": {"content": [SMARTRECRUITERS_POSTING]},
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


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def zst(content: bytes) -> bytes:
    out = pa.BufferOutputStream()
    with pa.CompressedOutputStream(out, "zstd") as stream:
        stream.write(content)
    return out.getvalue().to_pybytes()


def warc(*pages: bytes) -> bytes:
    """Saved pages as a crawler keeps them."""
    records = []
    for number, body in enumerate(pages):
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}\r\n"
            f"WARC-Date: 2026-03-04T05:06:07Z\r\nWARC-Record-ID: <urn:uuid:0000-{number}>\r\n"
            f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        records.append(head.encode() + answer + b"\r\n\r\n")
    return b"".join(records)


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zst,
    "zip": lambda content: zipped({"jobs.csv": content, "more/jobs.csv": content}),
}
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
    "warc": warc(HTML_PAGE.encode(), MICRODATA.encode()),
    **{name: pack(delimited(",")) for name, pack in PACKERS.items()},
}

PIECES = [
    *(b"<", b">", b"</p>", b"<table>", b"<td rowspan=99999>", b"<!--", b"]]>", b"&#0;"),
    *(b"&#x110000;", b"<script>", b'"'),
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


ENCODINGS = ("utf-16", "utf-16-be", "utf-32", "utf-7", "cp1252", "shift_jis", "gb18030", "cp037")


def recode(content: bytes, chance: random.Random) -> bytes:
    """Save the text in another encoding, with the mark of that one or of a wrong one."""
    text = content.decode("utf-8", "replace")
    return chance.choice((b"", b"", b"\xef\xbb\xbf", b"\xff\xfe")) + text.encode(chance.choice(ENCODINGS), "replace")


def mix_line_ends(content: bytes, chance: random.Random) -> bytes:
    """End each line in a way of its own."""
    lines = content.replace(b"\r\n", b"\n").split(b"\n")
    return b"".join(line + chance.choice((b"\n", b"\r\n", b"\r", b"\n\n", b"\0\n")) for line in lines)


def repeat_a_line(content: bytes, chance: random.Random) -> bytes:
    """Put a line (a header, perhaps) where another was, or a cell of a header twice."""
    lines = content.split(b"\n")
    lines[chance.randrange(len(lines))] = chance.choice(lines)
    if chance.random() < 0.3:
        lines[0] = lines[0].replace(b"pay", b"platform").replace(b"country", b"")
    return b"\n".join(lines)


def fill_a_cell(content: bytes, chance: random.Random) -> bytes:
    """Put a long cell somewhere."""
    at = chance.randrange(len(content) + 1)
    piece = chance.choice((b"x", b"$20 ", b'"', b"\n", b"[", b"<b>", "€".encode()))
    return content[:at] + piece * chance.choice((3_000, 30_000)) + content[at:]


def change_bytes(content: bytes, chance: random.Random) -> bytes:
    """Lose, repeat, change or add a few bytes."""
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(content) + 1)
        to = min(len(content), at + chance.choice((0, 1, 3, 20, 200)))
        new = chance.choice((b"", content[at:to] * chance.randrange(1, 4), chance.choice(PIECES), chance.randbytes(2)))
        content = content[:at] + new + content[to:]
    return content[: chance.randrange(len(content) + 1)] if chance.random() < 0.1 else content


def spoil_bytes(content: bytes, chance: random.Random) -> bytes:
    """Spoil a file in one of the ways above, most often by a few bytes."""
    way = chance.choice((*[change_bytes] * 6, recode, mix_line_ends, repeat_a_line, fill_a_cell))
    return way(content, chance)


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
    if name in PACKERS:  # whole on the outside
        ways.append(lambda: PACKERS[name](spoil_bytes(FILES["csv"], chance)))
    return [chance.choice(ways)() for _ in range(count)]


def workbook(write: Callable[[Any], object]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0].append(GRID[0])
    write(book.worksheets[0])
    book.save(out)
    return out.getvalue()


def columns(copies: int = 1, **held: pa.Array) -> bytes:
    """A Parquet file of any types beside a column of pay, or several of the same name."""
    out = io.BytesIO()
    pay = pa.array(["$20 per hour"] * len(next(iter(held.values()))))
    names = ["job title", *["pay"] * copies, *held]
    pq.write_table(pa.Table.from_arrays([pay, *[pay] * copies, *held.values()], names), out)
    return out.getvalue()


ROW = b"Outlier,tutor,$20/hr\n"
HEAD = b"platform,job title,pay\n"
# What no accident makes: bombs, paths that climb out, depth, width, numbers and dates that overflow.
HOSTILE: dict[str, bytes] = {
    "zip that climbs out": zipped({"../../escaped.csv": HEAD + ROW, "/tmp/escaped.csv": HEAD + ROW}),
    "zip in a zip": zipped({"inner.zip": zipped({"jobs.csv": HEAD + ROW})}),
    "zip of one name twice": zipped({"a.csv": HEAD + ROW, "a.csv/": b""}),
    "zip of nothing": zipped({}),
    "zip of a place before its begin": zipped({"a.csv": HEAD + ROW})[:-6] + b"\xff\0\0\0\0\0",
    "zip bomb": zipped({"a.csv": HEAD + ROW * 20_000}),
    "gzip bomb": gzip.compress(b"\0" * 30_000_000),
    "gzip of two members": gzip.compress(HEAD) + gzip.compress(ROW) + b"rest",
    "workbook without a sheet": zipped({"[Content_Types].xml": b"<Types/>"}),
    "workbook with an entity bomb": zipped(
        {
            "[Content_Types].xml": b"<!DOCTYPE t [<!ENTITY a 'aaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><Types>&b;</Types>",
            "xl/workbook.xml": b"<workbook/>",
        }
    ),
    "workbook of far cells": workbook(lambda sheet: sheet.cell(90_000, 16_384, "x")),
    "workbook of errors and dates": workbook(lambda sheet: sheet.append(["#REF!", 1e308, -1, True, "=1/0", None])),
    "page of deep tags": b"<div>" * 20_000 + b"$20 an hour",
    "page of wide cells": b"<table>" + b"<tr><td colspan=9999999 rowspan=9999999>$20/hr</td></tr>" * 20 + b"</table>",
    "page of a control character by its number": b"<table><tr><td>job<td>Outlier<tr><td>tutor&#8;<td>$20/hr</table>",
    "page with outside entities": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    "JSON of depth": b'{"pay":' * 3_000 + b"1" + b"}" * 3_000,
    "JSON line of depth": b'{"pay": "$20/hr"}\n{"pay": ' + b"[" * 3_000 + b"]" * 3_000 + b"}\n{}\n",
    "JSON of no numbers": b'[{"title": "x", "pay": NaN}, {"pay": Infinity}, {"pay": -Infinity}, {"pay": 1e99999}]',
    "JSON of long numbers": b'[{"title": "x", "pay": ' + b"9" * 20_000 + b"}]",
    "JSON of half characters": b'[{"title": "\\ud800", "pay": "$20\\udfff per hour", "\\ud800": 1}]',
    "JSON of one key twice": b'[{"pay": "$20/hr", "pay": ["$30/hr"], "title": {"pay": null}}]',
    "JSON of many keys": json.dumps([{f"k{number}": 1, "pay": "$20/hr"} for number in range(3_000)]).encode(),
    "CSV of many columns": b",".join(b"c%d" % number for number in range(3_000)) + b"\n" + b"," * 2_999 + b"\n",
    "CSV of one title": b"pay,pay,pay,,,\n" + b"$20/hr,$30/hr,,,,\n" * 3,
    "CSV of a long cell": HEAD + b'Outlier,tutor,"' + b"$1 " * 60_000 + b'"\n' + ROW,
    "CSV of an open quote": HEAD + b'Outlier,"tutor,$20/hr\n' + ROW * 1_000,
    "CSV of NUL": HEAD.replace(b"pay", b"p\0ay") + b"\0" * 5_000 + b"\n" + ROW,
    "CSV of old Mac lines": (HEAD + ROW * 3).replace(b"\n", b"\r"),
    "CSV of numbers that no memory holds": b"title,salary_min,salary_max,currency,interval\n"
    + b"".join(b"tutor,%s,%s,USD,hourly\n" % (low, low) for low in (b"1e-999999999999", b"1e400", b"-0", b"sNaN")),
    "text of carriage returns": b"$20 an hour" + b"\r" * 50_000,
    "Parquet of lists": columns(place=pa.array([[{"x": 1}]]), other=pa.array([[("a", 1)]], pa.map_("string", "int8"))),
    "Parquet of far dates": columns(
        posted=pa.array([2**31 - 1], pa.int32()).view(pa.date32()),
        seen=pa.array([2**62], pa.int64()).view(pa.timestamp("us", tz="Mars/Phobos")),
        taken=pa.array([-(2**62)], pa.int64()).view(pa.duration("ns")),
    ),
    "Parquet of broken text": columns(place=pa.array([b"\xff\xfe\x80"], pa.binary()).view(pa.string())),
    "Parquet of a number for a description": columns(description=pa.array([1.5])),
    "Parquet of one name twice": columns(2, place=pa.array(["Kenya"])),
    "Parquet of a field twice": columns(salary=pa.array([{"min": 20}]), **{"salary.min": pa.array([30])}),
    "Parquet of no rows": columns(place=pa.array([], pa.null())),
    "WARC of wrong lengths": warc(HTML_PAGE.encode()).replace(b"Content-Length: ", b"Content-Length: 9"),
    "WARC of lengths past any file": warc(HTML_PAGE.encode()).replace(b"Length: ", b"Length: " + b"9" * 20),
    "WARC of no lengths": warc(HTML_PAGE.encode()).replace(b"Content-Length: ", b"Content-Length: -"),
}
