"""Published pictures lose bytes, not content."""

import io
import re

import matplotlib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from matplotlib.figure import Figure
from PIL import Image

from labormarket.charts.compact import compact_png, compact_svg, make_relative
from labormarket.charts.style import RC

GROUND, BAR = (255, 255, 255), (0x15, 0x35, 0x5F)


@pytest.fixture(scope="module")
def pictures() -> dict[str, bytes]:
    figure = Figure(figsize=(4, 3), facecolor="#ffffff")
    axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    axes.barh(["<script>alert(1)</script>", "physician & co"], [3, 5], color="#15355f")
    axes.vlines([1, 1.5, 2, 2.5], 0, 1, color="#9aa1a9")
    axes.plot([1, 2], [0, 1], linestyle="--", color="#c2410c")
    axes.set_title("A title")
    out = {}
    for form in ("png", "svg"):
        content = io.BytesIO()
        with matplotlib.rc_context(RC):
            figure.savefig(content, format=form, dpi=192)
        out[form] = content.getvalue()
    return out


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def test_a_png_keeps_its_size_its_flat_colours_and_nearly_every_other(pictures: dict[str, bytes]) -> None:
    small = compact_png(pictures["png"])
    before, after = pixels(pictures["png"]), pixels(small)
    assert before.shape == after.shape
    assert len(small) < len(pictures["png"])
    for colour in (GROUND, BAR):
        flat = (before == colour).all(axis=2)
        assert flat.any() and (after[flat] == colour).all()
    assert np.abs(before - after).max() < 32
    assert Image.open(io.BytesIO(small)).info["dpi"] == pytest.approx((192, 192), abs=0.1)
    assert compact_png(pictures["png"]) == small


def test_an_svg_keeps_what_is_drawn(pictures: dict[str, bytes]) -> None:
    small = compact_svg(pictures["svg"])
    before, after = (etree.fromstring(svg) for svg in (pictures["svg"], small))
    assert len(small) < 0.6 * len(pictures["svg"])
    assert [after.get(name) for name in ("width", "height", "viewBox")] == [
        before.get(name) for name in ("width", "height", "viewBox")
    ]
    glyphs = [sum(1 for _ in root.iter("{*}use")) for root in (before, after)]
    assert glyphs[0] == glyphs[1] > 20
    # Every reference still finds its target, and no style attribute is left for a strict page to refuse.
    ids = {element.get("id") for element in after.iter() if element.get("id")}
    referenced = set(re.findall(rb'(?:href="|url\()#([\w.-]+)', small))
    assert referenced and {name.decode() for name in referenced} <= ids
    assert b"style=" not in small
    colours = [set(re.findall(rb"#[0-9a-f]{6}", svg)) for svg in (pictures["svg"], small)]
    assert colours[0] == colours[1]


def walk(outline: str) -> np.ndarray:
    """The points that a path of M, L, Q, C, H, V and z steps goes by, whether absolute or relative."""
    at, points = np.zeros(2), []
    for command, numbers in re.findall(r"([MLQCHVZmlqchvz])([^MLQCHVZmlqchvz]*)", outline):
        places = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if command in "hv":
            places = [places[0], 0] if command == "h" else [0, places[0]]
        steps = np.array(places).reshape(-1, 2) + (at if command.islower() else 0)
        points.extend(steps)
        at = steps[-1] if len(steps) else at
    return np.array(points)


def test_letters_keep_their_outlines_to_a_thousandth_of_their_size(pictures: dict[str, bytes]) -> None:
    letters = []
    for svg in (pictures["svg"], compact_svg(pictures["svg"])):
        paths = etree.fromstring(svg).iterfind(".//{*}defs//{*}path")
        scaled = [path for path in paths if path.get("d") and path.get("transform", "").startswith("scale(0.")]
        letters.append([walk(path.get("d")) * float(path.get("transform")[6:-1]) for path in scaled])
    before, after = letters
    assert len(before) == len(after) > 20
    for letter in before:
        # A letter is 100 units high.
        assert any(letter.shape == other.shape and np.abs(letter - other).max() < 0.1 for other in after)


def test_dashed_and_translucent_lines_are_never_joined() -> None:
    line = '<path d="M 0 0 L 1 1" style="fill: none; stroke: #000000; {}"/>'
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'
    for looks, left in (("", 1), ("stroke-dasharray: 2,1", 2), ("stroke-opacity: 0.5", 2)):
        joined = compact_svg(svg.format(line.format(looks) * 2).encode())
        assert joined.count(b"<path") == left, looks


amount = st.floats(-2000, 2000, allow_nan=False).map(lambda value: round(value, 6))
points = st.lists(st.tuples(amount, amount), min_size=2, max_size=30)


@given(points)
def test_relative_steps_end_where_the_absolute_ones_did(places: list[tuple[float, float]]) -> None:
    outline = "M {} {} ".format(*places[0]) + " ".join("L {} {}".format(*place) for place in places[1:])
    x = y = 0.0
    short = make_relative(outline)
    for command, numbers in re.findall(r"([MlvhMz])([^MlvhMz]*)", short):
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if command == "M":
            x, y = values
        else:
            x += values[0] if command in "lh" else 0
            y += values[-1] if command in "lv" else 0
    # Rounded to a hundredth of a point at each step, without drift over the steps.
    assert (x, y) == pytest.approx(places[-1], abs=0.0051)
