"""A published drawing is light by itself and dark on demand, in the colours of the dark chart."""

import io
import re
from itertools import pairwise

import matplotlib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from matplotlib.colors import to_rgb

from labormarket.charts import CHARTS, Chart, Style, Tables, draw_chart
from labormarket.charts.marks import mix
from labormarket.charts.style import DARK, LIGHT, RC
from labormarket.publishing.publish import publish
from labormarket.publishing.svg_dark_mode import COLOUR, PAIRS, add_dark_paper, darken

ACCENT = (LIGHT.steps[-1], DARK.steps[0])
"""The bar above the title is the strongest colour on light paper, the quietest on dark; by address it stays strong."""
NEAR = 5 / 255
"""A tint is rounded twice."""
VARIED = ("wage_ladder", "day_jobs", "who_states_pay", "same_work_by_country")
"""Charts that together have each kind of mark; each is drawn twice, so the others are left to the slow tests."""


@pytest.fixture(scope="module")
def tables() -> dict:
    return Tables()


def far(one: str, other: str) -> float:
    return max(abs(a - b) for a, b in zip(to_rgb(one), to_rgb(other), strict=True))


def painted(chart: Chart) -> list[str]:
    """Every colour of a drawing, in the order in which it is drawn."""
    content = io.BytesIO()
    with matplotlib.rc_context(RC):
        chart.figure.savefig(content, format="svg")
    return re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})", content.getvalue().decode())


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name in VARIED else pytest.mark.slow) for name in CHARTS],
)
def test_every_colour_turns_into_that_of_the_dark_chart(name: str, tables: dict) -> None:
    light, dark = (painted(draw_chart(name, tables, Style(width="column", dark=dark))) for dark in (False, True))
    assert len(light) == len(dark) > 50
    for one, other in set(zip(light, dark, strict=True)) - {ACCENT}:
        assert far(darken(one), other) <= NEAR, (one, other)


def test_a_drawing_is_light_by_itself_and_one_drawn_dark_has_no_rules(tables: dict, tmp_path) -> None:
    for dark in (False, True):
        chart = draw_chart("evidence", tables, Style(dark=dark))
        root = etree.parse(publish(chart, folder=tmp_path)["svg"]).getroot()
        rules = root.findtext("{*}style") or ""
        assert root.find(".//{*}path").get("fill") == (DARK if dark else LIGHT).ground
        assert bool(rules) is not dark
        if not dark:
            # Each rule waits for address and reader, and each colour of the drawing has one.
            night = re.fullmatch(r"@media\(prefers-color-scheme:dark\)\{(.*)\}", rules)[1]
            assert all(rule.startswith(":target [") for rule in night.split("}") if rule)
            ruled = set(re.findall(r'="(#[0-9a-f]{6})"', rules))
            used = {element.get(paint) for element in root.iter() for paint in ("fill", "stroke")} - {None, "none"}
            assert {colour for colour in used if COLOUR.fullmatch(colour)} == ruled
            assert root.get("id") == "auto" and root.find("{*}title") is root[0]


@given(st.sampled_from(PAIRS), st.floats(0, 1))
def test_a_tint_is_the_same_tint_on_dark_paper(pair: tuple[str, str], share: float) -> None:
    light, dark = pair
    # The steps lie close together: so much as they differ, the tint of a neighbour may stand in.
    assert far(darken(mix(light, LIGHT.ground, share)), mix(dark, DARK.ground, share)) <= max(
        far(one, other) for one, other in pairwise(DARK.steps)
    )


def test_a_colour_of_no_palette_stays() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><path fill="#c2410c" stroke="none"/></svg>'
    assert add_dark_paper(svg) == svg
