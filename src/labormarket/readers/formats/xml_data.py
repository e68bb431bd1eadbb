"""XML feeds of job boards (Personio, RSS, Indeed) as the objects that JSON would hold."""

from __future__ import annotations

from typing import Any

import lxml.etree

from labormarket.readers.boards.microdata import add
from labormarket.readers.budget import WHOLE
from labormarket.readers.formats.markup import count_elements
from labormarket.readers.model import UnreadableError


def xml_data(text: str) -> Any:
    """Read XML: an element with elements in it is an object of its parts, any other is its text.

    Nothing is fetched and no entity is expanded; raises UnreadableError for what is no XML.

    >>> xml_data("<jobs><job><title>Tutor</title></job><job><title>Nurse</title></job></jobs>")
    {'job': [{'title': 'Tutor'}, {'title': 'Nurse'}]}
    """
    count_elements(text)
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        return value_of(lxml.etree.fromstring(text.encode("utf-8", errors="replace"), parser))
    except (lxml.etree.LxmlError, ValueError) as error:
        raise UnreadableError(f"broken XML: {error}; save the page that it came from") from None


def value_of(element: lxml.etree._Element, level: int = 0) -> Any:
    """Return what an element holds."""
    if level > WHOLE.depth:
        raise UnreadableError(f"nested deeper than {WHOLE.depth} levels")
    held: dict[str, Any] = {}
    for part in element.iterchildren("*"):
        add(held, lxml.etree.QName(part).localname, value_of(part, level + 1))
    return held or (element.text or "").strip()
