"""Board exports in the shapes that Greenhouse, Lever, Ashby, Workable and SmartRecruiters publish, odd cases too."""

import json
from typing import Any

import pytest

from labormarket.readers import UnreadableError
from labormarket.readers.boards.json_boards import board_of, board_postings, boards, jobs_in
from labormarket.readers.formats.json_text import load_json
from tests.readers.reading import read

GREENHOUSE_JOB: dict[str, Any] = {
    "id": 5501, "internal_job_id": 7701, "title": "AI Tutor, Chemistry", "updated_at": "2026-03-02T10:00:00-05:00",
    "first_published": "2026-02-01T09:00:00-05:00", "requisition_id": "R-12", "location": {"name": "Remote - Kenya"},
    "absolute_url": "https://job-boards.greenhouse.io/acmelabs/jobs/5501", "metadata": None,
    "content": "&lt;p&gt;You will grade answers. The rate is $38&amp;ndash;$52 per hour.&lt;/p&gt;",
}  # fmt: skip
LEVER_POSTING: dict[str, Any] = {
    "id": "0f0e", "text": "Legal Expert (Contract)", "createdAt": 1770000000000, "country": "US",
    "categories": {"commitment": "Contract", "location": "Remote", "team": "Experts", "allLocations": ["Remote"]},
    "hostedUrl": "https://jobs.lever.co/acmelabs/0f0e", "applyUrl": "https://jobs.lever.co/acmelabs/0f0e/apply",
    "workplaceType": "remote", "descriptionPlain": "Review contracts for a model.", "description": "<div>x</div>",
    "lists": [{"text": "Pay", "content": "<li>$60 an hour to start</li>"}], "additionalPlain": "",
    "salaryRange": {"min": 60, "max": 85.50, "currency": "USD", "interval": "per-hour-wage"},
}  # fmt: skip
ASHBY_JOB: dict[str, Any] = {
    "id": "a-1", "title": "Physician Reviewer", "location": "Toronto", "isListed": True, "isRemote": True,
    "employmentType": "Contract", "publishedAt": "2026-05-06T07:00:00.000+00:00",
    "address": {"postalAddress": {"addressCountry": "Canada", "addressLocality": "Toronto"}},
    "jobUrl": "https://jobs.ashbyhq.com/acmelabs/a-1", "applyUrl": "https://jobs.ashbyhq.com/acmelabs/a-1/application",
    "descriptionPlain": "Score medical answers.", "descriptionHtml": "<p>Score medical answers.</p>",
    "compensation": {
        "compensationTierSummary": "CA$120 – CA$150 per hour • Offers Bonus",
        "scrapeableCompensationSalarySummary": "CA$120 - CA$150",
        "compensationTiers": [
            {"title": "Zone A", "tierSummary": "CA$120 – CA$150", "additionalInformation": None, "components": [
                {"compensationType": "Salary", "interval": "1 HOUR", "currencyCode": "CAD", "minValue": 120,
                 "maxValue": 150, "summary": "CA$120 – CA$150"},
                {"compensationType": "Bonus", "interval": "1 YEAR", "currencyCode": "CAD", "minValue": 5000,
                 "maxValue": 9000, "summary": "bonus"},
            ]},
        ],
        "summaryComponents": [
            {"compensationType": "Salary", "interval": "1 HOUR", "currencyCode": "CAD", "minValue": 120,
             "maxValue": 150},
        ],
    },
}  # fmt: skip


WORKABLE_JOB: dict[str, Any] = {
    "title": "Chemist", "shortcode": "A1B2C3", "code": "", "employment_type": "Contract", "telecommuting": True,
    "department": "Experts", "url": "https://apply.workable.com/j/A1B2C3", "city": "Nairobi", "country": "Kenya",
    "shortlink": "https://apply.workable.com/j/A1B2C3", "application_url": "https://apply.workable.com/j/A1B2C3/apply",
    "published_on": "2026-04-05", "locations": [{"city": "Lagos", "country": "Nigeria", "countryCode": "NG"}],
    "description": "<p>Check answers.</p><p>We pay $60 per hour.</p>",
}  # fmt: skip
SMARTRECRUITERS_POSTING: dict[str, Any] = {
    "id": "744", "name": "Welder", "company": {"name": "Acme Labs"}, "releasedDate": "2026-03-04T05:06:07.000Z",
    "location": {"city": "Lyon", "country": "fr", "remote": True}, "ref": "https://api.smartrecruiters.com/p/744",
    "typeOfEmployment": {"label": "Contract"}, "postingUrl": "https://jobs.smartrecruiters.com/acme/744",
    "jobAd": {"sections": {"companyDescription": {"title": "Us", "text": "<p>We raised $9 million.</p>"},
                           "jobDescription": {"title": "Job", "text": "<p>The rate is €30 per hour.</p>"}}},
}  # fmt: skip
WHOLE = {"greenhouse": GREENHOUSE_JOB, "lever": LEVER_POSTING, "ashby": ASHBY_JOB, "workable": WORKABLE_JOB,
         "smartrecruiters": SMARTRECRUITERS_POSTING}  # fmt: skip


