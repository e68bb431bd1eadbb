"""Every table of estimates that the project publishes, from the pay table and the reference tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from labormarket.estimates.bootstrap import DRAWS
from labormarket.estimates.bounds import QUANTILES
from labormarket.estimates.effective import apply_scenarios, list_scenarios
from labormarket.estimates.inequality import measure_ladder, share_tiers, share_under_minimum
from labormarket.estimates.over_time import follow_real_pay
from labormarket.estimates.premium import describe_factors, price_factors
from labormarket.estimates.project_income import find_project_terms, project_incomes
from labormarket.estimates.sensitivity import challenge_findings, has_assumed_hours
from labormarket.estimates.summary import summarise_pay
from labormarket.hourly import ExchangeRates

ALL = "all"
# Far below the cent of any source, and far above what processors differ by.
DECIMALS = 4


@dataclass(frozen=True)
class Evidence:
    """What the estimates are made from.

    `tables` are the processed tables by name (pay, with `source_url` where the page of a statement is known,
    professions, platforms, platform_facts, day_jobs, minimum_wage_gaps); `benchmarks`, `cpi` and `ppp` the reference
    tables as text; `rates` the exchange rates.
    """

    tables: Mapping[str, pd.DataFrame]
    benchmarks: pd.DataFrame
    cpi: pd.DataFrame
    ppp: pd.DataFrame
    rates: ExchangeRates

    @property
    def stated(self) -> pd.DataFrame:
        """The statements whose hourly pay rests on no assumption about hours: what headline numbers are made of."""
        pay = self.tables["pay"]
        return pay[~has_assumed_hours(pay)]


def estimate_everything(evidence: Evidence, *, draws: int = DRAWS) -> dict[str, pd.DataFrame]:
    """Make every table of estimates, by name, in stable row order.

    In all of them an empty low or high end is open, unless `note` says that there was too little to tell.
    """
    tables = {
        "estimates": estimate_groups(evidence, draws),
        "effective_pay": estimate_effective_pay(evidence),
        "project_income": project_incomes(
            evidence.tables["day_jobs"], find_project_terms(evidence.tables["platform_facts"])
        ),
        "real_pay": estimate_real_pay(evidence, draws),
        "inequality": measure_inequality(evidence),
        "premiums": price_factors(evidence.stated, evidence.tables["professions"], evidence.tables["platforms"]),
        "sensitivity": judge_findings(evidence),
    }
    return {name: settle(table) for name, table in tables.items()}


def settle(table: pd.DataFrame) -> pd.DataFrame:
    """The table as it is published: open ends and notes of nothing are empty, figures rounded to DECIMALS."""
    return table.replace([np.inf, -np.inf], np.nan).replace("", np.nan).round(DECIMALS)


def group_in_turn(
    pay: pd.DataFrame,
    groupings: tuple[str, ...],
    *,
    statistics: tuple[str, ...],
    draws: int,
    weighting: str = "cell",
) -> pd.DataFrame:
    """Summarise pay over all rows, then by each grouping in turn: `group_by` and `group` say which line is which."""
    summarise = partial(summarise_pay, statistics=statistics, draws=draws, weightings=(weighting,))
    parts = [summarise(pay).assign(group_by=ALL, group=ALL)]
    for column in groupings:
        table = summarise(pay, [column])
        parts.append(table.rename(columns={column: "group"}).assign(group_by=column))
    together = pd.concat(parts, ignore_index=True)
    first = ["group_by", "group"]
    return together[first + [column for column in together.columns if column not in first]]


def with_platform_kind(pay: pd.DataFrame, platforms: pd.DataFrame) -> pd.DataFrame:
    """The pay table with the kind of each platform."""
    return pay.assign(platform_kind=pay["platform"].map(platforms.set_index("platform")["kind"]))


def estimate_groups(evidence: Evidence, draws: int) -> pd.DataFrame:
    """Level and spread of hourly pay: overall, by kind of evidence, platform, its kind, credential and field."""
    pay = with_platform_kind(evidence.stated, evidence.tables["platforms"]).rename(columns={"kind": "evidence"})
    factors = describe_factors(evidence.stated, evidence.tables["professions"], evidence.tables["platforms"])
    parts = []
    # the listing-weighted figure stands beside the vote, to be read against its confidence interval
    for weighting, weighting_draws in (("cell", draws), ("listing", 0)):
        summarise = partial(group_in_turn, statistics=tuple(QUANTILES), weighting=weighting, draws=weighting_draws)
        narrow = summarise(factors, ("credential", "field"))
        parts += [summarise(pay, ("evidence", "platform_kind", "platform")), narrow[narrow["group_by"].ne(ALL)]]
    return pd.concat(parts, ignore_index=True)


def estimate_effective_pay(evidence: Evidence) -> pd.DataFrame:
    """Median advertised pay per hour, and what is left of it per hour worked under each scenario of unpaid time."""
    pay = with_platform_kind(evidence.stated, evidence.tables["platforms"])
    advertised = pay[pay["kind"].eq("advertised")]
    groups = group_in_turn(advertised, ("platform_kind", "platform"), statistics=("median",), draws=0)
    ends = {f"usd_per_hour_allowed_{end}": f"usd_per_hour_{end}" for end in ("low", "high")}
    slim = groups[["group_by", "group", "statements", "cells", *ends, "note"]].rename(columns=ends)
    scenarios = list_scenarios(evidence.benchmarks)
    worked = apply_scenarios(slim, scenarios)
    return worked.assign(
        source_citation=worked["scenario"].map(scenarios.set_index("scenario")["source_citation"])
    ).drop(columns=["usd_per_hour_low", "usd_per_hour_high"])


def estimate_real_pay(evidence: Evidence, draws: int) -> pd.DataFrame:
    """Level and spread of pay by place and year in constant money, the unit of which is in its own column."""
    table = follow_real_pay(evidence.stated, evidence.cpi, evidence.ppp, evidence.rates, draws=draws)
    return table.rename(columns=lambda name: name.replace("usd_per_hour_", "real_per_hour_"))


def judge_findings(evidence: Evidence) -> pd.DataFrame:
    """Every finding under every scenario, with its verdict in a word."""
    tables = evidence.tables
    table = challenge_findings(tables["pay"], tables["professions"], tables["platforms"])
    return table.assign(verdict=table["holds"].map({True: "survives", False: "falls"}).astype("str"))


def measure_inequality(evidence: Evidence) -> pd.DataFrame:
    """The length of the ladder, the shares of its tiers, and the shares under the minimum wage by country."""
    return pd.concat(
        [
            measure_ladder(evidence.stated),
            share_tiers(evidence.stated),
            share_under_minimum(evidence.stated, evidence.tables["minimum_wage_gaps"]),
        ],
        ignore_index=True,
    )
