"""Whole readings: all that is read of one file of each kind, and all that is left out, as written down beside.

`python -m tests.readers.test_whole_readings` writes whole.txt anew; look at each line that moved.
"""

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from labormarket.readers import ReadOptions, read_file
from labormarket.readers.model import raw_statements
from tests.readers import test_boards as boards
from tests.readers import test_scraped_shapes as scraped

SHAPES = Path(__file__).parent / "shapes"
WHOLE = SHAPES / "whole.txt"
EXPECTED = (WHOLE.name, "expected.csv")

WORKABLE_JOB = boards.WORKABLE_JOB | {"url": "https://apply.workable.com/acme/j/A1"}
ARTICLE = """# What the platforms pay

Mercor pays lawyers $80 to $120 an hour, a recruiter said.

## Nairobi

Raters there earned about $2 an hour. It raised $40M last year.

- Outlier: $15/hr
- Appen: up to $9
"""
ADVERT = """AI Trainer (Chemistry)

Company: Acme Labs
Location: Nairobi, Kenya

You grade answers. The rate is $38 to $52 per hour. A referral bonus of $300 is paid.
"""
PAGE = """<html lang="en"><head><title>Pay at Acme</title><script type="application/ld+json">
{"@type": "JobPosting", "title": "Nurse Reviewer", "datePosted": "2026-04-03", "hiringOrganization": {"name": "Acme"},
 "jobLocation": {"address": {"addressCountry": "US"}}, "url": "https://a.example/nurse",
 "baseSalary": {"currency": "USD", "value": {"minValue": 40, "maxValue": 60, "unitText": "HOUR"}}}
</script></head><body><nav>Prices from $9</nav><h1>Pay at Acme</h1><p>Tutors earn $25 an hour.</p>
<table><tr><th>Platform</th><th>Role</th><th>Pay</th></tr><tr><td>Outlier</td><td>Coder</td><td>$40/hr</td></tr>
<tr><td>Appen</td><td>Rater</td><td></td></tr></table></body></html>"""
TABLE_PAGE = """<html><head><title>Rates</title></head><body><h2>Rates by platform</h2><table>
<tr><th>Role</th><th>Outlier</th><th>Mercor</th></tr><tr><td>Lawyer</td><td>$40</td><td>$110</td></tr>
<tr><td rowspan=2>Nurse</td><td>$35</td><td>$60</td></tr><tr><td>$30</td><td>n/a</td></tr></table>
<p>Rates are per hour.</p></body></html>"""
FEED = """<?xml version="1.0"?><jobs><job><title>AI Tutor, Welding</title><company>Acme</company><country>DE</country>
<date>2026-02-03</date><salary>18 - 22 EUR per hour</salary><url>https://f.example/1</url></job>
<job><title>Cook</title><company>Beta</company><salary></salary></job></jobs>"""
ODD_TABLE = (
    "Platform,Role,Pay,Country,Date,Link,Category,Currency,Unit\n"
    "Outlier,Coder,$40,US,03/02/2026,https://o.example/1,Coding,USD,hour\n"
    "Appen,Rater,24/7,KE,13/02/2026,,Search,,\n"
    ",,,,,,,,\n"
    'Mercor,"Lawyer\n(US)",a few dollars,,2026-02,https://m.example/9,,,task\n'
    'Mercor,Broken,"$5\n'
)
LINES = """{"title": "tutor", "pay": "$20/hr", "company": "Acme"}

{"title": "nurse", "salary": {"min": 30, "max": 40}}
{"bad
"""
RAW = "platform,profession_raw,pay_text,kind,source_url,note\nA,b,$10/hr,reported,https://r.example,seen\nA,c,,,,\n"


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Rates of 2026"])
    sheet.append(["Role", "Company", "Pay per hour", "Posted"])
    sheet.append(["Coder", "Acme", 45.5, "2026-03-04"])
    sheet.append(["Nurse", "Beta", "=20+20", None])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def parquet() -> bytes:
    table = pa.table({
        "title": ["tutor", "nurse"], "min_salary": [20.0, None], "max_salary": [25.0, 50.0],
        "place": [{"city": "Lyon", "country": "FR"}, None], "description": ["<p>Pay: €21 an hour</p>", "Come."],
    })  # fmt: skip
    content = io.BytesIO()
    pq.write_table(table, content)
    return content.getvalue()


