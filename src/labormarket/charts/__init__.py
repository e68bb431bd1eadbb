"""Charts: pure functions from tables to a drawn chart, in one house style. Nothing here writes a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module, resources
from types import MappingProxyType
from typing import NamedTuple, Unpack

import pandas as pd

from labormarket.charts import gallery
from labormarket.charts.chart import Chart, Inputs, NothingToDrawError
from labormarket.charts.groups import draw_groups
from labormarket.charts.i18n import Words, read_catalogue
from labormarket.charts.selection import Named, SelectionError, Tables, select
from labormarket.charts.style import LANGUAGES, WIDTHS, Style, house_style
from labormarket.files.nearest import did_you_mean


class ChartEntry(NamedTuple):
    """A chart that can be drawn: the question it answers, and its function."""

    description: str
    draw: Callable[[Inputs], Chart]


def find_charts() -> dict[str, ChartEntry]:
    """Return every chart of the gallery by the name of its catalogue, in the order that the catalogues say."""
    files = (file.name for file in resources.files(gallery).iterdir())
    names = [name.removesuffix(".toml") for name in files if name.endswith(".toml")]
    names.sort(key=lambda name: (read_catalogue(name)["order"], name))
    return {name: ChartEntry(Words("en", name)("question"), find_drawing(name)) for name in names}


def find_drawing(name: str) -> Callable[[Inputs], Chart]:
    """Return the function of a chart: medians by the column `medians_by` of its catalogue, else its module's `draw`."""
    column = read_catalogue(name).get("medians_by")
    if column:
        return lambda inputs: draw_groups(inputs, inputs.tables["pay"], column)
    draw: Callable[[Inputs], Chart] = import_module(f"{gallery.__name__}.{name}").draw
    return draw


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
    try:
        return CHARTS[name].draw(Inputs(chosen, style, Words(style.lang, name)))
    except NothingToDrawError as nothing:
        raise NothingToDrawError(f"chart {name}: {nothing}") from None


__all__ = [
    "CHARTS",
    "LANGUAGES",
    "WIDTHS",
    "Chart",
    "ChartEntry",
    "NothingToDrawError",
    "SelectionError",
    "Style",
    "Tables",
    "draw_chart",
    "house_style",
    "select",
]
