"""US adverts against the day job, like for like: pay as a multiple of its wage, and of all that the wage brings."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from labormarket.charts.chart import Chart, Inputs, NothingToDrawError, compose, leave_each_out
from labormarket.charts.i18n import Words
from labormarket.charts.marks import draw_compared, draw_range
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.statements import HIGH, LOW, find_behind, keep_behind
from labormarket.tables.allowed_values import EITHER, LESS, MORE, STEPS_TO_THE_DAY_JOB

REFERENCES = ["reference_employment", "reference_oews"]
ROWS_PER_VERDICT = {"column": (4, 4, 4), "page": (6, 8, 8), "square": (1, 1, 1), "story": (1, 2, 1)}
STEP_OF_VERDICT = {MORE: 6, EITHER: 3, LESS: 0}
"""The step of the hue of each verdict, in the order of the sections."""
PRICE = ["platform", "price"]


def count_prices_once(like: pd.DataFrame) -> pd.DataFrame:
    """Return one row per price and step: a pay text that stands under many professions is one price.

    Takes `like_for_like`. Its verdict is that of all its professions, "either" where they differ; `ratio_low` and
    `ratio_high` are its ends over the day jobs' wages, in the middle of its professions; `factor` the break-even pay
    over the wage at the step.
    """
    wage = like["day_job_median_usd_per_hour"]
    rows = like.assign(
        price=like["template_id"].fillna(like["profession"]),
        ratio_low=like[LOW] / wage,
        ratio_high=like[HIGH] / wage,
        factor=like["break_even_usd_per_hour"] / wage,
    )
    prices = rows.groupby(["step", *PRICE], as_index=False, observed=True).agg(
        verdict=("verdict", lambda verdicts: verdicts.iloc[0] if verdicts.nunique() == 1 else EITHER),
        profession=("profession", "first"),
        professions=("profession", "nunique"),
        ratio_low=("ratio_low", "median"),
        ratio_high=("ratio_high", "median"),
        factor=("factor", "median"),
        statements=("statements", "sum"),
        statement_ids=("statement_ids", ";".join),
    )
    return prices.sort_values(["step", *PRICE], ignore_index=True)


def count_verdicts(prices: pd.DataFrame) -> pd.DataFrame:
    """Return the number of prices by step and verdict, in the order of the steps, and the step's `factor`."""
    counts = pd.crosstab(prices["step"].astype("str"), prices["verdict"].astype("str"))
    table = counts.reindex(index=list(STEPS_TO_THE_DAY_JOB), columns=list(STEP_OF_VERDICT), fill_value=0)
    return table.assign(factor=prices.groupby(prices["step"].astype("str"))["factor"].median())


def pick_shown(prices: pd.DataFrame, limits: tuple[int, ...]) -> pd.DataFrame:
    """Return the best witnessed prices of each verdict at the wage, highest first."""
    ratio = prices["ratio_high"].fillna(prices["ratio_low"])
    ranked = prices.assign(ratio=ratio).sort_values(
        ["statements", "ratio", *PRICE], ascending=[False, False, True, True]
    )
    picked = [
        ranked[ranked["verdict"].eq(verdict)].head(most) for verdict, most in zip(STEP_OF_VERDICT, limits, strict=True)
    ]
    return pd.concat(picked).sort_values(["ratio", *PRICE], ascending=[False, True, True], ignore_index=True)


def draw(inputs: Inputs) -> Chart:
    """Draw the four steps with their counts, then prices by verdict, as multiples of the day job's median wage.

    Reads `like_for_like`, `pay` and `sources`.
    """
    tables, style, words = inputs
    like = keep_behind(tables["like_for_like"], tables["pay"])
    if like.empty:
        raise NothingToDrawError("no US advert for an occupation of the wage survey")
    prices = count_prices_once(like)
    counts = count_verdicts(prices)
    at_wage = prices[prices["step"].eq(STEPS_TO_THE_DAY_JOB[0])]
    first, last = int(counts[MORE].iloc[0]), int(counts[MORE].iloc[-1])
    left = leave_each_out(at_wage, lambda kept: float(kept["verdict"].eq(MORE).mean()))
    shown = pick_shown(at_wage, ROWS_PER_VERDICT[style.width])
    steps = [_make_step(inputs, str(step), row) for step, row in counts.iterrows()]
    sections = [Section(steps, words("steps"), words("steps_detail"))]
    for verdict, step_of_hue in STEP_OF_VERDICT.items():
        rows = [_make_row(words, row) for row in shown[shown["verdict"].eq(verdict)].to_dict("records")]
        if rows:
            detail = words.counted("count", int(counts[verdict].iloc[0]))
            sections.append(Section(rows, words(verdict), detail, style.palette.steps[step_of_hue]))
    ends = pd.concat([shown["ratio_low"], shown["ratio_high"], counts["factor"]])
    low, high = ends.min() * 0.8, ends.max() * 1.25
    return compose(
        inputs,
        RowChart(inputs, sections, low=low, high=high, values=words("ratio"), one=words("line")).body(),
        holds=left[1] < 0.5 and last < first,
        values={
            "first": words.number(first),
            "last": words.number(last),
            "offers": words.counted("offers", len(at_wage)),
            "count": words.counted("count", len(at_wage)),
            "below": words.number(int(counts[LESS].iloc[-1])),
            "pairs": words.number(len(like) // len(STEPS_TO_THE_DAY_JOB)),
            "left_low": words.percent(left[0]),
            "left_high": words.percent(left[1]),
            "shown": words.number(len(shown)),
        },
        data=prices.merge(shown[PRICE].assign(is_shown=True), on=PRICE, how="left").fillna({"is_shown": False}),
        statements=find_behind(tables["pay"], like).drop(columns="hourly_basis", errors="ignore"),
        references=REFERENCES,
    )


def _make_step(inputs: Inputs, step: str, row: pd.Series) -> Row:
    """Return the row of one step: a tick where a contractor breaks even."""
    _, style, words = inputs
    more, less = words.number(int(row[MORE])), words.number(int(row[LESS]))
    return Row(
        label=words(step),
        marks=[partial(draw_compared, amount=row["factor"])],
        beside=words.times(round(row["factor"], 2)),
        value=more,
        count=words.number(int(row[list(STEP_OF_VERDICT)].sum())),
        color=style.palette.ink,
        alt=words("step_row", step=words(step), more=more, less=less),
    )


def _make_row(words: Words, row: Mapping[Hashable, Any]) -> Row:
    low, high = float(row["ratio_low"]), float(row["ratio_high"])
    one = row["professions"] == 1
    return Row(
        label=words.sentence_case(words.profession(row["profession"])) if one else words("many", n=row["professions"]),
        marks=[partial(draw_range, low=low, high=high)],
        beside=str(row["platform"]),
        value=words.times_range(low, high),
        count=words.number(row["statements"]),
    )
