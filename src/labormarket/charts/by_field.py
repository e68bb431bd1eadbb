"""Pay by field of work: every cell a dot, piled up along the scale."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from labormarket.charts.by_group import HIGH, LOW, describe_middle, find_apart, find_middles
from labormarket.charts.cells import make_cells, priced
from labormarket.charts.chart import Chart
from labormarket.charts.compose import Telling, compose
from labormarket.charts.findings import state_finding
from labormarket.charts.marks import Scale, draw_stack
from labormarket.charts.notes import collect_source_ids
from labormarket.charts.page import Page
from labormarket.charts.rows import Row, RowChart, Section, row_pitch
from labormarket.charts.style import Style
from labormarket.charts.words import Words
from labormarket.estimates import MIN_CELLS
from labormarket.tiers import TIER_NAMES

NAME = "pay_by_field"
ROW_LINES = {"column": 1.6, "page": 2.3, "square": 1.35, "story": 2.2}


def draw_pay_by_field(tables: Mapping[str, pd.DataFrame], style: Style) -> Chart:
    """Draw a pile of dots per field, one dot per platform × profession, and the middle of the field as a line below.

    Reads `pay`, `professions` (for the field of each) and `sources`.
    """
    words = Words(style.lang)
    fields = tables["professions"].set_index("profession")["field"]
    pay = priced(tables["pay"])
    pay = pay[~pay["assumed_hours"]].assign(field=lambda frame: frame["profession"].map(fields))
    cells = make_cells(pay).assign(field=lambda frame: frame["profession"].map(fields))
    groups = find_middles(pay, "field", MIN_CELLS)
    if groups.empty:
        raise ValueError(f"chart {NAME}: no field has {MIN_CELLS} cells with hourly pay in this selection")
    data = cells.merge(groups, on="field", suffixes=("", "_of_group"))
    data = data.sort_values([LOW, "field", "midpoint", "platform", "profession"], kind="stable", ignore_index=True)
    lowest, highest, apart = find_apart(groups)
    values = {
        "low": describe_middle(words, lowest),
        "high": describe_middle(words, highest),
        "low_label": words.field(lowest["field"]),
        "high_label": words.field(highest["field"]),
    }
    title = state_finding(
        style,
        name=NAME,
        holds=apart,
        claim=words("pay_by_field.title", **values),
        plain=words("pay_by_field.plain", **values),
    )
    rows = RowChart(
        style,
        words,
        [Section(rows=[_make_row(style, words, group, data) for group in groups.to_dict("records")])],
        low=data["midpoint"].min() * 0.85,
        high=data["midpoint"].max() * 1.15,
        count_heading=words("groups.n"),
        value_heading=words("groups.middle"),
    )
    described = [
        words(
            "groups.alt_row", label=words.field(group["field"]), middle=describe_middle(words, group), n=group["cells"]
        )
        for group in groups.to_dict("records")
    ]
    unplaced = words.number(len(cells) - len(data))
    note = words("pay_by_field.note", least=words.number(MIN_CELLS), unplaced=unplaced)
    return compose(
        tables,
        style,
        name=NAME,
        telling=Telling(
            title=title,
            subtitle=words("pay_by_field.subtitle"),
            note=f"{words('notes.caveat')} {note}",
            alt_text=words("groups.alt", title=title, rows="; ".join(described)),
        ),
        data=data.drop(columns=["assumed_hours"]),
        source_ids=collect_source_ids(data),
        bases=data["hourly_basis"],
        body=rows.height(),
        draw=rows.draw,
    )


def _make_row(style: Style, words: Words, group: Mapping[Hashable, Any], cells: pd.DataFrame) -> Row:
    members = cells[cells["field"].eq(group["field"])]
    colors = [style.palette.steps[TIER_NAMES.index(tier)] for tier in members["tier"]]
    lines = ROW_LINES[style.width]
    room = row_pitch(style) * lines * 0.85 - (style.size.label * 1.3 if style.size.stacked else 3) - 3

    def draw(page: Page, scale: Scale, y: float, color: str) -> None:
        page.line(scale.left, y, scale.right, y, color=page.palette.rule, width=0.6)
        left = scale.clip(group[LOW]) if pd.notna(group[LOW]) else scale.left
        right = scale.clip(group[HIGH]) if pd.notna(group[HIGH]) else scale.right
        page.bar(left, y + 0.4, max(right - left, 2.5), 2.6, page.palette.ink, z=3)
        radius = 2.6 if page.size.name == "page" else 2.0
        draw_stack(page, scale, y, members["midpoint"].tolist(), colors, room=room, radius=radius)

    return Row(
        label=words.sentence_case(words.field(group["field"])),
        value=describe_middle(words, group),
        count=words.number(group["cells"]),
        lines=lines,
        draw=draw,
    )
