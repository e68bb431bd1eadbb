"""What the figures rest on: statements by platform and kind of evidence, and how many publishers printed them."""

from __future__ import annotations

import math
from collections.abc import Hashable

import pandas as pd

from labormarket.charts.canvas import Body, Canvas
from labormarket.charts.chart import Chart, Inputs, NothingToDrawError, compose, leave_each_out
from labormarket.charts.i18n import Words
from labormarket.charts.style import text_width
from labormarket.estimates.votes import select_work

KINDS = ("advertised", "reported", "statistic", "policy", "staff_salary")
RARE = 0.1
"""Below this share, with any platform left out, the title calls what is measured rare."""
ROWS = {"column": 12, "page": 16, "square": 9, "story": 16}


def count_evidence_by_platform(pay: pd.DataFrame, rows: int) -> pd.DataFrame:
    """Count statements by platform and kind: the `rows` platforms with most of them, then the others, then unnamed.

    Returns `platform` (empty for the two sums), `group` (platform, others or unnamed), one column per kind,
    `statements`, `platforms` (those in the row), `publishers` and `templates` (0 where the table doesn't say).
    """
    name = pay["platform"].astype("str").fillna("")
    counts = name.value_counts().drop("", errors="ignore").sort_index()
    shown = list(counts.sort_values(ascending=False, kind="stable").index[:rows])
    group = name.map({"": "unnamed", **dict.fromkeys(shown, "platform")}).fillna("others")
    frame = pay.assign(group=group, platform=name.where(name.isin(shown), ""), name=pay["platform"])
    keys = ["group", "platform"]
    table = pd.crosstab([frame["group"], frame["platform"]], frame["kind"]).reindex(columns=list(KINDS), fill_value=0)
    by_row = frame.groupby(keys)
    table = table.assign(
        statements=table.sum(axis=1),
        platforms=by_row["name"].nunique().clip(lower=1),
        publishers=by_row["publisher"].nunique() if "publisher" in pay else 0,
        templates=by_row["template_id"].nunique() if "template_id" in pay else 0,
    )
    order = [("platform", name) for name in shown] + [(name, "") for name in ("others", "unnamed")]
    return table.reindex([key for key in order if key in table.index]).reset_index().rename_axis(columns=None)


def draw(inputs: Inputs) -> Chart:
    """Draw a table of discs, platforms down and kinds across: the area of a disc is its number of statements.

    Reads `pay` and `sources`. Counts every statement about training work, also those without an hourly value.
    """
    tables, style, words = inputs
    pay = select_work(tables["pay"])
    if pay.empty:
        raise NothingToDrawError("no statement in this selection")
    data = count_evidence_by_platform(pay, ROWS[style.width])
    kinds = pay["kind"].value_counts().reindex(list(KINDS), fill_value=0)
    left_low, left_high = leave_each_out(
        pay[["platform", "kind"]].fillna({"platform": ""}), lambda kept: float(kept["kind"].eq("statistic").mean())
    )
    labels = [_label(words, row) for row in data.to_dict("records")]
    values = {
        "measured": words.number(kinds["statistic"]),
        "total": words.number(len(pay)),
        "share": words.percent(kinds["advertised"] / len(pay)),
        "reported": words.percent(kinds["reported"] / len(pay)),
        "left_low": words.percent(left_low),
        "left_high": words.percent(left_high),
        "kinds": ", ".join(f"{words(kind)} {words.number(kinds[kind])}" for kind in KINDS),
    }
    return compose(
        inputs,
        Body(
            style.size.label * 2.1 * (len(data) + 2) + 8,
            lambda canvas: _draw_discs(canvas, words, data, labels),
            [f"{label} {words.number(count)}" for label, count in zip(labels, data["statements"], strict=True)],
        ),
        holds=left_high < RARE and kinds["advertised"] == kinds.max(),
        title=words.counted("title", int(kinds["statistic"]), **values),
        plain=words.counted("plain", len(pay), **values),
        values=values,
        data=data,
        statements=pay.drop(columns="hourly_basis", errors="ignore"),
    )


def _label(words: Words, row: dict[Hashable, object]) -> str:
    if row["group"] == "others":
        return words.counted("others", int(str(row["platforms"])))
    return words("unnamed") if row["group"] == "unnamed" else str(row["platform"])


def _draw_discs(canvas: Canvas, words: Words, data: pd.DataFrame, labels: list[str]) -> None:
    size, palette = canvas.size, canvas.palette
    pitch = (canvas.bottom - canvas.top) / (len(data) + 2)
    wrapped, label_width = canvas.wrap_labels(labels, 0.32)
    left = canvas.left + label_width + 6
    kinds = [kind for kind in KINDS if data[kind].sum()]
    sums = ["statements", *(["publishers"] if data["publishers"].any() else [])]
    step = (canvas.right - left) / (len(kinds) + len(sums))
    across = {name: left + (place + 0.5) * step for place, name in enumerate([*kinds, *sums])}
    top, baseline = canvas.top + pitch, size.label * 0.34
    widths = {name: text_width(words(name), "Regular", size.small) for name in across}
    crowded = max(widths.values()) > step - 4
    for place, (name, x) in enumerate(across.items()):
        # Neighbours that would touch stand on two lines in turn.
        base = top - 5 - (size.small * 1.15 if crowded and place % 2 else 0)
        x = min(x, canvas.right - widths[name] / 2)
        canvas.text(x, base, words(name), size=size.small, color=palette.muted, align="center")
    canvas.rule(top)
    # The largest disc just fills its row; the area, not the radius, is the number.
    most = data.loc[data["group"].eq("platform"), kinds].to_numpy().max(initial=1)
    for place, row in enumerate(data.to_dict("records")):
        y = top + (place + 0.5) * pitch
        canvas.label(y, wrapped[place], palette.ink if row["platform"] else palette.muted)
        for kind in filter(row.get, kinds):
            if row["group"] == "platform":
                _draw_disc(canvas, words, across[kind], y, row[kind], math.sqrt(row[kind] / most) * pitch * 0.47)
            else:  # A sum of many platforms is no disc beside those of one.
                canvas.text(across[kind], y + baseline, words.number(row[kind]), color=palette.muted, align="center")
        for name in sums:
            canvas.text(across[name], y + baseline, words.number(row[name]), weight="Semibold", align="center")
    bottom = top + (len(data) + 0.5) * pitch + baseline
    canvas.rule(top + len(data) * pitch)
    canvas.text(canvas.left, bottom, words("total"), weight="Semibold")
    # A publisher may stand in several rows: only statements add up.
    for name in [*kinds, "statements"]:
        canvas.text(across[name], bottom, words.number(data[name].sum()), weight="Semibold", align="center")


def _draw_disc(canvas: Canvas, words: Words, x: float, y: float, count: int, radius: float) -> None:
    """Draw a count as a disc, its number within it or, where it is too small, beside it."""
    small, palette = canvas.size.small, canvas.palette
    number, radius = words.number(count), min(max(radius, 1.2), canvas.size.label * 1.1)
    canvas.disc(x, y, radius, palette.steps[3])
    fits = text_width(number, "Semibold", small) < 1.85 * radius and small < 1.7 * radius
    x, color, align = (x, palette.ground, "center") if fits else (x + radius + 2, palette.ink, "left")
    canvas.text(x, y + small * 0.34, number, color=color, align=align, size=small, weight="Semibold")
