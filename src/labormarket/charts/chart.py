"""A drawn chart, with everything that has to leave the house beside the picture."""

from __future__ import annotations

import io
from dataclasses import dataclass

import matplotlib
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from labormarket.charts.style import DPI_1X, PIXEL_RATIO, RC


class NothingToDrawError(ValueError):
    """The rows at hand, all of them or a reader's selection, hold nothing that this chart shows."""


@dataclass(frozen=True, eq=False, repr=False)
class Chart:
    """A figure with its plotted rows (`data`), its words and the ids of the sources behind it."""

    name: str
    figure: Figure
    data: pd.DataFrame
    title: str
    subtitle: str
    alt_text: str
    source_ids: tuple[str, ...]
    note: str
    assumptions: tuple[str, ...] = ()
    fallen: str = ""
    """The claim that the whole table no longer bears out, where the title had to become a plain one."""

    def __repr__(self) -> str:
        return f"<Chart {self.name}: {self.title}>"

    def _repr_png_(self) -> bytes:
        # What a notebook shows. A Figure shows itself only where a plotting backend was switched on.
        picture = io.BytesIO()
        with matplotlib.rc_context(RC):
            FigureCanvasAgg(self.figure)
            self.figure.savefig(picture, format="png", dpi=DPI_1X * PIXEL_RATIO, metadata={"Software": None})
        return picture.getvalue()
