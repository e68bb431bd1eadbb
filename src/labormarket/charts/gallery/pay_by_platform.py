"""Median pay by platform, each price one vote."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from labormarket.charts.chart import Chart
from labormarket.charts.groups import Grouping, draw_groups
from labormarket.charts.i18n import Words
from labormarket.charts.style import Style

GROUPING = Grouping("platform", lambda words, name: name, beside="publishers")


def draw(tables: Mapping[str, pd.DataFrame], style: Style, words: Words) -> Chart:
    """Draw the bounds of each platform's median pay. Reads `pay` and `sources`."""
    return draw_groups(tables, style, words, GROUPING, tables["pay"])
