"""Drawings without the bytes that nobody sees: a quarter of the size, the same picture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import groupby
from string import ascii_letters

from lxml import etree

from labormarket.publishing.letters import LETTER_SCALE, LINK, SVG, UNITS, share_letters

DECIMALS = 2
"""Of a point: a hundredth of a point is a five-hundredth of a printed line."""

GLYPH_SCALE, GLYPH_UNITS = "scale(.015625)", 64
"""How matplotlib shrinks its outlines of letters, and how many of their units make a hundredth of an em."""

DECIMAL = re.compile(r"-?\d+\.\d+")
LEADING_ZERO = re.compile(r"\b0(?=\.\d)\.")
SVG_GROUP = f"{{{SVG}}}g"
REFERENCE = re.compile(r"#([\w.-]+)")
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
SHARED = (PROPERTIES | {"transform"}) - {"opacity", "stop-color", "stop-opacity"}
"""What a group can say for all that it holds."""
INITIAL = {"text-anchor": "start", "stroke-linecap": "butt", "fill-opacity": "1", "opacity": "1"}


def compact_svg(svg: bytes) -> bytes:
    """Return matplotlib's SVG without style attributes, metadata, empty groups and needless digits.

    Neighbouring lines of the same looks become one path, letters and runs of letters stand once, coordinates become
    relative, ids short. Titles, descriptions and the root's size stay.

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
    ids = set(find_references(root))
    for element in root.iter(f"{{{SVG}}}*"):
        rewrite(element, ids)
    unwrap_groups(root)
    merge_lines(root)
    for path in root.iter(f"{{{SVG}}}path"):
        if path.get("transform") == GLYPH_SCALE:
            path.set("transform", LETTER_SCALE)
            path.set("d", make_relative(path.get("d", ""), unit=GLYPH_UNITS / UNITS, decimals=0))
        else:
            path.set("d", make_relative(path.get("d", "")))
    share_letters(root)
    share_looks(root)
    shorten_ids(root)
    return bytes(etree.tostring(root, encoding="utf-8"))


def find_references(root: etree._Element) -> Iterator[str]:
    """Yield the ids that a drawing refers to, as often as it does."""
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == LINK or str(value).startswith("url("):
                yield from REFERENCE.findall(str(value))


def shorten_ids(root: etree._Element) -> None:
    """Name what is referred to with as few letters as there are, the most wanted first."""
    counted = Counter(find_references(root))
    wanted = sorted(counted, key=lambda old: (-counted[old], old))
    names = {old: number_name(number) for number, old in enumerate(wanted)}
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set("id", names.get(str(value), str(value)))
            elif name == LINK or str(value).startswith("url("):
                element.set(name, REFERENCE.sub(lambda found: f"#{names[found[1]]}", str(value)))


def number_name(number: int) -> str:
    """Return a short name for a number, made of letters.

    >>> number_name(0), number_name(51), number_name(52)
    ('a', 'Z', 'ba')
    """
    name = ""
    while True:
        number, rest = divmod(number, len(ascii_letters))
        name = ascii_letters[rest] + name
        if not number:
            return name


def share_looks(root: etree._Element) -> None:
    """Put neighbours that look alike into one group that says so once; lines of text first change places for it.

    Texts of a chart never overlap, so that their order shows nowhere.
    """
    for parent in [element for element in root.iter() if element.tag in (SVG_GROUP, f"{{{SVG}}}svg")]:
        for is_text, neighbours in [(is_text, list(found)) for is_text, found in groupby(parent, key=is_line_of_text)]:
            ordered = sorted(neighbours, key=shared_looks) if is_text else neighbours
            place = parent.index(neighbours[0])
            for looks, alike in [(looks, list(found)) for looks, found in groupby(ordered, key=shared_looks)]:
                said = sum(len(f' {name}="{value}"') for name, value in looks)
                shared = (len(alike) - 1) * said > len("<g></g>")
                group = etree.Element(SVG_GROUP, dict(looks))
                for element in alike:
                    if shared:
                        for name, _ in looks:
                            del element.attrib[name]
                        group.append(element)
                    else:
                        parent.insert(place, element)
                        place += 1
                if shared:
                    parent.insert(place, group)
                    place += 1
    unwrap_groups(root)


def is_line_of_text(element: etree._Element) -> bool:
    """Whether an element is a line of text: letters as text, or as references under one size."""
    return element.tag == f"{{{SVG}}}text" or str(element.get("transform", "")).startswith("scale(")


def shared_looks(element: etree._Element) -> tuple[tuple[str, str], ...]:
    """Return the attributes of an element that a group could say for it, in order.

    >>> shared_looks(etree.fromstring('<text fill="#14181d" x="3" font-size="8px"/>'))
    (('fill', '#14181d'), ('font-size', '8px'))
    """
    return tuple(sorted((name, str(value)) for name, value in element.attrib.items() if name in SHARED))


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


