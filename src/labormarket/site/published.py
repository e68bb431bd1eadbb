"""Published charts as the page shows them: picture, words, rows, and what a newsroom takes along."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
from PIL import Image

from labormarket.charts import CHARTS
from labormarket.files.errors import SourceError
from labormarket.publishing.publish import CHART_FOLDER, FORMS, read_rows


@dataclass(frozen=True)
class PublishedChart:
    """One published chart: its four files, and `rows` exactly those of its CSV file."""

    name: str
    question: str
    description: dict[str, Any]
    contents: dict[str, bytes]
    rows: pd.DataFrame
    translations: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    """Its files in other languages: language -> file name -> content."""

    @property
    def title(self) -> str:
        """The finding."""
        return str(self.description["title"])

    @property
    def path(self) -> str:
        """Where its page stands in the site."""
        return f"{CHART_FOLDER}/{self.name}.html"

    @property
    def languages(self) -> dict[str, dict[str, Any]]:
        """Its description by language, in English first."""
        others = {code: json.loads(files[f"{self.name}_{code}.json"]) for code, files in self.translations.items()}
        return {"en": self.description, **others}


def read_published(root: Path) -> list[PublishedChart]:
    """Read every chart of the registry as it was published, in the registry's order.

    A chart without any file had nothing to draw. Raises SourceError where there is no chart at all, where one lacks a
    file, or where its description is another's.
    """
    folder = root / CHART_FOLDER
    there = [name for name in CHARTS if any((folder / f"{name}.{form}").exists() for form in FORMS)]
    if not there:
        raise SourceError(CHART_FOLDER, "holds no chart", mend="run `labormarket build` first")
    return [_read_chart(folder, name, CHARTS[name].description) for name in there]


def _read_chart(folder: Path, name: str, question: str) -> PublishedChart:
    contents = {}
    for suffix in FORMS:
        path = folder / f"{name}.{suffix}"
        if not path.is_file():
            raise SourceError(f"{CHART_FOLDER}/{path.name}", "isn't there", mend="run `labormarket build` first")
        contents[path.name] = path.read_bytes()
    try:
        description = json.loads(contents[f"{name}.json"])
        rows = read_rows(folder / f"{name}.csv")
        described = (description["name"], description["rows"], str(description["title"]))
        Image.open(folder / f"{name}.png").close()
    except (ValueError, TypeError, KeyError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise SourceError(f"{CHART_FOLDER}/{name}", f"damaged: {error}", mend="run `labormarket build` again") from None
    if described[:2] != (name, len(rows)):
        raise SourceError(
            f"{CHART_FOLDER}/{name}.json", "describes another chart", mend="run `labormarket build` again"
        )
    return PublishedChart(name, question, description, contents, rows)
