"""Ashby job boards: the JSON of api.ashbyhq.com/posting-api/job-board, a whole board or one job."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from labormarket.readers.boards.json_pay import Answer, pays_of_structure
from labormarket.readers.boards.posting import Posting
from labormarket.readers.formats.json_text import items, mapping, words
from labormarket.readers.formats.markup import html_to_text
from labormarket.readers.listing.dates import date_of

MARKS = {"jobUrl", "compensation", "descriptionHtml", "descriptionPlain", "isListed", "employmentType", "applyUrl"}
BASE = {"salary", "base", "basesalary", "hourly", "wage", ""}


def recognises(data: Any) -> bool:
    """Tell whether parsed JSON has the shape of an Ashby board or job."""
    return any("title" in job and len(MARKS & job.keys()) >= 2 for _, job in jobs_of(data))


def postings(data: Any) -> Iterator[Posting]:
    """Give the postings of an Ashby export: each salary component, then the pay summaries and the description.

    Equity, bonus and commission are no base pay and are left out by name.
    """
    for where, job in jobs_of(data):
        title = words(job.get("title"))
        postal = mapping(mapping(job.get("address")).get("postalAddress"))
        yield Posting(
            where,
            title,
            places=(words(postal.get("addressCountry")), words(job.get("location"))),
            source_url=words(job.get("jobUrl")) or words(job.get("applyUrl")),
            source_title=title,
            published_on=date_of(job.get("publishedAt")) or date_of(job.get("publishedDate")),
            category="; ".join(words(job.get(part)) for part in ("department", "team", "employmentType")),
            texts=tuple(texts_of(job)),
            pays=tuple(pays_of(job)),
            fault="a job without a title"
            if not title
            else "not listed: a draft or closed" * (job.get("isListed") is False),
        )


def jobs_of(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each job of a board with its place, or the one job that the file is."""
    if isinstance(data, dict) and isinstance(data.get("jobs"), list):
        yield from ((f"jobs[{number}]", job) for number, job in enumerate(data["jobs"]) if isinstance(job, dict))
    elif isinstance(data, dict) and "title" in data and ("jobUrl" in data or "compensation" in data):
        yield "job", data


def pays_of(job: dict[str, Any]) -> Iterator[Answer]:
    """Give each pay component: of the tiers (one for each place or level), or of the summary where there are none."""
    compensation = mapping(job.get("compensation"))
    found = [
        (words(tier.get("title")), mapping(component))
        for tier in map(mapping, items(compensation.get("compensationTiers")))
        for component in items(tier.get("components"))
    ] or [("", mapping(component)) for component in items(compensation.get("summaryComponents"))]
    for tier_title, component in found:
        kind = words(component.get("compensationType"))
        if kind.lower() not in BASE:
            yield Answer(None, words(component.get("summary")), f"{kind}: not base pay")
            continue
        field = f"compensation, tier {tier_title!r}" if tier_title else "compensation"
        plain = {key: component.get(key) for key in ("minValue", "maxValue", "currencyCode", "interval")}
        if words(plain["interval"]).upper() == "NONE":
            plain["interval"] = None
        yield from pays_of_structure(plain, field=field)


def texts_of(job: dict[str, Any]) -> Iterator[str]:
    """Give the texts of a job that may state pay: its summaries, then its description."""
    compensation = mapping(job.get("compensation"))
    tiers = [mapping(tier) for tier in items(compensation.get("compensationTiers"))]
    summaries = [
        *(compensation.get(key) for key in ("compensationTierSummary", "scrapeableCompensationSalarySummary")),
        *(tier.get(key) for tier in tiers for key in ("tierSummary", "additionalInformation")),
    ]
    yield from dict.fromkeys(text for text in summaries if isinstance(text, str) and text)
    plain, marked_up = job.get("descriptionPlain"), job.get("descriptionHtml")
    if isinstance(plain, str) and plain.strip():
        yield plain.strip()
    elif isinstance(marked_up, str):
        yield html_to_text(marked_up)
