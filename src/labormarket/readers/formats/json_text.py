"""JSON as the web writes it, with every number kept as it was written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from labormarket.readers.model import WHOLE, UnreadableError
from labormarket.readers.source import encoding_of

TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
REPAIRED = re.compile(r'("(?:[^"\\]++|\\.)*+")|//[^\n]*|/\*.*?\*/|,(?=\s*+[}\]])', re.DOTALL)
HTML_COMMENT = re.compile(r"\A\s*(?:<!--|<!\[CDATA\[|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*\Z")
HALVES = re.compile("[\ud800-\udfff]")
MAX_REPAIR = 500_000  # characters; a miswritten posting is never this long


def load_json(content: bytes) -> Any:
    """Read the bytes of a JSON file; numbers come back as Decimal, so that 40.00 stays 40.00.

    Raises UnreadableError for what is not JSON, or nests deeper than the budget.

    >>> load_json(b'{"min": 40.00}')
    {'min': Decimal('40.00')}
    >>> load_json(b"[" * 100_000)
    Traceback (most recent call last):
    ...
    labormarket.readers.model.UnreadableError: nested deeper than 64 levels
    """
    encoding = encoding_of(content[:4096])
    try:
        text = content.decode("utf-8-sig" if encoding == "cp1252" else encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise UnreadableError("not UTF-8 text, as JSON must be") from None
    return parse_json(text)


def parse_json(text: str, deepest: int = WHOLE.depth) -> Any:
    """Read a JSON text strictly, but for NaN and Infinity, which programs write for nothing; see load_json."""
    if text.count("[") + text.count("{") > deepest and depth(text) > deepest:
        raise UnreadableError(f"nested deeper than {deepest} levels")
    try:
        return json.loads(text, strict=False, parse_float=Decimal, parse_int=Decimal, parse_constant=str)
    except (ValueError, ArithmeticError, RecursionError) as error:
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
        if depth(text) > WHOLE.depth or len(text) > MAX_REPAIR:
            raise
    return parse_json(REPAIRED.sub(lambda found: found[1] or "", text))


def depth(text: str) -> int:
    """Count the deepest nesting of brackets outside strings."""
    deepest = level = 0
    for token in TOKEN.finditer(text):
        if token[0] in "[{":
            level += 1
            deepest = max(deepest, level)
        elif token[0] in "]}":
            level -= 1
    return deepest


def words(value: object) -> str:
    """Return a JSON value as one line of text: strings and numbers as written, anything else as nothing.

    >>> words(Decimal("40.00")), words("  AI \\n tutor "), words(None), words(["a"]), words(True)
    ('40.00', 'AI tutor', '', '', '')
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = Decimal(str(value))
    if isinstance(value, Decimal):  # a number past twelve digits is no pay and keeps its exponent form
        return f"{value:f}" if value.is_finite() and -12 < value.adjusted() < 12 else str(value)
    return " ".join(whole_letters(value).split()) if isinstance(value, str) else ""


def whole_letters(text: str) -> str:
    """Replace halves of surrogate pairs, which JSON can write and no file can hold."""
    return text if text.isascii() else HALVES.sub("\ufffd", text)


def items(value: object) -> list[Any]:
    """Return a value that may be one thing or a list of things as a list; nothing is an empty list."""
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, list) else [value]


def mapping(value: object) -> dict[str, Any]:
    """Return the value where it is an object, else an empty one: boards put null or text where an object stood."""
    return value if isinstance(value, dict) else {}


def parts_of(value: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Give the parts of a list or an object, each with its place.

    >>> list(parts_of({"jobs": [7]})), list(parts_of([7], "jobs")), list(parts_of("text"))
    ([('jobs', [7])], [('jobs[0]', 7)], [])
    """
    if isinstance(value, list):
        yield from ((f"{where}[{number}]", part) for number, part in enumerate(value))
    elif isinstance(value, dict):
        yield from ((f"{where}.{key}" if where else key, part) for key, part in value.items())
