"""Pay statements in the description of one listing: its own pay, not an example's, and each level or country of it."""

from __future__ import annotations

import ast
import html
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from labormarket.pay import PayRange, find_pay, parse_pay
from labormarket.readers.formats.markup import html_to_text
from labormarket.readers.listing.place import gazetteer
from labormarket.readers.listing.structured_pay import StatedPay
from labormarket.sources.countries import plain_place

MOST_PAYS = 24  # of one description; more are a price list
MOST_PHRASE = 240  # characters of a pay phrase kept as stated
TAGGED = re.compile(
    r"<(?:p|br|div|li|ul|ol|span|strong|b|em|h[1-6]|a|table|tr|td|i|u)\b[^<>]{0,300}>|&lt;/?[a-z]", re.IGNORECASE
)
ESCAPED = re.compile(r"\\([-_*.$#+!()\[\]~&`>|])")
STRESS = re.compile(r"\*\*|__|~~|(?<=\s)[*_](?=\S)|(?<=\S)[*_](?=[\s.,;:]|\Z)")
# A pay broken over lines: its line ends in a dash, a colon or "to", or the next begins with what the amount is for.
BROKEN = re.compile(
    r"(?<=[-–—:])[ \t]*\n\s*(?=:?\s*[$€£¥₹]?\s?\d)|(?<=\d)[ \t]*\n\s*(?=(?:[-–—]|USD|EUR|GBP|INR|CAD|AUD|per\b"
    r"|an\s+hour|/\s?h)[ \t\d$€£]?)"
    r"|(?<=\bto)[ \t]*\n\s*(?=[$€£¥₹]?\d)|\n(?=:[ \t]*\n?)",
)
EXAMPLE = re.compile(
    r"(?:\bexamples?\b|\be\.\s?g\b\.?|\bfor instance\b|\bsample\b)(?:[^.\n]|\.\d){0,60}$", re.IGNORECASE
)
OTHERS = re.compile(
    r"\b(?:minimum wage|cost of living|clients? (?:save|pay)|customers? pay|subscription|priced at|market rate)\b",
    re.IGNORECASE,
)

NAMELESS = frozenset("title name label heading text value content".split())
DOUBLED = re.compile(r"\bdoubl(?:e pay|ed)\b|\bverdoppel", re.IGNORECASE)
"""A pay that is doubled for some days is an offer beside the listing's pay."""


class Found(NamedTuple):
    """A pay of a description, and its country where the description has one pay for each of several."""

    pay: PayRange
    country: str


def plain_text(cell: str) -> str:
    r"""Return the running text of a description cell: HTML once or twice escaped, JSON, Markdown, or plain.

    >>> plain_text("&lt;p&gt;Pay: $20&amp;ndash;$30&lt;/p&gt;"), plain_text('{"pay": "Up to $20/hr"}')
    ('Pay: $20–$30', 'pay\nUp to $20/hr')
    >>> plain_text(r"**Pay**: \$20 \- \$30/hr"), plain_text("Pay: $12 -\n$15\nUSD per hour")
    ('Pay: $20 - $30/hr', 'Pay: $12 - $15 USD per hour')
    """
    text = cell.strip()
    if text[:1] in "{[" and text[-1:] in "}]":
        text = "\n".join(strings_in(structure_of(text))) or text
    if TAGGED.search(text):
        text = html_to_text(text) or text
    elif "&" in text:
        text = html.unescape(text)
    if "\\n" in text and "\n" not in text:
        text = text.replace("\\r", "").replace("\\n", "\n").replace("\\t", " ")
    if "\\" in text:
        text = ESCAPED.sub(r"\1", text)
    if "*" in text or "__" in text:
        text = STRESS.sub("", text)
    text = text.replace("\u200b", "").replace("\r\n", "\n")
    return BROKEN.sub(" ", text) if "\n" in text else text


