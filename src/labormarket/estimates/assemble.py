"""Every table of estimates that the project publishes, from the pay table and the tables beside it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from joblib import Parallel, delayed

from labormarket.estimates.bounds import QUANTILES
from labormarket.estimates.claims import ADVERTISED, CLAIMS, Case, judge_claims, with_groups
from labormarket.estimates.coverage import withhold_uncertified
from labormarket.estimates.measured import compare_measured
from labormarket.estimates.premium import price_factors
from labormarket.estimates.sensitivity import challenge_claims
from labormarket.estimates.shares import share_bands, share_under_minimum
from labormarket.estimates.summary import summarise_pay
from labormarket.estimates.votes import has_assumed_hours, select_training, select_work

ALL = "all"
GROUPINGS = ("platform_kind", "platform", "credential", "field")
# Far below the cent of any source, and far above what processors differ by.
DECIMALS = 4
Tables = Mapping[str, pd.DataFrame]


def estimate_everything(tables: Tables, measured: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Make every table of estimates, by name, in stable row order; without the intervals that are not certified.

    Takes the processed tables by name (pay, professions, platforms, minimum_wage_gaps, and those that claims are of)
    and the reference table of measured pay as text. In all of them an empty low or high end is open, unless `note` says
    that there was too little to tell. Headline figures leave out pay that rests on assumed hours; sorts of evidence
    (advertised, reported, measured) are never put together.
    """
    professions, platforms = tables["professions"], tables["platforms"]
    pay = tables["pay"]
    everything = Case(with_groups(select_training(pay), professions, platforms))
    stated = everything.where(~has_assumed_hours(everything.pay))
    gaps = tables["minimum_wage_gaps"]
    of_claims = {claim.of: tables[claim.of] for claim in CLAIMS if claim.of in tables}
    claims, groups, challenges, shares, prices = Parallel(n_jobs=min(os.cpu_count() or 1, 4))(
        [
            delayed(judge_claims)(stated, tables=of_claims | {"pay": select_work(pay)}),
            delayed(estimate_groups)(stated.pay),
            delayed(challenge_claims)(everything),
            delayed(share_by_evidence)(stated.pay, gaps),
            delayed(price_factors)(stated.pay[stated.pay["kind"].eq(ADVERTISED)], professions),
        ]
    )
    made = {
        "estimates": withhold_uncertified(
            groups,
            "estimates",
            [groups[name] for name in ("evidence", "group_by", "group", "statistic")],
            ["usd_per_hour_ci95_low", "usd_per_hour_ci95_high"],
        ),
        "premiums": withhold_uncertified(
            prices,
            "premiums",
            [ADVERTISED, prices["factor"], prices["level"], "ratio"],
            ["ratio_low", "ratio_high"],
        ),
        "pay_shares": withhold_uncertified(
            shares,
            "pay_shares",
            [shares["evidence"], shares["measure"], shares["group"], "share"],
            ["ci95_low", "ci95_high"],
        ),
        "measured_pay": compare_measured(stated, measured),
        "claims": claims,
        "sensitivity": challenges,
    }
    return {name: settle(table) for name, table in made.items()}


def settle(table: pd.DataFrame) -> pd.DataFrame:
    """The table as it is published: open ends and notes of nothing are empty, figures rounded to DECIMALS."""
    verdicts = table.select_dtypes("boolean").columns
    words = {name: table[name].map({True: "yes", False: "no"}).astype("str") for name in verdicts}
    return table.assign(**words).replace([np.inf, -np.inf], np.nan).replace("", np.nan).round(DECIMALS)


def share_by_evidence(pay: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """The shares of each kind of evidence by itself: `evidence` says which."""
    parts = [
        pd.concat([share_bands(rows), share_under_minimum(rows, gaps)]).assign(evidence=kind)
        for kind, rows in pay.groupby("kind", observed=True)
    ]
    return pd.concat(parts, ignore_index=True)


def estimate_groups(pay: pd.DataFrame, groupings: Sequence[str] = GROUPINGS) -> pd.DataFrame:
    """Level and spread of pay of each kind of evidence: overall, by kind of platform, platform, credential, field.

    Takes a pay table with the columns of `with_groups`. `group_by` and `group` say which line is which.
    """
    statistics = tuple(QUANTILES)
    parts = [summarise_pay(pay, ["kind"], statistics=statistics).assign(group_by=ALL, group=ALL)]
    for column in groupings:
        table = summarise_pay(pay, ["kind", column], statistics=statistics)
        parts.append(table.rename(columns={column: "group"}).assign(group_by=column))
    return pd.concat(parts, ignore_index=True).rename(columns={"kind": "evidence"})
