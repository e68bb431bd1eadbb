"""What a platform's payroll comes to per contractor, beside what its listed rates would give."""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd

from labormarket.hourly import ASSUMED_HOURS

DAYS_PER_WEEK = 7  # a payroll "a day" is spread over every day of the week
PAID_PER_DAY = r"^paid (?:out )?to .*"
USD_PER_DAY = frozenset({"USD per day", "USD/day"})
CONTRACTORS = r"^contractors$|^experts on the platform"
USD_PER_CONTRACTOR_AND_DAY = "USD per contractor and day"
HOURS_PER_WEEK_WORKED = "project hours per week"


def derive_payroll(cards: pd.DataFrame, pay: pd.DataFrame) -> pd.DataFrame:
    """Return, as rows of the platform cards, what can be computed from a daily payroll and a number of contractors.

    For each source of a platform that gives both: US dollars per contractor and day. Where a source also gives the
    hours of a week ("10-30"), beside it the same at the platform's listed rates: the lowest advertised rate at the
    fewest hours and the highest at the most. All are marked `is_derived` and say in `fact` what they rest on.
    """
    derived: list[dict[Hashable, object]] = []
    is_payroll = cards["fact"].str.match(PAID_PER_DAY) & cards["unit"].isin(USD_PER_DAY)
    told = cards[cards["source_id"].isin(cards.loc[is_payroll, "source_id"])]
    for (platform, _), known in told.groupby(["platform", "source_id"], sort=True):
        payroll = known[is_payroll[known.index]]
        people = known[known["fact"].str.match(CONTRACTORS) & known["unit"].eq("people")]
        if payroll.empty or people.empty:
            continue
        figures = {
            "derived: daily payroll over contractors": float(payroll["value"].iloc[0]) / float(people["value"].iloc[0])
        }
        worked = known.loc[known["fact"].eq(HOURS_PER_WEEK_WORKED), "value"]
        rates = listed_rates(pay[pay["platform"].eq(str(platform))])
        if len(worked) and rates:
            hours = [float(number) for number in worked.iloc[0].split("-")]
            for which, rate, per_week in (("lowest", rates[0], hours[0]), ("highest", rates[1], hours[-1])):
                rests_on = f"derived: {which} listed rate, {rate:g} USD an hour, at {per_week:g} hours a week"
                figures[rests_on] = rate * per_week / DAYS_PER_WEEK
        common = payroll.iloc[0].drop(["topic", "fact", "value", "unit", "is_derived"]).to_dict()
        derived.extend(
            common
            | {"topic": "payroll", "fact": fact, "value": f"{usd:.2f}", "unit": USD_PER_CONTRACTOR_AND_DAY}
            | {"is_derived": True}
            for fact, usd in figures.items()
        )
    return pd.DataFrame(derived, columns=cards.columns)


def listed_rates(pay: pd.DataFrame) -> tuple[float, float] | None:
    """Return the lowest and the highest advertised rate per hour of a platform, None where it advertises none.

    >>> listed_rates(pd.DataFrame({"kind": ["advertised", "reported"], "hourly_basis": ["stated", "stated"],
    ...     "usd_per_hour_low": [16.0, 1.0], "usd_per_hour_high": [None, 999.0]}))
    (16.0, 16.0)
    """
    listed = pay[
        pay["kind"].eq("advertised") & ~pay["hourly_basis"].fillna(ASSUMED_HOURS).str.startswith(ASSUMED_HOURS)
    ]
    ends = pd.concat([listed["usd_per_hour_low"], listed["usd_per_hour_high"]]).astype("float64")
    ends = ends[ends > 0]  # "$0 to $130" states no lower rate
    return (float(ends.min()), float(ends.max())) if len(ends) else None
