"""What a project would pay: a rate, hours a week and weeks, under each scenario of unpaid time, beside the day job."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from labormarket.comparisons.day_jobs import day_job_wages, surveyed_code
from labormarket.estimates.intervals import PAY_FLOOR, Interval
from labormarket.estimates.unpaid_time import list_scenarios
from labormarket.hourly import HOURS_PER_MONTH, WORTH_A_FIXED_SUM, ExchangeRates
from labormarket.pay import Bound, PayRange, Period, parse_pay
from labormarket.platforms import match_platform
from labormarket.professions import match_profession, professions

DOLLARS = "USD"
HOURS_FACT = "project hours per week"
WEEKS_FACT = "project length"
HOURS_IN_A_WEEK = 24 * 7
MOST_WEEKS = 520
# An amount or a range alone: the calculator supplies "US dollars" and "per hour". Anything else must say so itself.
AMOUNT_ALONE = re.compile(
    r"(?:up to |from |under |over )?(?P<before>[^\d/]{0,3}?)[\d,.]+(?: ?(?:-|–|to) ?[^\d/]{0,3}?[\d,.]+)?\+?"
    r"(?P<after> ?[^\d\s/+]{1,3})?",
    re.IGNORECASE,
)
NO_DAY_JOB = Interval(np.nan, np.nan)
OWN_SHARE = re.compile(r"(\d+(?:\.\d+)?) ?%")


def read_rate(text: str, rates: ExchangeRates, country: str | None = None) -> Interval:
    """Read a rate in US dollars per hour from a phrase such as "60-80", "up to $80", "₹500-800" or "€25/h".

    Another currency is put into US dollars at the latest annual rate; `country` says which a bare "$" or "kr" is. An
    open end reaches to 0 or to infinity. Raises ValueError, with a way out, for anything that is not pay or is not per
    hour: a day or a month would hide an assumption about hours.

    >>> rates = ExchangeRates({("INR", 2025): 0.012})
    >>> read_rate("60-80", rates), read_rate("up to $80/hr", rates).low, read_rate("₹500", rates)
    (Interval(low=60.0, high=80.0), 0.0, Interval(low=6.0, high=6.0))
    >>> read_rate("$500 a day", rates)
    Traceback (most recent call last):
    ...
    ValueError: rate '$500 a day' is per day: give the pay of one hour
    """
    text = text.strip()
    alone = AMOUNT_ALONE.fullmatch(text)
    said = f"{text} {'' if alone and (alone['before'] or alone['after']) else DOLLARS} per hour" if alone else text
    pay = None if text.startswith("-") else parse_pay(said, country=country)
    if pay is None or pay.bound is Bound.VAGUE:
        raise ValueError(f"rate {text!r} states no pay: write it as 80, 60-80, 'up to 80', '$60-80/hr' or '₹500'")
    if pay.period is not Period.HOUR:
        raise ValueError(f"rate {text!r} is {name_period(pay)}: give the pay of one hour")
    if pay.high is not None and pay.high <= 0:
        raise ValueError(f"rate {text!r} pays nothing")
    usd = WORTH_A_FIXED_SUM.get(pay.currency or DOLLARS) or (rates.nearest(str(pay.currency), None) or (None,))[0]
    if usd is None:
        raise ValueError(f"rate {text!r} is in {pay.currency}, of which no exchange rate is known: give US dollars")
    low, high = (None if end is None else float(end) * usd for end in (pay.low, pay.high))
    return Interval(PAY_FLOOR if low is None else low, np.inf if high is None else high)


def name_period(pay: PayRange) -> str:
    """The period of pay in words."""
    return "for no period that it names" if pay.period is None else f"per {pay.period.value.replace('_', ' ')}"


def multiply_out(
    usd_per_hour: Interval, hours_per_week: Interval, weeks: Interval, paid_share: float = 1.0
) -> Interval:
    """Multiply an hourly rate out to a whole project: least rate, hours and weeks to most.

    All ends in their own unit, none negative; `paid_share` is the share of working time that is paid, so hours a week
    are hours worked. Raises ValueError for ends in the wrong order, negative ones, or a share outside 0 to 1.

    >>> multiply_out(Interval(50, 90), Interval(10, 30), Interval(3, 4))
    Interval(low=1500.0, high=10800.0)
    >>> multiply_out(Interval(40, float("inf")), Interval(10, 10), Interval(4, 4), paid_share=0.75)
    Interval(low=1200.0, high=inf)
    """
    for name, interval in (("rate", usd_per_hour), ("hours a week", hours_per_week), ("weeks", weeks)):
        if not 0 <= interval.low <= interval.high:
            raise ValueError(f"{name}: {interval.low:g} to {interval.high:g} is no range of positive numbers")
    if not 0 < paid_share <= 1:
        raise ValueError(f"the paid share of working time lies between 0 and 1, not {paid_share:g}")
    low = usd_per_hour.low * hours_per_week.low * weeks.low * paid_share
    return Interval(float(low), float(usd_per_hour.high * hours_per_week.high * weeks.high * paid_share))


def read_range(text: str) -> Interval:
    """Read a range of plain numbers such as "10-30", "3 – 4" or "20".

    >>> read_range("10–30"), read_range("20")
    (Interval(low=10.0, high=30.0), Interval(low=20.0, high=20.0))
    >>> read_range("some")
    Traceback (most recent call last):
    ...
    ValueError: 'some' is no range of numbers such as 10-30
    """
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(?:(?:-|–|to)\s*(\d+(?:\.\d+)?)\s*)?", text)
    if found is None:
        raise ValueError(f"{text!r} is no range of numbers such as 10-30")
    low = float(found[1])
    return Interval(low, float(found[2]) if found[2] else low)


def read_terms(name: str, text: str, most: float) -> Interval:
    """Read hours a week or weeks; raises ValueError for nothing, too much or ends in the wrong order.

    >>> read_terms("hours", "10-30", 168)
    Interval(low=10.0, high=30.0)
    >>> read_terms("hours", "200", 168)
    Traceback (most recent call last):
    ...
    ValueError: hours 200: more than 168
    """
    try:
        terms = read_range(text)
    except ValueError as reason:
        raise ValueError(f"{name}: {reason}") from None
    if terms.low > terms.high:
        raise ValueError(f"{name} {text}: the larger number stands first")
    if terms.low <= 0:
        raise ValueError(f"{name} {text}: a project takes some")
    if terms.high > most:
        raise ValueError(f"{name} {text}: more than {most:g}")
    return terms


def look_up_terms(platform: str, facts: pd.DataFrame) -> tuple[str, Interval, Interval, str]:
    """Look up how long a platform says that its projects run: its name, hours a week, weeks, and the source.

    Takes platform facts (platform, fact, value, source_title). Raises ValueError naming the platforms that say both
    the hours and the weeks.
    """
    stated = {name: own.drop_duplicates("fact").set_index("fact") for name, own in facts.groupby("platform")}
    known = {str(name): own for name, own in stated.items() if {HOURS_FACT, WEEKS_FACT} <= set(own.index)}
    name = match_platform(platform).platform or platform
    if name not in known:
        raise ValueError(
            f"no source says how long the projects of {name} run (known: {', '.join(known)}): give --hours and --weeks"
        )
    hours, weeks = known[name].loc[HOURS_FACT], known[name].loc[WEEKS_FACT]
    return name, read_range(str(hours["value"])), read_range(str(weeks["value"])), str(hours["source_title"])


def choose_scenarios(benchmarks: pd.DataFrame, unpaid: str = "") -> pd.DataFrame:
    """Choose the scenarios of unpaid time: all of them, those whose name holds a word, or a share of one's own.

    Takes the reference table of benchmarks. Pay as advertised stands first always. Raises ValueError with the choices.

    >>> benchmarks = pd.DataFrame(columns=["kind", "currency", "period", "value_low", "value_high"])
    >>> choose_scenarios(benchmarks, "25%")[["scenario", "paid_share"]].values.tolist()
    [['as advertised', 1.0], ['25% of the time unpaid (your own figure)', 0.75]]
    """
    known = list_scenarios(benchmarks)
    if not unpaid:
        return known
    advertised, studies = known.iloc[:1], known.iloc[1:]
    own = OWN_SHARE.fullmatch(unpaid.strip())
    if own and float(own[1]) < 100:
        mine = {"scenario": f"{own[1]}% of the time unpaid (your own figure)", "paid_share": 1 - float(own[1]) / 100}
        return pd.DataFrame([*advertised.to_dict("records"), mine])
    chosen = studies[studies["scenario"].str.contains(unpaid.strip(), case=False, regex=False)]
    if chosen.empty:
        choices = "; ".join(studies["scenario"])
        raise ValueError(f"unpaid time {unpaid!r}: a word of a scenario ({choices}), or a share such as 25%")
    return pd.concat([advertised, chosen])


def find_day_job(title: str, oews: pd.DataFrame) -> tuple[str, Interval]:
    """Find the day job that a title means, and its median pay for a month of full time, in US dollars.

    Takes the wage survey as text. A title that several occupations share ("nurse") gives their lowest and highest
    median. Raises ValueError for a title that means no occupation of the survey.
    """
    match = match_profession(title)
    wages = day_job_wages(oews)
    listed = professions()
    of_group = listed[listed["group"].eq(match.group or "")]
    codes = [match.soc_code] if match.soc_code else of_group["soc_code"].dropna()
    surveyed = surveyed_code(pd.Series(list(codes), dtype="str"), wages["day_job_code"])
    own = wages[wages["day_job_code"].isin(surveyed)].dropna(subset="day_job_median")
    if own.empty:
        raise ValueError(
            f"job {title!r} is no occupation of the US wage survey: `labormarket title {title!r}` says why; "
            "try the plain name of an occupation, such as 'lawyer' or 'software developer'"
        )
    name = str(own["day_job"].iloc[0]) if len(own) == 1 else f"{len(own)} occupations of {match.group}"
    return name, Interval(*(float(end) * HOURS_PER_MONTH for end in own["day_job_median"].agg(["min", "max"])))


def work_out_income(
    usd_per_hour: Interval,
    hours_per_week: Interval,
    weeks: Interval,
    scenarios: pd.DataFrame,
    usd_per_month: Interval = NO_DAY_JOB,
) -> pd.DataFrame:
    """Work out a project's pay under each scenario, and how many months of a day job that is.

    Takes the rate, hours worked a week, weeks, the scenarios (scenario, paid_share) and a month of the day job (NaN:
    none). Returns a row per scenario: `scenario`, `paid_share`, `usd_per_project_low`, `usd_per_project_high`,
    `months_of_day_job_low`, `months_of_day_job_high`; infinity is an open end.

    >>> scenarios = pd.DataFrame({"scenario": ["as advertised", "a quarter unpaid"], "paid_share": [1.0, 0.75]})
    >>> month = Interval(6000, 6000)
    >>> income = work_out_income(Interval(50, np.inf), Interval(10, 30), Interval(3, 4), scenarios, month)
    >>> income[["usd_per_project_low", "usd_per_project_high", "months_of_day_job_low"]].values.tolist()
    [[1500.0, inf, 0.25], [1125.0, inf, 0.188]]
    """
    rows = []
    for scenario, paid_share in zip(scenarios["scenario"], scenarios["paid_share"], strict=True):
        low, high = multiply_out(usd_per_hour, hours_per_week, weeks, float(paid_share))
        rows.append((scenario, float(paid_share), low, high, low / usd_per_month.high, high / usd_per_month.low))
    columns = [f"{name}_{end}" for name in ("usd_per_project", "months_of_day_job") for end in ("low", "high")]
    return pd.DataFrame(rows, columns=["scenario", "paid_share", *columns]).round(3)
