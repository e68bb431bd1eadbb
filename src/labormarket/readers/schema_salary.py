"""The salary fields of schema.org, as pages write and miswrite them: `baseSalary` and the amounts inside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from labormarket.readers.json_text import items, words
from labormarket.readers.structured_pay import StatedPay, state_pay

LOW = ("minValue", "minvalue", "min", "minimum", "lowPrice", "minPrice")
HIGH = ("maxValue", "maxvalue", "max", "maximum", "highPrice", "maxPrice")
VALUE = ("value", "amount", "price", "name")
UNIT = ("unitText", "unittext", "unitCode", "unit", "duration", "referenceQuantity")
CURRENCY = ("currency", "priceCurrency", "salaryCurrency", "currencyCode", "unitCurrency")


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


def pay_of(posting: dict[str, Any]) -> Iterator[tuple[str, StatedPay | None]]:
    """Give the pay of each `baseSalary` (or `salary`, as some write it): text, number, amount, range, or a list."""
    outer = words(first(posting, "salaryCurrency", "currency", "priceCurrency"))
    for field in ("baseSalary", "basesalary", "salary", "schema:baseSalary"):
        for number, salary in enumerate(items(posting.get(field))):
            yield f"{field}[{number}]", state_salary(salary, outer, field)
        if posting.get(field) not in (None, "", []):
            return


def state_salary(salary: Any, outer_currency: str, field: str) -> StatedPay | None:
    """Write one salary as text; the ends, the unit and the currency may stand on any of its levels."""
    levels: list[dict[str, Any]] = []
    bare = ""
    value = salary
    while isinstance(value, dict | list) and len(levels) < 8:
        if isinstance(value, list):  # a list inside an amount: the first; several salaries stand in baseSalary itself
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
    currency = held["currency"] or outer_currency
    stated = {"minValue": held["low"], "maxValue": held["high"], "value": bare, "unitText": held["unit"]}
    fields = ", ".join(f"{key}={text}" for key, text in (stated | {"currency": currency}).items() if text)
    ends = {"low": held["low"], "high": held["high"], "unit": held["unit"]}
    return state_pay(**ends, value=bare, currency=currency, fields=f"{field}: {fields}")


def inner(value: Any) -> Any:
    """Return the plain value of a field that was wrapped in a list or an object."""
    if isinstance(value, list):
        value = value[0] if value else None
    return first(value, "@value", "value", "name", "unitText", "unitCode") if isinstance(value, dict) else value
