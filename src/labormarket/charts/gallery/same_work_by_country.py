"""The same work, priced by country: what one platform offers for one job, what that buys, the local minimum wage."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.compose import compose
from labormarket.charts.headline import leave_each_out, state_finding
from labormarket.charts.i18n import Words
from labormarket.charts.marks import draw_buying_power, draw_compared, draw_range, draw_ticks
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.statements import HIGH, LOW, find_behind, keep_behind
from labormarket.charts.style import Style

JOB = ["platform", "job", "year"]
LEAST_COUNTRIES, LEAST_OF_LANGUAGE = 5, 3
"""A job offered in fewer countries isn't counted; a job in one language counts from three."""
MUCH_MORE = 2.0
"""From this ratio on, with any platform left out, the title claims a difference."""
SECTIONS = {"column": 3, "page": 5, "square": 2, "story": 2}
NAMED = {"column": 4, "page": 5, "square": 4, "story": 4}
"""Jobs drawn, and countries named of each: the lowest and the highest paid, the others evenly between them."""
INTL, MINIMUM = "intl_dollars_per_hour", "minimum_wage_usd_per_hour"


def join_languages(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row per job and country: its lowest and highest offer in any language, what its top buys there.

    Takes `same_work_by_country`. Adds `top` (the stated high end, else the low end) and `intl`.
    """
    rows = table.assign(top=table[HIGH].fillna(table[LOW]), intl=table[f"{INTL}_high"].fillna(table[f"{INTL}_low"]))
    joined = rows.groupby([*JOB, "country"], as_index=False).agg(
        **{LOW: (LOW, "min"), HIGH: (HIGH, "max")},
        top=("top", "max"),
        intl=("intl", "max"),
        minimum=(MINIMUM, "min"),
        languages=("language", lambda names: ", ".join(sorted(names.dropna()))),
        statements=("statements", "sum"),
        statement_ids=("statement_ids", ";".join),
    )
    return joined.sort_values([*JOB, "top", "country"], ignore_index=True)


def find_ratios(countries: pd.DataFrame, keys: list[str], least: int, column: str = "top") -> pd.DataFrame:
    """Return the ratio of the highest to the lowest offer of each group of at least `least` countries."""
    known = countries.dropna(subset=column)
    ends = known.groupby(keys)[column].agg(["size", "min", "max"]).rename(columns={"size": "countries"})
    ends = ends[ends["countries"] >= least]
    return ends.assign(ratio=ends["max"] / ends["min"]).reset_index()


def pick_jobs(ratios: pd.DataFrame, count: int) -> pd.DataFrame:
    """Return the jobs to draw: each platform's in most countries, then its next; none priced alike everywhere."""
    order = ["countries", "ratio", *JOB]
    ranked = ratios[ratios["ratio"] > 1].sort_values(order, ascending=[False, False, True, True, True])
    place = ranked.groupby("platform").cumcount()
    return ranked.iloc[place.argsort(kind="stable")].head(count)


def pick_countries(countries: pd.DataFrame, count: int) -> pd.DataFrame:
    """Return the lowest and the highest paid country, and others evenly between them whose parity is known."""
    ends = {0, len(countries) - 1}
    known = [at for at in range(1, len(countries) - 1) if pd.notna(countries["intl"].iloc[at])]
    most = min(max(count - 2, 0), len(known))
    between = {known[int((place + 0.5) * len(known) / most)] for place in range(most)}
    return countries.iloc[sorted(ends | between)]


def draw(tables: Mapping[str, pd.DataFrame], style: Style, words: Words) -> Chart:
    """Draw a section per job: every country as a tick, then some by name with buying power and minimum wage.

    Reads `same_work_by_country`, `pay` and `sources`.
    """
    table = keep_behind(tables["same_work_by_country"], tables["pay"])
    countries = join_languages(table)
    ratios = find_ratios(countries, JOB, LEAST_COUNTRIES)
    if ratios.empty:
        raise NothingToDrawError(f"chart {words.chart}: no job in {LEAST_COUNTRIES} countries in this selection")
    left_low, left_high = leave_each_out(ratios, lambda kept: float(kept["ratio"].median()))
    spoken = join_languages(table[table["language"].notna()].assign(job=lambda rows: rows["job"] + rows["language"]))
    of_language = find_ratios(spoken, JOB, LEAST_OF_LANGUAGE)
    values = {
        "times": words.times(ratios["ratio"].median()),
        "jobs": words.counted("jobs", len(ratios)),
        "alike": words.number(int(ratios["ratio"].eq(1).sum())),
        "ppp": words.times(find_ratios(countries, JOB, LEAST_COUNTRIES, "intl")["ratio"].median()),
        "language": words.times(of_language["ratio"].median()),
        "language_jobs": words.number(len(of_language)),
        "left_low": words.times(left_low),
        "left_high": words.times(left_high),
    }
    headline = state_finding(
        style, holds=left_low >= MUCH_MORE, claim=words("title", **values), plain=words("plain", **values)
    )
    sections, described, drawn = [], [], []
    for job in pick_jobs(ratios, SECTIONS[style.width]).to_dict("records"):
        own = countries[(countries[JOB] == [job[name] for name in JOB]).all(axis=1)]
        named = pick_countries(own, NAMED[style.width])
        drawn.append(own.assign(is_named=own.index.isin(named.index), ratio=job["ratio"]))
        title = words.sentence_case(str(job["job"]))
        detail = f"{job['platform']}, {job['year']}"
        whole = _draw_all(words, own, job, style)
        sections.append(
            Section([whole, *(_make_row(words, row, style) for row in named.to_dict("records"))], title, detail)
        )
        ends = [
            words("row", country=words.country(row["country"]), pay=words.dollars(row["top"]))
            for row in (own.iloc[0], own.iloc[-1])
        ]
        described.append(f"{title} ({detail}, {whole.label}): {', '.join(ends)}")
    data = pd.concat(drawn, ignore_index=True) if drawn else countries.iloc[:0]
    if data.empty:
        raise NothingToDrawError(f"chart {words.chart}: every job is priced alike everywhere in this selection")
    placed = data.loc[data["is_named"], ["top", "intl", "minimum"]]
    rows = RowChart(
        style,
        words,
        sections,
        low=placed.min().min() * 0.85,
        high=placed.max().max() * 1.2,
        value_heading=words("value"),
    )
    return compose(
        tables,
        style,
        words,
        headline=headline,
        data=data.rename(columns={"top": "usd_per_hour_top", "intl": "intl_dollars_per_hour_top", "minimum": MINIMUM}),
        statements=find_behind(tables["pay"], countries.merge(ratios[JOB], on=JOB)),
        rows=described,
        body=rows.height(),
        draw=rows.draw,
        **values,
    )


def _draw_all(words: Words, countries: pd.DataFrame, job: Mapping[Hashable, Any], style: Style) -> Row:
    """Return the first row of a job: every country as a tick."""

    def draw_row(axes: Axes, y: float, color: str) -> None:
        draw_ticks(axes, y, countries["top"], color)

    return Row(
        label=words.counted("countries", len(countries)),
        value=words.times(job["ratio"]),
        count=words.number(countries["statements"].sum()),
        strong=True,
        color=style.palette.steps[3],
        draw=draw_row,
    )


def _make_row(words: Words, row: Mapping[Hashable, Any], style: Style) -> Row:
    """Return the row of one country: the offer as a bar, what it buys as a diamond, the minimum wage as a tick."""

    def draw_row(axes: Axes, y: float, color: str) -> None:
        if pd.notna(row["minimum"]):
            draw_compared(axes, y, row["minimum"], style.palette.muted)
        draw_range(axes, y, row[LOW], row[HIGH], color)
        if pd.notna(row["intl"]):
            draw_buying_power(axes, y, row["intl"], color)

    return Row(
        label=words.country(row["country"]),
        beside=words("buys", amount=words.dollars(row["intl"])) if pd.notna(row["intl"]) else "",
        value=words.dollar_range(row[LOW], row[HIGH]),
        count=words.number(row["statements"]),
        color=style.palette.steps[3],
        draw=draw_row,
    )
