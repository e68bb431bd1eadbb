"""Names, e-mail addresses and telephone numbers of people never reach a raw file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from labormarket.intake import Intake, plan_file, register_plan
from labormarket.intake.privacy import clear, clear_url

SECRETS = ("Roe", "Quill", "jo.roe", "josephine", "555-0134", "555 0134", "@")

GREENHOUSE = {"jobs": [{
    "id": 1, "internal_job_id": 2, "title": "AI tutor - Recruiter: Josephine Roe",
    "company_name": "Acme",
    "absolute_url": "https://boards.greenhouse.io/acme/jobs/1?email=jo.roe@acme.example",
    "content": "&lt;p&gt;Pays $40 an hour. Write to Josephine Roe, jo.roe@acme.example or call (415) 555-0134.",
    "metadata": [{"name": "Recruiter", "value_type": "user", "value": {"name": "Josephine Roe"}},
                 {"name": "Pay contact", "value_type": "short_text", "value": "$45 an hour, ask jo.roe@acme.example"}],
}]}  # fmt: skip
LEVER = [{
    "text": "Linguist (contact: Josephine Roe)", "hostedUrl": "https://jobs.lever.co/acme/1", "categories": {},
    "salaryRange": {"min": 30, "max": 40, "currency": "USD", "interval": "per-hour-wage"},
    "owner": {"name": "Josephine Roe"}, "descriptionPlain": "Phone +1 415 555 0134 about $50 an hour.",
    "workplaceType": "remote",
}]  # fmt: skip
ASHBY = {"jobs": [{
    "title": "Nurse, hiring manager Tom Quill", "jobUrl": "https://jobs.ashbyhq.com/acme/1", "isListed": True,
    "descriptionPlain": "jo.roe@acme.example pays $60 per hour",
    "compensation": {"compensationTierSummary": "$55 per hour, jo.roe@acme.example", "summaryComponents": []},
}]}  # fmt: skip
POSTING = """<title>Josephine Roe on LinkedIn: we are hiring</title><script type="application/ld+json">{
"@type": "JobPosting", "title": "Chemist", "hiringOrganization": {"name": "Acme", "email": "jo.roe@acme.example"},
"applicationContact": {"@type": "ContactPoint", "name": "Josephine Roe", "telephone": "+1-415-555-0134"},
"url": "https://www.linkedin.com/in/josephine-roe", "baseSalary": "$40 an hour, call 415-555-0134",
"description": "<p>Pays $70 an hour. Hiring manager: Tom Quill.</p>"}</script>"""
CSV = """Company,Role,Pay,Recruiter,Recruiter e-mail,Note
Acme,tutor,$20/hr,Josephine Roe,jo.roe@acme.example,posted by Tom Quill (415) 555-0134
"""
ARTICLE = """By Josephine Roe

Mercor pays lawyers $110 an hour. Reach the author at jo.roe@acme.example, 415-555-0134.
"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("greenhouse.json", json.dumps(GREENHOUSE)),
        ("lever.json", json.dumps(LEVER)),
        ("ashby.json", json.dumps(ASHBY)),
        ("posting.html", POSTING),
        ("table.csv", CSV),
        ("article.txt", ARTICLE),
    ],
)
def test_no_person_reaches_a_raw_file(name: str, content: str, project: Path) -> None:
    plan = plan_file(content.encode(), Intake(name, collected_on="2026-11-23"), project)
    assert len(plan.additions)
    paths = register_plan(plan, project)
    assert paths
    written = "".join((project / path).read_text("utf-8") for path in (*paths, "data/raw/SOURCES.csv"))
    assert [secret for secret in SECRETS if secret in written] == []


@pytest.mark.parametrize(
    "text",
    [
        "Nurse - Recruiter: Josephine Roe", "Nurse, hiring manager Josephine Roe", "Nurse (contact: Josephine Roe)",
        "Pflegekraft – Ansprechpartnerin: Frau Josephine Roe", "Ansprechpartner Herr Tom Roe", "Von Josephine Roe",
        "Infirmier, personne à contacter : Mme Josephine Roe", "Par Josephine Roe",
        "Enfermera - Contacto: Josefina Roe",
        "Escrito por Josephine Roe", "Infermiere - referente: Dott.ssa Josephine Roe", "Contatto: Josephine Roe",
        "Verpleegkundige, contactpersoon: Josephine van der Roe", "Josephine Roe auf LinkedIn: wir stellen ein",
        "Pielęgniarka, osoba kontaktowa: Pani Josephine Roe", "Контактное лицо: Жозефина Roe", "联系人:王小明",
        "担当者:山田太郎", "Telefon: 030 5550134", "Teléfono 91 555 0134", "电话:010-555 0134",
    ],
)  # fmt: skip
def test_a_person_is_taken_out_in_many_languages(text: str) -> None:
    cleared = clear(text)
    assert [part for part in ("Roe", "王小明", "山田", "5550134", "555 0134") if part in cleared] == []


@pytest.mark.parametrize(
    "text",
    [
        "Personalreferent Technik Berlin", "Kontakt mit Kunden", "Autor von KI-Texten", "Par heure: 20 €",
        "Contact Center Agent", "Por Qué Mercor Paga Tan Poco", "Mobil 40-60 Stunden", "Von 20 bis 30 Euro",
        "$120,000 - 150,000", "USD 120 000 - 150 000 per year", "£500-550 per day", "₹18,000–25,000", "40-60 hours",
        "$1,000.50 per month", "2026-11-23", "Software Engineer (C++), Level 3", "EUR 3.000,00 - 4.500,00",
        "Recruiter (AI industry)", "Call center agent", "Contact lens specialist", "NT$200-300/hr",
    ],
)  # fmt: skip
def test_what_is_no_person_stays(text: str) -> None:
    assert clear(text) == text


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://jobs.example/1?utm_source=x&id=7#pay", "https://jobs.example/1?id=7#pay"),
        ("https://jo:pw@jobs.example/1", "https://jobs.example/1"),
        ("https://jobs.example/u/jo.roe@acme.example/1", "https://jobs.example/u//1"),
        ("mailto:jo.roe@acme.example", ""),
        ("https://x.com/josephine/status/1", ""),
        ("https://netflix.com/jobs/1", "https://netflix.com/jobs/1"),
        ("javascript:alert(1)", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_addresses(url: str, kept: str) -> None:
    assert clear_url(url) == kept
