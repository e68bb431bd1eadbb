"""The shapes in which scrapers and boards write listings, each with its odd cases; the phrases are our own."""

import gzip
import io
import json
import uuid
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from labormarket.readers import ReadOptions, UnreadableError, read_file
from tests.readers.reading import read
from tests.readers.test_front_door import rows_of

Row = tuple[str, ...]


def listed(content: bytes | str, *names: str, **options: Any) -> list[Row]:
    return rows_of(content, *names, options=ReadOptions(**options))


JOBSPY = (
    '"id","site","job_url","title","company","location","date_posted","salary_source","interval","min_amount",'
    '"max_amount","currency","is_remote","emails","description","company_url","company_description"\n'
    '"in-1","indeed","https://indeed.example/1","AI Trainer, Botany","Outlier","Remote, US","2026-05-01","direct_data",'
    '"hourly","25.0","40.0","USD","True","jo@x.example","**Pay**: \\$25 \\- \\$40 per hour","https://x.example",'
    '"Prizes of $1,000,000"\n'
    '"in-3","indeed","https://indeed.example/3","Rater","Appen","Manila, 00, PH","2026-05-03","","","","","","True","",'
    '"Earn up to \\$5 an hour. Referral bonus \\$50.","",""\n'
)
LINKEDIN = (
    "job_id,company_name,title,description,max_salary,pay_period,location,med_salary,min_salary,original_listed_time,"
    "job_posting_url,expiry,listed_time,currency,normalized_salary\n"
    '1,Acme,Clerk,We file. Pay: $18-20/hour.,20.0,HOURLY,"Princeton, NJ",,17.0,1713397508000.0,https://l.example/1,'
    "1.7159e+12,1713397508000.0,USD,38480.0\n"
    '2,Acme,Cook,We cook.,65000.0,YEARLY,"Cincinnati, OH",,45000.0,1.713277614e+12,https://l.example/2,,,USD,55000.0\n'
    '3,Acme,Judge,We judge.,,YEARLY,"Reno, NV",175000.0,,1712896452000.0,https://l.example/3,,,USD,157500.0\n'
)
GLASSDOOR = (
    ",Job Title,Salary Estimate,Job Description,Rating,Company Name,Location,Headquarters,Founded,Revenue\n"
    '0,Data Scientist,$53K-$91K (Glassdoor est.),Sums.,3.8,"Acme\n3.8","Albuquerque, NM","Goleta, CA",1973,$50m\n'
    '1,Statistician,Employer Provided Salary:$25-$28 Per Hour,Sums.,3.4,"Beta\n3.4",Remote,Rome,1984,\n'
    "2,Analyst,-1,None.,3.4,Gamma,Remote,Rome,1984,Unknown\n"
)
SMARTRECRUITERS = {"totalFound": 2, "content": [
    {"id": "1", "name": "Data Annotator (French)", "company": {"identifier": "acme", "name": "Acme Data"},
     "releasedDate": "2026-03-04T10:00:00.000Z", "location": {"city": "Lyon", "country": "fr", "remote": True},
     "ref": "https://api.example/1", "creator": {"name": "Jo Roe"}, "jobAd": {"sections": {
         "companyDescription": {"title": "Company", "text": "<p>We raised $40M.</p>"},
         "jobDescription": {"title": "Job", "text": "<p>You are paid 12&nbsp;&euro; per hour.</p>"}}}},
    {"id": "2", "name": "Payroll Specialist", "company": {"name": "Acme Data"}, "location": {"country": "fr"},
     "jobAd": {"sections": {"jobDescription": {"text": "<p>Come.</p>"}}}},
]}  # fmt: skip
WORKABLE = {"jobs": [
    {"id": "a", "title": "AI Tutor", "department": "Experts", "url": "https://acme.workable.com/j/1",
     "location": {"country": "Kenya", "country_code": "KE", "city": "Nairobi"}, "created_at": "2026-01-08T10:00:00Z",
     "salary": {"salary_from": 8, "salary_to": 12, "salary_currency": "usd"},
     "description": "<p>Hourly pay of $8 to $12 per hour.</p>"},
]}  # fmt: skip
WORKDAY = (
    "title,externalPath,locationsText,postedOn,bulletFields,jobDescription\n"
    "Data Labeling Specialist,/job/US/R1,Remote - USA,Posted 5 Days Ago,\"['R1']\","
    '"<p>The pay range for this role is $22.00 - $31.50 per hour.</p>"\n'
    'Rater,/job/India/R2,"Bengaluru, India",Posted 30+ Days Ago,"[\'R2\']",<p>INR 250 per hour</p>\n'
)
FLAT_LEVER = (
    "text,hostedUrl,createdAt,categories.location,salaryRange.min,salaryRange.max,salaryRange.currency,"
    "salaryRange.interval,descriptionPlain\n"
    "Polish Linguist,https://jobs.lever.co/appen/1,1770000000000,Poland,12,15,USD,per-hour-wage,Grade texts.\n"
)
FLAT_GREENHOUSE = (
    "id,title,location.name,absolute_url,first_published,content,pay_input_ranges\n"
    "1,AI Trainer,Remote - Kenya,https://job-boards.greenhouse.io/alignerr/jobs/1,2026-02-01T09:00:00-05:00,"
    "&lt;p&gt;Grade.&lt;/p&gt;,"
    '"[{""min_cents"": 1500, ""max_cents"": 15000, ""currency_type"": ""USD"", ""title"": ""Hourly range""}]"\n'
)
AGGREGATOR = (
    "company,platform,title,locations,applyUrl,postedAt,scrapedAt,compensation\n"
    'G2i,greenhouse,"Software Engineer, AI",206 Locations,https://g.example/1,2026-09-09,2026-09-26,30-70 Hourly\n'
    'Acme,lever,Botanist,"Berlin, DEU",https://g.example/2,2026-09-09,2026-09-26,100K-130K Annually\n'
)
MARKETPLACE = {"listings": [
    {"listingId": "l1", "title": "Legal Expert", "companyName": "Acme AI", "rateMin": "90.00", "rateMax": "130",
     "payRateFrequency": "hourly", "location": "Remote", "createdAt": "2026-05-06T10:00:00.000Z",
     "description": "We need lawyers. Referral bonus: $300."},
    {"listingId": "l2", "title": "Voter", "companyName": "Outlier", "rateMin": 5, "rateMax": 5, "currency": "USD",
     "payRateFrequency": "one-time", "location": "United States", "createdAt": "2026-05-07T10:00:00.000Z"},
]}  # fmt: skip
ROUNDED = [{"title": "Chemist", "company": "Acme", "region": "NA", "salary": "$187k–$259k/year", "salaryMin": 187000,
            "salaryMax": 258700, "verifiedAt": "2026-07-28", "url": "https://w.example/1"}]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (JOBSPY, [("Outlier", "USD 25 - 40 per hour", "", "US", "2026-05-01"),
                  ("Appen", "up to $5 an hour", "", "PH", "2026-05-03")]),
        (LINKEDIN, [("Acme", "USD 17 - 20 per hour", "", "US", "2024-04-17"),
                    ("Acme", "$18-20/hour", "", "US", "2024-04-17"),
                    ("Acme", "USD 45000 - 65000 per year", "", "US", "2024-04-16"),
                    ("Acme", "USD 175000 per year", "", "US", "2024-04-12")]),
        (GLASSDOOR, [("Acme", "$53K-$91K (Glassdoor est.)", "", "US", ""),
                     ("Beta", "Employer Provided Salary:$25-$28 Per Hour", "", "", "")]),
        (json.dumps(SMARTRECRUITERS), [("Acme Data", "12 € per hour", "", "FR", "2026-03-04")]),
        (json.dumps(WORKABLE), [("acme", "USD 8 - 12", "hour", "KE", "2026-01-08")]),
        (FLAT_LEVER, [("Appen", "USD 12 - 15 per hour", "", "PL", "2026-02-02")]),
        (FLAT_GREENHOUSE, [("Alignerr", "USD 15 - 150", "hour", "KE", "2026-02-01")]),
        (AGGREGATOR, [("G2i", "30-70 Hourly", "", "", "2026-09-09"),
                      ("Acme", "100K-130K Annually", "", "DE", "2026-09-09")]),
        (json.dumps(ROUNDED), [("Acme", "187000 - 258700", "year", "", "")]),
    ],
    ids="jobspy linkedin glassdoor smartrecruiters workable lever greenhouse aggregator rounded".split(),
)  # fmt: skip
def test_listings_of_a_shape(content: str, expected: list[Row]) -> None:
    assert listed(content, "platform", "pay_text", "period_context", "country", "published_on") == expected


