"""Markup that holds data: XML feeds of job boards and HTML microdata as the objects that JSON would hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import lxml.etree
import lxml.html

from labormarket.readers.formats.markup import count_elements
from labormarket.readers.model import WHOLE, UnreadableError

MOST_ITEMS = 5_000  # of one page: each property looks for its item among them
ATTRIBUTES = {
    "meta": "content", "audio": "src", "embed": "src", "iframe": "src", "img": "src", "source": "src", "video": "src",
    "a": "href", "area": "href", "link": "href", "object": "data", "data": "value", "meter": "value",
    "time": "datetime",
}  # fmt: skip


def xml_data(text: str) -> Any:
    """Read XML: an element with elements in it is an object of its parts, any other is its text.

    Nothing is fetched and no entity is expanded; raises UnreadableError for what is no XML.

    >>> xml_data("<jobs><job><title>Tutor</title></job><job><title>Nurse</title></job></jobs>")
    {'job': [{'title': 'Tutor'}, {'title': 'Nurse'}]}
    """
    count_elements(text)
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        return held_in(lxml.etree.fromstring(text.encode("utf-8", errors="replace"), parser))
    except (lxml.etree.LxmlError, ValueError) as error:
        raise UnreadableError(f"broken XML: {error}; save the page that it came from") from None


def held_in(element: lxml.etree._Element, level: int = 0) -> Any:
    """Return what an element holds."""
    if level > WHOLE.depth:
        raise UnreadableError(f"nested deeper than {WHOLE.depth} levels")
    held: dict[str, Any] = {}
    for part in element.iterchildren("*"):
        add(held, lxml.etree.QName(part).localname, held_in(part, level + 1))
    return held or (element.text or "").strip()


def microdata_items(tree: lxml.html.HtmlElement) -> Iterator[tuple[str, Any]]:
    """Give each top item of a page as an object with "@type" and its properties, items within items too.

    One walk over the page, whatever refers to what: an element belongs to the item around it. `itemref` is followed
    once for each item.

    >>> page = '<div itemscope itemtype="https://schema.org/JobPosting"><b itemprop="title">Tutor</b></div>'
    >>> list(microdata_items(lxml.html.document_fromstring(page)))
    [('microdata[0]', {'@type': 'JobPosting', 'title': 'Tutor'})]
    """
    made: dict[Any, dict[str, Any]] = {}
    tops: list[dict[str, Any]] = []
    owners = referred(tree)
    for element in tree.xpath("//*[@itemprop or @itemscope]"):
        properties = (element.get("itemprop") or "").split()
        is_item = element.get("itemscope") is not None
        owner = owners.get(element)
        if owner is None:
            owner = next((parent for parent in element.iterancestors() if parent in made), None)
        if is_item:
            if len(made) == MOST_ITEMS:
                return
            kinds = [kind.rstrip("/").rsplit("/", 1)[-1] for kind in (element.get("itemtype") or "").split()]
            made[element] = {"@type": kinds[0] if len(kinds) == 1 else kinds}
        value = made[element] if is_item else value_of(element)
        if owner is not None and owner in made and properties and owner is not element:
            for name in properties:
                add(made[owner], name, value)
        elif is_item:
            tops.append(made[element])
    yield from ((f"microdata[{number}]", item) for number, item in enumerate(tops))


def referred(tree: lxml.html.HtmlElement) -> dict[Any, Any]:
    """Map each property that an item names by itemref to that item."""
    wanted = {
        name: item for item in tree.iterfind(".//*[@itemref]") for name in (item.get("itemref") or "").split()[:100]
    }
    if not wanted:
        return {}
    return {
        part: wanted[element.get("id")]
        for element in tree.iterfind(".//*[@id]")
        if element.get("id") in wanted
        for part in (element, *element.iterfind(".//*[@itemprop]"))
        if part.get("itemprop") and next(part.iterancestors("*"), None) is not None
    }


def value_of(element: lxml.html.HtmlElement) -> str:
    """Return the value of a property: an attribute by the kind of element, else its text."""
    for attribute in ("content", ATTRIBUTES.get(str(element.tag), "content")):
        if (value := element.get(attribute)) is not None:
            return str(value)
    return " ".join(element.text_content().split())


def add(item: dict[str, Any], name: str, value: Any) -> None:
    """Add a property to an item; a second value makes a list."""
    if name not in item:
        item[name] = value
    elif isinstance(item[name], list):
        item[name].append(value)
    else:
        item[name] = [item[name], value]
