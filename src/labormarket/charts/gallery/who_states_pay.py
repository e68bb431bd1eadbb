"""Who states pay at all: of the listings on a board, month by month, how many state what they pay."""

from __future__ import annotations

import math
from functools import partial

import pandas as pd

from labormarket.charts.canvas import Body, Canvas
from labormarket.charts.chart import Chart, Inputs, NothingToDrawError, compose, leave_each_out
from labormarket.charts.i18n import Words
from labormarket.charts.style import text_width

NEARLY_ALL = 0.9
"""A board states pay in nearly all listings from this share on."""
MONTHS = {"column": 6, "page": 16, "square": 12, "story": 8}
"""How many months fit side by side; with more, they are joined into spans of equal length."""


def sum_platforms(coverage: pd.DataFrame) -> pd.DataFrame:
    """Return the listings of each platform over all months, those with pay, the share of these; the lowest first."""
    table = coverage.groupby("platform", as_index=False)[["listings", "stating_pay"]].sum()
    table = table.assign(share=table["stating_pay"] / table["listings"])
    return table.sort_values(["share", "platform"], ignore_index=True)


def join_months(coverage: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the listings of each platform by month, or by equal spans of months where more than `most` lie between.

    Columns: platform, span (its first month), listings, stating_pay.
    """
    period = pd.PeriodIndex(coverage["month"], freq="M")
    first = period.min()
    number = (period.year - first.year) * 12 + period.month - first.month
    length = math.ceil((number.max() + 1) / most)
    spans = [str(first + int(at) * length) for at in number // length]
    return coverage.assign(span=spans).groupby(["platform", "span"], as_index=False)[["listings", "stating_pay"]].sum()


def draw(inputs: Inputs) -> Chart:
    """Draw platforms down and months across: a pale disc for the listings, a solid one within it for those with pay.

    Reads `listings_stating_pay`, `pay` (whose platforms it keeps) and `sources`.
    """
    tables, style, words = inputs
    coverage = tables["listings_stating_pay"]
    coverage = coverage[coverage["platform"].isin(tables["pay"]["platform"])]
    if coverage.empty:
        raise NothingToDrawError("no platform of this selection has counted listings")
    platforms = sum_platforms(coverage)
    lowest = platforms.iloc[0]
    left_low, left_high = leave_each_out(platforms, lambda kept: float(kept["share"].ge(NEARLY_ALL).mean()))
    cells = join_months(coverage, MONTHS[style.width])
    return compose(
        inputs,
        Body(
            style.size.label * 2.3 * (len(platforms) + 1) + 8,
            lambda canvas: _draw_discs(canvas, words, platforms, cells),
            [
                f"{row['platform']} {words.percent(row['share'])} ({words.number(row['listings'])})"
                for row in platforms.to_dict("records")
            ],
        ),
        holds=left_low > 0.5 and lowest["share"] < NEARLY_ALL,
        values={
            "open": words.number(int(platforms["share"].ge(NEARLY_ALL).sum())),
            "platforms": words.counted("notes.platforms", len(platforms)),
            "nearly_all": words.percent(NEARLY_ALL),
            "lowest": str(lowest["platform"]),
            "share": words.percent(lowest["share"]),
            "stating": words.number(int(platforms["stating_pay"].sum())),
            "listings": words.number(int(platforms["listings"].sum())),
            "from": coverage["month"].min(),
            "to": coverage["month"].max(),
            "left_low": words.percent(left_low),
            "left_high": words.percent(left_high),
        },
        data=coverage.sort_values(["platform", "month"]),
        statements=coverage.assign(owner=None),
    )


def _draw_discs(canvas: Canvas, words: Words, platforms: pd.DataFrame, cells: pd.DataFrame) -> None:
    size, palette = canvas.size, canvas.palette
    pitch = (canvas.bottom - canvas.top) / (len(platforms) + 1)
    wrapped, label_width = canvas.wrap_labels(platforms["platform"], 0.3)
    heading, count = words("states"), words("notes.n")
    count_width = max(text_width(words.number(n), "Regular", size.small) for n in platforms["listings"]) + 8
    share_width = max(text_width(heading, "Regular", size.small), text_width("100 %", "Semibold", size.label)) + 8
    left, right = canvas.left + label_width + 8, canvas.right - count_width - share_width
    spans = sorted(cells["span"].unique())
    step = (right - left) / len(spans)
    across = {span: left + (place + 0.5) * step for place, span in enumerate(spans)}
    top = canvas.top + pitch
    every = math.ceil((text_width("2024-08", "Regular", size.small) + 5) / step)
    set_small = partial(canvas.text, size=size.small, color=palette.muted)
    for span in spans[::every]:
        set_small(across[span], top - 5, span, align="center")
    set_small(canvas.right - count_width, top - 5, heading, align="right")
    set_small(canvas.right, top - 5, count, align="right")
    canvas.rule(top)
    # The largest disc reaches a little into the rows beside it; the area, not the radius, is the number.
    scale = min(step, pitch) * 0.62 / math.sqrt(cells["listings"].max())
    for place, row in enumerate(platforms.to_dict("records")):
        y = top + (place + 0.5) * pitch
        canvas.label(y, wrapped[place])
        for cell in cells[cells["platform"].eq(row["platform"])].to_dict("records"):
            for amount, color in ((cell["listings"], palette.rule), (cell["stating_pay"], palette.steps[3])):
                canvas.disc(across[cell["span"]], y, scale * math.sqrt(amount), color)
        base = y + size.label * 0.34
        canvas.text(canvas.right - count_width, base, words.percent(row["share"]), weight="Semibold", align="right")
        set_small(canvas.right, base, words.number(row["listings"]), align="right")
