"""Ashby job boards: the JSON of api.ashbyhq.com/posting-api/job-board, a whole board or one job."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from labormarket.readers.json_text import items, load_json, mapping, words
from labormarket.readers.markup import html_to_text
from labormarket.readers.model import MAX_PASSAGE, Passage, RawStatement, Reading, Skipped
from labormarket.readers.place_and_date import board_of, country_code, date_of
from labormarket.readers.structured_pay import StatedPay, state_pay


def recognises(data: Any) -> bool:
    """Tell whether parsed JSON has the shape of an Ashby board or job."""
    marks = {"jobUrl", "compensation", "descriptionHtml", "descriptionPlain", "isListed", "employmentType", "applyUrl"}
    return any("title" in job and len(marks & job.keys()) >= 2 for _, job in jobs_of(data))


def read(content: bytes, *, name: str = "", url: str = "") -> Reading:
    """Read an Ashby export: each salary component as a statement, pay summaries and descriptions as passages.

    Equity, bonus and commission are no base pay and are skipped by name.
    """
    statements: list[RawStatement] = []
    passages: list[Passage] = []
    skipped: list[Skipped] = []
    for where, job in jobs_of(load_json(content)):
        title = words(job.get("title"))
        if not title or job.get("isListed") is False:
            skipped.append(Skipped(where, "a job without a title" if not title else "not listed: a draft or closed"))
            continue
        address = words(job.get("jobUrl")) or words(job.get("applyUrl")) or url
        postal = mapping(mapping(job.get("address")).get("postalAddress"))
        listing = RawStatement(
            platform=board_of(address),
            profession_raw=title,
            country=country_code(words(postal.get("addressCountry"))) or country_code(words(job.get("location"))),
            source_url=address,
            source_title=title,
            published_on=date_of(job.get("publishedAt")) or date_of(job.get("publishedDate")),
            confidence="high",
            where=where,
        )
        for part, pay, reason in pay_of(job):
            if pay is None:
                skipped.append(Skipped(f"{where}.{part}", reason))
            else:
                statements.append(replace(listing, where=f"{where}.{part}", **vars(pay)))
        for text in texts_of(job):
            passages.append(Passage(text[:MAX_PASSAGE], listing))
    return Reading(tuple(statements), tuple(passages), tuple(skipped))


def jobs_of(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each job of a board with its place, or the one job that the file is."""
    if not isinstance(data, dict):
        return
    if isinstance(data.get("jobs"), list):
        for number, job in enumerate(data["jobs"]):
            if isinstance(job, dict):
                yield f"jobs[{number}]", job
    elif "title" in data and ("jobUrl" in data or "compensation" in data):
        yield "job", data


def pay_of(job: dict[str, Any]) -> Iterator[tuple[str, StatedPay | None, str]]:
    """Give each pay component: of the tiers (one for each place or level), or of the summary where there are none."""
    compensation = mapping(job.get("compensation"))
    found = [
        (f"compensationTiers[{tier}].components[{number}]", words(mapping(held).get("title")), component)
        for tier, held in enumerate(items(compensation.get("compensationTiers")))
        for number, component in enumerate(items(mapping(held).get("components")))
    ] or [
        (f"summaryComponents[{number}]", "", component)
        for number, component in enumerate(items(compensation.get("summaryComponents")))
    ]
    for where, tier_title, component in found:
        component = mapping(component)
        kind = words(component.get("compensationType"))
        if kind.lower() not in {"salary", "base", "basesalary", "hourly", "wage", ""}:
            yield where, None, f"{kind}: not base pay"
            continue
        stated = {
            "minValue": words(component.get("minValue")),
            "maxValue": words(component.get("maxValue")),
            "currencyCode": words(component.get("currencyCode")),
            "interval": words(component.get("interval")),
        }
        fields = f"{where}: " + ", ".join(f"{key}={text}" for key, text in stated.items() if text)
        pay = state_pay(
            low=stated["minValue"],
            high=stated["maxValue"],
            currency=stated["currencyCode"],
            unit="" if stated["interval"].upper() == "NONE" else stated["interval"],
            fields=f"{fields}; tier {tier_title!r}" if tier_title else fields,
        )
        yield where, pay, "a pay component without an amount"


def texts_of(job: dict[str, Any]) -> Iterator[str]:
    """Give the texts of a job that may state pay: its summaries, then its description."""
    compensation = mapping(job.get("compensation"))
    seen = set()
    for summary in (
        compensation.get("compensationTierSummary"),
        compensation.get("scrapeableCompensationSalarySummary"),
        *(mapping(tier).get("tierSummary") for tier in items(compensation.get("compensationTiers"))),
        *(mapping(tier).get("additionalInformation") for tier in items(compensation.get("compensationTiers"))),
    ):
        text = html_to_text(summary) if isinstance(summary, str) else ""
        if text and text not in seen:
            seen.add(text)
            yield text
    plain, marked_up = job.get("descriptionPlain"), job.get("descriptionHtml")
    text = plain.strip() if isinstance(plain, str) else ""
    if not text and isinstance(marked_up, str):
        text = html_to_text(marked_up)
    if text:
        yield text
