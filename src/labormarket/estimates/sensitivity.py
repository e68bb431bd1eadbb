"""Sensitivity analysis: each claim measured again under other assumptions, only those that can touch it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import pandas as pd

from labormarket.estimates.claims import OF_STATEMENTS, TOO_LITTLE, Case, Claim
from labormarket.estimates.readings import read_as_highest, read_as_stated
from labormarket.estimates.votes import ENDS, count_evidence, has_assumed_hours, weigh_by_listing
from labormarket.hourly import FX_SUFFIX, HOURS_PER_YEAR, year_of
from labormarket.tables.definitions import TABLES
from labormarket.tiers import Tier

SHORT_YEAR_HOURS = 1_800  # a full-time year without holidays and public holidays, in round numbers
CURRENCY_SWING = 0.2
CUT_OFF_SWING = 0.2
RECENT_YEAR = 2025
AS_PUBLISHED = "as published"
Scenario = Callable[[Case], Case]


def published(change: Scenario) -> Scenario:
    """A change of the published case, in which no pay rests on assumed hours."""
    return lambda case: change(case.where(~has_assumed_hours(case.pay)))


def rescale(case: Case, which: pd.Series, factor: float) -> Case:
    """The case with the hourly ends of some statements multiplied."""
    return replace(
        case, pay=case.pay.assign(**{end: case.pay[end].where(~which, case.pay[end] * factor) for end in ENDS})
    )


def swing_currencies(factor: float) -> Scenario:
    """Other currencies than the dollar worth more or less."""
    return published(lambda case: rescale(case, case.pay["hourly_basis"].fillna("").str.endswith(FX_SUFFIX), factor))


def move_cut_offs(tiers: tuple[Tier, ...], factor: float) -> tuple[Tier, ...]:
    """The tiers with every cut-off multiplied.

    >>> from labormarket.tiers import TIERS
    >>> [tier.usd_per_hour_from for tier in move_cut_offs(TIERS, 2.0)][:3]
    [0.0, 14.5, 60.0]
    """
    return tuple(Tier(name, start * factor, stop * factor) for name, start, stop in tiers)


def swing_cut_offs(factor: float) -> Scenario:
    """The cut-offs of the pay bands moved."""
    return published(lambda case: replace(case, tiers=move_cut_offs(case.tiers, factor)))


def keep(which: Callable[[pd.DataFrame], pd.Series]) -> Scenario:
    """Some of the published statements."""
    return published(lambda case: case.where(which(case.pay)))


def reread(read: Callable[[pd.DataFrame], pd.DataFrame]) -> Scenario:
    """The published statements with another reading of "up to"."""
    return published(lambda case: replace(case, pay=read(case.pay)))


SCENARIOS: Mapping[str, Scenario] = MappingProxyType(
    {
        AS_PUBLISHED: published(lambda case: case),
        "with assumed hours": lambda case: case,
        f"with assumed hours, a year of {SHORT_YEAR_HOURS:,} hours": lambda case: rescale(
            case, has_assumed_hours(case.pay), HOURS_PER_YEAR / SHORT_YEAR_HOURS
        ),
        f"other currencies up by {CURRENCY_SWING:.0%}": swing_currencies(1 + CURRENCY_SWING),
        f"other currencies down by {CURRENCY_SWING:.0%}": swing_currencies(1 - CURRENCY_SWING),
        f"cut-offs of the pay bands up by {CUT_OFF_SWING:.0%}": swing_cut_offs(1 + CUT_OFF_SWING),
        f"cut-offs of the pay bands down by {CUT_OFF_SWING:.0%}": swing_cut_offs(1 - CUT_OFF_SWING),
        '"up to" as the highest of many': reread(read_as_highest),
        '"up to" as the stated end': reread(read_as_stated),
        "high confidence only": keep(lambda pay: pay["confidence"].eq("high")),
        f"from {RECENT_YEAR} on": keep(lambda pay: year_of(pay["published_on"]).ge(RECENT_YEAR)),
        "one listing one vote": published(lambda case: replace(case, weigh=weigh_by_listing)),
    }
)


def can_touch(claim: Claim, published: Case, changed: Case) -> bool:
    """Whether a scenario changes anything that a claim rests on: its rows, their pay, their weights, or the bands."""
    if claim.depends_on_tiers and published.tiers != changed.tiers:
        return True
    before, after = published.pay[list(ENDS)], changed.pay[list(ENDS)]
    return not (before.equals(after) and published.weights().equals(changed.weights()))


def challenge_claims(
    everything: Case, claims: tuple[Claim, ...] = OF_STATEMENTS, scenarios: Mapping[str, Scenario] = SCENARIOS
) -> pd.DataFrame:
    """Measure every claim under every scenario that can touch it, as published first.

    Takes the case of all statements, those with assumed hours included. Returns the columns of the table `sensitivity`,
    a row per claim and scenario: the measure as an interval and whether it bears the claim out (missing, with a note,
    where there is too little to say).
    """
    cases = {name: scenario(everything) for name, scenario in scenarios.items()}
    rows = []
    for claim in claims:
        published = claim.case_of(cases[AS_PUBLISHED])
        for name, case in cases.items():
            own = claim.case_of(case)
            if name != AS_PUBLISHED and not can_touch(claim, published, own):
                continue
            measured = claim.measure(own)
            holds = claim.holds(measured)
            line = {"claim": claim.text, "scenario": name, "unit": claim.unit, **measured._asdict(), "holds": holds}
            rows.append(line | count_evidence(own.pay) | {"note": TOO_LITTLE if holds is None else ""})
    return pd.DataFrame(rows, columns=TABLES["sensitivity"].column_names).astype({"holds": "boolean"})
