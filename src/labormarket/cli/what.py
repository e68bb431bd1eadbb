"""`labormarket what "TITLE" --country C`: what a profession is paid there, in the region and in the world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from labormarket.cli.income import say_ends
from labormarket.cli.messages import Json, NothingFoundError
from labormarket.cli.messages import answer as say_answer

if TYPE_CHECKING:
    import pandas as pd

    from labormarket.estimates.answer import Answer, Range
    from labormarket.estimates.intervals import Interval

MOST = 6
ANYBODY = "for work that asks for no profession, take 'generalist annotator', 'AI tutor' or 'translator'"
NAMED = 4
"""Platforms that are named; the others are counted."""


def what(
    title: Annotated[str, typer.Argument(help="A profession or job title: nurse, 'software developer'.")],
    country: Annotated[str, typer.Option(help="Where you work: India, IN; anywhere if left out.")] = "",
    most: Annotated[int, typer.Option(min=0, help="Statements to quote, the nearest first.")] = MOST,
    json: Json = False,
) -> None:
    """Say what TITLE is paid for training AI: there, then in the region, then in the world.

    Beside it: what is left after unpaid time as studies measured it, the minimum wage, the day job, and what isn't
    known. Exit code 1 where no statement is found.
    """
    from labormarket.estimates.answer import answer
    from labormarket.files.nearest import did_you_mean
    from labormarket.professions import professions
    from labormarket.sources.countries import UnknownCountryError

    try:
        found = answer(title, country)
    except UnknownCountryError:
        raise
    except ValueError:
        near = did_you_mean(title, professions()["profession"], f"`labormarket title {title!r}` says why")
        raise NothingFoundError(f"{title!r} is no profession of the list{near}\n  mend: {ANYBODY}") from None
    record = {
        **{name: getattr(found, name) for name in ("asked", "profession", "group", "country")},
        "ranges": [one.record() for one in found.ranges if len(one.statements)],
        "any_work_there": found.any_work_there and found.any_work_there.record(),
        "usd_per_hour_after_unpaid_time": dict(found.after_unpaid_time),
        **{name: getattr(found, name) for name in ("minimum_wage", "day_job", "unknown")},
    }
    say_answer(record, in_words(found, most), json=json)
    if found.nearest is None:
        raise typer.Exit(1)


def in_words(found: Answer, most: int) -> list[str]:
    """Say the answer, line by line: the short of it, the ranges, the comparisons, some statements, the gaps."""
    from labormarket.sources.countries import country_name

    place = country_name(found.country)
    name = found.profession or found.group
    lines = [f"{name}{f' in {place}' if place else ''}: {short_answer(found, place)}"]
    shown = [one for one in found.ranges if len(one.statements) or one.where == place]
    wheres = sorted({one.where for one in shown}, key=found.wheres.index)
    for where in wheres:
        lines += ["", where[0].upper() + where[1:]]
        lines += [f"  {line}" for one in shown if one.where == where for line in describe_range(one)]
        if where == place and found.any_work_there is not None:
            lines += [f"  {line}" for line in describe_range(found.any_work_there)]
    lines += describe_comparisons(found)
    quoted = quote([one.statements for one in shown], found.country, most)
    if quoted:
        lines += ["", "Statements, the nearest first (`labormarket trace ID` leads back to the source)"]
        lines += [f"  {line}" for line in quoted]
    return [*lines, "", "Not known", *(f"  {gap}" for gap in found.unknown)]


def short_answer(found: Answer, place: str) -> str:
    """Say the short of it in one line."""
    from labormarket.estimates.answer import count

    nearest = found.nearest
    if nearest is None or nearest.usd_per_hour is None:
        return "no statement of pay by the hour"
    pay = dollars(nearest.middle or nearest.usd_per_hour)
    middle = "the middle of " if nearest.middle else ""
    known = f"{pay} an hour, {middle}{count(len(nearest.prices), 'price')}"
    if nearest.where in (place, "anywhere") and nearest.who == (found.profession or f"all {found.group}"):
        return known
    return f"nobody states it; nearest are {nearest.who} ({nearest.where}): {known}"


def describe_range(one: Range) -> list[str]:
    """Say what a set of statements says, and how it is known."""
    from labormarket.estimates.answer import count

    if one.statements.empty:
        return [f"{one.who}: no statement"]
    kinds = ", ".join(f"{number} {kind.replace('_', ' ')}" for kind, number in one.kinds.items())
    names, more = list(one.platforms), max(len(one.platforms) - NAMED, 0)
    platforms = ", ".join(names[:NAMED]) + (f" and {more} more" if more else "") or "no platform named"
    known = (
        f"    {count(len(one.statements), 'statement')}, {count(len(one.prices), 'hourly price')}: {kinds}; {platforms}"
    )
    if one.usd_per_hour is None:
        return [f"{one.who}: no pay by the hour", known]
    middle = f"; the middle {dollars(one.middle)}" if one.middle and one.middle != one.usd_per_hour else ""
    return [f"{one.who}: {dollars(one.usd_per_hour)} an hour{middle}", known]


def describe_comparisons(found: Answer) -> list[str]:
    """Say what the nearest pay leaves after unpaid time, and how it stands beside minimum wage and day job."""
    nearest = found.nearest
    if nearest is None or nearest.usd_per_hour is None:
        return []
    pay = nearest.middle or nearest.usd_per_hour
    lines = ["", f"{dollars(pay)} an hour ({nearest.who}, {nearest.where})"]
    for scenario, left in found.after_unpaid_time:
        lines.append(f"  leaves {dollars(left)} after unpaid time, were it as on microtask platforms: {scenario}")
    wage = found.minimum_wage
    if wage:
        usd = f" ({dollars_of(wage['usd_per_hour'])})" if wage["usd_per_hour"] else " (no exchange rate at hand)"
        ratio = (
            f"is {times(pay, wage['usd_per_hour'], wage['usd_per_hour'])}" if wage["usd_per_hour"] else "stands beside"
        )
        notes = (
            f"{'' if wage['binds'] else '; it binds nobody'}{'' if wage['basis'] == 'stated' else '; hours assumed'}"
        )
        lines.append(
            f"  {ratio} the minimum wage there: {amount_of(wage['local_per_hour'])} {wage['currency']}{usd} an hour, "
            f"{wage['which']}, since {wage['since']}{notes}"
        )
    if found.day_job:
        name, day_job = found.day_job
        lines.append(
            f"  is {times(pay, day_job.low, day_job.high)} the day job in the United States, {dollars(day_job)} "
            f"an hour at the median ({name}, BLS)"
        )
    return lines


def quote(parts: list[pd.DataFrame], country: str, most: int) -> list[str]:
    """Quote the first statements of several sets, the latest first in each, none twice."""
    quotes: dict[str, str] = {}
    for part in parts:
        latest = part.sort_values("published_on", ascending=False, na_position="last")
        for row in latest.to_dict("records"):
            facts = [row["platform"], row["profession"], places_of(row["country"], country)]
            facts += [row["published_on"], row["publisher"]]
            told = ", ".join(str(fact) for fact in facts if fact == fact and fact)
            quotes.setdefault(str(row["statement_id"]), f"{row['statement_id']}  “{row['pay_as_stated']}” ({told})")
    return list(quotes.values())[:most]


def places_of(stated: object, country: str) -> str:
    """Write the countries of a statement, the one that was asked for first.

    >>> places_of("US;CA;IN", "IN"), places_of("KE", "IN"), places_of(float("nan"), "IN")
    ('India and 2 more countries', 'Kenya', '')
    """
    from labormarket.sources.countries import country_name

    codes = stated.split(";") if isinstance(stated, str) else []
    if not codes:
        return ""
    first = country_name(country if country in codes else codes[0])
    return first if len(codes) == 1 else f"{first} and {len(codes) - 1} more countries"


def times(pay: Interval, low: float, high: float) -> str:
    """Write how many times an amount, or a range of them, some pay is.

    >>> from labormarket.estimates.intervals import Interval
    >>> times(Interval(50.0, 50.0), 25.0, 100.0), times(Interval(0.0, 30.0), 10.0, 10.0)
    ('0.5 to 2 times', 'up to 3 times')
    """
    ratios = (pay.low / high, pay.high / low)
    return f"{say_ends(*ratios, ('{:,.0f}' if min(ratios) >= 10 else '{:,.2g}').format)} times"


def dollars(pay: Interval) -> str:
    """Write an interval of dollars, whole ones from ten on.

    >>> from labormarket.estimates.intervals import Interval
    >>> dollars(Interval(2.5, 30.0)), dollars(Interval(45.31, 45.31)), dollars(Interval(0.0, 85.0))
    ('$2.50 to $30', '$45', 'up to $85')
    """
    return say_ends(*pay, dollars_of)


def dollars_of(amount: float) -> str:
    """Write an amount of dollars, whole from ten on."""
    return f"${amount:,.0f}" if amount >= 10 else f"${amount:,.2f}"


def amount_of(amount: float) -> str:
    """Write an amount of any money, whole from a hundred on.

    >>> amount_of(25500.0), amount_of(14.6)
    ('25,500', '14.60')
    """
    return f"{amount:,.0f}" if amount >= 100 else f"{amount:,.2f}"
