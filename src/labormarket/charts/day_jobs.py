"""AI-training pay against the day job: a range on the span that the same occupation earns without AI."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.compose import Telling, compose
from labormarket.charts.headline import state_finding
from labormarket.charts.marks import Pay, Scale, draw_mark, draw_tick
from labormarket.charts.notes import collect_source_ids
from labormarket.charts.page import Page
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.style import Style
from labormarket.charts.words import Words
from labormarket.tables.allowed_values import VERDICTS

NAME = "day_jobs"
WAGE_SOURCE = "reference_oews"
ROWS_PER_VERDICT = {"column": (7, 5, 5), "page": (12, 8, 8), "square": (4, 2, 2), "story": (4, 3, 3)}
STEP_OF_VERDICT = {"more": 6, "either": 3, "less": 0}


def select_pairs(day_jobs: pd.DataFrame, pay: pd.DataFrame) -> pd.DataFrame:
    """Keep the pairs that the pay table holds: a reader's selection of statements selects its day jobs too."""
    held = pay[["platform", "profession"]].dropna().drop_duplicates()
    return day_jobs.merge(held, on=["platform", "profession"], how="inner")


def pick_shown(pairs: pd.DataFrame, limits: tuple[int, ...]) -> pd.DataFrame:
    """Return the best witnessed pairs of each verdict, highest first; a profession twice only if no other is left."""
    ratio = pairs["ratio_high"].fillna(pairs["ratio_low"])
    table = pairs.assign(ratio=ratio, is_open=pairs[["usd_per_hour_low", "usd_per_hour_high"]].isna().any(axis=1))
    table = table.sort_values(
        ["statements", "is_open", "ratio", "platform", "profession"], ascending=[False, True, False, True, True]
    )
    again = table.groupby(["verdict", "profession"]).cumcount()
    table = table.iloc[again.argsort(kind="stable")]
    shown = [table[table["verdict"].eq(verdict)].head(most) for verdict, most in zip(VERDICTS, limits, strict=True)]
    picked = pd.concat([shown[0], shown[2], shown[1]])
    return picked.sort_values(["ratio", "platform", "profession"], ascending=[False, True, True], ignore_index=True)


def draw_day_jobs(tables: Mapping[str, pd.DataFrame], style: Style) -> Chart:
    """Draw a section per verdict: AI pay as a bar over the day job's p10 to p90. Reads `day_jobs`, `pay`, `sources`."""
    words = Words(style.lang)
    pairs = select_pairs(tables["day_jobs"], tables["pay"])
    if pairs.empty:
        raise NothingToDrawError(f"chart {NAME}: no profession with a SOC code and hourly pay in this selection")
    more, less, either = (int(pairs["verdict"].eq(verdict).sum()) for verdict in VERDICTS)
    counts = {"more": more, "either": either, "less": less}
    values = {"more": words.number(more), "less": words.number(less), "pairs": words.number(len(pairs))}
    headline = state_finding(
        style,
        holds=2 * more > len(pairs),
        claim=words.counted("day_jobs.title", less, **values),
        plain=words("day_jobs.plain", **values),
    )
    shown = pick_shown(pairs, ROWS_PER_VERDICT[style.width])
    sections = [
        Section(
            rows=[_make_row(words, row) for row in shown[shown["verdict"].eq(verdict)].to_dict("records")],
            heading=words(f"day_jobs.{verdict}"),
            detail=words.counted("day_jobs.count", counts[verdict]),
            color=style.palette.steps[STEP_OF_VERDICT[verdict]],
        )
        for verdict in ("more", "either", "less")
        if shown["verdict"].eq(verdict).any()
    ]
    ends = shown[["usd_per_hour_low", "usd_per_hour_high", "day_job_p10", "day_job_p90"]]
    rows = RowChart(
        style,
        words,
        sections,
        low=ends.min().min() * 0.85,
        high=ends.max().max() * 1.25,
        value_heading=words("day_jobs.ratio"),
    )
    described = [
        words(
            "day_jobs.alt_row",
            profession=words.profession(row["profession"]),
            platform=row["platform"],
            ratio=_write_ratio(words, row),
        )
        for row in shown.to_dict("records")
    ]
    data = pairs.assign(is_shown=pairs.set_index(["platform", "profession"]).index.isin(_keys(shown)))
    data = data.sort_values(["platform", "profession"], ignore_index=True)
    note = words("day_jobs.note", shown=words.number(len(shown)), pairs=words.number(len(pairs)))
    return compose(
        tables,
        style,
        name=NAME,
        telling=Telling(
            headline=headline,
            subtitle=words("day_jobs.subtitle"),
            note=f"{words('notes.caveat')} {note}",
            alt_text=words("day_jobs.alt", title=headline.title, rows="; ".join(described)),
        ),
        data=data,
        source_ids=(*collect_source_ids(data), WAGE_SOURCE),
        bases=(),
        body=rows.height(),
        draw=rows.draw,
    )


def _keys(pairs: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(pairs["platform"], pairs["profession"], strict=True))


def _write_ratio(words: Words, row: Mapping[Hashable, Any]) -> str:
    low, high = row["ratio_low"], row["ratio_high"]
    if pd.isna(low):
        return words("pay.up_to", amount=words.times(high))
    if pd.isna(high):
        return words("pay.from", amount=words.times(low))
    return words.times(low) if low == high else f"{words.times(low).removesuffix('×')}–{words.times(high)}"


def _make_row(words: Words, row: Mapping[Hashable, Any]) -> Row:
    low, high = (float(row[f"usd_per_hour_{end}"]) for end in ("low", "high"))
    highest = row["day_job_p90"] if pd.notna(row["day_job_p90"]) else math.inf

    def draw(page: Page, scale: Scale, y: float, color: str) -> None:
        left, right = scale.clip(row["day_job_p10"]), scale.clip(min(highest, scale.high))
        page.bar(left, y - 1.5, right - left, 3, page.palette.rule, z=1.5)
        draw_mark(page, scale, y, Pay(low, high), color, height=7)
        draw_tick(page, scale.clip(row["day_job_median"]), y)

    return Row(
        label=words.sentence_case(words.profession(row["profession"])),
        beside=str(row["platform"]),
        value=_write_ratio(words, row),
        draw=draw,
    )
