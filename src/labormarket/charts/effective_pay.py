"""Advertised pay beside what is left of it per hour worked, under the unpaid time that studies measured."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from labormarket.charts.by_group import HIGH, LOW, describe_middle, find_middles
from labormarket.charts.cells import priced
from labormarket.charts.chart import Chart
from labormarket.charts.compose import Telling, compose
from labormarket.charts.findings import state_finding
from labormarket.charts.marks import Pay, Scale, draw_mark, mix
from labormarket.charts.notes import collect_source_ids
from labormarket.charts.page import Page
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.style import Palette, Style
from labormarket.charts.words import Words
from labormarket.estimates import MIN_CELLS
from labormarket.estimates.effective import apply_scenarios, list_scenarios, name_study
from labormarket.platforms import match_platform

NAME = "effective_pay"
REFERENCE = "reference_benchmarks"
ROWS = {"column": 8, "page": 14, "square": 8, "story": 11}
WORKED_LOW, WORKED_HIGH = (f"usd_per_hour_worked_{end.removeprefix('usd_per_hour_')}" for end in (LOW, HIGH))
ALL = "all"


def work_out_effective_pay(pay: pd.DataFrame, benchmarks: pd.DataFrame) -> pd.DataFrame:
    """Apply every measured share of unpaid time to the middle of advertised pay, overall and by platform.

    Takes priced statements and the reference table of benchmarks. Returns the rows of `find_middles` once per
    scenario, with `usd_per_hour_worked_middle_low` and `_high`, `paid_share`, `scenario`, `measured_on` and
    `source_citation`; the platform of the overall row is "all".
    """
    advertised = pay[pay["kind"].eq("advertised")]
    platforms = find_middles(advertised, "platform", MIN_CELLS)
    overall = find_middles(advertised.assign(platform_of_row=ALL), "platform_of_row", MIN_CELLS)
    middles = pd.concat([overall.rename(columns={"platform_of_row": "platform"}), platforms], ignore_index=True)
    scenarios = list_scenarios(benchmarks)
    worked = apply_scenarios(middles, scenarios)
    studies = scenarios.set_index("scenario")
    # A study may call a platform by a shorter name than the tables do.
    names = {name: match_platform(name).platform or name for name in studies["measured_on"].dropna()}
    return worked.assign(
        measured_on=worked["scenario"].map(studies["measured_on"].replace(names)),
        source_citation=worked["scenario"].map(studies["source_citation"]),
    )


def draw_effective_pay(tables: Mapping[str, pd.DataFrame], style: Style) -> Chart:
    """Draw two bars per platform: the middle of its adverts, and what is left of it at the largest measured loss.

    Reads `pay`, `sources` and `reference_benchmarks`.
    """
    words = Words(style.lang)
    pay = priced(tables["pay"])
    pay = pay[~pay["assumed_hours"]]
    table = work_out_effective_pay(pay, tables[REFERENCE])
    least_paid = table[table["paid_share"].eq(table["paid_share"].min())]
    if least_paid.empty:
        raise ValueError(f"chart {NAME}: fewer than {MIN_CELLS} cells of advertised hourly pay in this selection")
    ranked = least_paid.iloc[1:].sort_values("cells", ascending=False, kind="stable").head(ROWS[style.width]).index
    shown = least_paid.loc[[least_paid.index[0], *sorted(ranked)]]
    overall = shown.iloc[0].to_dict()
    values = {
        "share": words.percent(1 - overall["paid_share"]),
        "platform": str(overall["measured_on"]),
        "study": name_study(str(overall["source_citation"])),
        "advertised": describe_middle(words, overall),
        "worked": _describe_worked(words, overall),
    }
    title = state_finding(
        style,
        name=NAME,
        holds=overall["paid_share"] < 1,
        claim=words("effective_pay.title", **values),
        plain=words("effective_pay.plain", **values),
    )
    ends = shown[[LOW, HIGH, WORKED_LOW, WORKED_HIGH]]
    rows = RowChart(
        style,
        words,
        [Section(rows=[_make_row(words, row) for row in shown.to_dict("records")])],
        low=ends.min().min() * 0.55,
        high=ends.max().max() * 1.35,
        count_heading=words("groups.n"),
        value_heading=words("effective_pay.heading"),
    )
    described = [
        words(
            "effective_pay.alt_row",
            platform=_label(words, row),
            advertised=describe_middle(words, row),
            worked=_describe_worked(words, row),
        )
        for row in shown.to_dict("records")
    ]
    advertised = pay[pay["kind"].eq("advertised")]
    least = words.number(MIN_CELLS)
    return compose(
        tables,
        style,
        name=NAME,
        telling=Telling(
            title=title,
            subtitle=words("effective_pay.subtitle", **values),
            note=f"{words('notes.caveat')} {words('effective_pay.note', least=least, **values)}",
            alt_text=words("effective_pay.alt", title=title, rows="; ".join(described)),
        ),
        data=shown.replace({np.inf: np.nan}),
        source_ids=[*collect_source_ids(advertised), REFERENCE],
        bases=advertised["hourly_basis"],
        body=rows.height(),
        draw=rows.draw,
    )


def _label(words: Words, row: Mapping[Hashable, Any]) -> str:
    return words("effective_pay.all") if row["platform"] == ALL else str(row["platform"])


def _describe_worked(words: Words, row: Mapping[Hashable, Any]) -> str:
    return describe_middle(words, {LOW: row[WORKED_LOW], HIGH: row[WORKED_HIGH]})


def pick_shades(palette: Palette) -> tuple[str, str]:
    """Return the colours of advertised pay and of pay per hour worked."""
    return mix(palette.steps[4], palette.ground, 0.6), palette.steps[4]


def _make_row(words: Words, row: Mapping[Hashable, Any]) -> Row:
    advertised, worked = Pay(row[LOW], row[HIGH]), Pay(row[WORKED_LOW], row[WORKED_HIGH])

    def draw(page: Page, scale: Scale, y: float, color: str) -> None:
        pale, deep = pick_shades(page.palette)
        draw_mark(page, scale, y - 3.2, advertised, pale, height=4.4)
        draw_mark(page, scale, y + 3.2, worked, deep, height=4.4)

    return Row(
        label=_label(words, row),
        value=f"{describe_middle(words, row)} → {_describe_worked(words, row)}",
        count=words.number(row["cells"]),
        strong=row["platform"] == ALL,
        draw=draw,
    )