def test_a_marketplace_names_its_clients_and_is_itself_who_hires() -> None:
    content = json.dumps(MARKETPLACE)
    assert listed(content, "platform", "pay_text", platform="Mercor") == [
        ("Mercor", "90.00 - 130 per hour"), ("Outlier", "USD 5 per project")]  # fmt: skip
    assert listed(content, "platform") == [("Acme AI",), ("Outlier",)]


def test_relative_dates_count_from_the_day_of_collection_and_are_empty_without_it() -> None:
    assert listed(WORKDAY, "published_on", collected_on="2026-06-06") == [("2026-06-01",), ("",)]
    assert listed(WORKDAY, "published_on") == [("",), ("",)]


def test_an_estimate_of_the_site_is_a_statistic_and_none_of_the_employers() -> None:
    assert listed(GLASSDOOR, "kind") == [("statistic",), ("advertised",)]


def test_the_people_of_a_board_are_never_read() -> None:
    assert "Jo Roe" not in str(read(json.dumps(SMARTRECRUITERS)).statements)


def test_pay_that_disagrees_is_kept_twice_and_said() -> None:
    notes = [note for (note,) in listed(LINKEDIN, "note")]
    assert notes[0] == "the description states $18-20/hour"
    assert notes[1] == "from the description; the pay field states USD 17 - 20 per hour"


