"""SmartRecruiters job boards: the JSON of api.smartrecruiters.com/v1/companies/<company>/postings, or one posting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from labormarket.readers.boards.posting import Posting
from labormarket.readers.formats.json_text import items, mapping, words
from labormarket.readers.formats.markup import html_to_text
from labormarket.readers.listing.dates import date_of

MARKS = {"releasedDate", "company", "typeOfEmployment", "jobAd", "postingUrl", "ref", "experienceLevel"}


def recognises(data: Any) -> bool:
    """Tell whether parsed JSON has the shape of a SmartRecruiters list or posting."""
    return any("releasedDate" in posting and len(MARKS & posting.keys()) >= 3 for _, posting in postings_of(data))


def postings(data: Any) -> Iterator[Posting]:
    """Give the postings of an export; a list without job adverts gives listings without pay."""
    for where, posting in postings_of(data):
        title = words(posting.get("name"))
        place = mapping(posting.get("location"))
        parts = (words(place.get(part)) for part in ("city", "region", "country"))
        labels = (words(mapping(posting.get(part)).get("label")) for part in ("department", "typeOfEmployment"))
        yield Posting(
            where,
            title,
            platform=words(mapping(posting.get("company")).get("name")),
            places=(words(place.get("fullLocation")) or ", ".join(filter(None, parts)),),
            source_url=words(posting.get("postingUrl")) or words(posting.get("applyUrl")) or words(posting.get("ref")),
            source_title=title,
            published_on=date_of(posting.get("releasedDate")),
            category="; ".join(filter(None, labels)),
            texts=tuple(filter(None, (text_of(posting),))),
            fault="" if title else "a posting without a name",
        )


def postings_of(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each posting with its place: a page of the list, a list of postings, or one posting."""
    if isinstance(data, dict) and "releasedDate" in data:
        yield "posting", data
        return
    for number, posting in enumerate(items(data.get("content") if isinstance(data, dict) else data)):
        if isinstance(posting, dict) and "releasedDate" in posting:
            yield f"content[{number}]", posting


def text_of(posting: dict[str, Any]) -> str:
    """Return the text of a posting's job advert, section by section; what the company says of itself is left out."""
    sections = mapping(mapping(posting.get("jobAd")).get("sections"))
    texts = (mapping(part).get("text") for name, part in sections.items() if name != "companyDescription")
    return "\n".join(html_to_text(text) for text in texts if isinstance(text, str))
