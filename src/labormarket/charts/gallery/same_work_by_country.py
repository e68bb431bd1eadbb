"""The same work, priced by country: what one platform offers for one job, what that buys, the local minimum wage."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any

import pandas as pd

from labormarket.charts.chart import Chart, Inputs, NothingToDrawError, compose, leave_each_out
from labormarket.charts.marks import draw_buying_power, draw_compared, draw_range, draw_ticks
from labormarket.charts.rows import Row, RowChart, Section
from labormarket.charts.statements import HIGH, LOW, find_behind, keep_behind

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


def draw(inputs: Inputs) -> Chart:
    """Draw a section per job: every country as a tick, then some by name with buying power and minimum wage.

    Reads `same_work_by_country`, `pay` and `sources`.
    """
    tables, style, words = inputs
    table = keep_behind(tables["same_work_by_country"], tables["pay"])
    countries = join_languages(table)
    ratios = find_ratios(countries, JOB, LEAST_COUNTRIES)
    if ratios.empty:
        raise NothingToDrawError(f"no job in {LEAST_COUNTRIES} countries in this selection")
    left_low, left_high = leave_each_out(ratios, lambda kept: float(kept["ratio"].median()))
    spoken = join_languages(table[table["language"].notna()].assign(job=lambda rows: rows["job"] + rows["language"]))
    of_language = find_ratios(spoken, JOB, LEAST_OF_LANGUAGE)
    sections, drawn = [], []
    for job in pick_jobs(ratios, SECTIONS[style.width]).to_dict("records"):
        own = countries[(countries[JOB] == [job[name] for name in JOB]).all(axis=1)]
        named = pick_countries(own, NAMED[style.width])
        drawn.append(own.assign(is_named=own.index.isin(named.index), ratio=job["ratio"]))
        sections.append(_make_section(inputs, job, own, named))
    if not drawn:
        raise NothingToDrawError("every job is priced alike everywhere in this selection")
    data = pd.concat(drawn, ignore_index=True)
    placed = data.loc[data["is_named"], ["top", "intl", "minimum"]]
    low, high = placed.min().min() * 0.85, placed.max().max() * 1.2
    return compose(
        inputs,
        RowChart(inputs, sections, low=low, high=high, values=words("value")).body(),
        holds=left_low >= MUCH_MORE,
        values={
            "times": words.times(ratios["ratio"].median()),
            "jobs": words.counted("jobs", len(ratios)),
            "alike": words.number(int(ratios["ratio"].eq(1).sum())),
            "ppp": words.times(find_ratios(countries, JOB, LEAST_COUNTRIES, "intl")["ratio"].median()),
            "language": words.times(of_language["ratio"].median()),
            "language_jobs": words.number(len(of_language)),
            "left_low": words.times(left_low),
            "left_high": words.times(left_high),
        },
        data=data.rename(columns={"top": "usd_per_hour_top", "intl": f"{INTL}_top", "minimum": MINIMUM}),
        statements=find_behind(tables["pay"], countries.merge(ratios[JOB], on=JOB)),
    )


def _make_section(inputs: Inputs, job: Mapping[Hashable, Any], own: pd.DataFrame, named: pd.DataFrame) -> Section:
    """Return a job's rows: every country as a tick, then the named ones; its two ends are told in words."""
    _, style, words = inputs
    whole = Row(
        label=words.counted("countries", len(own)),
        marks=[partial(draw_ticks, amounts=own["top"])],
        value=words.times(job["ratio"]),
        count=words.number(own["statements"].sum()),
        strong=True,
        color=style.palette.steps[3],
    )
    rows = [_make_row(inputs, row) for row in named.to_dict("records")]
    title, detail = words.sentence_case(job["job"]), f"{job['platform']}, {job['year']}"
    ends = [
        words("row", country=words.country(row["country"]), pay=words.dollars(row["top"]))
        for row in (own.iloc[0], own.iloc[-1])
    ]
    alt = f"{title} ({detail}, {whole.label}): {', '.join(ends)}"
    return Section([whole, *rows], title, detail, alt=alt)


def _make_row(inputs: Inputs, row: Mapping[Hashable, Any]) -> Row:
    """Return the row of one country: the offer as a bar, what it buys as a diamond, the minimum wage as a tick."""
    _, style, words = inputs
    return Row(
        label=words.country(row["country"]),
        marks=[
            lambda axes, y, _: draw_compared(axes, y, style.palette.muted, row["minimum"]),
            partial(draw_range, low=row[LOW], high=row[HIGH]),
            partial(draw_buying_power, amount=row["intl"]),
        ],
        beside=words("buys", amount=words.dollars(row["intl"])) if pd.notna(row["intl"]) else "",
        value=words.dollar_range(row[LOW], row[HIGH]),
        count=words.number(row["statements"]),
        color=style.palette.steps[3],
    )
