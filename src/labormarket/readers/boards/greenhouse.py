"""Greenhouse job boards: the JSON of boards-api.greenhouse.io, a whole board, a department list, or one job."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from labormarket.readers.boards.json_pay import Answer, pays_of_structure, with_unit
from labormarket.readers.boards.posting import Posting
from labormarket.readers.formats.json_text import items, mapping, words
from labormarket.readers.listing.dates import date_of

# custom fields that hold base pay, by their name; a field of any other name is not opened
PAY_FIELD = re.compile(r"\b(?:pay|salar(?:y|ies)|compensation|wages?|rate|remuneration|stipend)\b", re.IGNORECASE)
OTHER_PAY = re.compile(r"\b(?:bonus|equity|commission|budget|grade|code|type|currency|frequency)\b", re.IGNORECASE)
MARKS = {"internal_job_id", "absolute_url", "pay_input_ranges", "requisition_id"}


def recognises(data: Any) -> bool:
    """Tell whether parsed JSON has the shape of a Greenhouse board, department list or job."""
    return any(MARKS & job.keys() and "jobUrl" not in job for _, job in jobs_of(data))


def postings(data: Any) -> Iterator[Posting]:
    """Give the postings of a Greenhouse export: `pay_input_ranges` and pay fields, then the description.

    Amounts come in cents and are written in units; the unit of time is only ever in a range's title or blurb.
    """
    for where, job in jobs_of(data):
        title = words(job.get("title"))
        places = [
            mapping(job.get("location")).get("name"),
            *(mapping(o).get("location") for o in items(job.get("offices"))),
        ]
        yield Posting(
            where,
            title,
            platform=words(job.get("company_name")),
            places=tuple(map(words, places)),
            source_url=words(job.get("absolute_url")),
            source_title=title,
            published_on=date_of(job.get("first_published")) or date_of(job.get("updated_at")),
            category="; ".join(words(mapping(part).get("name")) for part in items(job.get("departments"))),
            texts=(job["content"],) if isinstance(job.get("content"), str) else (),
            pays=tuple(pays_of(job)),
            fault="" if title else "a job without a title",
        )


def jobs_of(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each job of a board with its place: a job list, one job, or departments and offices that hold jobs."""
    if isinstance(data, list):
        yield from ((f"[{number}]", job) for number, job in enumerate(data) if isinstance(job, dict) and "title" in job)
    if not isinstance(data, dict):
        return
    if isinstance(data.get("jobs"), list):
        yield from ((f"jobs[{number}]", job) for number, job in enumerate(data["jobs"]) if isinstance(job, dict))
    elif "title" in data and ("absolute_url" in data or "internal_job_id" in data):
        yield "job", data
    else:
        for group in ("departments", "offices"):
            for number, part in enumerate(items(data.get(group))):
                for where, job in jobs_of(part) if isinstance(part, dict) else ():
                    yield f"{group}[{number}].{where}", job


def pays_of(job: dict[str, Any]) -> Iterator[Answer]:
    """Give the pay of each structured field of a job: its ranges, then its custom fields."""
    for pay_range in items(job.get("pay_input_ranges")):
        if isinstance(pay_range, dict):
            yield from pays_of_structure(pay_range, field="pay_input_ranges")
    for custom in map(mapping, items(job.get("metadata"))):
        label, value = words(custom.get("name")), custom.get("value")
        if PAY_FIELD.search(label) and not OTHER_PAY.search(label) and value not in (None, "", [], True, False):
            for answer in pays_of_structure(value, field=f"metadata {label!r}"):
                yield answer._replace(pay=with_unit(answer.pay, label))
