"""Outlined text that stores each letter once, and each run of letters that comes back once too."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from dataclasses import dataclass

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
LINK = "{http://www.w3.org/1999/xlink}href"
UNITS = 8
"""So many to a hundredth of an em, 800 to an em: a font itself is drawn on 1,000."""
LETTER_SCALE = f"scale({1 / UNITS:g})"
"""What marks the outline of a letter, and shrinks it to the hundredths of an em in which matplotlib sets lines."""
SCALE = re.compile(r"scale\(([\d.]+) -([\d.]+)\)$")
UPRIGHT = re.compile(r"translate\((-?[\d.]+) (-?[\d.]+)\) $")

LONGEST_RUN = 16
REFERENCE_BYTES, GROUP_BYTES = 29, 15
"""What a reference to a letter or to a run costs, and the group that holds a run."""
FIRST_SIGN = 0x10000
"""Lines are spelled in signs of their own, from here on: one per letter, per step between two, per run."""


@dataclass(frozen=True)
class TextLine:
    """A line of text: its group, the ids of its letters, and where each begins in hundredths of an em."""

    group: etree._Element
    letters: tuple[str, ...]
    starts: tuple[float, ...]


def share_letters(root: etree._Element) -> None:
    """Store each letter of a drawing by matplotlib once, in `defs` of its own, and each run of letters worth it.

    Spaces go, since they draw nothing; the same outlines stand at the same places, to half a unit. A drawing whose
    letters are used in some other way than lines of text stays as it is.
    """
    outlines = {
        str(path.get("id")): path
        for path in root.iter(f"{{{SVG}}}path")
        if path.get("id") and path.get("transform") == LETTER_SCALE
    }
    groups = {use.getparent() for use in root.iter(f"{{{SVG}}}use") if use.get(LINK, "")[1:] in outlines}
    lines = [read_line(group, outlines) for group in root.iter(f"{{{SVG}}}g") if group in groups]
    if not lines or len(lines) < len(groups) or None in lines:
        return
    home = etree.Element(f"{{{SVG}}}defs")
    root.insert(sum(child.tag in (f"{{{SVG}}}title", f"{{{SVG}}}desc") for child in root), home)
    for name in dict.fromkeys(name for line in lines if line for name in line.letters):
        del outlines[name].attrib["transform"]
        home.append(outlines[name])
    write_lines([line for line in lines if line], home)
    for defs in [defs for defs in root.iter(f"{{{SVG}}}defs") if defs is not home]:
        for left in [child for child in defs if child.get("id") in outlines]:
            defs.remove(left)
        if not len(defs):
            defs.getparent().remove(defs)


def read_line(group: etree._Element, outlines: dict[str, etree._Element]) -> TextLine | None:
    """Return a group of letters as a line of text; None where it holds anything else or isn't scaled as text is."""
    uses = [child for child in group if child.tag != f"{{{SVG}}}defs"]
    plain = all(use.get(LINK, "")[1:] in outlines and set(use.attrib) <= {LINK, "x"} for use in uses)
    if not plain or not SCALE.search(group.get("transform", "")):
        return None
    drawn = [use for use in uses if outlines[use.get(LINK, "")[1:]].get("d")]
    starts = tuple(float(use.get("x", "0")) for use in drawn)
    return TextLine(group, tuple(use.get(LINK, "")[1:] for use in drawn), starts)


def write_lines(lines: list[TextLine], home: etree._Element) -> None:
    """Write lines into their groups with references to letters and runs; the runs themselves go into `home`."""
    signs: dict[str | int, str] = {}
    text, runs = find_runs("\n".join(spell(line, signs) for line in lines), FIRST_SIGN + 0x8000)
    letters = {sign for symbol, sign in signs.items() if isinstance(symbol, str)}
    written: set[str] = set()
    for line, spelled in zip(lines, text.split("\n"), strict=True):
        group, at = set_line(line.group), 0
        for sign in spelled:
            if sign in runs:
                name, length = f"run{ord(sign)}", (len(runs[sign]) + 1) // 2
                if name not in written:
                    run = etree.SubElement(home, f"{{{SVG}}}g", id=name)
                    for letter, start in zip(
                        line.letters[at : at + length], line.starts[at : at + length], strict=True
                    ):
                        refer(run, letter, start - line.starts[at])
                    written.add(name)
                refer(group, name, line.starts[at])
                at += length
            elif sign in letters:
                refer(group, line.letters[at], line.starts[at])
                at += 1


