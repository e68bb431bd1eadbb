"""How good the evidence is, tier by tier: independent witnesses, confidence, measurement, stated hours."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from labormarket.charts.cells import make_cells
from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.compose import Telling, compose
from labormarket.charts.headline import state_finding
from labormarket.charts.marks import mix
from labormarket.charts.notes import collect_source_ids
from labormarket.charts.page import Page
from labormarket.charts.style import Style, text_width, wrap
from labormarket.charts.words import Words
from labormarket.tiers import TIER_NAMES

NAME = "evidence_quality"
QUALITIES = ("witnessed", "confident", "measured", "hours_stated", "dated")


def judge_cells(cells: pd.DataFrame) -> pd.DataFrame:
    """Count, per tier, how many cells have each quality.

    Returns `tier`, `cells` and one count per quality: `witnessed` (two independent witnesses or more), `confident`
    (a statement transcribed with high confidence), `measured` (its middle statement is a statistic or a rule, not an
    advert or an account), `hours_stated` (no assumed hours), `dated`.
    """
    judged = cells.assign(
        witnessed=cells["witnesses"].ge(2),
        confident=cells["confidence"].eq("high"),
        measured=cells["kind"].isin(["statistic", "policy"]),
        hours_stated=~cells["assumed_hours"].astype(bool),
        dated=cells["published_on"].notna(),
    )
    counts = judged.groupby("tier")[list(QUALITIES)].sum().assign(cells=judged.groupby("tier").size())
    present = [tier for tier in TIER_NAMES if tier in counts.index]
    return counts.loc[present, ["cells", *QUALITIES]].astype("int64").reset_index()


def draw_evidence_quality(tables: Mapping[str, pd.DataFrame], style: Style) -> Chart:
    """Draw a table of shares, tiers down and qualities across. Reads `pay` and `sources`."""
    words = Words(style.lang)
    cells = make_cells(tables["pay"])
    if cells.empty:
        raise NothingToDrawError(f"chart {NAME}: no statement with hourly pay in this selection")
    data = judge_cells(cells)
    total = int(data["cells"].sum())
    witnessed = int(data["witnessed"].sum())
    values = {
        "witnessed": words.number(witnessed),
        "cells": words.number(total),
        "share": words.percent(witnessed / total),
    }
    headline = state_finding(
        style,
        holds=witnessed < total / 2,
        claim=words.counted("quality.title", witnessed, **values),
        plain=words.counted("quality.plain", total, **values),
    )
    described = [
        f"{words.tier(row['tier'])}: "
        + ", ".join(f"{words(f'quality.{name}')} {words.percent(row[name] / row['cells'])}" for name in QUALITIES)
        for row in data.to_dict("records")
    ]
    return compose(
        tables,
        style,
        name=NAME,
        telling=Telling(
            headline=headline,
            subtitle=words("quality.subtitle"),
            note=words("quality.note"),
            alt_text=words("quality.alt", title=headline.title, rows="; ".join(described)),
        ),
        data=data,
        source_ids=collect_source_ids(cells),
        bases=cells["hourly_basis"],
        body=style.size.label * (3.4 if style.size.stacked else 2.6) * (len(data) + 1) + style.size.small * 4,
        draw=lambda page: _draw_table(page, words, data),
    )


def _draw_table(page: Page, words: Words, data: pd.DataFrame) -> None:
    size, palette = page.size, page.palette
    records = data.to_dict("records")
    labels = [wrap(words.tier(row["tier"]), (page.right - page.left) * 0.26, "Bold", size.label) for row in records]
    label_width = max(text_width(line, "Bold", size.label) for lines in labels for line in lines) + 8
    step = (page.right - page.left - label_width) / len(QUALITIES)
    headings = [wrap(words(f"quality.{name}"), step - 5, "Regular", size.small) for name in QUALITIES]
    top = page.top + max(len(lines) for lines in headings) * size.small * 1.15 + 6
    pitch = (page.bottom - top) / len(data)
    for place, lines in enumerate(headings):
        for number, line in enumerate(reversed(lines)):
            x = page.left + label_width + place * step
            page.text(x, top - 5 - number * size.small * 1.15, line, size=size.small, color=palette.muted)
    for place, (row, lines) in enumerate(zip(records, labels, strict=True)):
        y = top + place * pitch
        page.line(page.left, y, page.right, y, color=palette.rule, width=0.7)
        color = palette.steps[TIER_NAMES.index(str(row["tier"]))]
        for number, line in enumerate(lines):
            base = y + pitch * 0.5 + size.label * (0.34 + 1.1 * (number - (len(lines) - 1) / 2))
            page.text(page.left, base, line, weight="Bold", color=color)
        for column, name in enumerate(QUALITIES):
            _draw_share(page, words, row, name, page.left + label_width + column * step, y, step - 8, pitch, color)


def _draw_share(
    page: Page,
    words: Words,
    row: Mapping[Hashable, Any],
    name: str,
    x: float,
    y: float,
    width: float,
    pitch: float,
    color: str,
) -> None:
    """Draw one share as a filled part of a track, its figure above it."""
    share = row[name] / row["cells"]
    page.text(x, y + pitch * 0.5, words.percent(share), weight="Semibold")
    page.bar(x, y + pitch * 0.62, width, 4, mix(color, page.palette.ground, 0.16))
    page.bar(x, y + pitch * 0.62, width * share, 4, color, z=3)
