"""JSON as the web writes it, with every number kept as it was written."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import jstyleson

from labormarket.readers.model import MAX_DEPTH, UnreadableError, check_size

JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)', re.DOTALL)
HTML_COMMENT = re.compile(r"\A\s*(?:<!--|<!\[CDATA\[|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*\Z")
MAX_REPAIR = 500_000  # characters; repair walks the text in Python, and a miswritten posting is never this long


def load_json(content: bytes) -> Any:
    """Read the bytes of a JSON file; numbers come back as Decimal, so that 40.00 stays 40.00.

    Raises UnreadableError for what is not JSON, is too large, or nests deeper than MAX_DEPTH.

    >>> load_json(b'{"min": 40.00}')
    {'min': Decimal('40.00')}
    >>> load_json(b"[" * 100_000)
    Traceback (most recent call last):
    ...
    labormarket.readers.model.UnreadableError: nested deeper than 64 levels
    """
    check_size(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError("not UTF-8 text, as JSON must be") from None
    return parse_json(text)


def parse_json(text: str) -> Any:
    """Read a JSON text strictly; see load_json."""
    if depth(text) > MAX_DEPTH:
        raise UnreadableError(f"nested deeper than {MAX_DEPTH} levels")
    try:
        return json.loads(text, strict=False, parse_float=Decimal, parse_int=Decimal, parse_constant=refuse_constant)
    except (ValueError, ArithmeticError) as error:
        raise UnreadableError(f"broken JSON: {error}") from None


def parse_miswritten_json(text: str) -> Any:
    r"""Read the JSON of a page's script: in an HTML comment, with // comments or commas too many.

    >>> parse_miswritten_json('<!-- {"title": "Tutor", // the title\n "tags": ["a",],} -->')
    {'title': 'Tutor', 'tags': ['a']}
    """
    text = HTML_COMMENT.sub("", text).strip().rstrip(";")
    try:
        return parse_json(text)
    except UnreadableError:
        if depth(text) > MAX_DEPTH or len(text) > MAX_REPAIR:
            raise
    try:
        repaired = jstyleson.dispose(text)
    except IndexError:  # a closing bracket before any other character
        raise UnreadableError("broken JSON") from None
    return parse_json(repaired)


def depth(text: str) -> int:
    """Count the deepest nesting of brackets outside strings."""
    deepest = level = 0
    for bracket in re.finditer(r"[\[\]{}]", JSON_STRING.sub("", text)):
        level += 1 if bracket[0] in "[{" else -1
        deepest = max(deepest, level)
    return deepest


def refuse_constant(name: str) -> None:
    """NaN and Infinity are not amounts."""
    raise ValueError(f"{name} is no JSON number")


def words(value: object) -> str:
    """Return a JSON value as one line of text: strings and numbers as written, anything else as nothing.

    >>> words(Decimal("40.00")), words("  AI \\n tutor "), words(None), words(["a"]), words(True)
    ('40.00', 'AI tutor', '', '', '')
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = Decimal(str(value))
    if isinstance(value, Decimal):
        return plain_number(value)
    return " ".join(value.split()) if isinstance(value, str) else ""


def plain_number(value: Decimal) -> str:
    """Write a number without an exponent; a number past twelve digits is no pay and comes back as its exponent form."""
    return f"{value:f}" if value.is_finite() and -12 < value.adjusted() < 12 else str(value)


def items(value: object) -> list[Any]:
    """Return a value that may be one thing or a list of things as a list; nothing is an empty list."""
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list) else [value]


def mapping(value: object) -> dict[str, Any]:
    """Return the value where it is an object, else an empty one: boards put null or text where an object stood."""
    return value if isinstance(value, dict) else {}
