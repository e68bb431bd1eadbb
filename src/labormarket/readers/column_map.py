"""Column mapping: which columns of a table hold which fields of a statement, by title, by order, by content."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from statistics import median

from labormarket.pay import parse_pay
from labormarket.readers.listing.dates import date_of
from labormarket.readers.listing.place import country_of_place
from labormarket.readers.listing.structured_pay import CURRENCIES
from labormarket.readers.model import UnreadableError
from labormarket.sources import STATEMENT_COLUMNS

MANY = ("place", "description", "category")
"""The fields that several columns may hold together."""
PAY_FIELDS = ("pay_text", "low", "high", "middle")
FIELDS = tuple(dict.fromkeys((*STATEMENT_COLUMNS, *PAY_FIELDS, "period", "currency", *MANY, "listing_id")))
MOST_COLUMNS = 12  # of one field
TITLES = tomllib.loads(resources.files(__package__).joinpath("column_titles.toml").read_text(encoding="utf-8"))
WORDS = {name: frozenset(words.split()) for name, words in TITLES["words"].items()}
NEVER = re.compile("|".join(TITLES["never"]))
ONE_END = frozenset("from to min max low high".split())
RAW = {"statement_id", "profession_raw", "pay_text", "period_context", "currency_context"}
UNIT_IN_TITLE = re.compile(
    rf"[(\[/].*|\b(?:per|pro|par|por)\b.*|(?:^|[\s_-])(?:in\s+)?(?:{'|'.join(CURRENCIES)})\b|[$€£₹¥]",
    re.IGNORECASE,
)

SHARE = 0.6  # of a column's filled cells that must look alike
LEAST_PAY = 0.3  # boards leave many pay fields empty or write "Competitive"
LONG = 300  # characters: the median of a column of descriptions is longer
SHORT = 120  # characters: a job title is shorter
SIGNED = re.compile(
    r"[$€£₹¥]|\b(?:USD|EUR|GBP|INR|CAD|AUD|KES|PHP|JPY)\b|/\s?h|\bper\b|\bhour|\bhr\b",
    re.IGNORECASE,
)
OTHER_DATES = re.compile(r"verif|expir|clos|updat|scrap|seen|check|modif|deadline|valid|birth|found")
LANGUAGES = re.compile(r"lang|locale")  # "sv" is Swedish there, no place
ID = re.compile(r"[\w-]*\d[\w-]*|true|false|yes|no", re.IGNORECASE)


@dataclass(frozen=True)
class ColumnMap:
    """The columns of each field; `titles` is the whole header, `is_raw` tells a raw statements file."""

    titles: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    is_raw: bool = False

    @property
    def wanted(self) -> list[str]:
        """The columns to read, each once: any other is never opened."""
        return list(dict.fromkeys(title for titles in self.columns.values() for title in titles))

    def first(self, field: str) -> str:
        """The column of a field, "" where there is none."""
        return next(iter(self.columns.get(field, ())), "")


@cache
def accepted_titles(table: str = "columns") -> dict[str, dict[str, int]]:
    """Field -> the plain titles of its columns, the best first; of the table "nested", the keys of a pay object."""
    ranked = {field: dict.fromkeys(titles.lower().split()) for field, titles in TITLES[table].items()}
    return {field: {title: rank for rank, title in enumerate(titles)} for field, titles in ranked.items()}


def plain_title(title: str) -> str:
    """Reduce a title to letters and digits without accents.

    >>> plain_title("Vergütung (EUR)"), plain_title("salaryRange.min")
    ('vergutungeur', 'salaryrangemin')
    """
    folded = unicodedata.normalize("NFKD", title).casefold()
    return "".join(letter for letter in folded if letter.isalnum() and letter.isascii())


def spellings(title: str) -> tuple[str, str, str, str]:
    """The plain title, that without its unit, that without the wrappers of a flattened key, that without a currency.

    >>> spellings("Pay (USD/hour)"), spellings("jobs.attributes.Salary")[2], spellings("salary_hkd_min")[3]
    (('payusdhour', 'pay', 'payusdhour', 'pay'), 'salary', 'salarymin')
    """
    parts = [part for part in re.split(r"[._/:\[\]]+", title) if part]
    while len(parts) > 1 and (plain_title(parts[0]) in WORDS["wrappers"] or parts[0].isdecimal()):
        parts = parts[1:]
    words = re.split(r"[\s._/:()\[\]-]+|(?<=[a-z])(?=[A-Z])", title)
    bare = "".join(word for word in words if word.upper() not in CURRENCIES and plain_title(word) not in WORDS["units"])
    return plain_title(title), plain_title(UNIT_IN_TITLE.sub("", title)), plain_title("".join(parts)), plain_title(bare)


def map_columns(titles: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Map fields to columns by title; an exact title beats one that matches only without its unit.

    >>> map_columns(["Job Title", "Company", "Recruiter", "Pay ($/hr)", "City", "Country"])["place"]
    ('Country', 'City')
    >>> map_columns(["min_amount", "max_amount", "interval"])
    {'low': ('min_amount',), 'high': ('max_amount',), 'period': ('interval',)}
    """
    found: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    spelt = [(title, *spellings(title)) for title in titles]
    for spelling in (1, 2, 3, 4):
        by_name: dict[str, list[str]] = {}
        for entry in spelt:
            if not NEVER.search(entry[1]):
                by_name.setdefault(entry[spelling], []).append(entry[0])
        for field, accepted in accepted_titles().items():
            names = sorted(accepted.keys() & by_name.keys(), key=accepted.__getitem__)
            hits = [title for name in names for title in by_name[name] if title not in taken]
            held = found.get(field, ())
            room = (MOST_COLUMNS if field in MANY else 1) - len(held)
            if hits and room > 0:
                found[field] = (*held, *hits[:room])
                taken.update(hits[:room])
    for one, other in (("low", "high"), ("high", "low")):  # "from" and "to" alone are anything
        if one in found and other not in found and plain_title(found[one][0]) in ONE_END:
            del found[one]
    return found


