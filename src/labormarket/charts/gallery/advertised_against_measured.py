"""Advertised against measured: what studies found to be paid, beside the median of adverts for such work."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from labormarket.charts.chart import Chart, Inputs, NothingToDrawError, compose, leave_each_out
from labormarket.charts.i18n import UNKNOWN
from labormarket.charts.marks import draw_median, draw_range
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.statements import HIGH, LOW, select_stated
from labormarket.estimates import bound
from labormarket.estimates.measured import MAY_BE_IN_THE_US, UNITED_STATES
from labormarket.estimates.votes import MIN_PRICES, count_evidence, weigh_by_platform

REFERENCE = "reference_measured"
OF_A_KIND = " platforms"
MICROTASK = "microtask platforms"
# Not what workers got on average: clients' side, and figures that only repeat another study's.
LEFT_OUT = "requester|quoted by a later paper"
MEASURED = ["measured_usd_per_hour_low", "measured_usd_per_hour_high"]
ADVERTISED = ["advertised_usd_per_hour_low", "advertised_usd_per_hour_high"]
WHOLE, TITLE_ALONE = ("page",), ("square", "story")
"""Formats with room for the parts of a study (one region) too, and those with room for the title's section only."""


def group_studies(measured: pd.DataFrame, platforms: pd.DataFrame, adverts: pd.DataFrame) -> pd.DataFrame:
    """Return the studies that have adverts to be set beside, with `group`: the platforms named, or their kind.

    Takes `measured_pay`, `platforms` and the adverts (what `select_stated` returns). A study of platforms with fewer
    than MIN_PRICES prices is set beside all platforms of their kind.
    """
    kinds = platforms.set_index("platform")["kind"]
    kept = measured[measured["beside"].notna() & ~(measured["statistic"] + measured["method"]).str.contains(LEFT_OUT)]
    groups = []
    for beside in kept["beside"]:
        named = beside.split(", ")
        few = count_evidence(adverts[adverts["platform"].isin(named)])["prices"] < MIN_PRICES
        if few and not beside.endswith(OF_A_KIND):
            of_names = kinds.reindex(named).dropna().unique()
            beside = f"{of_names[0]}{OF_A_KIND}" if len(of_names) == 1 else ""
        groups.append(beside)
    kept = kept.assign(group=groups)
    return kept[kept["group"].ne("")]


def find_adverts(adverts: pd.DataFrame, platforms: pd.DataFrame, group: str, *, in_the_us: bool) -> pd.DataFrame:
    """Return the adverts of a group of `group_studies`; of workers who may be in the United States alone, if asked."""
    if in_the_us:
        adverts = adverts[adverts["country"].isin(MAY_BE_IN_THE_US)]
    if not group.endswith(OF_A_KIND):
        return adverts[adverts["platform"].isin(group.split(", "))]
    kinds = platforms.set_index("platform")["kind"]
    return adverts[adverts["platform"].map(kinds).eq(group.removesuffix(OF_A_KIND))]


def leave_out_parts(studies: pd.DataFrame) -> pd.DataFrame:
    """Leave out what a study measured in a part of its people, where it says how many they were only for the whole.

    >>> leave_out_parts(pd.DataFrame({"study": ["I", "I", "D"], "n": ["3500", None, None]}))["study"].tolist()
    ['I', 'D']
    """
    has_whole = studies["n"].notna().groupby(studies["study"]).transform("any")
    return studies[studies["n"].notna() | ~has_whole]


def set_beside(studies: pd.DataFrame, beside: pd.DataFrame, evidence: Mapping[str, int]) -> pd.DataFrame:
    """Return the studies of one group with the bounds of its adverts' median, their years and what they rest on."""
    median = bound(beside[LOW], beside[HIGH], weigh_by_platform(beside))
    years = beside["published_on"].dropna().str.slice(0, 4)
    return studies.assign(
        advertised_usd_per_hour_low=median.low,
        advertised_usd_per_hour_high=median.high if math.isfinite(median.high) else math.nan,
        advertised_from=years.min(),
        advertised_to=years.max(),
        **{name: evidence[name] for name in ("statements", "prices", "platforms", "publishers")},
    ).sort_values(["year", *MEASURED])


