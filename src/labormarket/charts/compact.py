"""Pictures without the bytes that nobody sees: a third of the size, the same picture."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping

from lxml import etree
from PIL import Image

SVG = "http://www.w3.org/2000/svg"
PALETTE_SIZE = 256
AREAS = 48
"""So many colours, the most frequent ones, are kept to the last bit: grounds, bars, rules, letters."""
DECIMALS = 2
"""Of a point: a hundredth of a point is a five-hundredth of a printed line."""

GLYPH_SCALE, GLYPH_COARSENING = "scale(0.015625)", 8
"""How matplotlib shrinks its outlines of letters, 6,400 units to an em; a font itself is drawn on 1,000, so 800 do."""

REFERENCE = re.compile(r"(?:^|url\()#([\w.-]+)")
TRANSLATION = re.compile(r"^translate\((-?[\d.]+)(?:[ ,]0)?\)$")
NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
STEP = re.compile(r"([MLHVCQZmlhvcqz])([^MLHVCQZmlhvcqz]*)")
# What matplotlib writes into style attributes becomes attributes of their own: shorter, and a page whose content
# security policy forbids inline styles shows them too.
PROPERTIES = frozenset(
    {
        *("fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray"),
        *("stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "opacity", "text-anchor"),
        *("font-size", "font-weight", "stop-color", "stop-opacity"),
    }
)
INITIAL = {"text-anchor": "start", "stroke-linecap": "butt", "fill-opacity": "1", "opacity": "1"}


def compact_png(png: bytes) -> bytes:
    """Return the picture with a palette of 256 colours, in which the colours of large areas are exact."""
    with Image.open(io.BytesIO(png)) as opened:
        density = opened.info.get("dpi")
        picture = opened.convert("RGB")
    reduced = picture.quantize(PALETTE_SIZE, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette = reduced.getpalette() or []
    counted: list[tuple[int, tuple[int, int, int]]] = picture.getcolors(maxcolors=1 << 24) or []  # type: ignore[assignment]
    areas = [colour for _, colour in sorted(counted, key=lambda pair: (-pair[0], pair[1]))[:AREAS]]
    sample = Image.new("RGB", (len(areas), 1))
    sample.putdata(areas)
    taken = set()
    for colour, place in zip(areas, sample.quantize(palette=reduced, dither=Image.Dither.NONE).tobytes(), strict=True):
        if place not in taken:
            palette[3 * place : 3 * place + 3] = colour
            taken.add(place)
    reduced.putpalette(palette)
    out = io.BytesIO()
    reduced.save(out, "png", optimize=True, **({"dpi": density} if density else {}))
    return out.getvalue()


def compact_svg(svg: bytes, *, prefix: str = "") -> bytes:
    """Return matplotlib's SVG without style attributes, metadata, empty groups and needless digits.

    Neighbouring lines of the same looks become one path, coordinates become relative, ids become `prefix` and a
    number. Titles, descriptions and the root's size stay.

    >>> svg = b'''<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g id="axes_1">
    ...   <path d="M 1.23456 2 L 3 4" style="fill: none; stroke: #123456; mix-blend-mode: screen"/></g></svg>'''
    >>> print(compact_svg(svg).decode().partition('stroke-linejoin="round">')[2])
    <path d="M1.23 2l1.77 2" fill="none" stroke="#123456"/></svg>
    """
    root = etree.fromstring(svg, etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True))
    for element in [*root.iter(f"{{{SVG}}}metadata"), *root.iter(f"{{{SVG}}}style"), *root.iter(etree.Comment)]:
        element.getparent().remove(element)
    # The one rule of matplotlib's style sheet that isn't SVG's own default.
    root.set("stroke-linejoin", "round")
    drop_full_clips(root)
    used = {found for element in root.iter() for value in element.attrib.values() for found in REFERENCE.findall(value)}
    ids = {old: f"{prefix}{number_name(number)}" for number, old in enumerate(sorted(used))}
    for element in root.iter(f"{{{SVG}}}*"):
        rewrite(element, ids)
    unwrap_groups(root)
    merge_lines(root)
    for path in root.iter(f"{{{SVG}}}path"):
        if path.get("transform") == GLYPH_SCALE:
            path.set("transform", f"scale({GLYPH_COARSENING / 64:g})")
            path.set("d", make_relative(path.get("d", ""), unit=GLYPH_COARSENING, decimals=0))
        else:
            path.set("d", make_relative(path.get("d", "")))
    return bytes(etree.tostring(root, encoding="utf-8"))


def number_name(number: int) -> str:
    """Return a short name for a number, a letter first.

    >>> number_name(0), number_name(25), number_name(26)
    ('a', 'z', 'ba')
    """
    name = ""
    while True:
        number, rest = divmod(number, 26)
        name = chr(ord("a") + rest) + name
        if not number:
            return name


def drop_full_clips(root: etree._Element) -> None:
    """Take away clipping to the whole sheet, which clips nothing."""
    sheet = root.get("viewBox", "").split()[2:]
    full = set()
    for clip in list(root.iter(f"{{{SVG}}}clipPath")):
        rectangle = clip[0]
        box = [float(rectangle.get(side, "0")) for side in ("x", "y", "width", "height")]
        if len(sheet) == 2 and box[:2] == [0, 0] and box[2] >= float(sheet[0]) and box[3] >= float(sheet[1]):
            full.add(f"url(#{clip.get('id')})")
            clip.getparent().remove(clip)
    for element in root.iter():
        if element.get("clip-path") in full:
            del element.attrib["clip-path"]


def rewrite(element: etree._Element, ids: Mapping[str, str]) -> None:
    """Turn one element's style into attributes, shorten its numbers, and give its ids their new names."""
    attributes = {str(name): str(value) for name, value in element.attrib.items()}
    kept = {name: value for name, value in attributes.items() if name != "style"}
    if kept.get("id") not in ids and not kept.get("id", "").endswith(("-title", "-desc")):
        kept.pop("id", None)
    shift = TRANSLATION.match(kept.get("transform", ""))
    if shift and element.tag == f"{{{SVG}}}use" and "x" not in kept:
        del kept["transform"]
        kept["x"] = shift[1]
    if kept.get("transform", "").startswith(("rotate(-0 ", "rotate(0 ")):
        del kept["transform"]
    kept |= {name: value for name, value in declared(attributes.get("style", "")).items() if name in PROPERTIES}
    element.attrib.clear()
    for name, value in kept.items():
        if INITIAL.get(name) != value:
            element.set(name, tidy(value, ids) if name != "id" else ids.get(value, value))


