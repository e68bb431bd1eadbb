"""Stated pay by year: every cell of a year a tick, the middle of the year a bar."""

from __future__ import annotations

import math
from collections.abc import Mapping

import matplotlib
import pandas as pd
import seaborn
from matplotlib.ticker import NullLocator

from labormarket.charts.by_group import HIGH, LOW, describe_middle, find_middles
from labormarket.charts.cells import make_cells, priced
from labormarket.charts.chart import Chart
from labormarket.charts.compose import Telling, compose
from labormarket.charts.findings import state_finding
from labormarket.charts.marks import TICKS_USD, reach_ticks
from labormarket.charts.notes import collect_source_ids
from labormarket.charts.page import Page
from labormarket.charts.style import RC, Style, text_width
from labormarket.charts.words import Words
from labormarket.estimates import MIN_CELLS
from labormarket.hourly import year_of
from labormarket.tiers import TIER_NAMES

NAME = "pay_over_time"
HEIGHTS = {"column": 250, "page": 300, "square": 0, "story": 0}
EXPERT_TIERS = TIER_NAMES[3:]


def draw_pay_over_time(tables: Mapping[str, pd.DataFrame], style: Style) -> Chart:
    """Draw one column per year: a tick per platform × profession stated in it, a bar for the middle of the year.

    Reads `pay` and `sources`. Amounts are those of their day, in current dollars; undated statements are left out.
    """
    words = Words(style.lang)
    pay = priced(tables["pay"])
    pay = pay.assign(year=year_of(pay["published_on"]))
    undated = int((pay["year"].isna() & ~pay["assumed_hours"]).sum())
    pay = pay[~pay["assumed_hours"] & pay["year"].notna()]
    years = find_middles(pay, "year", MIN_CELLS).sort_values("year", ignore_index=True)
    if len(years) < 2:
        raise ValueError(f"chart {NAME}: fewer than two years with {MIN_CELLS} cells of hourly pay in this selection")
    parts = [make_cells(group).assign(year=year) for year, group in pay.groupby("year")]
    data = pd.concat(parts, ignore_index=True).merge(years, on="year", how="left", suffixes=("", "_of_year"))
    first, last = years.iloc[0], years.iloc[-1]
    experts = data["tier"].isin(EXPERT_TIERS).groupby(data["year"]).mean()
    values = {
        "low": describe_middle(words, first.to_dict()),
        "high": describe_middle(words, last.to_dict()),
        "first": str(int(first["year"])),
        "last": str(int(last["year"])),
        "first_share": words.percent(experts[first["year"]]),
        "last_share": words.percent(experts[last["year"]]),
    }
    title = state_finding(
        style,
        name=NAME,
        holds=bool(first[HIGH] < last[LOW] and experts[first["year"]] < experts[last["year"]]),
        claim=words("over_time.title", **values),
        plain=words("over_time.plain", **values),
    )
    described = [
        words(
            "over_time.alt_row", year=int(row["year"]), middle=describe_middle(words, row), n=words.number(row["cells"])
        )
        for row in years.to_dict("records")
    ]
    note = words("over_time.note", undated=words.number(undated), least=words.number(MIN_CELLS))
    return compose(
        tables,
        style,
        name=NAME,
        telling=Telling(
            title=title,
            subtitle=words("over_time.subtitle"),
            note=f"{words('notes.caveat')} {note}",
            alt_text=words("over_time.alt", title=title, rows="; ".join(described)),
        ),
        data=data.drop(columns=["assumed_hours"]),
        source_ids=collect_source_ids(data),
        bases=data["hourly_basis"],
        body=HEIGHTS[style.width],
        draw=lambda page: _draw_years(page, words, data, years),
    )


def _draw_years(page: Page, words: Words, data: pd.DataFrame, years: pd.DataFrame) -> None:
    size, palette = page.size, page.palette
    low, high = reach_ticks(data["midpoint"].min() * 0.8, data["midpoint"].max() * 1.2)
    ticks = [tick for tick in TICKS_USD if low <= tick <= high]
    left = max(text_width(words.dollars(tick), "Regular", size.small) for tick in ticks) + 8
    # The thin years before the first full one share a slot: apart they would take the room of the full ones.
    first = years["year"].min()
    slots = [("", data[data["year"] < first])] if data["year"].min() < first else []
    slots += [(str(int(year)), group) for year, group in data[data["year"] >= first].groupby("year")]
    step = (page.right - page.left - left) / len(slots)
    with matplotlib.rc_context(RC):
        top, foot = page.top + 8, page.bottom - size.small * 4.6
        axes = page.axes(page.left + left, top, page.right - page.left - left, foot - top)
        axes.set(yscale="log", ylim=(low, high), xlim=(0, len(slots)))
        axes.set_yticks(ticks, ["" for _ in ticks])
        axes.set_xticks([])
        axes.yaxis.set_minor_locator(NullLocator())
        for place, (_, group) in enumerate(slots):
            for tier, cells in group.groupby("tier"):
                seaborn.scatterplot(
                    x=[place + 0.36] * len(cells),
                    y=cells["midpoint"],
                    marker="_",
                    s=(step * 0.5) ** 2,
                    color=palette.steps[TIER_NAMES.index(str(tier))],
                    linewidth=1.1,
                    ax=axes,
                    legend=False,
                )
            bottom, top_end = _find_bar(group, low, high)
            axes.bar(place + 0.78, top_end - bottom, 0.16, bottom, color=palette.ink, zorder=3)
        axes.set(xlabel="", ylabel="")
        for tick in ticks:
            # The axes and the sheet share their points: a label stands level with its line.
            y = foot - (foot - top) * math.log(tick / low) / math.log(high / low)
            page.text(page.left, y + size.small * 0.34, words.dollars(tick), size=size.small, color=palette.muted)
    for place, (name, group) in enumerate(slots):
        x = page.left + left + (place + 0.5) * step
        row = group.iloc[0].to_dict()
        middle = describe_middle(words, row) if not math.isnan(row["cells"]) else ""
        name = name or words("over_time.before", year=int(first))
        page.text(x, foot + size.small * 1.4, name, size=size.small, align="center")
        page.text(x, foot + size.small * 2.7, middle, size=size.small, weight="Semibold", align="center")
        page.text(
            x, foot + size.small * 4.0, words.number(len(group)), size=size.small, color=palette.muted, align="center"
        )
    page.text(page.left, foot + size.small * 2.7, words("groups.middle"), size=size.small, color=palette.muted)
    page.text(page.left, foot + size.small * 4.0, words("groups.n"), size=size.small, color=palette.muted)


def _find_bar(group: pd.DataFrame, low: float, high: float) -> tuple[float, float]:
    """Return the ends of the bar of a year's middle, of no height where too few cells tell it."""
    row = group.iloc[0]
    if math.isnan(row["cells"]):
        return low, low
    bottom = low if math.isnan(row[LOW]) else row[LOW]
    top = high if math.isnan(row[HIGH]) else row[HIGH]
    # An exact middle still has to be seen.
    return bottom, max(top, bottom * 1.05)
