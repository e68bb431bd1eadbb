"""What a site is made from, and what all its pages know of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from labormarket.project.series import Note
from labormarket.publishing.publish import LICENCE, PUBLISHER
from labormarket.site.pictures import Drawn
from labormarket.site.published import PublishedChart
from labormarket.site.statements import join_sources
from labormarket.site.topics import Topic, find_topics

TITLE = "What AI training pays"
REPOSITORY = "https://github.com/labormarket/labormarket"
TABLE_FOLDER = "data/tables"


@dataclass(frozen=True)
class Contents:
    """Tables by name, raw statements, charts and their pictures, editions, files to offer, the address on the web."""

    tables: Mapping[str, pd.DataFrame]
    raw: pd.DataFrame
    charts: tuple[PublishedChart, ...]
    drawn: Mapping[str, Drawn]
    editions: tuple[Note, ...]
    downloads: Mapping[str, bytes]
    address: str = ""

    @cached_property
    def statements(self) -> pd.DataFrame:
        """Every statement with the title of its page."""
        return join_sources(self.tables["pay"], self.raw)

    @cached_property
    def groups(self) -> dict[str, str]:
        """Profession -> its group."""
        table = self.tables["professions"]
        return dict(zip(table["profession"], table["group"], strict=True))

    @cached_property
    def topics(self) -> list[Topic]:
        """The subjects that have a page, each with the statements that came since the edition before the last."""
        sources = self.tables["sources"]
        recent = sources.loc[sources["collected_on"].gt(self.since), "source_id"]
        return find_topics(self.statements, self.groups, recent)

    def of_kind(self, folder: str) -> list[Topic]:
        """Return the subjects of one kind."""
        return [topic for topic in self.topics if topic.kind.folder == folder]

    @property
    def since(self) -> str:
        """The day of the edition before the last."""
        return self.editions[0].since if self.editions else ""

    @property
    def data_as_of(self) -> str:
        """The last day on which a raw file was collected."""
        return str(self.tables["sources"]["collected_on"].max())

    @cached_property
    def package(self) -> dict[str, Any]:
        """The tables as datapackage.json describes them."""
        return dict(json.loads(self.downloads[f"{TABLE_FOLDER}/datapackage.json"]))

    @property
    def citation(self) -> str:
        """How to cite the whole."""
        return self.cite(f"{TITLE}: pay statements by platform and profession")

    def cite(self, title: str, path: str = "") -> str:
        """Return how to cite a page of the site, with its address where that is known."""
        where = f" {self.address}{path}" if self.address else ""
        day = self.data_as_of
        return f"{PUBLISHER} ({day[:4]}). “{title.rstrip('.')}.” Data as of {day}. {LICENCE['name']}.{where}"
