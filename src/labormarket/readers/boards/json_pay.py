"""Pay as boards and schema.org nest it in JSON: text, number, amount, range, or a list of ranges."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from labormarket.readers.column_map import accepted_titles, plain_title
from labormarket.readers.formats.json_text import words
from labormarket.readers.listing.structured_pay import Refusal, StatedPay, amount_of, named_unit, state_pay

BASE = frozenset("base basepay basesalary salary pay wage wages hourly".split())
"""The kinds of pay that are base pay; a bonus, a commission or equity go by other names."""
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


def pays_of_structure(
    held: Any, *, currency: str = "", field: str = "", level: int = 0
) -> Iterator[StatedPay | Refusal]:
    """Give what each pay field of a JSON value says: a text, a number, an amount, a range, or a list of them.

    >>> held = {"min": 40, "max": 60.5, "currency": "EUR", "interval": "per-hour"}
    >>> [pay.pay_text for pay in pays_of_structure(held)]
    ['EUR 40 - 60.5 per hour']
    >>> ranges = [{"min_cents": 4425, "max_cents": 6000, "currency_type": "USD", "title": "Hourly pay"}, "x"]
    >>> [(pay.pay_text, pay.period_context) for pay in pays_of_structure(ranges[:1])], *pays_of_structure(ranges[1:])
    ([('USD 44.25 - 60', 'hour')], Refusal(text='x', reason='a pay field without an amount'))
    """
    if isinstance(held, dict) and isinstance(held.get("components"), list):
        field, held = f"{field}, tier {words(held.get('title'))!r}", held["components"]
    if isinstance(held, list) and level < DEEPEST:
        for number, part in enumerate(held):
            name = f"{field}[{number}]" if field and len(held) > 1 else field
            yield from pays_of_structure(part, currency=currency, field=name, level=level + 1)
        return
    kind = words(held.get("compensationType")) if isinstance(held, dict) else ""
    if kind and not is_base(kind):
        yield Refusal(words(held.get("summary")), f"{kind}: not base pay")
        return
    pay = state_salary(held, currency, field)
    if isinstance(pay, str):
        shown = words(held) or (json.dumps(held, default=str)[:400] if isinstance(held, dict | list) else "")
        yield Refusal(shown, pay or "a pay field without an amount")
    else:
        yield pay


def is_base(name: str) -> bool:
    """Tell whether the name of a part of pay is that of base pay."""
    return plain_title(name) in BASE


def state_salary(salary: Any, outer_currency: str, field: str) -> StatedPay | str:
    """Write one salary as text, or say why not; the ends, the unit and the currency may stand on any of its levels."""
    levels: list[dict[str, Any]] = []
    value = salary
    while isinstance(value, dict | list) and len(levels) < DEEPEST:
        if isinstance(value, list):  # a list inside an amount: the first; several salaries stand in the field itself
            value = value[0] if value else None
        else:
            plain = {plain_title(key.rpartition(":")[2]): part for key, part in value.items() if key[:1] != "@"}
            levels.append(plain)
            value = next(filled(levels[-1:], "value"), None)
    texts = {
        name: next(filter(None, map(words, map(inner, filled(levels, name)))), "") for name in accepted_titles("nested")
    }
    for end in ("low", "high"):
        texts[end] = texts[end] or next(filter(None, map(in_units, filled(levels, f"{end}cents"))), "")
    bare = "" if texts["low"] or texts["high"] else words(value)
    currency = texts["currency"] or outer_currency
    stated = {"minValue": texts["low"], "maxValue": texts["high"], "value": bare, "unitText": texts["unit"]}
    fields = ", ".join(f"{key}={text}" for key, text in (stated | {"currency": currency}).items() if text)
    pay = state_pay(low=texts["low"], high=texts["high"], value=bare, unit=texts["unit"], currency=currency,
                    fields=f"{field}: {fields}" if field else "")  # fmt: skip
    return pay if isinstance(pay, str) else with_unit(pay, *map(words, filled(levels, "heading")))


def filled(levels: list[dict[str, Any]], name: str) -> Iterator[Any]:
    """Give what stands under the titles of a field, level by level."""
    wanted = accepted_titles("nested")[name]
    return (level[title] for level in levels for title in wanted if level.get(title) not in (None, ""))


def with_unit(pay: StatedPay, *headings: str) -> StatedPay:
    """Return the pay with the unit that its headings name beside it."""
    if pay.period_context or " per " in pay.pay_text:
        return pay
    return replace(pay, period_context=named_unit(*headings))


def in_units(cents: object) -> str:
    """Return an amount of cents in units: 22280000 is 222800, 4425 is 44.25."""
    number = None if isinstance(cents, bool) else amount_of(str(cents))
    if number is None or not number.is_finite() or number.adjusted() > 14:
        return ""
    units = number / 100
    return f"{units:f}" if units != units.to_integral_value() else f"{units:.0f}"


def inner(value: Any) -> Any:
    """Return the plain value of a field that was wrapped in a list or an object."""
    if isinstance(value, list):
        value = value[0] if value else None
    return first(value, "@value", "value", "name", "unitText", "unitCode") if isinstance(value, dict) else value
