"""Render all charts in memory, in parallel processes, and say which findings the data no longer show."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from joblib import Parallel, delayed

from labormarket.charts import NothingToDrawError, Style, Tables, draw_chart
from labormarket.publishing.publish import describe_files
from labormarket.sources import Card


@dataclass(frozen=True)
class RenderedChart:
    """One chart's files (name -> content; none where there is nothing to draw), and what there is to say about it."""

    name: str
    files: Mapping[str, bytes]
    message: str = ""


def render_charts(names: Collection[str], tables: Tables, register: Collection[Card]) -> list[RenderedChart]:
    """Draw the named charts from the tables, one process for each core; nothing is written."""
    workers = min(os.cpu_count() or 1, len(names)) or 1
    return list(Parallel(n_jobs=workers)(delayed(render_chart)(name, tables, register) for name in names))


def render_chart(name: str, tables: Tables, register: Collection[Card]) -> RenderedChart:
    """Draw one chart in the house style; a claim that the data no longer show, or too little data, is its message."""
    try:
        chart = draw_chart(name, tables, Style())
    except NothingToDrawError as nothing:
        return RenderedChart(name, {}, f"{nothing}: left out")
    message = ""
    if chart.fallen:
        message = (
            f"chart {name}: the data no longer show that “{chart.fallen}”; it has its plain title now. "
            "CONTRIBUTING.md, “When a finding falls”, says what to do"
        )
    return RenderedChart(name, describe_files(chart, register=register), message)
