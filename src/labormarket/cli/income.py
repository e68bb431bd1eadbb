"""`labormarket income`: what a project would pay, before and after unpaid time, against a month of the day job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from labormarket.cli.messages import say, stop_on_error

if TYPE_CHECKING:
    from labormarket.estimates import Interval


def income(
    rate: Annotated[str, typer.Argument(help="Pay per hour in US dollars: 80, 60-80, 'up to 80', '$60-80/hr'.")],
    hours: Annotated[str, typer.Option(help="Hours worked a week: 20 or 10-30.")] = "",
    weeks: Annotated[str, typer.Option(help="Weeks that the project runs: 4 or 3-4.")] = "",
    platform: Annotated[str, typer.Option(help="Take hours and weeks as this platform states them.")] = "",
    unpaid: Annotated[str, typer.Option(help="A scenario of unpaid time (ILO, Toxtli) or a share (25%).")] = "",
    job: Annotated[str, typer.Option(help="The day job to compare with: lawyer.")] = "",
) -> None:
    """Work out what a project at RATE pays in all, before and after unpaid time.

    Unpaid time is that of published studies: a scenario, not a measurement of this project.
    """
    with stop_on_error():
        try:
            lines = describe_income(rate, hours, weeks, platform, unpaid, job)
        except ValueError as error:
            say(f"labormarket: {error}", error=True)
            raise typer.Exit(1) from None
    for line in lines:
        say(line)


def describe_income(rate: str, hours: str, weeks: str, platform: str, unpaid: str, job: str) -> list[str]:
    """The answer, line by line; raises ValueError for input that says nothing."""
    from labormarket.estimates.calculator import (
        HOURS_IN_A_WEEK,
        MOST_WEEKS,
        choose_scenarios,
        find_day_job,
        look_up_terms,
        read_rate,
        read_terms,
        work_out_income,
    )
    from labormarket.sources import read_reference
    from labormarket.tables import load_table

    usd_per_hour = read_rate(rate)
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
    day_job, usd_per_month = find_day_job(job, read_reference("reference_oews")) if job else ("", float("nan"))
    table = work_out_income(usd_per_hour, of_hours, of_weeks, scenarios, usd_per_month)
    lines = [
        f"rate      {say_range(usd_per_hour)} US dollars per hour",
        f"project   {say_range(of_hours)} hours worked a week for {say_range(of_weeks)} weeks ({stated_by})",
    ]
    if job:
        lines.append(f"day job   {day_job}: {usd_per_month:,.0f} US dollars a month of full time (US median, BLS)")
    for row in table.to_dict("records"):
        dollars = say_ends(row["usd_per_project_low"], row["usd_per_project_high"], ",.0f")
        months = say_ends(row["months_of_day_job_low"], row["months_of_day_job_high"], ".1f")
        lines += ["", row["scenario"], f"  {dollars} US dollars in all"]
        if job:
            lines.append(f"  {months} months of the day job")
    if len(table) > 1:
        lines += ["", "Unpaid time is a scenario from the named study, not a measurement of this project."]
    return lines


def say_range(interval: Interval) -> str:
    """An interval in words."""
    return say_ends(interval.low, interval.high, ",g")


def say_ends(low: float, high: float, form: str) -> str:
    """A range in words: open ends as "up to" and "from", one number where both ends are written alike.

    >>> say_ends(0.0, 80.0, ",g"), say_ends(40.0, float("inf"), ",g"), say_ends(0.31, 0.34, ".1f")
    ('up to 80', 'from 40', '0.3')
    """
    if low == 0:
        return f"up to {high:{form}}"
    if high == float("inf"):
        return f"from {low:{form}}"
    first, last = f"{low:{form}}", f"{high:{form}}"
    return first if first == last else f"{first} to {last}"
