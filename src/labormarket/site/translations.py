"""The charts in other languages: the same four files, drawn from the built tables on every core."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib

from labormarket.charts import LANGUAGES, Style, Tables, draw_chart
from labormarket.publishing.publish import describe_files, name_variant
from labormarket.sources import read_register

NAMES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español"}
OTHERS = LANGUAGES[1:]


@dataclass(frozen=True)
class Translation:
    """A chart in another language: its files by name (`<chart>_<language>.png`, …), and its description."""

    language: str
    files: Mapping[str, bytes]

    @property
    def description(self) -> dict[str, Any]:
        """Title, alt text, citation."""
        return dict(json.loads(next(content for name, content in self.files.items() if name.endswith(".json"))))


def translate_charts(
    names: Iterable[str], root: Path, languages: Iterable[str] = OTHERS
) -> dict[str, tuple[Translation, ...]]:
    """Draw these charts in these languages; return the translations of each chart by its name."""
    names, languages = list(names), list(languages)
    pairs = [(name, language) for name in names for language in languages]
    drawn = joblib.Parallel(n_jobs=-1 if len(pairs) > 1 else 1)(
        joblib.delayed(translate_chart)(name, language, root) for name, language in pairs
    )
    found: dict[str, list[Translation]] = {name: [] for name in names}
    for (name, _), translation in zip(pairs, drawn, strict=True):
        found[name].append(translation)
    return {name: tuple(translations) for name, translations in found.items()}


def translate_chart(name: str, language: str, root: Path) -> Translation:
    """Draw one chart in one language."""
    style = Style(lang=language)
    chart = draw_chart(name, Tables(root=root), style)
    return Translation(language, describe_files(chart, name=name_variant(name, style), register=read_register(root)))
