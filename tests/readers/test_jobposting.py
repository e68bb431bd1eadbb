"""JobPosting as the real web writes and miswrites it."""

import json
from typing import Any

import pytest

from labormarket.readers import UnreadableError
from tests.readers.reading import Reading, read

POSTING: dict[str, Any] = {
    "@context": "https://schema.org", "@type": "JobPosting", "title": "Polish AI Trainer", "datePosted": "2026-04-01",
    "hiringOrganization": {"@type": "Organization", "name": "Acme Labs"}, "url": "https://jobs.example/1",
    "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressCountry": "PL"}},
}  # fmt: skip
HOURLY = {"@type": "MonetaryAmount", "currency": "USD",
          "value": {"@type": "QuantitativeValue", "minValue": 40, "maxValue": 60, "unitText": "HOUR"}}  # fmt: skip


def page(*scripts: str, body: str = "", kind: str = "application/ld+json") -> bytes:
    heads = "".join(f'<script type="{kind}">{script}</script>' for script in scripts)
    return f"<!doctype html><html><head><title>Jobs</title>{heads}</head><body>{body}</body></html>".encode()


def read_salary(salary: object, **fields: Any) -> Reading:
    return read(page(json.dumps(POSTING | {"baseSalary": salary} | fields)))


@pytest.mark.parametrize(
    ("salary", "expected"),
    [
        (HOURLY, ["USD 40 - 60 per hour"]),
        (HOURLY | {"value": {"value": 45, "unitText": "hourly"}}, ["USD 45 per hour"]),
        (HOURLY | {"value": {"minValue": "40.00", "maxValue": "60.00", "unitText": "/hr"}},
         ["USD 40.00 - 60.00 per hour"]),
        (HOURLY | {"value": {"minValue": 40, "unitText": "Hours"}}, ["from USD 40 per hour"]),
        (HOURLY | {"value": {"maxValue": 60, "unitText": "HOUR"}}, ["up to USD 60 per hour"]),
        (HOURLY | {"value": {"minValue": 60, "maxValue": 60, "unitText": "HOUR"}}, ["USD 60 per hour"]),
        (HOURLY | {"value": {"minValue": 0, "maxValue": 0, "unitText": "HOUR"}}, []),
        (HOURLY | {"value": 90000, "unitText": "ANNUAL"}, ["USD 90000 per year"]),
        (HOURLY | {"value": "40-60", "unitText": "HOUR"}, ["USD 40-60 per hour"]),
        (HOURLY | {"value": {"value": "$40 - $60", "unitText": "HOUR"}}, ["$40 - $60"]),
        ({"@type": "MonetaryAmount", "minValue": 20, "maxValue": 30, "currency": "EUR", "unitText": "HOUR"},
         ["EUR 20 - 30 per hour"]),
        ({"value": {"minValue": 20, "currency": "INR", "unitText": "MONTHY"}}, ["from INR 20 per month"]),
        ({"priceCurrency": "GBP", "price": "350", "unitText": "DAY"}, ["GBP 350 per day"]),
        ({"value": {"unitCode": "HUR", "value": 18}, "currency": "$"}, ["$ 18 per hour"]),
        ([HOURLY, HOURLY | {"currency": "CAD"}], ["USD 40 - 60 per hour", "CAD 40 - 60 per hour"]),
        (HOURLY | {"value": [{"minValue": 40, "maxValue": 60, "unitText": "HOUR"}]}, ["USD 40 - 60 per hour"]),
        ("$18-$22/hr", ["$18-$22/hr"]),
        (25, ["25"]),
        ("25", ["25"]),
        ("Competitive", []),
        ({"currency": "USD", "value": None}, []),
        (HOURLY | {"value": {"minValue": "40,000", "maxValue": "60,000", "unitText": "YEAR"}},
         ["USD 40,000 - 60,000 per year"]),
        (HOURLY | {"value": {"minValue": ["40"], "maxValue": {"@value": "60"}, "unitText": ["HOUR"]}},
         ["USD 40 - 60 per hour"]),
    ],
)  # fmt: skip
def test_base_salary(salary: object, expected: list[str]) -> None:
    assert [statement.pay_text for statement in read_salary(salary).statements] == expected


def test_the_currency_may_stand_beside_the_salary() -> None:
    (statement,) = read_salary({"value": {"value": 30, "unitText": "HOUR"}}, salaryCurrency="AUD").statements
    assert statement.pay_text == "AUD 30 per hour"


