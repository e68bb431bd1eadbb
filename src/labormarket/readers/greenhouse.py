"""Greenhouse job boards: the JSON of boards-api.greenhouse.io, a whole board, a department list, or one job."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from labormarket.readers.json_text import items, load_json, mapping, words
from labormarket.readers.markup import html_to_text
from labormarket.readers.model import MAX_PASSAGE, Passage, RawStatement, Reading, Skipped
from labormarket.readers.place_and_date import board_of, country_code, date_of
from labormarket.readers.structured_pay import StatedPay, spoken_unit, state_pay

# custom fields that hold base pay, by their name; a field of any other name is not opened
PAY_FIELD = re.compile(r"\b(?:pay|salar(?:y|ies)|compensation|wages?|rate|remuneration|stipend)\b", re.IGNORECASE)
OTHER_PAY = re.compile(r"\b(?:bonus|equity|commission|budget|grade|code|type|currency|frequency)\b", re.IGNORECASE)


def recognises(data: Any) -> bool:
    """Tell whether parsed JSON has the shape of a Greenhouse board, department list or job."""
    jobs = list(jobs_of(data))
    marks = {"internal_job_id", "absolute_url", "pay_input_ranges", "requisition_id"}
    return bool(jobs) and any(len(marks & job.keys()) >= 1 and "jobUrl" not in job for _, job in jobs)


def read(content: bytes, *, name: str = "", url: str = "") -> Reading:
    """Read a Greenhouse export: `pay_input_ranges` and pay fields as statements, descriptions as passages.

    Amounts come in cents and are written in units; the unit of time is only ever in a range's title or blurb.
    """
    statements: list[RawStatement] = []
    passages: list[Passage] = []
    skipped: list[Skipped] = []
    for where, job in jobs_of(load_json(content)):
        title = words(job.get("title"))
        if not title:
            skipped.append(Skipped(where, "a job without a title"))
            continue
        address = words(job.get("absolute_url")) or url
        place = words(mapping(job.get("location")).get("name"))
        listing = RawStatement(
            platform=words(job.get("company_name")) or board_of(address),
            profession_raw=title,
            country=country_code(place),
            source_url=address,
            source_title=title,
            published_on=date_of(job.get("first_published")) or date_of(job.get("updated_at")),
            confidence="high",
            where=where,
        )
        for part, pay in pay_of(job):
            if pay is None:
                skipped.append(Skipped(f"{where}.{part}", "a pay field without an amount"))
                continue
            statements.append(replace(listing, where=f"{where}.{part}", **vars(pay)))
        if text := html_to_text(words_kept(job.get("content"))):
            passages.append(Passage(text[:MAX_PASSAGE], listing))
    return Reading(tuple(statements), tuple(passages), tuple(skipped))


def words_kept(value: object) -> str:
    """Return a text field as it stands; anything but text is nothing."""
    return value if isinstance(value, str) else ""


def jobs_of(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each job of a board with its place: a job list, one job, or departments and offices that hold jobs."""
    if not isinstance(data, dict):
        return
    if isinstance(data.get("jobs"), list):
        for number, job in enumerate(data["jobs"]):
            if isinstance(job, dict):
                yield f"jobs[{number}]", job
    elif "title" in data and ("absolute_url" in data or "internal_job_id" in data):
        yield "job", data
    else:
        for group in ("departments", "offices"):
            for number, part in enumerate(items(data.get(group))):
                for where, job in jobs_of(part):
                    yield f"{group}[{number}].{where}", job


def pay_of(job: dict[str, Any]) -> Iterator[tuple[str, StatedPay | None]]:
    """Give the pay of each structured field of a job: its ranges, then its custom fields."""
    for number, pay_range in enumerate(items(job.get("pay_input_ranges"))):
        pay_range = mapping(pay_range)
        ends = {end: pay_range.get(f"{end}_cents") for end in ("min", "max")}
        title, blurb = words(pay_range.get("title")), html_to_text(words_kept(pay_range.get("blurb")))
        fields = ", ".join(f"{end}_cents={words(cents)}" for end, cents in ends.items() if words(cents))
        pay = state_pay(
            low=in_units(ends["min"]),
            high=in_units(ends["max"]),
            currency=words(pay_range.get("currency_type")),
            fields="; ".join(filter(None, [f"pay_input_ranges: {fields}", f"headed {title!r}" if title else ""])),
        )
        yield f"pay_input_ranges[{number}]", with_unit(pay, title, blurb)
    for number, custom in enumerate(items(job.get("metadata"))):
        custom = mapping(custom)
        label, value = words(custom.get("name")), custom.get("value")
        if not PAY_FIELD.search(label) or OTHER_PAY.search(label) or value in (None, "", []):
            continue
        held = mapping(value)
        pay = state_pay(
            low=words(held.get("min_value")),
            high=words(held.get("max_value")),
            value=words(held.get("amount")) or words(value),
            currency=words(held.get("unit")),
            fields=f"metadata {label!r}",
        )
        yield f"metadata[{number}]", with_unit(pay, label)


def in_units(cents: object) -> str:
    """Return an amount of cents in units: 22280000 is 222800, 4425 is 44.25."""
    if not isinstance(cents, Decimal) or not cents.is_finite() or cents.adjusted() > 14:
        return ""
    units = cents / 100
    return f"{units:f}" if units != units.to_integral_value() else f"{units:.0f}"


def with_unit(pay: StatedPay | None, *headings: str) -> StatedPay | None:
    """Return the pay with the unit that its headings name beside it."""
    if pay is None or pay.period_context:
        return pay
    return StatedPay(pay.pay_text, spoken_unit(*headings), pay.currency_context, pay.confidence, pay.note)