def states_pay(found: Mapping[str, object]) -> bool:
    """Tell whether mapped columns make a table of pay: an amount or a description, and a platform or a profession."""
    states = any(field in found for field in (*PAY_FIELDS, "description"))
    return states and ("profession_raw" in found or "platform" in found)


def choose_columns(titles: Sequence[str], told: Mapping[str, str], *, sample: Mapping[str, Sequence[str]]) -> ColumnMap:
    """Choose the columns of a table: as told, else as a raw statements file has them, else by title, else by content.

    `sample` holds some cells of each column. Raises UnreadableError, with the columns found and the mend, where a
    column that was named isn't there or nothing states pay.

    >>> choose_columns(["a", "b"], {"pay_text": "b", "profession_raw": "a"}, sample={}).columns
    {'pay_text': ('b',), 'profession_raw': ('a',)}
    """
    there = f"the columns are {', '.join(map(repr, titles[:40]))}"
    for field, title in told.items():
        if field not in FIELDS:
            raise UnreadableError(f"no field {field!r}: the fields are {', '.join(FIELDS)}")
        if title not in titles:
            raise UnreadableError(f"no column {title!r} for {field}; {there}")
    is_raw = len(RAW & set(titles)) >= 2
    if is_raw:
        found: dict[str, tuple[str, ...]] = {field: (field,) for field in STATEMENT_COLUMNS if field in titles}
    else:
        found = map_columns(titles)
        found |= {name: (name,) for name in STATEMENT_COLUMNS if name in titles and name != "country"}  # any place
    named = set(told.values())
    chosen = {field: kept for field, held in found.items() if (kept := tuple(t for t in held if t not in named))}
    chosen |= {field: (title,) for field, title in told.items()}
    if not is_raw:
        chosen = guess_columns(titles, chosen, sample)
    if not any(field in chosen for field in (*PAY_FIELDS, "description")):
        raise UnreadableError(f"no column of pay or description; {there}: name it with --column pay_text=<column>")
    return ColumnMap(tuple(titles), chosen, is_raw)


