"""Marks for pay on a log scale of US dollars per hour: ranges, open ends, exact values, measured medians."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from matplotlib.colors import to_hex, to_rgb

from labormarket.charts.page import Page
from labormarket.charts.style import text_width
from labormarket.charts.words import Words

FADE_STEPS = 14
TICKS_USD = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3000)


NEAR_TICK = 1.6
"""An amount within this factor of a labelled one is near: the scale reaches on to it."""


def reach_ticks(low: float, high: float) -> tuple[float, float]:
    """Return the ends of a scale that takes in these amounts, and the labelled amount beyond an end where it is near.

    >>> reach_ticks(6.4, 840), reach_ticks(0.35, 12)
    ((6.4, 1000), (0.3, 12))
    """
    below = max((tick for tick in TICKS_USD if tick <= low), default=low)
    above = min((tick for tick in TICKS_USD if tick >= high), default=high)
    return (below if low / below <= NEAR_TICK else low), (above if above / high <= NEAR_TICK else high)


def mix(color: str, ground: str, share: float) -> str:
    """Return `share` of a colour laid over a ground, as an opaque colour: it prints and converts the same anywhere.

    >>> mix("#000000", "#ffffff", 0.5), mix("#123456", "#ffffff", 1)
    ('#808080', '#123456')
    """
    red, green, blue = (
        share * one + (1 - share) * other for one, other in zip(to_rgb(color), to_rgb(ground), strict=True)
    )
    return to_hex((red, green, blue))


@dataclass(frozen=True)
class Scale:
    """A log scale: US dollars per hour to points on the sheet.

    >>> Scale(1, 100, 0, 200)(10)
    100.0
    """

    low: float
    high: float
    left: float
    right: float

    def __call__(self, usd: float) -> float:
        """Return the place of an amount on the sheet, in points."""
        share = math.log(usd / self.low) / math.log(self.high / self.low)
        return self.left + share * (self.right - self.left)

    def clip(self, usd: float) -> float:
        """Return the place of an amount, or the end of the scale that it lies beyond."""
        return min(max(self(usd), self.left), self.right) if usd > 0 else self.left

    def ticks(self) -> list[float]:
        """Return the labelled amounts, each about three times the last."""
        return [tick for tick in TICKS_USD if self.low <= tick <= self.high]


@dataclass(frozen=True)
class Pay:
    """What one mark shows: a range in US dollars per hour (NaN: that end is open), and what sort of evidence it is."""

    low: float
    high: float
    kind: str = "advertised"
    assumed: bool = False
    lowest: float = math.nan
    highest: float = math.nan

    @property
    def exact(self) -> bool:
        """Whether both ends are the same amount."""
        return self.low == self.high

    @property
    def hollow(self) -> bool:
        """Whether the mark is drawn as an outline: the pay is told by others than the one who pays it."""
        return self.kind == "reported"


def describe_pay(words: Words, pay: Pay) -> tuple[str, str]:
    """Return a label in two parts: the amount, and beside it what the amount is one of and its sort of evidence.

    What it is one of is the span of all statements, where they differ; an advert's sort goes without saying.

    >>> describe_pay(Words("en"), Pay(math.nan, 15.0)), describe_pay(Words("en"), Pay(2.0, 2.0, "statistic"))
    (('up to $15', ''), ('$2', 'measured'))
    """
    if math.isnan(pay.low):
        amount = words("pay.up_to", amount=words.dollars(pay.high))
    elif math.isnan(pay.high):
        amount = words("pay.from", amount=words.dollars(pay.low))
    else:
        amount = words.dollar_range(pay.low, pay.high)
    span = words.dollar_range(pay.lowest, pay.highest) if pay.lowest < pay.highest else amount
    aside = [words("pay.among", span=span) if span != amount else "", words(f"kinds.{pay.kind}")]
    return amount, ", ".join(part for part in aside if part)


def draw_pay(page: Page, scale: Scale, y: float, pay: Pay, color: str, words: Words, *, height: float = 8.0) -> None:
    """Draw one mark around the line `y` with its label beside it, on the side that has room."""
    reach = draw_mark(page, scale, y, pay, color, height=height)
    amount, kind = describe_pay(words, pay)
    size, small = page.size.label, page.size.small
    alone = text_width(amount, "Semibold", size)
    both = alone + (4 + text_width(kind, "Regular", small) if kind else 0)
    x, wide = _find_room(scale, reach, (both, alone))
    kind = kind if wide == both else ""
    baseline = y + size * 0.34
    page.text(x, baseline, amount, weight="Semibold", halo=True)
    if kind:
        after = x + text_width(amount, "Semibold", size) + 4
        page.text(after, baseline, kind, size=small, color=page.palette.muted, halo=True)


def _find_room(scale: Scale, reach: tuple[float, float], widths: tuple[float, float]) -> tuple[float, float]:
    """Return where a label starts and how wide it is: right of its mark, else left of it, else shortened."""
    start, stop = reach
    for wide in widths:
        if stop + 5 + wide <= scale.right + 3:
            return stop + 5, wide
        if start - 5 - wide >= scale.left - 3:
            return start - 5 - wide, wide
    # A mark that fills the scale carries its label on itself.
    return (start + stop - widths[-1]) / 2, widths[-1]


def draw_rug(
    page: Page, scale: Scale, y: float, usd: Iterable[float], color: str, *, height: float = 7.0, strong: bool = False
) -> None:
    """Draw a tick for each amount around the line `y`: fine beside other marks, strong where it is the mark."""
    shade, width = (color, 1.6) if strong else (mix(color, page.palette.ground, 0.75), 0.8)
    for amount in usd:
        x = scale.clip(amount)
        page.line(x, y - height / 2, x, y + height / 2, color=shade, width=width, z=3 if strong else 2)


def draw_mark(page: Page, scale: Scale, y: float, pay: Pay, color: str, *, height: float = 8.0) -> tuple[float, float]:
    """Draw the mark without a label; return where it starts and stops, in points."""
    ground = page.palette.ground
    reach = []
    if not math.isnan(pay.lowest) and pay.lowest < pay.highest:
        reach = [scale.clip(pay.lowest), scale.clip(pay.highest)]
        page.line(reach[0], y, reach[1], y, color=mix(color, ground, 0.55), width=1.1, z=2)
    if pay.kind == "statistic" and pay.exact:
        x = scale.clip(pay.low)
        page.dot(x, y, color)
        return min([x - 3.5, *reach]), max([x + 3.5, *reach])
    if math.isnan(pay.low) or math.isnan(pay.high):
        start, stop = _draw_open(page, scale, y, pay, color, height)
    else:
        start, stop = scale.clip(pay.low), scale.clip(pay.high)
        if stop - start < 3.6:
            start, stop = (start + stop) / 2 - 1.8, (start + stop) / 2 + 1.8
        if pay.assumed:
            page.bar(start, y - height / 2, stop - start, height, mix(color, ground, 0.3), edge=color)
        elif pay.hollow:
            page.bar(start + 0.5, y - height / 2 + 0.5, stop - start - 1, height - 1, ground, edge=color, z=3)
        else:
            page.bar(start, y - height / 2, stop - start, height, color, z=3)
    return min([start, *reach]), max([stop, *reach])


def draw_tick(page: Page, x: float, y: float) -> None:
    """Draw an upright tick across a bar, edged with the ground so that it shows on the darkest bar too."""
    page.line(x, y - 6, x, y + 6, color=page.palette.ground, width=3.6, z=4.5)
    page.line(x, y - 6, x, y + 6, color=page.palette.ink, width=1.4, z=5)


def _draw_open(page: Page, scale: Scale, y: float, pay: Pay, color: str, height: float) -> tuple[float, float]:
    """Draw a range with one open end: a firm stop at the stated end, fading to an arrowhead at the open one."""
    upward = math.isnan(pay.high)
    sign = 1 if upward else -1
    anchor = scale.clip(pay.low if upward else pay.high)
    length = 27.0 if page.size.name != "column" else 24.0
    room = (scale.right - anchor) if upward else (anchor - scale.left)
    length = max(min(length, room), 14.0)
    strongest = 0.42 if pay.hollow else 0.85
    # Longest and palest first, each shorter one on top: no seams between slices, no transparency to flatten.
    for step in range(FADE_STEPS, 0, -1):
        share = step / FADE_STEPS
        reach = sign * (length - 5) * share
        shade = mix(color, page.palette.ground, strongest * (1 - share) + 0.06)
        page.bar(min(anchor, anchor + reach), y - height / 2, abs(reach), height, shade, z=2.2)
    tip = anchor + sign * length
    page.line(anchor, y, tip - sign * 3, y, color=color, width=1.0, z=3)
    page.polygon([(tip, y), (tip - sign * 5, y - 2.8), (tip - sign * 5, y + 2.8)], color)
    page.bar(anchor - (2.2 if sign < 0 else 0), y - height / 2 - 1, 2.2, height + 2, color, z=3.5)
    return min(anchor, tip), max(anchor, tip)
