"""The estimates of a page that isn't the employer: `estimatedSalary` of a schema.org JobPosting or Occupation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from labormarket.readers.json_text import items, mapping, words
from labormarket.readers.schema_salary import HIGH, LOW, first, state_salary
from labormarket.readers.structured_pay import StatedPay

FIELD = "estimatedSalary"
# The names by which a distribution says that it is of base pay; a bonus, a commission or tips go by others.
BASE = frozenset({"", "base", "basepay", "basesalary", "salary", "pay", "wage", "wages"})


def estimates_of(posting: dict[str, Any]) -> Iterator[tuple[str, StatedPay | None, str]]:
    """Give each estimate of base pay: its place, the pay, and for one that can't be read as pay the reason.

    A least and a greatest amount are a range, a median stands for itself; percentiles are no ends of a range.

    >>> spread = {"name": "base", "currency": "USD", "duration": "P1Y", "percentile10": "31000", "median": "42000"}
    >>> [(pay.pay_text, pay.note.split(";")[0]) for _, pay, _ in estimates_of({"estimatedSalary": [spread]})]
    [('USD 42000 per year', 'an estimate by the site, its median')]
    >>> [reason for _, _, reason in estimates_of({"estimatedSalary": {"name": "bonus", "median": 900}})]
    ["an estimate of 'bonus', no base pay"]
    """
    for field in (FIELD, f"schema:{FIELD}"):
        for number, estimate in enumerate(items(posting.get(field))):
            place = f"{field}[{number}]"
            fields = mapping(estimate)
            name = words(first(fields, "name"))
            if "".join(name.lower().split()) not in BASE:
                yield place, None, f"an estimate of {name!r}, no base pay"
                continue
            median = words(first(fields, "median"))
            ends = any(key in part for part in (fields, mapping(first(fields, "value"))) for key in (*LOW, *HIGH))
            unnamed = {key: value for key, value in fields.items() if key not in ("name", "schema:name")}
            alone = median and not ends
            pay = state_salary(unnamed | {"value": median} if alone else unnamed if fields else estimate, "", FIELD)
            if pay is None:
                percentiles = any("percentile" in key.lower() for key in fields)
                why = "percentiles alone, neither ends nor a median" if percentiles else "a pay field without an amount"
                yield place, None, why
                continue
            origin = "an estimate by the site, its median" if alone else "an estimate by the site"
            yield place, replace(pay, note=f"{origin}; {pay.note}" if pay.note else origin), ""