def guess_columns(
    titles: Sequence[str], found: Mapping[str, tuple[str, ...]], sample: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Return the mapping with the fields that no title names, found by what the cells hold.

    A title that promises what its cells don't hold gives way: "text" over whole descriptions is no job title.

    >>> cells = {"a": ["https://x.example/1"] * 2, "b": ["tutor", "nurse"], "c": ["$20/hr", "$30 - $40/hr"]}
    >>> guess_columns(["a", "b", "c"], {}, cells)
    {'source_url': ('a',), 'pay_text': ('c',), 'profession_raw': ('b',)}
    """
    chosen = dict(found)
    filled = {title: [cell.strip() for cell in cells if cell and cell.strip()] for title, cells in sample.items()}
    filled = {title: cells for title, cells in filled.items() if cells}

    def first(field: str) -> tuple[str, list[str]]:
        held = chosen.get(field, ())
        return (held[0], filled.get(held[0], [])) if held else ("", [])

    title, cells = first("profession_raw")
    if is_long(cells):
        del chosen["profession_raw"]
        chosen["description"] = (*chosen.get("description", ()), title)
    for field, look in (("published_on", "date"), ("source_url", "address")):
        _, cells = first(field)
        if cells and share(cells, look) < 0.2:
            del chosen[field]
    for field, other in (("platform", "board"), ("profession_raw", "code")):  # whose software; a code of a list
        title, cells = first(field)
        if share(cells, other) >= SHARE:
            rest = map_columns([other for other in titles if other != title]).get(field, ())
            chosen = {name: held for name, held in chosen.items() if name != field} | ({field: rest} if rest else {})
    taken = {title for held in chosen.values() for title in held}
    free = [title for title in titles if title in filled.keys() - taken and not NEVER.search(plain_title(title))]

    def claim(field: str, holds: Callable[[Sequence[str]], bool], but: re.Pattern[str] = NEVER) -> None:
        fit = (title for title in free if not but.search(plain_title(title)) and holds(filled[title]))
        if field not in chosen and (title := next(fit, "")):
            chosen[field] = (title,)
            free.remove(title)

    claim("source_url", lambda cells: share(cells, "address") >= SHARE)
    claim("published_on", lambda cells: share(cells, "date") >= SHARE, but=OTHER_DATES)
    if not any(field in chosen for field in PAY_FIELDS):
        claim("pay_text", lambda cells: not is_long(cells) and share(cells, "pay") >= LEAST_PAY)
    claim("description", is_long)
    claim("place", lambda cells: share(cells, "place") >= SHARE, but=LANGUAGES)
    claim("profession_raw", is_titles)
    return chosen


LOOKS: dict[str, Callable[[str], object]] = {
    "address": re.compile(r"https?://\S+$|www\.\S+$|/\S*/\S+$").match,
    "board": lambda cell: plain_title(cell) in WORDS["boards"],
    "code": re.compile(r"[a-z]+(?:_[a-z]+)+").fullmatch,
    "date": lambda cell: date_of(cell, today="2026-01-01") or re.search(r"\bago\b|\btoday\b", cell, re.IGNORECASE),
    # a pay field shows itself by its sign or unit: numbers alone may be anything
    "pay": lambda cell: len(cell) < SHORT and SIGNED.search(cell) and parse_pay(cell) is not None,
    "place": lambda cell: len(cell) < SHORT and country_of_place(cell) != ("", ""),
    "id": ID.fullmatch,
    "words": lambda cell: any(map(str.isalpha, cell)),
}


def share(cells: Sequence[str], look: str) -> float:
    """The share of the cells that look like something.

    >>> share(["https://x.example/1", "/jobs/2", "jobs"], "address") > 0.6, share([], "date")
    (True, 0.0)
    """
    return sum(bool(LOOKS[look](cell)) for cell in cells) / len(cells) if cells else 0.0


def is_long(cells: Sequence[str]) -> bool:
    """Tell whether cells are descriptions."""
    return bool(cells) and median(map(len, cells)) > LONG


def is_titles(cells: Sequence[str]) -> bool:
    """Tell whether cells are job titles: short phrases of letters, most of them different."""
    if median(map(len, cells)) > SHORT or share(cells, "id") > 0.3:
        return False
    return len(set(cells)) >= min(len(cells), 3) * 0.5 and share(cells, "words") > 0.9


def parse_column_options(given: Sequence[str]) -> dict[str, str]:
    """Read `--column field=title` options; raises UnreadableError for any other form or field.

    >>> parse_column_options(["pay_text=Salary (USD)"])
    {'pay_text': 'Salary (USD)'}
    """
    mapping: dict[str, str] = {}
    for option in given:
        field, sign, title = option.partition("=")
        if not sign or field not in FIELDS:
            mend = f"write field=column, such as pay_text=Salary; the fields are {', '.join(FIELDS)}"
            raise UnreadableError(f"--column {option}: not of the form field=column; {mend}")
        mapping[field] = title
    return mapping
