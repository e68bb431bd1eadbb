"""Pages by subject: each platform, group of professions and country with enough statements, and what they say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from babel import Locale

from labormarket.charts.statements import HIGH, LOW, select_stated
from labormarket.estimates import MIN_PRICES, Interval, bound, count_evidence, weigh_by_platform
from labormarket.estimates.clusters import name_the_mover
from labormarket.estimates.votes import select_work, with_prices
from labormarket.tiers import representative_usd_per_hour

LEAST = 5
"""A subject with fewer statements has no page: its statements are in the explorer."""
MOST_SHOWN = 60
"""So many prices a page shows in their words, the latest first chosen; the CSV file has every statement."""
WORLDWIDE = "Worldwide"
WITH_ARTICLE = frozenset({"US", "GB", "AE", "NL", "PH"})
REGIONS = Locale("en").territories


def country_name(code: str) -> str:
    """Return the English name of a country as a sentence has it; a word that is no code stays.

    >>> country_name("KE"), country_name("US"), country_name("Worldwide")
    ('Kenya', 'the United States', 'Worldwide')
    """
    name = str(REGIONS.get(code, code))
    return f"the {name}" if code in WITH_ARTICLE else name


def slug(name: str) -> str:
    """Return a name as the last part of an address; one without Latin letters by its code points.

    >>> slug("Côte d’Ivoire"), slug("police, fire and security workers"), slug("점")
    ('cote-d-ivoire', 'police-fire-and-security-workers', '110c-1165-11b7')
    """
    letters = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "-".join(f"{ord(letter):x}" for letter in plain)


@dataclass(frozen=True)
class Kind:
    """One kind of subject: its folder, what it is called, the question that a page of it answers."""

    folder: str
    title: str
    facet: str
    question: Callable[[str], str]
    name: Callable[[str], str]


def ask_of_country(code: str) -> str:
    """Return the question of a country's page."""
    if code == WORLDWIDE:
        return "What is AI-training work paid that is open worldwide?"
    return f"What is AI training paid in {country_name(code)}?"


KINDS = {
    kind.folder: kind
    for kind in (
        Kind("professions", "Professions", "group", lambda name: f"What are {name} paid to train AI?", str),
        Kind("platforms", "Platforms", "platform", lambda name: f"What does {name} pay for training AI?", str),
        Kind("countries", "Countries", "country", ask_of_country, country_name),
    )
}


@dataclass(frozen=True)
class Price:
    """One price in its words: a text that stands on many listings is one, shown by its latest."""

    statement: dict[Hashable, Any]
    statements: int
    professions: tuple[str, ...]
    countries: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """A subject with its statements about training work, and those that state pay per hour, no hours assumed.

    `recent` is the number of those collected since the last edition.
    """

    kind: Kind
    key: str
    statements: pd.DataFrame
    stated: pd.DataFrame
    recent: int

    @property
    def path(self) -> str:
        """Where its page stands in the site."""
        return f"{self.kind.folder}/{slug(self.name.removeprefix('the '))}.html"

    @property
    def name(self) -> str:
        """What it is called."""
        return self.kind.name(self.key)

    @property
    def question(self) -> str:
        """What its page answers."""
        return self.kind.question(self.key)

    @cached_property
    def evidence(self) -> dict[str, int]:
        """Statements, prices, witnesses, publishers and platforms, of all its statements."""
        return count_evidence(self.statements)

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of its statements."""
        return frozenset(self.statements["statement_id"])

    @cached_property
    def span(self) -> Interval | None:
        """Lowest and highest stated amount in US dollars per hour; "up to" sets no upper end unless nothing else is."""
        if self.stated.empty:
            return None
        firm = self.stated.loc[self.stated["bound"].ne("upper"), "highest"]
        return Interval(self.stated["lowest"].min(), (firm if len(firm) else self.stated["highest"]).max())

    @cached_property
    def median(self) -> Interval | None:
        """The bounds of its median in US dollars per hour, one platform one vote; None for fewer than five prices."""
        return median_of(self.stated) if count_evidence(self.stated)["prices"] >= MIN_PRICES else None

    @cached_property
    def without_one(self) -> tuple[Interval, str] | None:
        """How far the median moves with any platform left out, and which moves it most; None where one has it all."""
        names = sorted(set(self.stated["platform"]))
        whole = self.median
        if whole is None or len(names) < 2:
            return None
        slim = self.stated[["platform", "price", LOW, HIGH]]
        others = [median_of(slim[slim["platform"].ne(name)]) for name in names]
        moved = name_the_mover(whole, others, names)
        return Interval(moved.low, moved.high), moved.moved_most_by

    def count(self, column: str) -> list[tuple[str, int]]:
        """Return each value of a column with its number of statements, the commonest first."""
        return [(str(value), int(n)) for value, n in self.statements[column].dropna().value_counts().items()]

    @cached_property
    def prices(self) -> list[Price]:
        """Its prices, the highest first, those without pay per hour last."""
        of_price: dict[tuple[object, object], list[dict[Hashable, Any]]] = {}
        frame = self.statements
        frame = frame.assign(middle=representative_usd_per_hour(frame[LOW], frame[HIGH]))
        # Missing is None: a template asks once, whatever the type of the column.
        rows = frame.astype("object").where(frame.notna(), None).to_dict("records")
        for row in sorted(rows, key=lambda row: row["published_on"] or "", reverse=True):
            of_price.setdefault((row["platform"], row["price"]), []).append(row)
        latest = [tell_price(same) for same in list(of_price.values())[:MOST_SHOWN]]
        return sorted(latest, key=lambda price: -(price.statement["middle"] or 0.0))


def median_of(stated: pd.DataFrame) -> Interval:
    """Return the bounds of a median: if everyone got the low end of what is stated, and if everyone the high end."""
    return bound(stated[LOW], stated[HIGH], weigh_by_platform(stated), statistic="median")


def tell_price(rows: list[dict[Hashable, Any]]) -> Price:
    """Return one price by the statements that state it, the latest first."""
    names = dict.fromkeys(str(row["profession"]) for row in rows if row["profession"])
    codes = dict.fromkeys(code for row in rows if row["country"] for code in split_countries(str(row["country"])))
    return Price(rows[0], len(rows), tuple(names), tuple(codes))


def split_countries(codes: str) -> list[str]:
    """Return the codes of a cell.

    >>> split_countries("US; CA")
    ['US', 'CA']
    """
    return [code.strip() for code in codes.split(";")]


def find_topics(statements: pd.DataFrame, groups: Mapping[str, str], recent: Iterable[str]) -> list[Topic]:
    """Return every subject that has a page, the kinds in the order of KINDS, each with most statements first.

    Takes all statements (only training work counts), the group of each profession, and the ids of the raw files that
    came with the last edition.
    """
    work = with_prices(select_work(statements))
    stated = select_stated(work)
    columns = {
        "platforms": work["platform"],
        "professions": work["profession"].map(groups),
        "countries": work["country"].map(split_countries, na_action="ignore").explode(),
    }
    is_recent = work["source_id"].isin(set(recent))
    topics = []
    for folder, kind in KINDS.items():
        values = columns[folder]
        counts = values.value_counts()
        for key in sorted(counts.index[counts >= LEAST], key=lambda key: (-counts[key], key)):
            rows = values.index[values.eq(key)]
            hourly = stated.index.intersection(rows, sort=False)
            topics.append(Topic(kind, str(key), work.loc[rows], stated.loc[hourly], int(is_recent.loc[rows].sum())))
    return topics
