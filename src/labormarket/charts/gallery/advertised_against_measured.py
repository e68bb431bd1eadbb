"""Advertised against measured: what studies found to be paid, beside the median of adverts for such work."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.compose import compose
from labormarket.charts.headline import leave_each_out, state_finding
from labormarket.charts.i18n import UNKNOWN, Words
from labormarket.charts.marks import draw_median, draw_range
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.statements import HIGH, LOW, select_stated
from labormarket.charts.style import Style
from labormarket.estimates import bound
from labormarket.estimates.measured import MAY_BE_IN_THE_US, UNITED_STATES
from labormarket.estimates.votes import MIN_PRICES, count_evidence, weigh_by_platform

REFERENCE = "reference_measured"
OF_A_KIND = " platforms"
MICROTASK = "microtask"
# Not what workers got on average: clients' side, and figures that only repeat another study's.
LEFT_OUT = "requester|quoted by a later paper"
MEASURED = ("measured_usd_per_hour_low", "measured_usd_per_hour_high")
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
        if (
            not beside.endswith(OF_A_KIND)
            and count_evidence(adverts[adverts["platform"].isin(named)])["prices"] < MIN_PRICES
        ):
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


def draw(tables: Mapping[str, pd.DataFrame], style: Style, words: Words) -> Chart:
    """Draw a section per kind of work: the bounds of its adverts' median as two dots, each study as a bar.

    Reads `measured_pay`, `platforms`, `pay` and `sources`. The title is about microtasks, which most studies are.
    """
    stated, platforms = select_stated(tables["pay"]), tables["platforms"]
    adverts = stated[stated["kind"].eq("advertised")]
    studies = group_studies(tables["measured_pay"], platforms, adverts)
    plotted: list[pd.DataFrame] = []
    behind: list[pd.DataFrame] = []
    for group, own in studies.groupby("group", sort=False):
        beside = find_adverts(adverts, platforms, str(group), in_the_us=bool(own["place"].eq(UNITED_STATES).all()))
        evidence = count_evidence(beside)
        if evidence["prices"] < MIN_PRICES:
            continue
        median = bound(beside[LOW], beside[HIGH], weigh_by_platform(beside))
        years = beside["published_on"].dropna().str.slice(0, 4)
        own = own.assign(
            advertised_usd_per_hour_low=median.low,
            advertised_usd_per_hour_high=median.high if math.isfinite(median.high) else math.nan,
            advertised_from=years.min(),
            advertised_to=years.max(),
            **{name: evidence[name] for name in ("statements", "prices", "platforms", "publishers")},
        )
        plotted.append(own.sort_values(["year", *MEASURED]))
        behind.append(beside)
    if not plotted:
        raise NothingToDrawError(f"chart {words.chart}: no study has {MIN_PRICES} adverts to be set beside")
    data = pd.concat(plotted).sort_values(["advertised_usd_per_hour_low", "group"], kind="stable", ignore_index=True)
    sections = []
    shown = data if style.width in WHOLE else leave_out_parts(data)
    if style.width in TITLE_ALONE and shown["group"].eq(MICROTASK + OF_A_KIND).any():
        shown = shown[shown["group"].eq(MICROTASK + OF_A_KIND)]
    for group, own in shown.groupby("group", sort=False):
        rows = [
            _draw_adverts(words, style, own.iloc[0]),
            *(_draw_study(words, style, row) for row in own.to_dict("records")),
        ]
        sections.append(Section(rows, _name_group(words, str(group)), "", style.palette.steps[3]))
    values = _title_values(words, data, find_adverts(adverts, platforms, MICROTASK + OF_A_KIND, in_the_us=False))
    holds = bool(values.pop("holds"))
    headline = state_finding(style, holds=holds, claim=words("title", **values), plain=words("plain", **values))
    ends = shown[[*MEASURED, "advertised_usd_per_hour_low", "advertised_usd_per_hour_high"]]
    chart = RowChart(style, words, sections, low=ends.min().min() * 0.8, high=ends.max().max() * 1.25)
    return compose(
        tables,
        style,
        words,
        headline=headline,
        data=shown,
        statements=pd.concat(behind).drop_duplicates("statement_id"),
        references=[REFERENCE],
        rows=[
            words("row", study=_name_study(row), amount=words.dollar_range(*(row[end] for end in MEASURED)))
            for row in shown.to_dict("records")
        ],
        body=chart.height(),
        draw=chart.draw,
        left_out=words.number(len(tables["measured_pay"]) - len(shown)),
        **values,
    )


def _title_values(words: Words, data: pd.DataFrame, adverts: pd.DataFrame) -> dict[str, object]:
    """Return what the title says of microtask platforms, and whether it holds with any one platform left out."""
    own = data[data["group"].eq(MICROTASK + OF_A_KIND)]
    studies = words.number(data["study"].nunique())
    low, high = own[MEASURED[0]].min(), own[MEASURED[1]].max()
    left_low, left_high = leave_each_out(
        adverts[["platform", "price", LOW, HIGH]],
        lambda kept: bound(kept[LOW], kept[HIGH], weigh_by_platform(kept)).low,
    )
    if own.empty:
        return {"holds": False, **dict.fromkeys(("low_high", "advertised", "left"), UNKNOWN), "studies": studies}
    advertised = own[["advertised_usd_per_hour_low", "advertised_usd_per_hour_high"]].iloc[:1].to_numpy().ravel()
    return {
        "holds": left_low > high,
        "low_high": words.dollar_range(low, high),
        "advertised": words.dollar_range(*advertised),
        "left": words.dollar_range(left_low, left_high),
        "studies": studies,
    }


def _name_group(words: Words, group: str) -> str:
    return words(group.removesuffix(OF_A_KIND).replace(" ", "_")) if group.endswith(OF_A_KIND) else group


def _name_study(row: Mapping[Hashable, Any]) -> str:
    place = f", {row['place']}" if pd.notna(row["place"]) else ""
    return f"{row['study']}: {row['statistic']}{place}"


def _draw_adverts(words: Words, style: Style, row: pd.Series) -> Row:
    low, high = row["advertised_usd_per_hour_low"], row["advertised_usd_per_hour_high"]
    years = "–".join(
        sorted({str(row[f"advertised_{end}"]) for end in ("from", "to") if pd.notna(row[f"advertised_{end}"])})
    )

    def draw_row(axes: Axes, y: float, color: str) -> None:
        draw_median(axes, y, low, high, color)

    return Row(
        label=words("adverts"),
        beside=words.counted("notes.platforms", row["platforms"]) + (f", {years}" if years else ""),
        value=words.dollar_range(low, high),
        count=words.number(row["prices"]),
        color=style.palette.steps[6],
        strong=True,
        draw=draw_row,
    )


def _draw_study(words: Words, style: Style, row: Mapping[Hashable, Any]) -> Row:
    low, high = (float(row[end]) for end in MEASURED)
    people = re.match(r"(\d[\d,]*)(?!\d*%)\s", str(row["n"]))

    def draw_row(axes: Axes, y: float, color: str) -> None:
        draw_range(axes, y, low, high, color)

    counts = str(row["counts_unpaid_time"]).split(" ")[0]
    return Row(
        label=_name_study(row),
        beside=words({"yes": "with_unpaid", "no": "paid_only"}.get(counts, "not_said")),
        value=words.dollar_range(low, high),
        count=words.number(int(people[1].replace(",", ""))) if people else UNKNOWN,
        color=style.palette.steps[1],
        draw=draw_row,
    )
