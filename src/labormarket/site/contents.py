"""Every page of the site: its address, its words for search engines, and what its template is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from labormarket.site.conclusions import Conclusions
from labormarket.site.corrections import Correction
from labormarket.site.editions import Edition
from labormarket.site.method import Listing
from labormarket.site.pages import TITLE, Page, amounts, cite
from labormarket.site.pictures import Drawn
from labormarket.site.published import PublishedChart
from labormarket.site.strip import make_strip
from labormarket.site.topics import KINDS, Topic
from labormarket.site.translations import NAMES
from labormarket.site.yardsticks import counted, measure_topic
from labormarket.tables import TABLES

MOST_OFTEN = 8
"""So many groups of professions stand in the first view."""


@dataclass(frozen=True)
class Contents:
    """Everything that the pages say."""

    charts: tuple[PublishedChart, ...]
    drawn: Mapping[str, Drawn]
    topics: tuple[Topic, ...]
    conclusions: Conclusions
    listings: dict[str, Listing]
    corrections: tuple[Correction, ...]
    editions: tuple[Edition, ...]
    tables: Mapping[str, pd.DataFrame]
    files: Mapping[str, int]
    """What the Data page offers: path in the site -> bytes."""
    statements: int
    platforms: int
    professions: int
    data_as_of: str
    address: str

    @property
    def groups(self) -> dict[str, str]:
        """Profession -> its group."""
        table = self.tables["professions"]
        return dict(zip(table["profession"], table["group"], strict=True))

    @property
    def citation(self) -> str:
        """How to cite the whole."""
        return cite(f"{TITLE}: pay statements by platform and profession", self.data_as_of, self.address)

    @property
    def since(self) -> str:
        """The date of the edition before the last."""
        return self.editions[0].since if self.editions else ""

    def of_kind(self, folder: str) -> list[Topic]:
        """Return the subjects of one kind."""
        return [topic for topic in self.topics if topic.kind.folder == folder]


def list_pages(site: Contents) -> Iterator[Page]:
    """Give every page of the site."""
    yield from single_pages(site)
    for chart in site.charts:
        yield chart_page(chart, site)
        yield embed_page(chart, site)
    for kind in KINDS.values():
        if topics := site.of_kind(kind.folder):
            yield Page(
                f"{kind.folder}/index.html",
                "subjects.html",
                kind.title,
                f"AI-training pay by {kind.title.lower()}: {counted(len(topics), 'page')}, each with its statements.",
                context={"kind": kind, "topics": topics},
            )
        yield from (topic_page(topic, site) for topic in topics)


def single_pages(site: Contents) -> Iterator[Page]:
    """Give the pages of which there is one."""
    finding = site.charts[0].title
    counts = f"{site.statements:,} published pay statements, each with its source"
    often = [topic for topic in site.of_kind("professions") if topic.median is not None][:MOST_OFTEN]
    table = site.tables.get("claims", pd.DataFrame())
    claims = table.convert_dtypes().astype("object").where(table.notna(), None).to_dict("records")
    yield Page("index.html", "index.html", TITLE, f"{finding}. {counts}.", context={"claims": claims, "often": often})
    yield Page("explore.html", "explore.html", "Explore the statements", f"Search and filter {counts}.")
    yield Page(
        "charts/index.html", "charts.html", "Charts", "Each chart with its finding, data, alt text and citation."
    )
    yield Page(
        "data.html",
        "data.html",
        "Data",
        "Whole tables as CSV and Parquet with datapackage.json, Croissant and the release archive.",
        context={"tables": [spec for spec in TABLES.values() if f"data/tables/{spec.name}.csv" in site.files]},
    )
    yield Page("method.html", "method.html", "Method", "How pay is read from words, turned into dollars and counted.")
    yield Page(
        "dictionary.html",
        "dictionary.html",
        "Data dictionary",
        "Every table, every column: type, unit, meaning.",
        context={"tables": TABLES.values()},
    )
    yield Page("about.html", "about.html", "About", "Who makes this, how it is funded, how to cite and to correct it.")
    yield Page(
        "corrections.html", "corrections.html", "Corrections", "The policy of corrections, and each one's log line."
    )
    yield Page("changes.html", "changes.html", "What changed", "What came, went and changed with each edition.")


def chart_page(chart: PublishedChart, site: Contents) -> Page:
    """Return the page of a chart."""
    return Page(
        chart.path,
        "chart.html",
        chart.question,
        f"{chart.title}. {chart.description['subtitle']}.",
        crumbs=(("charts/index.html", "Charts"),),
        preview=f"previews/{chart.name}.png",
        context={"chart": chart, "drawn": site.drawn[chart.name], "language_names": NAMES},
    )


def embed_page(chart: PublishedChart, site: Contents) -> Page:
    """Return the page that other sites show in a frame."""
    picture = site.drawn[chart.name].pictures["column"]
    context = {"chart": chart, "picture": picture}
    return Page(f"embed/{chart.name}.html", "embed.html", chart.title, chart.question, context=context, listed=False)


def topic_page(topic: Topic, site: Contents) -> Page:
    """Return the page of a platform, a group of professions or a country."""
    summary = summarise(topic)
    words = f"{counted(len(topic.statements), 'statement')} in their own words, each with its source."
    context: dict[str, Any] = {
        "topic": topic,
        "summary": summary,
        "yardsticks": measure_topic(topic, site.tables, site.groups),
        "strip": make_strip(topic.stated) if len(topic.stated) else None,
        "related": find_related(topic, site),
        "citation": cite(topic.question, site.data_as_of, site.address and site.address + topic.path),
    }
    return Page(
        topic.path,
        "subject.html",
        topic.question,
        f"{topic.question} {summary[0]} {words}",
        crumbs=((f"{topic.kind.folder}/index.html", topic.kind.title),),
        preview=f"previews/{topic.path.removesuffix('.html')}.png",
        context=context,
    )


def summarise(topic: Topic) -> list[str]:
    """Return the answer of a subject's page: its span, its median and how far that rests on one platform."""
    if topic.span is None:
        return ["No statement gives pay per hour."]
    told = [f"{amounts(topic.span)} an hour is stated."]
    if topic.median is not None:
        verb = "is" if topic.median.low == topic.median.high else "lies within"
        votes = "" if topic.kind.folder == "platforms" else ", one platform one vote"
        told.append(f"The median {verb} {amounts(topic.median)} an hour{votes}.")
    else:
        told.append("There are too few prices for a median.")
    if topic.without_one is not None:
        interval, mover = topic.without_one
        by = f"; {mover} moves it most" if mover else ""
        told.append(f"With any platform left out: {amounts(interval)}{by}.")
    return told


def find_related(topic: Topic, site: Contents) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """Return, for each other kind of subject, those that share statements with this one: name, path, how many."""
    related = []
    for kind in KINDS.values():
        if kind != topic.kind:
            shared = [(other.name, other.path, len(topic.ids & other.ids)) for other in site.of_kind(kind.folder)]
            shared = sorted((one for one in shared if one[2]), key=lambda one: (-one[2], one[0]))
            if shared:
                related.append((kind.title, shared))
    return related
