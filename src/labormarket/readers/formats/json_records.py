"""JSON records as rows: lines, a list or a stream of objects, nested ones flattened to dotted keys."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, BinaryIO, cast

import ijson  # type: ignore[import-untyped]

from labormarket.readers.column_map import ColumnMap, choose_columns
from labormarket.readers.formats.json_text import parse_json, whole_letters, words
from labormarket.readers.formats.rows import Rows, read_each
from labormarket.readers.model import Budget, ReadOptions, UnreadableError
from labormarket.readers.source import Metered, Source, open_text
from labormarket.readers.splits import Split, cut_records, sample_of, too_long_line

SAMPLE = 500  # records from which the columns are chosen
LOOKED_AT = 200_000  # events of a stream within which the list of records begins
DEEPEST = 6
MOST_KEYS = 500  # of one record
MOST_OF_A_NAME = 8  # keys: an id, a parent, a few flags
HOLDERS = {"content", "value", "min_cents", "minValue", "min"}
NAMES = ("name", "text", "label", "title", "descriptor", "displayName")
MEND = "save it as JSON Lines, where a record that can't be read costs itself"


def plan_json_lines(source: Source, options: ReadOptions) -> Iterator[Split]:
    """Cut a file of JSON lines into splits; raises UnreadableError where no key states pay."""
    text, mark = sample_of(source, options.budget)
    records: list[Any] = []
    for line in text.split(b"\n", SAMPLE)[:SAMPLE]:
        with suppress(UnreadableError):
            records.append(parse_line(line, options.budget))
    yield from cut_records(Split(source, "jsonl", start=mark, columns=columns_of(records, options)), options.budget)


def columns_of(records: Iterable[Any], options: ReadOptions) -> ColumnMap:
    """Choose the columns from some records: their keys, each once, in the order met, and some values of each."""
    sample: dict[str, list[str]] = {}
    for record in records:
        for key, text in flatten(record).items() if isinstance(record, Mapping) else ():
            if key in sample or len(sample) < options.budget.columns:
                sample.setdefault(key, []).append(text)
    return choose_columns(tuple(sample), options.columns, sample=sample)


def parse_line(line: bytes, budget: Budget) -> Any:
    """Read one line of JSON; raises UnreadableError where it is broken."""
    if len(line) > budget.record_bytes:
        raise UnreadableError(too_long_line(budget.record_bytes))
    try:
        return parse_json(line.decode("utf-8"), budget.depth)
    except UnicodeDecodeError as error:
        raise UnreadableError(f"not UTF-8 text at byte {error.start + 1}") from None


def read_json_lines_split(split: Split, options: ReadOptions) -> Iterator[Rows]:
    r"""Read the wanted keys of one split; a broken line costs itself, and a blank one is no record.

    >>> columns = ColumnMap(("pay.min",), {"pay_text": ("pay.min",)})
    >>> split = Split(Source(), "jsonl", content=b'{"pay": {"min": 20.50}}\n[1]\n', columns=columns)
    >>> [rows] = read_json_lines_split(split, ReadOptions())
    >>> rows.table["pay.min"].to_pylist(), rows.bad
    (['20.50'], (BadRecord(number=2, reason='no JSON object', text='[1]', where=''),))
    """
    assert split.columns is not None
    wanted, lines = split.columns.wanted, enumerate(split.text().split(b"\n"), split.first_row)
    yield read_each(
        ((number, line) for number, line in lines if line.strip()),
        split.columns,
        lambda line: cells_of(parse_line(line, options.budget), wanted),
        lambda line: line.decode("utf-8", errors="replace").rstrip("\r"),
    )


def read_objects(records: Iterable[tuple[int, Any]], columns: ColumnMap) -> Rows:
    """Put numbered records into rows; what is no object is a bad record."""
    wanted = columns.wanted
    return read_each(records, columns, lambda record: cells_of(record, wanted), text_of)


def cells_of(record: Any, wanted: Sequence[str]) -> list[str]:
    """Return the wanted cells of a record."""
    if not isinstance(record, Mapping):
        raise UnreadableError("no JSON object")
    flat = flatten(record)
    return [flat.get(key, "") for key in wanted]


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
            flat[whole_letters(key)] = text
    return flat


def text_of(value: Any) -> str:
    """Write one value as the cell of a table, its lines kept."""
    if isinstance(value, str):
        return whole_letters(value)
    if isinstance(value, list) and all(map(is_name, value)):
        return "; ".join(filter(None, (name_of(part) if isinstance(part, Mapping) else words(part) for part in value)))
    return json.dumps(value, default=str) if isinstance(value, list | Mapping) else words(value)


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


def stream_records(source: Source, options: ReadOptions, at_once: int) -> Iterator[list[Any]]:
    """Give the records of a large JSON file, some at a time; raises UnreadableError for what is no list of objects.

    No more than a record's bytes are read for a record, and no more than a split's are held.
    """
    budget = options.budget
    try:
        with Metered(open_text(source, budget)[0], budget.record_bytes, MEND) as stream:
            prefix = prefix_of(cast(BinaryIO, stream))
        with Metered(open_text(source, budget)[0], budget.record_bytes, MEND) as stream:
            some: list[Any] = []
            begun = 0
            for record in ijson.items(stream, prefix):
                some.append(record)
                stream.bound = stream.given + budget.record_bytes
                if len(some) == at_once or stream.given - begun > budget.split_bytes:
                    yield some
                    some, begun = [], stream.given
            if some:
                yield some
    except (ijson.JSONError, UnicodeDecodeError, ArithmeticError) as error:
        raise UnreadableError(f"broken JSON: {error}; {MEND}") from None


def prefix_of(stream: BinaryIO) -> str:
    """Return where the records are in a file: the first list that begins with an object.

    >>> import io
    >>> prefix_of(io.BytesIO(b'{"meta": {"n": [1]}, "data": {"jobs": [{"title": "tutor"}]}}'))
    'data.jobs.item'
    """
    before = ""
    for prefix, event, _ in islice(ijson.parse(stream), LOOKED_AT):
        if event == "start_map" and before == "start_array" and prefix.endswith("item"):
            return str(prefix)
        before = event
    raise UnreadableError(f"no list of records; {MEND}")
