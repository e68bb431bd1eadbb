"""A drawing's pixels on a palette of the few colours that it needs, so that its PNG file is a fifth of the size."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

PALETTE_SIZE = 256
FLAT_PIXELS = 64
"""A colour with so many pixels amid their like covers an area: a ground, a bar, a rule. It stays exact."""
TOLERANCE = 24
"""By so much of 255 a pixel at the edge of a letter or a line may miss its colour, in each channel."""


def compact_png(png: bytes) -> bytes:
    """Return the picture with a palette: areas keep their colour to the last bit, edges to within `TOLERANCE`.

    Takes and returns a PNG file; transparency is dropped, the stated density kept. The same picture, the same bytes.
    """
    with Image.open(io.BytesIO(png)) as opened:
        density = opened.info.get("dpi")
        pixels = np.asarray(opened.convert("RGB"), dtype=np.int32)
    codes = (pixels[..., 0] << 16) | (pixels[..., 1] << 8) | pixels[..., 2]
    distinct, places, counts = np.unique(codes, return_inverse=True, return_counts=True)
    places = places.reshape(codes.shape)
    colours = np.stack([distinct >> 16, distinct >> 8 & 255, distinct & 255], axis=1)
    flat = np.bincount(places[is_amid_its_like(codes)], minlength=len(distinct))
    palette = choose_palette(colours, counts, flat)
    nearest = np.abs(colours[:, None, :] - palette[None, :, :]).sum(axis=2)
    # Within the tolerance in every channel first, then by the sum of the three.
    worst = np.abs(colours[:, None, :] - palette[None, :, :]).max(axis=2)
    chosen = (worst * 1000 + nearest).argmin(axis=1).astype(np.uint8)
    height, width = codes.shape
    reduced = Image.frombytes("P", (width, height), chosen[places].tobytes())
    reduced.putpalette(palette.astype(np.uint8).tobytes())
    out = io.BytesIO()
    reduced.save(out, "png", optimize=True, **({"dpi": density} if density else {}))
    return out.getvalue()


def is_amid_its_like(codes: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return which pixels have the colour of all their four neighbours; those of the outermost ring never do.

    >>> is_amid_its_like(np.array([[7, 7, 7], [7, 7, 7], [1, 7, 7]])).astype(int).tolist()
    [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
    """
    same = np.zeros(codes.shape, dtype=np.bool_)
    inner = codes[1:-1, 1:-1]
    neighbours = (codes[:-2, 1:-1], codes[2:, 1:-1], codes[1:-1, :-2], codes[1:-1, 2:])
    same[1:-1, 1:-1] = np.logical_and.reduce([inner == neighbour for neighbour in neighbours])
    return same


def choose_palette(colours: NDArray[np.int32], counts: NDArray[np.int64], flat: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return the colours of areas, then the most frequent ones that no chosen colour stands in for.

    Takes the distinct colours (n × 3) with the number of their pixels, and of their pixels amid their like.

    >>> colours = np.array([[0, 0, 0], [255, 255, 255], [250, 250, 250], [90, 90, 90]], dtype=np.int32)
    >>> choose_palette(colours, np.array([500, 900, 70, 30]), np.array([64, 800, 0, 0])).tolist()
    [[255, 255, 255], [0, 0, 0], [90, 90, 90]]
    """
    areas = [place for place in np.argsort(-flat, kind="stable") if flat[place] >= FLAT_PIXELS][:PALETTE_SIZE]
    others = np.argsort(-counts, kind="stable")
    tolerance = TOLERANCE
    while True:
        palette = colours[areas]
        for place in others:
            if not len(palette) or np.abs(palette - colours[place]).max(axis=1).min() > tolerance:
                palette = np.vstack([palette, colours[place]])
        if len(palette) <= PALETTE_SIZE:
            return palette
        # A photograph has more colours than a palette has places; a chart of this house never comes here.
        tolerance *= 2
