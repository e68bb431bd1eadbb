"""Every table of estimates that the project publishes, from the pay table and the tables beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from labormarket.estimates.bounds import QUANTILES
from labormarket.estimates.claims import ADVERTISED, Case, judge_claims, with_groups
from labormarket.estimates.measured import compare_measured
from labormarket.estimates.premium import price_factors
from labormarket.estimates.sensitivity import challenge_claims
from labormarket.estimates.shares import share_bands, share_under_minimum
from labormarket.estimates.summary import summarise_pay
from labormarket.estimates.votes import has_assumed_hours, select_training

ALL = "all"
GROUPINGS = ("platform_kind", "platform", "credential", "field")
# Far below the cent of any source, and far above what processors differ by.
DECIMALS = 4
Tables = Mapping[str, pd.DataFrame]


def estimate_everything(tables: Tables, measured: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Make every table of estimates, by name, in stable row order.

    Takes the processed tables by name (pay, professions, platforms, minimum_wage_gaps) and the reference table of
    measured pay as text. In all of them an empty low or
    high end is open, unless `note` says that there was too little to tell. Headline figures leave out pay that rests
    on assumed hours; sorts of evidence (advertised, reported, measured) are never put together.
    """
    professions, platforms = tables["professions"], tables["platforms"]
    everything = Case(with_groups(select_training(tables["pay"]), professions, platforms))
    stated = everything.where(~has_assumed_hours(everything.pay))
    made = {
        "estimates": estimate_groups(stated.pay),
        "premiums": price_factors(stated.pay[stated.pay["kind"].eq(ADVERTISED)], professions),
        "pay_shares": by_evidence(
            stated.pay,
            lambda pay: pd.concat([share_bands(pay), share_under_minimum(pay, tables["minimum_wage_gaps"])]),
        ),
        "measured_pay": compare_measured(stated, measured),
        "claims": judge_claims(stated),
        "sensitivity": challenge_claims(everything),
    }
    return {name: settle(table) for name, table in made.items()}


def settle(table: pd.DataFrame) -> pd.DataFrame:
    """The table as it is published: open ends and notes of nothing are empty, figures rounded to DECIMALS."""
    verdicts = table.select_dtypes("boolean").columns
    words = {name: table[name].map({True: "yes", False: "no"}).astype("str") for name in verdicts}
    return table.assign(**words).replace([np.inf, -np.inf], np.nan).replace("", np.nan).round(DECIMALS)


def by_evidence(pay: pd.DataFrame, summarise: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    """Summarise each kind of evidence by itself: `evidence` says which."""
    parts = [summarise(rows).assign(evidence=kind) for kind, rows in pay.groupby("kind", observed=True)]
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
