"""A reader's own selection of rows: filters the tables and names itself in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd
from rapidfuzz import process

from labormarket.charts.words import Words
from labormarket.comparisons import compare_day_jobs
from labormarket.platforms import match_platform
from labormarket.tiers import TIER_NAMES

SINCE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
DAY_JOB_WAGES = "reference_oews"
FIRST_OF_YEAR = "-01-01"


class SelectionError(ValueError):
    """A selection that names something the tables don't hold."""


@dataclass(frozen=True)
class Selection:
    """Which statements to draw: of these platforms, professions, tiers and countries, published since a date.

    An empty field selects everything. `since` is a year, a month or a day; what has no date was not published since
    anything and is left out.

    >>> Selection(platforms=("Mercor",), since="2025-06").describe("en")
    'Mercor, since 2025-06'
    >>> Selection(countries=("KE",)).describe("fr"), Selection().describe("en")
    ('Kenya', '')
    """

    platforms: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    since: str = ""

    def __bool__(self) -> bool:
        """Whether anything is selected at all."""
        return bool(self.platforms or self.professions or self.tiers or self.countries or self.since)

    def describe(self, lang: str) -> str:
        """Name the selection in words, for the subtitle."""
        words = Words(lang)
        names = [*self.platforms, *map(words.profession, self.professions)]
        names += [words.tier(tier) for tier in self.tiers] + [words.country(code) for code in self.countries]
        if self.since:
            names.append(words("selection.since", date=self.since))
        return ", ".join(names)

    def resolve(self, pay: pd.DataFrame) -> Selection:
        """Return this selection with every name as the pay table writes it.

        Case plays no part, and a platform may be named by any of its known names. Raises SelectionError with the
        nearest names there are.
        """
        if self.since and not _is_date(self.since):
            raise SelectionError(f"--since {self.since!r}: write a date such as 2025, 2025-06 or 2025-06-30")
        countries = pay["country"].dropna().str.split(";").explode()
        return Selection(
            platforms=_find_all(
                "platform", (match_platform(name).platform or name for name in self.platforms), pay["platform"]
            ),
            professions=_find_all("profession", self.professions, pay["profession"]),
            tiers=_find_all("tier", self.tiers, pd.Series(TIER_NAMES)),
            countries=_find_all("country", self.countries, countries),
            since=self.since,
        )

    def apply(self, tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return the tables of the selected statements.

        Tables of statements keep their selected rows, tables of pairs are compared again from what is left, registers
        (sources, professions, facts, references) stay whole. Raises SelectionError where no statement is left, or
        where a name is unknown.
        """
        chosen = self.resolve(tables["pay"])
        pay = chosen._keep(tables["pay"])
        if pay.empty:
            raise SelectionError(f"no statement is left: {chosen.describe('en')}")
        kept = {
            name: table[table["statement_id"].isin(pay["statement_id"])] if "statement_id" in table else table
            for name, table in tables.items()
        }
        return kept | _compare_again(kept)

    def _keep(self, pay: pd.DataFrame) -> pd.DataFrame:
        mask = pd.Series(True, index=pay.index)
        for column, names in (("platform", self.platforms), ("profession", self.professions), ("tier", self.tiers)):
            if names:
                mask &= pay[column].isin(names)
        if self.countries:
            mask &= pay["country"].fillna("").str.split(";").map(lambda codes: bool(set(codes) & set(self.countries)))
        if self.since:
            # A date as text sorts by time; "2025" is not yet since 2025-06, for nobody says that it was.
            mask &= pay["published_on"].fillna("").ge(self.since)
        return pay[mask]


def _compare_again(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    if "day_jobs" not in tables:
        return {}
    return {"day_jobs": compare_day_jobs(tables["pay"], tables[DAY_JOB_WAGES])}


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
            near = [by_key[key] for key, *_ in process.extract(name.casefold(), list(by_key), limit=3)]
            raise SelectionError(f"no {what} {name!r} has a statement; the nearest are {', '.join(near) or 'none'}")
        found.append(by_key[name.casefold()])
    return tuple(found)
