"""Exports of job boards as nested JSON: each board's fields are paths (boards.toml), its jobs become postings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import chain
from typing import Any

from labormarket.readers.boards.json_pay import pays_of_structure, with_unit
from labormarket.readers.formats.json_text import items, mapping, parts_of, words
from labormarket.readers.listing.description import plain_text, strings_in
from labormarket.readers.listing.structured_pay import Refusal, StatedPay
from labormarket.readers.listings import Posting

# Custom fields that hold base pay, by their name; a field of any other name is not opened.
PAY_FIELD = re.compile(r"\b(?:pay|salar(?:y|ies)|compensation|wages?|rate|remuneration|stipend)\b", re.IGNORECASE)
OTHER_PAY = re.compile(r"\b(?:bonus|equity|commission|budget|grade|code|type|currency|frequency)\b", re.IGNORECASE)
DEEPEST = 5  # levels above a job: an answer, its groups, their jobs
LOOKED_AT = 20  # parts of each list, to recognise a board


@cache
def boards() -> dict[str, dict[str, Any]]:
    """Board -> its fields, each a list of paths."""
    held = tomllib.loads(resources.files(__package__).joinpath("boards.toml").read_text(encoding="utf-8"))
    return {
        name: {field: value.split() if isinstance(value, str) else value for field, value in board.items()}
        for name, board in held.items()
    }


def board_of(data: Any) -> str:
    """Return the board whose jobs an export holds, "" for none.

    >>> board_of({"jobs": [{"title": "Tutor", "absolute_url": "https://x.example/1", "internal_job_id": 7}]})
    'greenhouse'
    """
    return next((name for held in objects_in(data) for name in boards() if is_job(held, name)), "")


def objects_in(data: Any, level: int = 0) -> Iterator[dict[str, Any]]:
    """Give the objects of parsed JSON, of a long list the first ones."""
    if isinstance(data, dict):
        yield data
    if level <= DEEPEST:
        for _, part in parts_of(data[:LOOKED_AT] if isinstance(data, list) else data):
            yield from objects_in(part, level + 1)


def is_job(held: Any, name: str) -> bool:
    """Tell whether an object is a job of a board."""
    board = boards()[name]
    if not isinstance(held, dict) or board["key"][0] not in held or held.keys() & board.get("never", ()):
        return False
    return len(held.keys() & board["marks"]) >= int(board.get("least", 1))


def jobs_in(data: Any, name: str, where: str = "", level: int = 0) -> Iterator[tuple[str, Any]]:
    """Give each job with its place; whatever stands in a list of jobs is one."""
    if is_job(data, name):
        yield where or "job", data
    elif level <= DEEPEST:
        is_list_of_jobs = isinstance(data, list) and any(is_job(part, name) for part in data)
        for place, part in parts_of(data, where):
            yield from [(place, part)] if is_list_of_jobs else jobs_in(part, name, place, level + 1)


def board_postings(data: Any, name: str) -> Iterator[Posting]:
    """Give the postings of an export: the pay of the board's own fields, then the texts."""
    board = boards()[name]
    for where, job in jobs_in(data, name):
        fields = {field: list(values_at(job, board.get(field, ()))) for field in ("place", "category", "text")}
        one = {
            field: next(filter(None, map(words, values_at(job, board.get(field, ())))), "")
            for field in ("title", "platform", "url", "published")
        }
        strings = (string for text in fields["text"] for string in strings_in(text) if string.strip())
        text = "\n".join(dict.fromkeys(map(plain_text, strings)))
        is_listed = False not in values_at(job, board.get("listed", ()))
        yield Posting(
            where,
            one["title"],
            platform=one["platform"],
            place=tuple(map(words, fields["place"])),
            source_url=one["url"],
            source_title=one["title"],
            published_on=one["published"],
            category=("; ".join(filter(None, map(words, fields["category"]))),),
            texts=(text,) if text else (),
            pays=tuple(pays_of(job, board)),
            fault="a job without a title" if not one["title"] else "" if is_listed else "not listed: a draft or closed",
        )


def values_at(job: Any, paths: list[str]) -> Iterator[Any]:
    """Give the values at some paths.

    >>> list(values_at({"a": [{"b": 1}, {"b": [2, 3]}], "c": ""}, ["c|a.b", "d"]))
    [1, 2, 3]
    """
    for path in paths:
        for alternative in path.split("|"):
            held = [job]
            for key in alternative.split("."):
                held = list(chain.from_iterable(items(mapping(part).get(key)) for part in held))
            if held:
                yield from held
                break


def pays_of(job: Any, board: dict[str, Any]) -> Iterator[StatedPay | Refusal]:
    """Give the pay of each structured field of a job: the board's own, then its custom fields."""
    for path in board.get("pay", ()):
        yield from pays_of_structure(list(values_at(job, [path])), field=path.partition("|")[0])
    for custom in map(mapping, values_at(job, board.get("custom", ()))):
        label, value = words(custom.get("name")), custom.get("value")
        if PAY_FIELD.search(label) and not OTHER_PAY.search(label) and value not in (None, "", [], True, False):
            for answer in pays_of_structure(value, field=f"metadata {label!r}"):
                yield with_unit(answer, label) if isinstance(answer, StatedPay) else answer
