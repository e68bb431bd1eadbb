"""schema.org JobPosting and Occupation: JSON-LD scripts and microdata of a page, or a JSON-LD file of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import lxml.html

from labormarket.readers.boards.json_pay import first, is_base, pays_of_structure
from labormarket.readers.column_map import accepted_titles, plain_title
from labormarket.readers.formats.json_text import items, mapping, parse_miswritten_json, parts_of, words
from labormarket.readers.formats.markup_data import microdata_items
from labormarket.readers.listing.structured_pay import Refusal, StatedPay
from labormarket.readers.listings import Posting
from labormarket.readers.model import WHOLE, UnreadableError

JSON_LD = re.compile(r"^\s*application/ld\+json\b", re.IGNORECASE)
SALARY = ("baseSalary", "basesalary", "salary", "schema:baseSalary")
ESTIMATE = "estimatedSalary"


def postings_of_page(tree: lxml.html.HtmlElement, title: str) -> Iterator[Posting]:
    """Give the postings of a page, each once; a broken script is one with a fault, and the next script is read."""
    found: list[Posting] = []
    for number, script in enumerate(tree.iter("script")):
        if JSON_LD.match(script.get("type") or ""):
            where = f"script[{number}]"
            try:
                found += postings(parse_miswritten_json(script.text or ""), where=where, page=title)
            except UnreadableError as error:
                found.append(Posting(where, fault=str(error)))
    for where, held in microdata_items(tree):
        found += postings(held, where=where, page=title)
    seen: set[tuple[object, ...]] = set()
    for posting in found:
        pays = tuple((pay.pay_text, pay.country) for pay in posting.pays if isinstance(pay, StatedPay))
        key = (posting.profession_raw, posting.platform, posting.source_url, posting.kind, pays)
        again = key in seen and not posting.fault
        yield Posting(posting.where, posting.profession_raw, fault="the same JobPosting again") if again else posting
        seen.add(key)


def postings(data: Any, *, where: str = "json", page: str = "") -> Iterator[Posting]:
    """Give every JobPosting and Occupation of parsed JSON-LD: its `baseSalary`, and its description.

    An `estimatedSalary`, of a posting without pay of its own or of an Occupation, is a posting of kind "statistic".
    """
    for place, held in objects_in(data, where):
        title = words(first(held, "title", "name", "occupationalCategory"))
        outer = words(first(held, "salaryCurrency", "currency", "priceCurrency"))
        field = next((field for field in SALARY if held.get(field) not in (None, "", [])), "")
        pays = tuple(pays_of_structure(held[field], currency=outer, field=field)) if field else ()
        guesses = tuple(estimates_of(held))
        hirer = first(held, "hiringOrganization", "hiringorganization")
        address = words(first(held, "url", "sameAs", "mainEntityOfPage", "@id"))
        description = first(held, "description", "responsibilities")
        occupation = is_of_type(held, "occupation")  # what is said of an occupation is no employer's offer
        posting = Posting(
            place,
            title,
            platform=words(hirer) or words(first(mapping(hirer), "name", "legalName")),
            place=tuple(places_of(held)),
            source_url=address if address.startswith("http") else "",
            source_title=page,
            published_on=words(first(held, "datePosted", "dateposted", "datePublished")),
            category=(words(first(held, "industry", "employmentType")),),
            texts=(description,) if isinstance(description, str) and not occupation else (),
            pays=pays,
            fault="" if title else "a JobPosting or Occupation without a title",
        )
        if not guesses or posting.fault:
            yield posting
        elif any(isinstance(pay, StatedPay) for pay in pays):
            beside = Refusal(ESTIMATE, "an estimate by the site beside the employer's own pay")
            yield replace(posting, pays=(*pays, beside))
        else:
            if not occupation:
                yield posting
            yield replace(posting, pays=guesses, texts=(), kind="statistic")


def objects_in(data: Any, where: str, level: int = 0) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each JobPosting or Occupation at any depth: in lists, @graph, itemListElement, mainEntity and the like."""
    if isinstance(data, dict) and is_of_type(data, "jobposting", "occupation"):
        yield where, data
    elif level < WHOLE.depth:
        for place, part in parts_of(data, where):
            if isinstance(part, dict | list):
                yield from objects_in(part, place, level + 1)


def is_of_type(data: dict[str, Any], *kinds: str) -> bool:
    """Tell whether an object is of one of the types (in lower case), whatever the prefix, case or company of its type.

    >>> is_of_type({"@type": ["schema:JobPosting", "Thing"]}, "jobposting"), is_of_type({}, "jobposting")
    (True, False)
    """
    stated = {re.split(r"[/:#]", words(kind))[-1].lower() for kind in items(data.get("@type") or data.get("type"))}
    return not stated.isdisjoint(kinds)


def estimates_of(posting: dict[str, Any]) -> Iterator[StatedPay | Refusal]:
    """Give each estimate of base pay: a least and a greatest amount are a range, a median stands for itself.

    >>> spread = {"name": "base", "currency": "USD", "duration": "P1Y", "percentile10": "31000", "median": "42000"}
    >>> [(pay.pay_text, pay.note.split(";")[0]) for pay in estimates_of({"estimatedSalary": [spread]})]
    [('USD 42000 per year', 'an estimate by the site, its median')]
    >>> [refusal.reason for refusal in estimates_of({"estimatedSalary": {"name": "bonus", "median": 900}})]
    ["an estimate of 'bonus', no base pay"]
    """
    for estimate in [part for field in (ESTIMATE, f"schema:{ESTIMATE}") for part in items(posting.get(field))]:
        fields = mapping(estimate)
        name = words(first(fields, "name"))
        if name and not is_base(name):
            yield Refusal(ESTIMATE, f"an estimate of {name!r}, no base pay")
            continue
        median = words(first(fields, "median"))
        keys = set(map(plain_title, (*fields, *mapping(first(fields, "value")))))
        ends = keys & {*accepted_titles("nested")["low"], *accepted_titles("nested")["high"]}
        unnamed = {key: value for key, value in fields.items() if key not in ("name", "schema:name")}
        alone = median and not ends
        said = "an estimate by the site, its median" if alone else "an estimate by the site"
        for answer in pays_of_structure(unnamed | {"value": median} if alone else unnamed or estimate, field=ESTIMATE):
            if isinstance(answer, StatedPay):
                yield replace(answer, note="; ".join(filter(None, [said, answer.note])))
            elif any("percentile" in key.lower() for key in fields):
                yield Refusal(ESTIMATE, "percentiles alone, neither ends nor a median")
            else:
                yield answer


def places_of(posting: dict[str, Any]) -> Iterator[str]:
    """Give the places of a posting, the countries for whose candidates it is first."""
    for place in items(posting.get("jobLocation")) + items(posting.get("applicantLocationRequirements")):
        address = first(mapping(place), "address")
        country = first(mapping(address), "addressCountry") or words(address) or first(mapping(place), "name")
        yield words(country) or words(first(mapping(country), "name", "identifier")) or words(place)
    for place in items(posting.get("jobLocation")):
        address = mapping(first(mapping(place), "address"))
        parts = (words(first(address, key)) for key in ("addressLocality", "addressRegion"))
        yield ", ".join(filter(None, parts))
