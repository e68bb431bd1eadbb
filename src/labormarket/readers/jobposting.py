"""schema.org JobPosting and Occupation in a saved page (JSON-LD or microdata) or in a JSON-LD file of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import lxml.etree
import lxml.html

from labormarket.readers.estimated_pay import estimates_of
from labormarket.readers.json_text import items, load_json, mapping, parse_miswritten_json, words
from labormarket.readers.markup import decode_page, html_to_text, page_title, parse_html
from labormarket.readers.model import (
    MAX_DEPTH,
    MAX_PASSAGE,
    Passage,
    RawStatement,
    Reading,
    Skipped,
    UnreadableError,
)
from labormarket.readers.place_and_date import country_code, date_of
from labormarket.readers.schema_salary import first, pay_of

JSON_LD = re.compile(r"^\s*application/ld\+json\b", re.IGNORECASE)


def read(content: bytes, *, name: str = "", url: str = "", content_type: str = "") -> Reading:
    """Read every JobPosting of a page: `baseSalary` as statements, its description as a passage.

    An `estimatedSalary`, of a posting without pay of its own or of an Occupation, is a statement of kind "statistic".

    JSON-LD keeps its numbers as written and one broken script doesn't cost the others, which is why the scripts are
    opened here and not by extruct; microdata is extruct's.
    """
    text = decode_page(content, content_type)
    tree = None if content.lstrip()[:1] in b"{[" else parse_html(text)
    skipped: list[Skipped] = []
    if tree is None:
        found = list(postings_in(load_json(content), "json"))
        title = ""
    else:
        found = [*json_ld_postings(tree, skipped), *microdata_postings(tree, skipped)]
        title = page_title(tree)
        url = url or canonical_url(tree)
    statements: list[RawStatement] = []
    passages: list[Passage] = []
    seen: set[tuple[str, ...]] = set()
    for where, posting in found:
        listing = listing_of(posting, where, page=title, url=url)
        if not listing.profession_raw:
            skipped.append(Skipped(where, "a JobPosting or Occupation without a title"))
            continue
        pays = list(pay_of(posting))
        guesses = list(estimates_of(posting))
        key = (listing.profession_raw, listing.platform, listing.source_url, *(pay.pay_text for _, pay in pays if pay))
        key += tuple(pay.pay_text for _, pay, _ in guesses if pay)
        if key in seen:
            skipped.append(Skipped(where, "the same JobPosting again"))
            continue
        seen.add(key)
        for part, pay in pays:
            if pay is None:
                skipped.append(Skipped(f"{where}.{part}", "a pay field without an amount"))
            else:
                statements.append(replace(listing, where=f"{where}.{part}", **vars(pay)))
        for part, pay, reason in guesses:
            if pay is None or any(stated for _, stated in pays):
                reason = reason or "an estimate by the site beside the employer's own pay"
                skipped.append(Skipped(f"{where}.{part}", reason))
            else:
                statements.append(replace(listing, kind="statistic", where=f"{where}.{part}", **vars(pay)))
        if is_of_type(posting, "occupation"):
            continue  # what is said of an occupation is no employer's offer
        description = first(posting, "description", "responsibilities")
        if body := html_to_text(description if isinstance(description, str) else ""):
            passages.append(Passage(body[:MAX_PASSAGE], listing))
    return Reading(tuple(statements), tuple(passages), tuple(skipped))


def json_ld_postings(tree: lxml.html.HtmlElement, skipped: list[Skipped]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each JobPosting of the page's JSON-LD scripts; a broken script is reported and the next one read."""
    for number, script in enumerate(tree.iter("script")):
        if not JSON_LD.match(script.get("type") or ""):
            continue
        where = f"script[{number}]"
        try:
            yield from postings_in(parse_miswritten_json(script.text or ""), where)
        except UnreadableError as error:
            skipped.append(Skipped(where, str(error)))


