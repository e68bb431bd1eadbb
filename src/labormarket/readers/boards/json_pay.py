"""Pay as boards and schema.org nest it in JSON: text, number, amount, range, or a list of ranges."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from labormarket.readers.formats.json_text import words
from labormarket.readers.listing.structured_pay import Placeholder, StatedPay, spoken_unit, state_pay

LOW = tuple(
    "minValue minvalue min_value min minimum lowPrice minPrice from low lower start min_amount salary_from salaryFrom"
    " minSalary min_salary".split()
)
HIGH = tuple(
    "maxValue maxvalue max_value max maximum highPrice maxPrice to high upper end max_amount salary_to salaryTo"
    " maxSalary max_salary".split()
)
CENTS = {"low": ("min_cents", "minCents"), "high": ("max_cents", "maxCents")}
VALUE = ("value", "amount", "price", "name", "text", "salary", "range", "median")
UNIT = tuple(
    "unitText unittext unitCode unit duration referenceQuantity interval period frequency type per payPeriod pay_period"
    " timeUnit rate".split()
)
CURRENCY = tuple(
    "currency priceCurrency salaryCurrency currencyCode currency_code unitCurrency currency_type currencyType"
    " salary_currency unit".split()
)
HEADINGS = ("title", "name", "blurb", "label", "description")
DEEPEST = 8


def first(data: dict[str, Any], *keys: str) -> Any:
    """Return the first field present under one of the names, with or without the schema: prefix; lists give their head.

    >>> first({"schema:title": ["Tutor", "AI tutor"]}, "title")
    'Tutor'
    """
    for key in keys:
        for spelt in (key, f"schema:{key}", f"http://schema.org/{key}", f"https://schema.org/{key}"):
            if data.get(spelt) not in (None, "", []):
                value = data[spelt]
                value = value[0] if isinstance(value, list) else value
                return value["@value"] if isinstance(value, dict) and "@value" in value else value
    return None


class Answer(NamedTuple):
    """What one pay field says: its pay, or None, what it shows, and the reason."""

    pay: StatedPay | None
    shown: str = ""
    reason: str = ""


def pays_of_structure(held: Any, *, currency: str = "", field: str = "", level: int = 0) -> Iterator[Answer]:
    """Give what each pay field of a JSON value says: a text, a number, an amount, a range, or a list of them.

    >>> held = {"min": 40, "max": 60.5, "currency": "EUR", "interval": "per-hour"}
    >>> [answer.pay.pay_text for answer in pays_of_structure(held)]
    ['EUR 40 - 60.5 per hour']
    >>> ranges = [{"min_cents": 4425, "max_cents": 6000, "currency_type": "USD", "title": "Hourly pay"}, None, "x"]
    >>> [(answer.pay.pay_text, answer.pay.period_context) for answer in pays_of_structure(ranges) if answer.pay]
    [('USD 44.25 - 60', 'hour')]
    """
    if isinstance(held, list) and level < DEEPEST:
        for number, part in enumerate(held):
            name = f"{field}[{number}]" if field and len(held) > 1 else field
            yield from pays_of_structure(part, currency=currency, field=name, level=level + 1)
        return
    try:
        pay = state_salary(held, currency, field)
    except Placeholder as why:
        yield Answer(None, shown_of(held), str(why))
        return
    yield Answer(pay) if pay else Answer(None, shown_of(held), "a pay field without an amount")


def shown_of(held: Any) -> str:
    """Write a refused pay field as text."""
    return words(held) or (json.dumps(held, default=str)[:400] if isinstance(held, dict | list) else "")


def state_salary(salary: Any, outer_currency: str, field: str) -> StatedPay | None:
    """Write one salary as text; the ends, the unit and the currency may stand on any of its levels.

    Raises Placeholder for amounts that no pay is.
    """
    levels: list[dict[str, Any]] = []
    bare: object = ""
    value = salary
    while isinstance(value, dict | list) and len(levels) < DEEPEST:
        if isinstance(value, list):  # a list inside an amount: the first; several salaries stand in the field itself
            value = value[0] if value else None
            continue
        levels.append(value)
        value = next((value[key] for key in VALUE if key in value and value[key] not in (None, "")), None)
        if isinstance(value, dict | list):
            continue
        bare = words(value)
    if not levels:
        bare = words(salary)
    held = {
        name: next((text for level in levels for key in keys if (text := words(inner(level.get(key))))), "")
        for name, keys in (("low", LOW), ("high", HIGH), ("unit", UNIT), ("currency", CURRENCY))
    }
    for end, keys in CENTS.items():
        held[end] = held[end] or next(
            (text for level in levels for key in keys if (text := in_units(level.get(key)))), ""
        )
    currency = held["currency"] or outer_currency
    stated = {"minValue": held["low"], "maxValue": held["high"], "value": bare, "unitText": held["unit"]}
    fields = ", ".join(f"{key}={text}" for key, text in (stated | {"currency": currency}).items() if text)
    if held["low"] or held["high"]:
        bare = ""
    pay = state_pay(low=held["low"], high=held["high"], value=bare, unit=held["unit"], currency=currency,
                    fields=f"{field}: {fields}" if field else "")  # fmt: skip
    return with_unit(pay, *(words(level.get(key)) for level in levels for key in HEADINGS))


def with_unit(pay: StatedPay | None, *headings: str) -> StatedPay | None:
    """Return the pay with the unit that its headings name beside it."""
    if pay is None or pay.period_context or " per " in pay.pay_text:
        return pay
    unit = spoken_unit(*headings)
    return StatedPay(pay.pay_text, unit, pay.currency_context, pay.confidence, pay.note) if unit else pay


def in_units(cents: object) -> str:
    """Return an amount of cents in units: 22280000 is 222800, 4425 is 44.25."""
    if isinstance(cents, bool) or not isinstance(cents, int | float | str | Decimal):
        return ""
    try:
        number = Decimal(str(cents))
    except InvalidOperation:
        return ""
    if not number.is_finite() or number.adjusted() > 14:
        return ""
    units = number / 100
    return f"{units:f}" if units != units.to_integral_value() else f"{units:.0f}"


def inner(value: Any) -> Any:
    """Return the plain value of a field that was wrapped in a list or an object."""
    if isinstance(value, list):
        value = value[0] if value else None
    return first(value, "@value", "value", "name", "unitText", "unitCode") if isinstance(value, dict) else value