def declared(style: str) -> dict[str, str]:
    """Return the declarations of a style attribute; a `font` shorthand as its weight and size.

    >>> declared("font: 600 14px 'Source Sans 3'; fill: #14181d")
    {'font-weight': '600', 'font-size': '14px', 'fill': '#14181d'}
    """
    found: dict[str, str] = {}
    for declaration in style.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name == "font":
            weight, size = re.search(r"\b(\d00|bold)\b", value), re.search(r"[\d.]+px", value)
            found |= {"font-weight": weight[1]} if weight else {}
            found |= {"font-size": size[0]} if size else {}
        elif name:
            found[name] = value
    return found


def shorten(number: float) -> str:
    """Return a number with two decimals at most and no needless zeros.

    >>> shorten(0.4999), shorten(-0.001), shorten(12.0)
    ('.5', '0', '12')
    """
    text = f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".")
    text = "0" if text in ("-0", "") else text
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def tidy(value: str, ids: Mapping[str, str]) -> str:
    """Return an attribute's value with its references renamed and its lengths short; scales keep their digits."""
    if value.startswith(("#", "url(")):
        return REFERENCE.sub(lambda found: found[0].replace(found[1], ids.get(found[1], found[1])), value)
    if "scale" in value or value[:1] == "M":
        return value
    return re.sub(r"-?\d+\.\d+", lambda number: shorten(float(number[0])), value)


def unwrap_groups(root: etree._Element) -> None:
    """Take away groups that hold no attribute, leaving what they hold in its place."""
    for group in list(root.iter(f"{{{SVG}}}g")):
        parent = group.getparent()
        if not group.attrib and parent is not None:
            place = parent.index(group)
            for child in reversed(list(group)):
                parent.insert(place, child)
            parent.remove(group)


def merge_lines(root: etree._Element) -> None:
    """Join neighbouring lines of the same looks into one path: a rug of ticks is one stroke, not a hundred.

    Only what is drawn without filling and without transparency, or overlaps would show.
    """
    for parent in list(root.iter()):
        last = None
        for child in list(parent):
            plain = (
                child.tag == f"{{{SVG}}}path"
                and child.get("fill") == "none"
                and not {"stroke-opacity", "stroke-dasharray"} & set(child.attrib)
            )
            if plain and last is not None and looks_of(child) == looks_of(last):
                last.set("d", f"{last.get('d', '')} {child.get('d', '')}")
                parent.remove(child)
            else:
                last = child if plain and child.get("id") is None else None


def looks_of(element: etree._Element) -> dict[str, str]:
    """Return the attributes of a path without its outline."""
    return {str(name): str(value) for name, value in element.attrib.items() if name != "d"}


def make_relative(outline: str, *, unit: float = 1, decimals: int = DECIMALS) -> str:
    """Return a path of absolute M, L, C, Q and z steps with relative coordinates, rounded without drift.

    Coordinates are divided by `unit` and rounded to `decimals`.

    >>> make_relative("M 10.001 20 L 10 25.5 Q 11 26 12.25 26 z"), make_relative("M 0 0 A 1 1 0 0 0 2 2")
    ('M10 20v5.5q1 .5 2.25 .5z', 'M 0 0 A 1 1 0 0 0 2 2')
    """
    if re.search(r"[^MLCQZz\d\s.,e+-]", outline):
        return outline
    return "".join(relative_steps(outline, unit, decimals))


def relative_steps(outline: str, unit: float, decimals: int) -> Iterator[str]:
    """Yield the steps of `make_relative`."""
    at_x = at_y = start_x = start_y = 0.0
    for command, numbers in STEP.findall(outline):
        places = [round(float(number) / unit, decimals) for number in NUMBER.findall(numbers)]
        if command in "Zz":
            at_x, at_y = start_x, start_y
            yield "z"
        elif command == "M":
            at_x, at_y = start_x, start_y = places[0], places[1]
            yield f"M{join_numbers(places)}"
        else:
            steps = [place - (at_y if odd % 2 else at_x) for odd, place in enumerate(places)]
            at_x, at_y = places[-2], places[-1]
            if command == "L" and shorten(steps[0]) == "0":
                yield f"v{shorten(steps[1])}"
            elif command == "L" and shorten(steps[1]) == "0":
                yield f"h{shorten(steps[0])}"
            else:
                yield f"{command.lower()}{join_numbers(steps)}"


def join_numbers(numbers: list[float]) -> str:
    """Join numbers with as few signs as an outline needs: a minus sign separates too."""
    joined = ""
    for text in map(shorten, numbers):
        joined += text if not joined or text.startswith("-") else f" {text}"
    return joined
