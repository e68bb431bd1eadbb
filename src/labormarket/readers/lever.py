"""Lever job boards: the JSON of api.lever.co/v0/postings, a list, groups of postings, or one posting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from labormarket.readers.json_text import items, load_json, mapping, words
from labormarket.readers.markup import html_to_text
from labormarket.readers.model import MAX_PASSAGE, Passage, RawStatement, Reading, Skipped
from labormarket.readers.place_and_date import board_of, country_code, date_of
from labormarket.readers.structured_pay import state_pay


def recognises(data: Any) -> bool:
    """Tell whether parsed JSON has the shape of a Lever list or posting."""
    marks = {"hostedUrl", "categories", "salaryRange", "descriptionPlain", "workplaceType", "lists"}
    return any("text" in posting and len(marks & posting.keys()) >= 2 for _, posting in postings_of(data))


def read(content: bytes, *, name: str = "", url: str = "") -> Reading:
    """Read a Lever export: `salaryRange` as a statement, the texts of the posting as passages."""
    statements: list[RawStatement] = []
    passages: list[Passage] = []
    skipped: list[Skipped] = []
    for where, posting in postings_of(load_json(content)):
        title = words(posting.get("text"))
        if not title:
            skipped.append(Skipped(where, "a posting without a title (text)"))
            continue
        address = words(posting.get("hostedUrl")) or words(posting.get("applyUrl")) or url
        place = words(mapping(posting.get("categories")).get("location"))
        listing = RawStatement(
            platform=board_of(address),
            profession_raw=title,
            country=country_code(words(posting.get("country"))) or country_code(place),
            source_url=address,
            source_title=title,
            published_on=date_of(posting.get("createdAt")),
            confidence="high",
            where=where,
        )
        if posting.get("salaryRange"):
            pay_range = mapping(posting["salaryRange"])
            stated = {key: words(pay_range.get(key)) for key in ("min", "max", "currency", "interval")}
            pay = state_pay(
                low=stated["min"],
                high=stated["max"],
                value=words(posting["salaryRange"]),
                currency=stated["currency"],
                unit=stated["interval"],
                fields="salaryRange: " + ", ".join(f"{key}={text}" for key, text in stated.items() if text),
            )
            if pay is None:
                skipped.append(Skipped(f"{where}.salaryRange", "a pay field without an amount"))
            else:
                statements.append(replace(listing, where=f"{where}.salaryRange", **vars(pay)))
        if text := text_of(posting):
            passages.append(Passage(text[:MAX_PASSAGE], listing))
    return Reading(tuple(statements), tuple(passages), tuple(skipped))


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
    pieces = [plain_or_html(posting, "description") or "\n".join(
        filter(None, (plain_or_html(posting, part) for part in ("opening", "descriptionBody")))
    )]  # fmt: skip
    for part in items(posting.get("lists")):
        part = mapping(part)
        content = part.get("content")
        pieces += [words(part.get("text")), html_to_text(content) if isinstance(content, str) else ""]
    pieces += [plain_or_html(posting, "additional"), plain_or_html(posting, "salaryDescription")]
    return "\n".join(piece for piece in pieces if piece)


def plain_or_html(posting: dict[str, Any], field: str) -> str:
    """Return a field's plain twin where there is one, else the text of its HTML."""
    plain, marked_up = posting.get(f"{field}Plain"), posting.get(field)
    if isinstance(plain, str) and plain.strip():
        return plain.strip()
    return html_to_text(marked_up) if isinstance(marked_up, str) else ""
