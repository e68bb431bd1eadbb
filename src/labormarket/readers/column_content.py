"""Column mapping by content: columns of addresses, dates, places, pay or long text, where titles say nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from statistics import median

from labormarket.pay import parse_pay
from labormarket.readers.column_map import NEVER, PAY_FIELDS, map_columns, plain_title
from labormarket.readers.listing.dates import date_of
from labormarket.readers.listing.place import country_of_place

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
BOARDS = frozenset(
    "greenhouse lever ashby workable smartrecruiters workday indeed linkedin glassdoor ziprecruiter google builtin otta"
    " wellfound monster dice jobvite bamboohr recruitee icims taleo longtail".split()
)
ID = re.compile(r"[\w-]*\d[\w-]*|true|false|yes|no", re.IGNORECASE)


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
    title = next(iter(chosen.get("profession_raw", ())), "")
    if title and is_long(filled.get(title, [])):
        del chosen["profession_raw"]
        chosen["description"] = (*chosen.get("description", ()), title)
    for field in ("published_on", "source_url"):
        title = next(iter(chosen.get(field, ())), "")
        cells = filled.get(title, [])
        if field not in chosen or not cells:
            continue
        holds = is_address if field == "source_url" else is_date
        if share(cells, holds) < 0.2:
            del chosen[field]
    for field, is_other in (("platform", is_board), ("profession_raw", is_code)):  # whose software; a code of a list
        title = next(iter(chosen.get(field, ())), "")
        if title and share(filled.get(title, []), is_other) >= SHARE:
            rest = map_columns([other for other in titles if other != title]).get(field, ())
            chosen = {name: held for name, held in chosen.items() if name != field} | ({field: rest} if rest else {})
    taken = {title for held in chosen.values() for title in held}
    free = [title for title in titles if title in filled.keys() - taken and not NEVER.search(plain_title(title))]

    def claim(field: str, holds: Callable[[Sequence[str]], bool], but: re.Pattern[str] = NEVER) -> None:
        fit = (title for title in free if not but.search(plain_title(title)) and holds(filled[title]))
        if field not in chosen and (title := next(fit, "")):
            chosen[field] = (title,)
            free.remove(title)

    claim("source_url", lambda cells: share(cells, is_address) >= SHARE)
    claim("published_on", lambda cells: share(cells, is_date) >= SHARE, but=OTHER_DATES)
    if not any(field in chosen for field in PAY_FIELDS):
        claim("pay_text", lambda cells: not is_long(cells) and share(cells, is_signed_pay) >= LEAST_PAY)
    claim("description", is_long)
    claim("place", lambda cells: share(cells, is_place) >= SHARE, but=LANGUAGES)
    claim("profession_raw", is_titles)
    return chosen


def share(cells: Sequence[str], holds: Callable[[str], bool]) -> float:
    """The share of the cells that look like something."""
    return sum(map(holds, cells)) / len(cells) if cells else 0.0


def is_long(cells: Sequence[str]) -> bool:
    """Tell whether cells are descriptions."""
    return bool(cells) and median(map(len, cells)) > LONG


def is_address(cell: str) -> bool:
    """Tell whether a cell is a web address, or the path of one."""
    return bool(re.match(r"https?://\S+$|www\.\S+$|/\S*/\S+$", cell))


def is_board(cell: str) -> bool:
    """Tell whether a cell names the software of a job board."""
    return plain_title(cell) in BOARDS


def is_code(cell: str) -> bool:
    """Tell whether a cell is a code of a list ("data_entry")."""
    return bool(re.fullmatch(r"[a-z]+(?:_[a-z]+)+", cell))


def is_date(cell: str) -> bool:
    """Tell whether a cell is a date."""
    return bool(date_of(cell, today="2026-01-01")) or bool(re.search(r"\bago\b|\btoday\b", cell, re.IGNORECASE))


def is_signed_pay(cell: str) -> bool:
    """Tell whether a cell is a pay field by its sign or unit: numbers alone may be anything."""
    return len(cell) < SHORT and bool(SIGNED.search(cell)) and parse_pay(cell) is not None


def is_place(cell: str) -> bool:
    """Tell whether a cell is a place."""
    return len(cell) < SHORT and country_of_place(cell) != ("", "")


def is_titles(cells: Sequence[str]) -> bool:
    """Tell whether cells are job titles: short phrases of letters, most of them different."""
    if median(map(len, cells)) > SHORT or share(cells, lambda cell: bool(ID.fullmatch(cell))) > 0.3:
        return False
    return len(set(cells)) >= min(len(cells), 3) * 0.5 and share(cells, lambda cell: any(map(str.isalpha, cell))) > 0.9
