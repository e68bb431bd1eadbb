"""The wage ladder: from sweatshop labelling to VC-partner consulting, one section per tier."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from labormarket.charts.cells import make_cells
from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.compose import Telling, compose
from labormarket.charts.headline import state_finding
from labormarket.charts.marks import Pay, Scale, draw_pay
from labormarket.charts.notes import collect_source_ids
from labormarket.charts.page import Page
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.style import Style
from labormarket.charts.words import Words
from labormarket.tiers import TIER_NAMES, TIERS, Tier

NAME = "wage_ladder"
ROWS_PER_TIER = {"column": 2, "page": 3, "square": 1, "story": 1}
SALARY_ROWS = {"column": 1, "page": 2, "square": 0, "story": 0}
KIND_ORDER = ("statistic", "advertised", "policy", "reported", "staff_salary")


def choose_rows(cells: pd.DataFrame, count: int) -> pd.Index:
    """Choose the cells of one tier that are named: the best of each platform first, then the second of each.

    Better means that the profession is named (or the amount measured over all workers), then more independent
    witnesses, then high confidence, then a measured or advertised amount before a reported one, then the later date.
    """
    ranked = cells.assign(
        unsure=cells["confidence"].ne("high"),
        vague=cells["profession"].eq("") & cells["kind"].ne("statistic"),
        rank=cells["kind"].map(KIND_ORDER.index),
        published=cells["published_on"].fillna(""),
    ).sort_values(
        ["vague", "witnesses", "unsure", "rank", "published", "platform", "profession"],
        ascending=[True, False, True, True, False, True, True],
    )
    turn = ranked.groupby("platform", sort=False).cumcount()
    return ranked.assign(turn=turn).sort_values("turn", kind="stable").index[:count]


def mark_drawn(cells: pd.DataFrame, style: Style) -> pd.Series:
    """Say how each cell is drawn: "row" or "tick" for hourly pay, "salary row" or nothing for assumed hours.

    The lowest and the highest cell are always rows: the title names them.
    """
    drawn = pd.Series("tick", index=cells.index, dtype="str").where(~cells["assumed_hours"], "")
    hourly = cells[~cells["assumed_hours"]]
    per_tier = ROWS_PER_TIER[style.width]
    for tier in TIER_NAMES:
        of_tier = hourly[hourly["tier"].eq(tier)]
        chosen = list(choose_rows(of_tier, per_tier))
        for extreme in _extremes(hourly):
            if extreme in of_tier.index and extreme not in chosen:
                chosen = [extreme, *chosen][:per_tier]
        drawn.loc[chosen] = "row"
    drawn.loc[choose_rows(cells[cells["assumed_hours"]], SALARY_ROWS[style.width])] = "salary row"
    return drawn


def _extremes(hourly: pd.DataFrame) -> list[Hashable]:
    low, high = _stated_ends(hourly)
    return [low.idxmin(), high.idxmax()] if len(hourly) else []


def _stated_ends(cells: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    low = cells["usd_per_hour_low"].fillna(cells["usd_per_hour_high"])
    high = cells["usd_per_hour_high"].fillna(cells["usd_per_hour_low"])
    return low, high


def describe_band(words: Words, tier: Tier) -> str:
    """Return the pay band of a tier in words."""
    if tier.usd_per_hour_from == 0:
        return words("pay.under", amount=words.dollars(tier.usd_per_hour_to))
    if math.isinf(tier.usd_per_hour_to):
        return words("pay.and_above", amount=words.dollars(tier.usd_per_hour_from))
    return words.dollar_range(tier.usd_per_hour_from, tier.usd_per_hour_to)


def draw_wage_ladder(tables: Mapping[str, pd.DataFrame], style: Style) -> Chart:
    """Draw one section per tier: its band, every cell as a fine tick, the best witnessed cells as named rows.

    Reads `pay` and `sources`. The title names the lowest and the highest hourly amount of the drawn cells; rows with
    assumed hours stand apart at the foot and don't enter it.
    """
    words = Words(style.lang)
    cells = make_cells(tables["pay"])
    cells = cells.assign(drawn_as=mark_drawn(cells, style))
    cells = cells[cells["drawn_as"].ne("")].reset_index(drop=True)
    hourly = cells[~cells["assumed_hours"]]
    if hourly.empty:
        raise NothingToDrawError(f"chart {NAME}: no statement with hourly pay in this selection")
    low, high = _stated_ends(hourly)
    lowest, highest = hourly.iloc[int(low.argmin())], hourly.iloc[int(high.argmax())]
    amounts = {"low": words.dollars(low.min()), "high": words.dollars(high.max())}
    headline = state_finding(
        style,
        holds=lowest["tier"] == TIER_NAMES[0] and highest["tier"] == TIER_NAMES[-1],
        claim=words("ladder.title", **amounts, low_tier=words("ladder.low_end"), high_tier=words("ladder.high_end")),
        plain=words("ladder.plain", **amounts),
    )
    pairs, shown = words.number(len(hourly)), words.number(hourly["drawn_as"].eq("row").sum())
    # Rows with assumed hours are drawn too, though the title leaves them out: the scale has to hold them.
    drawn = cells[cells["drawn_as"].isin(["row", "salary row"])]
    rows = RowChart(
        style,
        words,
        _make_sections(style, words, cells),
        low=min(_stated_ends(drawn)[0].min(), drawn["usd_per_hour_lowest"].min()) * 0.8,
        high=high.max() * 1.25,
        count_heading=words("ladder.statements"),
    )
    return compose(
        tables,
        style,
        name=NAME,
        telling=Telling(
            headline=headline,
            subtitle=words("ladder.subtitle", pairs=pairs),
            note=f"{words('notes.caveat')} {words('ladder.note', shown=shown, pairs=pairs)}",
            alt_text=_describe(words, headline.title, hourly),
        ),
        data=cells.drop(columns=["midpoint", "assumed_hours"]),
        source_ids=collect_source_ids(cells),
        bases=cells["hourly_basis"],
        body=rows.height(),
        draw=rows.draw,
    )


def _make_sections(style: Style, words: Words, cells: pd.DataFrame) -> list[Section]:
    palette = style.palette
    sections = []
    for tier, color in zip(TIERS, palette.steps, strict=True):
        of_tier = cells[cells["tier"].eq(tier.name) & ~cells["assumed_hours"]]
        if len(of_tier):
            count = words.counted("ladder.count", len(of_tier))
            sections.append(
                Section(
                    rows=[make_row(words, cell) for cell in _named(of_tier, "row")],
                    heading=words.tier(tier.name),
                    detail=f"{describe_band(words, tier)} · {count}",
                    color=color,
                    band=(tier.usd_per_hour_from, tier.usd_per_hour_to),
                    ticks=tuple(of_tier["midpoint"]),
                )
            )
    salaried = _named(cells, "salary row")
    if salaried:
        rows = [make_row(words, cell) for cell in salaried]
        sections.append(Section(rows=rows, heading=words("ladder.salaries"), color=palette.muted))
    return sections


def _named(cells: pd.DataFrame, drawn_as: str) -> list[dict[Hashable, Any]]:
    return cells[cells["drawn_as"].eq(drawn_as)].sort_values("midpoint", kind="stable").to_dict("records")


def make_row(words: Words, cell: dict[Hashable, Any]) -> Row:
    """Return the row of one cell: its profession, its platform, its middle statement."""
    pay = Pay(
        low=cell["usd_per_hour_low"],
        high=cell["usd_per_hour_high"],
        kind=cell["kind"],
        assumed=cell["assumed_hours"],
        lowest=cell["usd_per_hour_lowest"],
        highest=cell["usd_per_hour_highest"],
    )

    def draw(page: Page, scale: Scale, y: float, color: str) -> None:
        draw_pay(page, scale, y, pay, color, words)

    label = words.sentence_case(words.profession(cell["profession"])) or words("labels.no_profession")
    return Row(
        label=label,
        beside=cell["platform"] or words("labels.no_platform"),
        count=words.number(cell["statements"]),
        draw=draw,
    )


def _describe(words: Words, title: str, hourly: pd.DataFrame) -> str:
    low, high = _stated_ends(hourly)
    tiers = [
        words(
            "ladder.alt_tier",
            tier=words.tier(tier),
            low=words.dollars(low[of_tier.index].min()),
            high=words.dollars(high[of_tier.index].max()),
            count=words.counted("ladder.count", len(of_tier)),
        )
        for tier in TIER_NAMES
        if len(of_tier := hourly[hourly["tier"].eq(tier)])
    ]
    return words("ladder.alt", title=title, tiers="; ".join(tiers))