def spell(line: TextLine, signs: dict[str | int, str]) -> str:
    """Return a line as signs: a letter, the step to the next, a letter, … a letter. New ones are added to `signs`."""
    # Rounded after the difference: before it, the same step would round this way and that.
    steps = [round((after - before) * UNITS) for before, after in zip(line.starts, line.starts[1:], strict=False)]
    symbols = [symbol for pair in zip(line.letters, steps, strict=False) for symbol in pair] + list(line.letters[-1:])
    return "".join(signs.setdefault(symbol, chr(FIRST_SIGN + len(signs))) for symbol in symbols)


def find_runs(text: str, first: int) -> tuple[str, dict[str, str]]:
    """Return the text with each run that is worth it replaced by a sign from `first` on, and the runs by their sign.

    A run stands within a line, begins and ends with a letter (every second sign) and is taken while it saves bytes,
    the one that saves most first.

    >>> text, runs = find_runs("a1b1c1d1e\\nx\\na1b1c1d1e", ord("A"))
    >>> text, runs
    ('A\\nx\\nA', {'A': 'a1b1c1d1e'})
    >>> find_runs("a1b\\na1b", ord("A"))[1]
    {}
    """
    counted = Counter(
        line[start:end]
        for line in text.split("\n")
        for start in range(0, len(line), 2)
        for end in range(start + 3, min(start + 2 * LONGEST_RUN, len(line) + 1), 2)
    )
    heap = [(-saving, run) for run, count in counted.items() if (saving := saved_bytes(run, count)) > 0]
    heapq.heapify(heap)
    runs: dict[str, str] = {}
    while heap:
        run = heapq.heappop(heap)[1]
        # Runs that were taken since may have swallowed some of its places: what it saves only ever shrinks.
        saving = saved_bytes(run, text.count(run))
        if saving <= 0:
            continue
        if heap and -saving > heap[0][0]:
            heapq.heappush(heap, (-saving, run))
            continue
        sign = chr(first + len(runs))
        runs[sign] = run
        text = text.replace(run, sign)
    return text, runs


def saved_bytes(run: str, count: int) -> int:
    """Return how many bytes go when a run that stands `count` times in a text is stored once."""
    letters = (len(run) + 1) // 2
    return count * (letters - 1) * REFERENCE_BYTES - letters * REFERENCE_BYTES - GROUP_BYTES


def set_line(group: etree._Element) -> etree._Element:
    """Empty a line's group and return the place in it where letters stand at `UNITS`.

    The group says the size, its place within says where, so that lines of one size can share a group.

    >>> group = etree.Element("g", {"transform": "translate(18 464.76) scale(.095 -.095)"})
    >>> set_line(group).attrib, group.attrib
    ({'transform': 'translate(1516 -39138)'}, {'transform': 'scale(.011875 -.011875)'})
    """
    for child in list(group):
        group.remove(child)
    place, _, _ = group.get("transform", "").rpartition("scale")
    factors = [float(factor) / UNITS for factor in SCALE.findall(group.get("transform", ""))[0]]
    x, y = (f"{factor:.7g}".replace("0.", ".", 1) for factor in factors)
    if not (upright := UPRIGHT.match(place)):
        group.set("transform", f"{place}scale({x} -{y})")
        return group
    across, down = round(float(upright[1]) / factors[0]), round(-float(upright[2]) / factors[1])
    group.set("transform", f"scale({x} -{y})")
    line = etree.SubElement(group, f"{{{SVG}}}g")
    line.set("transform", f"translate({across} {down})")
    return line


def refer(parent: etree._Element, name: str, start: float) -> None:
    """Add a reference to a letter or a run at its start, in hundredths of an em, in the line."""
    units = round(start * UNITS)
    use = etree.SubElement(parent, f"{{{SVG}}}use", {"x": str(units)} if units else {})
    use.set(LINK, f"#{name}")
