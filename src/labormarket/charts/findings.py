"""A title that states a finding, or refuses to."""

from __future__ import annotations

from labormarket.charts.chart import StaleFindingError
from labormarket.charts.style import Style


def state_finding(style: Style, *, name: str, holds: bool, claim: str, plain: str) -> str:
    """Return the title of a chart: the reader's own, or the claim where it holds.

    A reader's selection on which the claim doesn't hold gets the `plain` title, which claims nothing; on the whole
    table the build has to stop. Raises StaleFindingError.

    >>> state_finding(Style(selected="Mercor"), name="x", holds=False, claim="A beats B", plain="A and B")
    'A and B'
    >>> state_finding(Style(), name="x", holds=False, claim="A beats B", plain="A and B")
    Traceback (most recent call last):
    labormarket.charts.chart.StaleFindingError: chart x: the data no longer show that "A beats B"
    """
    if style.title:
        return style.title
    if holds:
        return claim
    if style.selected:
        return plain
    raise StaleFindingError(f'chart {name}: the data no longer show that "{claim}"')
