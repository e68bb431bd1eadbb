"""What the figures rest on: how many statements of which kind each platform has."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.compose import Telling, compose
from labormarket.charts.headline import state_finding
from labormarket.charts.notes import collect_source_ids
from labormarket.charts.page import Page
from labormarket.charts.style import Style, text_width, wrap
from labormarket.charts.words import Words

NAME = "evidence_by_platform"
KINDS = ("advertised", "reported", "statistic", "policy", "staff_salary")
ROWS = {"column": 12, "page": 16, "square": 9, "story": 16}


def count_evidence(pay: pd.DataFrame, rows: int) -> pd.DataFrame:
    """Count statements by platform and kind: the `rows` platforms with most of them, then the others, then unnamed.

    Returns `platform` (empty for the two sums), `group` (platform, others or unnamed), one column per kind,
    `statements`, and `platforms` (how many the row stands for).
    """
    frame = pay.assign(platform=pay["platform"].fillna(""))
    table = pd.crosstab(frame["platform"], frame["kind"]).reindex(columns=list(KINDS), fill_value=0)
    table = table.assign(statements=table.sum(axis=1), platforms=1, group="platform")
    unnamed = table[table.index == ""].assign(group="unnamed")
    named = table[table.index != ""].sort_values("statements", ascending=False, kind="stable")
    shown, rest = named.iloc[:rows], named.iloc[rows:]
    parts = [shown.reset_index()]
    if len(rest):
        parts.append(rest.drop(columns="group").sum().to_frame().T.assign(platform="", group="others"))
    table = pd.concat([*parts, unnamed.reset_index()], ignore_index=True).rename_axis(columns=None)
    return table[["group", "platform", *KINDS, "statements", "platforms"]]


def draw_evidence_by_platform(tables: Mapping[str, pd.DataFrame], style: Style) -> Chart:
    """Draw a table of discs, platforms down and kinds across: the area of a disc is its number of statements.

    Reads `pay` and `sources`. Counts every statement that was read, also those without an hourly value.
    """
    words, pay = Words(style.lang), tables["pay"]
    if pay.empty:
        raise NothingToDrawError(f"chart {NAME}: no statement in this selection")
    data = count_evidence(pay, ROWS[style.width])
    kinds = pay["kind"].value_counts().reindex(list(KINDS), fill_value=0)
    values = {
        "measured": words.number(kinds["statistic"]),
        "total": words.number(len(pay)),
        "share": words.percent(kinds["advertised"] / len(pay)),
        "reported": words.percent(kinds["reported"] / len(pay)),
    }
    headline = state_finding(
        style,
        holds=kinds["statistic"] < len(pay) / 10 and kinds["advertised"] == kinds.max(),
        claim=words.counted("evidence.title", int(kinds["statistic"]), **values),
        plain=words.counted("evidence.plain", len(pay), **values),
    )
    labels = [_label(words, row) for row in data.to_dict("records")]
    described = [f"{label} {words.number(count)}" for label, count in zip(labels, data["statements"], strict=True)]
    counted = [f"{words(f'evidence.{kind}')} {words.number(kinds[kind])}" for kind in KINDS]
    return compose(
        tables,
        style,
        name=NAME,
        telling=Telling(
            headline=headline,
            subtitle=words("evidence.subtitle"),
            note=words("evidence.note"),
            alt_text=words("evidence.alt", title=headline.title, kinds=", ".join(counted), rows=", ".join(described)),
        ),
        data=data,
        source_ids=collect_source_ids(pay),
        bases=(),
        body=style.size.label * 2.1 * (len(data) + 2) + 8,
        draw=lambda page: _draw_discs(page, words, data, labels),
    )


def _label(words: Words, row: dict[Hashable, Any]) -> str:
    if row["group"] == "others":
        return words.counted("evidence.others", row["platforms"])
    return words("evidence.unnamed") if row["group"] == "unnamed" else str(row["platform"])


def _draw_discs(page: Page, words: Words, data: pd.DataFrame, labels: list[str]) -> None:
    size, palette = page.size, page.palette
    pitch = (page.bottom - page.top) / (len(data) + 2)
    limit = (page.right - page.left) * 0.32
    wrapped = [wrap(label, limit, "Regular", size.label) for label in labels]
    label_width = max(text_width(line, "Regular", size.label) for lines in wrapped for line in lines) + 6
    kinds = [kind for kind in KINDS if data[kind].sum()]
    step = (page.right - page.left - label_width) / (len(kinds) + 1)
    across = {kind: page.left + label_width + (place + 0.5) * step for place, kind in enumerate(kinds)}
    across["statements"] = page.right - step * 0.5
    top = page.top + pitch
    headings = {column: words(f"evidence.{'total' if column == 'statements' else column}") for column in across}
    crowded = max(text_width(heading, "Regular", size.small) for heading in headings.values()) > step - 4
    for place, (column, heading) in enumerate(headings.items()):
        # Neighbours that would touch stand on two lines in turn.
        base = top - 5 - (size.small * 1.15 if crowded and place % 2 else 0)
        page.text(across[column], base, heading, size=size.small, color=palette.muted, align="center")
    page.line(page.left, top, page.right, top, color=palette.rule, width=0.8)
    # The largest disc just fills its row; the area, not the radius, is the number.
    most = data.loc[data["group"].eq("platform"), kinds].to_numpy().max()
    for place, row in enumerate(data.to_dict("records")):
        y = top + (place + 0.5) * pitch
        base = y + size.label * 0.34
        for number, line in enumerate(wrapped[place]):
            shift = (number - (len(wrapped[place]) - 1) / 2) * size.label * 1.05
            page.text(page.left, base + shift, line, color=palette.ink if row["platform"] else palette.muted)
        page.line(page.left, top + (place + 1) * pitch, page.right, top + (place + 1) * pitch)
        for kind in kinds:
            _draw_disc(page, words, across[kind], y, row[kind], math.sqrt(row[kind] / most) * pitch * 0.47)
        page.text(across["statements"], base, words.number(row["statements"]), weight="Semibold", align="center")
    bottom = top + (len(data) + 0.5) * pitch + size.label * 0.34
    page.text(page.left, bottom, words("evidence.total"), weight="Semibold")
    for column, x in across.items():
        page.text(x, bottom, words.number(data[column].sum()), weight="Semibold", align="center")


def _draw_disc(page: Page, words: Words, x: float, y: float, count: int, radius: float) -> None:
    if not count:
        return
    size, palette = page.size, page.palette
    number = words.number(count)
    inside = text_width(number, "Semibold", size.small) < 1.7 * radius and size.small < 1.7 * radius
    page.dot(x, y, palette.steps[3], radius=max(radius, 1.2))
    if inside:
        page.text(
            x, y + size.small * 0.34, number, size=size.small, weight="Semibold", color=palette.ground, align="center"
        )
    else:
        page.text(x + radius + 2, y + size.small * 0.34, number, size=size.small, color=palette.ink)
