"""What a field, a credential or a kind of platform multiplies pay by, all else in the regression alike."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from labormarket.charts.chart import Chart
from labormarket.charts.compose import Telling, compose
from labormarket.charts.findings import state_finding
from labormarket.charts.marks import Pay, Scale, draw_mark, draw_tick
from labormarket.charts.notes import collect_source_ids
from labormarket.charts.page import Page
from labormarket.charts.rows import Line, Row, RowChart, Section
from labormarket.charts.style import Style
from labormarket.charts.words import Words
from labormarket.estimates import with_hourly_pay

NAME = "premiums"
MODEL = "by platform kind"
FIELD, CREDENTIAL, PLATFORM_KIND = "field", "credential", "platform_kind"
FACTORS = {
    "column": (FIELD, CREDENTIAL, PLATFORM_KIND),
    "page": (FIELD, CREDENTIAL, PLATFORM_KIND),
    "square": (FIELD, CREDENTIAL),
    "story": (FIELD, CREDENTIAL),
}
STEPS = {FIELD: 6, CREDENTIAL: 4, PLATFORM_KIND: 1}
RATIO, LOW, HIGH = "ratio", "ratio_low", "ratio_high"


def pick_levels(premiums: pd.DataFrame, pay: pd.DataFrame, factors: tuple[str, ...]) -> pd.DataFrame:
    """Pick the levels that have an interval, factor by factor, the highest ratio first.

    Raises ValueError where the pay table holds fewer statements than the regression: it is of all of them, and says
    nothing about a selection.
    """
    model = premiums[premiums["model"].eq(MODEL)]
    if model[model["factor"].eq(FIELD)]["statements"].sum() > len(pay):
        raise ValueError(f"chart {NAME}: the regression is of all statements; it can't be drawn for a selection")
    told = model[model[LOW].notna() & model["factor"].isin(factors)]
    order = told["factor"].map({factor: place for place, factor in enumerate(factors)})
    return told.assign(order=order).sort_values(["order", RATIO], ascending=[True, False]).drop(columns="order")


def draw_premiums(tables: Mapping[str, pd.DataFrame], style: Style) -> Chart:
    """Draw a section per factor and a bar per level: the interval of its ratio, with a tick at the estimate.

    Reads `premiums`, `pay` and `sources`.
    """
    words = Words(style.lang)
    factors = FACTORS[style.width]
    shown = pick_levels(tables["premiums"], tables["pay"], factors)
    fields, credentials = (shown[shown["factor"].eq(factor)] for factor in (FIELD, CREDENTIAL))
    if fields.empty or credentials.empty:
        raise ValueError(f"chart {NAME}: too few statements for a regression on field and credential")
    best = fields.iloc[0].to_dict()
    values = {
        "field": name_level(words, best),
        "ratio": words.times(best[RATIO]),
        "reference": words.field(best["reference"]),
    }
    title = state_finding(
        style,
        name=NAME,
        holds=bool(best[LOW] > 1 and (credentials[LOW] <= 1).all()),
        claim=words("premiums.title", **values),
        plain=words("premiums.plain", **values),
    )
    rows = RowChart(
        style,
        words,
        [_make_section(style, words, shown[shown["factor"].eq(factor)], factor) for factor in factors],
        low=shown[LOW].min() * 0.85,
        high=shown[HIGH].max() * 1.15,
        count_heading=words("groups.n"),
        value_heading=words("premiums.heading"),
        lines=[Line(1.0, words("premiums.line"))],
        tick_text=words.times,
    )
    described = [
        words("premiums.alt_row", label=name_level(words, row), ratio=write_interval(words, row))
        for row in shown.to_dict("records")
    ]
    return compose(
        tables,
        style,
        name=NAME,
        telling=Telling(
            title=title,
            subtitle=words("premiums.subtitle"),
            note=f"{words('notes.caveat')} {words('premiums.note')}",
            alt_text=words("premiums.alt", title=title, rows="; ".join(described)),
        ),
        data=shown,
        source_ids=collect_source_ids(with_hourly_pay(tables["pay"])),
        bases=(),
        body=rows.height(),
        draw=rows.draw,
    )


def name_level(words: Words, row: Mapping[Hashable, Any], column: str = "level") -> str:
    """Name a level, or its reference, in this language; a field under its own name."""
    name = str(row[column])
    return words.field(name) if row["factor"] == FIELD and name != "other" else words(f"levels.{name}")


def write_interval(words: Words, row: Mapping[Hashable, Any]) -> str:
    """Write a ratio with its interval."""
    low, high = (words.times(row[end]) for end in (LOW, HIGH))
    return f"{words.times(row[RATIO])} ({low.removesuffix('×')}–{high.removesuffix('×')})"


def _make_section(style: Style, words: Words, levels: pd.DataFrame, factor: str) -> Section:
    rows = levels.to_dict("records")
    detail = words("premiums.against", reference=name_level(words, rows[0], "reference")) if rows else ""
    return Section(
        rows=[_make_row(words, row) for row in rows],
        heading=words(f"premiums.{factor}"),
        detail=detail,
        color=style.palette.steps[STEPS[factor]],
    )


def _make_row(words: Words, row: Mapping[Hashable, Any]) -> Row:
    def draw(page: Page, scale: Scale, y: float, color: str) -> None:
        draw_mark(page, scale, y, Pay(row[LOW], row[HIGH]), color, height=7)
        draw_tick(page, scale.clip(row[RATIO]), y)

    return Row(
        label=words.sentence_case(name_level(words, row)),
        value=write_interval(words, row),
        count=words.number(row["statements"]),
        draw=draw,
    )