@pytest.mark.parametrize(
    ("pay", "reason"),
    [
        ("$0 - $0", "no amount"), ("$1 - $1,000,000", "a placeholder"), ("$90,000 an hour", "a yearly amount"),
        ("Undisclosed", "no amount"), ("-1", "no amount"),
    ],
)  # fmt: skip
def test_a_placeholder_is_refused_with_its_reason(pay: str, reason: str) -> None:
    [batch] = read_file(f'title,company,description,pay\ntutor,Acme,Teach.,"{pay}"\n'.encode())
    assert batch.statements.num_rows == 0
    assert reason in batch.left_out["reason"].to_pylist()[0]
    assert batch.left_out["pay_text"].to_pylist() == [pay]


@pytest.mark.parametrize(
    ("title", "more", "scope"),
    [
        ("AI Trainer", "", "training"), ("Payroll Specialist", "Benefits package and 401(k).", "staff"),
        ("Research study participant", "", "study"), ("Head of Growth", "", "staff"),
        ("Content Moderator", "", "training"), ("Account Executive", "Carry a quota.", "staff"),
    ],
)  # fmt: skip
def test_scope(title: str, more: str, scope: str) -> None:
    content = f"title,company,description\n{title},Mercor,$20 - $30 per hour. {more}\n"
    assert listed(content, "scope") == [(scope,)]


def test_one_pay_text_on_many_titles_is_one_template() -> None:
    head = "title,company,pay,url\nA,Appen,$5 an hour,https://x.example/1\n"
    content = head + "B,Appen,$5  an Hour,https://x.example/2\n"
    found = listed(content + "C,Appen,$6 an hour,https://x.example/3\n", "template_id", "publisher")
    assert found[0] == found[1] != found[2]
    assert found[0][1] == "x.example"


def test_several_rates_of_a_description_are_several_statements() -> None:
    head = "# AI coder\n### G2i Inc.\n## Requirements\nTests.\n"
    text = head + "## Pay Rates\n- **US - 50/hr**\n- **Egypt - 14.60 USD /hr**\n"
    assert listed(text, "country", "pay_text", "platform", "profession_raw") == [
        ("US", "50/hr", "G2i", "AI coder"), ("EG", "14.60 USD /hr", "G2i", "AI coder")]  # fmt: skip
    both = "title,description\nRater,Rate per task - 0.35 USD. Estimated 8-24 USD per month.\n"
    assert listed(both, "pay_text", "period_context") == [("0.35 USD", "task"), ("Estimated 8-24 USD per month", "")]


def test_numbers_of_parquet_are_numbers_and_odd_types_cost_nothing() -> None:
    table = pa.table({
        "title": ["tutor", "nurse"], "min_amount": [20.0, 1e5], "max_amount": [float("nan"), 120000.25],
        "interval": ["hourly", "yearly"], "currency": pa.array(["USD", "EUR"]).dictionary_encode(),
        "date_posted": pa.array([10**18, -(2**62)], pa.timestamp("us")), "tags": [["a"], []],
        "location": [{"country": "Kenya", "n": 1}, {"country": None, "n": 2}],
    })  # fmt: skip
    content = io.BytesIO()
    pq.write_table(table, content)
    assert listed(content.getvalue(), "pay_text", "country", "published_on") == [
        ("from USD 20 per hour", "KE", ""), ("EUR 100000 - 120000.25 per year", "", "")]  # fmt: skip


