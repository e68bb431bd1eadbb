"""What the figures rest on: statements by platform and kind of evidence, and how many publishers printed them."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from labormarket.charts.canvas import Canvas
from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.compose import compose
from labormarket.charts.headline import leave_each_out, state_finding
from labormarket.charts.i18n import Words
from labormarket.charts.statements import select_work
from labormarket.charts.style import Style, text_width, wrap

KINDS = ("advertised", "reported", "statistic", "policy", "staff_salary")
RARE = 0.1
"""Below this share, with any platform left out, the title calls what is measured rare."""
ROWS = {"column": 12, "page": 16, "square": 9, "story": 16}


def count_evidence_by_platform(pay: pd.DataFrame, rows: int) -> pd.DataFrame:
    """Count statements by platform and kind: the `rows` platforms with most of them, then the others, then unnamed.

    Returns `platform` (empty for the two sums), `group` (platform, others or unnamed), one column per kind,
    `statements`, `platforms` (how many the row stands for), `publishers` and `prices` (0 where the table doesn't say).
    """
    frame = pay.assign(platform=pay["platform"].astype("str").fillna(""))
    counts = frame["platform"].value_counts().drop("", errors="ignore").sort_index()
    shown = list(counts.sort_values(ascending=False, kind="stable").index[:rows])
    group = frame["platform"].map({"": "unnamed", **dict.fromkeys(shown, "platform")}).fillna("others")
    frame = frame.assign(group=group, platform=frame["platform"].where(frame["platform"].isin(shown), ""))
    keys = ["group", "platform"]
    table = pd.crosstab([frame["group"], frame["platform"]], frame["kind"]).reindex(columns=list(KINDS), fill_value=0)
    by_row = pay.assign(**frame[keys]).groupby(keys)
    table = table.assign(statements=table.sum(axis=1))
    table = table.assign(
        platforms=pay.assign(**frame[keys], name=pay["platform"]).groupby(keys)["name"].nunique().clip(lower=1),
        publishers=by_row["publisher"].nunique() if "publisher" in pay else 0,
        templates=by_row["template_id"].nunique() if "template_id" in pay else 0,
    )
    order = [("platform", name) for name in shown] + [(name, "") for name in ("others", "unnamed")]
    return table.reindex([key for key in order if key in table.index]).reset_index().rename_axis(columns=None)


def draw(tables: Mapping[str, pd.DataFrame], style: Style, words: Words) -> Chart:
    """Draw a table of discs, platforms down and kinds across: the area of a disc is its number of statements.

    Reads `pay` and `sources`. Counts every statement about training work, also those without an hourly value.
    """
    pay = select_work(tables["pay"])
    if pay.empty:
        raise NothingToDrawError(f"chart {words.chart}: no statement in this selection")
    data = count_evidence_by_platform(pay, ROWS[style.width])
    kinds = pay["kind"].value_counts().reindex(list(KINDS), fill_value=0)
    left_out = leave_each_out(
        pay[["platform", "kind"]].fillna({"platform": ""}), lambda kept: float(kept["kind"].eq("statistic").mean())
    )
    values = {
        "measured": words.number(kinds["statistic"]),
        "total": words.number(len(pay)),
        "share": words.percent(kinds["advertised"] / len(pay)),
        "reported": words.percent(kinds["reported"] / len(pay)),
    }
    headline = state_finding(
        style,
        holds=left_out[1] < RARE and kinds["advertised"] == kinds.max(),
        claim=words.counted("title", int(kinds["statistic"]), **values),
        plain=words.counted("plain", len(pay), **values),
    )
    labels = [_label(words, row) for row in data.to_dict("records")]
    return compose(
        tables,
        style,
        words,
        headline=headline,
        data=data,
        statements=pay.drop(columns="hourly_basis", errors="ignore"),
        rows=[f"{label} {words.number(count)}" for label, count in zip(labels, data["statements"], strict=True)],
        body=style.size.label * 2.1 * (len(data) + 2) + 8,
        draw=lambda canvas: _draw_discs(canvas, words, data, labels),
        left_low=words.percent(left_out[0]),
        left_high=words.percent(left_out[1]),
        kinds=", ".join(f"{words(kind)} {words.number(kinds[kind])}" for kind in KINDS),
    )


def _label(words: Words, row: dict[Hashable, Any]) -> str:
    if row["group"] == "others":
        return words.counted("others", row["platforms"])
    return words("unnamed") if row["group"] == "unnamed" else str(row["platform"])


def _draw_discs(canvas: Canvas, words: Words, data: pd.DataFrame, labels: list[str]) -> None:
    size, palette = canvas.size, canvas.palette
    pitch = (canvas.bottom - canvas.top) / (len(data) + 2)
    limit = (canvas.right - canvas.left) * 0.32
    wrapped = [wrap(label, limit, "Regular", size.label) for label in labels]
    label_width = max(text_width(line, "Regular", size.label) for lines in wrapped for line in lines) + 6
    kinds = [kind for kind in KINDS if data[kind].sum()]
    sums = ["statements", *(["publishers"] if data["publishers"].any() else [])]
    step = (canvas.right - canvas.left - label_width) / (len(kinds) + len(sums))
    across = {name: canvas.left + label_width + (place + 0.5) * step for place, name in enumerate([*kinds, *sums])}
    top = canvas.top + pitch
    headings = {name: words(name) for name in across}
    crowded = max(text_width(heading, "Regular", size.small) for heading in headings.values()) > step - 4
    for place, (name, heading) in enumerate(headings.items()):
        # Neighbours that would touch stand on two lines in turn.
        base = top - 5 - (size.small * 1.15 if crowded and place % 2 else 0)
        half = text_width(heading, "Regular", size.small) / 2
        canvas.text(
            min(across[name], canvas.right - half), base, heading, size=size.small, color=palette.muted, align="center"
        )
    canvas.rule(top)
    # The largest disc just fills its row; the area, not the radius, is the number.
    most = data.loc[data["group"].eq("platform"), kinds].to_numpy().max(initial=1)
    for place, row in enumerate(data.to_dict("records")):
        y = top + (place + 0.5) * pitch
        for number, line in enumerate(wrapped[place]):
            shift = (number - (len(wrapped[place]) - 1) / 2) * size.label * 1.05
            color = palette.ink if row["platform"] else palette.muted
            canvas.text(canvas.left, y + size.label * 0.34 + shift, line, color=color)
        for kind in kinds:
            if row["group"] != "platform":
                # A sum of many platforms is no disc beside those of one.
                count = words.number(row[kind]) if row[kind] else ""
                canvas.text(across[kind], y + size.label * 0.34, count, color=palette.muted, align="center")
            elif row[kind]:
                _draw_disc(canvas, words, across[kind], y, row[kind], math.sqrt(row[kind] / most) * pitch * 0.47)
        for name in sums:
            canvas.text(across[name], y + size.label * 0.34, words.number(row[name]), weight="Semibold", align="center")
    bottom = top + (len(data) + 0.5) * pitch + size.label * 0.34
    canvas.rule(top + len(data) * pitch)
    canvas.text(canvas.left, bottom, words("total"), weight="Semibold")
    # A publisher may stand in several rows: only statements add up.
    for name in [*kinds, "statements"]:
        canvas.text(across[name], bottom, words.number(data[name].sum()), weight="Semibold", align="center")


def _draw_disc(canvas: Canvas, words: Words, x: float, y: float, count: int, radius: float) -> None:
    size, palette = canvas.size, canvas.palette
    number, radius = words.number(count), min(max(radius, 1.2), size.label * 1.1)
    canvas.paper.scatter([x], [y], s=(2 * radius) ** 2, color=palette.steps[3], linewidths=0, zorder=2)
    looks: dict[str, Any] = {"size": size.small, "weight": "Semibold"}
    if text_width(number, "Semibold", size.small) < 1.85 * radius and size.small < 1.7 * radius:
        canvas.text(x, y + size.small * 0.34, number, color=palette.ground, align="center", **looks)
    else:
        canvas.text(x + radius + 2, y + size.small * 0.34, number, color=palette.ink, **looks)