def rewrite(element: etree._Element, ids: Collection[str]) -> None:
    """Turn one element's style into attributes, shorten its numbers, and drop an id that nothing refers to."""
    attributes = {str(name): str(value) for name, value in element.attrib.items()}
    kept = {name: value for name, value in attributes.items() if name != "style"}
    if kept.get("id") not in ids and not kept.get("id", "").endswith(("-title", "-desc")):
        kept.pop("id", None)
    shift = TRANSLATION.match(kept.get("transform", ""))
    is_letter = element.tag == f"{{{SVG}}}use" and "x" not in kept
    if shift and is_letter:
        del kept["transform"]
        kept["x"] = shift[1]
    if kept.get("transform", "").startswith(("rotate(-0 ", "rotate(0 ")):
        del kept["transform"]
    kept |= {name: value for name, value in declared(attributes.get("style", "")).items() if name in PROPERTIES}
    element.attrib.clear()
    for name, value in kept.items():
        if INITIAL.get(name) != value:
            # The steps between letters show best in all their digits which words are the same.
            element.set(name, value if name == "id" or (is_letter and name == "x") else tidy(value))


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


def tidy(value: str) -> str:
    """Return an attribute's value with its lengths short; references, outlines and scales keep their digits.

    >>> tidy("translate(61.455234 498.0425) scale(0.085 -0.085)")
    'translate(61.46 498.04) scale(.085 -.085)'
    """
    if value.startswith(("#", "url(", "M")):
        return value
    places, scale, factors = value.partition("scale")
    return DECIMAL.sub(lambda number: shorten(float(number[0])), places) + scale + LEADING_ZERO.sub(".", factors)


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

    Only what is drawn without filling and without transparency, or overlaps would show; so that a line that lies on
    another, as a second tick at the same pay, need not be drawn at all.
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
                drawn, line = last.get("d", ""), " ".join(child.get("d", "").split())
                if f" {line} " not in f" {drawn} ":
                    last.set("d", f"{drawn} {line}")
                parent.remove(child)
            else:
                last = child if plain and child.get("id") is None else None
                if last is not None:
                    last.set("d", " ".join(last.get("d", "").split()))


def looks_of(element: etree._Element) -> dict[str, str]:
    """Return the attributes of a path without its outline."""
    return {str(name): str(value) for name, value in element.attrib.items() if name != "d"}


def make_relative(outline: str, *, unit: float = 1, decimals: int = DECIMALS) -> str:
    """Return a path of absolute M, L, C, Q and z steps with relative coordinates, rounded without drift.

    Coordinates are divided by `unit` and rounded to `decimals`; a letter that only repeats the last one goes.

    >>> make_relative("M 10.001 20 L 10 25.5 Q 11 26 12.25 26 z M 10 30 L 9 9 L 8 8")
    'M10 20v5.5q1 .5 2.25 .5zm0 10l-1-21-1-1'
    >>> make_relative("M 0 0 A 1 1 0 0 0 2 2")
    'M 0 0 A 1 1 0 0 0 2 2'
    """
    if re.search(r"[^MLCQZz\d\s.,e+-]", outline):
        return outline
    written, last = [], ""
    for command, numbers in relative_steps(outline, unit, decimals):
        # More points after an m would be read as lines: only these may go without their letter.
        implied = command == last and command in "lqcvh" and numbers.startswith("-")
        written.append(numbers if implied else command + numbers)
        last = command
    return "".join(written)


def relative_steps(outline: str, unit: float, decimals: int) -> Iterator[tuple[str, str]]:
    """Yield the steps of `make_relative`, each as its letter and its numbers."""
    at_x = at_y = start_x = start_y = 0.0
    for number, (command, numbers) in enumerate(STEP.findall(outline)):
        places = [round(float(place) / unit, decimals) for place in NUMBER.findall(numbers)]
        if command in "Zz":
            at_x, at_y = start_x, start_y
            yield "z", ""
            continue
        steps = [place - (at_y if odd % 2 else at_x) for odd, place in enumerate(places)]
        at_x, at_y = places[-2], places[-1]
        if command == "M":
            start_x, start_y = at_x, at_y
            moves = ("M", join_numbers(places)), ("m", join_numbers(steps))
            yield moves[0] if number == 0 else min(moves, key=lambda move: len(move[1]))
        elif command == "L" and shorten(steps[0]) == "0":
            yield "v", shorten(steps[1])
        elif command == "L" and shorten(steps[1]) == "0":
            yield "h", shorten(steps[0])
        else:
            yield command.lower(), join_numbers(steps)


def join_numbers(numbers: list[float]) -> str:
    """Join numbers with as few signs as an outline needs: a minus sign separates too."""
    joined = ""
    for text in map(shorten, numbers):
        joined += text if not joined or text.startswith("-") else f" {text}"
    return joined
