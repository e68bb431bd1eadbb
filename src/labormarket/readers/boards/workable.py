"""Workable job boards: the JSON of www.workable.com/api/accounts/<account>?details=true, or one of its jobs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from labormarket.readers.boards.json_pay import pays_of_structure
from labormarket.readers.boards.posting import Posting
from labormarket.readers.formats.json_text import items, mapping, words
from labormarket.readers.formats.markup import html_to_text
from labormarket.readers.listing.dates import date_of

MARKS = {"telecommuting", "application_url", "shortlink", "employment_type", "published_on"}


def recognises(data: Any) -> bool:
    """Tell whether parsed JSON has the shape of a Workable account or job."""
    return any("shortcode" in job and len(MARKS & job.keys()) >= 2 for _, job in jobs_of(data))


def postings(data: Any) -> Iterator[Posting]:
    """Give the postings of a Workable export: `salary` where an account shows it, then the descriptions."""
    for where, job in jobs_of(data):
        title = words(job.get("title"))
        listed = [place_of(mapping(place)) for place in items(job.get("locations"))]
        fields = ("full_description", "description", "requirements", "benefits")
        texts = (words_of_html(job.get(part)) for part in fields)
        yield Posting(
            where,
            title,
            places=tuple(filter(None, (place_of(job), *listed))),
            source_url=words(job.get("url")) or words(job.get("shortlink")),
            source_title=title,
            published_on=date_of(job.get("published_on") or job.get("created_at")),
            category="; ".join(filter(None, (words(job.get(part)) for part in ("department", "employment_type")))),
            texts=tuple(dict.fromkeys(filter(None, texts))),
            pays=tuple(pays_of_structure(job["salary"], field="salary")) if job.get("salary") else (),
            fault="" if title else "a job without a title",
        )


def jobs_of(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each job with its place: an account with jobs, a list of them, or one job."""
    if isinstance(data, dict) and "shortcode" in data:
        yield "job", data
        return
    jobs = data.get("jobs") if isinstance(data, dict) else data
    for number, job in enumerate(items(jobs)):
        if isinstance(job, dict) and "shortcode" in job:
            yield f"jobs[{number}]", job


def place_of(held: dict[str, Any]) -> str:
    """Return city, region and country as one place."""
    parts = (words(held.get(part)) for part in ("city", "state", "region", "country"))
    return ", ".join(dict.fromkeys(filter(None, parts)))


def words_of_html(text: Any) -> str:
    """Return the text of a field of HTML."""
    return html_to_text(text) if isinstance(text, str) else ""