def test_text_that_is_not_utf8_and_half_a_surrogate_cost_no_file() -> None:
    raw = pa.array([b"tut\xffor"]).cast(pa.binary())
    bad = pa.Array.from_buffers(pa.string(), 1, raw.buffers())
    content = io.BytesIO()
    pq.write_table(pa.table({"title": bad, "pay": ["$20/hr"]}), content)
    assert listed(content.getvalue(), "profession_raw") == [("tut\ufffdor",)]
    assert listed('[{"title": "tut\\ud800or", "pay": "$20/hr"}]', "profession_raw") == [("tut\ufffdor",)]


ADVERT = """<html><head><title>Jobs</title><script type="application/ld+json">{"@type": "JobPosting",
"title": "AI tutor %d", "hiringOrganization": "Acme", "baseSalary": "$%d/hr"}</script></head><body></body></html>"""


def warc(*pages: tuple[str, str, bytes, str], packed: bool = True) -> bytes:
    """Write answers as WARC 1.0 has them, each record compressed by itself."""
    out = b""
    for url, status, body, kind in pages:
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-02-03T04:05:06Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, url)}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        record = head.encode() + answer + b"\r\n\r\n"
        out += gzip.compress(record, mtime=0) if packed else record
    return out


@pytest.mark.parametrize("packed", [True, False])
def test_the_saved_pages_of_a_web_archive(packed: bool) -> None:
    content = warc(
        ("https://a.example/1", "200 OK", (ADVERT % (1, 21)).encode(), "text/html; charset=utf-8"),
        ("https://a.example/2", "404 Not Found", (ADVERT % (2, 22)).encode(), "text/html"),
        ("https://a.example/x.png", "200 OK", b"\x89PNG", "image/png"),
        ("https://a.example/w", "200 OK", b"<title>Just a moment...</title>", "text/html"),
        ("https://a.example/3", "200 OK", (ADVERT % (3, 23)).encode(), "text/html"),
        packed=packed,
    )
    assert listed(content, "profession_raw", "pay_text", "source_url") == [
        ("AI tutor 1", "$21/hr", "https://a.example/1"), ("AI tutor 3", "$23/hr", "https://a.example/3")]  # fmt: skip
    [batch] = read_file(content)
    assert batch.format == "warc"
    assert [(row["where"], row["reason"]) for row in batch.left_out.to_pylist()] == [
        ("https://a.example/w", 'a bot wall or error page ("Just a moment...")')]  # fmt: skip
    assert batch.statements["input_row"].to_pylist() == [1, 5]


def test_a_zip_of_files_is_read_file_by_file() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", "role,pay\ntutor,$20/hr\n")
        archive.writestr("b.pdf", "%PDF-1.7")
        archive.writestr("c.json", '[{"title": "nurse", "pay": "$30/hr"}]')
    reading = read(out.getvalue())
    assert [s.profession_raw for s in reading.statements] == ["tutor", "nurse"]
    assert [skip.where for skip in reading.skipped] == ["b.pdf"]


@pytest.mark.parametrize("damage", [lambda c: c[:-9], lambda c: c[:20] + b"xxxx" + c[24:]])
def test_a_damaged_archive_is_refused_in_words(damage: Any) -> None:
    whole = gzip.compress(b"role,pay\n" + b"".join(b"tutor %d,$20/hr\n" % n for n in range(9_999)), mtime=0)
    with pytest.raises(UnreadableError, match="can't be read"):
        list(read_file(damage(whole)))


