"""What one project pays, in months of the day job of the same occupation."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from labormarket.charts.chart import Chart
from labormarket.charts.compose import Telling, compose
from labormarket.charts.day_jobs import select_pairs
from labormarket.charts.findings import state_finding
from labormarket.charts.marks import Pay, Scale, describe_pay, draw_mark
from labormarket.charts.notes import collect_source_ids
from labormarket.charts.page import Page
from labormarket.charts.rows import Line, Row, RowChart, Section
from labormarket.charts.style import Style
from labormarket.charts.words import Words

NAME = "project_income"
REFERENCE = "reference_oews"
ROWS = {"column": 12, "page": 24, "square": 12, "story": 11}
MONTHS = ("months_of_day_job_low", "months_of_day_job_high")
DOLLARS = ("usd_per_project_low", "usd_per_project_high")


def pick_projects(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Pick the projects of the pairs that the pay table holds, most months of the day job first.

    Takes the mapping with `project_income` and `pay`; open ends are missing in the result.
    """
    incomes = select_pairs(tables["project_income"], tables["pay"])
    # An open rate reaches down to nothing: that end is missing here.
    incomes = incomes.replace({column: {0.0: np.nan} for column in (*MONTHS, *DOLLARS)})
    order = incomes[MONTHS[1]].fillna(math.inf)
    incomes = incomes.assign(order=order).sort_values(
        ["order", "platform", "profession"], ascending=[False, True, True]
    )
    return incomes.drop(columns="order").reset_index(drop=True)


def draw_project_income(tables: Mapping[str, pd.DataFrame], style: Style) -> Chart:
    """Draw a bar per platform and profession: the months of the day job's pay that one project brings.

    Reads `project_income`, `pay`, `platform_facts` and `sources`.
    """
    words = Words(style.lang)
    incomes = pick_projects(tables)
    if incomes.empty:
        raise ValueError(f"chart {NAME}: no platform with known projects and known day jobs in this selection")
    shown = incomes.head(ROWS[style.width])
    sure, may = int(incomes[MONTHS[0]].ge(1).sum()), int((~incomes[MONTHS[1]].lt(1)).sum())
    values = {"total": words.number(len(incomes)), "sure": words.number(sure), "may": words.number(may)}
    title = state_finding(
        style,
        name=NAME,
        holds=sure < may,
        claim=words.counted("project_income.title", sure, **values)
        if sure
        else words("project_income.title_none", **values),
        plain=words.counted("project_income.plain", len(incomes), **values),
    )
    terms = incomes.drop_duplicates("platform")
    terms_in_words = words.listed(
        [
            words(
                "project_income.terms",
                platform=row["platform"],
                hours=_range(words, row["hours_per_week_low"], row["hours_per_week_high"]),
                weeks=_range(words, row["weeks_low"], row["weeks_high"]),
            )
            for row in terms.to_dict("records")
        ]
    )
    rows = RowChart(
        style,
        words,
        [Section(rows=[_make_row(words, row, named=len(terms) > 1) for row in shown.to_dict("records")])],
        low=shown[list(MONTHS)].min().min() * 0.7,
        high=shown[list(MONTHS)].max().max() * 1.3,
        count_heading=words("groups.n"),
        value_heading=words("project_income.dollars"),
        lines=[Line(1.0, words("project_income.line"))],
        tick_text=words.number,
    )
    fewer = words("project_income.shown", shown=words.number(len(shown)), total=values["total"])
    notes = [words("notes.caveat"), words("project_income.note"), fewer if len(shown) < len(incomes) else ""]
    described = [
        words(
            "project_income.alt_row",
            profession=words.profession(row["profession"]),
            months=_months(words, row),
            dollars=_dollars(words, row),
        )
        for row in shown.to_dict("records")
    ]
    pay = tables["pay"]
    behind = pay[pay["platform"].isin(shown["platform"]) & pay["profession"].isin(shown["profession"])]
    facts = tables["platform_facts"]
    told = facts[facts["platform"].isin(shown["platform"]) & facts["fact"].str.startswith("project ")]
    return compose(
        tables,
        style,
        name=NAME,
        telling=Telling(
            title=title,
            subtitle=words("project_income.subtitle", terms=terms_in_words),
            note=" ".join(part for part in notes if part),
            alt_text=words("project_income.alt", title=title, rows="; ".join(described)),
        ),
        data=shown,
        source_ids=[*collect_source_ids(behind), *collect_source_ids(told), REFERENCE],
        bases=(),
        body=rows.height(),
        draw=rows.draw,
    )


def _range(words: Words, low: float, high: float) -> str:
    return "–".join(words.number(end) for end in sorted({low, high}))


def _months(words: Words, row: Mapping[Hashable, Any]) -> str:
    low, high = (None if math.isnan(row[end]) else words.number(round(row[end], 1)) for end in MONTHS)
    if low and high:
        return low if low == high else f"{low}–{high}"
    return words("pay.up_to", amount=high) if high else words("pay.from", amount=low)


def _dollars(words: Words, row: Mapping[Hashable, Any]) -> str:
    # Rates, hours and weeks are round figures: their product is none to the dollar.
    return describe_pay(words, Pay(*(round(row[end], -2) if row[end] >= 1000 else row[end] for end in DOLLARS)))[0]


def _make_row(words: Words, row: Mapping[Hashable, Any], *, named: bool) -> Row:
    pay = Pay(row[MONTHS[0]], row[MONTHS[1]])

    def draw(page: Page, scale: Scale, y: float, color: str) -> None:
        draw_mark(page, scale, y, pay, page.palette.steps[3])

    return Row(
        label=words.sentence_case(words.profession(row["profession"])),
        beside=row["platform"] if named else "",
        value=_dollars(words, row),
        count=words.number(row["statements"]),
        draw=draw,
    )
