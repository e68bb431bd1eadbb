"""How long the ladder is, how full its rungs are, and who stands under the legal floor."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labormarket.estimates.cells import (
    MIN_CELLS,
    count_cells,
    summarise_cells,
    weigh_by_cell,
    weigh_by_listing,
    with_hourly_pay,
)
from labormarket.estimates.intervals import PAY_FLOOR, Interval
from labormarket.estimates.npmle import npmle, quantile_interval
from labormarket.estimates.summary import TOO_FEW
from labormarket.tiers import TIERS, Tier

INEQUALITY_COLUMNS = ("measure", "group", "unit", "low", "high", "statements", "cells", "note")


def divide(above: Interval, below: Interval) -> Interval:
    """Every ratio of two amounts that lie in two intervals; infinite where the lower may be nothing, NaN of NaN.

    >>> divide(Interval(100, 200), Interval(2, 4)), divide(Interval(100, 200), Interval(0, 4)).high
    (Interval(low=25.0, high=100.0), inf)
    """
    if np.isnan([*above, *below]).any():
        return Interval(np.nan, np.nan)
    low = 0.0 if not np.isfinite(below.high) else above.low / below.high if below.high > 0 else np.inf
    return Interval(low, above.high / below.low if below.low > 0 else np.inf)


def measure_ladder(pay: pd.DataFrame) -> pd.DataFrame:
    """Measure the ladder from top to bottom: best over worst paid cell, and P90 over P10, as intervals.

    Takes a pay table. Returns INEQUALITY_COLUMNS: the best paid cell is the one whose stated pay certainly reaches
    highest, the worst the one that certainly reaches lowest; percentiles are those of Turnbull's estimate, one vote
    per cell. Under MIN_CELLS cells no number.
    """
    hourly = with_hourly_pay(pay)
    cells = summarise_cells(hourly)
    counts = {"statements": len(hourly), "cells": len(cells), "group": "all", "unit": "times"}
    measures = ("best over worst paid cell", "P90 over P10")
    if len(cells) < MIN_CELLS:
        return pd.DataFrame(
            [{"measure": measure, **counts, "note": TOO_FEW} for measure in measures], columns=list(INEQUALITY_COLUMNS)
        )
    top = Interval(cells["usd_per_hour_low"].max(), cells["usd_per_hour_high"].fillna(np.inf).max())
    bottom = Interval(cells["usd_per_hour_low"].fillna(PAY_FLOOR).min(), cells["usd_per_hour_high"].min())
    atoms = npmle(hourly["usd_per_hour_low"], hourly["usd_per_hour_high"], weigh_by_cell(hourly))
    ratios = (divide(top, bottom), divide(quantile_interval(atoms, 0.9), quantile_interval(atoms, 0.1)))
    rows = [
        {"measure": measure, **counts, "low": ratio.low, "high": ratio.high, "note": ""}
        for measure, ratio in zip(measures, ratios, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(INEQUALITY_COLUMNS))


def share_tiers(pay: pd.DataFrame, tiers: tuple[Tier, ...] = TIERS) -> pd.DataFrame:
    """Share the votes out over the tiers: at least the ranges wholly inside a tier, at most those that touch it.

    Takes a pay table. Returns INEQUALITY_COLUMNS, two rows per tier: one platform × profession cell one vote, and one
    listing one vote. A range may straddle a cut-off, so a share is an interval.

    >>> pay = pd.DataFrame({"statement_id": list("abcde"), "platform": list("VWXYZ"), "profession": ["nurse"] * 5,
    ...     "origin": [None] * 5, "usd_per_hour_low": [5.0, 20, 40, None, 70],
    ...     "usd_per_hour_high": [6.0, 50, 45, 45, None]})
    >>> share_tiers(pay).set_index(["group", "measure"]).loc["skilled specialist", ["low", "high"]].values.tolist()
    [[0.2, 0.6], [0.2, 0.6]]
    """
    hourly = with_hourly_pay(pay)
    cells = count_cells(hourly)
    low = hourly["usd_per_hour_low"].fillna(PAY_FLOOR)
    high = hourly["usd_per_hour_high"].fillna(np.inf)
    rows = []
    for tier in tiers:
        inside = (low >= tier.usd_per_hour_from) & (high < tier.usd_per_hour_to)
        touching = (low < tier.usd_per_hour_to) & (high >= tier.usd_per_hour_from)
        for name, weigh in (("share of cells", weigh_by_cell), ("share of listings", weigh_by_listing)):
            line = {"measure": name, "group": tier.name, "unit": "share", "statements": len(hourly), "cells": cells}
            if cells < MIN_CELLS:
                rows.append({**line, "note": TOO_FEW})
                continue
            weight = weigh(hourly)
            shares = {
                "low": weight[inside].sum() / weight.sum(),
                "high": weight[inside | touching].sum() / weight.sum(),
            }
            rows.append({**line, **shares, "note": ""})
    return pd.DataFrame(rows, columns=list(INEQUALITY_COLUMNS))


def share_under_minimum(pay: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """Share of statements under the minimum wage of their country and time: at least, and at most.

    Takes a pay table and the table of minimum wage gaps (statement_id, country, ratio_low and ratio_high to the wage
    in force, NaN where open). Returns INEQUALITY_COLUMNS, a row per country with a known minimum: a range wholly under
    it is under it for sure, one that reaches below it may be. One cell one vote; under MIN_CELLS cells no number.
    """
    known = pay.drop(columns="country").merge(
        gaps[["statement_id", "country", "ratio_low", "ratio_high"]], on="statement_id"
    )
    rows = []
    for country, group in known.groupby("country"):
        line = {"measure": "share under the minimum wage", "group": country, "unit": "share"}
        line |= {"statements": len(group), "cells": count_cells(group)}
        if count_cells(group) < MIN_CELLS:
            rows.append({**line, "note": TOO_FEW})
            continue
        weight = weigh_by_cell(group)
        surely, maybe = group["ratio_high"] < 1, group["ratio_low"].fillna(PAY_FLOOR) < 1
        shares = {"low": weight[surely].sum() / weight.sum(), "high": weight[maybe].sum() / weight.sum()}
        rows.append({**line, **shares, "note": ""})
    return pd.DataFrame(rows, columns=list(INEQUALITY_COLUMNS))
