"""`labormarket income`: what a project would pay, before and after unpaid time, against a month of the day job."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from labormarket.cli.messages import Json, NothingFoundError, answer

if TYPE_CHECKING:
    from labormarket.estimates import Interval


WHOLE = "{:,.0f}".format


def income(
    rate: Annotated[
        str, typer.Argument(help="Pay per hour: 80 (US dollars), 60-80, 'up to 80', '$60-80/hr', '₹500-800', '€25'.")
    ],
    hours: Annotated[str, typer.Option(help="Hours worked a week: 20 or 10-30.")] = "",
    weeks: Annotated[str, typer.Option(help="Weeks that the project runs: 4 or 3-4.")] = "",
    platform: Annotated[str, typer.Option(help="Take hours and weeks as this platform states them.")] = "",
    unpaid: Annotated[str, typer.Option(help="A scenario of unpaid time (ILO, Toxtli) or a share (25%).")] = "",
    job: Annotated[str, typer.Option(help="The day job to compare with: lawyer, nurse.")] = "",
    country: Annotated[str, typer.Option(help="A country: what a bare $ or kr means there.")] = "",
    json: Json = False,
) -> None:
    """Work out what a project at RATE pays in all, before and after unpaid time.

    Unpaid time is that of published studies: a scenario, not a measurement of this project.
    """
    try:
        found = work_out(rate, hours, weeks, platform, unpaid, job, country)
    except ValueError as error:
        raise NothingFoundError(str(error)) from None
    answer(found | {"scenarios": found["scenarios"].to_dict("records")}, in_words(found), json=json)


def work_out(
    rate: str, hours: str, weeks: str, platform: str, unpaid: str, job: str, country: str = ""
) -> dict[str, Any]:
    """Return the answer by its parts; raises ValueError for input that says nothing."""
    from labormarket.estimates.calculator import (
        HOURS_IN_A_WEEK,
        MOST_WEEKS,
        NO_DAY_JOB,
        choose_scenarios,
        find_day_job,
        look_up_terms,
        read_rate,
        read_terms,
        work_out_income,
    )
    from labormarket.hourly import ExchangeRates
    from labormarket.sources import read_reference
    from labormarket.sources.countries import find_country
    from labormarket.tables import load_table

    usd_per_hour = read_rate(rate, ExchangeRates.read(), find_country(country) if country else None)
    stated_by = "your own figures"
    if platform:
        platform, of_hours, of_weeks, source = look_up_terms(platform, load_table("platform_facts"))
        stated_by = f"{platform}, stated in: {source}" if not (hours and weeks) else stated_by
    elif not (hours and weeks):
        raise ValueError(
            "give --hours and --weeks (such as --hours 10-30 --weeks 3-4), or a --platform that states them"
        )
    if hours:
        of_hours = read_terms("hours", hours, HOURS_IN_A_WEEK)
    if weeks:
        of_weeks = read_terms("weeks", weeks, MOST_WEEKS)
    scenarios = choose_scenarios(read_reference("reference_benchmarks"), unpaid)
    day_job, usd_per_month = find_day_job(job, read_reference("reference_oews")) if job else ("", NO_DAY_JOB)
    return {
        "rate": rate,
        "usd_per_hour": usd_per_hour,
        "hours_per_week": of_hours,
        "weeks": of_weeks,
        "stated_by": stated_by,
        "day_job": day_job,
        "day_job_usd_per_month": usd_per_month,
        "scenarios": work_out_income(usd_per_hour, of_hours, of_weeks, scenarios, usd_per_month),
    }


def in_words(found: dict[str, Any]) -> list[str]:
    """Say the answer, line by line."""
    job, table = found["day_job"], found["scenarios"]
    lines = [
        f"rate      {say_range(found['usd_per_hour'])} US dollars per hour",
        f"project   {say_range(found['hours_per_week'])} hours worked a week for {say_range(found['weeks'])} weeks "
        f"({found['stated_by']})",
    ]
    if job:
        month = say_ends(found["day_job_usd_per_month"].low, found["day_job_usd_per_month"].high, WHOLE)
        lines.append(f"day job   {job}: {month} US dollars a month of full time (US median, BLS)")
    for row in table.to_dict("records"):
        dollars = say_ends(row["usd_per_project_low"], row["usd_per_project_high"], WHOLE)
        months = say_ends(row["months_of_day_job_low"], row["months_of_day_job_high"], "{:.2g}".format)
        lines += ["", row["scenario"], f"  {dollars} US dollars in all"]
        if job:
            lines.append(f"  {months} months of the day job")
    if len(table) > 1:
        lines += ["", "Unpaid time is a scenario from the named study, not a measurement of this project."]
    return lines


def say_range(interval: Interval) -> str:
    """An interval in words."""
    return say_ends(*interval, "{:,.4g}".format if interval.high < 1000 else WHOLE)


def say_ends(low: float, high: float, write: Callable[[float], str]) -> str:
    """A range in words: open ends as "up to" and "from", one number where both ends are written alike.

    >>> say_ends(0.0, 80.0, "{:,g}".format), say_ends(40.0, float("inf"), str), say_ends(0.31, 0.34, "{:.1f}".format)
    ('up to 80', 'from 40.0', '0.3')
    """
    if low == 0:
        return f"up to {write(high)}"
    if high == float("inf"):
        return f"from {write(low)}"
    first, last = write(low), write(high)
    return first if first == last else f"{first} to {last}"