def export(data: object) -> bytes:
    return json.dumps(data).encode()


def greenhouse_pay(**changes: Any) -> list[tuple[str, str]]:
    reading = read(export({"jobs": [GREENHOUSE_JOB | {"content": ""} | changes]}))
    return [(statement.pay_text, statement.period_context) for statement in reading.statements]


def test_each_shape_is_its_own() -> None:
    lists = {"lever": "", "smartrecruiters": "content"}
    shapes = {
        name: {lists.get(name, "jobs"): [job]} if lists.get(name, "jobs") else [job] for name, job in WHOLE.items()
    }
    for name, data in shapes.items():
        parsed = load_json(export(data))
        assert {other for other in boards() if any(jobs_in(parsed, other))} == {board_of(parsed)} == {name}
        assert read(export(data)).kind == name


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        ([{"min_cents": 4000, "max_cents": 6000, "currency_type": "USD", "title": "Hourly Pay Range"}],
         [("USD 40 - 60", "hour")]),
        ([{"min_cents": 22280000, "max_cents": 29000000, "currency_type": "USD", "title": "Annual Salary:"}],
         [("USD 222800 - 290000", "year")]),
        ([{"min_cents": 4425, "max_cents": 4425, "currency_type": "GBP", "title": "Zone 1",
           "blurb": "<p>Paid <b>per hour</b> worked.</p>"}], [("GBP 44.25", "hour")]),
        ([{"min_cents": 0, "max_cents": 5000, "currency_type": "USD", "title": ""}], [("up to USD 50", "")]),
        ([{"min_cents": 1000, "max_cents": None, "currency_type": "EUR"}], [("from EUR 10", "")]),
        ([{"min_cents": None, "max_cents": None, "currency_type": "USD"}], []),
        ([{"min_cents": 100, "max_cents": 200, "currency_type": "USD", "title": "NYC"},
          {"min_cents": 300, "max_cents": 400, "currency_type": "USD", "title": "LA"}],
         [("USD 1 - 2", ""), ("USD 3 - 4", "")]),
        ([None, "x", 7], [("7", "")]),
    ],
)  # fmt: skip
def test_greenhouse_ranges(ranges: list[object], expected: list[tuple[str, str]]) -> None:
    assert greenhouse_pay(pay_input_ranges=ranges) == expected


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ([{"name": "Pay range", "value_type": "currency_range",
           "value": {"unit": "USD", "min_value": "35.0", "max_value": "50.0"}}], [("USD 35 - 50", "")]),
        ([{"name": "Hourly rate", "value_type": "currency", "value": {"unit": "EUR", "amount": "22.50"}}],
         [("EUR 22.50", "hour")]),
        ([{"name": "Compensation", "value_type": "short_text", "value": "$25-$30 an hour"}], [("$25-$30 an hour", "")]),
        ([{"name": "Bonus pay", "value": {"unit": "USD", "amount": "5000"}}], []),
        ([{"name": "Recruiter", "value_type": "user", "value": {"name": "Jo Roe", "email": "jo@acme.example"}}], []),
        ([{"name": "Pay transparency", "value": True}], []),
    ],
)  # fmt: skip
def test_greenhouse_custom_fields(metadata: list[object], expected: list[tuple[str, str]]) -> None:
    assert greenhouse_pay(metadata=metadata) == expected


def test_greenhouse_listing() -> None:
    (listing,) = read(export({"departments": [{"name": "AI", "jobs": [GREENHOUSE_JOB]}]})).statements
    assert (listing.platform, listing.profession_raw, listing.country) == ("acmelabs", "AI Tutor, Chemistry", "KE")
    assert (listing.source_url, listing.published_on) == (GREENHOUSE_JOB["absolute_url"], "2026-02-01")
    assert (listing.pay_text, listing.note) == ("$38–$52 per hour", "from the description")


def test_greenhouse_names_its_fields() -> None:
    ranges = [{"min_cents": 4000, "max_cents": 6000, "currency_type": "USD", "title": "Zone 1"}]
    statement, _ = read(export({**GREENHOUSE_JOB, "pay_input_ranges": ranges})).statements
    assert statement.note.startswith("pay_input_ranges: minValue=40, maxValue=60, currency=USD")
    assert "the description states $38–$52 per hour" in statement.note