def archive() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as out:
        out.writestr("a.csv", "role,pay\ntutor,$20/hr\n")
        out.writestr("b.pdf", "%PDF-1.7")
        out.writestr("c.json", '[{"title": "nurse", "pay": "$30/hr"}]')
        out.writestr("d.txt", ARTICLE)
    return content.getvalue()


def samples() -> dict[str, bytes]:
    """A file of each kind, by its name."""
    texts: dict[str, object] = {
        "jobspy.csv": scraped.JOBSPY, "linkedin.csv": scraped.LINKEDIN, "glassdoor.csv": scraped.GLASSDOOR,
        "smartrecruiters.json": scraped.SMARTRECRUITERS, "workable.json": scraped.WORKABLE,
        "workday.csv": scraped.WORKDAY, "lever.csv": scraped.FLAT_LEVER, "greenhouse.csv": scraped.FLAT_GREENHOUSE,
        "aggregator.csv": scraped.AGGREGATOR, "marketplace.json": scraped.MARKETPLACE, "rounded.json": scraped.ROUNDED,
        "board_greenhouse.json": {"jobs": [boards.GREENHOUSE_JOB]}, "board_lever.json": [boards.LEVER_POSTING],
        "board_ashby.json": {"jobs": [boards.ASHBY_JOB]}, "board_workable.json": {"jobs": [WORKABLE_JOB]},
        "board_smartrecruiters.json": {"content": [boards.SMARTRECRUITERS_POSTING]},
        "article.md": ARTICLE, "advert.txt": ADVERT, "page.html": PAGE, "table.html": TABLE_PAGE, "feed.xml": FEED,
        "odd.csv": ODD_TABLE, "lines.jsonl": LINES, "raw.csv": RAW,
    }  # fmt: skip
    held = {name: (text if isinstance(text, str) else json.dumps(text)).encode() for name, text in texts.items()}
    held |= {"book.xlsx": workbook(), "table.parquet": parquet(), "files.zip": archive()}
    held["pages.warc"] = scraped.warc(
        ("https://a.example/1", "200 OK", PAGE.encode(), "text/html"),
        ("https://a.example/2", "404 Not Found", PAGE.encode(), "text/html"),
        ("https://a.example/w", "200 OK", b"<title>Just a moment...</title>", "text/html"),
    )
    return held | {path.name: path.read_bytes() for path in sorted(SHAPES.iterdir()) if path.name not in EXPECTED}


def told(name: str, content: bytes) -> str:
    """All that a file states, a line for each fact."""
    lines = [f"== {name}"]
    for batch in read_file(content, ReadOptions(name=name, collected_on="2026-11-30")):
        lines.append(f"{batch.format}, {batch.records} records")
        for statement, number in zip(
            raw_statements(batch.statements), batch.statements["input_row"].to_pylist(), strict=True
        ):
            fields = [f"{field}={value!r}" for field, value in vars(statement).items() if value not in ("", None)]
            lines.append(f"{number}: {', '.join(fields)}")
        for row in batch.left_out.to_pylist():
            fields = [f"{field}={value!r}" for field, value in row.items() if value not in ("", None)]
            lines.append(f"left out: {', '.join(fields)}")
        lines += [
            f"listings of {platform!r} in {month!r}: {part.with_pay} of {part.listings} state pay"
            for (platform, month), part in batch.coverage.items()
        ]
        for passage in batch.passages:
            fields = [f"{field}={value!r}" for field, value in vars(passage.context).items() if value not in ("", None)]
            lines.append(f"text from {passage.start}, level {passage.level}: {passage.text!r} of {', '.join(fields)}")
    return "\n".join(lines) + "\n"


SAMPLES = samples()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_is_read_whole_and_nothing_more(name: str) -> None:
    parts = dict(zip(SAMPLES, ("== " + part for part in WHOLE.read_text("utf-8").split("== ")[1:]), strict=True))
    assert told(name, SAMPLES[name]) == parts[name]


if __name__ == "__main__":
    WHOLE.write_text("".join(told(name, content) for name, content in SAMPLES.items()), "utf-8")