def structure_of(text: str) -> Any:
    """Read JSON in a cell, or the list or dictionary that Python printed; None for neither."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    if len(text) > 100_000:
        return None
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def strings_in(value: Any, level: int = 0) -> Iterator[str]:
    """Give the texts of a JSON value in order, and the keys of objects, headings unless they are NAMELESS."""
    if isinstance(value, str):
        yield html_to_text(value) if TAGGED.search(value) else value
    elif level < 16 and isinstance(value, list):
        for part in value:
            yield from strings_in(part, level + 1)
    elif level < 16 and isinstance(value, dict):
        for key, part in value.items():
            if key not in NAMELESS:
                yield str(key)
            yield from strings_in(part, level + 1)


def pays_of_text(text: str) -> list[StatedPay]:
    """Return the pay statements of a description, each once, in the order of the text.

    >>> text = "You earn $25/hr, plus a $500 referral bonus. Example: 8.50 (for $8.50/hour)"
    >>> [pay.pay_text for pay in pays_of_text(text)]
    ['$25/hr']
    >>> [(pay.country, pay.pay_text) for pay in pays_of_text("Rates:\\nUS - $50/hr\\nEgypt - 14.60 USD/hr")]
    [('US', '$50/hr'), ('EG', '14.60 USD/hr')]
    """
    found = [pay for pay in find_pay(text) if is_own(text, pay)]
    countries = [country_before(text, pay) for pay in found]
    by_country = len(set(filter(None, countries))) > 1
    own: dict[tuple[object, ...], Found] = {}
    for pay, country in zip(found, countries, strict=True):
        one = Found(pay, country if by_country else "")
        own.setdefault((*facts(pay), one.country), one)
    distinct = list(own.values())[:MOST_PAYS]
    currencies = {pay.currency for pay in found if pay.currency}
    common = currencies.pop() if len(currencies) == 1 else None  # a pay with a unit that names none is in it too
    return [
        as_stated(text, one.pay, one.country, common)
        for one in distinct
        if not is_echo(one, distinct) and (one.pay.currency or one.pay.period or not common)
    ]


def is_own(text: str, pay: PayRange) -> bool:
    """Tell whether a pay is the listing's: no example, no offer of some days, no other price, and it states an amount.

    Words alone ("a real difference") are an amount only where they have a unit ("a dollar a task"), and a letter
    before a long number ("P17958") is the name of a project.
    """
    if pay.low is None and pay.high is None:
        return False
    if pay.period is None and (not re.search(r"\d", pay.text) or re.fullmatch(r"[A-Z]\d{4,}", pay.text)):
        return False
    start, end = pay.span
    line = text[max(0, start - 120, text.rfind("\n", 0, start) + 1) : start]
    around = text[max(0, start - 60) : end + 40]
    return not (EXAMPLE.search(line) or OTHERS.search(around) or DOUBLED.search(around))


def is_echo(one: Found, others: list[Found]) -> bool:
    """Tell whether a pay says less of the same as another: "$60" beside "$40 to $60 an hour"."""
    if one.pay.period is not None:
        return False
    ends = ends_of(one.pay)
    return any(
        other != one and ends <= ends_of(other.pay) and other.pay.currency in (one.pay.currency, None)
        and other.country == one.country and (other.pay.period is not None or len(ends_of(other.pay)) > len(ends))
        for other in others
    )  # fmt: skip


def ends_of(pay: PayRange) -> set[Decimal]:
    """The amounts of a pay."""
    return {end for end in (pay.low, pay.high) if end is not None}


def as_stated(text: str, pay: PayRange, country: str, common: str | None) -> StatedPay:
    """Write a pay found in a text as a phrase that says the same alone, or with its unit and currency beside it."""
    start, end = pay.span
    found = " ".join(text[start:end].split())
    readings = ((phrase, parse_pay(phrase)) for phrase in (found, *wider(text, start, end)))
    same = ((phrase, read) for phrase, read in readings if read and facts(read)[:3] == facts(pay)[:3])
    phrase, read = next(same, (found, parse_pay(found)))
    period = str(pay.period) if pay.period and (read is None or read.period != pay.period) else ""
    currency = common if pay.currency is None else "" if read and read.currency == pay.currency else pay.currency
    return StatedPay(phrase[:MOST_PHRASE], period, currency or "", note="from the description", country=country)


def facts(pay: PayRange) -> tuple[object, ...]:
    """What two readings of one pay must share: the ends and what they are, the currency, the unit."""
    return (pay.low, pay.high, pay.bound, pay.currency, pay.period)


def wider(text: str, start: int, end: int) -> Iterator[str]:
    """Give ever wider stretches around a pay: its clause, its line."""
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    for before, after in ((40, 20), (90, 60), (MOST_PHRASE // 2, MOST_PHRASE // 3)):
        left = max(line_start, start - before)
        right = min(line_end, end + after)
        left = text.rfind(" ", 0, left) + 1 if left > line_start else left
        stop = re.search(r"[.;](?=\s)", text[end:right])
        yield " ".join(text[left : end + stop.start() if stop else right].split())


def country_before(text: str, pay: PayRange) -> str:
    """Return the country that heads a pay's line ("Egypt - 14.60 USD/hr"), "" where none does."""
    start = pay.span[0]
    line = text[max(text.rfind("\n", 0, start) + 1, start - 60) : start]
    head = plain_place(re.sub(r"^[\s•*·>-]+|[\s:=(–—-]+$", "", line))
    held = gazetteer()
    if head in held["country"]:
        return held["country"][head]
    match = re.search(r"(?:\bin|\bfor|\bfrom|;|,|\band)\s+(?:the\s+)?([a-z' ]{4,30})$", head)
    return held["country"].get(match[1].strip(), "") if match else ""
