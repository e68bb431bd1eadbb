"""What a profession is paid in a country: its statements there, in the region and in the world, nearest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from labormarket.comparisons.minimum_wages import general_wages, merge_minimum_wages
from labormarket.estimates.calculator import find_day_job
from labormarket.estimates.intervals import Interval
from labormarket.estimates.unpaid_time import list_scenarios
from labormarket.estimates.votes import ENDS, with_hourly_pay
from labormarket.hourly import HOURS_PER_MONTH, WORTH_A_FIXED_SUM, ExchangeRates
from labormarket.professions import match_profession, professions
from labormarket.sources import TRAINING, read_reference, read_register
from labormarket.sources.countries import WORLDWIDE, country_name, find_country
from labormarket.tables import load_table

LOW, HIGH = ENDS
FEW = 5
"""Under so many statements a range is called thin."""


@dataclass(frozen=True)
class Range:
    """What a set of statements says: the lowest and highest hourly amount stated, and how it is known."""

    who: str
    where: str
    statements: pd.DataFrame

    @property
    def prices(self) -> pd.DataFrame:
        """Those with an hourly value, each template and each story of a platform once: a price is posted many times."""
        frame = self.hourly
        posted_again = frame["template_id"].notna() & frame.duplicated("template_id")
        told_again = frame["origin"].notna() & frame.duplicated(["platform", "origin", "pay_as_stated"])
        return frame[~posted_again & ~told_again]

    @property
    def hourly(self) -> pd.DataFrame:
        """Those of the statements that have an hourly value."""
        return with_hourly_pay(self.statements)

    @property
    def usd_per_hour(self) -> Interval | None:
        """The lowest low end and the highest end stated, 0 or infinity where none is; None without an hourly value.

        "Up to $85" states no low end: it makes nothing the lowest pay.
        """
        if self.hourly.empty:
            return None
        low, high = self.hourly[LOW].where(self.hourly[LOW].gt(0)).min(), self.hourly[HIGH].max()
        return Interval(0.0 if pd.isna(low) else float(low), float("inf") if pd.isna(high) else float(max(high, low)))

    @property
    def middle(self) -> Interval | None:
        """The median low and the median high end, where there are FEW prices or more with both."""
        both = self.prices.dropna(subset=[LOW, HIGH])
        return Interval(float(both[LOW].median()), float(both[HIGH].median())) if len(both) >= FEW else None

    @property
    def kinds(self) -> dict[str, int]:
        """How many statements there are of each kind of evidence."""
        return {str(kind): int(count) for kind, count in self.statements["kind"].value_counts().items()}

    @property
    def platforms(self) -> dict[str, int]:
        """How many statements there are of each platform, the most first."""
        return {str(name): int(count) for name, count in self.statements["platform"].value_counts().items()}

    def record(self) -> dict[str, Any]:
        """Return the range as plain values."""
        return {
            "who": self.who,
            "where": self.where,
            "statements": len(self.statements),
            "with_hourly_pay": len(self.hourly),
            "prices": len(self.prices),
            "platforms": self.platforms,
            "kinds": self.kinds,
            "usd_per_hour": self.usd_per_hour,
            "usd_per_hour_middle": self.middle,
            "statement_ids": self.statements["statement_id"].to_list(),
        }


@dataclass(frozen=True)
class Answer:
    """The answer to "what is this profession paid, there?", and what it cannot say."""

    asked: str
    profession: str
    group: str
    country: str
    ranges: list[Range]
    """By profession, group and field, and within each the nearest place first."""
    any_work_there: Range | None
    after_unpaid_time: list[tuple[str, Interval]] = field(default_factory=list)
    minimum_wage: dict[str, Any] | None = None
    day_job: tuple[str, Interval] | None = None
    unknown: list[str] = field(default_factory=list)

    @property
    def wheres(self) -> list[str]:
        """The places of the ranges, the nearest first."""
        return [one.where for one in self.ranges if one.who == self.ranges[0].who]

    @property
    def nearest(self) -> Range | None:
        """The range nearest to the question that has an hourly value."""
        return next((found for found in self.ranges if found.usd_per_hour), None)


def answer(title: str, country: str = "") -> Answer:
    """Answer what a title is paid in a country (a name or a code; empty: anywhere).

    Only training work counts. Raises ValueError, with the nearest names, for a title or a country that isn't known.
    """
    match = match_profession(title)
    listed = professions()
    if match.profession is None and match.group is None:
        raise ValueError(title)
    code = find_country(country) if country else ""
    pay = load_table("pay")
    pay = pay[pay["scope"].eq(TRAINING)]
    places = read_reference("reference_countries").set_index("country_code")
    of_profession = listed.set_index("profession")
    own = match.profession or ""
    group = match.group or str(of_profession["group"].get(own, ""))
    kin = set(listed.loc[listed["group"].eq(group), "profession"]) - {own}
    work_field = str(of_profession["field"].get(own, "") or "")
    who = [(own, {own}), (f"all {group}", kin | {own})]
    if work_field:
        who.append((f"all {work_field} work", set(listed.loc[listed["field"].eq(work_field), "profession"])))
    wheres = list(split_places(pay, code, places))
    ranges = [
        Range(name, where, rows[rows["profession"].isin(names)])
        for name, names in who
        if name
        for where, rows in wheres
    ]
    ranges = drop_repeated(ranges)
    there = wheres[0][1] if code else None
    found = Answer(
        asked=title,
        profession=own,
        group=group,
        country=code,
        ranges=ranges,
        any_work_there=None if there is None else Range("any AI-training work", country_name(code), there),
        minimum_wage=minimum_wage_of(code) if code else None,
        day_job=day_job_of(title),
    )
    if found.nearest and found.nearest.usd_per_hour:
        found.after_unpaid_time.extend(after_unpaid_time(found.nearest.middle or found.nearest.usd_per_hour))
    found.unknown.extend(gaps(found))
    return found


def split_places(pay: pd.DataFrame, code: str, places: pd.DataFrame) -> Iterable[tuple[str, pd.DataFrame]]:
    """Part the pay table by how near its workers are: there, anywhere in the world, the region, other countries."""
    codes = pay["country"].fillna("").str.split(";")
    if not code:
        yield "anywhere", pay
        return
    there = codes.map(lambda stated: code in stated)
    everywhere = codes.map(lambda stated: WORLDWIDE in stated)
    region = str(places["region"].get(code, ""))
    of_region = set(places.index[places["region"].eq(region)]) if region else set()
    near = codes.map(lambda stated: bool(of_region & set(stated))) & ~there
    silent = pay["country"].isna()
    yield country_name(code), pay[there]
    if region:
        yield f"elsewhere in {region}", pay[near]
    yield "open to the whole world", pay[everywhere & ~there & ~near]
    yield "no country stated", pay[silent]
    yield "other countries", pay[~there & ~near & ~everywhere & ~silent]


def drop_repeated(ranges: list[Range]) -> list[Range]:
    """Leave out a wider circle that adds no statement to a narrower one of the same place."""
    kept: list[Range] = []
    for found in ranges:
        narrower = [len(other.statements) for other in kept if other.where == found.where]
        if not narrower or len(found.statements) > max(narrower):
            kept.append(found)  # the narrowest circle stays, empty or not
    return kept


def after_unpaid_time(usd_per_hour: Interval) -> list[tuple[str, Interval]]:
    """Return what is left of an hour's pay under each published measurement of unpaid time."""
    scenarios = list_scenarios(read_reference("reference_benchmarks")).iloc[1:]
    return [
        (str(scenario), Interval(usd_per_hour.low * share, usd_per_hour.high * share))
        for scenario, share in zip(scenarios["scenario"], scenarios["paid_share"], strict=True)
    ]


