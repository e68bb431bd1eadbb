"""Which findings survive other assumptions: each claim measured again under each scenario, in one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from labormarket.estimates.cells import MIN_CELLS, count_cells, weigh_by_cell, weigh_by_listing, with_hourly_pay
from labormarket.estimates.inequality import divide
from labormarket.estimates.intervals import PAY_FLOOR, Interval
from labormarket.estimates.npmle import npmle, quantile_interval
from labormarket.estimates.premium import MODELS, price_factors
from labormarket.hourly import ASSUMED_HOURS, FX_SUFFIX, HOURS_PER_YEAR, year_of
from labormarket.tiers import TIERS, US_FEDERAL_MINIMUM_WAGE_USD, Tier, assign_tier

SHORT_YEAR_HOURS = 1_800  # a full-time year without holidays and public holidays, in round numbers
CURRENCY_SWING = 0.2
CUT_OFF_SWING = 0.2
SENSITIVITY_COLUMNS = (
    *("finding", "scenario", "unit", "low", "high", "holds"),
    *("statements", "cells", "note"),
)
ALL_ELSE_ALIKE, WITHOUT_FIELD = "by platform kind", "without field"
TOO_LITTLE = "too few cells, ranges or sources to say"
UNKNOWN = Interval(np.nan, np.nan)


@dataclass(frozen=True)
class Case:
    """The data and the assumptions that a finding is measured under."""

    pay: pd.DataFrame
    professions: pd.DataFrame
    platforms: pd.DataFrame
    tiers: tuple[Tier, ...] = TIERS
    weigh: Callable[[pd.DataFrame], pd.Series] = weigh_by_cell

    @cached_property
    def prices(self) -> pd.DataFrame:
        """What each factor is worth, by the regressions that a finding rests on."""
        models = {name: MODELS[name] for name in (ALL_ELSE_ALIKE, WITHOUT_FIELD)}
        return price_factors(self.pay, self.professions, self.platforms, models, weigh=self.weigh)

    def where(self, keep: pd.Series) -> Case:
        """The case of the statements to keep."""
        return replace(self, pay=self.pay[keep])

    def quantile(self, share: float = 0.5) -> Interval:
        """The quantile of hourly pay, each range one unknown pay; unknown below MIN_CELLS cells."""
        hourly = with_hourly_pay(self.pay)
        if count_cells(hourly) < MIN_CELLS:
            return UNKNOWN
        atoms = npmle(hourly["usd_per_hour_low"], hourly["usd_per_hour_high"], self.weigh(hourly))
        return quantile_interval(atoms, share)

    def share(self, surely: pd.Series, maybe: pd.Series) -> Interval:
        """The share of votes for which something is sure, and for which it may be."""
        if count_cells(self.pay) < MIN_CELLS:
            return UNKNOWN
        weight = self.weigh(self.pay)
        return Interval(weight[surely].sum() / weight.sum(), weight[surely | maybe].sum() / weight.sum())


@dataclass(frozen=True)
class Finding:
    """A claim about the market: what it measures, in which unit, and when the measure bears it out."""

    claim: str
    unit: str
    measure: Callable[[Case], Interval]
    bears_out: Callable[[Interval], bool]


def of_platform_kind(case: Case, kind: str) -> Case:
    """The statements of one kind of platform."""
    names = case.platforms.loc[case.platforms["kind"].eq(kind), "platform"]
    return case.where(case.pay["platform"].isin(names))


def compare_marketplaces(case: Case) -> Interval:
    """Median pay on expert marketplaces over median pay on microtask platforms."""
    return divide(
        of_platform_kind(case, "expert marketplace").quantile(), of_platform_kind(case, "microtask").quantile()
    )


def compare_evidence(case: Case) -> Interval:
    """Median advertised pay over median reported pay."""
    advertised, reported = (case.where(case.pay["kind"].eq(kind)) for kind in ("advertised", "reported"))
    return divide(advertised.quantile(), reported.quantile())


def compare_ends(case: Case) -> Interval:
    """The ninetieth percentile of pay over the tenth."""
    return divide(case.quantile(0.9), case.quantile(0.1))


def share_at_the_top(case: Case) -> Interval:
    """The share of votes in the two highest tiers: surely, and at most."""
    cut = case.tiers[-2].usd_per_hour_from
    low, high = case.pay["usd_per_hour_low"], case.pay["usd_per_hour_high"]
    return case.share(low.ge(cut), high.isna() | high.ge(cut))


def share_under_us_minimum(case: Case) -> Interval:
    """The share of votes under the US federal minimum wage: surely, and at most."""
    low, high = case.pay["usd_per_hour_low"].fillna(PAY_FLOOR), case.pay["usd_per_hour_high"]
    return case.share(high.lt(US_FEDERAL_MINIMUM_WAGE_USD), low.lt(US_FEDERAL_MINIMUM_WAGE_USD))


def lead_of_the_fullest_tier(case: Case) -> Interval:
    """Votes in generalist annotation over votes in the fullest other tier, each range at its representative value."""
    if count_cells(case.pay) < MIN_CELLS:
        return UNKNOWN
    tier = assign_tier(case.pay["usd_per_hour_low"], case.pay["usd_per_hour_high"], case.tiers)
    votes = case.weigh(case.pay).groupby(tier).sum()
    others = votes.drop("generalist annotation", errors="ignore")
    lead = votes.get("generalist annotation", 0.0) / others.max() if len(others) else np.inf
    return Interval(float(lead), float(lead))


def price_level(factor: str, level: str, model: str = ALL_ELSE_ALIKE) -> Callable[[Case], Interval]:
    """Measure what a level of a factor is worth: the confidence interval of its ratio in the regression."""

    def measure(case: Case) -> Interval:
        prices = case.prices[case.prices["model"].eq(model)]
        row = prices[prices["factor"].eq(factor) & prices["level"].eq(level)]
        return Interval(*row[["ratio_low", "ratio_high"]].iloc[0].astype(float)) if len(row) else UNKNOWN

    return measure


FINDINGS = (
    Finding("the best paid tenth earns at least 5 times what the worst paid tenth earns", "times", compare_ends,
            lambda times: times.low >= 5),
    Finding("expert marketplaces pay at least 3 times what microtask platforms pay", "times", compare_marketplaces,
            lambda times: times.low >= 3),
    Finding("advertised pay is higher than reported pay", "times", compare_evidence, lambda times: times.low > 1),
    Finding("at most one cell in five reaches 250 dollars an hour", "share", share_at_the_top,
            lambda share: share.high <= 0.2),
    Finding("at least one cell in twenty pays under the US minimum wage", "share", share_under_us_minimum,
            lambda share: share.low >= 0.05),
    Finding("generalist annotation is the fullest tier", "times", lead_of_the_fullest_tier,
            lambda times: times.low > 1),
    Finding("health pays more than general annotation, all else alike", "times", price_level("field", "health"),
            lambda times: times.low > 1),
    Finding("a licence, with the field that it opens, pays more than no credential", "times",
            price_level("credential", "licence", WITHOUT_FIELD), lambda times: times.low > 1),
    Finding("a licence pays more than no credential, all else alike", "times", price_level("credential", "licence"),
            lambda times: times.low > 1),
)  # fmt: skip


def has_assumed_hours(pay: pd.DataFrame) -> pd.Series:
    """Whether a row's hourly pay rests on assumed hours."""
    return pay["hourly_basis"].fillna("").str.startswith(ASSUMED_HOURS)


