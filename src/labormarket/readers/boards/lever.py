"""Lever job boards: the JSON of api.lever.co/v0/postings, a list, groups of postings, or one posting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from labormarket.readers.boards.json_pay import pays_of_structure
from labormarket.readers.boards.posting import Posting
from labormarket.readers.formats.json_text import items, mapping, words
from labormarket.readers.formats.markup import html_to_text
from labormarket.readers.listing.dates import date_of

MARKS = {"hostedUrl", "categories", "salaryRange", "descriptionPlain", "workplaceType", "lists"}


def recognises(data: Any) -> bool:
    """Tell whether parsed JSON has the shape of a Lever list or posting."""
    return any("text" in posting and len(MARKS & posting.keys()) >= 2 for _, posting in postings_of(data))


def postings(data: Any) -> Iterator[Posting]:
    """Give the postings of a Lever export: `salaryRange`, then the texts."""
    for where, posting in postings_of(data):
        title = words(posting.get("text"))
        categories = mapping(posting.get("categories"))
        places = (posting.get("country"), categories.get("location"), *items(categories.get("allLocations")))
        salary = posting.get("salaryRange")
        yield Posting(
            where,
            title,
            places=tuple(map(words, places)),
            source_url=words(posting.get("hostedUrl")) or words(posting.get("applyUrl")),
            source_title=title,
            published_on=date_of(posting.get("createdAt")),
            category="; ".join(words(categories.get(part)) for part in ("team", "department", "commitment")),
            texts=(text_of(posting),),
            pays=tuple(pays_of_structure(salary, field="salaryRange")) if salary else (),
            fault="" if title else "a posting without a title (text)",
        )


def postings_of(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each posting with its place: a list, groups (`?group=team`) that hold postings, or one posting."""
    if isinstance(data, dict) and "text" in data and "postings" not in data:
        yield "posting", data
        return
    for number, part in enumerate(items(data)):
        if isinstance(part, dict) and isinstance(part.get("postings"), list):
            for inner, posting in enumerate(part["postings"]):
                if isinstance(posting, dict):
                    yield f"[{number}].postings[{inner}]", posting
        elif isinstance(part, dict) and "text" in part:
            yield f"[{number}]", part


def text_of(posting: dict[str, Any]) -> str:
    """Return all running text of a posting once: description, lists, closing, words about the salary."""
    parts = (plain_or_html(posting, part) for part in ("opening", "descriptionBody"))
    pieces = [plain_or_html(posting, "description") or "\n".join(filter(None, parts))]
    for part in map(mapping, items(posting.get("lists"))):
        content = part.get("content")
        pieces += [words(part.get("text")), html_to_text(content) if isinstance(content, str) else ""]
    pieces += [plain_or_html(posting, "additional"), plain_or_html(posting, "salaryDescription")]
    return "\n".join(filter(None, pieces))


def plain_or_html(posting: dict[str, Any], field: str) -> str:
    """Return a field's plain twin where there is one, else the text of its HTML."""
    plain, marked_up = posting.get(f"{field}Plain"), posting.get(field)
    if isinstance(plain, str) and plain.strip():
        return plain.strip()
    return html_to_text(marked_up) if isinstance(marked_up, str) else ""
