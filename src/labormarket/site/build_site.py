"""Tables and published charts to one folder, in one readable page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import pandas as pd

from labormarket.files.errors import SourceError
from labormarket.files.project_lock import one_writer
from labormarket.publishing.publish import CHART_FOLDER
from labormarket.site.conclusions import state_conclusions
from labormarket.site.evidence import find_statements
from labormarket.site.folder import MARK, replace_folder
from labormarket.site.method import method_listings
from labormarket.site.pages import PageWriter, Site
from labormarket.site.payload import as_packed_script, as_script, pack_table
from labormarket.site.phone import PhonePicture, draw_phone_pictures
from labormarket.site.published import PublishedChart, read_published
from labormarket.site.reader_rules import reader_rules
from labormarket.site.statements import join_sources
from labormarket.site.theme import theme_css
from labormarket.sources import find_project_root, read_statements
from labormarket.tables import load_table

STATIC = resources.files("labormarket.site") / "static"
MARK_TEXT = b"This folder was written by `labormarket site`, which replaces it whole.\n"


@dataclass(frozen=True)
class SiteReport:
    """The size of a built site."""

    files: int
    bytes: int
    statements: int


def build_site(folder: Path, *, root: Path | None = None, address: str = "") -> SiteReport:
    """Write the site of a built project into `folder`, in place of an earlier one; the same input, the same bytes.

    `address` is where the folder will stand on the web, for the embed codes. Raises SourceError for a missing or stale
    chart, an address that is none, and a folder that holds other things.
    """
    root = root or find_project_root()
    with one_writer(root):  # or the tables might change while they are read
        pay = load_table("pay", root)
        statements = join_sources(pay, read_statements(root))
        charts = read_published(root)
        phone = draw_phone_pictures([chart.name for chart in charts], root)
        refuse_stale(charts, phone)
        files = make_site(statements, load_table("sources", root), charts, phone, address=address)
        replace_folder(folder, files)
    return SiteReport(len(files), sum(map(len, files.values())), len(statements))


def make_site(
    statements: pd.DataFrame,
    sources: pd.DataFrame,
    charts: Iterable[PublishedChart],
    phone: Mapping[str, PhonePicture],
    *,
    address: str = "",
) -> dict[str, bytes]:
    """Return every file of the site by its path.

    `statements` come from `join_sources`, `sources` is the table; `phone` has each chart's picture for a phone.
    """
    charts = list(charts)
    site = Site(
        charts=tuple(charts),
        phone=phone,
        conclusions=state_conclusions(statements),
        listings=method_listings(statements, sources),
        statements=len(statements),
        platforms=statements["platform"].nunique(),
        professions=statements["profession"].nunique(),
        data_as_of=str(sources["collected_on"].max()),
    )
    files = {MARK: MARK_TEXT, "static/theme.css": theme_css().encode("utf-8")}
    files |= {f"static/{item.name}": item.read_bytes() for item in sorted(STATIC.iterdir(), key=lambda item: item.name)}
    files |= PageWriter(site, address=address).write_pages()
    files["data/rules.js"] = as_script("rules", reader_rules())
    files["data/statements.js"] = as_packed_script("statements", pack_table(statements))
    for chart in charts:
        files |= {f"{CHART_FOLDER}/{name}": content for name, content in chart.contents.items()}
        files[f"{CHART_FOLDER}/{chart.name}_phone.svg"] = phone[chart.name].svg
        files[f"data/rows_{chart.name}.js"] = as_packed_script(f"rows_{chart.name}", pack_rows(chart, statements))
    return files


def refuse_stale(charts: Iterable[PublishedChart], phone: Mapping[str, PhonePicture]) -> None:
    """Raise SourceError where a published chart tells another finding than the tables do now."""
    for chart in charts:
        if chart.title != phone[chart.name].title:
            reason = f"says “{chart.title}”, and the tables “{phone[chart.name].title}”"
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
