"""Preview pictures for links (1200 × 630), drawn with Pillow: a published chart's, a subject's."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from labormarket.charts.style import FONT_FILES, LIGHT
from labormarket.files.safe_text import show_hidden
from labormarket.site.contents import TITLE

WIDTH, HEIGHT = 1200, 630
MARGIN = 64


@cache
def font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """Return the house font."""
    return ImageFont.truetype(FONT_FILES[weight], size)


def draw_chart_preview(title: str, png: bytes) -> bytes:
    """Return the preview of a published chart: its finding, and the top of its picture beside it."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), LIGHT.ground)
    with Image.open(io.BytesIO(png)) as picture:
        chart = picture.convert("RGB")
    wide = WIDTH // 2 - 20
    chart = chart.resize((wide, round(chart.height * wide / chart.width)), Image.Resampling.LANCZOS)
    sheet.paste(chart.crop((0, 0, wide, HEIGHT)), (WIDTH - wide, 0))
    pen = ImageDraw.Draw(sheet)
    pen.line([(WIDTH - wide - 1, 0), (WIDTH - wide - 1, HEIGHT)], fill=LIGHT.grid, width=2)
    _write(pen, title, room=WIDTH - wide - 2 * MARGIN + 24)
    return _as_png(sheet)


def draw_topic_preview(question: str, facts: Sequence[str]) -> bytes:
    """Return the preview of a subject's page: its question, and what is stated in a line or two."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), LIGHT.ground)
    pen = ImageDraw.Draw(sheet)
    y = _write(pen, question, room=WIDTH - 2 * MARGIN) + 24
    for number, fact in enumerate(facts):
        face = font("Semibold" if number == 0 else "Regular", 40 if number == 0 else 30)
        for line in _wrap(fact, face, WIDTH - 2 * MARGIN):
            pen.text((MARGIN, y), line, font=face, fill=LIGHT.steps[3] if number == 0 else LIGHT.muted)
            y += int(face.size * 1.35)
    step = WIDTH / len(LIGHT.steps)
    for number, color in enumerate(LIGHT.steps):
        pen.rectangle([round(number * step), HEIGHT - 18, round((number + 1) * step), HEIGHT], fill=color)
    return _as_png(sheet)


def _write(pen: ImageDraw.ImageDraw, title: str, *, room: int) -> int:
    """Write the sign's name and a title as large as the room allows; return where it ends."""
    pen.rectangle([MARGIN, MARGIN, MARGIN + 90, MARGIN + 9], fill=LIGHT.steps[5])
    pen.text((MARGIN, MARGIN + 22), TITLE, font=font("Semibold", 30), fill=LIGHT.muted)
    y = MARGIN + 84
    for size in (66, 56, 48, 40, 32):
        face = font("Bold", size)
        lines = _wrap(show_hidden(title), face, room)
        if len(lines) * size * 1.16 <= HEIGHT - y - 150:
            break
    for line in lines:
        pen.text((MARGIN, y), line, font=face, fill=LIGHT.ink)
        y += int(size * 1.16)
    return y


def _wrap(text: str, face: ImageFont.FreeTypeFont, room: int) -> list[str]:
    lines = [""]
    for word in text.split():
        line = f"{lines[-1]} {word}".strip()
        if lines[-1] and face.getlength(line) > room:
            lines.append(word)
        else:
            lines[-1] = line
    return lines


def _as_png(sheet: Image.Image) -> bytes:
    content = io.BytesIO()
    reduced = sheet.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    reduced.save(content, "png", compress_level=6)
    return content.getvalue()
