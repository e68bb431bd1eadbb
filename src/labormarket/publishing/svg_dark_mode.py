"""A drawing that turns dark for readers who asked for it where its address says `#auto`, and is light elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree
from matplotlib.colors import to_rgb

from labormarket.charts.marks import mix
from labormarket.charts.style import DARK, LIGHT
from labormarket.publishing.svg_attributes import SVG

FRAGMENT = "auto"
"""What follows the # of the address: one file for both papers, and a page that is light itself shows the light one."""
NIGHT = "@media(prefers-color-scheme:dark)"
COLOUR = re.compile(r"#[0-9a-f]{6}")
PAINTS = ("fill", "stroke")
MOST_ASTRAY = 1.5 / 255
"""By so much a channel of a tint may be rounded away from the line between paper and colour."""

PAIRS = (
    *((getattr(LIGHT, name), getattr(DARK, name)) for name in ("ink", "muted", "rule", "grid")),
    *zip(LIGHT.steps, DARK.steps, strict=True),
)


def add_dark_paper(svg: bytes) -> bytes:
    """Return a drawing in the colours of light paper with rules for those of dark paper, which wait for its `#auto`.

    What it shows by itself doesn't change: a newsroom's page decides. What is printed is light, since browsers print as
    if by day. Colours of no palette stay as they are.

    >>> print(add_dark_paper(b'<svg xmlns="http://www.w3.org/2000/svg"><path fill="#14181d"/></svg>').decode())
    <svg xmlns="http://www.w3.org/2000/svg" id="auto"><style>@media(prefers-color-scheme:dark){:target...
    """
    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    rules = [
        f':target [{paint}="{colour}"]{{{paint}:{dark}}}'
        for paint in PAINTS
        for colour in sorted({str(element.get(paint)) for element in root.iter() if element.get(paint)})
        if COLOUR.fullmatch(colour) and (dark := darken(colour)) != colour
    ]
    if not rules:
        return svg
    root.set("id", FRAGMENT)
    style = etree.Element(f"{{{SVG}}}style")
    style.text = f"{NIGHT}{{{''.join(rules)}}}"
    root.insert(sum(child.tag in (f"{{{SVG}}}title", f"{{{SVG}}}desc") for child in root), style)
    return bytes(etree.tostring(root, encoding="utf-8"))


def darken(colour: str) -> str:
    """Return what a colour of light paper is on dark paper: the same colour of the palette, or as much of a tint.

    >>> darken(LIGHT.ground), darken(LIGHT.steps[2]), darken("#c2410c")
    ('#11161c', '#5cb1c0', '#c2410c')
    >>> darken(mix(LIGHT.steps[4], LIGHT.ground, 0.5)) == mix(DARK.steps[4], DARK.ground, 0.5)
    True
    """
    if colour == LIGHT.ground:
        return DARK.ground
    found = min((*_share_of(colour, light), dark) for light, dark in PAIRS)
    astray, missing, dark = found
    return mix(dark, DARK.ground, 1 - missing) if astray <= MOST_ASTRAY else colour


def _share_of(colour: str, full: str) -> tuple[float, float]:
    """Return how far a colour lies off the line from paper to a full colour, and how much of the way is missing."""
    off, way = _minus(to_rgb(colour), to_rgb(LIGHT.ground)), _minus(to_rgb(full), to_rgb(LIGHT.ground))
    share = min(max(sum(a * b for a, b in zip(off, way, strict=True)) / sum(b * b for b in way), 0.0), 1.0)
    return max(abs(a - share * b) for a, b in zip(off, way, strict=True)), 1 - share


def _minus(one: Iterable[float], other: Iterable[float]) -> list[float]:
    return [a - b for a, b in zip(one, other, strict=True)]