def rescale(pay: pd.DataFrame, which: pd.Series, factor: float) -> pd.DataFrame:
    """The pay table with the hourly ends of some rows multiplied."""
    return pay.assign(
        **{end: pay[end].where(~which, pay[end] * factor) for end in ("usd_per_hour_low", "usd_per_hour_high")}
    )


def move_cut_offs(tiers: tuple[Tier, ...], factor: float) -> tuple[Tier, ...]:
    """The tiers with every cut-off multiplied.

    >>> [tier.usd_per_hour_from for tier in move_cut_offs(TIERS, 2.0)][:3]
    [0.0, 14.5, 60.0]
    """
    return tuple(Tier(name, start * factor, stop * factor) for name, start, stop in tiers)


def list_scenarios(everything: Case) -> dict[str, Case]:
    """List the cases to measure under, the published one first: stated hours, one vote per cell."""
    pay = everything.pay
    assumed = has_assumed_hours(pay)
    main = everything.where(~assumed)
    foreign = pay["hourly_basis"].fillna("").str.endswith(FX_SUFFIX)
    busiest = pay["platform"].value_counts().index[:1]
    return {
        "as published": main,
        "with assumed hours": everything,
        f"with assumed hours, a year of {SHORT_YEAR_HOURS:,} hours": replace(
            everything, pay=rescale(pay, assumed, HOURS_PER_YEAR / SHORT_YEAR_HOURS)
        ),
        **{
            f"other currencies {word} by {CURRENCY_SWING:.0%}": replace(
                main, pay=rescale(pay, foreign, 1 + sign * CURRENCY_SWING)[~assumed]
            )
            for word, sign in (("up", 1), ("down", -1))
        },
        **{
            f"tier cut-offs {word} by {CUT_OFF_SWING:.0%}": replace(
                main, tiers=move_cut_offs(everything.tiers, 1 + sign * CUT_OFF_SWING)
            )
            for word, sign in (("up", 1), ("down", -1))
        },
        "advertised only": main.where(main.pay["kind"].eq("advertised")),
        "high confidence only": main.where(main.pay["confidence"].eq("high")),
        "from 2025 on": main.where(year_of(main.pay["published_on"]).ge(2025)),
        "one listing one vote": replace(main, weigh=weigh_by_listing),
        "without the platform with most statements": main.where(~main.pay["platform"].isin(busiest)),
    }


def challenge_findings(
    pay: pd.DataFrame,
    professions: pd.DataFrame,
    platforms: pd.DataFrame,
    findings: tuple[Finding, ...] = FINDINGS,
) -> pd.DataFrame:
    """Measure every finding under every scenario.

    Takes a pay table (with `source_url` where pages are to be clusters), the professions and the platforms. Returns
    SENSITIVITY_COLUMNS, a row per finding and scenario: the measure as an interval and whether it bears the claim out
    (missing, with a note, where there is too little to say).
    """
    everything = Case(with_hourly_pay(pay), professions, platforms)
    scenarios = list_scenarios(everything)
    rows = []
    for finding in findings:
        for name, case in scenarios.items():
            measured = finding.measure(case)
            known = not np.isnan(measured.low)
            rows.append(
                {
                    "finding": finding.claim,
                    "scenario": name,
                    "unit": finding.unit,
                    "low": measured.low,
                    "high": measured.high,
                    "holds": finding.bears_out(measured) if known else None,
                    "statements": len(case.pay),
                    "cells": count_cells(case.pay),
                    "note": "" if known else TOO_LITTLE,
                }
            )
    return pd.DataFrame(rows, columns=list(SENSITIVITY_COLUMNS)).astype({"holds": "boolean"})
