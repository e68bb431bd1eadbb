"""Median pay by field of work, each platform one vote."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from labormarket.charts.chart import Chart
from labormarket.charts.groups import Grouping, draw_groups
from labormarket.charts.i18n import Words
from labormarket.charts.style import Style

GROUPING = Grouping("field", Words.field)


def draw(tables: Mapping[str, pd.DataFrame], style: Style, words: Words) -> Chart:
    """Draw the bounds of each field's median pay. Reads `pay`, `professions` (the field of each) and `sources`."""
    fields = tables["professions"].set_index("profession")["field"]
    pay = tables["pay"]
    return draw_groups(tables, style, words, GROUPING, pay.assign(field=pay["profession"].map(fields).fillna("")))