@pytest.mark.parametrize(
    ("salary", "expected"),
    [
        ({"min": 60, "max": 85.50, "currency": "USD", "interval": "per-hour-wage"}, "USD 60 - 85.5 per hour"),
        ({"min": 90000, "max": 90000, "currency": "gbp", "interval": "per-year-salary"}, "GBP 90000 per year"),
        ({"min": 0, "max": 40, "currency": "USD", "interval": "per-hour-wage"}, "up to USD 40 per hour"),
        ({"min": 8000, "currency": "EUR", "interval": "per-month-salary"}, "from EUR 8000 per month"),
        ({"min": 10, "max": 20, "currency": "USD", "interval": "bi-moon"}, "USD 10 - 20"),
        ("$20/hr", "$20/hr"),
    ],
)
def test_lever_salary(salary: object, expected: str) -> None:
    statement, *_ = read(export([LEVER_POSTING | {"salaryRange": salary}])).statements
    assert statement.pay_text == expected


@pytest.mark.parametrize("salary", [{"min": 0, "max": 0, "currency": "USD"}, {"currency": "USD"}, True])
def test_lever_salary_without_an_amount_is_reported(salary: object) -> None:
    reading = read(export([LEVER_POSTING | {"salaryRange": salary, "lists": []}]))
    assert reading.statements == []
    assert [skip.reason for skip in reading.skipped] == ["a pay field without an amount"]


def test_lever_listing_and_texts() -> None:
    grouped = read(export([{"title": "Experts", "postings": [LEVER_POSTING]}]))
    alone = read(export(LEVER_POSTING))
    assert [s.pay_text for s in grouped.statements] == [s.pay_text for s in alone.statements]
    (statement,) = read(export(LEVER_POSTING | {"salaryRange": None})).statements
    assert (statement.pay_text, statement.country, statement.published_on) == (
        "$60 an hour to start",
        "US",
        "2026-02-02",
    )


def test_ashby_components_and_summaries() -> None:
    (statement,) = read(export({"jobs": [ASHBY_JOB], "apiVersion": "1"})).statements
    assert statement.pay_text == "CAD 120 - 150 per hour"
    assert (statement.country, statement.published_on, statement.platform) == ("CA", "2026-05-06", "acmelabs")
    assert "tier 'Zone A'" in statement.note
    assert "Bonus: not base pay" in statement.note


def test_ashby_summary_components_stand_in_for_missing_tiers() -> None:
    compensation = ASHBY_JOB["compensation"] | {"compensationTiers": []}
    (statement,) = read(export({"jobs": [ASHBY_JOB | {"compensation": compensation}]})).statements
    assert statement.pay_text == "CAD 120 - 150 per hour"


def test_ashby_unlisted_job_is_left_out() -> None:
    reading = read(export({"jobs": [ASHBY_JOB | {"isListed": False}]}))
    assert reading.statements == []
    assert "not listed: a draft or closed" in reading.skipped[0].reason


@pytest.mark.parametrize("name", boards())
@pytest.mark.parametrize("damage", [None, 7, "text", [], {}, [[]], {"a": None}, True])
def test_any_field_may_hold_anything(name: str, damage: object) -> None:
    whole = WHOLE[name]
    for field in [*whole, "pay_input_ranges"]:
        broken = whole | {field: damage}
        for data in ([broken], {"jobs": [broken]}, {"content": [broken]}, broken, {"jobs": damage}):
            found = list(board_postings(load_json(export(data)), name))
            assert all(isinstance(posting.profession_raw, str) for posting in found)


def test_a_workable_job_is_read_whole() -> None:
    (statement,) = read(export({"name": "Acme", "jobs": [WORKABLE_JOB]})).statements
    assert (statement.profession_raw, statement.published_on) == ("Chemist", "2026-04-05")
    assert "$60 per hour" in statement.pay_text
    assert statement.source_url == "https://apply.workable.com/j/A1B2C3"


def test_what_a_company_says_of_itself_is_no_pay() -> None:
    (statement,) = read(export(SMARTRECRUITERS_POSTING)).statements
    assert (statement.platform, statement.country, statement.published_on) == ("Acme Labs", "FR", "2026-03-04")
    assert "€30 per hour" in statement.pay_text


def test_a_smartrecruiters_list_without_adverts_states_no_pay() -> None:
    listed = {name: value for name, value in SMARTRECRUITERS_POSTING.items() if name != "jobAd"}
    reading = read(export({"offset": 0, "limit": 100, "totalFound": 1, "content": [listed]}))
    assert reading.statements == [] and reading.kind == "smartrecruiters"


@pytest.mark.parametrize("content", [b"", b"  ", b"{", b"[" * 200_000, b'{"a":' * 70 + b"1" + b"}" * 70])
def test_hostile_json_costs_a_message(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(content)


def test_a_number_that_would_fill_memory_is_no_pay() -> None:
    content = export([LEVER_POSTING]).replace(b"85.5", b"1e999999999")
    statement, *_ = read(content).statements
    assert statement.pay_text == "from USD 60 per hour"
