"""Charts: pure functions from tables to a drawn chart, in one house style. Nothing here writes a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

from labormarket.charts.by_field import draw_pay_by_field
from labormarket.charts.by_group import draw_pay_by_platform, draw_pay_by_profession
from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.day_jobs import draw_day_jobs
from labormarket.charts.evidence import draw_evidence_by_platform
from labormarket.charts.evidence_quality import draw_evidence_quality
from labormarket.charts.minimum_wages import draw_minimum_wages
from labormarket.charts.owners import draw_owners
from labormarket.charts.selection import Selection, SelectionError
from labormarket.charts.style import LANGUAGES, WIDTHS, Style
from labormarket.charts.wage_ladder import draw_wage_ladder


class ChartEntry(NamedTuple):
    """A chart that can be drawn: the question it answers, and its function (tables, style) -> Chart."""

    description: str
    draw: Callable[[Mapping[str, pd.DataFrame], Style], Chart]


CHARTS: Mapping[str, ChartEntry] = MappingProxyType(
    {
        "wage_ladder": ChartEntry("What does AI training pay, from the lowest tier to the highest?", draw_wage_ladder),
        "pay_by_platform": ChartEntry("What does each platform pay in the middle?", draw_pay_by_platform),
        "pay_by_profession": ChartEntry("What is each profession paid in the middle?", draw_pay_by_profession),
        "pay_by_field": ChartEntry("What does each field of work pay, and how widely?", draw_pay_by_field),
        "day_jobs": ChartEntry("Does training an AI pay more than the job it learns from?", draw_day_jobs),
        "minimum_wages": ChartEntry("How does stated pay compare with the local minimum wage?", draw_minimum_wages),
        "owners": ChartEntry("Who stands behind several platforms, and what does each of them pay?", draw_owners),
        "evidence_quality": ChartEntry("How good is the evidence for each tier?", draw_evidence_quality),
        "evidence_by_platform": ChartEntry(
            "What do the figures rest on: how many statements, of which kind?", draw_evidence_by_platform
        ),
    }
)


CHART_REFERENCES = ("reference_oews",)
"""The reference tables, by source_id, that charts and selections read beside the processed ones."""


def draw_chart(name: str, tables: Mapping[str, pd.DataFrame], style: Style | None = None) -> Chart:
    """Draw a chart of CHARTS by its name, in the house style unless told otherwise.

    >>> draw_chart("wage_latter", {})
    Traceback (most recent call last):
    KeyError: "no chart 'wage_latter': one of wage_ladder, pay_by_platform, ..."
    """
    if name not in CHARTS:
        raise KeyError(f"no chart {name!r}: one of {', '.join(CHARTS)}")
    return CHARTS[name].draw(tables, style or Style())


__all__ = [
    "CHARTS",
    "CHART_REFERENCES",
    "LANGUAGES",
    "WIDTHS",
    "Chart",
    "ChartEntry",
    "NothingToDrawError",
    "Selection",
    "SelectionError",
    "Style",
    "draw_chart",
]