def test_words_keep_the_unit_and_currency_beside_them() -> None:
    (statement,) = read_salary(HOURLY | {"value": {"value": "40 to 60 plus bonus", "unitText": "HOUR"}}).statements
    assert (statement.pay_text, statement.period_context, statement.currency_context) == (
        "40 to 60 plus bonus", "hour", "USD",
    )  # fmt: skip


def test_provenance_and_listing() -> None:
    (statement,) = read_salary(HOURLY).statements
    assert statement.note == "baseSalary: minValue=40, maxValue=60, unitText=HOUR, currency=USD"
    assert (statement.platform, statement.profession_raw, statement.country) == ("Acme Labs", "Polish AI Trainer", "PL")
    assert (statement.source_url, statement.published_on) == ("https://jobs.example/1", "2026-04-01")


@pytest.mark.parametrize(
    ("amount", "unit", "why"),
    [(45, "YEAR", "an hourly amount in a yearly field"), (90_000, "HOUR", "a yearly amount in an hourly field")],
)
def test_a_wrong_unit_is_refused_and_not_corrected(amount: int, unit: str, why: str) -> None:
    reading = read_salary(HOURLY | {"value": {"value": amount, "unitText": unit}})
    assert reading.statements == []
    assert [why in skip.reason for skip in reading.skipped] == [True]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda text: text,
        lambda text: f"<!-- {text} -->",
        lambda text: f"//<![CDATA[\n{text}\n//]]>",
        lambda text: text.replace('"HOUR"', '"HOUR",'),
        lambda text: text.replace('{"@context"', '{ // the posting\n "@context"'),
        lambda text: text + ";",
        lambda text: f"[{text}]",
        lambda text: f'{{"@graph": [{{"@type": "WebSite"}}, {text}]}}',
        lambda text: f'{{"@type": "ItemList", "itemListElement": [{{"item": {text}}}]}}',
        lambda text: text.replace("JobPosting", "http://schema.org/JobPosting"),
        lambda text: text.replace('"JobPosting"', '["JobPosting", "Thing"]'),
        lambda text: text.replace("Polish", "Polish\n"),
    ],
)
def test_miswritten_scripts(wrap: Any) -> None:
    reading = read(page(wrap(json.dumps(POSTING | {"baseSalary": HOURLY}))))
    assert [(s.profession_raw, s.pay_text) for s in reading.statements] == [
        ("Polish AI Trainer", "USD 40 - 60 per hour")
    ]


def test_one_broken_script_does_not_cost_the_others() -> None:
    good = json.dumps(POSTING | {"baseSalary": HOURLY})
    reading = read(page("{broken", good, kind="application/ld+json; charset=utf-8"))
    assert len(reading.statements) == 1
    assert "broken JSON" in reading.skipped[0].reason


def test_the_same_posting_twice_is_one() -> None:
    good = json.dumps(POSTING | {"baseSalary": HOURLY})
    reading = read(page(good, good))
    assert len(reading.statements) == 1
    assert "the same JobPosting again" in reading.skipped[0].reason


DISTRIBUTION = {"@type": "MonetaryAmountDistribution", "name": "base", "currency": "GBP", "duration": "P1Y",
                "percentile10": "21000", "median": "30000", "percentile90": "52000"}  # fmt: skip


@pytest.mark.parametrize(
    ("estimate", "expected", "reason"),
    [
        (HOURLY, ["USD 40 - 60 per hour"], ""),
        ([HOURLY], ["USD 40 - 60 per hour"], ""),
        (DISTRIBUTION, ["GBP 30000 per year"], ""),
        ([DISTRIBUTION | {"duration": "PT1H", "median": 15.5}], ["GBP 15.5 per hour"], ""),
        (DISTRIBUTION | {"minValue": 20000, "maxValue": 60000}, ["GBP 20000 - 60000 per year"], ""),
        ({key: value for key, value in DISTRIBUTION.items() if key != "median"}, [], "percentiles alone"),
        ([DISTRIBUTION | {"name": "Bonus"}], [], "an estimate of 'Bonus'"),
        ({"@type": "MonetaryAmount", "currency": "USD"}, [], "without an amount"),
        ("from $40 an hour", ["from $40 an hour"], ""),
    ],
)
def test_an_estimate_is_marked_as_none_of_the_employers(estimate: object, expected: list[str], reason: str) -> None:
    reading = read(page(json.dumps(POSTING | {"estimatedSalary": estimate})))
    assert [statement.pay_text for statement in reading.statements] == expected
    assert all(s.kind == "statistic" and s.note.startswith("an estimate") for s in reading.statements)
    assert [skip.reason for skip in reading.skipped if reason and reason in skip.reason] or not reason


