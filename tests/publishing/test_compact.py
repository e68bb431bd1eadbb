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

from labormarket.charts.style import RC
from labormarket.publishing.compact import compact_svg, make_relative
from labormarket.publishing.pixels import TOLERANCE, compact_png

GROUND, BAR = (255, 255, 255), (0x15, 0x35, 0x5F)


@pytest.fixture(scope="module")
def pictures() -> dict[str, bytes]:
    figure = Figure(figsize=(4, 3), facecolor="#ffffff")
    axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    axes.barh(["<script>alert(1)</script>", "physician & co"], [3, 5], color="#15355f")
    axes.set_xlabel("what a physician is paid, and a physician on the side", rotation=90)
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
    assert np.abs(before - after).max() <= TOLERANCE < 32
    assert Image.open(io.BytesIO(small)).info["dpi"] == pytest.approx((192, 192), abs=0.1)
    assert compact_png(pictures["png"]) == small


def test_an_svg_keeps_what_is_drawn(pictures: dict[str, bytes]) -> None:
    small = compact_svg(pictures["svg"])
    before, after = (etree.fromstring(svg) for svg in (pictures["svg"], small))
    assert len(small) < 0.6 * len(pictures["svg"])
    assert [after.get(name) for name in ("width", "height", "viewBox")] == [
        before.get(name) for name in ("width", "height", "viewBox")
    ]
    # Every reference still finds its target, and no style attribute is left for a strict page to refuse.
    ids = {element.get("id") for element in after.iter() if element.get("id")}
    referenced = set(re.findall(rb'(?:href="|url\()#([\w.-]+)', small))
    assert referenced and {name.decode() for name in referenced} <= ids
    assert b"style=" not in small
    colours = [set(re.findall(rb"#[0-9a-f]{6}", svg)) for svg in (pictures["svg"], small)]
    assert colours[0] == colours[1]


def walk(outline: str) -> np.ndarray:
    """The points that a path of M, L, Q, C, H, V and z steps goes by, whether absolute or relative."""
    at, begun, points = np.zeros(2), np.zeros(2), []
    for command, numbers in re.findall(r"([MLQCHVZmlqchvz])([^MLQCHVZmlqchvz]*)", outline):
        places = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        if command in "Zz":
            at = begun
            continue
        if command in "hv":
            places = [number for place in places for number in ((place, 0) if command == "h" else (0, place))]
        length = {"q": 2, "c": 3}.get(command.lower(), 1)
        # A letter stands for all the steps of its kind that follow it, each relative to the end of the last.
        for step in np.array(places).reshape(-1, length, 2):
            points.extend(step + (at if command.islower() else 0))
            at = points[-1]
        begun = at if command in "Mm" else begun
    return np.array(points)


def factors(transform: str) -> np.ndarray:
    """The matrix of translations, scales and rotations."""
    matrix = np.eye(3)
    for name, numbers in re.findall(r"(\w+)\(([^)]*)\)", transform):
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        step = np.eye(3)
        if name == "translate":
            step[:2, 2] = values if len(values) == 2 else [values[0], 0]
        elif name == "scale":
            step[[0, 1], [0, 1]] = values if len(values) == 2 else values * 2
        else:
            assert name == "rotate"
            turn = np.radians(values[0])
            step[:2, :2] = [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]
        matrix = matrix @ step
    return matrix


def drawn_letters(svg: bytes) -> np.ndarray:
    """Every letter that a drawing shows, spaces apart: where its outline begins, how wide and high it is, in order."""
    root = etree.fromstring(svg, etree.XMLParser(remove_comments=True))
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    found = []

    def visit(element: etree._Element, matrix: np.ndarray) -> None:
        matrix = matrix @ factors(element.get("transform") or "")
        if element.tag.endswith("}use"):
            target = named[element.get("{http://www.w3.org/1999/xlink}href")[1:]]
            visit(target, matrix @ factors(f"translate({element.get('x', 0)} {element.get('y', 0)})"))
        elif element.tag.endswith("}path") and element.get("id") and element.get("d"):
            points = np.column_stack([walk(element.get("d")), np.ones(len(walk(element.get("d"))))]) @ matrix.T
            found.append([*points[0, :2], *np.ptp(points[:, :2], axis=0), len(points)])
        for child in element:
            if child.tag != "{http://www.w3.org/2000/svg}defs":
                visit(child, matrix)

    visit(root, np.eye(3))
    return np.array(sorted(found, key=lambda letter: (letter[-1], *np.round(letter, 0))))


def test_every_letter_stands_where_it_stood_as_large_as_it_was(pictures: dict[str, bytes]) -> None:
    before, after = (drawn_letters(svg) for svg in (pictures["svg"], compact_svg(pictures["svg"])))
    assert before.shape == after.shape and len(before) > 60
    for letter in before:
        # A hundredth of a point in place, with the rounding of its line, its run and its outline.
        assert np.abs(after - letter).max(axis=1).min() < 0.04, letter


def test_words_that_come_back_are_stored_once(pictures: dict[str, bytes]) -> None:
    small = etree.fromstring(compact_svg(pictures["svg"]))
    runs = [group for group in small.iter("{*}g") if group.get("id")]
    assert runs and len(runs) == len({group.get("id") for group in runs})
    spelled = [tuple(use.get("{http://www.w3.org/1999/xlink}href") for use in run) for run in runs]
    assert max(map(len, spelled)) >= len("physician")
    outlines = [path.get("d") for path in small.iterfind("{*}defs/{*}path")]
    assert len(outlines) == len(set(outlines)) and all(outlines)


def test_letters_that_are_no_line_of_text_stay_as_they_are() -> None:
    svg = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">
      <defs><path id="A" d="M 0 0 L 640 0 L 640 640 z" transform="scale(0.015625)"/></defs>
      <g transform="translate(1 2) scale(0.1 -0.1)"><use xlink:href="#A"/></g>
      <g transform="skewX(5)"><use xlink:href="#A"/></g></svg>"""
    small = compact_svg(svg)
    assert small.count(b"<use") == 2 and b'transform="scale(0.125)"' in small and b"skewX" in small


def test_letters_keep_their_outlines_to_a_thousandth_of_their_size(pictures: dict[str, bytes]) -> None:
    letters = []
    for svg, size in ((pictures["svg"], 0.015625), (compact_svg(pictures["svg"]), 0.125)):
        paths = etree.fromstring(svg).iterfind(".//{*}defs//{*}path")
        letters.append(
            [
                walk(path.get("d")) * size
                for path in paths
                if path.get("d") and not {"style", "stroke"} & set(path.attrib)
            ]
        )
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
    short = make_relative(outline)
    at = walk(short)[-1]
    # Rounded to a hundredth of a point at each step, without drift over the steps.
    assert at == pytest.approx(places[-1], abs=0.0051)
