"""Tables and published charts to one folder, in one readable page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

from labormarket.charts import LANGUAGES
from labormarket.estimates.answer import count
from labormarket.files.errors import SourceError
from labormarket.files.project_lock import one_writer
from labormarket.project.release import DOCUMENTS, as_archive, release_files
from labormarket.project.series import list_editions
from labormarket.publishing.publish import CHART_FOLDER, write_rows
from labormarket.site.contents import TABLE_FOLDER, Contents
from labormarket.site.folder import MARK, MARK_TEXT, replace_folder
from labormarket.site.jobs import index_jobs
from labormarket.site.metadata import describe_croissant
from labormarket.site.pages import PageWriter, check_address, list_pages
from labormarket.site.payload import as_packed_script, as_script, pack_rows, pack_table, reader_rules
from labormarket.site.pictures import WIDTHS_OF_PAGE, Drawn, draw_pictures, translate_charts
from labormarket.site.preview import draw_chart_preview, draw_topic_preview
from labormarket.site.published import PublishedChart, read_published
from labormarket.site.yardsticks import summarise
from labormarket.sources import find_project_root, read_statements
from labormarket.tables import PROCESSED, TABLES, load_table

STATIC = resources.files("labormarket.site") / "static"
READ = ("pay", "sources", "professions", "platforms", "claims", "day_jobs", "minimum_wage_gaps")
ARCHIVE = "data/labormarket.zip"


@dataclass(frozen=True)
class SiteReport:
    """The size of a built site."""

    files: int
    pages: int
    bytes: int
    statements: int


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
        contents = read_contents(root, languages)
        files = make_site(contents, address=address)
        replace_folder(folder, files)
    pages = sum(name.endswith(".html") for name in files)
    return SiteReport(len(files), pages, sum(map(len, files.values())), len(contents.statements))


def read_contents(root: Path, languages: Iterable[str] = LANGUAGES) -> Contents:
    """Read what the last build wrote, and draw the charts for the pages."""
    charts = read_published(root)
    names = [chart.name for chart in charts]
    drawn = draw_pictures(names, root)
    refuse_stale(charts, drawn)
    translations = translate_charts(names, root, [language for language in languages if language != LANGUAGES[0]])
    return Contents(
        tables={name: load_table(name, root) for name in READ if (root / PROCESSED / f"{name}.csv").is_file()},
        raw=read_statements(root),
        charts=tuple(replace(chart, translations=translations[chart.name]) for chart in charts),
        drawn=drawn,
        editions=tuple(list_editions(root)),
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


def make_site(contents: Contents, *, address: str = "") -> dict[str, bytes]:
    """Return every file of the site by its path."""
    site = replace(contents, address=check_address(address))
    writer = PageWriter(site)
    pages = list(list_pages(site))
    listed = {"paths": [path for path, template, _ in pages if template != "embed.html"]}
    others = ["feed.xml", "robots.txt", "static/theme.css", *(["sitemap.xml"] if site.address else [])]
    files = {path: writer.write(template, path, given) for path, template, given in pages}
    files |= {path: writer.write(path.removeprefix("static/"), path, listed) for path in others}
    files |= {f"static/{item.name}": item.read_bytes() for item in STATIC.iterdir()}
    files |= site.downloads
    files[MARK] = MARK_TEXT
    files[f"{TABLE_FOLDER}/croissant.json"] = describe_croissant(site)
    files["data/rules.js"] = as_script("rules", reader_rules(site.data_as_of))
    files["data/statements.js"] = as_packed_script("statements", pack_table(site.statements))
    files["data/jobs.js"] = as_packed_script("jobs", index_jobs(site))
    for chart in site.charts:
        files |= chart_files(chart, site)
    files["previews/index.png"] = files[f"previews/{site.charts[0].name}.png"]
    for topic in site.topics:
        counts = f"{count(len(topic.statements), 'statement')}, data as of {site.data_as_of}"
        stem = topic.path.removesuffix(".html")
        files[f"previews/{stem}.png"] = draw_topic_preview(topic.question, [*summarise(topic)[:2], counts])
        files[f"{stem}.csv"] = write_rows(topic.statements[site.statements.columns]).encode("utf-8")
    return files


def chart_files(chart: PublishedChart, site: Contents) -> dict[str, bytes]:
    """Return a chart's files: as published, in other languages, at the pages' widths, its rows and its marks."""
    place = {statement_id: number for number, statement_id in enumerate(site.statements["statement_id"])}
    pictures = site.drawn[chart.name].pictures
    published: dict[str, bytes] = dict(chart.contents)
    for translated in chart.translations.values():
        published |= translated
    published |= {f"{chart.name}_{width}.svg": picture.svg for width, picture in pictures.items()}
    marks = {
        width: [[left, top, place[name]] for left, top, name in pictures[width].marks if name in place]
        for width in WIDTHS_OF_PAGE
    }
    rows = pack_rows(chart.rows, site.statements)
    return {
        **{f"{CHART_FOLDER}/{name}": content for name, content in published.items()},
        f"data/rows_{chart.name}.js": as_packed_script(f"rows_{chart.name}", rows),
        f"data/marks_{chart.name}.js": as_packed_script(f"marks_{chart.name}", marks),
        f"previews/{chart.name}.png": draw_chart_preview(chart.title, chart.contents[f"{chart.name}.png"]),
    }


def refuse_stale(charts: Iterable[PublishedChart], drawn: Mapping[str, Drawn]) -> None:
    """Raise SourceError where a published chart tells another finding than the tables do now."""
    for chart in charts:
        if chart.title != drawn[chart.name].title:
            reason = f"says “{chart.title}”, and the tables “{drawn[chart.name].title}”"
            raise SourceError(f"{CHART_FOLDER}/{chart.name}.json", reason, mend="run `labormarket build` again")
