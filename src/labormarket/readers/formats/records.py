"""JSON records to rows: nested objects flattened to dotted keys, lists to text, numbers as they are written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from labormarket.readers.formats.json_text import whole_letters, words
from labormarket.readers.formats.rows import BadRecord, Rows, text_table

DEEPEST = 6
MOST_KEYS = 500  # of one record
MOST_OF_A_NAME = 8  # keys: an id, a parent, a few flags
HOLDERS = {"content", "value", "min_cents", "minValue", "min"}
NAMES = ("name", "text", "label", "title", "descriptor", "displayName")


def flatten(record: Mapping[str, Any]) -> dict[str, str]:
    """Flatten a record: "salaryRange.min"; a list of names is joined, a list of objects stays JSON.

    >>> flatten({"title": "Tutor", "pay": {"min": 20.5, "unit": None}, "offices": [{"name": "Nairobi"}, "Remote"]})
    {'title': 'Tutor', 'pay.min': '20.5', 'offices': 'Nairobi; Remote'}
    """
    flat: dict[str, str] = {}
    waiting: list[tuple[str, Any, int]] = [(str(key), value, 0) for key, value in reversed(list(record.items()))]
    while waiting and len(flat) < MOST_KEYS:
        key, value, level = waiting.pop()
        if isinstance(value, Mapping) and level < DEEPEST:
            waiting += [(f"{key}.{name}", part, level + 1) for name, part in reversed(list(value.items()))]
        elif text := text_of(value):
            flat[key] = text
    return flat


def text_of(value: Any) -> str:
    """Write one value as the cell of a table, its lines kept."""
    if isinstance(value, str):
        return whole_letters(value)
    if isinstance(value, list | Mapping):
        return (
            joined(value)
            if isinstance(value, list) and is_names(value)
            else json.dumps(value, default=str, ensure_ascii=True)
        )
    return words(value)


def is_names(values: list[Any]) -> bool:
    """Tell whether a list holds plain values, or objects that do little but name something."""
    return all(is_name(value) for value in values)


def is_name(value: Any) -> bool:
    """Tell whether a value is a name, or an object that has one and holds neither text nor numbers of interest."""
    if not isinstance(value, Mapping):
        return not isinstance(value, list)
    if len(value) > MOST_OF_A_NAME or not name_of(value) or HOLDERS & value.keys():
        return False
    return not any(isinstance(part, list | Mapping) and part for part in value.values())


def name_of(value: Mapping[str, Any]) -> str:
    """Return what an object is called."""
    return next((text for name in NAMES if isinstance(text := value.get(name), str) and text), "")


def joined(values: list[Any]) -> str:
    """Join the names of a list."""
    return "; ".join(filter(None, (name_of(v) if isinstance(v, Mapping) else words(v) for v in values)))


def titles_of(records: Iterable[Any], most: int) -> tuple[tuple[str, ...], dict[str, list[str]]]:
    """Return the keys of some records, each once, in the order met, at most `most`, and some values of each."""
    sample: dict[str, list[str]] = {}
    for record in records:
        for key, text in flatten(record).items() if isinstance(record, Mapping) else ():
            if key in sample or len(sample) < most:
                sample.setdefault(key, []).append(text)
    return tuple(sample), sample


def rows_of(records: Sequence[tuple[int, Any]], wanted: Sequence[str]) -> Rows:
    """Put numbered records into rows of the wanted keys; what is no object is a bad record."""
    good: list[list[str]] = []
    numbers: list[int] = []
    bad: list[BadRecord] = []
    for number, record in records:
        if not isinstance(record, Mapping):
            bad.append(BadRecord(number, "no JSON object", text_of(record)))
            continue
        flat = flatten(record)
        good.append([flat.get(key, "") for key in wanted])
        numbers.append(number)
    return Rows(text_table(tuple(wanted), good), np.array(numbers, dtype=np.int64), tuple(bad))
