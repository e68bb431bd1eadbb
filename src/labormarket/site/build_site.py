"""Tables and published charts to one folder, in one readable page."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pandas as pd

from labormarket.charts import LANGUAGES
from labormarket.files.errors import SourceError
from labormarket.files.project_lock import one_writer
from labormarket.project.release import DOCUMENTS, as_archive, release_files
from labormarket.publishing.publish import CHART_FOLDER, write_rows
from labormarket.site.conclusions import state_conclusions
from labormarket.site.contents import Contents, list_pages, summarise
from labormarket.site.corrections import list_corrections
from labormarket.site.editions import Edition, read_editions
from labormarket.site.evidence import find_statements
from labormarket.site.folder import MARK, replace_folder
from labormarket.site.jobs import index_jobs
from labormarket.site.metadata import (
    REPOSITORY,
    TABLE_FOLDER,
    describe_croissant,
    describe_dataset,
    write_feed,
    write_robots,
    write_sitemap,
)
from labormarket.site.method import method_listings
from labormarket.site.pages import TITLE, PageWriter, check_address, json_ld
from labormarket.site.payload import as_packed_script, as_script, pack_table
from labormarket.site.pictures import WIDTHS_OF_PAGE, Drawn, draw_pictures
from labormarket.site.preview import draw_chart_preview, draw_icons, draw_topic_preview
from labormarket.site.published import PublishedChart, read_published
from labormarket.site.reader_rules import reader_rules
from labormarket.site.statements import join_sources
from labormarket.site.theme import theme_css
from labormarket.site.topics import find_topics
from labormarket.site.translations import translate_charts
from labormarket.site.yardsticks import counted
from labormarket.sources import find_project_root, read_statements
from labormarket.tables import PROCESSED, TABLES, load_table

STATIC = resources.files("labormarket.site") / "static"
MARK_TEXT = b"This folder was written by `labormarket site`, which replaces it whole.\n"
READ = ("pay", "sources", "professions", "platforms", "claims", "day_jobs", "minimum_wage_gaps")
ARCHIVE = "data/labormarket.zip"


@dataclass(frozen=True)
class SiteReport:
    """The size of a built site."""

    files: int
    pages: int
    bytes: int
    statements: int


@dataclass(frozen=True)
class Project:
    """What a site is made from: tables by name, raw statements, charts and their pictures, editions, files to offer."""

    tables: Mapping[str, pd.DataFrame]
    raw: pd.DataFrame
    charts: tuple[PublishedChart, ...]
    drawn: Mapping[str, Drawn]
    editions: tuple[Edition, ...]
    downloads: Mapping[str, bytes]

    @property
    def statements(self) -> pd.DataFrame:
        """Every statement with the title of its page."""
        return join_sources(self.tables["pay"], self.raw)


def build_site(
    folder: Path, *, root: Path | None = None, address: str = "", languages: Iterable[str] = LANGUAGES
) -> SiteReport:
    """Write the site of a built project into `folder`, in place of an earlier one; the same input, the same bytes.

    `address` is where the folder will stand on the web: embed codes, previews and the sitemap need it. Charts can be
    taken along in these `languages`. Raises SourceError for a missing or stale chart, an address that is none, and a
    folder that holds other things.
    """
    root, address = root or find_project_root(), check_address(address)
    with one_writer(root):  # or the tables might change while they are read
        project = read_project(root, languages)
        files = make_site(project, address=address)
        replace_folder(folder, files)
    pages = sum(name.endswith(".html") for name in files)
    return SiteReport(len(files), pages, sum(map(len, files.values())), len(project.tables["pay"]))


def read_project(root: Path, languages: Iterable[str] = LANGUAGES) -> Project:
    """Read what the last build wrote, and draw the charts for the pages."""
    charts = read_published(root)
    names = [chart.name for chart in charts]
    drawn = draw_pictures(names, root)
    refuse_stale(charts, drawn)
    translations = translate_charts(names, root, [language for language in languages if language != LANGUAGES[0]])
    return Project(
        tables={name: load_table(name, root) for name in READ if (root / PROCESSED / f"{name}.csv").is_file()},
        raw=read_statements(root),
        charts=tuple(dataclasses.replace(chart, translations=translations[chart.name]) for chart in charts),
        drawn=drawn,
        editions=tuple(read_editions(root)),
        downloads=read_downloads(root),
    )


def read_downloads(root: Path) -> dict[str, bytes]:
    """Return the whole tables, their description and, of a whole checkout, the release archive, by path in the site."""
    paths = [root / PROCESSED / f"{name}.{form}" for name in TABLES for form in ("csv", "parquet")]
    paths = [path for path in [*paths, root / PROCESSED / "datapackage.json"] if path.is_file()]
    files = {f"{TABLE_FOLDER}/{path.name}": path.read_bytes() for path in paths}
    if len(paths) == 2 * len(TABLES) + 1 and all((root / name).is_file() for name in DOCUMENTS):
        files[ARCHIVE] = as_archive(release_files(root))
    return files


def make_site(project: Project, *, address: str = "") -> dict[str, bytes]:
    """Return every file of the site by its path."""
    address = check_address(address)
    statements, sources = project.statements, project.tables["sources"]
    package = json.loads(project.downloads[f"{TABLE_FOLDER}/datapackage.json"])
    table = project.tables["professions"]
    groups = dict(zip(table["profession"], table["group"], strict=True))
    since = project.editions[0].since if project.editions else ""
    recent = sources.loc[sources["collected_on"].gt(since), "source_id"]
    downloads = dict(project.downloads)
    site = Contents(
        charts=project.charts,
        drawn=project.drawn,
        topics=tuple(find_topics(statements, groups, recent)),
        conclusions=state_conclusions(statements),
        listings=method_listings(statements, sources),
        corrections=tuple(list_corrections(project.raw, sources)),
        editions=project.editions,
        tables=project.tables,
        files={name: len(content) for name, content in downloads.items()},
        statements=len(statements),
        platforms=statements["platform"].nunique(),
        professions=statements["profession"].nunique(),
        data_as_of=str(sources["collected_on"].max()),
        address=address,
    )
    csv = {name.rpartition("/")[2]: content for name, content in downloads.items() if name.endswith(".csv")}
    files = {MARK: MARK_TEXT, "static/theme.css": theme_css().encode("utf-8"), "robots.txt": write_robots(address)}
    files |= {f"static/{item.name}": item.read_bytes() for item in sorted(STATIC.iterdir(), key=lambda item: item.name)}
    files |= {f"static/{name}": icon for name, icon in draw_icons().items()}
    files |= downloads
    files[f"{TABLE_FOLDER}/croissant.json"] = describe_croissant(package, csv, site.citation, site.data_as_of, address)
    files["feed.xml"] = write_feed(project.editions, TITLE, address)
    files["data/rules.js"] = as_script(
        "rules", {**reader_rules(), "repository": REPOSITORY, "edition": site.data_as_of}
    )
    files["data/statements.js"] = as_packed_script("statements", pack_table(statements))
    files["data/jobs.js"] = as_packed_script("jobs", index_jobs(site))
    pages = list(list_pages(site))
    dataset = json_ld(describe_dataset(package, site.citation, site.data_as_of, address))
    writer = PageWriter(address=address, edition=site.data_as_of, site=site, dataset=dataset)
    files |= {page.path: writer.write(page) for page in pages}
    if address:
        files["sitemap.xml"] = write_sitemap((page.path for page in pages if page.listed), site.data_as_of, address)
    for chart in project.charts:
        files |= chart_files(chart, project.drawn[chart.name], statements)
    files["previews/index.png"] = files[f"previews/{project.charts[0].name}.png"]
    for topic in site.topics:
        counts = f"{counted(len(topic.statements), 'statement')}, data as of {site.data_as_of}"
        stem = topic.path.removesuffix(".html")
        files[f"previews/{stem}.png"] = draw_topic_preview(topic.question, [*summarise(topic)[:2], counts])
        files[f"{stem}.csv"] = write_rows(topic.statements[statements.columns]).encode("utf-8")
    return files


def chart_files(chart: PublishedChart, drawn: Drawn, statements: pd.DataFrame) -> dict[str, bytes]:
    """Return a chart's files: as published, in other languages, at the pages' widths, its rows and its marks."""
    place = {statement_id: number for number, statement_id in enumerate(statements["statement_id"])}
    files = {f"{CHART_FOLDER}/{name}": content for name, content in chart.contents.items()}
    for translation in chart.translations:
        files |= {f"{CHART_FOLDER}/{name}": content for name, content in translation.files.items()}
    for width, picture in drawn.pictures.items():
        files[f"{CHART_FOLDER}/{chart.name}_{width}.svg"] = picture.svg
    marks = {
        width: [[left, top, place[name]] for left, top, name in drawn.pictures[width].marks if name in place]
        for width in WIDTHS_OF_PAGE
    }
    files[f"data/rows_{chart.name}.js"] = as_packed_script(f"rows_{chart.name}", pack_rows(chart, statements))
    files[f"data/marks_{chart.name}.js"] = as_packed_script(f"marks_{chart.name}", marks)
    files[f"previews/{chart.name}.png"] = draw_chart_preview(chart.title, chart.contents[f"{chart.name}.png"])
    return files


def refuse_stale(charts: Iterable[PublishedChart], drawn: Mapping[str, Drawn]) -> None:
    """Raise SourceError where a published chart tells another finding than the tables do now."""
    for chart in charts:
        if chart.title != drawn[chart.name].title:
            reason = f"says “{chart.title}”, and the tables “{drawn[chart.name].title}”"
            raise SourceError(f"{CHART_FOLDER}/{chart.name}.json", reason, mend="run `labormarket build` again")


def pack_rows(chart: PublishedChart, statements: pd.DataFrame) -> dict[str, object]:
    """Return a chart's plotted rows, each with the places of its statements among all statements.

    A column that only repeats what the row's own statement says (`statement_id`) is sent by its name alone.
    """
    rows = chart.rows
    place = {statement_id: number for number, statement_id in enumerate(statements["statement_id"])}
    behind = find_statements(rows, statements)
    packed = pack_table(rows)
    repeated: list[str] = []
    if "statement_id" in rows.columns and rows["statement_id"].isin(list(place)).all():
        own = pack_table(statements.iloc[rows["statement_id"].map(place)])["columns"]
        repeated = [
            name for name in packed["columns"] if name != "statement_id" and own.get(name) == packed["columns"][name]
        ]
    columns = {name: {"repeated": True} if name in repeated else column for name, column in packed["columns"].items()}
    return {
        "rows": len(rows),
        "columns": columns,
        "statements": [[place[name] for name in names] for names in behind],
    }