def microdata_postings(tree: lxml.html.HtmlElement, skipped: list[Skipped]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each JobPosting of the page's microdata, in the shape of JSON-LD."""
    if tree.find(".//*[@itemscope]") is None:
        return
    from extruct.w3cmicrodata import MicrodataExtractor  # a second to import: only pages with microdata pay for it

    try:
        found = MicrodataExtractor(add_html_node=False).extract_items(tree, base_url=None)
        yield from postings_in([as_json_ld(item) for item in found], "microdata")
    except (RecursionError, ValueError, KeyError, lxml.etree.LxmlError) as error:
        skipped.append(Skipped("microdata", f"not readable: {type(error).__name__}"))


def as_json_ld(item: object) -> object:
    """Turn one microdata item into the shape of JSON-LD: its type and properties on one level.

    >>> as_json_ld({"type": "http://schema.org/JobPosting", "properties": {"title": "Tutor"}})
    {'@type': 'JobPosting', 'title': 'Tutor'}
    """
    if isinstance(item, list):
        return [as_json_ld(part) for part in item]
    if not isinstance(item, dict):
        return item
    kinds = [str(kind).rstrip("/").rsplit("/", 1)[-1] for kind in items(item.get("type"))]
    properties = {key: as_json_ld(value) for key, value in mapping(item.get("properties")).items()}
    return {"@type": kinds[0] if len(kinds) == 1 else kinds, **properties}


def postings_in(data: Any, where: str, level: int = 0) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each JobPosting or Occupation at any depth: in lists, @graph, itemListElement, mainEntity and the like."""
    if level > MAX_DEPTH:
        return
    if isinstance(data, list):
        for number, part in enumerate(data):
            yield from postings_in(part, f"{where}[{number}]", level + 1)
    elif isinstance(data, dict):
        if is_of_type(data, "jobposting", "occupation"):
            yield where, data
            return
        for key, part in data.items():
            if isinstance(part, dict | list):
                yield from postings_in(part, f"{where}.{key}", level + 1)


def is_of_type(data: dict[str, Any], *kinds: str) -> bool:
    """Tell whether an object is of one of the types (in lower case), whatever the prefix, case or company of its type.

    >>> is_of_type({"@type": ["schema:JobPosting", "Thing"]}, "jobposting"), is_of_type({}, "jobposting")
    (True, False)
    """
    stated = {re.split(r"[/:#]", words(kind))[-1].lower() for kind in items(data.get("@type") or data.get("type"))}
    return not stated.isdisjoint(kinds)


def listing_of(posting: dict[str, Any], where: str, *, page: str, url: str) -> RawStatement:
    """Return what a posting says of itself, but for the pay."""
    hirer = first(posting, "hiringOrganization", "hiringorganization")
    address = words(first(posting, "url", "sameAs", "mainEntityOfPage", "@id"))
    return RawStatement(
        platform=plain(words(hirer) or words(first(mapping(hirer), "name", "legalName"))),
        profession_raw=plain(words(first(posting, "title", "name", "occupationalCategory"))),
        country=country_of(posting),
        source_url=address if address.startswith("http") else url,
        source_title=page,
        published_on=date_of(first(posting, "datePosted", "dateposted", "datePublished")),
        confidence="high",
        where=where,
    )


def plain(text: str) -> str:
    """Return a title or name without the entities and tags that some pages leave in it."""
    return " ".join(html_to_text(text).split()) if re.search(r"[<&]", text) else text


def country_of(posting: dict[str, Any]) -> str:
    """Return the one country of a posting; empty where it names none, or several."""
    codes = set()
    for place in items(posting.get("jobLocation")) + items(posting.get("applicantLocationRequirements")):
        place = mapping(place)
        address = first(place, "address")
        country = first(mapping(address), "addressCountry") or (words(address) or first(place, "name"))
        codes.add(country_code(words(country) or words(first(mapping(country), "name", "identifier"))))
    codes.discard("")
    return codes.pop() if len(codes) == 1 else ""


def canonical_url(tree: lxml.html.HtmlElement) -> str:
    """Return the page's own address, from its canonical link or its og:url."""
    for path, attribute in (("//link[@rel='canonical']", "href"), ("//meta[@property='og:url']", "content")):
        for element in tree.xpath(path):
            address = (element.get(attribute) or "").strip()
            if address.startswith(("http://", "https://")):
                return address
    return ""
