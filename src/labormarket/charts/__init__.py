"""Charts: pure functions from tables to a drawn chart, in one house style. Nothing here writes a file."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import NamedTuple, Unpack

import pandas as pd

from labormarket.charts import gallery
from labormarket.charts.chart import Chart, NothingToDrawError
from labormarket.charts.i18n import Words, read_catalogue
from labormarket.charts.inputs import Tables
from labormarket.charts.selection import Named, Selection, SelectionError, select
from labormarket.charts.style import LANGUAGES, WIDTHS, Style, house_style
from labormarket.files.nearest import did_you_mean


class ChartEntry(NamedTuple):
    """A chart that can be drawn: the question it answers, and its function (tables, style, words) -> Chart."""

    description: str
    draw: Callable[[Mapping[str, pd.DataFrame], Style, Words], Chart]


def find_charts() -> dict[str, ChartEntry]:
    """Return every chart of the gallery by its name, which is that of its module, in the order of its catalogue."""
    names = [module.name for module in pkgutil.iter_modules(gallery.__path__)]
    names.sort(key=lambda name: (read_catalogue(name)["order"], name))
    modules = {name: import_module(f"{gallery.__name__}.{name}") for name in names}
    return {name: ChartEntry(Words("en", name)("question"), module.draw) for name, module in modules.items()}


CHARTS: Mapping[str, ChartEntry] = MappingProxyType(find_charts())


def draw_chart(
    name: str,
    tables: Mapping[str, pd.DataFrame] | None = None,
    style: Style | None = None,
    **named: Unpack[Named],
) -> Chart:
    """Draw a chart of CHARTS by its name, in the house style unless told otherwise.

    A table that isn't given is that of the last build. The keywords keep the statements that they name, one name or
    several: `draw_chart("wage_ladder", profession="lawyer", kind="advertised", since=2026)`. Raises SelectionError for
    a name that isn't there, NothingToDrawError where the rows at hand hold nothing that the chart shows.

    >>> draw_chart("wage_latter")
    Traceback (most recent call last):
    KeyError: "no chart 'wage_latter'; did you mean wage_ladder?"
    """
    if name not in CHARTS:
        raise KeyError(f"no chart {name!r}{did_you_mean(name, CHARTS, ', '.join(CHARTS))}")
    tables = tables if isinstance(tables, Tables) else Tables(tables)
    chosen, style = select(tables, style or Style(), **named)
    return CHARTS[name].draw(chosen, style, Words(style.lang, name))


__all__ = [
    "CHARTS",
    "LANGUAGES",
    "WIDTHS",
    "Chart",
    "ChartEntry",
    "NothingToDrawError",
    "Selection",
    "SelectionError",
    "Style",
    "Tables",
    "draw_chart",
    "house_style",
    "select",
]