def draw(inputs: Inputs) -> Chart:
    """Draw a section per kind of work: the bounds of its adverts' median as two dots, each study as a bar.

    Reads `measured_pay`, `platforms`, `pay` and `sources`. The title is about microtasks, which most studies are.
    """
    tables, style, words = inputs
    stated, platforms = select_stated(tables["pay"]), tables["platforms"]
    adverts = stated[stated["kind"].eq("advertised")]
    studies = group_studies(tables["measured_pay"], platforms, adverts)
    plotted, behind = [], []
    for group, own in studies.groupby("group", sort=False):
        beside = find_adverts(adverts, platforms, str(group), in_the_us=bool(own["place"].eq(UNITED_STATES).all()))
        evidence = count_evidence(beside)
        if evidence["prices"] >= MIN_PRICES:
            plotted.append(set_beside(own, beside, evidence))
            behind.append(beside)
    if not plotted:
        raise NothingToDrawError(f"no study has {MIN_PRICES} adverts to be set beside")
    data = pd.concat(plotted).sort_values(["advertised_usd_per_hour_low", "group"], kind="stable", ignore_index=True)
    shown = data if style.width in WHOLE else leave_out_parts(data)
    if style.width in TITLE_ALONE and shown["group"].eq(MICROTASK).any():
        shown = shown[shown["group"].eq(MICROTASK)]
    sections = []
    for group, own in shown.groupby("group", sort=False):
        rows = [_make_median(inputs, own.iloc[0]), *(_make_study(inputs, row) for row in own.to_dict("records"))]
        name = str(group).removesuffix(OF_A_KIND)
        heading = words(name.replace(" ", "_")) if name != group else name
        sections.append(Section(rows, heading, color=style.palette.steps[3]))
    own = data[data["group"].eq(MICROTASK)]
    left_low, left_high = leave_each_out(
        find_adverts(adverts, platforms, MICROTASK, in_the_us=False)[["platform", "price", LOW, HIGH]],
        lambda kept: bound(kept[LOW], kept[HIGH], weigh_by_platform(kept)).low,
    )
    spans = {
        "low_high": (own[MEASURED[0]].min(), own[MEASURED[1]].max()),
        "advertised": tuple(own[ADVERTISED].min()),
        "left": (left_low, left_high),
    }
    ends = shown[[*MEASURED, *ADVERTISED]]
    low, high = ends.min().min() * 0.8, ends.max().max() * 1.25
    return compose(
        inputs,
        RowChart(inputs, sections, low=low, high=high).body(),
        holds=bool(left_low > own[MEASURED[1]].max()),
        values={
            **{name: UNKNOWN if own.empty else words.dollar_range(*span) for name, span in spans.items()},
            "studies": words.number(data["study"].nunique()),
            "left_out": words.number(len(tables["measured_pay"]) - len(shown)),
        },
        data=shown,
        statements=pd.concat(behind).drop_duplicates("statement_id"),
        references=[REFERENCE],
    )


def _make_median(inputs: Inputs, row: pd.Series) -> Row:
    _, style, words = inputs
    low, high = row[ADVERTISED]
    years = "–".join(sorted({str(year) for year in row[["advertised_from", "advertised_to"]].dropna()}))
    return Row(
        label=words("adverts"),
        marks=[partial(draw_median, low=low, high=high)],
        beside=words.counted("notes.platforms", row["platforms"]) + (f", {years}" if years else ""),
        value=words.dollar_range(low, high),
        count=words.number(row["prices"]),
        color=style.palette.steps[6],
        strong=True,
    )


def _make_study(inputs: Inputs, row: Mapping[Hashable, Any]) -> Row:
    _, style, words = inputs
    low, high = (float(row[end]) for end in MEASURED)
    people = re.match(r"(\d[\d,]*)(?!\d*%)\s", str(row["n"]))
    counts = str(row["counts_unpaid_time"]).split(" ")[0]
    study = f"{row['study']}: {row['statistic']}" + (f", {row['place']}" if pd.notna(row["place"]) else "")
    amount = words.dollar_range(low, high)
    return Row(
        label=study,
        marks=[partial(draw_range, low=low, high=high)],
        beside=words({"yes": "with_unpaid", "no": "paid_only"}.get(counts, "not_said")),
        value=amount,
        count=words.number(int(people[1].replace(",", ""))) if people else UNKNOWN,
        color=style.palette.steps[1],
        alt=words("row", study=study, amount=amount),
    )
