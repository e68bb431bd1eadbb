"""The headline of a chart: a claim where the rows bear it out, else a title that claims nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from labormarket.charts.style import Style


@dataclass(frozen=True)
class Headline:
    """The title of a chart, and the claim that the whole table no longer bears out ("" where there is none)."""

    title: str
    fallen: str = ""


def state_finding(style: Style, *, holds: bool, claim: str, plain: str) -> Headline:
    """Return the reader's own title, or the claim where it holds, or the plain title.

    A claim that falls on a reader's own selection of rows is no news; one that falls on the whole table is kept as
    `fallen`, so that the build can say so.

    >>> state_finding(Style(), holds=False, claim="A beats B", plain="A and B")
    Headline(title='A and B', fallen='A beats B')
    >>> state_finding(Style(selected="Mercor"), holds=False, claim="A beats B", plain="A and B")
    Headline(title='A and B', fallen='')
    """
    if style.title:
        return Headline(style.title)
    if holds:
        return Headline(claim)
    return Headline(plain, "" if style.selected else claim)


def leave_each_out(
    rows: pd.DataFrame, measure: Callable[[pd.DataFrame], float], column: str = "platform"
) -> tuple[float, float]:
    """Return the lowest and the highest that a measure becomes with any one platform's rows left out.

    >>> rows = pd.DataFrame({"platform": ["A", "B", "B"], "ratio": [2.0, 4.0, 8.0]})
    >>> leave_each_out(rows, lambda kept: kept["ratio"].max())
    (2.0, 8.0)
    """
    found = [measure(rows[rows[column] != name]) for name in rows[column].unique()] if len(rows) else []
    return (min(found), max(found)) if found else (float("nan"), float("nan"))