def test_the_employers_own_pay_comes_before_an_estimate() -> None:
    reading = read_salary(HOURLY, estimatedSalary=[DISTRIBUTION])
    assert [(s.kind, s.pay_text) for s in reading.statements] == [("advertised", "USD 40 - 60 per hour")]
    assert "an estimate by the site beside the employer's own pay" in reading.statements[0].note
    empty = read_salary({"@type": "MonetaryAmount", "currency": "GBP"}, estimatedSalary=[DISTRIBUTION])
    assert [(s.kind, s.pay_text) for s in empty.statements] == [("statistic", "GBP 30000 per year")]


def test_an_occupation_is_an_estimate_of_nobodys_pay() -> None:
    occupation = {"@type": "Occupation", "name": "Data Annotator", "estimatedSalary": [DISTRIBUTION],
                  "description": "Annotators earn $20 an hour."}  # fmt: skip
    reading = read(page(json.dumps({"@graph": [occupation]})))
    assert [(s.platform, s.profession_raw, s.kind) for s in reading.statements] == [("", "Data Annotator", "statistic")]
    assert "$20" not in reading.statements[0].pay_text


def test_the_text_of_a_page_with_an_occupation_is_read_too() -> None:
    occupation = {"@type": "Occupation", "name": "Data Annotator", "estimatedSalary": DISTRIBUTION}
    reading = read(page(json.dumps(occupation), body="<p>Mercor pays poets $50 an hour.</p>"))
    assert (reading.kind, [s.kind for s in reading.statements]) == ("page", ["statistic"])
    assert any("poets" in passage.text for passage in reading.passages)


MICRODATA = """
<div itemscope itemtype="http://schema.org/JobPosting">
  <h1 itemprop="title">Maths annotator</h1>
  <span itemprop="hiringOrganization" itemscope itemtype="http://schema.org/Organization">
    <span itemprop="name">Acme Labs</span></span>
  <div itemprop="baseSalary" itemscope itemtype="http://schema.org/MonetaryAmount">
    <meta itemprop="currency" content="USD">
    <div itemprop="value" itemscope itemtype="http://schema.org/QuantitativeValue">
      <span itemprop="minValue">22</span> to <span itemprop="maxValue">28</span>
      <meta itemprop="unitText" content="HOUR"></div></div>
  <div itemprop="description">Label sums. Write to jo.roe@acme.example.</div>
</div>"""


def test_microdata() -> None:
    (statement,) = read(page(body=MICRODATA)).statements
    assert (statement.platform, statement.profession_raw) == ("Acme Labs", "Maths annotator")
    assert statement.pay_text == "USD 22 - 28 per hour"


def test_microdata_may_stand_elsewhere_on_the_page() -> None:
    away = '<b id="t" itemprop="title">Poet</b><p id="p"><i itemprop="baseSalary">$30/hr</i></p>'
    item = '<div itemscope itemtype="http://schema.org/JobPosting" itemref="p t"></div>'
    (statement,) = read(page(body=item + away)).statements
    assert (statement.profession_raw, statement.pay_text) == ("Poet", "$30/hr")


def test_microdata_that_refers_to_itself_ends() -> None:
    body = '<div itemscope itemtype="http://schema.org/JobPosting" id="a" itemref="a"><b itemprop="title">T</b></div>'
    assert read(page(body=body)).statements == []


@pytest.mark.parametrize("content", [b"", b"[" * 100_000, b"{]", b"<!-- -->"])
def test_hostile_pages_cost_a_message(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(content)


def test_deep_json_costs_its_script() -> None:
    deep = '{"a":' * 5_000 + "1" + "}" * 5_000
    reading = read(page(deep, json.dumps(POSTING | {"baseSalary": HOURLY})))
    assert len(reading.statements) == 1
    assert "nested deeper" in reading.skipped[0].reason


def test_deep_html_is_refused_and_entities_are_not_expanded() -> None:
    with pytest.raises(UnreadableError, match="nested too deeply"):
        read(page(body="<div>" * 20_000 + "x"))
    bomb = b'<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><html><title>&b;</title></html>'
    assert read(bomb).statements == []