def test_the_same_records_give_the_same_statements_in_every_format() -> None:
    frame = pd.DataFrame({
        "title": ["AI Trainer", "Rater, Polish", "Nurse"], "company": ["Outlier", "Appen", "Acme"],
        "pay": ["$20 - $30/hr", "$5 an hour", ""], "location": ["Remote - Kenya", "Poland", "Reno, NV"],
        "url": [f"https://x.example/{n}" for n in range(3)], "date_posted": ["2026-01-02", "2026-02-03", "2026-03-04"],
        "description": ["Grade texts.", "Rate, \"quoted\"\nand broken.", "Pay: $40 per hour."],
    })  # fmt: skip
    parquet, excel = io.BytesIO(), io.BytesIO()
    frame.to_parquet(parquet)
    frame.to_excel(excel, index=False)
    files = {
        "csv": frame.to_csv(index=False).encode(), "tsv": frame.to_csv(index=False, sep="\t").encode(),
        "gz": gzip.compress(frame.to_csv(index=False).encode(), mtime=0),
        "utf-16": frame.to_csv(index=False).encode("utf-16"),
        "json": frame.to_json(orient="records").encode(), "jsonl": frame.to_json(orient="records", lines=True).encode(),
        "parquet": parquet.getvalue(), "excel": excel.getvalue(),
    }  # fmt: skip
    names = ("platform", "profession_raw", "pay_text", "country", "source_url", "published_on", "scope", "note")
    expected = rows_of(files["csv"], *names)
    assert [row[2] for row in expected] == ["$20 - $30/hr", "$5 an hour", "$40 per hour"]
    assert {name: rows_of(content, *names) for name, content in files.items()} == dict.fromkeys(files, expected)


@pytest.mark.parametrize(
    ("field", "description", "stated"),
    [
        ("$41 - $41 an hour", "Pay: $41 per valid audio hour.", [("$41 per valid audio hour", "")]),
        ("$0.06 - $0.06 an hour", "The rate is $0.056 USD per sentence.", [("$0.056 USD per sentence", "")]),
        ("$90 - $90 one-time", "You are paid 90 AUD in cash.", [("90 AUD", "")]),
        ("$15 - $60 one-time", "Ten minutes: $15.00 per session. Forty: $30.00 per session. More: $60 per session.",
         [("$15 - $60 one-time", "")]),
        ("$20 - $20 an hour", "For 1000 takes plan an hour; 100 takes pay $20.", [("$20 - $20 an hour", "")]),
        ("$20 - $20 an hour", "Your help will make a real difference.", [("$20 - $20 an hour", "")]),
        ("$20 - $20 an hour", "All rates are DOUBLED until May: earn $40 per hour!", [("$20 - $20 an hour", "")]),
        ("$20 - $20 an hour", "You join Project P17958.", [("$20 - $20 an hour", "")]),
        ("$0.12 - $0.12 an hour", "We collect sentences.", []),
        ("$0.01 - $0.01 one-time", "Rates are shown once you are in.", []),
        ("$7 - $7 an hour", "You earn about $15 per hour.", [("$7 - $7 an hour", ""), ("about $15 per hour", "")]),
    ],
)  # fmt: skip
def test_a_form_has_few_units_and_its_description_says_more(field: str, description: str, stated: list[Row]) -> None:
    table = pd.DataFrame([{"Job Title": "Rater", "Salary": field, "Job Description": description}])
    rows = listed(table.to_csv(index=False), "pay_text", "period_context", platform="Appen")
    assert rows == stated


@pytest.mark.parametrize(
    ("platform", "text", "whose"),
    [
        ("Appen", "You join the CrowdGen community.", "CrowdGen"),
        ("Appen", "You join us.", "Appen"),
        ("Scale AI", "You work on Outlier.", "Outlier"),
        ("Surge AI", "Taskup and DataAnnotation are ours.", "Surge AI"),
        ("Outlier", "Owned by Scale AI, like CrowdGen is by another.", "Outlier"),
    ],
)
def test_a_listing_that_names_a_platform_of_the_boards_owner_is_of_that_platform(
    platform: str, text: str, whose: str
) -> None:
    table = pd.DataFrame([{"Job Title": "Rater", "Salary": "$20 an hour", "Job Description": text}])
    assert listed(table.to_csv(index=False), "platform", platform=platform) == [(whose,)]


SHAPES = Path(__file__).parent / "shapes"
EXPECTED = pd.read_csv(SHAPES / "expected.csv", dtype=str, keep_default_na=False)


@pytest.mark.parametrize("name", EXPECTED["file"].unique())
def test_an_export_with_the_field_names_of_its_documentation_is_read_whole(name: str) -> None:
    expected = EXPECTED[EXPECTED["file"] == name].drop(columns="file")
    found = listed((SHAPES / name).read_bytes(), *expected.columns, name=name, collected_on="2026-11-30")
    assert found == list(expected.itertuples(index=False, name=None))
