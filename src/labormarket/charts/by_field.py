"""Pay by field of work: every cell a dot, piled up along the scale."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import Any

import pandas as pd

from labormarket.charts.by_group import HIGH, LOW, describe_middle, find_apart, find_middles
from labormarket.charts.cells import make_cells, priced
from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.compose import Telling, compose
from labormarket.charts.headline import state_finding
from labormarket.charts.notes import collect_source_ids
from labormarket.charts.piles import Pile, make_pile_chart
from labormarket.charts.style import Style
from labormarket.charts.words import Words
from labormarket.estimates import MIN_PRICES
from labormarket.tiers import TIER_NAMES

NAME = "pay_by_field"


def draw_pay_by_field(tables: Mapping[str, pd.DataFrame], style: Style) -> Chart:
    """Draw a pile of dots per field, one dot per platform × profession, and the middle of the field as a line below.

    Reads `pay`, `professions` (for the field of each) and `sources`.
    """
    words = Words(style.lang)
    fields = tables["professions"].set_index("profession")["field"]
    pay = priced(tables["pay"])
    pay = pay[~pay["assumed_hours"]].assign(field=lambda frame: frame["profession"].map(fields))
    cells = make_cells(pay).assign(field=lambda frame: frame["profession"].map(fields))
    groups = find_middles(pay, "field", MIN_PRICES)
    if groups.empty:
        raise NothingToDrawError(f"chart {NAME}: no field has {MIN_PRICES} cells with hourly pay in this selection")
    data = cells.merge(groups, on="field", suffixes=("", "_of_group"))
    data = data.sort_values([LOW, "field", "midpoint", "platform", "profession"], kind="stable", ignore_index=True)
    lowest, highest, apart = find_apart(groups)
    values = {
        "low": describe_middle(words, lowest),
        "high": describe_middle(words, highest),
        "low_label": words.field(lowest["field"]),
        "high_label": words.field(highest["field"]),
    }
    headline = state_finding(
        style,
        holds=apart,
        claim=words("pay_by_field.title", **values),
        plain=words("pay_by_field.plain", **values),
    )
    ends = {lowest["field"], highest["field"]} if apart else set()
    rows = make_pile_chart(
        style,
        words,
        [_make_pile(style, words, group, data, ends) for group in groups.to_dict("records")],
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
    note = words("pay_by_field.note", least=words.number(MIN_PRICES), unplaced=unplaced)
    return compose(
        tables,
        style,
        name=NAME,
        telling=Telling(
            headline=headline,
            subtitle=words("pay_by_field.subtitle"),
            note=f"{words('notes.caveat')} {note}",
            alt_text=words("groups.alt", title=headline.title, rows="; ".join(described)),
        ),
        data=data.drop(columns=["assumed_hours"]),
        source_ids=collect_source_ids(data),
        bases=data["hourly_basis"],
        body=rows.height(),
        draw=rows.draw,
    )


def _make_pile(
    style: Style, words: Words, group: Mapping[Hashable, Any], cells: pd.DataFrame, ends: Collection[str]
) -> Pile:
    members = cells[cells["field"].eq(group["field"])]
    return Pile(
        label=words.sentence_case(words.field(group["field"])),
        value=describe_middle(words, group),
        count=words.number(group["cells"]),
        amounts=members["midpoint"].tolist(),
        colors=[style.palette.steps[TIER_NAMES.index(tier)] for tier in members["tier"]],
        middle=(group[LOW], group[HIGH]),
        strong=group["field"] in ends,
    )