def minimum_wage_of(code: str) -> dict[str, Any] | None:
    """Return a country's minimum wage in force when the data were collected; None where none is known."""
    newer, older = (read_reference(f"reference_minimum_wages{of}") for of in ("_2026-11-30", ""))
    wages = general_wages(merge_minimum_wages(newer, older))
    today = max(card.collected_on for card in read_register())
    own = wages[wages["country_code"].eq(code) & wages["in_force_from"].le(pd.Timestamp(today))]
    if own.empty:
        return None
    row = own.iloc[-1]
    currency = str(row["minimum_currency"])
    usd = WORTH_A_FIXED_SUM.get(currency) or (ExchangeRates.read().nearest(currency, None) or (None,))[0]
    return {
        "local_per_hour": float(row["minimum_per_hour"]),
        "currency": currency,
        "usd_per_hour": None if usd is None else float(row["minimum_per_hour"]) * usd,
        "since": row["in_force_from"].strftime("%Y-%m-%d"),
        "which": str(row["minimum_class"]),
        "binds": row["binds"] == "yes",
        "basis": str(row["minimum_basis"]),
    }


def day_job_of(title: str) -> tuple[str, Interval] | None:
    """Return the US day job that a title means and its median pay per hour; None where the survey has none."""
    try:
        name, month = find_day_job(title, read_reference("reference_oews"))
    except ValueError:
        return None
    return name, Interval(month.low / HOURS_PER_MONTH, month.high / HOURS_PER_MONTH)


def gaps(found: Answer) -> list[str]:
    """Say what the answer doesn't know."""
    name, place = found.profession or found.group, country_name(found.country)
    said = left_the_country(found.country) if found.country else []
    first = found.ranges[0]
    if found.country and first.statements.empty:
        said.append(f"no statement says what the work of {name} is paid in {place}")
    nearest = found.nearest
    if nearest and len(nearest.prices) < FEW:
        said.append(f"whether that is usual: the nearest pay rests on {count(len(nearest.prices), 'price')}")
    if nearest and set(nearest.kinds) == {"advertised"}:
        said.append("whether anybody was paid that: it is advertised, not reported")
    if nearest:
        dates = nearest.statements["published_on"].dropna()
        if len(dates):
            said.append(f"what is offered today: those statements are from {span(dates.min(), dates.max())}")
    said.append("how many hours of work there are, and whom a platform accepts")
    if found.country and found.minimum_wage is None:
        said.append(f"the minimum wage of {place}: it is not in the list")
    if found.day_job is None:
        said.append(f"what a day job as {name} pays: the US wage survey has no such occupation")
    elif found.country not in ("", "US"):
        said.append(f"what the day job pays in {place}: the wage survey at hand is of the United States")
    return said


def left_the_country(code: str) -> list[str]:
    """Name the platforms that no longer hire in a country, with the date."""
    ended = load_table("platforms").dropna(subset="ended_in")
    said = []
    for platform, places in zip(ended["platform"], ended["ended_in"], strict=True):
        for place in str(places).split(";"):
            country, _, day = place.partition(" ")
            if country == code:
                said.append(f"whether {platform} will be back: it left {country_name(code)} on {day}")
    return said


def count(number: int, what: str) -> str:
    """Write a number with its noun.

    >>> count(1, "price"), count(1200, "price")
    ('1 price', '1,200 prices')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def span(first: str, last: str) -> str:
    """Write a span of dates, one where both are the same."""
    return first if first == last else f"{first} to {last}"
