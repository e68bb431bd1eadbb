"""The tables that a chart reads, whole or of a reader's own selection, which names itself in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypedDict, Unpack

import pandas as pd

from labormarket.charts.i18n import Words
from labormarket.charts.statements import keep_behind
from labormarket.charts.style import Style
from labormarket.files.nearest import did_you_mean
from labormarket.platforms import match_platform
from labormarket.professions import match_profession
from labormarket.sources import read_reference
from labormarket.sources.countries import UnknownCountryError, find_country
from labormarket.tables import load_table, with_plain_types
from labormarket.tiers import TIER_NAMES

REFERENCE = "reference_"
"""A table whose name begins so is a raw reference file, by its source_id."""
Names = str | Iterable[str]
DATES, OF_PROFESSIONS = ("since", "until"), ("field", "group")
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Named(TypedDict, total=False):
    """What a reader may name, one name or several of each; `since` and `until` are a year, a month or a day."""

    platform: Names
    profession: Names
    group: Names
    field: Names
    tier: Names
    country: Names
    kind: Names
    since: str | int
    until: str | int


class SelectionError(ValueError):
    """A selection that names something the tables don't hold."""


class Tables(dict[str, pd.DataFrame]):
    """Tables by name: the given ones, and any other from the last build when it is asked for.

    >>> Tables({"pay": pd.DataFrame({"platform": ["X"]})})["pay"]["platform"].tolist()
    ['X']
    """

    def __init__(self, given: Mapping[str, pd.DataFrame] | None = None, root: Path | None = None) -> None:
        super().__init__({name: with_plain_types(name, table) for name, table in (given or {}).items()})
        self.root = root

    def __missing__(self, name: str) -> pd.DataFrame:
        read = read_reference if name.startswith(REFERENCE) else load_table
        self[name] = read(name, self.root)
        return self[name]


class Selected(Tables):
    """The tables of a selection of statements: each is cut down to it when it is asked for."""

    def __init__(self, whole: Tables, pay: pd.DataFrame) -> None:
        super().__init__({"pay": pay}, whole.root)
        self.whole = whole

    def __missing__(self, name: str) -> pd.DataFrame:
        table = self.whole[name]
        if "statement_id" in table:
            table = table[table["statement_id"].isin(self["pay"]["statement_id"])]
        elif "statement_ids" in table:
            table = keep_behind(table, self["pay"])
        self[name] = table
        return self[name]


def select(tables: Tables, style: Style, **named: Unpack[Named]) -> tuple[Tables, Style]:
    """Return the tables of the named statements, and the style that names them in the subtitle.

    Nothing named selects everything. Case plays no part; a platform, a profession and a country may be named by any of
    their known names. What has no date was not published since or until anything and is left out. Tables of statements
    keep their selected rows, comparisons those rows that rest on one of them; registers (sources, professions, facts,
    references) stay whole. Raises SelectionError where no statement is left, or with the nearest names for what isn't
    there.
    """
    given: dict[str, Any] = {what: of for what, of in named.items() if of}
    if not given:
        return tables, style
    kinds = list(Named.__annotations__)
    if unknown := sorted(given.keys() - {*kinds}):
        raise TypeError(f"statements are not selected by {unknown[0]}: one of {', '.join(kinds)}")
    chosen = {}
    for what in sorted(given, key=kinds.index):
        of = given[what]
        chosen[what] = _find_all(what, [str(of)] if isinstance(of, str | int) else list(of), tables)
    pay = tables["pay"]
    for what, names in chosen.items():
        pay = pay[_is_among(what, names, pay, tables)]
    if pay.empty:
        raise SelectionError(f"no statement is left: {describe(chosen, Words('en'))}")
    return Selected(tables, pay), replace(style, selected=describe(chosen, Words(style.lang)))


def describe(chosen: Mapping[str, Iterable[str]], words: Words) -> str:
    """Name a selection in words, for the subtitle.

    >>> describe({"platform": ["Mercor"], "country": ["KE"], "since": ["2025-06"]}, Words("fr"))
    'Mercor, Kenya, depuis 2025-06'
    """
    write: dict[str, Callable[[str], str]] = {
        "profession": words.profession,
        "field": words.field,
        "tier": words.tier,
        "country": words.country,
        "kind": lambda kind: words(f"selection.{kind}"),
        "since": lambda day: words("selection.since", date=day),
        "until": lambda day: words("selection.until", date=day),
    }
    return ", ".join(write.get(name, str)(one) for name, names in chosen.items() for one in names)


def _find_all(what: str, names: list[str], tables: Tables) -> list[str]:
    """Return names as the tables write them; raise SelectionError with the nearest where there is none."""
    if what in DATES:
        if not all(map(_is_date, names)):
            raise SelectionError(f"--{what} {names[0]!r}: write a date such as 2025, 2025-06 or 2025-06-30")
        return names
    if what == "tier":
        known = pd.Series(TIER_NAMES)
    elif what in OF_PROFESSIONS:
        known = tables["professions"][what]
    else:
        known = tables["pay"][what].str.split(";").explode()
    by_key = {str(name).casefold(): str(name) for name in known.dropna().unique()}
    found = []
    for name in names:
        name = name if name.casefold() in by_key else _canonical(what, name)
        if name.casefold() not in by_key:
            raise SelectionError(f"no {what} {name!r} has a statement{did_you_mean(name, by_key.values())}")
        found.append(by_key[name.casefold()])
    return found


def _canonical(what: str, name: str) -> str:
    """Return the name under which the pay table knows what a reader may call otherwise."""
    if what == "platform":
        return match_platform(name).platform or name
    if what == "profession":
        return match_profession(name).profession or name
    if what == "country":
        try:
            return find_country(name)
        except UnknownCountryError as unknown:
            raise SelectionError(str(unknown)) from None
    return name


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text + "2025-01-01"[len(text) :])
    except ValueError:
        return False
    return DATE.fullmatch(text) is not None


def _is_among(what: str, names: list[str], pay: pd.DataFrame, tables: Tables) -> pd.Series:
    """Whether each statement is one of those that are named."""
    if what == "since":
        # A date as text sorts by time; "2025" is not yet since 2025-06, for nobody says that it was.
        return pay["published_on"].fillna("").ge(names[0])
    if what == "until":
        return pay["published_on"].fillna("9999").str.slice(0, len(names[0])).le(names[0])
    if what == "country":
        return pay["country"].fillna("").str.split(";").map(lambda codes: bool(set(codes) & set(names)))
    if what in OF_PROFESSIONS:
        return pay["profession"].map(tables["professions"].set_index("profession")[what]).isin(names)
    return pay[what].isin(names)
