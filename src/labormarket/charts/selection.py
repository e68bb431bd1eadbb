"""A reader's own selection of rows: filters the tables and names itself in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypedDict, Unpack

import pandas as pd

from labormarket.charts.i18n import Words
from labormarket.charts.inputs import Tables
from labormarket.charts.statements import keep_behind
from labormarket.charts.style import Style
from labormarket.files.nearest import did_you_mean
from labormarket.platforms import match_platform
from labormarket.professions import match_profession
from labormarket.sources.countries import UnknownCountryError, find_country
from labormarket.tiers import TIER_NAMES

Names = str | Iterable[str]
DATES = ("since", "until")
SINCE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
FIRST_OF_YEAR = "-01-01"


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


@dataclass(frozen=True)
class Selection:
    """Which statements to draw: of these platforms, professions, groups of them, fields, tiers, countries and
    kinds, in a span of time.

    An empty field selects everything. `since` and `until` are a year, a month or a day and belong to the span; what has
    no date was not published since or until anything and is left out.

    >>> Selection(platform=("Mercor",), since="2025-06").describe("en")
    'Mercor, since 2025-06'
    >>> Selection(country=("KE",)).describe("fr"), Selection().describe("en")
    ('Kenya', '')
    """

    platform: tuple[str, ...] = ()
    profession: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    field: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    def __bool__(self) -> bool:
        """Whether anything is selected at all."""
        return self != Selection()

    def describe(self, lang: str) -> str:
        """Name the selection in words, for the subtitle."""
        words = Words(lang)
        names = [*self.platform, *map(words.profession, self.profession), *self.group, *map(words.field, self.field)]
        names += [*map(words.tier, self.tier), *map(words.country, self.country)]
        names += [words(f"selection.{kind}") for kind in self.kind]
        names += [words(f"selection.{name}", date=date) for name in DATES if (date := getattr(self, name))]
        return ", ".join(names)

    def resolve(self, pay: pd.DataFrame) -> Selection:
        """Return this selection with every name as the pay table writes it.

        Case plays no part; a platform, a profession and a country may be named by any of their known names. Raises
        SelectionError with the nearest names there are.
        """
        for name in DATES:
            if (text := getattr(self, name)) and not _is_date(text):
                raise SelectionError(f"--{name} {text!r}: write a date such as 2025, 2025-06 or 2025-06-30")
        countries = pay["country"].dropna().str.split(";").explode()
        platforms = (match_platform(name).platform or name for name in self.platform)
        stated = set(pay["profession"].dropna())
        professions = (
            name if name in stated else match_profession(name).profession or name for name in self.profession
        )
        return replace(
            self,
            platform=_find_all("platform", platforms, pay["platform"]),
            profession=_find_all("profession", professions, pay["profession"]),
            tier=_find_all("tier", self.tier, pd.Series(TIER_NAMES)),
            country=_find_all("country", map(_code_of, self.country), countries),
            kind=_find_all("kind", self.kind, pay["kind"]) if self.kind else (),
        )

    def apply(self, tables: Mapping[str, pd.DataFrame]) -> Tables:
        """Return the tables of the selected statements.

        Tables of statements keep their selected rows, comparisons those rows that rest on one of them, registers
        (sources, professions, facts, references) stay whole. Raises SelectionError where no statement is left, or
        where a name is unknown.
        """
        kept = tables if isinstance(tables, Tables) else Tables(tables)
        chosen = self.resolve(kept["pay"])
        pay = chosen._keep(kept["pay"], kept)
        if pay.empty:
            raise SelectionError(f"no statement is left: {chosen.describe('en')}")
        return Selected(kept, pay)

    def _keep(self, pay: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
        mask = pd.Series(True, index=pay.index)
        columns = {"platform": self.platform, "profession": self.profession, "tier": self.tier, "kind": self.kind}
        for column, names in columns.items():
            if names:
                mask &= pay[column].isin(names)
        for column in ("field", "group"):
            if names := getattr(self, column):
                known = tables["professions"].set_index("profession")[column]
                mask &= pay["profession"].map(known).isin(_find_all(column, names, known))
        if self.country:
            mask &= pay["country"].fillna("").str.split(";").map(lambda codes: bool(set(codes) & set(self.country)))
        if self.since:
            # A date as text sorts by time; "2025" is not yet since 2025-06, for nobody says that it was.
            mask &= pay["published_on"].fillna("").ge(self.since)
        if self.until:
            mask &= pay["published_on"].fillna("9999").str.slice(0, len(self.until)).le(self.until)
        return pay[mask]


def select(tables: Tables, style: Style, **named: Unpack[Named]) -> tuple[Tables, Style]:
    """Return the tables of the named statements, and the style that names them in the subtitle.

    Nothing named selects everything. Raises SelectionError for what isn't there.
    """
    given: dict[str, Any] = {name: names for name, names in named.items() if names}
    chosen: dict[str, Any] = {name: str(of) if name in DATES else _as_tuple(of) for name, of in given.items()}
    selection = Selection(**chosen)
    if not selection:
        return tables, style
    selection = selection.resolve(tables["pay"])
    return selection.apply(tables), style.with_selection(selection.describe(style.lang))


def _code_of(country: str) -> str:
    try:
        return find_country(country)
    except UnknownCountryError as unknown:
        raise SelectionError(str(unknown)) from None


def _as_tuple(names: Names) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


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


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text + FIRST_OF_YEAR[len(text) - len("2025") :])
    except ValueError:
        return False
    return SINCE.fullmatch(text) is not None


def _find_all(what: str, names: Iterable[str], known: pd.Series) -> tuple[str, ...]:
    by_key = {str(name).casefold(): str(name) for name in known.dropna().unique()}
    found = []
    for name in names:
        if name.casefold() not in by_key:
            raise SelectionError(f"no {what} {name!r} has a statement{did_you_mean(name, by_key.values())}")
        found.append(by_key[name.casefold()])
    return tuple(found)
